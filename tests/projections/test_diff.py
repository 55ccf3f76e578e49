"""What differs between two dates, and between two moments of knowledge, told on small stories."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given as any_of

from ledger.commands import AmendThread, RecordAct, RecordNotice
from ledger.decide import advance
from ledger.errors import InputError
from ledger.events import ThreadAmended
from ledger.moments import parse_moment
from ledger.notices import ContentDisclosed
from ledger.state import World
from ledger.store import Ledger
from projections.diff import NOTHING, diff_view
from projections.history import words_of
from projections.lens import Lens
from projections.source import LedgerSource
from projections.threads import negotiation
from tests.core.given import Story, act, demand, given, lens, opened, reply
from tests.core.source import Source
from tests.core.test_corrections import correct, retract, take_back
from tests.reference.histories import History, histories, moments

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ledger.acts import Act
    from ledger.commands import Command
    from ledger.notices import Notice
    from ledger.timeline import Negotiation
    from projections.views.diff import DiffView

STORY = given(
    demand("d", to="USA GBR", deadline="2022-01-31", points={"1": "leave", "2": "stay out"}),
    act("statement", "sometime", by="USA", when="2022-01", summary="once in January"),
    reply("r", when="2022-01-26", answers={"1": {"stance": "reject", "text": "no"}}),
    act("statement", "fr", by="FRA", when="2022-01-27", answers={"1": "accept"}),
    act("statement", "maybe", by="USA", when="2022-01-20/2022-03", summary="some day"),
    act("statement", "never", by="USA", summary="without a date"),
)


def between(story: Story, before: str, after: str) -> DiffView:
    """What happened between two dates."""
    return diff_view(story.source, story.thread, lens(before), lens(after))


def told(changes: Iterable[Any]) -> list[str]:
    """The changes in sentences."""
    return [one.text for one in changes]


def refs(acts: Iterable[Any]) -> list[str]:
    """The acts by their full names."""
    return [one.act.ref for one in acts]


def test_between_two_dates_acts_happen_and_statuses_follow_from_them() -> None:
    view = between(STORY, "2022-01-25", "2022-01-27")
    assert (view.axis, view.before.text, view.after.text) == ("as_of", "2022-01-25", "2022-01-27")
    assert refs(view.happened) == ["t/r", "t/fr"]
    assert [(one.label, one.party, one.before, one.after, one.act) for one in view.statuses] == [
        ("1", "USA", "outstanding", "rejected", "r"),
    ]
    assert told(view.answers) == ["USA on 1: rejects"]
    assert view.answers[0].words == "no"
    assert told(view.positions) == ["FRA, who was not asked, takes a position on 1: accepts"]
    assert told(view.replies) == ["USA's reply to d is settled (rule O2)"]
    assert (view.replies[0].before, view.replies[0].after, view.replies[0].by) == (
        *("owed", "settled"),
        "r",
    )
    assert told(view.status) == ["the thread is awaiting reply: a reply is owed by GBR"]
    nothing: tuple[()] = ()
    assert (view.learned, view.dropped, view.changed, view.moved) == (nothing,) * 4
    assert [one.ref for one in view.possible] == ["t/sometime", "t/maybe"]
    assert [one.ref for one in view.undated] == ["t/never"]


def test_an_act_that_may_have_happened_before_says_so() -> None:
    (one,) = between(STORY, "2022-01-27", "2022-01-31").happened
    assert (one.act.ref, one.before, one.after) == ("t/sometime", "possible", "happened")


def test_a_deadline_passes_between_two_dates_by_the_clock_alone() -> None:
    view = between(STORY, "2022-01-31", "2022-02-01")
    assert view.happened == ()
    assert told(view.statuses) == [
        "1 (GBR): outstanding -> lapsed",
        "2 (USA): outstanding -> lapsed",
        "2 (GBR): outstanding -> lapsed",
    ]
    assert {(one.act, one.rule) for one in view.statuses} == {(None, "P3")}


def test_from_nothing_to_a_date_is_all_there_was() -> None:
    view = diff_view(STORY.source, "t", replace(lens(), as_of=NOTHING), lens("2021-12-15"))
    assert view.before.text == "the beginning"
    assert refs(view.happened) == ["t/d"]
    assert [(one.label, one.act, one.addressees) for one in view.raised] == [
        ("1", "d", ("USA", "GBR")),
        ("2", "d", ("USA", "GBR")),
    ]
    assert told(view.statuses)[0] == "1 is raised to USA: outstanding"
    assert told(view.replies)[0] == "USA owes RUS a reply to d, due 2022-01-31"


def test_a_deadline_that_is_extended_and_a_point_to_nobody_that_is_fulfilled_are_told() -> None:
    story = given(
        demand("d", deadline="2022-01-10", points={"1": "x"}),
        act("assurance", "a", by="RUS", when="2022-01-01", points={"go": "we leave"}),
        act("notification", "n", by="RUS", when="2022-01-09", deadline="2022-01-12", extends=["d"]),
        act(
            "measure",
            "m",
            by="RUS",
            when="2022-01-09",
            measure="troop-movement",
            answers={"go": "fulfil"},
        ),
    )
    view = between(story, "2022-01-08", "2022-01-09")
    assert told(view.replies) == ["USA owes RUS a reply to d, due 2022-01-12, not 2022-01-10"]
    assert [(one.label, one.party, one.after, one.act) for one in view.statuses] == [
        ("go", None, "fulfilled", "m")
    ]
    assert told(view.statuses) == ["go: standing -> fulfilled"]


def test_a_reply_on_others_behalf_is_a_claim_where_each_was_asked_for_its_own() -> None:
    story = given(
        demand("d", to="USA GBR", own_answers=True, points={"1": "x"}),
        reply("r", on_behalf_of=["GBR"], answers={"1": "reject"}),
    )
    view = between(story, "2022-01-25", "2022-01-26")
    assert told(view.replies) == [
        "USA's reply to d is settled (rule O2)",
        "GBR owes RUS a reply to d; r claims to settle it (rule O5)",
    ]
    assert (view.replies[1].before, view.replies[1].after) == ("owed", "owed")
    assert told(view.answers) == ["USA for GBR on 1: rejects"]


def test_a_range_that_is_turned_round_is_refused_with_what_its_ends_mean() -> None:
    with pytest.raises(InputError, match=r'^A..B: "2022-01-27..2022-01-25" ends before it begins'):
        between(STORY, "2022-01-27", "2022-01-25")
    with pytest.raises(InputError, match="begins: 2022-12-31 is after 2022-03-31"):
        between(STORY, "2022", "2022-Q1")
    early = replace(lens(), known_by="public", known_at=parse_moment("2021"))
    late = replace(early, known_at=parse_moment("2023"))
    with pytest.raises(InputError, match=r'^--known-at: "2023..2021" ends before it begins'):
        diff_view(STORY.source, "t", late, early)
    with pytest.raises(InputError, match="there is no thread u"):
        diff_view(STORY.source, "u", early, late)
    with pytest.raises(InputError, match=r'"now..2021" ends before it begins'):
        diff_view(STORY.source, "t", Lens(lens().now), lens("2021"))


class Told:
    """A ledger that is told something at a time, and asked what changed with it."""

    def __init__(self, path: Path, *commands: Command) -> None:
        self.seconds = 1_640_000_000
        Ledger.create(path)
        self.ledger = Ledger.open(path, clock=lambda: self.seconds * 1_000_000, recorder="desk")
        self.ledger.handle([opened(), *commands])

    def knows(self, *acts: Act) -> Told:
        """Acts are recorded."""
        self.ledger.handle([RecordAct("t", one) for one in acts])
        return self

    def says(self, *notices: Notice, dependants: bool = False) -> Told:
        """Notices are recorded."""
        commands = [RecordNotice("t", one, with_dependants=dependants) for one in notices]
        self.ledger.handle(commands)
        return self

    @property
    def head(self) -> int:
        """The last position of the log."""
        return self.ledger.head()[0]

    def changed_since(self, position: int, as_of: str = "2026-01-01") -> DiffView:
        """What was learned since a position of the log."""
        before = replace(lens(as_of), known_at=position)
        after = replace(before, known_at=self.head)
        recorded = {one.position or 0: one.recorded_at for one in self.ledger.log()}
        return diff_view(LedgerSource(self.ledger), "t", before, after, recorded)


@pytest.fixture
def desk(tmp_path: Path) -> Told:
    """A ledger with a demand and its reply."""
    told = Told(tmp_path / "desk.dipledger")
    return told.knows(
        demand("d", points={"1": "leave", "2": "stay out"}),
        reply("r", when="2022-01-26", answers={"1": "reject"}),
    )


def test_a_correction_is_told_with_its_fields_its_reason_and_what_it_moves(desk: Told) -> None:
    start = desk.head
    date = reply("r", when="2022-01-20").model_dump(mode="json", exclude_defaults=True)["dates"]
    old = reply("r", when="2022-01-26").model_dump(mode="json", exclude_defaults=True)["dates"]
    desk.says(correct("slip", "r", ("dates", old, date)))
    view = desk.changed_since(start)
    assert (view.axis, view.before.text, view.after.text) == ("known_at", "#3", "#4")
    assert (view.before.recorded_at, view.after.position) == ("2021-12-20T11:33:20.000001Z", 4)
    (changed,) = view.changed
    assert [(one.field, one.old, one.new) for one in changed.fields] == [("dates", old, date)]
    assert [(one.kind, one.id, one.reason) for one in changed.why] == [
        ("correct", "slip", "a slip")
    ]
    (moved,) = view.moved
    assert (moved.before_text, moved.after_text, moved.rule) == ("2022-01-26", "2022-01-20", "T1")
    assert moved.why == changed.why
    assert view.statuses == ()

    then = desk.changed_since(start, "2022-01-21")
    assert [(one.before, one.after) for one in then.moved] == [("ahead", "happened")]
    assert told(then.statuses) == ["1 (USA): outstanding -> rejected"]
    assert desk.changed_since(start, "2022-01-01").empty


def test_an_act_is_moved_by_what_becomes_known_of_its_links(desk: Told) -> None:
    desk.knows(act("statement", "s", by="USA", when="2022-02", replies_to=["d"], summary="x"))
    start = desk.head
    desk.knows(reply("end", by="RUS", to="USA", when="2022-02-10", replies_to=["s"], summary="y"))
    view = desk.changed_since(start)
    (moved,) = view.moved
    assert (moved.act.ref, moved.rule, moved.why) == ("t/s", "T2", ())
    assert (moved.before_text, moved.after_text) == (
        "between 2022-02-01 and 2022-02-28",
        "between 2022-02-01 and 2022-02-10",
    )
    (learned,) = view.learned
    assert (learned.act.ref, learned.before, learned.after) == ("t/end", None, "happened")
    assert (learned.position, learned.recorded_by) == (desk.head, "desk")


def test_what_is_retracted_is_no_longer_believed_with_all_that_hung_on_it(desk: Told) -> None:
    desk.knows(act("statement", "fr", by="FRA", when="2022-01-27", answers={"1": "accept"}))
    start = desk.head
    desk.says(retract("forged", "d"), dependants=True)
    view = desk.changed_since(start)
    assert refs(view.dropped) == ["t/d", "t/r", "t/fr"]
    first = view.dropped[0]
    assert (first.before, first.after, first.position) == ("happened", None, 2)
    assert first.why[0].kind == "retract"
    assert [one.label for one in view.not_raised] == ["1", "2"]
    assert told(view.statuses)[0] == "1 was not raised to USA, as is now believed; it was rejected"
    assert told(view.answers) == ["USA did not answer 1 in r, as is now believed"]
    assert told(view.positions) == ["FRA took no position on 1 in fr, as is now believed"]
    assert told(view.replies) == ["USA is not asked for a reply to d, as is now believed"]

    back = desk.head
    desk.says(take_back("genuine", "forged"))
    view = desk.changed_since(back)
    assert refs(view.learned) == ["t/d"]
    assert view.learned[0].why[0].notice == "forged"


def test_a_disclosure_changes_what_is_known_of_an_answer(desk: Told) -> None:
    desk.knows(
        demand("e", when="2022-02-01", points={"3": "x", "4": "y"}),
        reply("secret", when="2022-02-02", contents="none", replies_to=["e"]),
    )
    start = desk.head
    desk.says(
        ContentDisclosed.model_validate(
            {
                "id": "leak",
                "act": "secret",
                "reason": "in the papers",
                "disclosures": [
                    {"part": "text", "how": "leaked", "when": _date("2022-03-01")},
                ],
                "answers": [{"point": "3", "stance": "counter", "text": "our terms"}],
                "contents": "partial",
            }
        )
    )
    view = desk.changed_since(start)
    assert told(view.statuses) == ["3 (USA): answered (undisclosed) -> countered"]
    assert told(view.answers) == [
        "USA on 3: answered, but the content is not known -> answers with terms of its own"
    ]
    assert view.changed[0].why[0].kind == "disclose"

    start = desk.head
    said = [{"point": "3", "stance": "counter", "text": "our terms"}]
    desk.says(correct("words", "secret", ("answers", said, [{**said[0], "text": "other terms"}])))
    view = desk.changed_since(start)
    assert told(view.answers) == ["USA on 3: answers with terms of its own, in other words"]
    start = desk.head
    desk.says(correct("channel", "secret", ("channel", None, "confidential")))
    assert told(desk.changed_since(start).answers) == [
        "USA on 3: answers with terms of its own, on the confidential line",
        "USA on 4: answered, but the content is not known, on the confidential line",
    ]


def _date(text: str) -> Any:  # noqa: ANN401 -- JSON
    return demand("x", when=text).dates[0].date.model_dump(mode="json")


def test_before_the_first_record_nothing_was_known_and_all_is_learned(desk: Told) -> None:
    desk.says(retract("no", "r"))
    view = desk.changed_since(0)
    assert (view.before.text, view.before.recorded_at) == ("#0", None)
    assert refs(view.learned) == ["t/d"]
    assert told(view.status) == [
        "the thread is awaiting reply: a reply is owed by USA",
        "the thread is dormant: a reply is owed, and nothing happened for two years",
    ]
    assert view.status[0].before is None
    assert view.amended == ()
    everything = diff_view(
        LedgerSource(desk.ledger), "t", replace(lens(), known_at=0), replace(lens(), known_at=None)
    )
    assert everything.after.text == "all that is recorded"
    late, early = (replace(lens(), known_at=at) for at in (4, 2))
    with pytest.raises(InputError, match=r'"#4..#2" ends before it begins'):
        diff_view(LedgerSource(desk.ledger), "t", late, early)


def test_what_is_said_of_the_thread_itself_is_told(desk: Told) -> None:
    start = desk.head
    desk.ledger.handle(
        [AmendThread("t", ThreadAmended(title="A better name", reason="read again"))]
    )
    view = desk.changed_since(start)
    assert [(one.field, one.old, one.new) for one in view.amended] == [
        ("title", "Thread t", "A better name")
    ]
    assert not view.empty


def test_an_act_of_another_thread_that_bears_on_this_one_is_compared_too(desk: Told) -> None:
    elsewhere = act("statement", "s", by="USA", when="2022-02-01", answers={"t/2": "reject"})
    desk.ledger.handle([opened("u"), RecordAct("u", elsewhere)])
    start = desk.head
    old = [{"point": "t/2", "stance": "reject"}]
    notice = correct("slip", "s", ("answers", old, [{**old[0], "stance": "accept"}]))
    desk.ledger.handle([RecordNotice("u", notice)])
    view = desk.changed_since(start)
    assert refs(view.changed) == ["u/s"]
    assert view.changed[0].why[0].id == "slip"
    assert told(view.statuses) == ["2 (USA): rejected -> accepted"]
    assert view.statuses[0].act == "u/s"


PAPER = given(
    demand("d", published="2021-12-17", points={"1": "leave", "2": "stay out"}),
    reply(
        "r",
        when="2022-01-26",
        replies_to=["d"],
        summary="a written reply",
        disclosure="announced",
        published="2022-01-26",
        answers={"1": {"stance": "reject", "text": "no"}},
        disclosures=[
            {"part": "answer", "point": "1", "how": "leaked", "when": _date("2022-02-02")}
        ],
    ),
)


def learned(before: str | None, after: str | None, viewer: str = "public") -> DiffView:
    """What a viewer learned between two days."""
    at = [None if day is None else parse_moment(day) for day in (before or str(NOTHING), after)]
    first, second = (replace(lens(), known_by=viewer, known_at=one) for one in at)
    return diff_view(PAPER.source, "t", first, second)


def test_what_the_public_learned_is_what_was_published_announced_and_leaked() -> None:
    first = learned(None, "2021-12-17")
    assert (first.axis, first.before.text, first.after.text) == (
        *("known_at", "the beginning"),
        "2021-12-17",
    )
    assert refs(first.learned) == ["t/d"]
    assert first.learned[0].position is None
    assert [one.label for one in first.raised] == ["1", "2"]

    announced = learned("2021-12-17", "2022-01-31")
    assert refs(announced.learned) == ["t/r"]
    assert announced.learned[0].act.gist == "a written reply"
    assert announced.changed == ()

    leak = learned("2022-01-31", "2022-02-02")
    assert refs(leak.changed) == ["t/r"]
    assert {one.field for one in leak.changed[0].fields} == {"answers"}
    assert leak.changed[0].why == ()
    assert told(leak.answers) == ["USA on 1: answered, but the content is not known -> rejects"]
    assert leak.after.known_at == parse_moment("2022-02-02").end("UTC", 0)
    assert learned("2022-02-02", None).empty


def test_a_party_learns_what_it_receives() -> None:
    assert refs(learned("2022-01-25", "2022-01-26", "RUS").learned) == ["t/r"]
    assert learned("2022-01-26", "2022-02-02", "RUS").empty


@dataclass(frozen=True)
class Worlds:
    """What was believed at each position of a log."""

    worlds: tuple[World, ...]

    def world(self, threads: Iterable[str] | None, *, known_at: int | None = None) -> World:  # noqa: ARG002
        """All threads as believed then."""
        return self.worlds[-1 if known_at is None else known_at]


def believed(history: History) -> Worlds:
    """The worlds that a history goes through."""
    worlds = [World()]
    for events in history.events:
        worlds.append(advance(worlds[-1], events))
    return Worlds(tuple(worlds))


def words(state: Negotiation | None) -> dict[tuple[str, str | None], str]:
    """The status of each point for each party."""
    return (
        {}
        if state is None
        else {
            (point.file.point.label, party): word.status.value
            for point in state.points.values()
            for party, word in words_of(point).items()
        }
    )


def applied(old: dict[tuple[str, str | None], str], view: DiffView) -> object:
    """The statuses once the changes of a diff are made."""
    new: dict[tuple[str, str | None], str | None] = {**old}
    for one in view.statuses:
        assert new.get((one.label, one.party)) == one.before
        new[one.label, one.party] = one.after
    return {key: word for key, word in new.items() if word is not None}


@any_of(histories(), moments(), moments())
def test_the_statuses_of_one_date_with_the_changes_of_a_diff_are_those_of_the_other(
    history: History, one: str, other: str
) -> None:
    source = Source(history.world)
    before, after = sorted((lens(one), lens(other)), key=lambda each: each.instant("UTC"))
    for thread, record in history.world.threads.items():
        if before.instant(record.zone) > after.instant(record.zone):
            continue
        view = diff_view(source, thread, before, after)
        assert applied(words(negotiation(source, thread, before)), view) == words(
            negotiation(source, thread, after)
        )
        assert diff_view(source, thread, after, after).empty


@any_of(histories(), moments())
def test_the_same_holds_for_any_two_moments_of_knowledge(history: History, as_of: str) -> None:
    source = LedgerSource(believed(history))
    last = len(history.events)
    for thread in history.world.threads:
        for position in (0, last // 2, last - 1):
            before, after = (replace(lens(as_of), known_at=at) for at in (position, last))
            view = diff_view(source, thread, before, after)
            known = source.world([thread], before).threads
            old = negotiation(source, thread, before) if thread in known else None
            assert applied(words(old), view) == words(negotiation(source, thread, after))
        assert diff_view(source, thread, after, after).empty
