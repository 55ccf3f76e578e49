"""Questions of somebody who looks rather than asks: what presses, what is new, what to look at."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from projections.ledger_reader import LedgerReader

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from ledger.dates import Instant
    from projections.lens import Lens
    from projections.read_model.snapshot import Snapshot
    from projections.views.dealings import DealingsView
    from projections.views.overview import OverviewView
    from projections.views.since import SinceView
    from projections.views.stops import StopsView


class GlanceReader(LedgerReader, ABC):
    """Answers with what stands out, and counts the rest."""

    @abstractmethod
    def unmarked(self, lens: Lens) -> AbstractContextManager[Snapshot]:
        """As `snapshot`, to read rows of one thread alone, whose world is asked for as well."""

    @abstractmethod
    def position_at(self, at: Instant, lens: Lens | None = None) -> int:
        """The last position of the log, as a lens counts them, recorded by an instant; 0: none."""

    def overview(
        self,
        lens: Lens | None = None,
        *,
        status: str | None = None,
        limit: int = 50,
        start: int = 0,
    ) -> OverviewView:
        """What presses most: replies owed, and the threads that moved last; the rest is counted.

        At most `limit` of each; of the threads, those with a `status`, without the first `start`.
        """
        from ledger.vocabulary import ThreadStatus
        from projections.asked import one_of
        from projections.overview import overview_view

        if status is not None:
            status = one_of("status of a thread", "--status", status, ThreadStatus)
        return overview_view(self, self._through(lens), status=status, limit=limit, start=start)

    def since(self, lens: Lens | None = None, *, since: str, limit: int = 50) -> SinceView:
        """What happened after a date, and what of before it became known after it.

        At most `limit` of each, the newest first. `since` is `2022-01-20` (its end), or back from
        the date of the lens, `-7d`.
        """
        from projections.asked import moment_asked
        from projections.since import since_view

        lens = self._through(lens)
        moment = moment_asked("--since", since)
        assert moment is not None  # noqa: S101 -- it is given
        recorded = None
        if lens.is_ledger:
            recorded = self.position_at(moment.end("UTC", lens.instant("UTC")), lens)
        return since_view(self, lens, moment, limit, recorded=recorded)

    def dealings(
        self, lens: Lens | None = None, *, thread: str | None = None, party: str | None = None
    ) -> DealingsView:
        """Who deals with whom: how often, in what acts, from when to when, who owes whom replies.

        `party`: only what it says to others, and they to it.
        """
        from projections.dealings import dealings_view

        lens = self._through(lens)
        return dealings_view(self, lens, thread=thread, party=self._code(party, lens))

    def stops(self, thread: str, lens: Lens | None = None) -> StopsView:
        """The moments of a thread at which something happens, or more becomes known of it.

        Of all that is known through the lens, whatever its date.
        """
        from projections.stops import stops_view

        return stops_view(self, thread, self._through(lens))
