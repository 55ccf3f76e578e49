"""July 1914, as `docs/examples/july-1914.yaml` tells it: read from the file, kept in a ledger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ledger.importers.actfile import Settings, read_act_file
from ledger.store import Ledger
from ledger.vocabulary import Status
from tests.core.given import Story

if TYPE_CHECKING:
    from ledger.obligations import Obligation
    from ledger.packages import Package
    from tests.core.given import Asked

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "july-1914.yaml"
RECORDED = 1_767_225_600_000_000
"""2026-01-01T00:00:00Z in microseconds."""

DEMANDS = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10")
PARTS = ("0a", "0b", "2a", "2b", "2c", "2d", "6a", "6b", "7a", "7b", "8a", "8b")
SERBIAN = ("facts", "names", "proofs", "passages", "arbitration")


@pytest.fixture(scope="module")
def july(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """The file's acts, recorded in one transaction and read back from the disk."""
    path = tmp_path_factory.mktemp("july") / "ledger"
    with EXAMPLE.open("rb") as stream:
        found = read_act_file(stream, EXAMPLE.name, Settings(zone_of=lambda _: "UTC"))
    assert found.errors == ()
    Ledger.create(path)
    with Ledger.open(path, clock=lambda: RECORDED, recorder="historian") as ledger:
        receipt = ledger.handle(found.commands)
    assert len(receipt.refs) == 8
    assert receipt.warnings == ()
    with Ledger.open(path, clock=lambda: RECORDED, recorder="reader", read_only=True) as ledger:
        return Story(ledger.world(None), "july-1914")


def statuses(asked: Asked, *labels: str) -> dict[str, str]:
    """The words of points, by label; without labels, of all of them."""
    known = labels or tuple(ref.partition("/")[2] for ref in asked.state.points)
    return {label: asked.status(label) for label in known}


def obligation(asked: Asked, debtor: str) -> Obligation:
    """The one reply that a party owes or owed."""
    (found,) = (one for one in asked.state.obligations if one.debtor == debtor)
    return found


def package(asked: Asked) -> Package:
    (found,) = asked.state.packages
    return found


# -------------------------------------------------------------------- 24 July, 18:00: all is open


def test_a_day_after_the_note_every_demand_is_outstanding(july: Story) -> None:
    friday = july.as_of("1914-07-24T18:00")
    assert statuses(friday) == dict.fromkeys((*DEMANDS, *PARTS), "outstanding")
    assert friday.happened == ["note"]
    assert (package(friday).name, package(friday).status) == ("note", "pending")


def test_serbia_owes_the_answer_within_48_hours_of_belgrade_time(july: Story) -> None:
    friday = july.as_of("1914-07-24T18:00")
    assert (friday.thread, friday.owed) == ("awaiting_reply", ["SRB-KGD>AUH:note"])
    owed = obligation(friday, "SRB-KGD")
    assert friday.state.points["july-1914/1"].deadline == owed.since + 48 * 3600
    assert july.as_of("1914-07-23T17:59:59").state.points == {}


def test_what_is_an_ultimatum_to_others_is_none_to_its_sender(july: Story) -> None:
    (note,) = july.as_of("1914-07-24").state.selection.happened
    assert {label.party: label.label for label in note.act.labels} == {
        "AUH": "démarche with a time limit",
        "SRB-KGD": "note",
        "RUS-EMP": "ultimatum",
    }
    assert note.act.consequence is not None


# ------------------------------------------------------------------ 25 July, 17:58: the answer


def test_the_answer_splits_what_the_note_demands(july: Story) -> None:
    reply = july.as_of("1914-07-25T17:58")
    assert statuses(reply, "0", "0a", "0b") == {
        "0": "accepted_in_part",
        "0a": "accepted_with_reservation",
        "0b": "accepted",
    }
    assert statuses(reply, "6", "6a", "6b") == {
        "6": "accepted_in_part",
        "6a": "accepted",
        "6b": "rejected",
    }
    assert statuses(reply, "7", "7a", "7b") == {
        "7": "accepted_in_part",
        "7a": "fulfilled",
        "7b": "accepted_with_reservation",
    }
    assert statuses(reply, "8", "8a", "8b", "10") == dict.fromkeys(
        ("8", "8a", "8b", "10"), "accepted"
    )
    assert statuses(reply, "1", "5") == dict.fromkeys(("1", "5"), "accepted_with_reservation")


def test_only_one_demand_is_refused_and_that_fails_the_whole(july: Story) -> None:
    reply = july.as_of("1914-07-25T17:58")
    refused = [ref for ref, point in reply.state.points.items() if point.status is Status.REJECTED]
    assert refused == ["july-1914/6b"]
    assert (package(reply).status, package(reply).failed_by) == ("failed", ("july-1914/6b",))


def test_what_is_accepted_on_a_condition_stays_with_reservation(july: Story) -> None:
    after = july.now()
    for label in ("3", "4", "9"):
        word = after.point(label).overall
        assert (word.status, word.rule) == (Status.ACCEPTED_WITH_RESERVATION, "P6"), label
    hung_on = {
        label: given.condition.point
        for label in ("3", "4", "9")
        for given in after.point(label).file.answers
        if given.condition is not None
    }
    assert hung_on == {"3": "facts", "4": None, "9": "passages"}


