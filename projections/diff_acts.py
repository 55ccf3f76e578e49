"""Acts that stand elsewhere, or are believed otherwise, in one of two states of a thread."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ledger.placing import AHEAD, HAPPENED, POSSIBLE, UNDATED
from ledger.state import UNRECORDED
from projections.record import errata_of, field_changes
from projections.text import bounds_text, brief, placed_text, recorded_text
from projections.views.diff import ActChanged, ActDifference, ActMoved

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.placing import Placed
    from ledger.state import Recording, World
    from ledger.timeline import Negotiation
    from projections.views.record import Erratum


@dataclass(frozen=True)
class Side:
    """One of the two states, with the world that it was folded from."""

    world: World
    state: Negotiation

    @cached_property
    def placed(self) -> Mapping[str, Placed]:
        """Every act that is known, by full reference; those that happened come in their order."""
        chosen = self.state.selection
        known = (*chosen.happened, *chosen.possible, *chosen.undated, *self.state.placed)
        return {one.ref: one for one in known}

    @cached_property
    def standing(self) -> Mapping[str, str]:
        """Whether each act had happened by then (rule T3)."""
        chosen = self.state.selection
        words = dict.fromkeys(self.placed, AHEAD)
        words |= {one.ref: HAPPENED for one in chosen.happened}
        words |= {one.ref: POSSIBLE for one in chosen.possible}
        return words | {one.ref: UNDATED for one in chosen.undated}

    def recording(self, one: Placed) -> Recording:
        """When and by whom an act was recorded."""
        return self.world.threads[one.thread].recordings.get(one.act.id, UNRECORDED)


@dataclass(frozen=True)
class ActsCompared:
    """The acts of two states; `before` None: nothing was known of the thread."""

    before: Side | None
    after: Side

    @cached_property
    def happened(self) -> tuple[ActDifference, ...]:
        """Known to both, and happened in between without having moved."""
        return tuple(
            self._difference(one, was)
            for was, one in self._both
            if self._words(one.ref)[0] != HAPPENED
            and self._words(one.ref)[1] == HAPPENED
            and not _moved(was, one)
        )

    @cached_property
    def learned(self) -> tuple[ActDifference, ...]:
        """Known to the later only, of what had or may have happened by then."""
        return tuple(
            self._difference(one, None)
            for one in self.after.placed.values()
            if self._words(one.ref)[0] is None and self._words(one.ref)[1] != AHEAD
        )

    @cached_property
    def dropped(self) -> tuple[ActDifference, ...]:
        """Believed by the earlier only, of what had or may have happened by then."""
        return tuple(
            self._difference(None, was)
            for ref, was in self._placed_before.items()
            if ref not in self.after.placed and self._words(ref)[0] != AHEAD
        )

    @cached_property
    def changed(self) -> tuple[ActChanged, ...]:
        """Known to both, with fields that differ; an act that lies ahead of both is left out."""
        return tuple(
            ActChanged(act=brief(one, self._zone), fields=fields, why=self._why.get(one.ref, ()))
            for was, one in self._both
            if was.act is not one.act and not self._lies_ahead(one.ref)
            if (fields := tuple(field_changes(was.act, one.act)))
        )

    @cached_property
    def moved(self) -> tuple[ActMoved, ...]:
        """Known to both, and believed to have happened at another time."""
        return tuple(
            self._move(was, one)
            for was, one in self._both
            if _moved(was, one) and not self._lies_ahead(one.ref)
        )

    @property
    def _zone(self) -> str:
        return self.after.state.record.zone

    @property
    def _placed_before(self) -> Mapping[str, Placed]:
        return {} if self.before is None else self.before.placed

    @cached_property
    def _both(self) -> tuple[tuple[Placed, Placed], ...]:
        old = self._placed_before
        return tuple((old[ref], one) for ref, one in self.after.placed.items() if ref in old)

    def _words(self, ref: str) -> tuple[str | None, str | None]:
        before = None if self.before is None else self.before.standing.get(ref)
        return before, self.after.standing.get(ref)

    def _lies_ahead(self, ref: str) -> bool:
        return set(self._words(ref)) == {AHEAD}

    def _difference(self, one: Placed | None, was: Placed | None) -> ActDifference:
        shown = one or was
        assert shown is not None  # noqa: S101 -- one of the two states has it
        side = self.after if one is not None else self.before
        assert side is not None  # noqa: S101 -- as above
        before, after = self._words(shown.ref)
        recording = side.recording(shown)
        return ActDifference(
            act=brief(shown, self._zone),
            before=before,
            after=after,
            recorded_at=recorded_text(recording.recorded_at) if recording.position else None,
            recorded_by=recording.recorded_by or None,
            position=recording.position or None,
            why=self._why.get(shown.ref, ()),
        )

    def _move(self, was: Placed, one: Placed) -> ActMoved:
        before, after = self._words(one.ref)
        texts = [placed_text(each, self._zone) for each in (was, one)]
        if texts[0] == texts[1]:
            texts = [bounds_text(each, self._zone) or UNDATED for each in (was, one)]
        return ActMoved(
            act=brief(one, self._zone),
            before=before or AHEAD,
            after=after or AHEAD,
            before_text=texts[0],
            after_text=texts[1],
            earliest_before=was.earliest,
            latest_before=was.latest,
            rule="T2" if was.stated == one.stated else "T1",
            why=self._why.get(one.ref, ()),
        )

    @cached_property
    def _why(self) -> Mapping[str, tuple[Erratum, ...]]:
        """The notices that were recorded in between, by the act they are about."""
        found: dict[str, tuple[Erratum, ...]] = {}
        for thread in {ref.partition("/")[0] for ref in (*self._placed_before, *self.after.placed)}:
            for ref, erratum in self._new_errata(thread):
                found[ref] = (*found.get(ref, ()), erratum)
        return found

    def _new_errata(self, thread: str) -> Iterator[tuple[str, Erratum]]:
        record = self.after.world.threads.get(thread)
        if record is None or self.before is None:
            return
        old = self.before.world.threads.get(thread)
        told = set() if old is None else {one.notice.id for one in old.notices}
        if len(told) == len(record.notices):
            return
        errata = {one.id: one for one in errata_of(record)}
        for erratum in errata.values():
            if erratum.id not in told:
                about = erratum
                while about.notice is not None:
                    about = errata[about.notice]
                yield f"{thread}/{about.act}", erratum


def _moved(was: Placed, one: Placed) -> bool:
    return (was.earliest, was.latest) != (one.earliest, one.latest)
