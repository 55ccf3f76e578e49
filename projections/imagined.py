"""A ledger as it would be, if something were recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.state import World


class Imagined:
    """Believes in one world; for a `ThreadReader` to be asked about it."""

    def __init__(self, world: World) -> None:
        self._world = world

    def world(self, threads: Iterable[str] | None, *, known_at: int | None = None) -> World:  # noqa: ARG002
        """All of it."""
        return self._world
