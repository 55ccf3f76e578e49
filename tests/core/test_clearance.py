"""Clearance: what lies above it was never there, whatever is asked, as of when and by whom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from ledger.cleared import party_names
from ledger.commands import (
    AmendThread,
    OpenThread,
    RecordAct,
    RecordNotice,
    RegisterParty,
)
from ledger.dates import parse_act_date
from ledger.errors import InputError
from ledger.events import PartyAmended, ThreadAmended, ThreadOpened
from ledger.moments import parse_moment
from ledger.notices import (
    ActCorrected,
    ActRetracted,
    ContentDisclosed,
    FieldChange,
    Reclassified,
    SourceCited,
)
from ledger.parties import Party
from ledger.parts import Marking
from ledger.vocabulary import MarkingLevel
from projections.cleared_log import ClearedLog, Cut
from projections.lens import Lens
from projections.reader import Reader
from projections.source import LedgerSource
from tests.core.given import act, demand, given, lens, opened, reply
from tests.projections.logged import told

if TYPE_CHECKING:
    from ledger.acts import Act
    from ledger.commands import Command
    from ledger.decide import StreamEvent

SECRET = Marking(level=MarkingLevel.SECRET)
NOW = lens().now
RESTRICTED = Lens(NOW, clearance=MarkingLevel.RESTRICTED)
TOP = Lens(NOW, clearance=MarkingLevel.TOP_SECRET)


def ledger(*commands: Command | StreamEvent | Act, thread: str = "t") -> Reader:
    """A reader of what was recorded, command by command, in a thread that is open."""
    return Reader(told([opened(thread), *(_told(one, thread) for one in commands)]))


def _told(one: Any, thread: str) -> Any:  # noqa: ANN401
    return RecordAct(thread, one) if hasattr(one, "KIND") else one


def note(notice: Any, thread: str = "t") -> RecordNotice:  # noqa: ANN401
    return RecordNotice(thread, notice)


def correction(name: str, act: str, field: str, old: Any, new: Any) -> RecordNotice:  # noqa: ANN401
    change = FieldChange(field=field, old=old, new=new)
    return note(ActCorrected(id=name, reason="a slip", act=act, changes=(change,)))


def acts(reader: Reader, through: Lens = RESTRICTED) -> list[str]:
    """The acts that a lens shows, in every thread."""
    return [one.ref for one in reader.acts(through).acts]


NOTE = demand("note", points={"1": "open the straits"})
PLAN = demand("plan", when="2021-12-20", marking=SECRET, points={"s": "the secret"})


def test_what_lies_above_a_clearance_was_never_there() -> None:
    answer = reply("answer", answers={"1": "reject", "s": "accept"}, replies_to=["note", "plan"])
    reader = ledger(NOTE, PLAN, answer)
    view = reader.thread("t", RESTRICTED)

    assert acts(reader) == ["t/note", "t/answer"]
    assert [(one.label, one.status.status) for one in view.points] == [("1", "rejected")]
    assert (view.status.status, view.owed) == ("failed", ())
    left: Any = reader.act("t/answer", RESTRICTED).act
    assert (left["replies_to"], [one["point"] for one in left["answers"]]) == (["note"], ["1"])
    assert reader.above(RESTRICTED) == (1, 0)
    with pytest.raises(InputError, match="there is no act t/plan"):
        reader.act("t/plan", RESTRICTED)
    with pytest.raises(InputError) as error:
        reader.explain("t/plam", RESTRICTED)
    assert "plan" not in str(error.value).replace("t/plam", "")


def test_without_a_clearance_and_with_the_highest_all_is_shown() -> None:
    reader = ledger(NOTE, PLAN)
    for through in (Lens(NOW), TOP):
        assert acts(reader, through) == ["t/note", "t/plan"]
        assert reader.above(through) == (0, 0)
    assert reader.thread("t", Lens(NOW)) == reader.thread("t", TOP)


def test_a_ledger_with_nothing_above_is_asked_as_it_is() -> None:
    reader = ledger(NOTE)
    assert acts(reader) == ["t/note"]
    assert reader.above(RESTRICTED) == (0, 0)
    assert reader.log(RESTRICTED) == reader.log()


FALLS = Marking(level=MarkingLevel.SECRET, declassified=parse_act_date("2024-06"))


@pytest.mark.parametrize(
    ("commands", "shown"),
    [
        ([demand("a", marking=SECRET), Reclassified(id="r", reason="why", act="a")], 1),
        ([demand("a"), Reclassified(id="r", reason="why", act="a", marking=SECRET)], 0),
        (
            [
                demand("a"),
                Reclassified(id="r", reason="why", act="a", marking=SECRET),
                ActRetracted(id="u", reason="a slip", notice="r"),
            ],
            1,
        ),
        ([demand("a"), correction("c", "a", "marking", None, {"level": "secret"})], 0),
        ([demand("a", marking=FALLS)], 1),
        ([demand("a", marking=Marking(level="restricted", caveats=("EYES ONLY",)))], 1),
    ],
)
def test_the_level_that_counts_is_the_one_in_force_now(commands: list[Any], shown: int) -> None:
    commands = [
        one.model_copy(update={"points": NOTE.points}) if hasattr(one, "KIND") else one
        for one in commands
    ]
    told_so = [one if isinstance(one, RecordNotice) or hasattr(one, "KIND") else note(one)
               for one in commands]  # fmt: skip
    reader = ledger(*told_so)
    assert acts(reader) == (["t/a"] if shown else [])
    assert len(reader.errata("t", RESTRICTED).errata) == (len(commands) - 1) * shown


def test_a_marking_falls_with_the_end_of_its_day() -> None:
    reader = ledger(NOTE, demand("a", marking=FALLS, points={"2": "pay"}))
    for day, shown in (("2024-06-30", 1), ("2024-07-01", 2), ("2024-06-30", 1)):
        now = parse_moment(day).end("UTC", 0)
        assert len(acts(reader, replace(RESTRICTED, now=now))) == shown


def test_an_act_lies_at_the_higher_of_its_own_marking_and_its_threads() -> None:
    hidden = OpenThread(ThreadOpened(thread="annex", title="Annex", marking=SECRET, parent="t"))
    child = OpenThread(ThreadOpened(thread="sub", title="Sub", parent="annex"))
    below = demand("b", marking=Marking(level="restricted"), points={"1": "x"})
    follows = demand("c", points={"1": "y"}, follows=["annex/b"])
    reader = ledger(hidden, child, RecordAct("annex", below), RecordAct("sub", follows))

    assert acts(reader) == ["sub/c"]
    lines = {line.thread.id: line.thread.parent for line in reader.threads(RESTRICTED).threads}
    assert lines == {"sub": None, "t": None}
    assert "follows" not in reader.act("sub/c", RESTRICTED).act
    assert reader.above(RESTRICTED) == (1, 1)
    with pytest.raises(InputError, match="there is no thread annex"):
        reader.thread("annex", RESTRICTED)
    with pytest.raises(InputError) as error:
        reader.thread("annes", RESTRICTED)
    assert error.value.near == ()


def test_a_thread_may_be_marked_later_and_freed_again() -> None:
    def amended(level: str) -> AmendThread:
        marking = Marking(level=MarkingLevel(level))
        return AmendThread("t", ThreadAmended(marking=marking, reason="why"))

    assert acts(ledger(NOTE, amended("secret"))) == []
    assert acts(ledger(NOTE, amended("secret"), amended("official"))) == ["t/note"]


def test_a_clearance_says_what_may_be_seen_today_of_whatever_was_known_then() -> None:
    raised = note(Reclassified(id="r", reason="why", act="note", marking=SECRET))
    reader = ledger(NOTE, demand("b", points={"2": "pay"}), raised)
    assert acts(reader, replace(RESTRICTED, known_at=2)) == ["t/b"]
    assert acts(reader, Lens(NOW, known_at=2)) == ["t/note"]


def test_a_retracted_act_stays_as_high_as_it_was() -> None:
    reader = ledger(NOTE, PLAN, note(ActRetracted(id="gone", reason="a slip", act="plan")))
    assert reader.above(RESTRICTED) == (1, 0)
    assert reader.errata(None, RESTRICTED).errata == ()
    assert [one.summary for one in reader.log(RESTRICTED).events] == [
        "opens the thread “Thread t”",
        "demand note, RUS -> USA: open the straits",
    ]


def test_also_what_was_retracted_before_anybody_could_ask_is_hidden() -> None:
    log = told([opened("t"), RecordAct("t", NOTE)])
    retracted = ActRetracted(id="gone", reason="a slip", act="plan")
    reader = Reader(type(log)([*log_events(log), [("t", PLAN), ("t", retracted)]]))
    assert len(reader.log(RESTRICTED).events) == 2


def log_events(log: Any) -> list[list[StreamEvent]]:  # noqa: ANN401
    return [[(one.originator_id, one.event) for one in transaction] for transaction in log.told]


ASKS = {"kind": "demand", "raiser": "RUS", "addressees": ("USA",)}
FULL = act(
    "talks",
    "full",
    by="USA RUS",
    when="2022-02-01",
    points={
        "1a": {**ASKS, "text": "a", "restates": "s"},
        "1b": {**ASKS, "text": "b", "condition": {"point": "s"}},
        "1c": {**ASKS, "text": "c", "condition": {"point": "s", "text": "if so"}},
        "1d": {**ASKS, "text": "d", "condition": {"point": "1"}},
    },
    answers={
        "1": {"stance": "counter", "by": ("USA",), "counter": "s"},
        "s": {"stance": "reject", "by": ("USA",), "on_behalf_of": ("GBR",)},
    },
    assessments=[
        {"by": "RUS", "point": "s", "verdict": "evasive"},
        {"by": "RUS", "act": "plan", "verdict": "evasive"},
        {"by": "RUS", "act": "note", "verdict": "evasive"},
    ],
    follows=["plan", "note"],
    disclosures=[
        {"part": "answer", "point": "s", "how": "leaked", "when": parse_act_date("2022-03-01")},
        {"part": "text", "how": "leaked", "when": parse_act_date("2022-03-02")},
    ],
    claims=[
        {"field": "follows", "value": ["plan"]},
        {"field": "follows", "value": ["note"]},
        {"field": "answers", "value": "none of plan"},
        {"field": "place", "value": "Geneva"},
    ],
)


def test_what_is_left_of_an_act_refers_to_nothing_that_is_hidden() -> None:
    reader = ledger(NOTE, PLAN, FULL)
    left: Any = reader.act("t/full", RESTRICTED).act

    assert [one.get("restates") for one in left["points"]] == [None] * 4
    conditions = [one.get("condition") for one in left["points"]]
    assert conditions == [None, None, {"text": "if so"}, {"point": "1"}]
    assert left["answers"] == [{"point": "1", "stance": "counter", "by": ["USA"]}]
    assert left["assessments"] == [{"act": "note", "by": "RUS", "verdict": "evasive"}]
    assert left["follows"] == ["note"]
    assert [one["part"] for one in left["disclosures"]] == ["text"]
    assert [one["value"] for one in left["claims"]] == [["note"], "Geneva"]
    assert reader.act("t/full", TOP).act["follows"] == ["plan", "note"]


def test_corrections_of_an_open_act_lose_what_they_say_of_a_hidden_one() -> None:
    said = {"part": "text", "how": "leaked", "when": parse_act_date("2022-03-01")}
    raised = {"label": "1x", "kind": "demand", "text": "x", "condition": {"point": "s"}}
    reader = ledger(
        NOTE,
        PLAN,
        reply("answer", contents="partial", answers={"1": "reject"}),
        correction("c1", "answer", "follows", None, ["plan", "note"]),
        correction("c2", "answer", "follows", ["plan", "note"], ["plan"]),
        correction("c3", "answer", "place", None, "Geneva"),
        note(
            SourceCited.model_validate(
                {
                    "id": "s1",
                    "reason": "found",
                    "act": "answer",
                    "claims": [{"field": "about", "value": ["plan"]}],
                }
            )
        ),
        note(
            ContentDisclosed.model_validate(
                {
                    "id": "d1",
                    "reason": "leaked",
                    "act": "answer",
                    "disclosures": [said],
                    "points": [raised],
                    "answers": [{"point": "s", "stance": "accept"}],
                }
            )
        ),
    )
    changes = {
        one.id: [(each.field, each.old, each.new) for each in one.changes]
        for one in reader.errata("t", RESTRICTED).errata
    }
    assert changes["c1"] == [("follows", None, ["note"])]
    assert changes["c2"] == [("follows", ["note"], None)]
    assert changes["c3"] == [("place", None, "Geneva")]
    assert changes["s1"] == []
    assert [field for field, _, _ in changes["d1"]] == ["contents", "points", "disclosures"]
    left = reader.act("t/answer", RESTRICTED)
    assert left.act["points"] == [{"label": "1x", "kind": "demand", "text": "x"}]
    assert left.notices == ("c1", "c2", "c3", "s1", "d1")
    assert "plan" not in reader.errata("t", RESTRICTED).model_dump_json()


def test_an_act_of_another_thread_bears_on_nobody_who_may_not_see_it() -> None:
    there = demand("there", points={"2": "x"}, withdraws_acts=[], replies_to=["t/note"])
    effect = {"effect": "suspends", "thread": "annex"}
    reader = ledger(
        opened("annex"),
        NOTE,
        RecordAct("annex", there.model_copy(update={"marking": SECRET})),
        act("statement", "s", by="USA", when="2022-02-01", summary="said", effects=[effect]),
        AmendThread("annex", ThreadAmended(title="Other", reason="why")),
    )
    assert [one.stream for one in reader.log(RESTRICTED).events] == ["t", "annex", "t", "t",
                                                                     "annex", "annex"]  # fmt: skip
    assert reader.act("t/note", RESTRICTED).answered_by == ()
    assert reader.act("t/s", RESTRICTED).act["effects"] == [effect]

    marked = Reader(told([*_commands(), AmendThread("annex", _secret_thread())]))
    assert [one.stream for one in marked.log(RESTRICTED).events] == ["t", "t"]
    assert "effects" not in marked.act("t/s", RESTRICTED).act


def _commands() -> list[Command]:
    effect = {"effect": "suspends", "thread": "annex"}
    said = act("statement", "s", by="USA", when="2022-02-01", summary="said", effects=[effect])
    return [opened("t"), opened("annex"), RecordAct("t", said)]


def _secret_thread() -> ThreadAmended:
    return ThreadAmended(marking=SECRET, reason="why")


def test_a_label_may_belong_to_a_hidden_act_and_later_to_another() -> None:
    other = reply("other", when="2022-01-01", answers={"s": "reject"})
    gone = note(ActRetracted(id="gone", reason="a slip", act="plan"))
    reader = ledger(
        NOTE,
        PLAN,
        other,
        replace(gone, with_dependants=True),
        demand("new", points={"s": "in the open"}, when="2022-01-02"),
        reply("yes", answers={"s": "accept"}),
    )
    words = {one.label: one.status.status for one in reader.thread("t", RESTRICTED).points}
    assert words == {"1": "outstanding", "s": "accepted"}
    before = replace(RESTRICTED, known_at=3)
    assert acts(reader, before) == ["t/note", "t/other"]
    assert "answers" not in reader.act("t/other", before).act


def test_a_label_that_a_hidden_act_was_given_later_is_hidden_too() -> None:
    corrected = [{"label": "z", "kind": "demand", "text": "the secret"}]
    reader = ledger(
        NOTE,
        PLAN,
        correction("c", "plan", "points", [{"label": "s", "kind": "demand", "text": "the secret"}],
                   corrected),
        note(Reclassified(id="r", reason="why", act="plan", marking=SECRET)),
        reply("answer", answers={"1": "reject", "z": "accept"}),
    )  # fmt: skip
    left: Any = reader.act("t/answer", RESTRICTED).act
    assert [one["point"] for one in left["answers"]] == ["1"]
    assert reader.errata("t", RESTRICTED).errata == ()


def party(code: str, *members: str) -> Party:
    return Party.model_validate(
        {
            "code": code,
            "name": f"{code} itself",
            "kind": "group",
            "members": [{"party": member} for member in members],
        }
    )


def test_a_party_that_only_hidden_acts_name_is_not_there() -> None:
    named = [RegisterParty(party(code)) for code in ("HIDDEN", "BOTH", "NOBODY", "STRIPPED")]
    reader = ledger(
        *named,
        RegisterParty(party("ABOVE", "HIDDEN")),
        ("party:HIDDEN", PartyAmended(party=party("HIDDEN", "ABOVE"), reason="why")),
        RegisterParty(party("INSIDE")),
        RegisterParty(party("OPEN", "INSIDE", "BOTH")),
        demand("a", points={"1": "x"}, to="HIDDEN BOTH INSIDE STRIPPED", marking=SECRET),
        demand("b", points={"2": "x"}, to="BOTH OPEN"),
        act(
            "statement",
            "c",
            by="USA",
            when="2022-02-01",
            summary="said",
            answers={"1": {"stance": "reject", "on_behalf_of": ("STRIPPED",)}},
        ),
    )
    shown = {one.party.code for one in reader.parties("itself", RESTRICTED).parties}
    assert shown == {"BOTH", "NOBODY", "OPEN", "INSIDE"}
    for code in ("HIDDEN", "ABOVE", "STRIPPED"):
        with pytest.raises(InputError) as error:
            reader.party(code, RESTRICTED)
        assert code not in "".join(error.value.near)
        with pytest.raises(InputError, match="whose knowledge"):
            reader.lens(known_by=code, clearance="restricted")
    assert not any("HIDDEN" in one.summary for one in reader.log(RESTRICTED).events)


def test_only_entries_of_parties_name_parties() -> None:
    assert party_names([NOTE, PartyAmended(party=party("AA", "BB"), reason="why")]) == {
        "AA": {"BB"}
    }


def test_a_party_of_an_open_thread_is_there_whoever_else_names_it() -> None:
    thread = ThreadOpened(thread="u", title="U", parties=("BODY",))
    reader = Reader(
        told(
            [
                RegisterParty(party("BODY")),
                ("party:BODY", PartyAmended(party=party("BODY"), reason="why")),
                OpenThread(thread),
                RecordAct("u", demand("a", to="BODY", points={"1": "x"}, marking=SECRET)),
            ]
        )
    )
    assert reader.party("BODY", RESTRICTED).origin == "registered"


def test_the_log_is_numbered_as_if_there_were_nothing_else() -> None:
    raised = note(Reclassified(id="r", reason="why", act="note"))
    reader = ledger(PLAN, NOTE, demand("more", marking=SECRET, points={"x": "x"}), raised)
    log = reader.log(RESTRICTED)
    assert [(one.position, one.stream, one.version) for one in log.events] == [
        (1, "t", 1),
        (2, "t", 2),
        (3, "t", 3),
    ]
    whole = {one.summary: one.leaf for one in reader.log().events}
    assert all(whole[one.summary] == one.leaf for one in log.events)
    assert reader.log(RESTRICTED, after=1, limit=1).events == log.events[1:2]
    assert reader.log(replace(RESTRICTED, known_at=1)).events == log.events[:1]

    asked = reader.lens(known_at="#2", clearance="restricted", now=NOW)
    assert acts(reader, asked) == ["t/note"]
    assert reader.act("t/note", asked).position == 2
    with pytest.raises(InputError, match="the log has no position 4; its last is 3"):
        reader.lens(known_at="#4", clearance="restricted")
    with pytest.raises(InputError, match="knew nothing of the thread t at its position 0"):
        reader.thread("t", replace(RESTRICTED, known_at=0))
    at = "1970-01-01T00:00:03Z"
    assert reader.lens(known_at=at, clearance="restricted", now=9).position == 2


def test_times_and_ranges_are_counted_in_what_may_be_seen() -> None:
    reader = ledger(PLAN, NOTE, note(Reclassified(id="r", reason="why", act="note")))
    learned = reader.history("t/1", RESTRICTED).statuses[0].known_from
    assert (learned.position, learned.recorded_at) == (2, "1970-01-01T00:00:03.000000Z")
    before, after = reader.between("t", None, RESTRICTED, known_at="#1..#2")
    assert (before.position, after.position, after.clearance) == (1, 2, MarkingLevel.RESTRICTED)
    side = reader.diff("t", before, after).after
    assert (side.position, side.recorded_at) == (2, "1970-01-01T00:00:03.000000Z")


def test_nothing_is_left_of_a_ledger_that_is_all_hidden() -> None:
    hidden = OpenThread(ThreadOpened(thread="t", title="T", marking=SECRET))
    reader = Reader(told([hidden, RecordAct("t", NOTE)]))
    assert reader.log(RESTRICTED).events == ()
    assert reader.threads(RESTRICTED).threads == ()
    notes: list[str] = []
    Reader(told([hidden]), note=notes.append).lens(known_at="2020", clearance="restricted", now=NOW)
    assert notes == ["this ledger has recorded nothing yet"]


def test_an_event_of_an_unknown_type_is_shown_unless_its_thread_is_hidden() -> None:
    log = told([opened("t"), RecordAct("t", PLAN), RecordAct("t", NOTE)])
    log.told[2][0] = replace(log.told[2][0], event=None)
    assert [one.known for one in Reader(log).log(RESTRICTED).events] == [True, False]
    assert acts(Reader(log)) == []


def test_a_viewer_with_a_clearance_knows_no_more_than_both_let_it() -> None:
    open_note = demand("note", channel="public", points={"1": "x"}, marking=SECRET)
    answer = reply("answer", channel="public", answers={"1": "reject"})
    reader = ledger(open_note, answer, demand("quiet", points={"2": "y"}))
    public = reader.lens(known_by="public", clearance="restricted", now=NOW)
    assert acts(reader, public) == ["t/answer"]
    assert acts(reader, replace(public, clearance=None)) == ["t/note", "t/answer"]
    assert acts(reader, replace(public, known_by="USA")) == ["t/quiet", "t/answer"]
    assert "answers" not in reader.act("t/answer", public).act


def test_what_may_be_seen_is_looked_at_again_when_more_is_recorded() -> None:
    swap = [Reclassified(id="up", reason="why", act="note", marking=SECRET),
            Reclassified(id="down", reason="why", act="plan")]  # fmt: skip
    log = told([opened("t"), RecordAct("t", NOTE), RecordAct("t", PLAN), *map(note, swap)])
    log.upto = 3
    with Reader(log) as reader:
        assert acts(reader) == ["t/note"]
        log.upto = 4
        assert acts(reader) == []
        log.upto = 5
        assert acts(reader) == ["t/plan"]


def test_one_act_goes_up_while_another_comes_down_before_the_last_that_was_looked_at() -> None:
    last = act("statement", "last", by="USA", when="2022-02-01", summary="said")
    up = Reclassified(id="up", reason="why", act="note", marking=SECRET)
    down = Reclassified(id="down", reason="why", act="plan")
    said: list[Command] = [
        *(RecordAct("t", one) for one in (NOTE, PLAN, last)),
        note(up),
        note(down),
    ]
    log = told([opened("t"), *said])
    log.upto = 4
    with Reader(log) as reader:
        assert acts(reader) == ["t/note", "t/last"]
        log.upto = 6
        for known in (3, None):
            assert acts(reader, replace(RESTRICTED, known_at=known)) == ["t/plan", "t/last"]


def test_the_highest_marking_of_what_was_read_is_remembered() -> None:
    def marked(reader: Reader) -> str | None:
        return reader.marking

    reader = ledger(NOTE, opened("u"), RecordAct("u", PLAN))
    assert marked(reader) is None
    reader.thread("t", RESTRICTED)
    reader.threads(RESTRICTED)
    assert marked(reader) is None
    reader.threads(Lens(NOW))
    assert marked(reader) == "secret"

    fallen = ledger(demand("a", marking=FALLS, points={"1": "x"}))
    fallen.threads(Lens(NOW))
    fallen.log(Lens(NOW))
    assert marked(fallen) is None
    low = ledger(demand("a", marking=Marking(level="official"), points={"1": "x"}), PLAN)
    low.log(Lens(NOW))
    assert marked(low) == "secret"


def test_a_level_may_be_written_as_on_paper_and_has_near_misses() -> None:
    reader = ledger(NOTE)
    assert reader.lens(clearance=" Top Secret ").clearance == MarkingLevel.TOP_SECRET
    with pytest.raises(InputError, match="there is no level of clearance secrt") as error:
        reader.lens(clearance="secrt")
    assert error.value.near == ("secret", "top-secret")


def test_a_log_with_a_clearance_has_the_clock_of_its_ledger() -> None:
    log = told([opened("t"), RecordAct("t", NOTE)])
    assert ClearedLog(log, Cut(upto=2)).now == log.now


def test_a_clearance_is_refused_where_it_cannot_be_applied() -> None:
    source = given(NOTE).source
    with pytest.raises(ValueError, match="applied to a log"):
        LedgerSource(source).world(None, RESTRICTED)  # type: ignore[arg-type]
