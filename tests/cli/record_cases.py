"""Stories of the record itself, to look at on a screen: errata, anomalies, chains, positions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ledger.commands import RecordNotice
from ledger.importers.edits import edits_of
from ledger.importers.noticebuild import (
    Subject,
    Told,
    citation,
    correction,
    disclosure,
    reclassification,
    retraction,
)
from projections.acts import act_view
from projections.diff import NOTHING, diff_view
from projections.positions import chain_view, positions_view
from projections.record import anomalies_view, errata_view
from tests.cli.cases import full_act, july, long_words
from tests.core.given import Story, act, demand, given, lens, record, reply

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.notices import Notice
    from ledger.state import World
    from projections.lens import Lens
    from projections.views.base import View

EDITS = (
    "place=Niš",
    "delivered=1914-07-25T17:36 Europe/Vienna",
    "persons.bearer=Nikola Pašić (Prime Minister) [SRB]",
    "answers.6b=evade: Words that commit to nothing",
    "sources.book=The Red Book {page=4}",
    "disclosures.text=published 1914-07-27",
)


def corrected() -> Story:
    """July 1914 with one of every notice, and one of them taken back."""
    story = july()

    def about(name: str) -> Subject:
        return Subject(story.world.threads[story.thread].acts[name], story.thread, "Europe/Vienna")

    for make in (
        lambda: correction(
            about("serbian-reply"),
            Told("correct-serbian-reply", "Read against the original", ("The original",)),
            edits_of(EDITS, ("replies-to",), "--set"),
        ),
        lambda: correction(
            about("note"),
            Told("correct-note", "A slip of the registrar"),
            edits_of(["points.6=An inquiry into the plot", "points.8=More"], (), "--set"),
        ),
        lambda: citation(
            about("serbian-reply"),
            Told("cite-serbian-reply", "The legation's log", ("The log book [B2] {page=17}",)),
            {"delivered": ["1914-07-25T17:55 Europe/Vienna"]},
            ["place=Belgrade"],
            "kept at the time",
        ),
        lambda: disclosure(
            about("in-confidence"),
            Told("leak", "Published by a newspaper"),
            ["text"],
            {"how": "leaked", "when": "1914-08-05", "by": "a newspaper"},
            {"text": "Sir,\nI have the honour."},
        ),
        lambda: reclassification(about("note"), Told("open", "Released"), "secret//NOFORN", None),
        lambda: retraction(Told("back", "It was no slip"), notice="correct-note"),
        lambda: retraction(Told("never", "Never sent"), act="from-london"),
    ):
        notice: Notice = make()
        world = record([RecordNotice(story.thread, notice)], story.world)
        story = replace(story, world=world)
    return story


@dataclass(frozen=True)
class Grown:
    """A story that became another at the second position of the log."""

    before: Story
    after: Story

    def world(self, threads: Iterable[str] | None, lens: Lens) -> World:
        """The world of the one or of the other."""
        story = self.before if lens.position == 1 else self.after
        return story.source.world(threads, replace(lens, known_at=None))


def many_parties() -> Story:
    """A note to eight powers, answered by two, and by one that was not asked."""
    codes = "USA GBR FRA ITA DEU JPN CHN TUR"
    return given(
        demand("note", to=codes, points={"1": "Leave the islands", "2": "Pay"}),
        reply("yes", by="GBR", answers={"1": "accept-with-reservation", "2": "reject"}),
        reply("no", by="TUR", when="2022-02-01", answers={"1": "reject"}),
        act("statement", "aside", by="POL", when="2022-02-01", answers={"2": "reject"}),
    )


def conditional() -> Story:
    """A note to two powers, one of which accepts on conditions; a third one speaks too."""
    return given(
        demand("note", to="USA GBR", points={"1": "Leave the islands", "2": "Pay the damage done"}),
        reply("the-american-reply", answers={"1": "accept-with-reservation", "2": "reject"}),
        act("statement", "aside", by="POL", when="2022-02-01", answers={"2": "reject"}),
    )


def dialogue() -> Story:
    """Four acts, each answering the one before, and one answer beside them."""
    return given(
        demand("note", points={"1": "Leave"}),
        reply("first", answers={"1": "evade"}),
        reply("aside", when="2022-01-27", replies_to=("note",), summary="A second reply"),
        act(
            "statement", "verdict", by="RUS", to="USA", when="2022-01-28",
            replies_to=("first",), summary="This will not do",
        ),
        reply("last", when="2022-02-01", replies_to=("verdict",), summary="It has to do"),
    )  # fmt: skip


def record_views() -> Iterator[View]:
    """Every view of the record, full and empty."""
    for story in (corrected(), long_words(), full_act()):
        asked = lens("2026-01-01")
        yield errata_view(story.source, story.thread, asked)
        yield anomalies_view(story.source, asked)
        yield positions_view(story.source, story.thread, asked)
    yield act_view(corrected().source, "july-1914/serbian-reply", lens())
    yield positions_view(many_parties().source, "t", lens())
    yield positions_view(dialogue().source, "t", lens("2001-01-01"))
    yield chain_view(dialogue().source, "t/last", lens())
    yield chain_view(long_words().source, f"t/{'b' * 96}", lens())
    first, second = (replace(lens(), known_at=at) for at in (1, 2))
    yield diff_view(Grown(july(), corrected()), "july-1914", first, second)
    yield diff_view(Grown(corrected(), july()), "july-1914", first, second)
    for story in (many_parties(), long_words()):
        yield diff_view(story.source, "t", replace(lens(), as_of=NOTHING), lens())
    yield diff_view(july().source, "july-1914", lens("1900"), lens("1901"))
