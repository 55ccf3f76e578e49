"""Every page there is."""

from __future__ import annotations

from cli.web.pages.act import ACT
from cli.web.pages.base import PageRoute
from cli.web.pages.compare import COMPARE
from cli.web.pages.home import HOME
from cli.web.pages.parties import PARTIES
from cli.web.pages.search import SEARCH
from cli.web.pages.thread import THREAD

PAGES: tuple[PageRoute, ...] = (HOME, THREAD, COMPARE, ACT, SEARCH, PARTIES)
