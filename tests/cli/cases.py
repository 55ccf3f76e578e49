"""Stories to look at on a screen, and every view of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cli.views import (
    CheckView,
    ConfigView,
    CopyView,
    DoctorView,
    KeptCheckpointView,
    SchemaLine,
    SchemasView,
    SettingView,
    VerifyView,
)
from ledger.commands import RecordAct
from projections.acts import ActFilter, act_view, acts_view
from projections.explain import explain
from projections.history import timeline_view
from projections.owed import owed_view
from projections.parties import parties_view, party_view
from projections.point_lines import PointFilter, point_lines_view
from projections.points import points_view
from projections.threads import negotiation, thread_view, threads_view
from projections.views.history import LogEntry, LogView
from projections.views.projection import LayerView, ProjectionView
from tests.core.given import Story, act, demand, given, lens, opened, record, reply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from projections.views.base import View

AFTER = "1914-08-10"


def july() -> Story:
    """1914: an ultimatum in parts, one to two powers, an answer in confidence, a lapse."""
    return given(
        act(
            "demand",
            "note",
            by="AUH",
            to="SRB",
            when="1914-07-23T18:00 Europe/Vienna",
            deadline="1914-07-25T18:00 Europe/Vienna",
            consequence="The legation leaves Belgrade",
            points={
                "6": "A judicial inquiry into the plot",
                "6a": {"text": "Proceedings against the accessories", "parent": "6"},
                "6b": {"text": "Austro-Hungarian delegates take part in it", "parent": "6"},
                "7": "The arrest of two officials",
            },
        ),
        act(
            "reply",
            "serbian-reply",
            by="SRB",
            to="AUH",
            when="1914-07-25T17:55 Europe/Vienna",
            replies_to=("note",),
            answers={
                "6a": {"stance": "accept", "text": "It is the government's duty"},
                "6b": {"stance": "reject", "text": "It would violate the Constitution"},
            },
        ),
        act(
            "demand",
            "ultimatum",
            by="DEU",
            to="RUS FRA",
            when="1914-07-31T23:59 Europe/Berlin",
            deadline="1914-08-01T12:00 Europe/Berlin",
            points={
                "G1": "Every measure of war is suspended",
                "G2": {"text": "Mobilisation follows", "kind": "warning"},
            },
        ),
        act(
            "reply",
            "in-confidence",
            by="FRA",
            to="DEU",
            when="1914-08-01T11:00 Europe/Paris",
            channel="confidential",
            replies_to=("ultimatum",),
            answers={"G1": "evade"},
        ),
        act("reply", "in-public", by="FRA", to="DEU", when="1914-08-03", answers={"G1": "reject"}),
        act(
            "withdrawal", "second-thought", by="AUH", to="SRB", when="1914-08-05", withdraws=("7",)
        ),
        act("statement", "from-london", by="GBR", when="1914-08/..", answers={"G1": "reject"}),
        act("measure", "undated", by="RUS", measure="mobilisation"),
        thread="july-1914",
        zone="Europe/Vienna",
    )


def long_words() -> Story:
    """Names as long as they may be, words without a blank, wide and right-to-left letters."""
    return given(
        demand(
            "a" * 96,
            points={
                "L" * 32: "Donaudampfschifffahrt" * 40,
                "wide": "日本国政府は膠州湾租借地に関する一切の事項の協議を要求する。",
                "right": "يجب أن تنسحب القوات من المدينة قبل نهاية الشهر",
                "tabs": "one\ttwo\n\nthree",
            },
        ),
        reply("b" * 96, replies_to=("a" * 96,), answers={"wide": "accept", "right": "reject"}),
    )


def forty_points() -> Story:
    """A note of forty demands, half of them answered."""
    points = {f"{number}": f"Demand number {number} of the note" for number in range(1, 41)}
    answers = dict.fromkeys(list(points)[:20], "reject")
    return given(
        demand("note", points=points), reply("half", replies_to=("note",), answers=answers)
    )


def full_act() -> Story:
    """One act with something in every field that a screen treats on its own."""
    return given(
        demand("first", points={"1": "The first point", "2": "The second"}),
        act(
            "reply",
            "full",
            by="USA GBR",
            to="RUS",
            when=["2022-01-26", "2022-01-27"],
            sent="2022-01-25 julian",
            dates=(
                {
                    "role": "received",
                    "date": {"edtf": "2022-01-28", "zone": "UTC"},
                    "preferred": True,
                    "reason": "the diary says so",
                    "source": "diary",
                },
            ),
            on_behalf_of=("FRA",),
            copied_to=("POL",),
            instrument="other",
            instrument_text="a letter on vellum",
            medium="written",
            place="Moscow",
            persons=(
                {"role": "bearer", "name": "A. Bearer", "post": "Ambassador", "party": "USA"},
                {"role": "other", "role_text": "keeper of the seal", "post": "The Chancery"},
            ),
            summary="A reply with everything in it.",
            text="Sir,\n\nI have the honour.",
            language="en",
            contents="partial",
            points={
                "3": {"text": "A counter", "package": "one", "raiser": "USA", "needs_all": True},
                "3a": {
                    "text": "A part of it",
                    "parent": "3",
                    "addressees": ("RUS",),
                    "condition": {"text": "if peace holds"},
                    "contents": "none",
                },
            },
            answers={
                "1": {"stance": "counter", "counter": "3", "by": ("USA",)},
                "2": {
                    "stance": "accept",
                    "by_conduct": True,
                    "on_behalf_of": ("FRA",),
                    "condition": {"point": "3"},
                    "text": "So be it",
                },
            },
            assessments=({"point": "1", "by": "RUS", "verdict": "evasive", "words": "not enough"},),
            replies_to=("first",),
            effects=({"effect": "settles"}, {"effect": "suspends", "thread": "t"}),
            labels=({"party": "RUS", "label": "ultimatum"},),
            reference_numbers=({"scheme": "UN", "value": "S/2022/1"},),
            disclosure="announced",
            disclosures=(
                {
                    "part": "answer",
                    "point": "1",
                    "how": "leaked",
                    "by": "a newspaper",
                    "when": {"edtf": "2022-02-02", "zone": "UTC"},
                    "source": "diary",
                },
            ),
            marking={"level": "secret", "caveats": ("NOFORN",)},
            sources=(
                {
                    "citation": "A diary",
                    "id": "diary",
                    "page": "12",
                    "reliability": "B",
                    "credibility": "2",
                },
            ),
            claims=({"field": "place", "value": "Geneva", "source": "diary"},),
            note="The registrar's own remark.",
        ),
        act(
            "measure",
            "troops",
            by="RUS",
            when="2022-01-20",
            measure="troop-movement",
            quantity={"amount": 100_000, "unit": "troops", "qualifier": "more-than"},
        ),
    )


def beside_the_status() -> Story:
    """What is told beside a status: labels, packages, verdicts, a claim, a new form, dormancy."""
    points = {
        "1": {"text": "Withdraw from the islands", "package": "islands"},
        "2": {"text": "Pay for what was destroyed", "package": "islands"},
        "3": "Salute the flag",
    }
    return given(
        demand(
            "note",
            to="USA GBR",
            own_answers=True,
            deadline="2022-02-10",
            consequence="The ships will sail",
            points=points,
            labels=(
                {"party": "USA", "label": "ultimatum"},
                {"party": "GBR", "label": "ultimatum"},
                {"party": "FRA", "label": "an unfriendly act"},
            ),
            sources=({"citation": "A book of notes", "page": "7"},),
        ),
        reply(
            "joint-reply",
            on_behalf_of=("GBR",),
            answers={
                "1": {"stance": "accept", "condition": {"point": "1"}},
                "2": {"stance": "reject", "text": "Not a penny"},
            },
            points={"ships": {"kind": "proposal", "text": "The ships stay", "package": "peace"}},
            sources=({"citation": "A newspaper"},),
        ),
        act(
            "statement",
            "verdict",
            by="RUS",
            when="2022-01-28",
            assessments=(
                {"act": "joint-reply", "verdict": "unsatisfactory", "words": "This will not do"},
                {"point": "2", "by": "FRA", "words": "Who would have thought"},
                {"point": "1", "verdict": "evasive"},
            ),
        ),
        demand("again", when="2022-02-01", points={"3bis": {"restates": "3", "text": "Salute"}}),
    )


def met_elsewhere() -> Story:
    """An acceptance hangs on a point of another thread, which is accepted a week later."""
    story = given(demand("note", points={"1": "Leave"}))
    world = record(
        [
            opened("trade"),
            RecordAct("trade", demand("list", by="USA", to="RUS", points={"wheat": "Sell wheat"})),
        ],
        story.world,
    )
    on_wheat = {"stance": "accept", "condition": {"point": "trade/wheat"}}
    story = replace(story, world=world).and_(reply("if", answers={"1": on_wheat}))
    sold = reply("sold", by="RUS", to="USA", when="2022-02-02", answers={"wheat": "accept"})
    return story.and_(sold, thread="trade")


def program_views() -> Iterator[View]:
    """The views that are of the program, and of a log."""
    yield ConfigView(
        settings=(
            SettingView(
                name="zone", value=None, origin="default", variable="DIPLEDGER_ZONE", meaning="zone"
            ),
            SettingView(
                name="now",
                value="today",
                origin="DIPLEDGER_NOW",
                variable="DIPLEDGER_NOW",
                meaning="n",
            ),
        )
    )
    yield DoctorView(
        checks=(
            CheckView(check="rights", result="ok", found="the file is yours alone", mend=None),
            CheckView(check="clock", result="fail", found="it is 2036", mend="Set the clock."),
        )
    )
    yield VerifyView(
        origin="archive.example/talks",
        events=7,
        root="5d" * 32,
        first_difference=5,
        checks=(
            CheckView(check="guards", result="ok", found="in place", mend=None),
            CheckView(check="tree", result="fail", found="event 5 differs", mend="Restore it."),
        ),
    )
    copy = CopyView(
        file="copy.dipledger",
        copy_of="ledger.dipledger",
        origin="archive.example/talks",
        events=12,
        root="0f" * 32,
        checkpoint=KeptCheckpointView(number=2, events=10, timestamped=True),
        withheld=3,
        bytes=3 << 20,
    )
    yield copy
    yield copy.model_copy(update={"origin": None, "checkpoint": None, "withheld": 0, "bytes": 1})
    yield ProjectionView(
        state="kept",
        found="it is kept in the ledger's file",
        version=1,
        head=12,
        bytes=3 << 20,
        layers=(
            LayerView(viewer="ledger", position=12, behind=0, threads=2, version=1),
            LayerView(viewer="public", position=11, behind=1, threads=2, version=1),
        ),
    )
    yield ProjectionView(
        state="none", found="nothing is kept yet", version=1, head=0, bytes=16, layers=()
    )
    yield SchemasView(schemas=(SchemaLine(name="acts", of="act", meaning="any act"),))
    entry = LogEntry(
        position=7,
        stream="july-1914",
        version=2,
        topic="dipledger.DemandIssued.v1",
        known=True,
        recorded_at="2022-01-27T09:00:00.000001Z",
        recorded_by="registrar",
        marking="secret//NOFORN",
        leaf="00ff",
        summary="demand note, AUH -> SRB: an inquiry",
    )
    odd = {"topic": "os:system", "known": False, "summary": "unknown type", "marking": None}
    yield LogView(events=(entry, entry.model_copy(update=odd)))


def views_of(story: Story, at: str, act_id: str, label: str) -> Iterator[View]:
    """What every question about a story answers with."""
    source, thread, asked = story.source, story.thread, lens(at)
    yield thread_view(source, thread, asked)
    yield points_view(negotiation(source, thread, asked))
    yield timeline_view(source, thread, asked)
    yield owed_view(source, asked)
    yield explain(source, f"{thread}/{label}", asked)
    yield acts_view(source, asked, ActFilter())
    yield act_view(source, f"{thread}/{act_id}", asked)
    yield threads_view(source, asked)
    yield point_lines_view(source, asked, PointFilter())
    yield parties_view(source, asked)
    yield party_view(source, "NATO", asked)


def all_views() -> Iterator[View]:
    """At least one of every published view, with something in each of its corners."""
    yield from views_of(july(), AFTER, "note", "G1")
    yield from views_of(long_words(), "2026-01-01", "a" * 96, "wide")
    yield from views_of(full_act(), "2026-01-01", "full", "1")
    yield from views_of(beside_the_status(), "2026-01-01", "note", "2")
    yield from program_views()
