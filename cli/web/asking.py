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
