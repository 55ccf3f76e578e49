"""The random histories are rich enough: every word and every rule comes up in some of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import Phase, settings
from hypothesis import given as any_of

from ledger.commands import RecordNotice
from ledger.notices import ActCorrected, ActRetracted, ContentDisclosed, SourceCited
from ledger.timeline import Fold
from ledger.vocabulary import Line, Status, ThreadStatus
from tests.core.given import lens
from tests.reference.histories import History, histories, moments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.timeline import Negotiation

WORDS = {
    *(f"point {word}" for word in Status),
    *(f"thread {word}" for word in ThreadStatus),
    *(f"line {word}" for word in Line),
    *(f"owed {word}" for word in ("owed", "settled", "ended", "claimed")),
    *(f"rule {word}" for word in ("P1", "P3", "P4", "P5", "P6", "P7", "O1", "O2", "O3")),
    *(f"{word.__name__}" for word in (ActCorrected, ActRetracted, ContentDisclosed, SourceCited)),
    *("possible", "undated", "tightened", "dormant", "failed package", "restated", "implied"),
    *("position", "P8", "condition met", "of a group", "from elsewhere"),
}


def test_every_word_and_rule_comes_up() -> None:
    seen: set[str] = set()

    @settings(max_examples=600, derandomize=True, database=None, phases=[Phase.generate])
    @any_of(histories(), moments())
    def look(history: History, moment: str) -> None:
        for command in history.commands:
            if isinstance(command, RecordNotice):
                seen.add(type(command.notice).__name__)
        for record in history.world.threads.values():
            at = lens(moment).instant(record.zone)
            seen.update(_words(Fold(history.world, record).state(at)))

    look()
    assert WORDS - seen == set()


def _words(state: Negotiation) -> Iterator[str]:
    yield f"thread {state.standing.status}"
    yield from ["dormant"] * state.dormant
    yield from ["possible"] * bool(state.selection.possible)
    yield from ["undated"] * bool(state.selection.undated)
    for one in state.selection.happened:
        yield from ["tightened"] * (one.latest != one.stated[1])
        yield from ["from elsewhere"] * (one.thread != state.record.id)
    yield from ("failed package" for one in state.packages if one.failed_by)
    for obligation in state.obligations:
        yield f"rule {obligation.rule}"
        yield "owed claimed" if obligation.claimed else f"owed {obligation.state}"
    for point in state.points.values():
        yield f"point {point.status}"
        yield from ["restated"] * (point.file.restated is not None)
        yield from ["position"] * bool(point.positions)
        yield from ["of a group"] * (len(point.parties) > len(point.file.act.act.addressees))
        for party in point.parties:
            yield from (f"point {party.word.status}", f"rule {party.word.rule}")
            yield from (f"line {line}" for line in party.lines)
            yield from ("implied" for given in party.answers if given.implied)
            yield from ("P8" for given in party.answers if given.by in point.file.raisers)
            met = party.word.rule == "P6" and party.word.status is Status.ACCEPTED
            yield from ["condition met"] * met
