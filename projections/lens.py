"""The lens of every question: as of when, as known when, known to whom, and with what clearance.

See the design, section 3, for time, and `ledger.cleared` for clearance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from ledger.errors import InputError
from ledger.near import near
from ledger.vocabulary import MarkingLevel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.dates import Instant
    from ledger.moments import Moment
    from ledger.state import ThreadRecord, World

LEDGER = "ledger"
"""The viewer that knows all that is recorded."""
PUBLIC = "public"
"""The viewer that is everybody; any other is a party's code."""


@dataclass(frozen=True, slots=True)
class Lens:
    """What a reader asks for; `Reader.lens` makes one of texts.

    `as_of` None means now. `known_by` is the viewer: `ledger`, `public`, or a party's code.
    `known_at` is on the viewer's own clock, None means now: for the ledger a log position, for
    others a moment of their calendar. `zone` None means each thread's own. `clearance` None means
    that everything is shown; with one, positions are counted in what may be seen.

    `known_at_most` is the latest K that whoever asks may ask about, on the same clock, a day there
    ending in each thread's own zone; None: any.
    """

    now: Instant
    as_of: Moment | None = None
    known_at: Moment | int | None = None
    known_by: str = LEDGER
    zone: str | None = None
    clearance: MarkingLevel | None = None
    known_at_most: Moment | int | None = None

    @property
    def hides(self) -> bool:
        """Whether anything that is recorded may lie above the clearance."""
        return self.clearance not in (None, MarkingLevel.TOP_SECRET)

    @property
    def is_ledger(self) -> bool:
        """Whether the ledger itself is asked, which knows all that is recorded."""
        return self.known_by == LEDGER

    @property
    def position(self) -> int | None:
        """K as a log position; None: all of the log, which other viewers are always told from."""
        positions = [one for one in (self.known_at, self.known_at_most) if isinstance(one, int)]
        return min(positions, default=None)

    def instant(self, thread_zone: str) -> Instant:
        """T as an instant: a bare day means its end, in the zone asked for or the thread's (T3)."""
        return self._end(self.as_of, thread_zone)

    def knowledge(self, thread_zone: str) -> Instant:
        """K as an instant of the viewer's calendar, read as T is; not for the ledger's own.

        Nothing that is still to come is known: a unit that has begun ends now.
        """
        known = None if isinstance(self.known_at, int) else self.known_at
        most = None if isinstance(self.known_at_most, int) else self.known_at_most
        last = self.now if most is None else most.end(thread_zone, self.now)
        return min(self._end(known, thread_zone), last, self.now)

    def _end(self, moment: Moment | None, thread_zone: str) -> Instant:
        return self.now if moment is None else moment.end(self.zone or thread_zone, self.now)


def uncut(lens: Lens) -> Lens:
    """The same lens on a log from which what lies above its clearance has been taken out."""
    return lens if lens.clearance is None else replace(lens, clearance=None)


class WorldSource(Protocol):
    """Where the believed acts come from: the ledger's store, or a test's list of events."""

    def world(self, threads: Iterable[str] | None, lens: Lens) -> World:
        """The named threads (None: all) as the viewer knew them at K, and those linked to them.

        With them come the parties that the viewer knows of. What it does not know is not there.
        """
        ...


def thread_at(source: WorldSource, thread: str, lens: Lens) -> tuple[World, ThreadRecord]:
    """A thread as known, with the world around it; InputError where there is none."""
    world = source.world([thread], lens)
    record = world.threads.get(thread)
    if record is not None:
        return world, record
    newest = replace(lens, known_at=None)
    if lens.position is not None and thread in source.world([thread], newest).threads:
        raise InputError(
            f"the ledger knew nothing of the thread {thread} at its position {lens.position}",
            mend="Ask without `--known-at`, for a later one (see `dipledger log`), or for what "
            "others knew then with `--known-by public`.",
        )
    raise no_thread(thread, source.world([], lens).thread_ids)


def no_thread(thread: str, known: Iterable[str]) -> InputError:
    """That there is no such thread, with near ones of those that the viewer knows of."""
    return InputError(
        f"there is no thread {thread}",
        near=near(thread, sorted(known)),
        mend="See `dipledger threads`.",
    )
