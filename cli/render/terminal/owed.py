"""Who owes whom a reply: the longest owed first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.terminal.acts import uncertain
from cli.render.terminal.layout import (
    columns,
    fitting,
    heading,
    indented,
    line,
    rest,
    section,
    stacked,
    word,
)
from projections.views.threads import OwedView
from projections.words import count, name, owed_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from projections.views.threads import BalanceView, ObligationView

TITLE = "WHO OWES WHOM A REPLY"


def owed(view: OwedView, width: int) -> Iterator[RenderableType]:
    """The replies owed over the ledger, each with its thread."""
    yield heading(owed_title(view).upper())
    if view.owed:
        yield table(view.owed, width, in_thread=False)
    else:
        yield indented(line("No such reply is owed."))
    if len(view.balances) < len(view.owed):
        yield from section("BALANCES", _balances(view.balances))
    yield from uncertain(view.possible, (), width)


def _balances(balances: Sequence[BalanceView]) -> RenderableType:
    """One line for each pair of parties."""
    return indented(stacked(_balance(one) for one in balances))


def _balance(one: BalanceView) -> Text:
    late = f", {one.overdue} of them overdue" if one.overdue else ""
    replies = "1 reply" if one.owed == 1 else f"{one.owed} replies"
    who = f"{one.debtor} owes {' or '.join(one.creditors)}"
    return line(f"{who} {replies}{late}; the oldest since {one.oldest_text}")


def table(owing: Sequence[ObligationView], width: int, *, in_thread: bool) -> RenderableType:
    """Who owes whom, for how long, and what for."""
    who = [f"{one.debtor} owes {' or '.join(one.creditors)}" for one in owing]
    days = [count(one.days, "day") for one in owing]
    widths = [fitting(who, least=12, most=26), fitting(days, least=6, most=14)]
    rows = [
        (
            Text(pair, overflow="fold"),
            Text(lasted),
            stacked(_details(one, in_thread=in_thread)),
        )
        for pair, lasted, one in zip(who, days, owing, strict=True)
    ]
    return indented(columns(rows, [*widths, rest(width - 2, *widths)], right=[1]))


def _details(one: ObligationView, *, in_thread: bool) -> Iterable[Text]:
    if one.due_text is None:
        yield line(f"since {one.since_text}, no deadline")
    else:
        yield line(f"since {one.since_text}")
        due = line(f"due {one.due_text}")
        if one.overdue is not None:
            due.append(", ").append(f"OVERDUE by {one.overdue}", style="bold red")
        yield due
    act = one.act if in_thread else f"{one.thread}/{one.act}"
    yield line(f"for {act}: {', '.join(one.points)}")
    if one.claimed_by is not None:
        claimants, creditors = " and ".join(one.claimed_according_to), " and ".join(one.creditors)
        yield line(f"according to {claimants} settled by {name(one.claimed_by)};")
        yield line(f"according to {creditors} still owed")


def given(settled: Sequence[ObligationView], width: int) -> RenderableType:
    """The replies that were given, or are owed no longer, with what they left open."""
    who = [f"{one.debtor} to {' or '.join(one.creditors)}" for one in settled]
    widths = [fitting(who, least=12, most=26)]
    rows = [
        (Text(pair, overflow="fold"), stacked(_ended(one)))
        for pair, one in zip(who, settled, strict=True)
    ]
    return indented(columns(rows, [*widths, rest(width - 2, *widths)]))


def _ended(one: ObligationView) -> Iterable[Text]:
    how = "replied to" if one.state == "settled" else "no longer owed for"
    by = name(one.settled_by or "")
    yield line(f"{how} {one.act} {one.settled_text}, after {count(one.days, 'day')}, by {by}")
    if one.loose_ends:
        yield word("loose ends").append(
            f", never expressly answered: {', '.join(one.loose_ends)}", style="not bold"
        )


RENDERERS = {OwedView: owed}
