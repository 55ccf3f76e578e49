"""What `verify` looks at, one step after the other, each only where the one before found nothing.

Guards, stored bytes, tree and checkpoints, what was seen of the ledger before; then the events
themselves: that each can be read, that every rule would take it again, and that the read model says
what the log says.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, cast

from cli.checks.results import FAIL, fail, ok, warning
from ledger.errors import DipledgerError, SetupError
from ledger.integrity.unverified import Unverified
from ledger.store.remembered import Memory, doubts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cli.views import CheckView
    from ledger import Ledger
    from ledger.events import Event
    from ledger.rejudge import Rejudging
    from ledger.store.envelope import Recorded

    Telling = Callable[[str, int, int], None]

_ACCEPT = "If that is as it should be, accept it with `dipledger verify --accept`."
_RESTORE = "Keep the file as it is, and compare it with a backup: docs/security.md."


class Verifying:
    """The steps over one open ledger; `position` is the first event that differs."""

    def __init__(
        self, ledger: Ledger, path: Path, memory: Memory | None, telling: Telling, *, discreet: bool
    ) -> None:
        """`memory` None puts aside what was seen; `discreet`: name no more than positions."""
        self._ledger = ledger
        self._path = path
        self._memory = memory
        self._telling = telling
        self._discreet = discreet
        self.position: int | None = None

    def checks(self, *, quick: bool) -> Iterator[CheckView]:
        """Every step up to the first that finds something; `quick`: nothing of what events say."""
        steps: list[Callable[[], Iterator[CheckView]]] = [
            self._checkpoints,
            lambda: self._tree(thorough=not quick),
            self._seen,
        ]
        if not quick:
            steps += [self._events, self._read_model]
        for step in steps:
            failed = False
            for check in step():
                failed |= check.result == FAIL
                yield check
            if failed:
                return

    def _tree(self, *, thorough: bool) -> Iterator[CheckView]:
        seen = None if self._memory is None else self._memory.seen(self._ledger.origin)
        roots = {}
        if seen is not None and seen.head.size <= self._ledger.tree().size:
            roots[seen.head.size] = seen.head.root
        try:
            sound = self._ledger.sound(progress=self._telling, roots=roots, thorough=thorough)
        except Unverified as found:
            self.position = getattr(found, "position", None)
            yield fail("tree", found.what, found.mend or _RESTORE)
            return
        yield ok("guards", "tables and triggers are those that dipledger made")
        events = (
            "1 event fits its leaf"
            if sound.size == 1
            else f"{sound.size:,} events fit their leaves"
        )
        yield ok("tree", f"{events}, and the tree with every checkpoint")
        if self._ledger.withheld:
            yield warning(
                "withheld",
                f"of {self._ledger.withheld:,} of them there is only the leaf: this is a copy",
                "Whoever has the whole ledger can show them.",
            )

    def _checkpoints(self) -> Iterator[CheckView]:
        from cli.keyring import keyring
        from ledger.integrity.checkpoint import open_checkpoint
        from ledger.integrity.note import parse_note

        kept = self._ledger.checkpoints()
        if not kept:
            yield warning(
                "checkpoints",
                "none is kept: against a history that was rewritten as a whole, nothing speaks",
                "Sign one with `dipledger checkpoint create`, and keep it elsewhere.",
            )
            return
        ring = keyring()
        verifiers, witnesses = ring.verifiers(), ring.witnesses()
        keys = {(one.key.name, one.key.id) for one in (*verifiers, *witnesses)}
        unknown = 0
        for one in kept:
            try:
                signers = {(line.name, line.key_id) for line in parse_note(one.note).signatures}
                if signers & keys:
                    open_checkpoint(one.note, verifiers, witnesses)
                else:
                    unknown += 1
            except Unverified as found:
                yield fail("checkpoints", f"checkpoint {one.number}: {found.what}", found.mend)
                return
        number = "1 is" if len(kept) == 1 else f"{len(kept)} are"
        told = f"{number} kept, up to {max(one.size for one in kept):,} events"
        if unknown:
            yield warning(
                "checkpoints",
                f"{told}; {unknown} signed by nobody that you know",
                "Trust the key that signed with `dipledger keys trust`, if you know whose it is.",
            )
        else:
            yield ok("checkpoints", f"{told}; all signed by keys that you know")

    def _seen(self) -> Iterator[CheckView]:
        if self._memory is None:
            yield ok("seen before", "what was seen of it before is put aside: it is accepted")
            return
        found = doubts(self._ledger, self._path, self._memory)
        for doubt in found:
            yield fail("seen before", doubt.what, f"{_RESTORE} {_ACCEPT}")
        if not found:
            seen = self._memory.seen(self._ledger.origin)
            what = "nothing was seen of it before"
            if seen is not None:
                what = f"it goes on from the {seen.head.size:,} events that were last seen"
            yield ok("seen before", what)

    def _events(self) -> Iterator[CheckView]:
        from ledger.rejudge import Rejudging

        total, unknown = self._ledger.head()[0], 0
        whole = not self._ledger.withheld
        rejudging = Rejudging()
        try:
            for _, one_time in groupby(self._ledger.log(), key=lambda one: one.recorded_at):
                transaction = list(one_time)
                known = [one for one in transaction if one.event is not None]
                unknown += len(transaction) - len(known)
                if whole and not unknown and (found := self._against(rejudging, known)):
                    yield found
                    return
                self._telling("judging every event again", transaction[-1].position or 0, total)
        except SetupError as error:
            yield fail("events", error.what, error.mend)
            return
        self._telling("judging every event again", total, total)
        yield from _read(total, unknown)
        yield (
            ok("rules", "every rule would take every event again")
            if whole and not unknown
            else (
                warning(
                    "rules", "not judged again: not every event is there to be read", "See above."
                )
            )
        )

    def _against(self, rejudging: Rejudging, events: list[Recorded]) -> CheckView | None:
        told = [(one.originator_id, cast("Event", one.event)) for one in events]
        found = rejudging.judge(told)
        if found is None:
            return None
        at, why = found
        self.position = events[at].position
        sentence = "" if self._discreet else f": {why}"
        return fail("rules", f"event {self.position} speaks against the rules{sentence}", _RESTORE)

    def _read_model(self) -> Iterator[CheckView]:
        import sqlite3

        from projections.read_model.comparing import first_difference
        from projections.reader import Reader

        mend = "Nothing is lost. Build it anew: dipledger projection rebuild"
        with Reader(self._ledger) as reader:
            if reader.model.in_memory:
                yield ok("read model", "none is kept: the ledger may only be read")
                return
            try:
                found = first_difference(
                    reader.model,
                    self._ledger,
                    lambda viewer, done, total: self._telling(
                        f"reading the log for what {viewer} knows", done, total
                    ),
                )
            except (sqlite3.DatabaseError, DipledgerError) as error:
                found = str(error)
        if found is None:
            yield ok("read model", "it says what the log says")
        elif self._discreet:
            yield fail("read model", "it has rows that the log does not give", mend)
        else:
            yield fail("read model", found, mend)


def _read(total: int, unknown: int) -> Iterator[CheckView]:
    if unknown:
        yield warning(
            "events",
            f"{unknown:,} of {total:,} are of types that this release does not know",
            "Verify with the version of dipledger that wrote them, or a newer one.",
        )
    else:
        yield ok("events", "every event can be read")
