"""The points of a thread, as a view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.refs import full, name_of, short
from ledger.vocabulary import Contents, Disclosure
from projections.text import brief, instant_text, placed_text, sources, when_text
from projections.views.points import (
    AnswerView,
    AssessmentView,
    PartyStatusView,
    PointsView,
    PointView,
    StatusView,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.answers import Given
    from ledger.parts import Condition
    from ledger.points import PartyStatus, PointState, Standing
    from ledger.timeline import Negotiation


def points_view(state: Negotiation) -> PointsView:
    """Every point raised by the date, parents before their parts."""
    assessments = assessments_in(state)
    return PointsView(
        points=tuple(point_view(point, state, assessments) for point in parents_first(state)),
        possible=tuple(brief(one, state.record.zone) for one in state.selection.possible),
    )


def parents_first(state: Negotiation) -> Iterator[PointState]:
    """The points in order of being raised, each followed by its parts."""
    for ref, point in state.points.items():
        parent = point.file.point.parent
        if parent is None or full(parent, state.record.id) not in state.points:
            yield from _with_parts(ref, state)


def _with_parts(ref: str, state: Negotiation) -> Iterator[PointState]:
    yield state.points[ref]
    for child in state.points[ref].children:
        yield from _with_parts(child, state)


def point_view(
    state: PointState,
    negotiation: Negotiation,
    assessments: Mapping[str, list[AssessmentView]],
) -> PointView:
    """One point with its split, its answers and its positions."""
    home, zone = negotiation.record.id, negotiation.record.zone
    file = state.file
    return PointView(
        ref=file.ref,
        label=file.point.label,
        kind=file.point.kind,
        text=file.point.text,
        contents=file.point.contents,
        not_known=contents_text(file.point.contents, file.act.act.disclosure),
        raisers=file.raisers,
        addressees=file.addressees,
        act=short(file.act.ref, home),
        raised=file.act.at,
        raised_text=placed_text(file.act, zone),
        deadline=state.deadline,
        deadline_text=None if state.deadline is None else instant_text(state.deadline, zone),
        parent=file.point.parent,
        children=tuple(name_of(child) for child in state.children),
        live=state.live,
        status=status_view(
            state.overall,
            home,
            zone,
            confidential=len(state.parties) == 1 and state.parties[0].confidential,
        ),
        parties=tuple(_party_view(party, home, zone) for party in state.parties),
        positions=tuple(answer_view(given, home, zone) for given in state.positions),
        package=file.point.package,
        restated_by=None if file.restated is None else short(file.restated.ref, home),
        assessments=tuple(_assessments_of(state, assessments)),
        sources=sources(file.act.act),
    )


def assessments_in(negotiation: Negotiation) -> dict[str, list[AssessmentView]]:
    """What was said of the answers to a point, or of a whole act, by what is judged (rule P8)."""
    home, zone = negotiation.record.id, negotiation.record.zone
    found: dict[str, list[AssessmentView]] = {}
    for placed in negotiation.selection.happened:
        for one in placed.act.assessments:
            judged = full(one.point or one.act or "", placed.thread)
            view = AssessmentView(
                by=one.by or placed.act.senders[0],
                verdict=one.verdict,
                words=one.words,
                act=short(placed.ref, home),
                of=short(judged, home),
                at_text=placed_text(placed, zone),
            )
            found.setdefault(judged, []).append(view)
    return found


def _assessments_of(
    state: PointState, assessments: Mapping[str, list[AssessmentView]]
) -> Iterator[AssessmentView]:
    answering = {given.act.ref for party in state.parties for given in party.answers}
    for judged, views in assessments.items():
        if judged == state.file.ref or judged in answering:
            yield from views


def contents_text(contents: Contents, disclosure: Disclosure | None) -> str | None:
    """What is not known of an act or a point, in a sentence; None where all of it is known.

    What a party has not disclosed is undisclosed; of the rest it is only not known what it says.
    """
    if contents is Contents.WHOLE:
        return None
    undisclosed = disclosure in (Disclosure.ANNOUNCED, Disclosure.UNDISCLOSED, Disclosure.PARTLY)
    if contents is Contents.PARTIAL:
        rest = "the rest is undisclosed" if undisclosed else "the rest is not known"
        return f"its contents are known in part only, {rest}"
    return "its contents are undisclosed" if undisclosed else "its contents are not known"


def _party_view(party: PartyStatus, home: str, zone: str) -> PartyStatusView:
    return PartyStatusView(
        party=party.party,
        status=status_view(party.word, home, zone, confidential=party.confidential),
        lines={
            line: status_view(standing, home, zone, confidential=False)
            for line, standing in party.lines.items()
        },
        answers=tuple(answer_view(given, home, zone) for given in party.answers),
    )


def status_view(standing: Standing, home: str, zone: str, *, confidential: bool) -> StatusView:
    """A standing as published: with its act, its giver and its rule."""
    return StatusView(
        status=standing.status,
        since=standing.since,
        since_text=since_text(standing, zone),
        act=None if standing.act is None else short(standing.act.ref, home),
        by=standing.by,
        first_act=None if standing.first is None else short(standing.first.ref, home),
        rule=standing.rule,
        confidential=confidential,
    )


def since_text(standing: Standing, zone: str) -> str:
    """Since when: the first act's time as given, or the instant of the clock."""
    given = None if standing.first is None else when_text(standing.first.act, zone)
    return given or instant_text(standing.since, zone)


def answer_view(given: Given, home: str, zone: str) -> AnswerView:
    """One answer as published."""
    return AnswerView(
        by=given.by,
        on_behalf_of=given.on_behalf_of,
        stance=given.stance,
        text=given.text,
        act=short(given.act.ref, home),
        at=given.act.latest,
        at_text=placed_text(given.act, zone),
        line=given.line,
        by_conduct=given.by_conduct,
        implied=given.implied,
        via=None if given.via is None else name_of(given.via),
        condition=_condition_text(given.condition),
        counter=None if given.counter is None else short(given.counter, home),
        sources=sources(given.act.act),
    )


def _condition_text(condition: Condition | None) -> str | None:
    if condition is None:
        return None
    return condition.text or f"on {condition.point}"
