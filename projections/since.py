"""What is new since a date: for a reader who looked then, and looks again."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pydantic_core import from_json

from ledger.placing import in_order
from projections.read_model.since import windows
from projections.text import instant_text
from projections.threads import status_of_cell
from projections.views.acts import ActBrief
from projections.views.since import LearnedView, ReplySinceView, SinceView, ThreadSinceView

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.moments import Moment
    from projections.lens import Lens
    from projections.read_model.since import ActSince, ReplySince, Some, ThreadSince, Window
    from projections.reader import Snapshots

T = TypeVar("T")


def since_view(
    source: Snapshots,
    lens: Lens,
    since: Moment,
    limit: int = 50,
    *,
    recorded: int | None = None,
) -> SinceView:
    """What happened after a moment by T, and what of before it became known after it.

    At most `limit` of each. A moment such as `-7d` is from the date of the lens. `recorded` is the
    last position of the log by then, for the ledger, who knew what was recorded; others know by
    their own calendar.
    """
    with source.snapshot(lens) as snapshot:
        parts = list(windows(snapshot, since, recorded))

        def some(
            found: Callable[[Window], Some], key: Callable[[T], tuple[object, ...]]
        ) -> tuple[list[T], int]:
            several = [found(part) for part in parts]
            every: list[T] = [one for each in several for one in each.found]
            every.sort(key=key)
            return every[:limit], sum(each.total for each in several)

        acts, acts_in_all = some(lambda part: part.acts(limit), _newest)
        threads, threads_in_all = some(lambda part: part.threads(limit), _begun)
        replies, replies_in_all = some(lambda part: part.replies(limit), _became)
        learned, learned_in_all = some(lambda part: part.told(limit), _last_learned)
        possible = snapshot.possible()
    return SinceView(
        since=str(since),
        acts=tuple(_brief(one) for one in reversed(list(in_order(acts)))),
        acts_in_all=acts_in_all,
        threads=tuple(map(_thread, threads)),
        threads_in_all=threads_in_all,
        replies=tuple(map(_reply, replies)),
        replies_in_all=replies_in_all,
        learned=tuple(_learned(one, lens) for one in learned),
        learned_in_all=learned_in_all,
        possible=possible,
    )


def _newest(one: ActSince) -> tuple[object, ...]:
    return (-one.at,)


def _last_learned(one: ActSince) -> tuple[object, ...]:
    return (-one.known_from, -one.at)


def _begun(one: ThreadSince) -> tuple[object, ...]:
    return (-(one.cell.since or 0), one.slug)


def _became(one: ReplySince) -> tuple[object, ...]:
    return (-one.at, one.slug, one.act, one.debtor, one.creditors, one.what)


def _brief(one: ActSince) -> ActBrief:
    return ActBrief.model_validate(from_json(one.brief))


def _thread(one: ThreadSince) -> ThreadSinceView:
    cell = one.cell
    assert cell.since is not None  # noqa: S101 -- what has no beginning did not begin since
    return ThreadSinceView(
        thread=one.slug,
        title=from_json(one.head)["title"],
        status=status_of_cell(cell),
        since_text=instant_text(cell.since, one.zone),
    )


def _reply(one: ReplySince) -> ReplySinceView:
    return ReplySinceView(
        what=one.what,
        at=one.at,
        at_text=instant_text(one.at, one.zone),
        thread=one.slug,
        act=one.act,
        debtor=one.debtor,
        creditors=one.creditors,
        by=one.by,
    )


def _learned(one: ActSince, lens: Lens) -> LearnedView:
    known = f"#{one.known_from}" if lens.is_ledger else instant_text(one.known_from, one.zone)
    return LearnedView(act=_brief(one), is_new=one.is_new, known_from=known)
