"""The languages of the page: everything it says is there in each, with the same values in it."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from cli.web.language import ENGLISH, LANGUAGES, chosen, translations, words
from tests.web.catalogue import TEMPLATE, catalogue, forms, template

OTHERS = sorted(LANGUAGES.keys() - {ENGLISH})
VALUE = re.compile(r"%\([a-z_]+\)[a-z]|%%")


class Said(NamedTuple):
    """A message and what it is in another language, each in the singular and perhaps the plural."""

    here: tuple[str, ...]
    there: tuple[str, ...]


def messages(lang: str) -> list[Said]:
    return [Said(forms(one.id), forms(one.string)) for one in catalogue(lang) if one.id]


@pytest.mark.parametrize("lang", OTHERS)
def test_everything_is_translated_and_nothing_that_is_no_longer_said(lang: str) -> None:
    said = {forms(one.id) for one in template() if one.id}
    translated = {one.here for one in messages(lang) if all(one.there)}

    assert said - translated == set(), "run `python -m tests.web.catalogue`, and translate"
    assert translated - said == set()
    assert [one.id for one in catalogue(lang) if one.id and one.fuzzy] == []


@pytest.mark.parametrize("lang", OTHERS)
def test_a_translation_has_the_values_of_what_it_translates(lang: str) -> None:
    for one in messages(lang):
        wanted = set(VALUE.findall(" ".join(one.here)))
        for form in one.there:
            # `One reply` may say no number, and then neither need its translation.
            assert wanted - {"%(num)s"} <= set(VALUE.findall(form)) <= wanted, one


@pytest.mark.parametrize("lang", OTHERS)
def test_what_is_read_is_what_is_written(lang: str) -> None:
    read = translations(lang)
    for one in messages(lang):
        found = (
            (read.gettext(one.here[0]),)
            if len(one.here) == 1
            else tuple(read.ngettext(one.here[0], one.here[1], number) for number in (1, 2))
        )
        assert found == one.there, "run `python -m tests.web.catalogue`"


def test_the_template_is_of_what_is_said_now() -> None:
    text = TEMPLATE.read_text(encoding="utf-8")

    assert text.count("\nmsgid ") == len(template()) + 1, "run `python -m tests.web.catalogue`"


def test_in_french_zero_is_one_and_not_several() -> None:
    assert translations("fr").ngettext("%(num)s act", "%(num)s acts", 0) == "%(num)s acte"
    assert translations("en").ngettext("%(num)s act", "%(num)s acts", 0) == "%(num)s acts"


@pytest.mark.parametrize(
    ("code", "lang", "said"),
    [
        ("partly_answered", "en", "partly answered"),
        ("partly_answered", "fr", "répondu en partie"),
        ("answered_undisclosed", "fr", "répondu (non divulgué)"),
        ("note-verbale", "en", "note verbale"),
        ("demarche", "fr", "démarche"),
        ("outstanding", "fr", "en suspens"),
        ("un-letter", "en", "UN letter"),
        ("what-nobody-knows", "fr", "what nobody knows"),
    ],
)
def test_a_code_is_said_in_words(code: str, lang: str, said: str) -> None:
    assert words(code, lang) == said


@pytest.mark.parametrize(
    ("asked", "accepted", "answered"),
    [
        ("fr", "en", "fr"),
        ("tlh", "fr", "fr"),
        (None, None, "en"),
        (None, "", "en"),
        (None, "fr-CA,fr;q=0.8,en;q=0.6", "fr"),
        (None, "en;q=0.6, FR;q=0.9", "fr"),
        (None, "de, fr;q=0.5", "fr"),
        (None, "fr;q=0, en;q=0.1", "en"),
        (None, "*, fr;q=0.5", "en"),
        (None, "fr;q=much, en", "en"),
        (None, "fr;q=nan, de", "en"),
        (None, "fr ; Q=0.7 , en;q=0.7", "fr"),
        (None, ",;,", "en"),
    ],
)
def test_the_language_asked_for_comes_before_the_ones_the_browser_likes(
    asked: str | None, accepted: str | None, answered: str
) -> None:
    assert chosen(asked, accepted) == answered
