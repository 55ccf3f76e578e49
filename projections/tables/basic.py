"""The tables of each view: which columns, and what is in them. Names are those of the JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ledger.instants import format_instant
from projections.tables.table import Table, Tables
from projections.words import plain, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from projections.tables.table import Cell, Row
    from projections.views.acts import ActBrief, ActsView, ActView
    from projections.views.base import View
    from projections.views.history import ExplanationView, LogView, TimelineView
    from projections.views.parties import PartiesView, PartyView
    from projections.views.points import AssessmentView, PointsView, PointView
    from projections.views.threads import (
        NotKnown,
        ObligationView,
        ThreadView,
    )

ACT = (
    *("ref", "kind", "senders", "addressees", "when", "earliest", "latest"),
    *("instrument", "channel", "marking", "labels", "gist"),
)
_ACT_BRIEF = ("when", "ref", "kind", "senders", "addressees", "gist")
_OBLIGATION = (
    *("thread", "debtor", "creditors", "act", "points", "state", "since", "since_text", "days"),
    *("due", "due_text", "overdue", "claimed_by", "claimed_according_to"),
    *("settled_by", "settled_at", "settled_text", "loose_ends"),
)
_POINT_ITSELF = (
    *("ref", "kind", "text", "contents", "not_known", "raisers", "raised", "raised_text", "act"),
    *("deadline", "deadline_text", "parent", "package", "restated_by", "live"),
)
_POINT = (
    *_POINT_ITSELF,
    *("overall", "party", "status", "since", "since_text", "by_act", "rule", "confidential"),
    "assessments",
)
_ASSESSMENT = ("of", "by", "verdict", "words", "act", "at_text")
_PACKAGE = ("name", "raisers", "points", "status", "failed_by")
_LOG = (
    *("position", "stream", "version", "topic", "known", "recorded_at", "recorded_by"),
    *("marking", "leaf", "summary"),
)
_INSTANTS = frozenset(
    {"earliest", "latest", "since", "due", "settled_at", "raised", "deadline", "at"}
)


def cells(source: View, names: Iterable[str]) -> Iterator[Cell]:
    """The fields of a view by name, instants as text, what is by party as `PARTY: text`."""
    for name in names:
        value = getattr(source, name)
        if isinstance(value, dict):
            yield tuple(f"{party}: {text}" for party, text in value.items())
        else:
            yield format_instant(value) if name in _INSTANTS and value is not None else value


def plain_table(
    title: str, columns: Sequence[str], sources: Iterable[View], brief: Sequence[str] = ()
) -> Table:
    """One row for each of the views, its fields for columns."""
    return Table(title, columns, [tuple(cells(source, columns)) for source in sources], brief)


def _points_table(points: Iterable[PointView]) -> Table:
    rows = [row for point in points for row in _point_rows(point)]
    brief = ("ref", "kind", "text", "raisers", "party", "status", "since_text", "by_act")
    return Table("Points", _POINT, rows, brief)


def _point_rows(point: PointView) -> Iterator[Row]:
    """One row for each party asked; one without a party where nobody is."""
    for party in point.parties or (None,):
        status = point.status if party is None else party.status
        yield (
            *cells(point, _POINT_ITSELF),
            point.status.status,
            None if party is None else party.party,
            *cells(status, ("status", "since", "since_text", "act", "rule", "confidential")),
            tuple(_judged(each) for each in point.assessments),
        )


def _judged(verdict: AssessmentView) -> str:
    """`RUS on us-reply: unsatisfactory`, or the words where there is no code."""
    return f"{verdict.by} on {verdict.of}: {verdict.verdict or verdict.words}"


def points(view: PointsView) -> Tables:
    """One row for each point and party asked; then what was said of the answers."""
    tables = [_points_table(view.points), _assessments(view.points)]
    return Tables([*tables, acts_table("May have happened by then", view.possible)])


def _assessments(points: Iterable[PointView]) -> Table:
    """Each once, however many points it is of."""
    said = dict.fromkeys(each for point in points for each in point.assessments)
    return plain_table("Assessments", _ASSESSMENT, said)


def obligations(title: str, owing: Iterable[ObligationView]) -> Table:
    """One row for each reply."""
    brief = (
        "debtor",
        "creditors",
        "days",
        "since_text",
        "due_text",
        "overdue",
        "claimed_by",
        "thread",
        "act",
        "points",
    )
    return plain_table(title, _OBLIGATION, owing, brief)


def acts_table(title: str, acts: Iterable[ActBrief]) -> Table:
    """One row for each act."""
    return plain_table(title, ACT, acts, _ACT_BRIEF)


def acts(view: ActsView) -> Tables:
    """One row for each act; those not certain to have happened by then say so."""
    columns = (*ACT, "placed")
    rows = [
        (*cells(act, ACT), placed)
        for placed, found in (
            ("happened", view.acts),
            ("possible", view.possible),
            ("undated", view.undated),
        )
        for act in found
    ]
    return Tables([Table("Acts", columns, rows, (*_ACT_BRIEF, "placed"))])


def _not_known(things: Iterable[NotKnown]) -> Table:
    return plain_table("Not known", ("ref", "what"), things)


def thread(view: ThreadView) -> Tables:
    """What is owed, the points, what is not known; the points are the main table."""
    head, status = view.thread, view.status
    lead = [
        *([head.marking.upper()] if head.marking else []),
        f"{head.title} ({head.id}), as of {format_instant(view.as_of)}",
        sentence(f"{plain(status.status)}: {status.why}"),
        *(["Dormant: for two years nothing has happened."] if status.dormant else []),
    ]
    return Tables(
        [
            obligations("Who owes whom a reply", view.owed),
            _points_table(view.points),
            _assessments(view.points),
            plain_table("Packages, all or none", _PACKAGE, view.packages),
            obligations("Replies no longer owed", view.settled),
            _not_known(view.not_known),
            acts_table("May have happened by then", view.possible),
            acts_table("Without a date", view.undated),
        ],
        lead,
        main=1,
    )


def act(view: ActView) -> Tables:
    """One row for each thing recorded of the act; what is not a text is JSON."""
    rows: list[Row] = [("ref", view.brief.ref)]
    rows += [(name, text_of(value)) for name, value in view.act.items()]
    rows += [("answered_by", answer.ref) for answer in view.answered_by]
    rows += [("change", change) for change in view.changes]
    rows += [("conflict", text_of(each.model_dump(mode="json"))) for each in view.conflicts]
    rows += [("notice", notice) for notice in view.notices]
    rows += [("not_known", thing) for thing in view.not_known]
    rows += [(name, getattr(view, name)) for name in ("recorded_at", "recorded_by", "position")]
    return Tables([Table("Act", ("field", "value"), rows)])


def text_of(value: Any) -> str:  # noqa: ANN401 -- JSON
    """A text as it is, any other value as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def timeline(view: TimelineView) -> Tables:
    """One row for each change, and one for an entry that changed nothing."""
    columns = (
        *("entry", "at", "at_text", "by", "act", "kind", "what", "ref", "party"),
        *("before", "after", "text", "thread_status"),
    )
    change = ("what", "ref", "party", "before", "after", "text")
    rows = [
        (
            number,
            *cells(entry, ("at", "at_text", "by")),
            None if entry.act is None else entry.act.ref,
            None if entry.act is None else entry.act.kind,
            *([None] * len(change) if each is None else cells(each, change)),
            entry.status,
        )
        for number, entry in enumerate(view.entries, start=1)
        for each in entry.changes or (None,)
    ]
    brief = ("at_text", "act", "kind", "text", "thread_status")
    possible = acts_table("May have happened by then", view.possible)
    return Tables([Table("Timeline", columns, rows, brief), possible])


