"""Numbers over the ledger, each with what is needed to look it up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.terminal.acts import table as acts_table
from cli.render.terminal.layout import (
    columns,
    fitting,
    heading,
    indented,
    line,
    rest,
    section,
    stacked,
)
from projections.views.stats import KindCount, StatsView
from projections.words import count, decimal, plain, share, stats_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from projections.views.stats import AcceptedStats, PairStats, PartyCount, ReplyTime


def stats(view: StatsView, width: int) -> Iterator[RenderableType]:
    """Replies, points, acts; what was not counted; where the acts behind it are named."""
    yield heading(f"STATISTICS OF {stats_title(view)}")
    yield from section("REPLY TIMES", *_pairs(view.pairs, width))
    yield from section("POINTS THAT ASK, AND WERE ACCEPTED", *_points(view, width))
    yield from section(
        "ACTS BY KIND", *_counts(view.kinds, [one.kind for one in view.kinds], width)
    )
    yield from section(
        "ACTS BY PARTY", *_counts(view.parties, [one.party for one in view.parties], width)
    )
    if view.possible:
        yield from section(
            "MAY HAVE HAPPENED BY THEN, NOT COUNTED", acts_table(view.possible, width)
        )
    if view.undated:
        yield from section("WITHOUT A DATE, NOT COUNTED", acts_table(view.undated, width))
    if not view.listed and view.acts:
        yield Text()
        yield line("Every reply, point and act behind the numbers: --list", "dim")


def _pairs(pairs: Sequence[PairStats], width: int) -> Iterator[RenderableType]:
    if not pairs:
        yield indented(line("No reply was asked for by then."))
        return
    who = [f"{one.debtor} to {' or '.join(one.creditors)}" for one in pairs]
    widths = [fitting(who, least=12, most=26)]
    rows = [
        (Text(each, overflow="fold"), stacked(_pair(one)))
        for each, one in zip(who, pairs, strict=True)
    ]
    yield indented(columns(rows, [*widths, rest(width - 2, *widths)]))


def _pair(one: PairStats) -> Iterator[Text]:
    ended = f", {one.ended} no longer owed" if one.ended else ""
    yield line(
        f"{count(one.asked, 'reply')} asked for: {one.answered} answered, {one.owed} owed{ended}"
    )
    if one.slowest is not None:
        slow = one.slowest
        median = "1 day" if one.median_days == 1 else f"{decimal(one.median_days)} days"
        yield line(f"median {median}; slowest {count(slow.days, 'day')}: {slow.act}, by {slow.by}")
    for reply in one.replies:
        yield line(f"- {_reply(reply)}", "dim")


def _reply(one: ReplyTime) -> str:
    asked = f"{one.act} of {one.since_text}"
    if one.by is None:
        return f"{asked}: owed for {count(one.days, 'day')}"
    how = "answered" if one.state == "settled" else "no longer owed"
    return f"{asked}: {how} {one.by_text}, after {count(one.days, 'day')}, by {one.by}"


def _points(view: StatsView, width: int) -> Iterator[RenderableType]:
    if not view.accepted.points:
        yield indented(line("No such point had been raised by then."))
        return
    told = list(view.accepted_by_raiser)
    if len(told) > 1:
        told.append(view.accepted)
    who = [" and ".join(one.raisers) or "all" for one in told]
    widths = [fitting(who, least=12, most=26)]
    rows = [
        (Text(each, overflow="fold"), stacked(_accepted(one, whole=one is view.accepted)))
        for each, one in zip(who, told, strict=True)
    ]
    yield indented(columns(rows, [*widths, rest(width - 2, *widths)]))


def _accepted(one: AcceptedStats, *, whole: bool) -> Iterator[Text]:
    yield line(f"{one.accepted} of {count(one.points, 'point')} accepted ({share(one.share)})")
    yield line(", ".join(f"{number} {plain(status)}" for status, number in one.statuses.items()))
    if whole:
        return  # each is named with who raised it
    if one.accepted_points:
        yield line(f"- accepted: {', '.join(one.accepted_points)}", "dim")
    if one.other_points:
        yield line(f"- others: {', '.join(one.other_points)}", "dim")


def _counts(
    counts: Sequence[KindCount | PartyCount], names: Sequence[str], width: int
) -> Iterator[RenderableType]:
    if not counts:
        yield indented(line("No act had happened by then."))
        return
    numbers = [f"{one.acts:,}" for one in counts]
    widths = [fitting(names, least=12, most=26), fitting(numbers, least=3, most=9)]
    rows = [
        (Text(name), Text(number), stacked(_count(one)))
        for name, number, one in zip(names, numbers, counts, strict=True)
    ]
    yield indented(columns(rows, [*widths, rest(width - 2, *widths)], right=[1]))


def _count(one: KindCount | PartyCount) -> Iterator[Text]:
    if not isinstance(one, KindCount):
        yield line(f"{one.sent} sent, {one.received} received")
    if one.refs:
        yield line(", ".join(one.refs), "dim")


RENDERERS = {StatsView: stats}
