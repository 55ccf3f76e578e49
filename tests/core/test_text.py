"""What text is refused, kept, and shown escaped."""

from __future__ import annotations

import pytest

from ledger.text import check_line, check_text, hides_something, visible


@pytest.mark.parametrize("text", ["a\x00b", "\x1b[2J", "\x9b31m", "\x7f", "\r", "\ud800", "\x0b"])
def test_controls_and_lone_surrogates_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"U\+[0-9A-F]{4}"):
        check_text(text)


@pytest.mark.parametrize("text", ["naïve", "a\nb\tc", "مذكرة", "𝒳", "\u202ehidden", "a\u200bb"])
def test_everything_else_is_kept_as_it_is(text: str) -> None:
    assert check_text(text) == text


@pytest.mark.parametrize("text", ["a\nb", "a\tb"])
def test_a_line_is_one_line(text: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        check_line(text)
    assert check_line("Kаsimir d'Été") == "Kаsimir d'Été"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", "␛[31m"),
        ("\x9b", "<U+009B>"),
        ("\x7f", "<U+007F>"),
        ("\u202eabc", "<U+202E>abc"),
        ("a\u200bb\u2066c", "a<U+200B>b<U+2066>c"),
        ("[link=file:///etc]x[/link]", "[link=file:///etc]x[/link]"),
        ("café", "café"),
    ],
)
def test_what_drives_a_terminal_or_hides_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_invisible_characters_are_noticed() -> None:
    assert hides_something("a\u202eb")
    assert not hides_something("a b")