def explanation(view: ExplanationView) -> Tables:
    """One row for each reason."""
    rows = [
        (number, each.rule, each.text, None if each.act is None else each.act.ref, each.sources)
        for number, each in enumerate(view.reasons, start=1)
    ]
    columns = ("reason", "rule", "text", "act", "sources")
    return Tables([Table("Reasons", columns, rows)], [view.answer])


def log(view: LogView) -> Tables:
    """One row for each event."""
    brief = ("position", "recorded_at", "recorded_by", "stream", "topic", "summary")
    return Tables([plain_table("Log", _LOG, view.events, brief)])


def _party(each: PartyView) -> Row:
    party = each.party
    return (
        *(party.code, party.name, party.kind, party.other_names),
        *(party.valid_from, party.valid_until),
        tuple(member.party for member in party.members),
        tuple(f"{one.scheme}={one.value}" for one in party.identifiers),
        each.origin,
    )


_PARTY = (
    *("code", "name", "kind", "other_names", "valid_from", "valid_until"),
    *("members", "identifiers", "origin"),
)


def parties(view: PartiesView) -> Tables:
    """One row for each party."""
    return Tables([Table("Parties", _PARTY, [_party(each) for each in view.parties])])


def party(view: PartyView) -> Tables:
    """The one party."""
    return Tables([Table("Party", _PARTY, [_party(view)])])


TABLES: dict[str, Callable[[Any], Tables]] = {
    "ActView": act,
    "ActsView": acts,
    "ExplanationView": explanation,
    "LogView": log,
    "PartiesView": parties,
    "PartyView": party,
    "PointsView": points,
    "ThreadView": thread,
    "TimelineView": timeline,
}
