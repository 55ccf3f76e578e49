"""The languages of the page: English, as it is written in the code, and catalogues of others."""

from __future__ import annotations

import gettext
from functools import cache
from importlib.resources import files
from typing import Final

from projections.words import plain

DOMAIN: Final = "dipledger"
ENGLISH: Final = "en"
LANGUAGES: Final = {ENGLISH: "English", "fr": "français"}
"""Every language by its code, called as it calls itself."""
CATALOGUES = files("cli.web") / "locale"

_SPELT: Final = {
    "aide-memoire": "aide-mémoire",
    "at_war": "at war",
    "non-paper": "non-paper",
    "proces-verbal": "procès-verbal",
    "un-letter": "UN letter",
}
"""Codes that are not written as words with blanks between them."""


@cache
def translations(lang: str) -> gettext.NullTranslations:
    """The catalogue of a language; that of English says everything as it is written."""
    if lang == ENGLISH:
        return gettext.NullTranslations()
    with (CATALOGUES / lang / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as stream:
        return gettext.GNUTranslations(stream)


def chosen(asked: str | None, accept_language: str | None) -> str:
    """The language to answer in: the one asked for, else what the browser likes best, else English.

    `accept_language` is the header of that name (RFC 9110, section 12.5.4).
    """
    if asked in LANGUAGES:
        return asked
    liked = sorted(_ranges(accept_language or ""), key=lambda one: -one[1])
    for tag, _ in liked:
        if tag == "*":
            return ENGLISH
        if (lang := tag.partition("-")[0]) in LANGUAGES:
            return lang
    return ENGLISH


def _ranges(header: str) -> list[tuple[str, float]]:
    """Each language of the header with its weight; what weighs nothing, or is malformed, is not."""
    found = []
    for part in header.split(",")[:50]:
        tag, _, weight = part.partition(";")
        name, _, value = weight.strip().partition("=")
        try:
            quality = float(value) if name.strip().lower() == "q" else 1.0
        except ValueError:
            continue
        if tag.strip() and 0 < quality <= 1:
            found.append((tag.strip().lower(), quality))
    return found


def english(code: str) -> str:
    """A code of the vocabulary in words, as the catalogues have it: `partly answered`."""
    return _SPELT.get(code) or plain(code).replace("-", " ")


def words(code: str, lang: str) -> str:
    """A code of the vocabulary in words of a language."""
    return translations(lang).gettext(english(code))
