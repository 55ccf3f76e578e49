"""What a drawing is made of. Lengths are units of its view box; texts are data, not yet escaped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.dates import Instant
    from projections.views.picture import PictureAct


@dataclass(frozen=True, slots=True)
class Lane:
    """A party's line; `parties` are several where there are too many for a line each."""

    parties: tuple[str, ...]
    text: str
    at: float
    """y of a line that runs across, x of one that runs down."""
    x: float
    """Of its code."""
    y: float
    name: tuple[str, ...] = ()
    """The lines of its name in the registry, where there is room for them."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An act on the lane of one of its senders, or several that fall together.

    `act` is None for several: `count` says how many, `first` and `last` the days they are of.
    """

    x: float
    y: float
    lane: int
    shape: str
    """asks, answers, says, meets, deeds; several for several."""
    state: str
    """As an act's; of several `happened` or `ahead`."""
    current: bool
    act: PictureAct | None = None
    uncertain: bool = False
    count: int = 1
    first: str = ""
    last: str = ""
    acts: tuple[PictureAct, ...] = ()
    """All that it stands for."""


@dataclass(frozen=True, slots=True)
class Path:
    """A line: to an addressee, between several senders, from what was asked to its answer."""

    d: str
    sort: str
    """to, with, answer."""
    faded: bool
    origin: str = ""
    """Of an answer: what it answers; the first of several."""
    end: str = ""
    """Of an answer: the answering act; the first of several."""


@dataclass(frozen=True, slots=True)
class Band:
    """From the first to the last instant an act can have happened; open where nothing says."""

    start: float
    end: float
    across: float
    """The place of its lane."""
    d: str
    ref: str
    open_start: bool
    open_end: bool


@dataclass(frozen=True, slots=True)
class Flag:
    """A deadline, on the lane of who is to answer."""

    x: float
    y: float
    text: str
    ref: str


@dataclass(frozen=True, slots=True)
class Known:
    """That an act became public later than it happened: a dotted line to that date."""

    x: float
    y: float
    d: str
    text: str
    ref: str


@dataclass(frozen=True, slots=True)
class Label:
    """A text. `anchor`: start, middle, end; `sort`: act, current, day, clock, due, public."""

    x: float
    y: float
    text: str
    anchor: str
    sort: str


@dataclass(frozen=True, slots=True)
class Fold:
    """A quiet stretch that is drawn shorter than it was: how long it was."""

    x: float
    y: float
    d: str
    count: int
    unit: str
    """years, days, hours or minutes."""
    told: bool
    """Whether there is room to say so."""


@dataclass(frozen=True, slots=True)
class Now:
    """The line of the date asked about."""

    at: float
    x: float
    y: float
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """One picture; `down` where time runs downwards."""

    down: bool
    width: float
    height: float
    lanes: tuple[Lane, ...]
    start: float
    """Where the lanes begin, along time."""
    end: float
    marks: tuple[Mark, ...]
    paths: tuple[Path, ...]
    bands: tuple[Band, ...]
    flags: tuple[Flag, ...]
    known: tuple[Known, ...]
    labels: tuple[Label, ...]
    folds: tuple[Fold, ...]
    now: Now | None
    undated: float | None
    """Where the strip of what has no date begins; None: there is none."""


@dataclass(frozen=True, slots=True)
class Drawings:
    """A thread's picture for wide and for narrow screens, and the acts of its table."""

    thread: str
    wide: Drawing
    narrow: Drawing
    rows: tuple[PictureAct, ...]
    """The acts of the table, as many as it shows."""
    shown: int
    """How many acts the picture has; the table may have fewer rows."""
    before: int
    """How many acts lie before the window."""
    after: int
    """How many acts lie after it."""
    window: tuple[Instant, Instant] | None
    first: str
    """The first day of what the table leaves out; empty where it leaves out nothing."""
    last: str
