"""A view of persons: who carried, signed, announced, attended what."""

from __future__ import annotations

from projections.views.acts import ActBrief
from projections.views.base import View


class PersonAct(View):
    """An act that somebody had a role in."""

    act: ActBrief
    """The act in one line."""
    post: str | None
    """The person's post, as recorded with this act."""
    party: str | None
    """The party the person acts for, as recorded with this act."""


class PersonRole(View):
    """What somebody did in one role."""

    role: str
    """bearer, signatory, announcer …, see the vocabulary."""
    meaning: str
    """The role as a verb: `delivered it`."""
    acts: tuple[PersonAct, ...]
    """What had happened by the date, in order of replay."""
    possible: tuple[PersonAct, ...]
    """What may have happened by the date (rule T3)."""
    undated: tuple[PersonAct, ...]
    """Acts with no bound in time at all."""


class PersonView(View):
    """A person by the name recorded, or a post of which no name is recorded."""

    name: str | None
    """The name; None: only a post is recorded."""
    posts: tuple[str, ...]
    """The posts, in order of being met with."""
    parties: tuple[str, ...]
    """The parties acted for, in order of being met with."""
    acts: int
    """In how many acts that had happened by the date, each once."""
    roles: tuple[PersonRole, ...]
    """What they did, in the order of the vocabulary."""


class PersonsView(View):
    """Persons and posts by name. Nobody is taken for another: two spellings are two persons."""

    asked: str | None
    """The part of a name or post asked about; None: all."""
    role: str | None
    """The role asked about; None: all."""
    party: str | None
    """The party asked about; None: all."""
    thread: str | None
    """The thread asked about; None: all."""
    persons: tuple[PersonView, ...]
    """By name; posts without one by post and party."""
