"""The most that any address of the page may ask for, and the lens of what one does ask for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ledger.errors import InputError
from projections.asked import is_position, viewer_spelt
from projections.lens import LEDGER, PUBLIC

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.dates import Instant
    from projections.lens import Lens
    from projections.reader import Reader


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What the page was started with; what lies above it is to every address as if not there.

    `known_by` is the viewer who may know most: `ledger` (anybody's knowledge may be asked for), a
    party (its own and the public's) or `public`. `known_at` is on that viewer's clock. With a
    `known_at` of the ledger nobody else's knowledge can be asked for: it is told from all that was
    recorded since. `zone` is the one that moments are read in where an address names none.
    """

    clearance: str | None = None
    known_by: str = LEDGER
    known_at: str | None = None
    zone: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether all that the ledger knows may be asked for, a clearance aside."""
        return self.known_by == LEDGER and self.known_at is None

    def top(self, reader: Reader, *, now: Instant | None = None) -> Lens:
        """The lens of the ceiling itself: all that may be asked for, as of now."""
        lens = reader.lens(
            known_at=self.known_at,
            known_by=self.known_by,
            zone=self.zone,
            clearance=self.clearance,
            now=now,
        )
        return replace(lens, known_at_most=lens.known_at)

    def viewers(self, parties: tuple[str, ...]) -> tuple[str, ...]:
        """Whose knowledge may be asked for, of some parties that are known."""
        if not self.is_whole:
            return tuple(dict.fromkeys((self.known_by, *self._also)))
        return (LEDGER, PUBLIC, *parties)

    @property
    def _also(self) -> tuple[str, ...]:
        return () if self.known_by == LEDGER else (PUBLIC,)

    def lens(self, reader: Reader, asked: Mapping[str, str], *, now: Instant | None = None) -> Lens:
        """The lens of an address: what it asks for, as far as the ceiling lets it.

        `asked` may have `as_of`, `known_at`, `known_by` and `zone`, as the options of the command
        line. InputError for what cannot be read, and for a viewer above the ceiling.
        """
        viewer = self._viewer(asked.get("known_by"))
        top = self.top(reader, now=now)
        known_at = asked.get("known_at")
        if known_at is not None and top.position is not None:
            position = is_position(known_at)
            if position is not None and position > top.position:
                known_at = (
                    f"#{top.position}"  # that there is more is not told, nor that there is not
                )
        lens = reader.lens(
            as_of=asked.get("as_of"),
            known_at=known_at,
            known_by=viewer,
            zone=asked.get("zone") or self.zone,
            clearance=self.clearance,
            now=top.now,
        )
        if top.known_at is None:
            return lens
        known = top.known_at if lens.known_at is None else lens.known_at
        if isinstance(known, int) and isinstance(top.known_at, int):
            known = min(known, top.known_at)
        return replace(lens, known_at=known, known_at_most=top.known_at)

    def _viewer(self, asked: str | None) -> str:
        """The viewer that is asked for; one above the ceiling is refused before it is looked up."""
        if asked is None:
            return self.known_by
        wanted = viewer_spelt(asked)
        if self.is_whole or wanted in (self.known_by, *self._also):
            return wanted
        offered = " or ".join(self.viewers(()))
        raise InputError(
            f"what {wanted} knows is not shown here",
            where="--known-by",
            mend=f"Ask for {offered}.",
        )
