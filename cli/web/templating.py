"""Pages of templates: escaped, with nothing in a text that could reorder what is shown."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from cli.render.changes import field_change
from cli.viewers import LEDGER, PUBLIC, spoken
from cli.web.addresses import static_address
from cli.web.language import translations, words
from cli.web.signs import sign, tone
from ledger.text import visible
from projections.tables.search import parts_of
from projections.text import instant_text
from projections.words import CALLED, between, shortened

if TYPE_CHECKING:
    from collections.abc import Mapping
    from gettext import NullTranslations


class Exact(str):
    """A text that goes back to where it was typed, as it was typed."""

    __slots__ = ()


def _shown(value: object) -> object:
    """What a template prints of a value; None is a mistake of the template, and seen as one."""
    if isinstance(value, str) and not isinstance(value, Markup | Exact):
        return visible(value)
    return value


def web_link(text: object) -> str | None:
    """The address of a source where it is one of the web; None for anything else."""
    url = str(text)
    return url if url.startswith(("http://", "https://")) else None


def hidden_fields(values: Mapping[str, str]) -> Markup:
    """What a form sends along, unseen and as it is."""
    field = Markup('<input type="hidden" name="{}" value="{}">')
    return Markup("").join(field.format(name, value) for name, value in values.items())


def _viewer(translated: _Translated, who: str) -> str:
    """Whose knowledge, in words; a party by its code."""
    names = {LEDGER: "the ledger", PUBLIC: "the public"}
    return translated.one(names[who]) if who in names else who


class _Translated:
    """Messages with their values, each value shown as everything else is."""

    def __init__(self, catalogue: NullTranslations) -> None:
        self._catalogue = catalogue

    def one(self, message: str, /, **values: Any) -> Markup:  # noqa: ANN401 -- as they come
        return self._filled(self._catalogue.gettext(message), values)

    def several(self, one: str, more: str, number: int, /, **values: Any) -> Markup:  # noqa: ANN401
        text = self._catalogue.ngettext(one, more, number)
        return self._filled(text, {"num": number, **values})

    @staticmethod
    def _filled(text: str, values: dict[str, Any]) -> Markup:
        # The catalogue is ours; `%` escapes the values.
        return Markup(text) % {name: _shown(value) for name, value in values.items()}  # noqa: S704


@cache
def environment(lang: str) -> Environment:
    """The templates in a language."""
    made = Environment(
        loader=PackageLoader("cli.web"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    translated = _Translated(translations(lang))
    made.extend(newstyle_gettext=True)  # of the i18n extension: values are given by name
    made.globals |= {
        "gettext": translated.one,
        "_": translated.one,
        "ngettext": translated.several,
        "static": static_address,
        "between": between,
        "instant_text": instant_text,
    }
    made.filters |= {
        "arrows": _arrows,
        "exact": Exact,
        "excerpt": parts_of,
        "field_change": field_change,
        "kind": lambda code: words(str(CALLED.get(code, code)), lang),
        "marking": spoken,
        "shortened": shortened,
        "sign": sign,
        "tone": tone,
        "viewer": partial(_viewer, translated),
        "web_link": web_link,
        "without_query": lambda address: address.partition("?")[0],
        "words": lambda code: words(code, lang),
    }
    return made


def _arrows(sentence: str) -> str:
    """A sentence in which what was and what is are told apart as paper does it."""
    return sentence.replace(" -> ", " → ")


def rendered(template: str, lang: str, **context: object) -> str:
    """A template as HTML."""
    return environment(lang).get_template(template).render(lang=lang, **context)
