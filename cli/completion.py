r"""What a shell may offer: thread ids, acts, points, party codes and kinds of act.

The ledger is read without writing, as the viewer of `--known-by` knew it and as far as the
clearance goes, and whatever goes wrong there is silent: a shell that asks for a completion has no
place for a message. Nothing but checked names and plain words is handed to a shell, because zsh
evaluates what it gets: typer's own escaping lets `\$(…)` in a help text through.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from typer import Context

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.state import World

T = TypeVar("T")

VARIABLE = "_DIPLEDGER_COMPLETE"
_NAME = re.compile(r"[A-Za-z0-9-][A-Za-z0-9._/-]*")
_NOT_PLAIN = re.compile(r"[^\w ,.;+/-]+")


def asked_by_shell() -> bool:
    """Whether a completion script called, and not a person."""
    return bool(os.environ.get(VARIABLE))


def answer_shell() -> int:
    """Print what completes the line that the shell handed over; 1 where that fails, silently."""
    try:
        from cli.root import root
        from cli.shells import register_shells

        register_shells()
        root().main(prog_name="dipledger", complete_var=VARIABLE)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    except Exception:  # noqa: BLE001 -- see above
        return 1
    return 0


def plain(text: str) -> str:
    """The text with everything that could mean something to a shell taken out."""
    return " ".join(_NOT_PLAIN.sub(" ", text).split())


def complete_thread(ctx: Context, incomplete: str) -> list[str]:
    """Ids of threads."""
    return _offer(_threads(ctx), incomplete)


def complete_act(ctx: Context, incomplete: str) -> list[str]:
    """Threads and, once a thread is written out, THREAD/ACT."""
    return _offer(_inside(ctx, incomplete, "acts"), incomplete)


def complete_point(ctx: Context, incomplete: str) -> list[str]:
    """Threads and, once a thread is written out, THREAD/LABEL."""
    return _offer(_inside(ctx, incomplete, "owners"), incomplete)


def complete_subject(ctx: Context, incomplete: str) -> list[str]:
    """Threads and, once a thread is written out, THREAD/LABEL and THREAD/ACT."""
    return sorted({*complete_point(ctx, incomplete), *complete_act(ctx, incomplete)})


def complete_party(ctx: Context, incomplete: str) -> list[tuple[str, str]]:
    """Codes of parties with their names, registered and shipped."""
    return [
        (code, plain(name))
        for code, name in _silent(_parties(ctx, incomplete))
        if code.startswith(incomplete) and _NAME.fullmatch(code)
    ]


def complete_viewer(ctx: Context, incomplete: str) -> list[tuple[str, str]]:
    """`ledger`, `public` and the codes of parties."""
    words = [("ledger", "all that is recorded"), ("public", "what was published or leaked")]
    known = [(word, text) for word, text in words if word.startswith(incomplete)]
    return known + (complete_party(ctx, incomplete) if incomplete else [])


def complete_clearance(incomplete: str) -> list[str]:
    """The levels of marking."""
    from ledger.vocabulary import MarkingLevel

    return [level for level in MarkingLevel if level.startswith(incomplete)]


def complete_key(ctx: Context, incomplete: str) -> list[str]:
    """Names of keys."""
    return _offer(_keys(ctx), incomplete)


def complete_kind(incomplete: str) -> list[tuple[str, str]]:
    """Words for the kinds of act with their meanings."""
    from ledger.kinds import KINDS

    return [(k.word, plain(k.meaning)) for k in KINDS if k.word.startswith(incomplete)]


def _offer(names: Iterator[str], incomplete: str) -> list[str]:
    return sorted(
        name for name in _silent(names) if name.startswith(incomplete) and _NAME.fullmatch(name)
    )


def _silent(items: Iterator[T]) -> Iterable[T]:
    try:
        return list(items)
    except Exception:  # noqa: BLE001 -- see above
        return ()


def _threads(ctx: Context) -> Iterator[str]:
    with _world(ctx, ()) as world:
        yield from world.thread_ids


def _inside(ctx: Context, incomplete: str, what: str) -> Iterator[str]:
    thread, slash, _ = incomplete.partition("/")
    if not slash:
        yield from _threads(ctx)
        return
    with _world(ctx, (thread,)) as world:
        yield from (f"{thread}/{name}" for name in getattr(world.threads[thread], what))


def _parties(ctx: Context, incomplete: str) -> Iterator[tuple[str, str]]:
    from ledger.parties import find_parties

    known = {party.code: party.name for party in find_parties(incomplete)}
    with _world(ctx, ()) as world:
        known.update((code, party.name) for code, party in world.parties.items())
    yield from sorted(known.items())


def _keys(ctx: Context) -> Iterator[str]:
    from cli.keyring import keyring

    with ctx.scope(cleanup=False):
        ring = keyring()
    yield from {one.key.name for one in ring.known()}


def _viewer_follows() -> bool:
    """Whether bash has a viewer or a clearance after the cursor, which typer does not read."""
    words, cursor = os.environ.get("COMP_WORDS", "").split(), os.environ.get("COMP_CWORD", "0")
    return any(word.startswith(("--known-by", "--clearance")) for word in words[int(cursor) + 1 :])


@contextmanager
def _world(ctx: Context, threads: Iterable[str]) -> Iterator[World]:
    """What is needed of the ledger of the settings, as the line's viewer knew it; may raise."""
    from cli.bootstrap import ledger_path
    from cli.context import current
    from cli.viewers import LEDGER
    from ledger import open_ledger
    from projections import Reader

    if _viewer_follows():
        raise LookupError
    known_by, known_at = ctx.params.get("known_by") or LEDGER, ctx.params.get("known_at")
    if known_by.strip().lower() == LEDGER:
        known_at = None  # a shell is offered what the ledger knows now, whenever the line asks of
    with ctx.scope(cleanup=False):
        settings, clock = current().settings, current().clock
        zone = ctx.params.get("zone") or settings.text("zone")
        path = ledger_path()
    with (
        open_ledger(
            path, clock=clock, recorder=settings.recorder, read_only=True, busy_timeout=0.2
        ) as ledger,
        Reader(ledger) as reader,
    ):
        lens = reader.lens(
            known_at=known_at, known_by=known_by, zone=zone, clearance=settings.clearance
        )
        yield reader.world(threads, lens)
