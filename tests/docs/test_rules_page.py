"""Every rule is a named rule in the code, has a line in the docs, and is told by a test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ledger.rulebook import RULES

ROOT = Path(__file__).parents[2]


def sources(folder: str) -> str:
    """All Python text below a folder."""
    return "\n".join(path.read_text("utf-8") for path in sorted((ROOT / folder).rglob("*.py")))


CODE = sources("ledger")
TESTS = sources("tests/core")
PAGE = (ROOT / "docs/rules.md").read_text("utf-8")


@pytest.mark.parametrize("number", sorted(RULES))
def test_a_rule_is_named_where_it_is_carried_out(number: str) -> None:
    assert re.search(rf"\b[Rr]ules? [^)\n]*\b{number}\b|\({number}[,)]", CODE), number


@pytest.mark.parametrize("number", sorted(RULES))
def test_a_rule_has_its_line_with_the_sentence_that_screens_cite(number: str) -> None:
    assert f"| **{number}** | {RULES[number]} |" in PAGE


@pytest.mark.parametrize("number", sorted(set(RULES) - {"S1"}))
def test_a_rule_is_told_by_a_story(number: str) -> None:
    assert f"def test_{number.lower()}_" in TESTS


def test_the_page_has_no_rule_that_the_code_has_not() -> None:
    assert set(re.findall(r"^\| \*\*([A-Z][0-9])\*\* \|", PAGE, re.MULTILINE)) == set(RULES)
