"""U Thant's appeals of October 1962 at the ends of three days: see `tests.projections.cases`.

The second exchange was printed at an unknown day, by 12 November.
"""

from __future__ import annotations

U_THANT = {
    "1962-10-24": """
ledger:
    awaiting_reply; owed SUN>UN:u-thant-24 USA>UN:u-thant-24; maybe khrushchev-to-u-thant
    SUN outstanding: shipments
    USA outstanding: pause
SUN, UN, public:
    awaiting_reply; owed SUN>UN:u-thant-24 USA>UN:u-thant-24
    SUN outstanding: shipments
    USA outstanding: pause
""",
    # A promise that hangs on the other side's, which keeps the ships away a day later.
    "1962-10-25": """
ledger:
    awaiting_reply; owed SUN>UN:u-thant-25; maybe khrushchev-to-u-thant-26
    SUN accepted: shipments
    SUN outstanding: ships-away
    USA evaded: pause
    USA accepted_with_reservation: no-clash
public:
    open
    SUN accepted: shipments
    USA evaded: pause
""",
    "1962-10-26": """
ledger, UN, public at 1962-11-12:
    open
    SUN accepted: shipments ships-away
    USA accepted: no-clash
    USA evaded: pause
public:
    open
    SUN accepted: shipments
    USA evaded: pause
""",
}
