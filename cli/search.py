"""`dipledger search`: acts by the words in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from cli.bootstrap import note_before_first_act, reading
from cli.completion import complete_kind, complete_party, complete_thread
from cli.groups import OneCommand
from cli.options import AsOfOption, FormatOption, KnownAtOption, ZoneOption
from cli.output import emit
from cli.viewers import LEDGER, KnownByOption

if TYPE_CHECKING:
    import typer
    from typer._click import Context

    from projections import SearchView

_FIELDS = ("summary", "points", "persons", "text", "sources")
_NOT_AN_OPTION = re.compile(r"-[^-].*", re.DOTALL)
_MOST = 10_000

QueryArg = Annotated[
    list[str],
    Argument(
        metavar="QUERY",
        help="Words, all of which must be there; '\"a phrase\"', the beginning of a word as "
        "demil*, -word for what may not be there, OR between two words.",
    ),
]
OneThreadOption = Annotated[
    str | None,
    Option(
        "--thread", metavar="THREAD", help="Only in this thread.", autocompletion=complete_thread
    ),
]
PartyOption = Annotated[
    str | None,
    Option(
        "--party",
        metavar="CODE",
        help="Only acts sent by it, on its behalf, or to it.",
        autocompletion=complete_party,
    ),
]
KindOption = Annotated[
    str | None,
    Option("--kind", metavar="KIND", help="demand, reply …", autocompletion=complete_kind),
]


def _fields(incomplete: str) -> list[str]:
    return [word for word in _FIELDS if word.startswith(incomplete)]


InOption = Annotated[
    list[str] | None,
    Option(
        "--in",
        metavar="FIELD",
        help=f"Look only through this: {', '.join(_FIELDS)}; may be repeated.",
        autocompletion=_fields,
    ),
]
LimitOption = Annotated[
    int,
    Option("--limit", metavar="N", min=1, max=_MOST, help="At most so many acts of each list."),
]


class Search(OneCommand):
    """A command whose argument may be `-word`, which is no option."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Read the arguments; a blank before it makes a word of what looks like an option."""
        known = {name: param for param in self.get_params(ctx) for name in param.opts}
        words = iter(args)
        read: list[str] = []
        for word in words:
            if word == "--":
                return super().parse_args(ctx, [*read, word, *words])
            option = known.get(word)
            read.append(f" {word}" if option is None and _NOT_AN_OPTION.fullmatch(word) else word)
            if option is not None and not getattr(option, "is_flag", False):
                read += [value for value in [next(words, None)] if value is not None]
        return super().parse_args(ctx, read)


def search(
    query: QueryArg,
    thread: OneThreadOption = None,
    party: PartyOption = None,
    kind: KindOption = None,
    fields: InOption = None,
    limit: LimitOption = 20,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    known_by: KnownByOption = LEDGER,
    zone: ZoneOption = None,
    fmt: FormatOption = None,
) -> None:
    """Find acts by the words in their summaries, points, answers, texts, persons and sources.

    The best fitting come first: those with more of the words, in their summary or points rather
    than in a long text. Case does not matter, nor do the accents of Latin letters. Only what had
    happened is found; acts that may have happened, and those without a date, are listed apart.
    """
    with reading(as_of, known_at, known_by, zone) as (reader, lens):
        view = reader.search(
            _text(query),
            lens,
            thread=thread,
            party=party,
            kind=kind,
            fields=fields or (),
            limit=limit,
        )
        note_before_first_act(reader, lens, thread)
        _note_more(view)
        emit(view, lens, fmt)


def _text(query: list[str]) -> str:
    return " ".join(word.removeprefix(" ") for word in query)


def _note_more(view: SearchView) -> None:
    """Say beside the answer that not all of what fits is shown."""
    from cli.context import current

    shown = len(view.found) + len(view.possible) + len(view.undated)
    matching = (view.matching, view.matching_possible, view.matching_undated)
    if shown < sum(matching):
        enough = min(max(matching), _MOST)
        current().note(f"{shown} of {sum(matching)} acts are shown; --limit {enough} shows more")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("search", cls=Search)(search)
