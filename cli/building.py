"""How far a build of the read model is, shown on a terminal once it takes long."""

from __future__ import annotations

from cli.bar import Bar


class Building(Bar):
    """A bar that is told whose layer is being built."""

    def __call__(self, viewer: str, done: int, total: int) -> None:
        """As `projections.read_model.model.Telling`; called often, shown now and then."""
        super().__call__(f"reading the log for what {viewer} knows", done, total)
