"""A view of what a search found."""

from __future__ import annotations

from projections.views.acts import ActBrief
from projections.views.base import View


class Passage(View):
    """A piece of a text; the pieces of an excerpt, put one after the other, are its words."""

    text: str
    """Its words, as recorded."""
    hit: bool
    """Whether it is what was looked for."""


class FoundIn(View):
    """A field of an act in which something was found."""

    field: str
    """summary, points (and the words of answers), persons, text or sources."""
    hits: int
    """How many passages of the field are what was looked for."""
    excerpt: tuple[Passage, ...]
    """The part of the field with the most hits, or all of it where it is short."""
    cut_before: bool
    """Whether the field has more before the excerpt."""
    cut_after: bool
    """Whether the field has more after the excerpt."""


class FoundAct(View):
    """An act that was found."""

    act: ActBrief
    """The act in one line."""
    score: int
    """How well it fits, by its own words alone; compares the acts of one answer."""
    found_in: tuple[FoundIn, ...]
    """Where, the weightiest field first."""


class SearchView(View):
    """The acts in which something was found, best first, as many as were asked for."""

    query: str
    """What was looked for, as typed."""
    looked_in: tuple[str, ...]
    """The fields that were looked through."""
    matching: int
    """How many acts that had happened by the date fit, shown or not."""
    found: tuple[FoundAct, ...]
    """The best of them."""
    matching_possible: int
    """How many acts that may have happened by the date fit (rule T3)."""
    possible: tuple[FoundAct, ...]
    """The best of them."""
    matching_undated: int
    """How many acts with no bound in time fit."""
    undated: tuple[FoundAct, ...]
    """The best of them."""
    matching_later: int
    """How many acts fit that happen only after the date; they are not listed."""
