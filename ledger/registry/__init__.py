"""The shipped parties as plain data: states from ISO 3166, the rest from `parties.json`.

`parties.json` has three parts. `parties` are complete entries: organisations, bodies, groups,
states of the past. `refined` adds to entries of ISO 3166 what it leaves out (the names people use,
validity, succession); a `name` there replaces its own. `territories` are the ISO codes that are no
states.

A date is as precise as it is sure, an end is the last day, and an end left out is open. Only
members that are listed can be asked for: an entry without any says nothing of who belonged. ISO's
withdrawal dates are not used: they end a code, often years after the state.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Entry: TypeAlias = dict[str, Any]

_IDENTIFIERS = {
    "alpha_2": "iso3166-1-alpha-2",
    "alpha_3": "iso3166-1-alpha-3",
    "numeric": "iso3166-1-numeric",
}


def codes() -> tuple[str, ...]:
    """Every shipped code, sorted."""
    return tuple(sorted({*_file()["parties"], *_iso()}))


def entry(code: str) -> Entry | None:
    """What is shipped of a party, in the shape of `ledger.parties.Party`; None where nothing is."""
    own = _file()["parties"].get(code)
    if own is not None:
        return {"code": code, **own}
    row = _iso().get(code)
    return None if row is None else _refined(code, row)


@cache
def _file() -> dict[str, Any]:
    path = Path(__file__).with_name("parties.json")
    shipped: dict[str, Any] = json.loads(path.read_bytes())
    return shipped


@cache
def _iso() -> dict[str, dict[str, str]]:
    """ISO 3166 by code: three letters, or the four of a former entry whose three are used again."""
    import pycountry

    modern = [dict(row) for row in pycountry.countries]
    former = [dict(row) for row in pycountry.historic_countries]
    uses = Counter(row["alpha_3"] for row in modern + former)
    listed = {row["alpha_3"]: row for row in modern}
    for row in former:
        listed[row["alpha_3"] if uses[row["alpha_3"]] == 1 else row["alpha_4"]] = row
    return listed


def _refined(code: str, row: dict[str, str]) -> Entry:
    own = _file()["refined"].get(code, {})
    names = [row[key] for key in ("common_name", "name", "official_name") if key in row]
    name = own.get("name", names[0])
    kind = "former-state" if "alpha_4" in row else "state"
    return {
        "code": code,
        "kind": "territory" if code in _file()["territories"] else kind,
        **own,
        "name": name,
        "other_names": [
            other for other in dict.fromkeys([*own.get("other_names", ()), *names]) if other != name
        ],
        "identifiers": [*_identifiers(row), *own.get("identifiers", ())],
    }


def _identifiers(row: dict[str, str]) -> Iterator[dict[str, str]]:
    former = "-former" if "alpha_4" in row else ""
    for key, scheme in _IDENTIFIERS.items():
        if key in row:
            yield {"scheme": scheme + former, "value": row[key]}
    if former:
        yield {"scheme": "iso3166-3", "value": row["alpha_4"]}
