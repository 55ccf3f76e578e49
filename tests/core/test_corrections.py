"""Corrections erase nothing: notices about acts, taken back in turn, refused where they break."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.batch import Located, decide_all
from ledger.commands import Command, RecordAct, RecordNotice
from ledger.dates import parse_act_date
from ledger.decide import decide, threads_needed
from ledger.errors import Conflict, DipledgerError, Refused
from ledger.notices import (
    NOTICE_CLASSES,
    ActCorrected,
    ActRetracted,
    ContentDisclosed,
    Notice,
    Reclassified,
    SourceCited,
)
from projections.acts import ActFilter, act_view, acts_view
from projections.record import errata_view
from tests.core.given import Story, act, demand, given, lens, opened, record, reply
from tests.core.source import Source

STORY = given(
    demand("d", points={"1": "leave", "2": "stay out"}),
    reply("r", answers={"1": "reject"}, place="Moscow"),
)


def correct(id_: str, act_id: str, *changes: tuple[str, Any, Any]) -> ActCorrected:
    """A correction of fields: name, what it was, what it is."""
    fields = [{"field": name, "old": old, "new": new} for name, old, new in changes]
    return ActCorrected.model_validate(
        {"id": id_, "act": act_id, "reason": "a slip", "changes": fields}
    )


def retract(id_: str, act_id: str) -> ActRetracted:
    """A retraction of an act."""
    return ActRetracted(id=id_, act=act_id, reason="never sent")


def take_back(id_: str, notice: str) -> ActRetracted:
    """A retraction of a notice."""
    return ActRetracted(id=id_, notice=notice, reason="it was right")


def with_(story: Story, *notices: Notice, dependants: bool = False) -> Story:
    """The story with notices recorded."""
    commands = [RecordNotice(story.thread, one, with_dependants=dependants) for one in notices]
    return Story(record(commands, story.world), story.thread)


def refusal(story: Story, notice: Notice, *, dependants: bool = False) -> DipledgerError:
    """Why a notice cannot be recorded."""
    with pytest.raises(DipledgerError) as caught:
        decide(story.world, RecordNotice(story.thread, notice, with_dependants=dependants))
    return caught.value


ANSWER = [{"point": "1", "stance": "reject"}]
OTHER = [{"point": "1", "stance": "accept"}]


def test_a_corrected_answer_changes_the_state_as_of_its_own_time() -> None:
    story = with_(STORY, correct("c", "r", ("answers", ANSWER, OTHER)))
    assert story.now().status("1") == "accepted"
    assert story.as_of("2022-01-25").status("1") == "outstanding"
    assert story.world.threads["t"].recorded["r"].answers[0].stance == "reject"


def test_a_corrected_date_moves_the_act() -> None:
    dated = parse_act_date("2022-01-20").model_dump(mode="json", exclude_defaults=True)
    was = [{"role": "delivered", "date": _stored("2022-01-26")}]
    story = with_(STORY, correct("c", "r", ("dates", was, [{"role": "delivered", "date": dated}])))
    assert story.as_of("2022-01-20").status("1") == "rejected"
    assert STORY.as_of("2022-01-20").status("1") == "outstanding"


def _stored(text: str) -> dict[str, Any]:
    return parse_act_date(text).model_dump(mode="json", exclude_defaults=True)


def test_a_field_can_be_emptied_and_filled() -> None:
    story = with_(STORY, correct("c", "r", ("place", "Moscow", None), ("note", None, "a note")))
    believed = story.world.threads["t"].acts["r"]
    assert (believed.place, believed.note) == (None, "a note")


def test_the_last_recorded_rules_and_a_retracted_correction_restores_what_was_believed() -> None:
    first = correct("c1", "r", ("place", "Moscow", "Geneva"))
    second = correct("c2", "r", ("place", "Geneva", "Vienna"))
    story = with_(STORY, first, second)
    assert story.world.threads["t"].acts["r"].place == "Vienna"
    back = with_(story, take_back("b", "c2"))
    assert back.world.threads["t"].acts["r"].place == "Geneva"
    forth = with_(back, take_back("f", "b"))
    assert forth.world.threads["t"].acts["r"].place == "Vienna"


def test_a_retracted_act_leaves_no_trace_in_the_state_and_stays_recorded() -> None:
    story = with_(STORY, retract("x", "r"))
    assert story.now().status("1") == "outstanding"
    assert story.now().owed == ["USA>RUS:d"]
    assert story.now().happened == ["d"]
    assert "r" in story.world.threads["t"].recorded
    again = with_(story, take_back("b", "x"))
    assert again.now().status("1") == "rejected"


def test_a_retracted_act_may_be_recorded_anew_under_another_id() -> None:
    story = with_(STORY, retract("x", "r"))
    same = story.world.threads["t"].recorded["r"].model_copy(update={"id": "r2"})
    assert story.and_(same).now().status("1") == "rejected"
    taken = story.world.threads["t"].recorded["r"]
    with pytest.raises(Refused, match="the id t/r is taken by a retracted act"):
        decide(story.world, RecordAct("t", taken))


def test_what_would_leave_a_broken_reference_is_refused_naming_what_depends_on_it() -> None:
    error = refusal(STORY, retract("x", "d"))
    assert "this would leave t/r with a broken reference" in str(error)
    assert "for what it changes in t/d" in str(error)
    assert "--with-dependants" in str(error)
    points = [{"kind": "demand", "label": "2", "text": "stay out"}]
    both = [{"kind": "demand", "label": "1", "text": "leave"}, *points]
    error = refusal(STORY, correct("c", "d", ("points", both, points)))
    assert "this would leave t/r " in str(error)
    assert error.mend == "Correct them first."


def test_dependants_go_along_when_asked() -> None:
    story = STORY.and_(
        act("statement", "s", by="RUS", when="2022-02-01", about=["r"], summary="so"),
        act("statement", "other", by="RUS", when="2022-02-01", summary="apart"),
    )
    gone = with_(story, retract("x", "d"), dependants=True)
    assert set(gone.world.threads["t"].acts) == {"other"}
    ids = [one.notice.id for one in gone.world.threads["t"].notices]
    assert ids == ["x", "x-r", "x-s"]


def test_more_than_a_few_dependants_are_counted() -> None:
    story = STORY.and_(
        *(
            act("statement", f"s{n}", by="RUS", when="2022-02-01", about=["d"], summary=f"{n}")
            for n in range(7)
        )
    )
    assert "and 3 more with a broken reference" in str(refusal(story, retract("x", "d")))


def test_a_correction_that_leaves_no_possible_time_is_refused() -> None:
    was = [{"role": "delivered", "date": _stored("2021-12-15")}]
    late = [{"role": "delivered", "date": _stored("2022-02-15")}]
    error = refusal(STORY, correct("c", "d", ("dates", was, late)))
    assert "this would leave t/d, t/r with a broken reference or no possible time" in str(error)
    was = [{"role": "delivered", "date": _stored("2022-01-26")}]
    early = [{"role": "delivered", "date": _stored("2021-01-01")}]
    error = refusal(STORY, correct("c", "r", ("dates", was, early)))
    assert "would answer t/d" in str(error)


def test_a_retracted_notice_that_others_need_is_refused() -> None:
    points = [{"kind": "demand", "label": label, "text": label} for label in "123"]
    was = [
        {"kind": "demand", "label": "1", "text": "leave"},
        {"kind": "demand", "label": "2", "text": "stay out"},
    ]
    story = with_(STORY, correct("c", "d", ("points", was, points)))
    story = story.and_(reply("r3", answers={"3": "reject"}))
    assert "this would leave t/r3 " in str(refusal(story, take_back("b", "c")))
    gone = with_(story, take_back("b", "c"), dependants=True)
    assert set(gone.world.threads["t"].acts) == {"d", "r"}


def test_a_circle_of_replies_is_refused() -> None:
    story = STORY.and_(reply("back", by="RUS", to="USA", when="2022-01-26", replies_to=["r"]))
    error = refusal(story, correct("c", "r", ("replies_to", None, ["back"])))
    assert "t/back, t/r would reply to each other in a circle" in str(error)


def test_an_old_value_that_is_not_believed_now_is_a_conflict() -> None:
    error = refusal(STORY, correct("c", "r", ("place", "Geneva", "Vienna")))
    assert isinstance(error, Conflict)
    assert 'the ledger believes "Moscow"' in str(error)


@pytest.mark.parametrize(
    ("notice", "sentence"),
    [
        (correct("c", "r", ("place", "Moscow", "Moscow")), "is that already"),
        (correct("c", "r", ("plase", None, "x")), "has no field plase"),
        (correct("c", "r", ("id", "r", "q")), "has no field id"),
        (correct("c", "r", ("from", ["USA"], [])), "would be no act"),
        (correct("c", "r", ("from", ["USA"], ["XXXX"])), "there is no party XXXX"),
        (correct("c", "q", ("place", None, "x")), "the act t/q is not there"),
        (retract("x", "q"), "the act t/q is not there"),
        (take_back("b", "c"), "the notice t/c is not there"),
        (
            ContentDisclosed.model_validate(
                {
                    "id": "n",
                    "act": "r",
                    "reason": "leak",
                    "disclosures": [
                        {"part": "text", "how": "leaked", "when": parse_act_date("2022-01-01")}
                    ],
                }
            ),
            "the disclosure of 2022-01-01 UTC is before r itself",
        ),
    ],
)
def test_notices_that_cannot_be(notice: Notice, sentence: str) -> None:
    assert sentence in str(refusal(STORY, notice))


def test_a_notice_has_an_id_of_its_own_and_is_taken_back_once() -> None:
    story = with_(STORY, retract("x", "r"))
    assert "the notice t/x is already recorded" in str(refusal(story, retract("x", "d")))
    assert "the act t/r is retracted" in str(refusal(story, retract("y", "r")))
    back = with_(story, take_back("b", "x"))
    assert "the notice t/x is retracted already" in str(refusal(back, take_back("b2", "x")))
    with pytest.raises(Refused, match="there is no thread u"):
        decide(story.world, RecordNotice("u", retract("x", "r")))


def test_a_retraction_is_of_one_thing() -> None:
    for fields in ({}, {"act": "a", "notice": "n"}):
        with pytest.raises(ValueError, match="of one act or of one notice"):
            ActRetracted.model_validate({"id": "x", "reason": "r", **fields})


def test_a_source_that_says_otherwise_is_kept_beside_and_shown_as_a_conflict() -> None:
    cited = SourceCited.model_validate(
        {
            "id": "n",
            "act": "r",
            "reason": "another report",
            "sources": [{"id": "log", "citation": "The log book"}],
            "dates": [
                {"role": "delivered", "date": parse_act_date("2022-01-27"), "source": "log"},
            ],
            "claims": [
                {"field": "place", "value": ["Kazan", "Moscow"], "source": "log"},
                {"field": "note", "value": "unheard of"},
            ],
        }
    )
    story = with_(STORY, cited)
    placed = story.now().state.selection.happened[1]
    assert (placed.earliest, placed.latest) == (1643155200, 1643327999), "conflicting claims span"
    view = act_view(story.source, "t/r", lens())
    told = {one.field: [claim.value for claim in one.claims] for one in view.conflicts}
    assert told == {
        "delivered": ["2022-01-26", "2022-01-27"],
        "place": ["Moscow", "Kazan, Moscow"],
        "note": ["unheard of"],
    }
    assert view.conflicts[0].claims[1].source == "The log book"
    assert view.notices == ("n",)
    listed = acts_view(story.source, lens(), ActFilter(conflicting=True)).acts
    assert [one.ref for one in listed] == ["t/r"]


def test_a_disclosure_makes_contents_known_and_adds_answers() -> None:
    story = given(
        demand("d", points={"1": "leave", "2": "stay out"}),
        reply("r", contents="partial", replies_to=["d"], answers={"1": "reject"}),
    )
    assert story.now().status("2") == "answered_undisclosed"
    leak = ContentDisclosed.model_validate(
        {
            "id": "leak",
            "act": "r",
            "reason": "published by a newspaper",
            "disclosures": [
                {"part": "text", "how": "leaked", "when": parse_act_date("2022-02-02")}
            ],
            "text": "its words",
            "answers": [{"point": "2", "stance": "counter"}],
            "stands": [{"party": "USA", "stand": "not-commented"}],
        }
    )
    known = with_(story, leak)
    assert known.as_of("2022-01-26").status("2") == "countered", "at the act's own time"
    assert known.world.threads["t"].acts["r"].text == "its words"


def test_a_disclosure_takes_the_place_of_what_was_not_known() -> None:
    story = given(
        demand("d", points={"1": "leave", "2": "stay out"}),
        reply(
            "r",
            contents="partial",
            answers={"1": "undisclosed", "2": "reject"},
            points={
                "own": {"kind": "proposal", "contents": "none"},
                "kept": {"kind": "proposal"},
            },
        ),
    )
    leak = ContentDisclosed.model_validate(
        {
            "id": "leak",
            "act": "r",
            "reason": "published",
            "disclosures": [
                {"part": "text", "how": "leaked", "when": parse_act_date("2022-02-02")}
            ],
            "answers": [{"point": "1", "stance": "counter", "counter": "own"}],
            "points": [{"label": "own", "kind": "proposal", "text": "arms control"}],
        }
    )
    known = with_(story, leak)
    assert [known.now().status(label) for label in ("1", "2")] == ["countered", "rejected"]
    words = known.now().point("own").file.point
    assert (words.text, words.contents) == ("arms control", "whole")
    assert "kept" in known.world.threads["t"].owners
    back = with_(known, take_back("b", "leak"))
    assert back.now().status("1") == "answered_undisclosed"


def test_a_disclosure_of_less_than_the_text_leaves_the_text_alone() -> None:
    part = {"part": "gist", "how": "announced", "when": parse_act_date("2022-02-02")}
    notice = ContentDisclosed.model_validate(
        {"id": "n", "act": "r", "reason": "x", "contents": "partial", "disclosures": [part]}
    )
    believed = with_(STORY, notice).world.threads["t"].acts["r"]
    assert (believed.text, believed.contents, len(believed.disclosures)) == (None, "partial", 1)


def test_a_notice_about_a_retracted_act_waits_for_its_return() -> None:
    story = with_(STORY, correct("c", "r", ("place", "Moscow", "Geneva")), retract("x", "r"))
    assert "r" not in story.world.threads["t"].acts
    assert with_(story, take_back("b", "x")).world.threads["t"].acts["r"].place == "Geneva"


def test_a_correction_of_an_act_that_is_retracted_again_has_no_effect() -> None:
    story = with_(
        STORY,
        retract("x", "r"),
        take_back("b", "x"),
        correct("c", "r", ("place", "Moscow", "Geneva")),
        take_back("b2", "b"),
    )
    assert set(story.world.threads["t"].acts) == {"d"}


def test_a_marking_can_change_or_fall() -> None:
    marked = Reclassified.model_validate(
        {"id": "m", "act": "r", "reason": "review", "marking": {"level": "secret"}}
    )
    story = with_(STORY, marked)
    assert act_view(story.source, "t/r", lens()).brief.marking == "secret"
    plain = with_(story, Reclassified(id="p", act="r", reason="declassified"))
    assert act_view(plain.source, "t/r", lens()).brief.marking is None


def test_the_errata_tell_what_each_notice_changed_and_whether_it_holds() -> None:
    story = with_(
        STORY,
        correct("c", "r", ("place", "Moscow", "Geneva")),
        take_back("b", "c"),
        retract("x", "r"),
    )
    errata = errata_view(story.source, "t", lens()).errata
    assert [(one.id, one.kind, one.act, one.notice, one.in_force) for one in errata] == [
        ("c", "correct", "r", None, False),
        ("b", "retract", None, "c", True),
        ("x", "retract", "r", None, True),
    ]
    (change,) = errata[0].changes
    assert (change.field, change.old, change.new) == ("place", "Moscow", "Geneva")
    assert errata[2].changes == ()


def test_a_correction_that_reaches_into_another_thread_marks_it() -> None:
    world = record([opened("u"), RecordAct("u", demand("e", points={"9": "x"}))], STORY.world)
    both = [*ANSWER, {"point": "u/9", "stance": "evade"}]
    events = decide(world, RecordNotice("t", correct("c", "r", ("answers", ANSWER, both))))
    assert [stream for stream, _ in events] == ["t", "u"]
    story = Story(
        record([RecordNotice("t", correct("c", "r", ("answers", ANSWER, both)))], world), "u"
    )
    assert story.now().status("9") == "evaded"
    again = correct("c2", "r", ("answers", both, [*ANSWER, {"point": "u/9", "stance": "reject"}]))
    assert len(decide(story.world, RecordNotice("t", again))) == 1, "it is marked already"
    corrected = Story(record([RecordNotice("t", again)], story.world), "u")
    assert corrected.now().status("9") == "rejected"
    gone = Story(record([RecordNotice("t", retract("x", "r"))], corrected.world), "u")
    assert gone.now().status("9") == "outstanding"


def test_a_notice_waits_for_its_act_in_a_batch() -> None:
    world = record([opened()])
    commands: list[Located[Command]] = [
        Located(RecordNotice("t", correct("c", "d", ("place", None, "Bern"))), "1"),
        Located(RecordAct("t", demand("d", points={"1": "x"})), "2"),
        Located(RecordNotice("t", take_back("b", "c")), "3"),
    ]
    decided = decide_all(world, commands)
    assert decided.errors == ()
    assert [type(event).__name__ for _, event in decided.events] == [
        "DemandIssued",
        "ActCorrected",
        "ActRetracted",
    ]


def test_every_kind_of_notice_is_listed() -> None:
    assert len(NOTICE_CLASSES) == 6
    assert list(threads_needed(RecordNotice("t", retract("x", "r")))) == ["t"]
    assert Source(STORY.world).world(None, lens()) is STORY.world
