"""The reference in the docs is what the program says of itself."""

from __future__ import annotations

from pathlib import Path

from cli.reference import reference
from cli.root import COMMANDS

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "cli.md"


def test_the_reference_is_that_of_this_program() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), (
        "write it anew: python -m cli.reference > docs/reference/cli.md"
    )


def test_every_command_has_its_place_in_it() -> None:
    lines = reference().splitlines()

    for name in COMMANDS:
        assert f"## dipledger {name}" in lines
