"""Guided entry: `dipledger append` at a terminal asks for one act, step by step.

It lists the open points that are addressed to who answers, and asks a stance on each. What would be
recorded is shown as an act file and in words; nothing is written here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.act_options import act_fields
from cli.asking import NONE, Asker
from cli.context import current
from cli.open_points import is_open
from ledger.acts import Act
from ledger.dates import parse_act_date
from ledger.errors import InputError, SetupError, SeveralErrors
from ledger.importers.actbuild import unknown_kind
from ledger.importers.nodes import items_of
from ledger.importers.parts_in import Context, field_value
from ledger.importers.values import word
from ledger.kinds import KIND_BY_WORD, KINDS, Need
from ledger.near import near
from ledger.parties import near_parties
from ledger.vocabulary import Stance
from projections.imagined import Imagined
from projections.thread_reader import ThreadReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.importers.actfile import ActFile, Settings
    from ledger.state import ThreadRecord, World
    from ledger.store import Ledger

Given = dict[str, "str | list[str]"]
"""What the options of `append` would have been given."""


def ask_for_act(
    ledger: Ledger, kind: str | None, thread: str | None, settings: Callable[[str], Settings]
) -> ActFile | None:
    """The act that a person describes, checked and agreed to; None where the last word was no.

    Raises what speaks against it.
    """
    from ledger.importers.actfile import act_of_options

    asker = Asker()
    asker.say("Enter takes what is in brackets, or skips; Ctrl-C leaves, and nothing is written.")
    world = ledger.world(None)
    questions = _Questions(asker, ledger, world, _thread(asker, world, thread))
    word_of_kind, given = questions.act(kind)
    name = questions.record.id
    found = act_of_options(act_fields(word_of_kind, name, given), settings(name))
    errors = found.errors or ledger.check(found.commands)[0]
    if errors:
        raise SeveralErrors(errors)
    _show(asker, world, found, given)
    return found if asker.is_sure("Record this?") else None


def _thread(asker: Asker, world: World, wanted: str | None) -> ThreadRecord:
    threads = sorted(world.threads)
    if not threads:
        raise SetupError(
            "there is no thread to record an act in",
            mend='Open one with `dipledger thread open ID --title "…"`.',
        )

    def read(text: str) -> ThreadRecord:
        if text.isdecimal() and 1 <= int(text) <= len(threads):
            text = threads[int(text) - 1]
        if text not in world.threads:
            raise InputError(f"there is no thread {text}", near=near(text, threads))
        return world.threads[text]

    if wanted is not None:
        return read(wanted)
    for number, name in enumerate(threads, start=1):
        asker.say(f"  {number}  {name}  {world.threads[name].opened.title}")
    return asker.ask(
        "Thread, by number or id", read, default=threads[0] if len(threads) == 1 else ""
    )


class _Questions:
    """What is asked about one act of a thread, in order."""

    def __init__(self, asker: Asker, ledger: Ledger, world: World, record: ThreadRecord) -> None:
        self.record = record
        self._asker = asker
        self._world = world
        self._reader = ThreadReader(ledger, lambda: current().now)
        self._owed = self._reader.thread(record.id).owed
        self._context = Context(record.zone, home=record.id)

    def act(self, kind: str | None) -> tuple[str, Given]:
        """The kind, and everything given, by the fields of the options of `append`."""
        ask = self._asker.ask
        chosen = _kind(kind) if kind is not None else self._kind()
        row = KIND_BY_WORD[chosen]
        self._context = Context(self.record.zone, row.point_kind, self.record.id)
        answers = row.answers is not Need.MUST_NOT
        owing = list(self._owed) if answers else []
        senders = ask(
            "From, who acts", self._some_parties, default=owing[0].debtor if owing else ""
        )
        mine = [one for one in owing if one.debtor in senders]
        creditors = dict.fromkeys(code for one in mine for code in one.creditors)
        others = [code for code in self.record.opened.parties if code not in senders]
        to = ask("To whom", self._parties, default=",".join(creditors or others))
        when = ask(f"Delivered when ({self.record.zone}, like 2022-01-27)", self._date)
        given: Given = {"senders": senders, "addressees": to}
        given |= {"delivered": [when]} if when else {}
        if answers:
            given |= self._answers(senders, {one.act: None for one in mine})
        if row.raises is not Need.MUST_NOT:
            given |= self._points(needed=row.raises is Need.MUST)
        given |= self._beside()
        return chosen, given

    def _kind(self) -> str:
        self._asker.say(f"  {', '.join(kind.word for kind in KINDS)}")
        return self._asker.ask("Kind of act", _kind, default="reply" if self._owed else "")

    def _answers(self, senders: list[str], owed: dict[str, None]) -> Given:
        """A stance on each open point addressed to a sender, and what is replied to."""
        asked = self._reader.points(self.record.id).points
        points = [point for point in asked if is_open(point, senders)]
        answers: list[str] = []
        if points:
            self._asker.say(f"Open points addressed to {', '.join(senders)}:")
            self._asker.say(f"  stances: {', '.join(Stance)}")
        for point in points:
            self._asker.say()
            self._asker.say(f"  {point.label} ({point.kind}): {point.text}")
            raised = f"raised by {', '.join(point.raisers)} in {point.act}, {point.raised_text}"
            self._asker.say(f"  {raised}; {point.status.status.replace('_', ' ')}", "dim")
            stance = self._asker.ask(f"Stance on {point.label}", _stance)
            if stance:
                words = self._asker.ask("In which words", str)
                answers.append(f"{point.label}={stance}" + (f": {words}" if words else ""))
                owed = {**owed, point.act: None}
        replied = self._asker.ask(
            f"Replies to, by act id ({NONE} for none)", self._acts, default=",".join(owed)
        )
        return {
            name: values
            for name, values in (("answers", answers), ("replies_to", replied))
            if values
        }

    def _points(self, *, needed: bool) -> Given:
        question = "A point it raises, LABEL: TEXT"
        points = self._asker.ask_many(question, self._part("points"))
        while needed and not points:
            self._asker.say("  An act of this kind raises at least one point.", "red")
            points = self._asker.ask_many(question, self._part("points"))
        return {"points": points} if points else {}

    def _beside(self) -> Given:
        ask, ask_many = self._asker.ask, self._asker.ask_many
        given: Given = {
            "summary": ask("Summary", str),
            "persons": ask_many("A person, ROLE=NAME (POST) [PARTY]", self._part("persons")),
            "sources": ask_many("A source", self._part("sources")),
            "id": ask("Id, without one it is made of date, sender and kind", str),
        }
        return {name: value for name, value in given.items() if value}

    def _part(self, field: str) -> Callable[[str], object]:
        return lambda text: field_value(Act, field, items_of([text], ""), self._context)

    def _some_parties(self, text: str) -> list[str]:
        codes = self._parties(text)
        if not codes:
            raise InputError("somebody has to act", mend="Write a code, like USA.")
        return codes

    def _parties(self, text: str) -> list[str]:
        codes = [code.upper() for code in text.replace(",", " ").split()]
        for code in codes:
            if self._world.party(code) is None:
                raise InputError(
                    f"there is no party {code}", near=near_parties(code, self._world.parties)
                )
        return codes

    def _date(self, text: str) -> str:
        if text:
            parse_act_date(text, zone=self.record.zone)
        return text

    def _acts(self, text: str) -> list[str]:
        refs = text.replace(",", " ").split()
        for ref in refs:
            full = ref if "/" in ref else f"{self.record.id}/{ref}"
            if self._world.act(full) is None:
                raise InputError(f"there is no act {ref}", near=near(ref, self.record.acts))
        return refs


def _kind(text: str) -> str:
    if text not in KIND_BY_WORD:
        raise unknown_kind(text)
    return text


def _stance(text: str) -> str:
    return word(text, Stance) if text else ""


_WRITTEN = {
    "senders": "from",
    "addressees": "to",
    "delivered": "when",
    "replies_to": "replies-to",
}


def _show(asker: Asker, world: World, found: ActFile, given: Given) -> None:
    """What would be recorded: as an act file, then in words, with what it changes."""
    import yaml

    from cli.render.terminal import render, renderer_of
    from ledger.batch import decide_all
    from ledger.commands import RecordAct
    from ledger.decide import advance

    command = found.commands[0].item
    assert isinstance(command, RecordAct)  # noqa: S101 -- one act was asked for
    entry: dict[str, object] = {command.act.KIND.word: command.act.id, "thread": command.thread}
    for name, value in given.items():
        if name != "id":
            alone = value[0] if isinstance(value, list) and len(value) == 1 else value
            entry[_WRITTEN.get(name, name)] = alone
    asker.say("\nAs an act file:\n", "bold")
    written = yaml.safe_dump(entry, allow_unicode=True, sort_keys=False, width=asker.width - 2)
    asker.say(written, laid_out=True)
    after = advance(world, decide_all(world, found.commands).events)
    view = ThreadReader(Imagined(after), lambda: current().now).act(command.ref)
    asker.say("In words:\n", "bold")
    asker.say(render(renderer_of(view), view, asker.width), laid_out=True)
