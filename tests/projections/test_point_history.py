"""The history of a point: what it was when, by which act, and since when that is believed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from ledger.commands import RecordAct, RecordNotice
from ledger.errors import InputError
from ledger.moments import parse_moment
from ledger.notices import ContentDisclosed
from ledger.store import Ledger
from projections.point_history import history_view
from projections.reader import Reader
from tests.core.given import act, demand, lens, opened, reply
from tests.core.test_corrections import correct, retract, take_back

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ledger.acts import Act
    from ledger.notices import Notice
    from projections.lens import Lens
    from projections.views.point_history import HistoryView, PastStatus

START = 1_640_000_000


class Desk:
    """A ledger that is told one thing after another, each a position or more, and asked."""

    def __init__(self, path: Path) -> None:
        Ledger.create(path)
        self.ledger = Ledger.open(path, clock=lambda: START * 1_000_000, recorder="desk")
        self.reader = Reader(self.ledger)
        self.ledger.handle([opened()])

    def knows(self, *acts: Act, thread: str = "t") -> Desk:
        self.ledger.handle([RecordAct(thread, one) for one in acts])
        return self

    def says(self, notice: Notice) -> Desk:
        self.ledger.handle([RecordNotice("t", notice)])
        return self

    def history(self, label: str = "1", through: Lens | None = None, **how: Any) -> HistoryView:  # noqa: ANN401
        return history_view(self.reader, f"t/{label}", through or lens(), **how)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A ledger with a thread: position 1."""
    told = Desk(tmp_path / "desk.dipledger")
    with told.ledger, told.reader:
        yield told


def told(statuses: Iterable[PastStatus]) -> list[str]:
    """`USA rejected from 2022-01-26 by r, #3`, with whatever is out of the ordinary."""
    return [
        f"{one.party or 'all'} {one.status}"
        f"{' (confidential)' * (one.line == 'confidential')}{' (beside)' * (not one.counts)}"
        f" from {one.from_text} by {one.act or 'the clock'}, {one.known_from.text}"
        f"{'' if one.known_until is None else f' to {one.known_until.text}'}"
        for one in statuses
    ]


def test_a_status_is_told_once_with_its_act_its_giver_its_rule_and_since_when_it_is_known(
    desk: Desk,
) -> None:
    desk.knows(demand("d", points={"1": "leave", "2": "stay out"}))
    desk.knows(reply("other", when="2022-01-10", answers={"2": "reject"}))
    desk.knows(reply("r", answers={"1": {"stance": "reject", "text": "no"}}))
    view = desk.history()

    assert (view.ref, view.kind, view.text) == ("t/1", "demand", "leave")
    assert (view.raisers, view.addressees, view.act) == (("RUS",), ("USA",), "d")
    assert view.once_believed == ()
    first, second = view.statuses
    assert told(view.statuses) == [
        "USA outstanding from 2021-12-15 by d, #2",
        "USA rejected from 2022-01-26 by r, #4",
    ]
    assert (first.by, first.rule, first.until_text) == (("RUS",), "P1", "2022-01-26")
    assert (second.by, second.rule, second.until_text) == (("USA",), "P1", None)
    assert second.known_from.recorded_at == "2021-12-20T11:33:20.000003Z"
    assert (second.known_from.position, second.known_from.at) == (4, None)


def test_what_is_said_again_tells_since_when_it_is_so_as_it_was_given(desk: Desk) -> None:
    desk.knows(demand("d", points={"1": "leave"}))
    desk.knows(reply("r", when="2022-01", answers={"1": "reject"}))
    desk.knows(reply("r2", when="2022-02-03", answers={"1": "reject"}))
    _, first, again = desk.history().statuses

    assert (first.from_text, first.since_text, first.until_text) == (
        "2022-01", "2022-01", "2022-02-03",
    )  # fmt: skip
    assert (again.from_text, again.since_text, again.act) == ("2022-02-03", "2022-01", "r2")
    assert first.since == again.since


def test_a_deadline_is_listed_once_it_is_past_at_the_date_asked_about(desk: Desk) -> None:
    desk.knows(demand("d", deadline="2022-02-01", points={"1": "leave"}))

    def asked(day: str) -> list[str]:
        return told(desk.history(through=lens(day)).statuses)

    outstanding = "USA outstanding from 2021-12-15 by d, #2"
    assert asked("2022-02-01") == [outstanding]
    assert asked("2022-02-02") == [
        outstanding, "USA lapsed from 2022-02-02 00:00+00:00 by the clock, #2",
    ]  # fmt: skip
    assert desk.history(through=lens("2022-02-01")).statuses[0].when_until is None


