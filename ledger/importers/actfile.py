"""Act files → commands with their places.

```yaml
thread: us-russia-2021                   # common to all acts that say nothing else
open: {title: "Security guarantees", parties: [RUS, USA], zone: Europe/Moscow}
from: RUS
to: USA
acts:
  - demand: draft-treaty
    when: 2021-12-15
    points: {ukraine: "Ukraine never joins NATO"}
```

`open` opens the thread named above it, `threads` several (by their slugs, or as a list). A file may
also be one act, or a list of acts; JSON has the same shape, JSONL one act in each line. Everything
that is wrong is told, not only the first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from ledger.batch import Located
from ledger.commands import Command, RecordAct
from ledger.errors import DipledgerError, InputError
from ledger.importers.actbuild import Draft, build, draft, is_act
from ledger.importers.nodes import Fields, Items, Node, Text, listed
from ledger.importers.openings import opening, slug_of, written_threads, zone_of
from ledger.importers.parts_in import labels_in, several
from ledger.importers.reading import Form, read
from ledger.importers.seals import fields_to_seal
from ledger.importers.slots import spelt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")

_PARTS = ("open", "threads", "acts")
_BEGIN = "Begin an act with KIND: ID, like demand: draft-treaty."


@dataclass(frozen=True, slots=True)
class ActFile:
    """What a file asks for, and all that is wrong with it.

    `unread` names what stood in it and could not be read: acts and points by their full references,
    threads by their slugs. What refers to those need not be told that they are not there.
    """

    commands: tuple[Located[Command], ...] = ()
    errors: tuple[DipledgerError, ...] = ()
    unread: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Settings:
    """What is said outside the file: the thread of acts that name none, and whether all are new.

    `zone_of` gives the zone of a thread that is in the ledger, and any zone for others. `another`:
    every act is another one, however alike.
    """

    zone_of: Callable[[str], str]
    thread: str | None = None
    another: bool = False


def read_act_file(
    stream: BinaryIO, name: str, settings: Settings, form: Form | None = None
) -> ActFile:
    """The commands of an act file; without a format the first letters tell it."""
    reading = read(stream, name, form)
    reader = _Reader(settings)
    if reading.root is not None:
        reader.root(reading.root, by_line=reading.by_line)
    return reader.result(reading.errors)


def act_file_of(root: Node, settings: Settings) -> ActFile:
    """The commands of what an act file would hold."""
    reader = _Reader(settings)
    reader.root(root, by_line=False)
    return reader.result()


def act_of_options(options: Fields, settings: Settings) -> ActFile:
    """The one command that options ask for; the place of each node is the name of its option."""
    reader = _Reader(settings)
    reader.acts(options, {})
    return reader.result()


@dataclass(slots=True)
class _Reader:
    """Collects what is read, act by act."""

    settings: Settings
    commands: list[Located[Command]] = field(default_factory=list)
    errors: list[DipledgerError] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    zones: dict[str, str] = field(default_factory=dict)
    own_ids: dict[tuple[str, str], str] = field(default_factory=dict)

    def result(self, before: tuple[DipledgerError, ...] = ()) -> ActFile:
        """All that was read."""
        return ActFile(tuple(self.commands), before + tuple(self.errors), frozenset(self.unread))

    def root(self, root: Node, *, by_line: bool) -> None:
        """A whole file."""
        if isinstance(root, Fields) and not by_line:
            self._mapping(root)
        elif isinstance(root, Items):
            self.acts(root, {})
        else:
            self._error("there is no act in it", root.where)

    def acts(self, acts: Node, common: Mapping[str, Node]) -> None:
        """Several acts, or one."""
        told: set[str] = set()
        for node in listed(acts):
            if not isinstance(node, Fields):
                self._error("an act is expected here, with its fields by name", node.where)
                continue
            written = draft(node).over(common)
            try:
                self._act(written)
            except DipledgerError as error:
                self._note_unread(written)
                # What is wrong with a field common to all is told once.
                fresh = [each for each in several(error) if str(each) not in told]
                told.update(map(str, fresh))
                self.errors.extend(fresh)

    def _mapping(self, root: Fields) -> None:
        """Threads to open, what the acts have in common, and the acts; or one act alone."""
        parts = {spelt(name): node for name, node in root.entries.items() if spelt(name) in _PARTS}
        rest = {name: node for name, node in root.entries.items() if spelt(name) not in _PARTS}
        others = Fields(rest, root.where)
        is_alone = "acts" not in parts and is_act(others)
        around = draft(others, common=not is_alone)
        for name in ("open", "threads"):
            if name in parts:
                for fields in written_threads(parts[name], around.given):
                    self._open(fields)
        if is_alone:
            self.acts(others, {})
            return
        self.errors.extend(around.errors)
        if "acts" in parts:
            self.acts(parts["acts"], around.given)
        elif not parts:
            self._error("there is no act in it", root.where)

    def _open(self, fields: Fields) -> None:
        slug = slug_of(fields)
        try:
            self.zones[slug] = zone_of(fields.entries.get("zone")) or "UTC"
            command = opening(fields, self.zones[slug])
        except DipledgerError as error:
            self.errors.extend(several(error))
            self.unread.add(slug)
        else:
            self.commands.append(Located(command, fields.where))

    def _act(self, written: Draft) -> None:
        """One act. InputError or SeveralErrors."""
        wrong = written.errors
        thread = _checked(wrong, lambda: written.text("thread")) or self.settings.thread
        if thread is None:
            mend = "Write thread: SLUG in the act or above all, or name it as an option."
            wrong.append(InputError("the act names no thread", where=written.where, mend=mend))
        zone = _checked(wrong, lambda: zone_of(written.given.get("zone")))
        another = _checked(wrong, lambda: written.flag("another"))
        act = build(written, zone or self._zone(thread), thread)
        assert thread is not None  # noqa: S101 -- an act without a thread is not built
        if written.text("id") is None:
            first = self.own_ids.get((thread, act.id))
            if first is not None:
                raise InputError(
                    f"this act and the one at {first} both get the id {act.id}",
                    where=written.where,
                    mend="Give them ids of their own, like demand: draft-treaty.",
                )
            self.own_ids[thread, act.id] = written.where
        seal = fields_to_seal(written.given.get("seal"), act)
        command = RecordAct(thread, act, another or self.settings.another, seal)
        self.commands.append(Located(command, written.where))

    def _zone(self, thread: str | None) -> str:
        if thread is None:
            return "UTC"
        return self.zones.get(thread) or self.settings.zone_of(thread)

    def _note_unread(self, written: Draft) -> None:
        thread, act = written.given.get("thread"), written.given.get("id")
        slug = thread.value if isinstance(thread, Text) else self.settings.thread
        names = labels_in(written.given.get("points"))
        if isinstance(act, Text) and act.value:
            names.append(act.value)
        self.unread.update(f"{slug}/{name}" for name in names)

    def _error(self, what: str, where: str) -> None:
        self.errors.append(InputError(what, where=where, mend=_BEGIN))


def _checked(errors: list[DipledgerError], read_one: Callable[[], T]) -> T | None:
    """What is read; None, and one more error, where it cannot be."""
    try:
        return read_one()
    except InputError as error:
        errors.append(error)
        return None
