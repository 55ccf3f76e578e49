"""The options that describe an act: one row for each field, in the order in which they are listed.

What an option's text means is the business of `ledger.importers`, for options and files alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Annotated, Any

from typer import Option

from cli.completion import complete_act, complete_party, complete_point, plain
from ledger.sealable import SEALABLE
from ledger.vocabulary import (
    AddressedAs,
    Channel,
    Contents,
    Disclosure,
    Effect,
    Instrument,
    MarkingLevel,
    Measure,
    Medium,
    Role,
    TalksTerms,
    Word,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ledger.importers.nodes import Fields

Suggest = Any
"""A function that typer asks for what completes a word."""


@dataclass(frozen=True, slots=True)
class ActOption:
    """An option: the field it fills, its names, what to write and what for.

    `many`: it may be repeated. Without a metavar it is a flag.
    """

    field: str
    names: tuple[str, ...]
    metavar: str
    help: str
    many: bool = False
    suggest: Suggest = None

    @property
    def annotation(self) -> Any:  # noqa: ANN401 -- a type hint
        """What typer reads the option from."""
        kind: Any = list[str] | None if self.many else str | None
        if not self.metavar:
            kind = bool
        info = Option(
            *self.names,
            metavar=self.metavar or None,
            help=f"{self.help}; may be repeated." if self.many else f"{self.help}.",
            autocompletion=self.suggest,
        )
        return Annotated[kind, info]


def _of(words: type[Word]) -> Callable[[str], list[tuple[str, str]]]:
    def suggest(incomplete: str) -> list[tuple[str, str]]:
        return [(word, plain(word.meaning)) for word in words if word.startswith(incomplete)]

    return suggest


def _one_of(words: type[Word]) -> str:
    return ", ".join(words)


def _one(field: str, metavar: str, text: str, suggest: Suggest = None) -> ActOption:
    return ActOption(field, (_option(field),), metavar, text, suggest=suggest)


def _many(name: str, field: str, metavar: str, text: str, suggest: Suggest = None) -> ActOption:
    return ActOption(field, (name,), metavar, text, many=True, suggest=suggest)


def _option(field: str) -> str:
    return f"--{field.replace('_', '-')}"


def _date(role: str, text: str, *names: str) -> ActOption:
    return ActOption(role, (*names, f"--{role}"), "DATE", text, many=True)


_P, _A, _Q = complete_party, complete_act, complete_point

ACT_OPTIONS: tuple[ActOption, ...] = (
    _one("id", "ID", "Its id in the thread; without one it is DATE-SENDERS-KIND"),
    _many("--from", "senders", "CODE", "Who acts", _P),
    _many("--to", "addressees", "CODE", "To whom; nobody in particular if left out", _P),
    _date("delivered", "When it was delivered, in the thread's zone", "--when"),
    _many("--point", "points", "LABEL: TEXT", 'A point raised, like "6(kind=request): …"'),
    _many("--answer", "answers", "POINT=STANCE", 'An answer, like "6=reject(by=USA): …"', _Q),
    _many("--replies-to", "replies_to", "ACT", "The act that it replies to", _A),
    _one("summary", "TEXT", "What it says, in short"),
    _many("--person", "persons", "ROLE=NAME", '"bearer=NAME (POST) [PARTY]"', _of(Role)),
    _many("--source", "sources", "CITATION", 'Where it is known from, "… [B2] {page=3, id=s1}"'),
    _one("instrument", "WORD", "Its form: note-verbale, letter, speech …", _of(Instrument)),
    _one("instrument_text", "TEXT", "The form, where the instrument is other"),
    _one("medium", "WORD", f"One of {_one_of(Medium)}", _of(Medium)),
    _one("channel", "WORD", f"One of {_one_of(Channel)}", _of(Channel)),
    _one("deadline", "DATE", "By when an answer is wanted; +48h counts from the act"),
    _one("consequence", "TEXT", "What is to happen otherwise"),
    _many("--on-behalf-of", "on_behalf_of", "CODE", "In whose name", _P),
    _many("--copied-to", "copied_to", "CODE", "Who got a copy", _P),
    _many("--handed-to", "handed_to", "CODE", "Who was handed it", _P),
    _one("addressed_as", "WORD", f"How a group is asked: {_one_of(AddressedAs)}", _of(AddressedAs)),
    ActOption("own_answers", ("--own-answers",), "", "Each addressee is asked for its own answer"),
    _date("dated", "The date on the paper"),
    _date("sent", "When it was despatched"),
    _date("received", "When it reached the principal"),
    _date("drafted", "When it was written"),
    _date("published", "When it was made public"),
    _one("sequence", "NUMBER", "Its place among the acts of the same time"),
    _one("zone", "ZONE", "The zone of its dates, not the thread's"),
    _one("place", "TEXT", "Where"),
    _one("text", "TEXT", "Its words"),
    _one("language", "TAG", "The language of its words: fr"),
    _one("contents", "WORD", f"What the ledger knows of it: {_one_of(Contents)}", _of(Contents)),
    _many(
        "--assessment", "assessments", "POINT=VERDICT", "A verdict on an answer, or act:ID=…", _Q
    ),
    _many("--follows", "follows", "ACT", "An act that it follows", _A),
    _many("--about", "about", "ACT", "An act that it is about", _A),
    _many("--announces", "announces", "ACT", "An act that it announces", _A),
    _many("--transmits", "transmits", "ACT", "An act that it transmits", _A),
    _many("--encloses", "encloses", "ACT", "An act that is enclosed", _A),
    _many("--supersedes", "supersedes", "ACT", "An act that it replaces", _A),
    _many("--withdraws", "withdraws", "POINT", "A point of its sender's that it withdraws", _Q),
    _many("--withdraws-act", "withdraws_acts", "ACT", "An offer of talks that it withdraws", _A),
    _many("--extends", "extends", "ACT", "An act whose deadline it extends", _A),
    _many("--label", "labels", "CODE=WORDS", "What a party calls it", _P),
    _many("--effect", "effects", "WORD[@THREAD]", "What it states of a thread", _of(Effect)),
    _one("disclosure", "WORD", f"What is public: {_one_of(Disclosure)}", _of(Disclosure)),
    _many("--disclosed", "disclosures", "PART HOW DATE", '"text leaked 2022-02-02 by El País"'),
    _one("marking", "LEVEL[//CAVEAT]", "Its classification as printed", _of(MarkingLevel)),
    _many("--reference-number", "reference_numbers", "SCHEME=NUMBER", "Its number elsewhere"),
    _many(
        "--claim", "claims", "FIELD=VALUE", 'What a source says otherwise, "place=… {source=s1}"'
    ),
    _one("note", "TEXT", "The registrar's own note"),
    _many("--seal", "seal", "FIELD", f"Keep it encrypted, to be shredded: {', '.join(SEALABLE)}"),
    _many("--terms", "terms", "WORD", f"For offer-talks: {_one_of(TalksTerms)}", _of(TalksTerms)),
    _one("terms_text", "TEXT", "The terms, where they are other"),
    _one("measure", "WORD", f"For measure: {_one_of(Measure)}", _of(Measure)),
    _one("measure_text", "TEXT", "The deed, where the measure is other"),
    _one("quantity", "AMOUNT UNIT", 'For measure, like "more-than 100000 troops"'),
)


def with_act_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command, which takes them as `**act`, one parameter for each row of the table."""
    own = signature(command, eval_str=True).parameters.values()
    more = [
        Parameter(
            option.field,
            Parameter.KEYWORD_ONLY,
            default=None if option.metavar else False,
            annotation=option.annotation,
        )
        for option in ACT_OPTIONS
    ]
    named = [parameter for parameter in own if parameter.kind is not Parameter.VAR_KEYWORD]
    command.__signature__ = Signature([*named, *more])  # type: ignore[attr-defined]
    return command


def act_fields(kind: str, thread: str | None, given: Mapping[str, object]) -> Fields:
    """What the options say, by field; the place of each is the option's name."""
    from ledger.importers.nodes import Fields, Node, Text, items_of

    nodes: dict[str, Node] = {"kind": Text(kind, "KIND")}
    if thread is not None:
        nodes["thread"] = Text(thread, "THREAD")
    for option in ACT_OPTIONS:
        match given.get(option.field):
            case str(text):
                nodes[option.field] = Text(text, option.names[0])
            case list(texts):
                nodes[option.field] = items_of(texts, option.names[0])
            case True:
                nodes[option.field] = Text("yes", option.names[0])
    return Fields(nodes, f"append {kind}")


def names_given(given: Mapping[str, object]) -> list[str]:
    """The options of an act that were given."""
    return [option.names[0] for option in ACT_OPTIONS if given.get(option.field)]