def test_a_correction_tells_what_was_believed_until_then(desk: Desk) -> None:
    desk.knows(demand("d", points={"1": "leave"}))
    desk.knows(reply("r", answers={"1": "reject"}))
    old = [{"point": "1", "stance": "reject"}]
    desk.says(correct("slip", "r", ("answers", old, [{"point": "1", "stance": "accept"}])))

    assert told(desk.history().statuses) == [
        "USA outstanding from 2021-12-15 by d, #2",
        "USA accepted from 2022-01-26 by r, #4",
    ]
    assert desk.history().once_believed == ()
    once = desk.history(once_believed=True).once_believed
    assert told(once) == ["USA rejected from 2022-01-26 by r, #3 to #4"]
    before = desk.history(through=replace(lens(), known_at=3), once_believed=True)
    assert told(before.statuses)[1:] == ["USA rejected from 2022-01-26 by r, #3"]
    assert before.once_believed == ()


def test_what_was_taken_back_and_put_in_force_again_was_believed_twice(desk: Desk) -> None:
    desk.knows(demand("d", points={"1": "leave"}))
    desk.knows(reply("r", answers={"1": "reject"}))
    desk.says(retract("forged", "r"))
    desk.says(take_back("genuine", "forged"))
    view = desk.history(once_believed=True)

    assert told(view.statuses)[1:] == ["USA rejected from 2022-01-26 by r, #5"]
    assert told(view.once_believed) == ["USA rejected from 2022-01-26 by r, #3 to #4"]


def test_an_act_that_is_moved_in_time_begins_another_status_and_leaves_the_one_before(
    desk: Desk,
) -> None:
    desk.knows(demand("d", points={"1": "leave"}))
    desk.knows(reply("r", answers={"1": "reject"}))
    dates = [
        reply("r", when=day).model_dump(mode="json", exclude_defaults=True)["dates"]
        for day in ("2022-01-26", "2022-01-20")
    ]
    desk.says(correct("slip", "r", ("dates", *dates)))
    view = desk.history(once_believed=True)

    assert told(view.statuses) == [
        "USA outstanding from 2021-12-15 by d, #2",
        "USA rejected from 2022-01-20 by r, #4",
    ]
    assert view.statuses[0].until_text == "2022-01-20"
    (once,) = view.once_believed
    assert told([once]) == ["USA rejected from 2022-01-26 by r, #3 to #4"]
    assert once.until_text is None


def test_what_stood_in_the_open_beside_a_confidential_answer_is_told_apart(desk: Desk) -> None:
    desk.knows(
        demand("d", points={"1": "leave"}),
        reply("c", when="2022-01-10", channel="confidential", answers={"1": "accept"}),
        reply("o", when="2022-01-20", answers={"1": "reject"}),
        reply("o2", when="2022-01-25", answers={"1": "evade"}),
    )
    view = desk.history()

    assert told(view.statuses) == [
        "USA outstanding from 2021-12-15 by d, #5",
        "USA accepted (confidential) from 2022-01-10 by c, #5",
        "USA rejected (beside) from 2022-01-20 by o, #5",
        "USA evaded (beside) from 2022-01-25 by o2, #5",
    ]
    assert [one.until_text for one in view.statuses] == [
        "2022-01-10", None, "2022-01-25", None,
    ]  # fmt: skip
    assert [one.rule for one in view.statuses[1:]] == ["P1", "P2", "P2"]


def test_where_several_were_asked_or_nobody_the_whole_is_told_too(desk: Desk) -> None:
    desk.knows(
        demand("d", to="USA GBR", points={"1": "leave"}),
        act("assurance", "a", by="RUS", when="2021-12-20", points={"go": "we leave"}),
        reply("r", answers={"1": "reject"}),
    )

    assert told(desk.history().statuses) == [
        "USA outstanding from 2021-12-15 by d, #4",
        "USA rejected from 2022-01-26 by r, #4",
        "GBR outstanding from 2021-12-15 by d, #4",
        "all outstanding from 2021-12-15 by d, #4",
        "all partly_answered from 2022-01-26 by r, #4",
    ]
    assert told(desk.history("go").statuses) == ["all standing from 2021-12-20 by a, #4"]
    assert desk.history("go").addressees == ()


