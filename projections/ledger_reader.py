"""Questions over all threads, answered from the read model, and about who is in them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING

from projections.thread_reader import ThreadReader

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager

    from projections.lens import Lens
    from projections.read_model.snapshot import Snapshot
    from projections.views.acts import ActsView
    from projections.views.parties import PartiesView, PartyView
    from projections.views.persons import PersonsView
    from projections.views.point_history import HistoryView
    from projections.views.point_lines import PointLinesView
    from projections.views.record import AnomaliesView, ErrataView
    from projections.views.search import SearchView
    from projections.views.stats import StatsView
    from projections.views.threads import OwedView, ThreadsView


class LedgerReader(ThreadReader, ABC):
    """Answers about all threads as well. With several conditions, all of them have to apply."""

    @abstractmethod
    def snapshot(self, lens: Lens) -> AbstractContextManager[Snapshot]:
        """The rows of the read model through a lens, one state of them for several queries."""

    @abstractmethod
    def recorded_at(self, position: int, lens: Lens | None = None) -> int:
        """When a position of the log, as a lens counts them, was recorded, in microseconds UTC."""

    def threads(
        self,
        lens: Lens | None = None,
        *,
        party: str | None = None,
        status: Iterable[str] = (),
        tag: str | None = None,
        active_since: str | None = None,
        quiet_since: str | None = None,
        dormant: bool = False,
    ) -> ThreadsView:
        """The threads with their status, by id; those to which all that is given applies."""
        from ledger.vocabulary import ThreadStatus
        from projections.asked import moment_asked, one_of
        from projections.threads import ThreadFilter, threads_view

        lens = self._through(lens)
        wanted = ThreadFilter(
            party=self._code(party, lens),
            statuses=tuple(
                one_of("status of a thread", "--status", one, ThreadStatus) for one in status
            ),
            tag=tag,
            active=moment_asked("--active-since", active_since),
            quiet=moment_asked("--quiet-since", quiet_since),
            dormant=dormant,
        )
        return threads_view(self, lens, wanted)

    def owed(
        self,
        lens: Lens | None = None,
        *,
        party: str | None = None,
        to: str | None = None,
        thread: str | None = None,
        older_than: str | None = None,
        overdue: bool = False,
        due_within: str | None = None,
    ) -> OwedView:
        """Who owes whom a reply, since when, for which points, and whether it is overdue.

        `party` owes it, or is a group whose member does; `to` waits for it. Ages and terms are
        `30d`, `4w`, `1m`, `1y`: calendar days in the thread's zone. The longest owed comes first.
        """
        from projections.asked import days_asked
        from projections.owed import OwedFilter, owed_view

        lens = self._through(lens)
        wanted = OwedFilter(
            older_than=days_asked("--older-than", "-", older_than),
            overdue=overdue,
            due_within=days_asked("--due-within", "+", due_within),
            thread=thread,
        )
        debtor = None if party is None else self.party(party, lens).party
        wanted = replace(wanted, creditor=self._code(to, lens))
        return owed_view(self, lens, wanted, party=debtor)

    def point_lines(
        self,
        lens: Lens | None = None,
        *,
        thread: str | None = None,
        status: Iterable[str] = (),
        to: str | None = None,
        by: str | None = None,
        kind: str | None = None,
    ) -> PointLinesView:
        """One line for each point and addressee, over all threads or in one."""
        from ledger.vocabulary import PointKind, Status
        from projections.asked import one_of
        from projections.point_lines import PointFilter, point_lines_view

        lens = self._through(lens)
        wanted = PointFilter(
            statuses=tuple(one_of("status of a point", "--status", one, Status) for one in status),
            party=self._code(to, lens),
            raiser=self._code(by, lens),
            kind=None if kind is None else one_of("kind of point", "--kind", kind, PointKind),
            thread=thread,
        )
        return point_lines_view(self, lens, wanted)

    def acts(
        self,
        lens: Lens | None = None,
        *,
        thread: str | None = None,
        party: str | None = None,
        kind: str | None = None,
        instrument: str | None = None,
        role: str | None = None,
        person: str | None = None,
        disclosure: str | None = None,
        conflicting: bool = False,
    ) -> ActsView:
        """Acts in the order in which they happened; those to which all that is given applies.

        `party` sends or receives it, or it is sent on its behalf; `person` is a part of a name or
        post, and with `role` in that role; `conflicting`: of which sources say different things.
        """
        from ledger.kinds import KIND_BY_WORD
        from ledger.vocabulary import Disclosure, Instrument, Role
        from projections.acts import ActFilter, acts_view
        from projections.asked import one_of

        def word(what: str, option: str, given: str | None, words: Iterable[str]) -> str | None:
            return None if given is None else one_of(what, option, given, words)

        lens = self._through(lens)
        wanted = ActFilter(
            party=self._code(party, lens),
            kind=word("kind of act", "--kind", kind, KIND_BY_WORD),
            instrument=word("instrument", "--instrument", instrument, Instrument),
            role=word("role", "--role", role, Role),
            person=person,
            disclosure=word("disclosure", "--disclosure", disclosure, Disclosure),
            conflicting=conflicting,
        )
        return acts_view(self, lens, wanted, thread=thread)

    def search(
        self,
        query: str,
        lens: Lens | None = None,
        *,
        thread: str | None = None,
        party: str | None = None,
        kind: str | None = None,
        fields: Iterable[str] = (),
        limit: int = 20,
    ) -> SearchView:
        """Acts by the words in them, the best fitting first, at most `limit` of them.

        `fields` are those to look through, none named means all: summary, points, persons, text,
        sources. InputError for a question that asks nothing.
        """
        from ledger.kinds import KIND_BY_WORD
        from projections.asked import one_of
        from projections.read_model.text_search import FIELDS
        from projections.search import SearchFilter, search_view

        lens = self._through(lens)
        chosen = {one_of("field to look through", "--in", one, FIELDS) for one in fields}
        wanted = SearchFilter(
            thread=thread,
            party=self._code(party, lens),
            kind=None if kind is None else one_of("kind of act", "--kind", kind, KIND_BY_WORD),
            fields=tuple(field for field in FIELDS if not chosen or field in chosen),
            limit=limit,
        )
        return search_view(self, lens, query, wanted)

    def persons(
        self,
        lens: Lens | None = None,
        *,
        name: str | None = None,
        role: str | None = None,
        party: str | None = None,
        thread: str | None = None,
    ) -> PersonsView:
        """Who carried, signed, announced, edited or attended what; `name` is a part of one."""
        from ledger.vocabulary import Role
        from projections.asked import one_of
        from projections.persons import PersonFilter, persons_view

        lens = self._through(lens)
        wanted = PersonFilter(
            name=name,
            role=None if role is None else one_of("role", "--role", role, Role),
            party=self._code(party, lens),
            thread=thread,
        )
        return persons_view(self, lens, wanted)

    def stats(
        self,
        lens: Lens | None = None,
        *,
        thread: str | None = None,
        party: str | None = None,
        tag: str | None = None,
        listed: bool = False,
    ) -> StatsView:
        """How fast parties reply, how many points are accepted, who acts how often.

        `listed`: with every act and point that is counted.
        """
        from projections.stats import StatsFilter, stats_view

        lens = self._through(lens)
        wanted = StatsFilter(thread=thread, party=self._code(party, lens), tag=tag)
        return stats_view(self, lens, wanted, listed=listed)

    def history(
        self, point: str, lens: Lens | None = None, *, everything: bool = False
    ) -> HistoryView:
        """Each status of a point, THREAD/LABEL: since when, by which act, and known from when.

        `everything`: also what was once believed and no longer is.
        """
        from projections.point_history import history_view

        return history_view(self, point, self._through(lens), once_believed=everything)

    def parties(self, text: str | None = None, lens: Lens | None = None) -> PartiesView:
        """The parties registered or used in the ledger; with a text, all that are called so."""
        from projections.parties import parties_view

        return parties_view(self, self._through(lens), text)

    def party(self, code: str, lens: Lens | None = None) -> PartyView:
        """A party with its names, members, dates and identifiers."""
        from projections.parties import party_view

        return party_view(self, code.upper(), self._through(lens))

    def errata(self, thread: str | None = None, lens: Lens | None = None) -> ErrataView:
        """What was corrected, retracted, cited, disclosed or reclassified, in a thread or all."""
        from projections.record import errata_view

        return errata_view(self, thread, self._through(lens))

    def anomalies(self, thread: str | None = None, lens: Lens | None = None) -> AnomaliesView:
        """What is odd but possible, in a thread or in the whole ledger."""
        from projections.record import anomalies_view

        return anomalies_view(self, self._through(lens), thread)

    def _code(self, party: str | None, lens: Lens) -> str | None:
        return None if party is None else self.party(party, lens).party.code
