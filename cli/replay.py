"""`dipledger replay`: a thread act by act, and what each changed."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from cli.bootstrap import note_before_first_act, reading
from cli.options import (
    AsOfOption,
    Format,
    FormatOption,
    KnownAtOption,
    ThreadArg,
    ZoneOption,
    chosen_format,
)
from cli.output import bottom, emit, lead, top
from cli.viewers import LEDGER, KnownByOption

if TYPE_CHECKING:
    from projections import TimelineView

UntilOption = Annotated[
    str | None, typer.Option("--until", metavar="T", help="Stop at T; the same as --as-of.")
]
StepOption = Annotated[
    bool, typer.Option("--step", help="Wait for Enter after each step; q and Enter ends it.")
]


def replay(
    thread: ThreadArg,
    step: StepOption = False,
    until: UntilOption = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    known_by: KnownByOption = LEDGER,
    zone: ZoneOption = None,
    fmt: FormatOption = None,
) -> None:
    """Step through a thread, act by act: what each changed, and how the thread then stood.

    Deadlines that passed and closings are steps too. Other formats than table are those of
    `timeline`.
    """
    from ledger.errors import InputError

    if until is not None and as_of is not None:
        raise InputError("--until and --as-of are the same", mend="Give one of them.")
    with reading(until or as_of, known_at, known_by, zone) as (reader, lens):
        note_before_first_act(reader, lens, thread)
        view = reader.timeline(thread, lens)
        if chosen_format(fmt) is not Format.TABLE:
            emit(view, lens, fmt)
            return
    sys.stdout.write(top(lens) + lead(lens))
    if step and sys.stdin.isatty() and sys.stdout.isatty():
        _step_through(view)
    else:
        from cli.render.terminal import print_rendered
        from cli.render.terminal.timeline import replay as whole

        print_rendered(whole, view)
    sys.stdout.write(bottom(lens))


def _step_through(view: TimelineView) -> None:
    """One step at a time, each at the person's word."""
    from cli.render.terminal import print_rendered
    from cli.render.terminal.timeline import step

    last = len(view.entries)
    for number in range(1, last + 1):
        print_rendered(partial(step, number=number), view)
        if number == last:
            return
        sys.stdout.flush()
        sys.stderr.write("\n[Enter: next, q: end] ")
        sys.stderr.flush()
        answer = sys.stdin.readline()
        if not answer or answer.strip().lower() == "q":
            return


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("replay")(replay)