def test_what_the_answer_is_silent_on_is_a_loose_end_and_lapses_with_the_deadline(
    july: Story,
) -> None:
    reply = july.as_of("1914-07-25T17:58")
    assert statuses(reply, "2", "2a", "2b", "2c", "2d") == {
        "2": "partly_answered",
        "2a": "accepted",
        "2b": "accepted",
        "2c": "outstanding",
        "2d": "outstanding",
    }
    settled = obligation(reply, "SRB-KGD")
    assert {"july-1914/2c", "july-1914/2d"} <= set(reply.state.loose_ends[settled.key])
    assert statuses(july.as_of("1914-07-25T18:00"), "2c", "2d") == statuses(reply, "2c", "2d")
    assert set(statuses(july.as_of("1914-07-25T18:00:01"), "2c", "2d").values()) == {"lapsed"}
    lapsed = [
        ref for ref, point in july.now().state.points.items() if point.status is Status.LAPSED
    ]
    assert lapsed == ["july-1914/2c", "july-1914/2d"]


def test_the_answer_settles_what_serbia_owed_and_asks_in_its_turn(july: Story) -> None:
    reply = july.as_of("1914-07-25T17:58")
    settled = obligation(reply, "SRB-KGD")
    assert settled.by is not None
    assert (settled.state, settled.rule, settled.by.act.id) == ("settled", "O2", "serbian-reply")
    assert (reply.thread, reply.owed) == ("awaiting_reply", ["AUH>SRB-KGD:serbian-reply"])
    assert obligation(reply, "AUH").points == tuple(f"july-1914/{label}" for label in SERBIAN)
    assert statuses(reply, *SERBIAN) == dict.fromkeys(SERBIAN, "outstanding")


def test_two_hours_of_delivery_are_kept_and_the_minute_is_preferred(july: Story) -> None:
    assert july.as_of("1914-07-25T17:57").happened == ["note", "serbian-mobilisation"]
    answered = july.as_of("1914-07-25T17:58").state.selection.happened[-1]
    claims = {
        claim.date.edtf: claim.source
        for claim in answered.act.dates
        if claim.role.value == "delivered"
    }
    assert claims == {"1914-07-25T17:58": "redbook", "1914-07-25T17:45": "bluebook"}


def test_a_julian_date_on_the_paper_is_the_same_day(july: Story) -> None:
    answered = july.as_of("1914-07-25T17:58").state.selection.happened[-1]
    (dated,) = (claim.date for claim in answered.act.dates if claim.role.value == "dated")
    assert (dated.edtf, dated.calendar, dated.gregorian) == ("1914-07-12", "julian", "1914-07-25")


# -------------------------------------------------------------- after the break, and after the war


def test_the_break_ends_what_is_owed_and_leaves_the_answers_as_they_are(july: Story) -> None:
    reply, broken = july.as_of("1914-07-25T17:58"), july.as_of("1914-07-26")
    assert (broken.thread, broken.owed) == ("broken_off", [])
    ended = obligation(broken, "AUH")
    assert ended.by is not None
    assert (ended.state, ended.rule, ended.by.act.id) == ("ended", "O3", "break")
    silent = {"2c": "lapsed", "2d": "lapsed"}
    assert statuses(broken) == statuses(reply) | silent


def test_within_the_half_hour_of_the_break_it_may_have_happened(july: Story) -> None:
    assert july.as_of("1914-07-25T17:59").possible == []
    between = july.as_of("1914-07-25T18:15")
    assert (between.thread, between.possible) == ("awaiting_reply", ["break"])
    assert july.as_of("1914-07-25T18:30").thread == "broken_off"


def test_what_its_raiser_thinks_of_an_answer_changes_no_status(july: Story) -> None:
    before, after = july.as_of("1914-07-26"), july.as_of("1914-07-27")
    remarks = after.state.selection.happened[-1].act
    verdicts = {one.point: one.verdict for one in remarks.assessments}
    assert (verdicts["5"], verdicts["6b"], verdicts["7b"]) == (
        "unsatisfactory",
        "refused",
        "evasive",
    )
    assert statuses(after) == statuses(before)


def test_war_comes_by_telegram_when_it_is_received(july: Story) -> None:
    assert july.as_of("1914-07-28T12:29").thread == "broken_off"
    at_war = july.as_of("1914-07-28T12:30")
    assert (at_war.thread, at_war.happened[-1]) == ("at_war", "war")
    assert july.now().thread == "at_war"


# ----------------------------------------------------------------- more time, which Russia asks for


def test_russia_asks_for_more_time_in_a_thread_of_its_own(july: Story) -> None:
    asked = july.about("july-1914-time-limit")
    noon = asked.as_of("1914-07-25T12:00")
    assert (noon.thread, noon.owed) == ("awaiting_reply", ["AUH>RUS-EMP:russian-request"])
    assert noon.possible == ["refusal"]
    night = asked.as_of("1914-07-25")
    assert (night.status("extension"), night.thread, night.owed) == ("rejected", "failed", [])


def test_a_request_to_extend_extends_nothing(july: Story) -> None:
    deadline = july.as_of("1914-07-24").point("6b").deadline
    assert july.now().point("6b").deadline == deadline
