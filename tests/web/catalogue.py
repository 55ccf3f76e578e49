"""The catalogues of the page: what is to be translated, and what is.

`python -m tests.web.catalogue` writes the template anew, takes what is new into each language's
catalogue, and compiles it. Babel is needed for that alone; the page reads the compiled ones.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from cli.web.language import DOMAIN, ENGLISH, LANGUAGES, english
from ledger import vocabulary
from ledger.acts import ACT_CLASSES
from ledger.kinds import KINDS
from projections.words import CALLED

if TYPE_CHECKING:
    from collections.abc import Iterator

WEB: Final = Path(__file__).parents[2] / "cli" / "web"
LOCALE: Final = WEB / "locale"
TEMPLATE: Final = LOCALE / f"{DOMAIN}.pot"
KEYWORDS: Final = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None}
METHODS: Final = [("templates/**.html", "jinja2"), ("**.py", "python")]
TABLES: Final = (
    vocabulary.Instrument,
    vocabulary.Medium,
    vocabulary.Channel,
    vocabulary.PointKind,
    vocabulary.Stance,
    vocabulary.Status,
    vocabulary.ThreadStatus,
    vocabulary.Effect,
    vocabulary.Role,
    vocabulary.DateRole,
    vocabulary.Disclosure,
    vocabulary.DisclosedPart,
    vocabulary.DisclosureHow,
    vocabulary.Authenticity,
    vocabulary.Contents,
    vocabulary.MarkingLevel,
    vocabulary.Verdict,
    vocabulary.TalksTerms,
    vocabulary.AddressedAs,
    vocabulary.Measure,
    vocabulary.Qualifier,
    vocabulary.TextualBasis,
)
_NOT_SAID: Final = tuple(
    f'"{field}:'.encode()
    for field in (
        *("Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date"),
        *("PO-Revision-Date", "Last-Translator", "Language-Team", "Generated-By"),
    )
)
OTHERS: Final = {
    "the ledger": "whose knowledge it is",
    "the public": "whose knowledge it is",
    "owed": "a reply",
    "ended": "a reply that is no longer owed",
    "overdue": "a reply",
    "pending": "a package of points",
    "assessment": "something recorded of an act",
    "called": "something recorded of an act: what a party calls it",
    "claim": "something recorded of an act: what a source says otherwise",
    "effect": "something recorded of an act",
    "made known": "something recorded of an act",
    "notice": "something recorded of an act: a later correction or the like",
    "number": "something recorded of an act: a reference number",
    "summary": "a part of an act that was searched",
    "points": "a part of an act that was searched",
    "persons": "a part of an act that was searched",
    "sources": "a part of an act that was searched",
}
"""Words that the page looks up without writing them out."""


def template() -> Catalog:
    """All that is to be translated, from the templates, the code and the vocabulary."""
    made = _empty(None)
    found = extract_from_dir(
        WEB,
        METHODS,
        {"templates/**.html": {"encoding": "utf-8", "extensions": "jinja2.ext.i18n"}},
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
    )
    for file, line, message, comments, _ in sorted(found, key=lambda one: one[:2]):
        made.add(message, None, [(f"cli/web/{file}", line)], auto_comments=comments)
    for message, meaning in _words():
        made.add(message, auto_comments=[meaning])
    return made


def _words() -> Iterator[tuple[str, str]]:
    for table in TABLES:
        for word in table:
            yield english(word), f"{table.__name__}: {word.meaning or word}"
    for kind in KINDS:
        yield english(str(CALLED.get(kind.word, kind.word))), f"Kind of act: {kind.meaning}"
    for name in dict.fromkeys(name for cls in ACT_CLASSES for name in cls.model_fields):
        yield english(name), "Field of an act"
    yield from OTHERS.items()


def catalogue(lang: str) -> Catalog:
    """What is translated into a language."""
    with source_of(lang).open("rb") as stream:
        return read_po(stream, locale=lang, abort_invalid=True)


def source_of(lang: str) -> Path:
    """The file of a language that is written by hand."""
    return LOCALE / lang / "LC_MESSAGES" / f"{DOMAIN}.po"


def compiled_of(lang: str) -> Path:
    """The file of a language that the page reads."""
    return source_of(lang).with_suffix(".mo")


def compiled(made: Catalog) -> bytes:
    """A catalogue as the page reads it."""
    stream = io.BytesIO()
    write_mo(stream, made)
    return stream.getvalue()


def written(made: Catalog) -> bytes:
    """A catalogue as it is written by hand."""
    stream = io.BytesIO()
    write_po(stream, made, width=100, no_location=True, sort_output=True, omit_header=False)
    return stream.getvalue()


def forms(said: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """The singular, and the plural where there is one."""
    return (said or "",) if isinstance(said, str | None) else tuple(said)


def _empty(lang: str | None) -> Catalog:
    made = Catalog(lang, DOMAIN, project=DOMAIN, charset="utf-8", fuzzy=False)
    made.header_comment = "# The words of the page. Written by `python -m tests.web.catalogue`."
    return made


def main() -> None:
    """Write the template, and bring every catalogue up to it."""
    LOCALE.mkdir(exist_ok=True)
    to_do = template()
    TEMPLATE.write_bytes(plain(written(to_do)))
    for lang in LANGUAGES.keys() - {ENGLISH}:
        source_of(lang).parent.mkdir(parents=True, exist_ok=True)
        made = catalogue(lang) if source_of(lang).exists() else _empty(lang)
        made.update(to_do, no_fuzzy_matching=True, update_header_comment=True)
        made.obsolete.clear()
        source_of(lang).write_bytes(plain(written(made)))
        compiled_of(lang).write_bytes(compiled(catalogue(lang)))
        untranslated = [one.id for one in made if one.id and not all(forms(one.string))]
        print(lang, len(made), "messages;", "not translated:", untranslated)  # noqa: T201


def plain(text: bytes) -> bytes:
    """Without what says when and by whom it was made: it is the same each time."""
    return b"".join(
        line for line in text.splitlines(keepends=True) if not line.startswith(_NOT_SAID)
    )


if __name__ == "__main__":
    main()
