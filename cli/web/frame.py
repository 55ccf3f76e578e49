"""What every page has around it: where it is, links that keep its lens, its marking, its notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from cli import __version__
from cli.web.addresses import Addresses
from cli.web.asking import LANGUAGE, LENS_PARAMETERS
from cli.web.language import LANGUAGES
from cli.web.templating import hidden_fields, rendered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cli.web.answering import Answered
    from cli.web.serving import Serving

KEPT = (*LENS_PARAMETERS, LANGUAGE)
"""What a link keeps of the address it is on."""
MOVED = ("as_of", "known_at", "known_by", "step", "page")
"""What the form of the date and the knowledge asks for itself, or makes meaningless."""


@dataclass(frozen=True, slots=True)
class Here:
    """The address a page is at, and the language it is in."""

    name: str
    lang: str
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def kept(self) -> dict[str, str]:
        """What its links keep."""
        return {name: self.query[name] for name in KEPT if self.query.get(name)}


def framed(
    template: str,
    serving: Serving,
    paths: Mapping[str, str],
    here: Here,
    made: Answered | None = None,
    **context: object,
) -> str:
    """A template with all that is around it, as HTML; `made` None: no page could be made."""
    url = Addresses(paths, here.kept)
    known = here.name in paths
    twin = f"{here.name}.json"
    viewers = serving.ceiling.viewers(())
    around: dict[str, object] = {
        "url": url,
        "here": partial(url, here.name if known else "home", **{**here.query, **here.path}),
        "kept_fields": partial(hidden_fields, here.kept),
        "other_fields": partial(
            hidden_fields, {key: value for key, value in here.query.items() if key not in MOVED}
        ),
        "page": here.name,
        "path": here.path,
        "asked": here.query,
        "languages": LANGUAGES,
        "ledger_name": serving.path.name,
        "viewers": viewers,
        "may_append": serving.may_append,
        "twin": None,
        "version": __version__,
        "lens": None,
        "marking": None,
        "notes": (),
        "digest": None,
    }
    if made is not None:
        around |= {
            "lens": made.lens,
            "marking": made.marking,
            "notes": made.notes,
            "digest": made.digest,
            "twin": url(twin, **{**here.query, **here.path}) if twin in paths else None,
        }
    return rendered(template, here.lang, **{**around, **context})
