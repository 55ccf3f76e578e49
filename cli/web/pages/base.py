"""What a page is: an answer to an address, as HTML for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from cli.web.asking import Asking
from projections.views.base import View

NOTHING: Mapping[str, object] = MappingProxyType({})


class Page(NamedTuple):
    """An answer: `view` is all that its JSON has, `context` what the template needs beside it."""

    template: str
    view: View
    context: Mapping[str, object] = NOTHING


class QueryParameter(NamedTuple):
    """A parameter of an address beside those of the lens."""

    name: str
    meaning: str


class PageRoute(NamedTuple):
    """A page: where it is, how it is made, and the published name of what its JSON has.

    `path` without a suffix is the page, with `.json` its data; the first page's is `/home.json`.
    """

    path: str
    name: str
    answer: Callable[[Asking], Page]
    view: type[View]
    schema: str
    summary: str
    query: tuple[QueryParameter, ...] = ()

    @property
    def twin(self) -> str:
        """The path of its JSON."""
        return "/home.json" if self.path == "/" else f"{self.path}.json"
