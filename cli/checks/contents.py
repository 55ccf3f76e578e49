"""What `doctor` says of what is in the ledger's file: log, read model, clock, events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.checks.results import fail, ok, warning
from ledger.errors import DipledgerError
from projections.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cli.context import Invocation
    from cli.views import CheckView
    from ledger.store import Ledger


def contents_checks(path: Path, invocation: Invocation) -> Iterator[CheckView]:
    """Every check that opens the ledger; where that fails, that is what is said."""
    from cli.checks.trust import trust_checks
    from ledger import open_ledger

    try:
        with open_ledger(
            path,
            clock=invocation.clock,
            recorder=invocation.settings.recorder,
            read_only=True,
            busy_timeout=invocation.settings.busy_timeout,
        ) as ledger:
            yield from _store(ledger)
            yield from trust_checks(ledger, path)
            yield _read_model(ledger)
            yield _clock(ledger, invocation.clock())
            yield from _events(ledger, discreet=invocation.settings.clearance is not None)
    except DipledgerError as error:
        yield fail("ledger", error.what, error.mend)


def _store(ledger: Ledger) -> Iterator[CheckView]:
    for other in ledger.foreign():
        yield warning("other objects", other, "It does no harm; dipledger ignores it.")
    problems = ledger.problems()
    for problem in problems:
        mend = "Work on a copy, and compare it with one known to be good."
        yield fail("ledger", problem, mend)
    if not problems:
        events = count(ledger.tree().size, "event")
        yield ok("ledger", f"a ledger of {events}, its guards in place")


def _read_model(ledger: Ledger) -> CheckView:
    """Nothing in it is ever lost: it is made from the log."""
    from projections.read_model import status
    from projections.reader import Reader

    with Reader(ledger) as reader:
        view = status.projection_view(reader.model, ledger)
        damage = None if reader.model.in_memory else status.damage(reader.model.connection)
    name, mend = "read model", "Nothing is lost. Build it anew: dipledger projection rebuild"
    if damage is not None:
        return warning(name, f"its tables are damaged: {damage}", mend)
    if view.state == status.DAMAGED:
        return warning(name, view.found, mend)
    behind = max((one.behind for one in view.layers), default=0)
    if behind:
        return ok(name, f"{count(behind, 'event')} behind the log; the next question catches up")
    return ok(name, view.found)


def _clock(ledger: Ledger, now: int) -> CheckView:
    from projections.text import recorded_text

    position, recorded_at = ledger.head()
    if recorded_at > now:
        return fail(
            "clock",
            f"the last record, {position}, is of {recorded_text(recorded_at)}, still to come",
            "Set the machine's clock; acts recorded until then follow on that time.",
        )
    return ok("clock", "no record is later than now")


def _events(ledger: Ledger, *, discreet: bool) -> Iterator[CheckView]:
    """In one reading: types that are not known, and what was shredded and can still be read.

    `discreet`: of what is in the ledger no more than positions.
    """
    from ledger.acts import Act
    from ledger.events import TOPICS, UPCASTERS
    from ledger.notices import TextShredded

    topics: set[str] = set()
    sealed: dict[str, tuple[int | None, str]] = {}
    shredded: list[str] = []
    for one in ledger.log():
        topics.add(one.topic)
        if isinstance(one.event, Act) and one.event.sealed is not None:
            key = one.event.sealed.key
            sealed[f"{one.originator_id}/{one.event.id}"] = (one.position, key)
        elif isinstance(one.event, TextShredded):
            shredded.append(f"{one.originator_id}/{one.event.act}")
    yield _topics(topics - TOPICS.keys() - UPCASTERS.keys())
    for ref in dict.fromkeys(shredded):
        position, key = sealed.get(ref, (None, ""))
        if key and ledger.seal_key(key) is not None:
            named = f"event {position}" if discreet else ref
            act = "THREAD/ACT" if discreet else ref
            yield fail(
                "sealed texts",
                f"the sealed text of {named} is recorded as shredded, and its key is still there",
                f'Destroy it: dipledger shred {act} --reason "…"',
            )


def _topics(unknown: set[str]) -> CheckView:
    if unknown:
        return fail(
            "topics",
            f"events of unknown type: {', '.join(sorted(unknown))}",
            "Read the ledger with the version of dipledger that wrote it, or a newer one.",
        )
    return ok("topics", "every event is of a known type")
