"""Points, answers and replies owed that differ between two states of a thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.obligations import Owed
from ledger.refs import name_of, short
from projections.history import position_text, reply_text, status_text, words_of
from projections.owed import due_of
from projections.points import parents_first, since_text
from projections.text import instant_text, plain
from projections.views.diff import AnswerChange, PointBrief, ReplyChange, StatusChange

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.answers import Given
    from ledger.obligations import Obligation
    from ledger.points import PointState, Standing
    from ledger.timeline import Negotiation

    AnswerKey = tuple[str, str, str, tuple[str, ...]]


def raised(before: Negotiation | None, after: Negotiation) -> Iterator[PointBrief]:
    """The points of the later state that the earlier has not, parents before their parts."""
    for point in parents_first(after):
        if before is None or point.file.ref not in before.points:
            yield _brief(point, after)


def _brief(point: PointState, state: Negotiation) -> PointBrief:
    file = point.file
    return PointBrief(
        label=file.point.label,
        kind=file.point.kind,
        text=file.point.text,
        raisers=file.raisers,
        addressees=file.addressees,
        act=short(file.act.ref, state.record.id),
    )


def statuses(before: Negotiation | None, after: Negotiation) -> Iterator[StatusChange]:
    """The words that differ, for each party asked; of points that are not raised, the last."""
    old = {} if before is None else dict(_words(before))
    new = dict(_words(after))
    for (label, party), word in new.items():
        was = old.get((label, party))
        if was is None or was.status is not word.status:
            yield StatusChange(
                label=label,
                party=party,
                before=None if was is None else was.status,
                after=word.status,
                act=None if word.first is None else short(word.first.ref, after.record.id),
                since_text=since_text(word, after.record.zone),
                rule=word.rule,
                text=status_text(label, party, None if was is None else was.status, word.status),
            )
    for (label, party), was in old.items():
        if (label, party) not in new:
            to = f" to {party}" if party else ""
            yield StatusChange(
                label=label,
                party=party,
                before=was.status,
                after=None,
                act=None,
                since_text=None,
                rule=None,
                text=f"{label} was not raised{to}, as is now believed; it was {plain(was.status)}",
            )


def _words(state: Negotiation) -> Iterator[tuple[tuple[str, str | None], Standing]]:
    for point in parents_first(state):
        for party, word in words_of(point).items():
            yield (point.file.point.label, party), word


def answers(
    before: Negotiation | None, after: Negotiation
) -> tuple[tuple[AnswerChange, ...], tuple[AnswerChange, ...]]:
    """What parties that were asked said, and what others did: new, other, or not believed."""
    asked: list[AnswerChange] = []
    aside: list[AnswerChange] = []
    old = {} if before is None else _given(before)
    new = _given(after)
    for key in (*new, *(key for key in old if key not in new)):
        (was, _), (now, is_asked) = old.get(key, (None, False)), new.get(key, (None, False))
        if was is not None and now is not None and _said(was) == _said(now):
            continue
        if now is None:
            is_asked = old[key][1]
        (asked if is_asked else aside).append(_answer(was, now, after, asked=is_asked))
    return tuple(asked), tuple(aside)


def _given(state: Negotiation) -> dict[AnswerKey, tuple[Given, bool]]:
    """What was said in so many words, or follows from an act; not what only covers a part (P5)."""
    found: dict[AnswerKey, tuple[Given, bool]] = {}
    for point in parents_first(state):
        answered = [(given, True) for party in point.parties for given in party.answers]
        for given, is_asked in (*answered, *((given, False) for given in point.positions)):
            if given.via is None:
                key = (given.act.ref, given.point, given.by, given.on_behalf_of)
                found.setdefault(key, (given, is_asked))
    return found


def _said(given: Given) -> tuple[object, ...]:
    return (given.stance, given.text, given.condition, given.counter, given.line)


def _answer(
    was: Given | None, now: Given | None, state: Negotiation, *, asked: bool
) -> AnswerChange:
    given = now or was
    assert given is not None  # noqa: S101 -- one of the two states has it
    return AnswerChange(
        label=name_of(given.point),
        by=given.by,
        on_behalf_of=given.on_behalf_of,
        act=short(given.act.ref, state.record.id),
        line=given.line,
        before=None if was is None else was.stance,
        after=None if now is None else now.stance,
        words=None if now is None else now.text,
        text=_answer_text(was, now, asked=asked),
    )


def _answer_text(was: Given | None, now: Given | None, *, asked: bool) -> str:
    """The change in a sentence."""
    if now is None:
        assert was is not None  # noqa: S101 -- as above
        done = "did not answer" if asked else "took no position on"
        act = name_of(was.act.ref)
        return f"{_who(was)} {done} {name_of(was.point)} in {act}, as is now believed"
    said = f"{_who(now)} on {name_of(now.point)}: "
    if was is None:
        return said + now.stance.meaning if asked else position_text(name_of(now.point), now)
    if was.stance is not now.stance:
        return f"{said}{was.stance.meaning} -> {now.stance.meaning}"
    if was.line is not now.line:
        return f"{said}{now.stance.meaning}, on the {now.line} line"
    return f"{said}{now.stance.meaning}, in other words"


def _who(given: Given) -> str:
    for_whom = f" for {', '.join(given.on_behalf_of)}" if given.on_behalf_of else ""
    return given.by + for_whom


def replies(before: Negotiation | None, after: Negotiation) -> Iterator[ReplyChange]:
    """Replies newly owed, settled, ended, claimed to be settled, due otherwise, not asked for."""
    old = (
        {} if before is None else {one.key: (one, _due(one, before)) for one in before.obligations}
    )
    new = {one.key: (one, _due(one, after)) for one in after.obligations}
    for key, (one, due) in new.items():
        was, was_due = old.get(key, (None, None))
        if was is None or _stands(was, was_due) != _stands(one, due):
            yield _reply(was, one, after, was_due, due)
    for key, (was, _) in old.items():
        if key not in new:
            yield _reply(was, None, after)


def _due(one: Obligation, state: Negotiation) -> str | None:
    due = due_of(one, state)
    return None if due is None else instant_text(due, state.record.zone)


def _stands(one: Obligation, due: str | None) -> tuple[object, ...]:
    """What of a reply is worth telling when it differs."""
    claimed = None if one.claimed is None else one.claimed.ref
    return (one.state, claimed, due if one.state is Owed.OWED else None)


def _reply(
    was: Obligation | None,
    now: Obligation | None,
    state: Negotiation,
    was_due: str | None = None,
    due: str | None = None,
) -> ReplyChange:
    one = now or was
    assert one is not None  # noqa: S101 -- one of the two states has it
    home = state.record.id
    by = None if now is None else now.by or now.claimed
    text = f"{one.debtor} is not asked for a reply to {name_of(one.act.ref)}, as is now believed"
    if now is not None:
        text = _reply_text(now, due, None if was is None else was_due)
    return ReplyChange(
        debtor=one.debtor,
        creditors=one.creditors,
        act=short(one.act.ref, home),
        before=None if was is None else was.state,
        after=None if now is None else now.state,
        by=None if by is None else short(by.ref, home),
        rule=None if now is None else now.rule,
        due_text=due,
        text=text,
    )


def _reply_text(one: Obligation, due: str | None, was_due: str | None) -> str:
    text = reply_text(one)
    if one.state is not Owed.OWED:
        return text
    if due is not None:
        text += f", due {due}" + (f", not {was_due}" if was_due not in (None, due) else "")
    if one.claimed is not None:
        text += f"; {name_of(one.claimed.ref)} claims to settle it (rule O5)"
    return text
