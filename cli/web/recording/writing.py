"""Recording what a form says: judged by the whole record, once, and only on what was seen."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from cli.web.recording.form import fields_of
from cli.web.recording.starting import may_append
from ledger.acts import Act
from ledger.batch import decide_all
from ledger.commands import RecordAct
from ledger.decide import advance
from ledger.errors import SeveralErrors
from ledger.importers.actfile import act_of_options
from ledger.importers.plainly import settings_for
from ledger.store import Seen
from projections.imagined import Imagined
from projections.log import event_summary
from projections.text import instant_text
from projections.thread_reader import ThreadReader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.web.asking import Asking
    from cli.web.recording.form import Typed
    from cli.web.serving import Serving
    from ledger.events import Event
    from ledger.importers.actfile import ActFile
    from ledger.store import Ledger, Receipt, Recorded
    from projections.views.acts import ActView

MOST_TOLD = 20
"""Events that are told one by one of what was recorded meanwhile, the last ones."""


class Preview(NamedTuple):
    """What would be recorded, and what is worth a warning."""

    act: ActView
    warnings: tuple[str, ...]


class Told(NamedTuple):
    """One thing that was recorded meanwhile: in words, and by whom and when."""

    text: str
    ref: str | None
    by: str
    at: str


def previewed(asking: Asking, said: Typed) -> Preview:
    """The act of a form as it would be, and what it would change; raises what is against it."""
    ledger = asking.ledger
    found = _read(ledger, asking, said)
    errors, warnings = ledger.check(found.commands)
    if errors:
        raise SeveralErrors(errors)
    world = ledger.world(None)
    after = advance(world, decide_all(world, found.commands).events)
    command = found.commands[0].item
    assert isinstance(command, RecordAct)  # noqa: S101 -- a form describes one act
    now = asking.lens.now
    return Preview(ThreadReader(Imagined(after), lambda: now).act(command.ref), warnings)


def record(asking: Asking, serving: Serving, said: Typed) -> Receipt:
    """Record the act of a form. Raises what speaks against it, MovedOn where more was recorded."""
    # What lies above a clearance may have been recorded since the page was started.
    may_append(asking.ceiling, asking.reader)
    with _writing(serving) as ledger:
        found = _read(ledger, asking, said)
        seen = Seen(asking.path["thread"], said.seen)
        return ledger.handle(found.commands, key=said.key, seen=seen)


def meanwhile(asking: Asking, seen: int, upto: int) -> tuple[Told, ...]:
    """What was recorded in a thread after `seen` events and up to another number of them."""
    ledger, thread = asking.ledger, asking.path["thread"]
    later = [
        one
        for one in ledger.events_of([thread], upto=ledger.head()[0])
        if seen < one.originator_version <= upto
    ]
    return tuple(map(_told, later[-MOST_TOLD:]))


def _told(one: Recorded) -> Told:
    event: Event | None = one.event  # type: ignore[assignment]  # the codec decodes nothing else
    text = "an event of a type that is not known here" if event is None else event_summary(event)
    if isinstance(event, Act):
        when = next((claim.date.edtf for claim in event.dates), "undated")
        to = f" to {', '.join(event.addressees)}" if event.addressees else ""
        text = f"{event.id}: {event.KIND.word}, {', '.join(event.senders)}{to}, {when}"
    ref = event.id if isinstance(event, Act) else None
    return Told(text, ref, one.recorded_by, instant_text(one.recorded_at // 1_000_000, "UTC"))


def _read(ledger: Ledger, asking: Asking, said: Typed) -> ActFile:
    """The command of a form. SeveralErrors with all that is wrong."""
    thread = asking.path["thread"]
    found = act_of_options(
        fields_of(said, asking.path["kind"], thread), settings_for(ledger, thread)
    )
    if found.errors:
        raise SeveralErrors((*found.errors, *ledger.check(found.commands, found.unread)[0]))
    return found


@contextmanager
def _writing(serving: Serving) -> Iterator[Ledger]:
    """The ledger, to record in; SetupError where it does not fit what was last seen of it."""
    import ledger as library
    from cli.memory import watching

    with (
        library.open_ledger(
            serving.path,
            clock=serving.clock,
            recorder=serving.recorder,
            busy_timeout=serving.busy_timeout,
        ) as ledger,
        watching(ledger, serving.path, placed=False),
    ):
        yield ledger
