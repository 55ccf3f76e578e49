"""The addresses of the page: of pages, of their data, of what they are made with."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from collections.abc import Mapping

STATIC = files("cli.web") / "static"


class Addresses:
    """Makes the address of a page, with the lens of the one it is on.

    `paths` are those of the pages by name, with their parameters in braces, `kept` what of the
    present address every link keeps.
    """

    def __init__(self, paths: Mapping[str, str], kept: Mapping[str, str]) -> None:
        self._paths = paths
        self._kept = kept

    def __call__(self, name: str, /, **values: object) -> str:
        """The address of a page; what its path does not need goes into the query, None drops it."""
        path = self._paths[name]
        query: dict[str, object] = dict(self._kept)
        for key, value in values.items():
            hole = f"{{{key}}}"
            if hole in path:
                path = path.replace(hole, quote(str(value), safe=""))
            else:
                query[key] = value
        given = {key: str(value) for key, value in query.items() if value not in (None, "")}
        return f"{path}?{urlencode(given)}" if given else path


@cache
def static_address(name: str) -> str:
    """The address of a file of ours, another one when the file is another."""
    content = (STATIC / name).read_bytes()
    return f"/static/{name}?v={sha256(content).hexdigest()[:12]}"
