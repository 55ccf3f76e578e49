"""The demands of December 2021 at ten instants, NATO's reply at two: see `tests.projections.cases`.

The file has eleven records. The twelfth and thirteenth are the leaks of 2 February 2022.
"""

from __future__ import annotations

from ledger.commands import RecordNotice
from ledger.dates import parse_act_date
from ledger.notices import ContentDisclosed

REFUSED = """\
    USA rejected: forces ukraine open-door engagement
    RUS outstanding: us-concerns us-proposals talks"""
OWED = "owed RUS>USA:us-reply RUS>USA:us-talks-offer"

SEED = {
    # The drafts bear a day and no hour: until Moscow's day is over they may not have been given.
    "2021-12-15T23:59:58 Europe/Moscow": """
ledger:
    open; maybe draft-treaty membership-position troop-massing
RUS, public:
    not known
""",
    "2021-12-15": """
ledger:
    awaiting_reply; owed USA>RUS:draft-treaty; maybe membership-position troop-massing
    USA outstanding: forces ukraine open-door engagement concerns
RUS, USA, public at 2021-12-17:
    awaiting_reply; owed USA>RUS:draft-treaty
    USA outstanding: forces ukraine open-door engagement concerns
public:
    not known
""",
    # The last second but one of the day on which Moscow publishes them.
    "2021-12-17T20:59:58Z": """
RUS, public at 2021-12-17:
    awaiting_reply; owed USA>RUS:draft-treaty
    USA outstanding: forces ukraine open-door engagement concerns
public:
    not known
""",
    "2021-12-17T20:59:59Z": """
ledger:
    awaiting_reply; owed USA>RUS:draft-treaty; maybe membership-position troop-massing
    USA outstanding: forces ukraine open-door engagement concerns
RUS, public:
    awaiting_reply; owed USA>RUS:draft-treaty
    USA outstanding: forces ukraine open-door engagement concerns
""",
    # Noon of the day of the reply, whose hour is not told.
    "2022-01-26T12:00 Europe/Moscow": """
ledger:
    awaiting_reply; owed USA>RUS:draft-treaty; maybe blinken-briefing membership-position \
troop-massing us-reply us-talks-offer
    USA outstanding: forces ukraine open-door engagement concerns
RUS, public:
    awaiting_reply; owed USA>RUS:draft-treaty
    USA outstanding: forces ukraine open-door engagement concerns
""",
    # Moscow's day ends, and it is four in the afternoon of Washington. Russia has read the paper;
    # the public has heard of it, and so had the ledger until it recorded the leak.
    "2022-01-26T15:59:59 America/New_York": f"""
ledger:
    awaiting_reply; {OWED}; maybe membership-position
    USA countered: concerns
{REFUSED}
RUS:
    awaiting_reply; {OWED}
    USA countered: concerns
{REFUSED}
ledger at #11:
    awaiting_reply; {OWED}; maybe membership-position
    USA answered_undisclosed: concerns
{REFUSED}
public:
    awaiting_reply; {OWED}
    USA rejected: ukraine open-door engagement
    USA answered_undisclosed: forces concerns
    RUS outstanding: us-concerns us-proposals talks
""",
    # A second before what was reported on the 27th, of the forces, is sure to be known.
    "2022-01-27T23:59:58 Europe/Moscow": f"""
ledger:
    awaiting_reply; {OWED}; maybe membership-position
    USA countered: concerns
{REFUSED}
public:
    awaiting_reply; {OWED}
    USA rejected: ukraine open-door engagement
    USA answered_undisclosed: forces concerns
    RUS outstanding: us-concerns us-proposals talks
""",
    # What a newspaper reader knew that day, and what the same day looks like after the leak.
    "2022-01-27": f"""
ledger, ledger at #12, RUS, public at 2022-02-03:
    awaiting_reply; {OWED}
    USA countered: concerns
{REFUSED}
ledger at #11, public:
    awaiting_reply; {OWED}
    USA answered_undisclosed: concerns
{REFUSED}
""",
    "2022-02-02T12:00 Europe/Madrid": f"""
ledger, RUS:
    awaiting_reply; {OWED}
    USA countered: concerns
{REFUSED}
ledger at #11, public:
    awaiting_reply; {OWED}
    USA answered_undisclosed: concerns
{REFUSED}
""",
    # The day of the leak is over in Madrid.
    "2022-02-02T23:59:59 Europe/Madrid": f"""
ledger, RUS, public:
    awaiting_reply; {OWED}
    USA countered: concerns
{REFUSED}
ledger at #11:
    awaiting_reply; {OWED}
    USA answered_undisclosed: concerns
{REFUSED}
""",
}

NATO = {
    # NATO's own reply tells nothing; the word of its Secretary General comes the day after.
    "2022-01-26": """
ledger, public at 2022-02-03:
    failed; maybe us-russia-2021/membership-position
    NATO rejected: ukraine
    NATO answered_undisclosed: forces
RUS, NATO:
    failed
    NATO rejected: ukraine
    NATO answered_undisclosed: forces
ledger at #11:
    open; maybe us-russia-2021/membership-position
    NATO answered_undisclosed: forces ukraine
public:
    open
    NATO answered_undisclosed: forces ukraine
""",
    "2022-01-27": """
ledger, ledger at #11, RUS, NATO, public:
    failed
    NATO rejected: ukraine
    NATO answered_undisclosed: forces
""",
}


def leak(thread: str, act: str, **fields: object) -> RecordNotice:
    """The words of a reply, in a newspaper of Madrid."""
    when = parse_act_date("2022-02-02", zone="Europe/Madrid")
    notice = {
        "id": f"leak-of-{act}",
        "act": act,
        "reason": "A newspaper prints it",
        "disclosures": [{"part": "text", "how": "leaked", "when": when, "by": "El País"}],
        "sources": [{"citation": "El País, 2 February 2022"}],
    }
    return RecordNotice(thread, ContentDisclosed.model_validate(notice | fields))


LEAKS = (
    leak(
        "us-russia-2021",
        "us-reply",
        answers=[{"point": "concerns", "stance": "counter", "counter": "us-proposals"}],
        points=[
            {
                "label": "us-proposals",
                "kind": "proposal",
                "text": "Transparency about missiles in Europe, on a reciprocal basis",
            }
        ],
    ),
    leak(
        "nato-russia-2021",
        "nato-reply",
        contents="partial",
        answers=[{"point": "ukraine", "stance": "reject", "text": "The door stays open"}],
    ),
)
