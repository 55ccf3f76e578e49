"""What the docs show is what the program does, and what they point at is there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from typer import Context
from typer.core import TyperGroup

from cli.root import COMMANDS, root
from tests.docs.console import Console, tried
from tests.docs.pages import ROOT, Page, Step, all_pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.docs.console import Server

PAGES = all_pages()
BY_PATH = {page.path: page for page in PAGES}
HOW_TO = [page for page in PAGES if page.path.parent == ROOT / "docs" / "how-to"]
AGAIN = "write it anew and read the diff: python -m tests.docs.refresh"

STILL_TO_COME: frozenset[str] = frozenset()
"""Commands that no how-to tells of yet; whoever writes of one takes it from here."""

SET_UP = "python3 -m venv .venv && .venv/bin/pip install -q uv && .venv/bin/uv run"


def _by_name(pages: list[Page]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("page", pages, ids=[page.name for page in pages])


@_by_name([page for page in PAGES if page.is_run])
def test_a_page_shows_what_its_commands_print(page: Page, server: Server, tmp_path: Path) -> None:
    wrong = [
        "\n".join((f"{page.name}:{step.first}", f"$ {step.command}", *printed))
        for step, printed in tried(page, Console(tmp_path, server))
        if not step.fits(printed)
    ]

    assert not wrong, "\n\n".join((AGAIN, *wrong))


def test_dots_stand_for_any_lines_and_for_nothing_else() -> None:
    step = Step("dipledger …", ["first", "…", "last"], 0)

    assert step.fits(["first", "last"])
    assert step.fits(["first", "second", "", "last"])
    assert not step.fits(["first", "last", "more"])
    assert not step.fits(["First", "last"])


@pytest.mark.parametrize("what", ["dipledger demo", "pytest"])
def test_readme_has_the_two_commands_to_the_letter(what: str) -> None:
    assert f"{SET_UP} {what}" in Page(ROOT / "README.md").lines


@_by_name(PAGES)
def test_a_page_points_only_at_what_is_there(page: Page) -> None:
    missing = [target for target in page.links if not _is_there(page, target)]

    assert not missing


def _is_there(page: Page, target: str) -> bool:
    name, _, anchor = target.partition("#")
    path = (page.path.parent / name).resolve() if name else page.path
    if not path.is_relative_to(ROOT) or not path.exists():
        return False
    return not anchor or anchor in BY_PATH[path].anchors


def test_every_page_is_reached_from_the_readme() -> None:
    readme = BY_PATH[ROOT / "README.md"]
    reached, to_read = {readme.name}, [readme]
    while to_read:
        page = to_read.pop()
        for target in page.links:
            there = BY_PATH.get((page.path.parent / target.partition("#")[0]).resolve())
            if there is not None and there.name not in reached:
                reached.add(there.name)
                to_read.append(there)

    assert {page.name for page in PAGES} == reached


def test_every_command_has_its_how_to() -> None:
    told = "\n".join(line for page in HOW_TO for line in page.lines)
    commands = set(_commands())
    mentioned = {name for name in commands if re.search(rf"\bdipledger {name}\b", told)}

    assert commands - mentioned <= STILL_TO_COME
    assert STILL_TO_COME & mentioned == set(), "these are told of: take them from STILL_TO_COME"


def _commands() -> Iterator[str]:
    """`show`, `thread open`: every command by the words it is called with."""
    top = root()
    context = Context(top, info_name="dipledger")
    for name in COMMANDS:
        command = top.get_command(context, name)
        if isinstance(command, TyperGroup):
            yield from (f"{name} {each}" for each in command.commands)
        else:
            yield name
