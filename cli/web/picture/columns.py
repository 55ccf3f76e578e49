"""Acts side by side: each in a column of its own, or several that fall together."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.dates import Instant
    from projections.views.picture import PictureAct

MOST_LANES = 8
NAME_WIDTH = 19
"""So many letters of a name fit into a line beside a lane."""


class Column(NamedTuple):
    """Acts next to each other in the order of replay, and the instant that they stand at."""

    at: Instant
    acts: tuple[PictureAct, ...]

    @property
    def first(self) -> Instant:
        """Where the first of them stands."""
        at = instant_of(self.acts[0])
        return self.at if at is None else at


def instant_of(act: PictureAct) -> Instant | None:
    """Where an act stands: at its last instant (T4), else its first; None: it is undated."""
    return act.brief.earliest if act.brief.latest is None else act.brief.latest


def columns_of(acts: Sequence[PictureAct], most: int, several: int) -> list[Column]:
    """Dated acts in columns: one each up to `most` of them, else `several` columns, alike full."""
    dated = [(at, act) for act in acts if (at := instant_of(act)) is not None]
    dated.sort(key=lambda each: each[0])
    size = 1 if len(dated) <= most else -(-len(dated) // several)
    parts = [dated[index : index + size] for index in range(0, len(dated), size)]
    return [Column(part[-1][0], tuple(act for _, act in part)) for part in parts]


class Lanes(NamedTuple):
    """The parties of each lane, and the lane of each party."""

    parties: tuple[tuple[str, ...], ...]
    of: dict[str, int]


def lanes_of(parties: Sequence[str]) -> Lanes:
    """A lane for each party; where there are many, the last one for all the rest."""
    if len(parties) <= MOST_LANES:
        lanes: tuple[tuple[str, ...], ...] = tuple((party,) for party in parties)
    else:
        alone = parties[: MOST_LANES - 1]
        lanes = (*((party,) for party in alone), tuple(parties[MOST_LANES - 1 :]))
    return Lanes(lanes, {party: at for at, lane in enumerate(lanes) for party in lane})


def lane_name(parties: Sequence[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """The name of the one party of a lane, in two short lines at most."""
    if len(parties) > 1 or names[parties[0]] == parties[0]:
        return ()
    return tuple(wrap(names[parties[0]], NAME_WIDTH, max_lines=2, placeholder=" …"))


def lane_text(parties: Sequence[str]) -> str:
    """Its name: the party, or the first and how many more."""
    return parties[0] if len(parties) == 1 else f"{parties[0]} + {len(parties) - 1}"
