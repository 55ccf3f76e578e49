"""What sources say of an act's fields otherwise: every claim kept, none averaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.belief import value_of
from projections.text import citation, date_text
from projections.views.claims import Claim, ConflictView

if TYPE_CHECKING:
    from ledger.acts import Act


def conflicts_of(act: Act, zone: str) -> tuple[ConflictView, ...]:
    """The fields of which several claims are kept: dates by role, other fields by name."""
    cited: dict[str | None, str] = {
        source.id: citation(source) for source in act.sources if source.id is not None
    }
    found: dict[str, list[Claim]] = {}
    for date in act.dates:
        said = date_text(date.date, zone)
        claim = _claim(said, cited.get(date.source), date.reason, preferred=date.preferred)
        found.setdefault(date.role, []).append(claim)
    conflicts = {field: claims for field, claims in found.items() if len(claims) > 1}
    for other in act.claims:
        stated = value_of(act, other.field)
        if other.field not in conflicts and stated is not None:
            stands = _claim(_text(stated), None, None, preferred=False)
            conflicts[other.field] = [stands]
        claim = _claim(
            _text(other.value), cited.get(other.source), other.reason, preferred=other.preferred
        )
        conflicts.setdefault(other.field, []).append(claim)
    return tuple(
        ConflictView(field=field, claims=tuple(claims)) for field, claims in conflicts.items()
    )


def _claim(value: str, source: str | None, reason: str | None, *, preferred: bool) -> Claim:
    return Claim(value=value, source=source, preferred=preferred, reason=reason)


def _text(value: object) -> str:
    return ", ".join(map(_text, value)) if isinstance(value, list) else str(value)
