"""What pydantic refuses → sentences about the fields as a person writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.errors import DipledgerError, InputError
from ledger.importers.slots import shown, slots
from ledger.instants import quoted
from ledger.parties import near_parties

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from ledger.importers.nodes import Node
    from ledger.parts import Part


def sentences(
    error: ValidationError,
    model: type[Part],
    given: Mapping[str, Node],
    failed: Container[str],
    where: str,
) -> Iterator[DipledgerError]:
    """One InputError for each thing wrong with a part, at the place of its field.

    Fields in `failed` were refused before, and are not told again; nor is what the whole part lacks
    where one of its fields was refused.
    """
    fields = {info.alias or name: name for name, info in model.model_fields.items()}
    details = error.errors(include_url=False)
    for detail in details:
        name = str(detail["loc"][0]) if detail["loc"] else ""
        field = fields.get(name, name)
        if detail["type"] == "too_short" and len(details) > 1:
            continue  # what was given is wrong, and told
        if not field:
            if not failed:
                yield InputError(_said(detail), where=where)
        elif field not in failed:
            place = given[field].where if field in given else where
            yield _sentence(detail, model, field, place)


def _sentence(detail: ErrorDetails, model: type[Part], field: str, where: str) -> DipledgerError:
    name, slot, limits = shown(field), slots(model)[field], detail.get("ctx", {})
    given, near = str(detail["input"]), tuple[str, ...]()
    match detail["type"]:
        case "missing" | "too_short":
            what = f"{name} is missing"
        case "string_too_short":
            what = f"{name} is empty"
        case "string_too_long":
            what = f"{name} is longer than {limits['max_length']:,} characters"
        case "string_pattern_mismatch":
            what = f"{name}: {quoted(given)} is not {slot.form}"
            near = near_parties(given) if slot.is_code else ()
        case "greater_than_equal":
            what = f"{name} is less than {limits['ge']}"
        case "less_than_equal":
            what = f"{name} is more than {limits['le']}"
        case _:
            what = f"{name}: {_said(detail)}"
    return InputError(what, where=where, near=near)


def _said(detail: Any) -> str:  # noqa: ANN401 -- ErrorDetails allows no look at an unknown context
    """The sentence of our own validator, or pydantic's."""
    return str(detail.get("ctx", {}).get("error") or detail["msg"])
