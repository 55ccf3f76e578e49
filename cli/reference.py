"""The reference of the command line as Markdown, written from the commands themselves.

`python -m cli.reference > docs/reference/cli.md` writes it anew.
"""

from __future__ import annotations

import inspect
import re
import sys
from typing import TYPE_CHECKING

import typer
from typer.core import TyperGroup

from cli.root import COMMANDS, root
from cli.settings import PROJECT_FILE, SPECS, USER_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from typer._click import Command, Context

_UNWRAPPED = "\b\n"
_MARKUP = re.compile(r"([|*_<>\[\]])")

_HEAD = """\
# Commands

<!-- Written by `python -m cli.reference`; a test holds it to what the program says. -->

`dipledger [OPTIONS] COMMAND` takes the options of the program before or after the command's name.
Answers go to stdout, everything else to stderr; `-` stands for stdin.
"""
_GLOBAL = ("ledger", "clearance", "now")
_EXITS = (
    ("0", "ok"),
    ("1", "a designed finding, such as a fault that `doctor` found"),
    ("2", "what was typed or read cannot be understood, or file, folder or rights do not allow it"),
    ("3", "a rule of the ledger forbids it; nothing was changed"),
    ("4", "somebody else recorded first, or the ledger stayed busy"),
    ("70", "a fault of the program; `DIPLEDGER_DEBUG=1` shows where"),
    ("129, 130, 143", "ended by SIGHUP, SIGINT, SIGTERM"),
    ("141", "whoever read stdout stopped reading"),
)
_FORMATS = (
    ("table", "for a person: 80 columns, or as wide as the terminal; NO_COLOR is kept to"),
    ("json", "one envelope, `dipledger schema envelope`; `data` has the schema that it names"),
    ("jsonl", "one object a row, with the columns of csv"),
    ("csv", "RFC 4180 with a header; a cell beginning `= + - @`, tab or CR gets a leading `'`"),
    ("md", "a Markdown table"),
)


def reference() -> str:
    """The whole page."""
    return "\n".join(_page()).rstrip("\n") + "\n"


def _page() -> Iterator[str]:
    top = root()
    context = typer.Context(top, info_name="dipledger")
    yield _HEAD
    yield from _table("options", _records(top, context, "option"))
    yield from _section("Settings")
    yield _origins()
    yield from _rows(
        ("key", "variable", "what it is", "default"),
        (
            (
                f"`{spec.name}`" if spec.in_files else "",
                f"`{spec.variable}`",
                spec.meaning,
                _code(spec.default),
            )
            for spec in SPECS
        ),
    )
    yield from _section("Formats")
    yield from _rows(("`--format`", "prints"), ((f"`{name}`", what) for name, what in _FORMATS))
    yield from _section("Exit codes")
    yield from _rows(("code", "means"), _EXITS)
    for name in COMMANDS:
        command = top.get_command(context, name)
        if command is not None:
            yield from _command(command, typer.Context(command, info_name=name, parent=context), 2)


def _origins() -> str:
    return (
        f"A setting is taken from its option, else from its variable, else from `{PROJECT_FILE}` in"
        f" the current folder or one above it, else from `dipledger/{USER_FILE}` in the user's"
        " configuration folder. Those without a key cannot be set in a file. `dipledger config`"
        " shows where each came from.\n"
    )


def _command(command: Command, context: Context, level: int) -> Iterator[str]:
    yield from _section(context.command_path, level)
    yield _prose(command.help or "")
    if isinstance(command, TyperGroup):
        for name, each in command.commands.items():
            inner = typer.Context(each, info_name=name, parent=context)
            yield from _command(each, inner, level + 1)
        return
    pieces = " ".join(command.collect_usage_pieces(context))
    yield f"```\n{context.command_path} {pieces}\n```\n"
    yield from _table("arguments", _records(command, context, "argument"))
    yield from _table("options", _records(command, context, "option"))


def _records(command: Command, context: Context, kind: str) -> list[tuple[str, str]]:
    """Name and help of each argument or option; the program's own are told once."""
    told = () if context.parent is None else _GLOBAL
    return [
        record
        for param in command.params
        if param.param_type_name == kind
        and param.name not in told
        and (record := param.get_help_record(context))
    ]


def _table(noun: str, records: Iterable[tuple[str, str]]) -> Iterator[str]:
    rows = [(f"`{name}`", _text(text)) for name, text in records]
    if rows:
        yield from _rows((noun, ""), rows)


def _rows(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _section(title: str, level: int = 2) -> Iterator[str]:
    yield f"{'#' * level} {title}\n"


def _prose(text: str) -> str:
    """Paragraphs on one line each; what help does not wrap is a block of code."""
    paragraphs = inspect.cleandoc(text).split("\n\n")
    return "".join(
        f"```\n{each.removeprefix(_UNWRAPPED)}\n```\n\n"
        if each.startswith(_UNWRAPPED)
        else f"{_text(' '.join(each.split()))}\n\n"
        for each in paragraphs
    ).removesuffix("\n")


def _text(text: str) -> str:
    """Markup escaped, but for what is in backquotes."""
    parts = text.split("`")
    return "`".join(
        part if number % 2 else _MARKUP.sub(r"\\\1", part) for number, part in enumerate(parts)
    )


def _code(text: str | None) -> str:
    return "" if text is None else f"`{text}`"


if __name__ == "__main__":
    sys.stdout.write(reference())
