"""Why something stands as it does: what happened, the rule each time, and the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.terminal.citations import Citations
from cli.render.terminal.layout import columns, indented, line, prose, rest, section
from ledger.rulebook import RULES
from projections.views.history import ExplanationView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from projections.views.history import Reason


def explanation(view: ExplanationView, width: int) -> Iterator[RenderableType]:
    """The answer in a sentence, then each reason, then the sources and rules they cite."""
    yield line(view.answer, "bold")
    cited = Citations()
    yield Text()
    rows = [
        (Text(f"{number}."), _reason(reason, cited))
        for number, reason in enumerate(view.reasons, start=1)
    ]
    yield _numbered(rows, width)
    yield from cited.section(width)
    rules = dict.fromkeys(reason.rule for reason in view.reasons if reason.rule in RULES)
    rows = [(Text(rule), line(RULES[rule])) for rule in rules]
    if rows:
        yield from section("RULES", _numbered(rows, width))


def _reason(reason: Reason, cited: Citations) -> Text:
    text = prose(reason.text)
    notes = list(_notes(reason, cited))
    return text.append(f"\n({'; '.join(notes)})", style="dim") if notes else text


def _notes(reason: Reason, cited: Citations) -> Iterable[str]:
    if reason.rule is not None:
        yield f"rule {reason.rule}"
    if reason.act is not None:
        yield f"act {reason.act.ref}"
    if reason.sources:
        yield f"source {cited.of(reason.sources)}"


def _numbered(rows: Sequence[Sequence[Text]], width: int) -> RenderableType:
    first = max(row[0].cell_len for row in rows)
    return indented(columns(rows, [first, rest(width - 2, first)]))


RENDERERS = {ExplanationView: explanation}
