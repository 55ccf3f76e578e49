"""What random histories say later about acts: corrections, retractions, citations, disclosures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.belief import value_of
from ledger.commands import RecordNotice
from ledger.dates import parse_act_date
from ledger.notices import ActCorrected, ActRetracted, ContentDisclosed, FieldChange, SourceCited
from ledger.parts import Answer, DateClaim, Source
from ledger.vocabulary import Stance
from tests.reference.dice import LAST_DAY, PARTIES

if TYPE_CHECKING:
    from ledger.acts import Act
    from ledger.notices import Notice
    from tests.reference.telling import Teller


def notice(told: Teller) -> None:
    """A correction, a retraction of an act or of a notice, a citation, a disclosure."""
    dice = told.dice
    home, one = dice.of(told.acts())
    name = f"n{told.number}"
    shape = dice.number(0, 6)
    notice: Notice | None
    if shape < 3:
        notice = correction(told, name, one)
    elif shape < 4:
        notice = ActRetracted(id=name, reason="a slip", act=one.id)
    elif shape < 5:
        notices = [
            (thread.id, noted.notice.id)
            for thread in told.world.threads.values()
            for noted in thread.notices
        ]
        home, taken_back = dice.of(notices or [(home, name)])
        notice = ActRetracted(id=name, reason="no slip", notice=taken_back)
    elif shape < 6:
        date = parse_act_date(dice.day(0, LAST_DAY))
        preferred = dice.one_in(2)
        claim = DateClaim(role="delivered", date=date, preferred=preferred, reason="better")
        source = Source(citation="an edition")
        notice = SourceCited(id=name, reason="found", act=one.id, dates=(claim,), sources=(source,))
    else:
        hidden = [(h, each) for h, each in told.acts() if each.contents != "whole"]
        home, one = dice.of(hidden or [(home, one)])
        notice = disclosure(told, name, home, one)
    if notice is not None:
        told.record(RecordNotice(home, notice, with_dependants=dice.one_in(2)))


def correction(told: Teller, name: str, one: Act) -> ActCorrected | None:
    """Another date, addressee, channel, deadline, or another stance."""
    dice = told.dice
    field = dice.of(["dates", "dates", "to", "channel", "answers", "deadline", "effects"])
    old = value_of(one, field)
    new: Any
    if field == "dates":
        date = parse_act_date(dice.day(0, LAST_DAY)).model_dump(mode="json", exclude_defaults=True)
        new = [{"role": "delivered", "date": date}]
    elif field == "to":
        new = [dice.of([party for party in PARTIES if party not in one.senders])]
    elif field == "channel":
        new = dice.of(["public", "confidential"])
    elif field == "effects":
        new = dice.of([None, [told.an_effect()]])
    elif field == "deadline":
        new = parse_act_date(dice.day()).model_dump(mode="json", exclude_defaults=True)
    else:
        if not old:
            return None
        new = [{**old[0], "stance": dice.of(list(Stance)).value}, *old[1:]]
    if new == old:
        return None
    return ActCorrected(
        id=name,
        reason="a slip",
        act=one.id,
        changes=(FieldChange(field=field, old=old, new=new),),
    )


def disclosure(told: Teller, name: str, home: str, one: Act) -> ContentDisclosed:
    """The contents become known: answers that were not known, also a point."""
    dice = told.dice
    said = {(ref if "/" in ref else f"{home}/{ref}") for ref in (a.point for a in one.answers)}
    replied = [told.world.act(ref if "/" in ref else f"{home}/{ref}") for ref in one.replies_to]
    open_points = [
        f"{h}/{point.label}"
        for h, asked, point in told.points()
        if asked in replied and f"{h}/{point.label}" not in said
    ]
    answers: list[Answer] = [an_answer(told, ref) for ref in open_points[: dice.number(0, 3)]]
    when = parse_act_date(dice.day(2 * told.number, 10))
    return ContentDisclosed.model_validate(
        {
            "id": name,
            "reason": "leaked",
            "act": one.id,
            "disclosures": [{"part": "text", "how": "leaked", "when": when}],
            "contents": dice.of(["whole", "whole", "partial"]),
            "answers": answers,
        }
    )


def an_answer(told: Teller, ref: str) -> Answer:
    return Answer(point=ref, stance=told.dice.of(list(Stance)))
