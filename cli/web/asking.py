"""What a page is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cli.web.ceiling import Ceiling
    from ledger.store import Ledger
    from projections.lens import Lens
    from projections.reader import Reader
    from projections.views.stops import StopsView

LENS_PARAMETERS = ("as_of", "known_at", "known_by", "zone")
"""The parameters of an address that make its lens, named as the options of the command line."""
LANGUAGE = "lang"


@dataclass(frozen=True, slots=True)
class Asking:
    """A question of the browser, in the worker thread that answers it.

    `path` are the parameters of its path, `query` those after it, without empty ones. What is
    asked of `reader` is asked through `lens`, or through one of `ceiling`.
    """

    ledger: Ledger
    reader: Reader
    lens: Lens
    ceiling: Ceiling
    path: Mapping[str, str]
    query: Mapping[str, str]

    def through(self, **changed: str | None) -> Lens:
        """The lens of the same address with some of its parameters changed; None drops one."""
        asked = {name: self.query[name] for name in LENS_PARAMETERS if name in self.query}
        wanted = {name: value for name, value in {**asked, **changed}.items() if value is not None}
        return self.ceiling.lens(self.reader, wanted, now=self.lens.now)

    def stops(self, thread: str) -> StopsView:
        """Every moment of a thread, whichever the address asks for."""
        return self.reader.stops(thread, self.through(as_of=None, known_at=None))
