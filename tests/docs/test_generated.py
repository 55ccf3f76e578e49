"""The reference is written from the program, and is that of this program."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cli.pages import REFERENCE, generated
from cli.schema_pages import FOLDER
from cli.vocabulary_page import words_shown
from ledger import vocabulary
from ledger.vocabulary import Word
from tests.docs.console import Console

if TYPE_CHECKING:
    from pathlib import Path

    from tests.docs.console import Server


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    """What is written from the program; the list of commands has its test beside the commands."""
    return {name: text for name, text in generated().items() if name != "cli.md"}


def test_the_reference_is_current(files: dict[str, str]) -> None:
    stale = [
        name
        for name, text in files.items()
        if not (REFERENCE / name).exists() or (REFERENCE / name).read_text(encoding="utf-8") != text
    ]

    assert not stale, "write it anew: python -m cli.pages"


def test_no_schema_is_left_over(files: dict[str, str]) -> None:
    assert {f"{FOLDER}/{path.name}" for path in (REFERENCE / FOLDER).iterdir()} <= set(files)


def test_the_vocabulary_has_every_list_of_words() -> None:
    lists = {
        words.__name__ for words in Word.__subclasses__() if words.__module__ == vocabulary.__name__
    }

    assert lists < words_shown()


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("thread/1", "thread-1"),
        ("envelope", "envelope"),
        ("measure", "measure"),
        ("dipledger.ThreadOpened.v1", "dipledger.ThreadOpened.v1"),
    ],
)
def test_a_file_is_what_the_command_prints(
    files: dict[str, str], server: Server, tmp_path: Path, name: str, file: str
) -> None:
    printed = "\n".join(Console(tmp_path, server).run(f"dipledger schema {name}"))

    assert json.loads(printed) == json.loads(files[f"{FOLDER}/{file}.json"])
