"""A ledger to ask: of one thread by folding it, over all of them by the read model.

The methods of `Reader` are the commands of the command line, with the words of their options.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, Self

from ledger.cleared import Hidden, higher, highest_in_force
from ledger.errors import InputError
from ledger.state import World
from projections.glance_reader import GlanceReader
from projections.lens import LEDGER, Lens, WorldSource, uncut
from projections.read_model.marked import highest_marking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ledger.dates import Instant
    from ledger.moments import Moment
    from ledger.vocabulary import MarkingLevel
    from projections.cleared_reader import Clearances
    from projections.read_model.model import ReadModel, Telling
    from projections.read_model.snapshot import Snapshot
    from projections.source import Kept
    from projections.views.diff import DiffView
    from projections.views.history import LogView


class Snapshots(Protocol):
    """What a question over the whole ledger is asked of."""

    def snapshot(self, lens: Lens) -> AbstractContextManager[Snapshot]:
        """The rows of the read model through a lens, one state of them for several queries."""
        ...


class Answering(WorldSource, Snapshots, Protocol):
    """What questions of both sorts are asked of."""


class Reader(GlanceReader):
    """Answers about a ledger, each a frozen view; a context manager.

    Every question is asked through a lens, which `lens` makes; without one it asks what the ledger
    knows now. InputError, with near misses, where what is named is not known through the lens.

    The read model, which answers questions over all threads, is opened when it is first needed.
    """

    def __init__(
        self,
        ledger: Kept,
        *,
        note: Callable[[str], None] = lambda _: None,
        progress: Telling | None = None,
        in_memory: bool = False,
    ) -> None:
        """`note` is told what is worth a line beside an answer, `progress` how a build gets on.

        `in_memory`: the read model is made in memory, and nothing in the ledger's file is used.
        """
        super().__init__(ledger, lambda: ledger.now)
        self._ledger = ledger
        self._note = note
        self._progress = progress
        self._in_memory = in_memory
        self._model: ReadModel | None = None
        self._whole: dict[int, int] = {}
        self._clearances: Clearances | None = None
        self._marking: MarkingLevel | None = None

    def lens(  # noqa: PLR0913 -- one argument for each option of the command
        self,
        *,
        as_of: str | None = None,
        known_at: str | int | None = None,
        known_by: str = LEDGER,
        zone: str | None = None,
        clearance: str | None = None,
        now: Instant | None = None,
    ) -> Lens:
        """As of when, as known when, known to whom, with what clearance to ask (design, section 3).

        Args:
            as_of: what had happened by then: `2022-01-27` (its end), `2022-01`, `2022-Q1`, a time,
                `today`, `-7d`; None: now.
            known_at: as known then, None: now. For the ledger a time of recording in UTC, or a
                position of the log (`12`, `"#12"`); for others a day or time of their calendar.
            known_by: `ledger`, `public`, or a party's code.
            zone: the zone that moments are read in; None: each thread's own.
            clearance: `restricted` and so on: what lies above it is hidden; None: nothing is.
            now: seconds since the epoch, UTC; None: by the ledger's clock.

        InputError for a text that is no moment, zone, viewer or level, and for knowledge still to
        come.
        """
        from projections.asked import (
            clearance_asked,
            known_moment,
            moment_asked,
            placed,
            viewer_of,
        )

        now = self._now() if now is None else now
        if clearance is not None:
            cleared = Lens(now, clearance=clearance_asked(clearance))
            through = (self._seen(cleared) or self).lens(
                as_of=as_of, known_at=known_at, known_by=known_by, zone=zone, now=now
            )
            return replace(through, clearance=cleared.clearance)
        if zone is not None:
            from ledger.zones import find_zone

            placed("--zone", lambda: find_zone(zone))
        viewer = viewer_of(known_by, lambda: self._ledger.world([]))
        asked = f"#{known_at}" if isinstance(known_at, int) else known_at
        known: Moment | int | None = None
        if asked is not None:
            known = (
                self._position(asked, now)
                if viewer == LEDGER
                else known_moment(asked, viewer, now=now, zone=zone)
            )
        return Lens(now, moment_asked("--as-of", as_of), known, viewer, zone)

    def between(
        self,
        thread: str,
        dates: str | None = None,
        lens: Lens | None = None,
        *,
        known_at: str | None = None,
    ) -> tuple[Lens, Lens]:
        """The two lenses of a range, for `diff`: `A..B`, `A..`, `..B`, or one unit of time.

        Either of dates, or of moments of knowledge (`known_at`), on the clock of the lens's viewer;
        the other axis is held as the lens has it. InputError where it is not one of both.
        """
        from projections import between

        lens = self._through(lens)
        if seen := self._seen(lens):
            before, after = seen.between(thread, dates, uncut(lens), known_at=known_at)
            return (
                replace(before, clearance=lens.clearance),
                replace(after, clearance=lens.clearance),
            )
        if dates is not None and known_at is None:
            return between.by_date(self, thread, dates, lens)
        if known_at is None or dates is not None:
            raise InputError("two dates, or two moments of knowledge, can be compared")
        if lens.is_ledger:
            return between.by_record(
                self._ledger, known_at, lens, lambda text: self._position(text, lens.now)
            )
        return between.by_calendar(self, thread, known_at, lens)

    def diff(self, thread: str, before: Lens, after: Lens) -> DiffView:
        """What differs in a thread between two lenses, which differ in one axis of time.

        InputError where the later one is the earlier.
        """
        from projections.diff import diff_view

        positions = {before.position, after.position} - {None, 0}
        recorded = {at: self.recorded_at(at, after) for at in positions if at is not None}
        return diff_view(self, thread, before, after, recorded)

    def log(self, lens: Lens | None = None, *, after: int = 0, limit: int | None = None) -> LogView:
        """The raw log after a position, event by event in the order of recording.

        With a clearance, what may be seen of it, numbered as if there were nothing else: a gap
        would tell how much is hidden in every stretch.
        """
        from projections.log import log_view

        lens = self._through(lens)
        if seen := self._seen(lens):
            return seen.log(uncut(lens), after=after, limit=limit)
        events = list(self._ledger.log(after=after, limit=limit, upto=lens.position))
        streams = {one.originator_id for one in events}
        self._note_marking(lens, lambda: highest_in_force(self._ledger.world(streams), lens.now))
        return log_view(events)

    def before_first_act(self, lens: Lens, thread: str | None = None) -> str | None:
        """That nothing had happened by the date asked about, and when the first act did; else None.

        In one thread, or None: in any; only of what the viewer of the lens knows. Costs nothing
        where no date is asked about.
        """
        from projections.before_first_act import before_first_act

        return before_first_act(self, lens, thread)

    def seal_key(self, key_id: str) -> bytes | None:
        """The key of a sealed text; None where it is not there."""
        return self._ledger.seal_key(key_id)

    def _position(self, known_at: str, now: Instant) -> int:
        from projections.asked import known_position, nothing_yet

        found = known_position(self._ledger, known_at, now)
        if found == 0:
            self._note(nothing_yet(self._ledger, known_at))
        return found

    @property
    def model(self) -> ReadModel:
        """The read model, which is not caught up before it is asked."""
        if self._model is None:
            from projections.read_model.model import ReadModel

            self._model = ReadModel(
                self._ledger,
                None if self._in_memory else self._ledger.beside(),
                note=self._note,
                progress=self._progress,
            )
        return self._model

    def world(self, threads: Iterable[str] | None, lens: Lens) -> World:
        """See `WorldSource`. Of no thread in particular, others than the ledger need not all."""
        asked = None if threads is None else list(threads)
        if seen := self._seen(lens):
            return seen.world(asked, uncut(lens))
        if asked or asked is None or lens.is_ledger:
            world = super().world(asked, uncut(lens))
            self._note_marking(lens, lambda: highest_in_force(world, lens.now))
            return world
        with self.snapshot(lens) as snapshot:
            named = snapshot.parties()
            slugs = frozenset(one.slug for one in snapshot.threads.values())
        registered = self._ledger.world([]).parties
        known = {code: party for code, party in registered.items() if code in named}
        return World(parties=known, thread_ids=slugs)

    def known_since(self, thread: str, viewer: str, lens: Lens) -> Mapping[str, Instant]:
        """See `LedgerSource.known_since`."""
        seen = self._seen(lens)
        return (
            super().known_since(thread, viewer, uncut(lens))
            if seen is None
            else seen.known_since(thread, viewer, uncut(lens))
        )

    @contextmanager
    def snapshot(self, lens: Lens) -> Iterator[Snapshot]:
        """See `Snapshots`. A position in the middle of a transaction means the whole of it."""
        with self.unmarked(lens) as snapshot:
            self._note_marking(lens, lambda: highest_marking(snapshot, lens.now))
            yield snapshot

    @contextmanager
    def unmarked(self, lens: Lens) -> Iterator[Snapshot]:
        """As `snapshot`, to read rows of one thread alone, whose world is asked for as well.

        The marking is that of the world then, not that of the whole ledger.
        """
        if seen := self._seen(lens):
            with seen.unmarked(uncut(lens)) as snapshot:
                yield snapshot
            return
        if lens.known_by == LEDGER and lens.position is not None:
            lens = replace(lens, known_at=self._whole_of(lens.position))
        with self.model.snapshot(lens) as snapshot:
            yield snapshot

    def above(self, lens: Lens) -> tuple[int, int]:
        """How many acts, and how many threads, of the ledger lie above a lens's clearance.

        Acts that were retracted are counted too: they are still in the log.
        """
        hidden = self._through_clearances.cut(lens).hidden if lens.hides else Hidden()
        return len(hidden.acts), len(hidden.threads)

    @property
    def marking(self) -> MarkingLevel | None:
        """The highest marking in force in what was read so far without a clearance; None: none."""
        return self._marking

    def forget_marking(self) -> None:
        """Begin a new answer: from here on, `marking` is of what is read for it."""
        self._marking = None

    def _note_marking(self, lens: Lens, found: Callable[[], MarkingLevel | None]) -> None:
        if lens.clearance is None:
            self._marking = higher(self._marking, found())

    def _seen(self, lens: Lens) -> Reader | None:
        """The reader of what a clearance lets be seen; None: this one, of all there is."""
        return self._through_clearances.seen(lens) if lens.hides else None

    @property
    def _through_clearances(self) -> Clearances:
        if self._clearances is None:
            from projections.cleared_reader import Clearances

            self._clearances = Clearances(
                self._ledger,
                self.model.snapshot,
                note=self._note,
                progress=self._progress,
                in_memory=self._in_memory,
            )
        return self._clearances

    def _whole_of(self, position: int) -> int:
        """See `Ledger.whole`; what is recorded stays as it is, so that it is looked up once."""
        if position not in self._whole:
            found = self._ledger.whole(position)
            if position > self._ledger.head()[0]:
                return found
            self._whole[position] = found
        return self._whole[position]

    def recorded_at(self, position: int, lens: Lens | None = None) -> int:
        """When a position of the log was recorded, in microseconds UTC."""
        if lens is not None and (seen := self._seen(lens)):
            return seen.recorded_at(position)
        (stored,) = self._ledger.log(after=position - 1, limit=1)
        return stored.recorded_at

    def position_at(self, at: Instant, lens: Lens | None = None) -> int:
        """The last position of the log, as a lens counts them, recorded by an instant; 0: none."""
        if lens is not None and (seen := self._seen(lens)):
            return seen.position_at(at)
        from projections.asked import MICROS

        return self._ledger.position_at(at * MICROS + MICROS - 1)

    def close(self) -> None:
        """Close the read model; the ledger is its opener's to close."""
        if self._clearances is not None:
            self._clearances.close()
            self._clearances = None
        if self._model is not None:
            self._model.close()
            self._model = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
