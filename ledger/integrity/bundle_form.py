"""The JSON of a proof: its fields, how it is written, and how it is read to the letter."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from ledger.integrity.canonical import MAX_INTEGER
from ledger.integrity.encoding import decoded
from ledger.integrity.leaf import format_recorded_at
from ledger.integrity.unverified import Unverified

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMAT: Final = "dipledger/proof/1"
MAX_BYTES: Final = 32_000_000
"""The longest proof that is looked at."""

MEND: Final = "Get the proof again, byte for byte, from whoever made it."
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 -- naive stands for UTC in here
_MICROSECOND = timedelta(microseconds=1)


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class EventInProof(_Form):
    """One event: where it stands, what its leaf is made of, and the way to the root."""

    position: int = Field(ge=1, le=MAX_INTEGER)
    leaf_index: int
    stream: str
    version: int = Field(ge=1, le=MAX_INTEGER)
    topic: str
    marking: str | None
    recorded_by: str
    recorded_at: str
    body: str
    nonce: str
    inclusion: tuple[str, ...]


class InclusionBundle(_Form):
    """That events were in the log when a checkpoint was signed."""

    format: Literal["dipledger/proof/1"]
    kind: Literal["inclusion"] = "inclusion"
    origin: str
    events: Annotated[tuple[EventInProof, ...], Field(min_length=1)]
    checkpoint: str


class ConsistencyBundle(_Form):
    """That the tree of one checkpoint is the beginning of that of another."""

    format: Literal["dipledger/proof/1"]
    kind: Literal["consistency"] = "consistency"
    origin: str
    consistency: tuple[str, ...]
    first: str
    second: str


Bundle = InclusionBundle | ConsistencyBundle
_BUNDLES: TypeAdapter[Bundle] = TypeAdapter(Annotated[Bundle, Field(discriminator="kind")])


def written(bundle: Bundle) -> str:
    """The proof as the text of a file."""
    fields = bundle.model_dump(mode="json")
    return json.dumps(fields, ensure_ascii=False, indent=1) + "\n"


def read_bundle(data: bytes) -> Bundle:
    """The proof in a file. Unverified where it is none, to the letter."""
    if len(data) > MAX_BYTES:
        raise malformed(f"it is longer than {MAX_BYTES} bytes")
    try:
        # pydantic takes the last of two fields of one name without a word.
        json.loads(data.decode(), object_pairs_hook=_each_once)
        return _BUNDLES.validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise malformed(f"{place}: {first['msg']}" if place else first["msg"]) from None
    except (ValueError, RecursionError) as error:
        raise malformed(str(error)) from None


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        msg = "a field is there twice"
        raise ValueError(msg)
    return found


def hashes(texts: Iterable[str]) -> list[bytes] | None:
    """The hashes of a proof; None where one is not base64."""
    nodes = [decoded(text) for text in texts]
    found = [node for node in nodes if node is not None]
    return found if len(found) == len(nodes) else None


def microseconds(text: str) -> int | None:
    """The instant of a text that `format_recorded_at` wrote; None of any other."""
    try:
        found = (datetime.fromisoformat(text.removesuffix("Z")) - _EPOCH) // _MICROSECOND
        return found if format_recorded_at(found) == text else None
    except (ValueError, TypeError):  # TypeError: a time with an offset
        return None


def malformed(what: str) -> Unverified:
    """That what was given is not a proof at all."""
    return Unverified(f"it is not a proof in the form {FORMAT}: {what}", mend=MEND)
