"""What `doctor` says of tree, memory and checkpoints: what is quick; the whole is `verify`'s."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.checks.results import fail, ok, warning
from ledger.errors import DipledgerError
from projections.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cli.views import CheckView
    from ledger.store import Ledger
    from ledger.store.remembered import Doubt
    from ledger.store.tree import KeptCheckpoint

_VERIFY = "`dipledger verify` says which event differs first: docs/security.md."


def trust_checks(ledger: Ledger, path: Path) -> Iterator[CheckView]:
    """Whether tree, what was seen before and the newest checkpoint fit; a copy is said."""
    from cli.memory import doubtful
    from ledger.store.schema import format_of

    with ledger.events.reading() as connection:
        if format_of(connection) == 1:
            yield warning(
                "tree",
                "the ledger is of format 1 and has no tree: what is altered does not show",
                "It gets its tree when something is next recorded in it.",
            )
            yield from map(_doubted, doubtful(ledger, path))
            return
    if ledger.withheld:
        only = f"{ledger.withheld:,} of {count(ledger.tree().size, 'event')}"
        yield ok("copy", f"of {only} it has only the leaf: it is read, and nothing recorded in it")
    yield _tree(ledger)
    yield from _seen(ledger, path)
    yield _checkpoints(ledger)


def _tree(ledger: Ledger) -> CheckView:
    from ledger.integrity.merkle import root_of
    from ledger.store.tree import newest_frontier, read_head, read_leaves, read_size

    name = "tree"
    try:
        with ledger.events.reading() as connection:
            size = read_size(connection)
            frontier = newest_frontier(connection.cursor())
            roots = {
                frontier.root,
                read_head(connection).root,
                root_of(read_leaves(connection, size)),
            }
    except DipledgerError as error:
        return fail(name, error.what, error.mend)
    if frontier.size != size:
        return fail(
            name, f"it is over {count(frontier.size, 'event')}, the log has {size}", _VERIFY
        )
    if len(roots) > 1:
        return fail(name, "its newest head is not that of the leaves in the log", _VERIFY)
    return ok(
        name,
        f"its head fits the leaves of {count(size, 'event')}; what the events say is read by"
        " `dipledger verify`",
    )


def _seen(ledger: Ledger, path: Path) -> Iterator[CheckView]:
    from cli.memory import doubtful, memory

    doubts = doubtful(ledger, path)
    yield from map(_doubted, doubts)
    if not doubts:
        seen = memory().seen(ledger.origin)
        before = None if seen is None else count(seen.head.size, "event")
        what = f"it goes on from the {before} last seen" if before else "nothing was seen of it yet"
        yield ok("seen before", what)


def _doubted(doubt: Doubt) -> CheckView:
    return fail("seen before", doubt.what, _VERIFY)


def _checkpoints(ledger: Ledger) -> CheckView:
    from ledger.integrity.unverified import Unverified

    kept = ledger.checkpoints()
    if not kept:
        return warning(
            "checkpoints",
            "none is kept: against a history that was rewritten as a whole, nothing speaks",
            "Ask whoever made the copy for a signed checkpoint."
            if ledger.withheld
            else "Sign one with `dipledger checkpoint create`, and keep it elsewhere.",
        )
    newest = max(kept, key=lambda one: (one.size, one.number))
    since = ledger.tree().size - newest.size
    age = f"{count(since, 'event')} ago" if since else "over every event"
    told = f"{len(kept):,} kept, the newest {age}"
    try:
        signers = _signers(ledger, newest)
    except Unverified as error:
        return fail("checkpoints", f"checkpoint {newest.number}: {error.what}", error.mend)
    except (DipledgerError, ImportError):
        return warning(
            "checkpoints",
            f"{told}; who signed it was not looked at",
            "Mend first what is said of keys and cryptography.",
        )
    if not signers:
        return warning(
            "checkpoints",
            f"{told}, signed by nobody that you know",
            "Trust the key that signed with `dipledger keys trust`, if you know whose it is.",
        )
    return ok("checkpoints", f"{told}, signed by {', '.join(signers)}")


def _signers(ledger: Ledger, kept: KeptCheckpoint) -> list[str]:
    """The known keys that signed; Unverified where it does not hold, or fits another tree."""
    from cli.keyring import keyring
    from ledger.integrity.checkpoint import open_checkpoint, parse_checkpoint
    from ledger.integrity.note import parse_note
    from projections.checkpoints import Attested, check_tree

    note = parse_note(kept.note)
    said, size = parse_checkpoint(note.text), ledger.tree().size
    roots = {said.size: ledger.tree(said.size).root} if said.size <= size else {}
    check_tree(Attested(ledger.origin, size, roots), said)
    ring = keyring()
    verifiers, witnesses = ring.verifiers(), ring.witnesses()
    known = {(one.key.name, one.key.id) for one in (*verifiers, *witnesses)}
    if known.isdisjoint((one.name, one.key_id) for one in note.signatures):
        return []
    return [one.key.shown for one in open_checkpoint(kept.note, verifiers, witnesses).signed]
