"""Why a point has its status: what happened, the rule each time, and the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from cli.render.rules import RULES
from cli.render.terminal.layout import columns, indented, line, prose, rest, section
from projections.views.history import ExplanationView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from projections.views.history import Reason


def explanation(view: ExplanationView, width: int) -> Iterator[RenderableType]:
    """The answer in a sentence, then each reason, then the sources and rules they cite."""
    yield line(view.answer, "bold")
    cited = list(dict.fromkeys(source for reason in view.reasons for source in reason.sources))
    yield Text()
    rows = [
        (Text(f"{number}."), _reason(reason, cited))
        for number, reason in enumerate(view.reasons, start=1)
    ]
    yield _numbered(rows, width)
    if cited:
        rows = [(Text(f"[{number}]"), prose(source)) for number, source in enumerate(cited, 1)]
        yield from section("SOURCES", _numbered(rows, width))
    rules = dict.fromkeys(reason.rule for reason in view.reasons if reason.rule in RULES)
    rows = [(Text(rule), line(RULES[rule])) for rule in rules]
    if rows:
        yield from section("RULES", _numbered(rows, width))


def _reason(reason: Reason, cited: Sequence[str]) -> Text:
    text = prose(reason.text)
    notes = list(_notes(reason, cited))
    return text.append(f"\n({'; '.join(notes)})", style="dim")


def _notes(reason: Reason, cited: Sequence[str]) -> Iterable[str]:
    yield f"rule {reason.rule}"
    if reason.act is not None:
        yield f"act {reason.act.ref}"
    if reason.sources:
        numbers = ", ".join(f"[{cited.index(source) + 1}]" for source in reason.sources)
        yield f"source {numbers}"


def _numbered(rows: Sequence[Sequence[Text]], width: int) -> RenderableType:
    first = max(cell_len(str(row[0])) for row in rows)
    return indented(columns(rows, [first, rest(width - 2, first)]))


RENDERERS = {ExplanationView: explanation}
