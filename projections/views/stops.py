"""Where a slider over time can stand: the moments of a thread, and those of what is known of it."""

from __future__ import annotations

from projections.views.base import View


class Stop(View):
    """One moment at which something changes."""

    value: str
    """As `--as-of` or `--known-at` takes it: a day, a time with its offset, a position `#12`."""
    text: str
    """For people: the day or time, for a position the time of recording and the position."""
    what: str
    """What happened or became known then, in a few words."""


class StopsView(View):
    """The moments of a thread, in order."""

    thread: str
    """The thread."""
    as_of: tuple[Stop, ...]
    """When something happens, the first one before the first act."""
    known_at: tuple[Stop, ...]
    """When the viewer's knowledge of the thread changed."""
