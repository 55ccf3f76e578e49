"""What a search finds, to look at on a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projections.search import SearchFilter, search_view
from tests.cli.cases import long_words
from tests.core.given import Story, act, demand, given, lens, reply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from projections.views.base import View

LONG = "Sir, I have the honour to inform you of what my Government has decided. " * 5


def straits() -> Story:
    """Something in every field, some of it twice, some of it uncertain."""
    return given(
        demand(
            "note",
            summary="The Straits are to be opened to every ship",
            points={"1": "Withdraw all forces from the Straits", "2": "Pay the dues"},
            marking={"level": "secret"},
        ),
        reply(
            "answer",
            persons=({"role": "bearer", "name": "J. Strait", "post": "Ambassador at the Straits"},),
            text=f"{LONG}\nThe Straits\tstay closed.\n{LONG}",
            answers={"1": {"stance": "reject", "text": "We stay"}},
            sources=({"citation": "The Straits: a yellow book"}, {"citation": "A diary"}),
        ),
        act("statement", "vague", by="GBR", when="2022-01/2022-06", summary="On the Straits"),
        act("statement", "undated", by="GBR", summary="The Straits, undated"),
        act("statement", "later", by="GBR", when="2023-01-01", summary="On the Straits again"),
    )


def search_views() -> Iterator[View]:
    """What is found, what is found of much, and nothing."""
    source, asked = straits().source, lens("2022-02-01")
    yield search_view(source, asked, "straits OR ambassador")
    yield search_view(source, asked, "straits", SearchFilter(limit=1))
    yield search_view(source, lens("2021-01-01"), "straits -undated -vague")
    yield search_view(source, asked, "dardanelles")
    yield search_view(long_words().source, lens(), "donau* OR 日本国政府は膠州湾租借地に関する*")
