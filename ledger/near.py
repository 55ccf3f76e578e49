"""Near misses of a name that was not found."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_CUTOFF = 60.0


def near(name: str, names: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """The names most like `name`, best first, at most `limit`; none where nothing is alike."""
    from rapidfuzz import fuzz, process, utils

    found = process.extract(
        name,
        list(names),
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        limit=limit,
        score_cutoff=_CUTOFF,
    )
    return tuple(match for match, _, _ in found)