def test_a_whole_whose_time_is_that_of_no_act_of_its_own_tells_the_instant(desk: Desk) -> None:
    desk.knows(
        demand("d", to="USA GBR", points={"1": "leave", "1a": {"parent": "1"}}),
        reply("r", when="2022-01-10", answers={"1a": "reject"}),
        reply("g", by="GBR", when="2022-01-20", answers={"1a": "accept"}),
        act("withdrawal", "w", by="RUS", when="2022-02-01", withdraws=("1a",)),
    )
    whole = [one for one in desk.history().statuses if one.party is None]

    assert [(one.status, one.from_text, one.since_text) for one in whole] == [
        ("outstanding", "2021-12-15", "2021-12-15"),
        ("partly_answered", "2022-01-10", "2022-01-10"),
        ("accepted_in_part", "2022-01-20", "2022-01-20"),
        ("withdrawn", "2022-02-01", "2022-02-01"),
    ]


def test_a_point_that_is_no_longer_believed_to_have_been_raised_has_a_past_only(
    desk: Desk,
) -> None:
    desk.knows(demand("d", points={"1": "leave"}), demand("e", points={"2": "stay"}))
    desk.says(retract("forged", "d"))

    with pytest.raises(InputError, match="there is no point t/1"):
        desk.history()
    view = desk.history(once_believed=True)
    assert view.statuses == ()
    assert (view.text, view.addressees) == ("leave", ("USA",))
    assert told(view.once_believed) == ["USA outstanding from 2021-12-15 by d, #3 to #4"]


def test_another_viewer_learned_it_on_its_own_calendar(desk: Desk) -> None:
    desk.knows(
        demand("d", published="2021-12-17", points={"1": "leave"}),
        reply(
            "r",
            disclosure="announced",
            published="2022-01-27",
            contents="partial",
            replies_to=("d",),
            answers={"1": "undisclosed"},
        ),
    )
    desk.says(
        ContentDisclosed.model_validate(
            {
                "id": "leak",
                "act": "r",
                "reason": "printed in full",
                "disclosures": [
                    {
                        "part": "text",
                        "how": "leaked",
                        "by": "a newspaper",
                        "when": reply("x", when="2022-02-02").dates[0].date.model_dump(mode="json"),
                    }
                ],
                "contents": "whole",
                "answers": [{"point": "1", "stance": "counter"}],
            }
        )
    )
    public = replace(lens(), known_by="public")
    view = desk.history(through=public, once_believed=True)

    assert told(view.statuses) == [
        "USA outstanding from 2021-12-15 by d, 2021-12-17",
        "USA countered from 2022-01-26 by r, 2022-02-02",
    ]
    learned = view.statuses[1].known_from
    assert (learned.position, learned.recorded_at) == (None, None)
    assert learned.at == parse_moment("2022-02-02").end("UTC", 0)
    then = desk.history(through=replace(public, known_at=parse_moment("2022-01-31")))
    assert told(then.statuses)[1:] == ["USA answered_undisclosed from 2022-01-26 by r, 2022-01-27"]


def test_an_act_of_another_thread_that_answers_gives_its_own_time(desk: Desk) -> None:
    desk.ledger.handle([opened("u")])
    desk.knows(demand("d", points={"1": "leave"}))
    desk.knows(
        reply("far", when="2022-01", answers={"t/1": "reject"}),
        reply("farther", when="2022-01-01/2022-12", answers={"t/1": "accept"}),
        act("statement", "aside", by="USA", when="2022-01-01/2022-12", summary="x"),
        thread="u",
    )
    view = desk.history(through=lens("2022-06-01"))

    assert told(view.statuses)[1:] == ["USA rejected from 2022-01 by u/far, #8"]
    assert [one.ref for one in view.possible] == ["u/farther"]


def test_an_act_that_may_have_happened_is_listed_as_possible(desk: Desk) -> None:
    desk.knows(
        demand("d", points={"1": "leave"}),
        reply("r", when="2022-01-01/2022-03", answers={"1": "reject"}),
    )
    view = desk.history(through=lens("2022-02-01"))

    assert [one.status for one in view.statuses] == ["outstanding"]
    assert [one.ref for one in view.possible] == ["t/r"]


def test_whoever_asks_for_what_is_not_a_point_is_told_what_it_is(desk: Desk) -> None:
    desk.knows(demand("note", points={"ukraine": "leave"}))

    def refused(ref: str, **asked: Any) -> InputError:  # noqa: ANN401
        with pytest.raises(InputError) as caught:
            history_view(desk.reader, ref, lens(**asked))
        return caught.value

    assert refused("tt/ukraine").what == "there is no thread tt"
    assert (refused("t/ukrain").what, list(refused("t/ukrain").near)) == (
        "there is no point t/ukrain", ["t/ukraine"],
    )  # fmt: skip
    assert refused("t/note").what == "t/note is an act, and a history is of a point"
    assert refused("t").what == "t is a thread, and a history is of one of its points"
    assert refused("t/ukraine", moment="2021-12-14").what == (
        "the point t/ukraine was not raised by 2021-12-14"
    )
