"""An answer to an address: the page with its lens, its marking and the notes beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from cli.viewers import hidden_sentence
from cli.web.asking import LANGUAGE, LENS_PARAMETERS, Asking
from cli.web.language import LANGUAGES
from cli.web.problems import without_folder
from ledger.errors import InputError
from ledger.near import near
from projections.asked import one_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cli.web.desk import Seat
    from cli.web.pages.base import Page, PageRoute, QueryParameter
    from cli.web.serving import Serving
    from projections.lens import Lens

_OF_THE_CLOCK = frozenset({"as_of", "as_of_text", "days", "overdue"})
"""Fields that grow with every second: a page in which only they differ is the same."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A page, made: through which lens, how it is marked, what is worth a line beside it."""

    page: Page
    lens: Lens
    marking: str | None
    notes: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Another one when the page says something else, whatever is recorded beside it."""
        data = _without_clock(self.page.view.model_dump(mode="json"))
        return sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:16]


def answered(
    serving: Serving,
    route: PageRoute,
    seat: Seat,
    path: Mapping[str, str],
    query: Mapping[str, str],
) -> Answered:
    """The page of an address. Raises what speaks against it."""
    asking = asking_of(serving, seat, path, query)
    page = route.answer(asking)
    return answer_of(page, asking, seat)


def asking_of(
    serving: Serving, seat: Seat, path: Mapping[str, str], query: Mapping[str, str]
) -> Asking:
    """What an address asks. InputError where that cannot be read, or lies above the ceiling."""
    lens = serving.ceiling.lens(seat.reader, query, now=seat.ledger.now)
    return Asking(seat.ledger, seat.reader, lens, serving.ceiling, path, query)


def answer_of(page: Page, asking: Asking, seat: Seat) -> Answered:
    """A page with its marking and its notes, how much is hidden among them."""
    reader, lens = asking.reader, asking.lens
    hidden = hidden_sentence(reader, lens)
    notes = seat.notes if hidden is None else [*seat.notes, hidden]
    notes = [without_folder(note, seat.ledger.path) for note in notes]
    marking = lens.clearance or reader.marking
    return Answered(page, lens, marking, tuple(dict.fromkeys(notes)))


def asked_of(own: Iterable[QueryParameter], given: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The parameters of an address, without empty ones; `own` are those of its page.

    InputError for one that the page does not know, or that is given twice, and for a language that
    it does not speak.
    """
    known = (*LENS_PARAMETERS, LANGUAGE, *(one.name for one in own))
    asked: dict[str, str] = {}
    for name, value in given:
        if name not in known:
            raise InputError(
                f"there is no parameter {name}",
                where="the address",
                near=near(name, known),
                mend=f"This page takes {', '.join(known)}.",
            )
        if name in asked:
            raise InputError(f"{name} is given twice", where="the address")
        asked[name] = value.strip()
    asked = {name: value for name, value in asked.items() if value}
    if LANGUAGE in asked:
        one_of("language", LANGUAGE, asked[LANGUAGE], LANGUAGES)
    return asked


def _without_clock(value: Any) -> Any:  # noqa: ANN401 -- whatever JSON has
    match value:
        case dict():
            return {
                key: _without_clock(one) for key, one in value.items() if key not in _OF_THE_CLOCK
            }
        case list():
            return [_without_clock(one) for one in value]
        case _:
            return value
