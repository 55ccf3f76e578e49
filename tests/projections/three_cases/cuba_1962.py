"""The letters of October 1962 at ten instants: see `tests.projections.cases`.

What was secret comes to the public in steps: by a reply to it, in a memoir, at a conference, when
the letters are printed, and with the archives.
"""

from __future__ import annotations

FIRST_LETTERS = """\
    SUN outstanding: restraint
    SUN standing: retaliation
    USA rejected: renounce"""

CUBA_1962 = {
    # Kennedy's letter was in Moscow at six in the evening of Washington; in a second he speaks.
    "1962-10-22T18:59:59 America/New_York": """
ledger, SUN, USA, public at 1974:
    awaiting_reply; owed SUN>USA:kennedy-22
    SUN outstanding: restraint
public:
    not known
""",
    # Khrushchev's answer is out of the house by five in Moscow. In Washington, where it is ten in
    # the morning, it is at the White House an hour and five minutes later.
    "1962-10-23T17:00 Europe/Moscow": """
ledger:
    awaiting_reply; owed USA>SUN:khrushchev-23; maybe soviet-statement-23
    SUN rejected: withdrawal
    SUN outstanding: restraint
    SUN standing: retaliation
    USA outstanding: renounce
SUN:
    awaiting_reply; owed USA>SUN:khrushchev-23
    SUN rejected: withdrawal
    SUN outstanding: restraint
    SUN standing: retaliation
    USA outstanding: renounce
USA:
    awaiting_reply; owed SUN>USA:kennedy-22 SUN>USA:speech
    SUN outstanding: restraint withdrawal
    SUN standing: retaliation
USA at 1962-10-23T11:05 America/New_York:
    awaiting_reply; owed USA>SUN:khrushchev-23
    SUN rejected: withdrawal
    SUN outstanding: restraint
    SUN standing: retaliation
    USA outstanding: renounce
public:
    awaiting_reply; owed SUN>USA:speech
    SUN outstanding: withdrawal
    SUN standing: retaliation
public at 1962-10-24:
    awaiting_reply; owed SUN>USA:speech; maybe soviet-statement-23
    SUN outstanding: withdrawal
    SUN standing: retaliation
""",
    # The day on which Khrushchev dates his no to the quarantine ends in Moscow. Nobody owes a
    # reply, and what was asked is refused. In Washington the letter comes in that night.
    "1962-10-24T23:59:59 Europe/Moscow": f"""
ledger, SUN:
    failed
    SUN rejected: withdrawal ships
{FIRST_LETTERS}
USA:
    awaiting_reply; owed SUN>USA:kennedy-23
    SUN rejected: withdrawal
    SUN outstanding: ships
{FIRST_LETTERS}
USA at 1962-10-24T22:52 America/New_York:
    failed
    SUN rejected: withdrawal ships
{FIRST_LETTERS}
public:
    failed
    SUN rejected: withdrawal
    SUN standing: retaliation
""",
    # The private letter is in the embassy, and on the President's desk eleven and a half hours on.
    "1962-10-26T16:43 Europe/Moscow": f"""
ledger, SUN, USA at 1962-10-26T21:15 America/New_York:
    awaiting_reply; owed USA>SUN:khrushchev-26
    SUN countered: withdrawal
    SUN rejected: ships
    SUN outstanding: restoration
{FIRST_LETTERS}
    USA outstanding: cargo pledge
USA, USA at 1962-10-26T21:14 America/New_York:
    awaiting_reply; owed SUN>USA:kennedy-25
    SUN rejected: withdrawal ships
    SUN outstanding: restoration
{FIRST_LETTERS}
public:
    failed
    SUN rejected: withdrawal
    SUN standing: retaliation
""",
    # Radio Moscow, ten in the morning of Washington. Turkey is in it, for all to hear.
    "1962-10-27T10:00 America/New_York": f"""
ledger, SUN, USA:
    awaiting_reply; owed USA>SUN:khrushchev-26 USA>SUN:khrushchev-27
    SUN countered: withdrawal
    SUN rejected: ships
    SUN outstanding: restoration
{FIRST_LETTERS}
    USA outstanding: cargo pledge security-council turkey
public, TUR:
    awaiting_reply; owed USA>SUN:khrushchev-27
    SUN countered: withdrawal
    SUN standing: retaliation
    USA outstanding: security-council turkey
""",
    # Robert Kennedy and Dobrynin, alone. Ten days later the public knows that there was a private
    # letter, from the reply to it; in 1970, that the brother gave an answer; in 1989, what it was
    # on Turkey; and from the paper itself, printed in 1996 or 1997, that it was on nothing else.
    "1962-10-27T19:45 America/New_York": f"""
ledger, SUN, USA, public at 1998:
    awaiting_reply; owed USA>SUN:khrushchev-26 SUN>USA:robert-kennedy-27
    SUN countered: withdrawal
    SUN rejected: ships
    SUN outstanding: restoration commitment
{FIRST_LETTERS}
    SUN standing: jupiters
    USA outstanding: cargo pledge security-council
    USA accepted_with_reservation [confidential]: turkey
public at 1989-02:
    awaiting_reply; owed USA>SUN:khrushchev-26 SUN>USA:robert-kennedy-27
    SUN countered: withdrawal
    SUN rejected: ships
    SUN outstanding: restoration commitment
{FIRST_LETTERS}
    SUN standing: jupiters
    USA outstanding: cargo pledge
    USA accepted_with_reservation [confidential]: turkey
    USA answered_undisclosed [confidential]: security-council
public, TUR:
    awaiting_reply; owed USA>SUN:khrushchev-27
    SUN countered: withdrawal
    SUN standing: retaliation
    USA outstanding: security-council turkey
public at 1962-11-06:
    awaiting_reply; owed USA>SUN:khrushchev-26 USA>SUN:khrushchev-27
    SUN countered: withdrawal
    SUN standing: retaliation
    USA outstanding: cargo pledge security-council turkey
public at 1970:
    awaiting_reply; owed USA>SUN:khrushchev-26 SUN>USA:robert-kennedy-27
    SUN countered: withdrawal
    SUN standing: retaliation
    SUN outstanding: commitment
    USA outstanding: cargo pledge
    USA answered_undisclosed [confidential]: security-council turkey
""",
    # Twenty minutes later the President accepts the terms of the 26th, before everybody.
    "1962-10-27T20:05 America/New_York": f"""
ledger, SUN, USA, public at 1998:
    awaiting_reply; owed SUN>USA:kennedy-27 SUN>USA:robert-kennedy-27
    SUN countered: withdrawal
    SUN rejected: ships
    SUN outstanding: restoration commitment work
{FIRST_LETTERS}
    SUN standing: jupiters quarantine-end
    USA accepted: cargo
    USA accepted_with_reservation: pledge
    USA outstanding: security-council
    USA accepted_with_reservation [confidential]: turkey
public at 1989-02:
    awaiting_reply; owed SUN>USA:kennedy-27 SUN>USA:robert-kennedy-27
    SUN countered: withdrawal
    SUN rejected: ships
    SUN outstanding: restoration commitment work
{FIRST_LETTERS}
    SUN standing: jupiters quarantine-end
    USA accepted: cargo
    USA accepted_with_reservation: pledge
    USA accepted_with_reservation [confidential]: turkey
    USA answered_undisclosed [confidential]: security-council
public, TUR:
    awaiting_reply; owed SUN>USA:kennedy-27 USA>SUN:khrushchev-27
    SUN countered: withdrawal
    SUN standing: retaliation quarantine-end
    SUN outstanding: work
    USA accepted: cargo
    USA accepted_with_reservation: pledge
    USA outstanding: security-council
    USA deferred: turkey
public at 1970:
    awaiting_reply; owed SUN>USA:kennedy-27 SUN>USA:robert-kennedy-27
    SUN countered: withdrawal
    SUN standing: retaliation quarantine-end
    SUN outstanding: commitment work
    USA accepted: cargo
    USA accepted_with_reservation: pledge
    USA answered_undisclosed [confidential]: security-council turkey
""",
    # Radio Moscow again: nine in the morning, for Washington has gone back to winter time.
    "1962-10-28T09:00-05:00": f"""
ledger, SUN, USA:
    awaiting_reply; owed SUN>USA:robert-kennedy-27 USA>SUN:khrushchev-28
    SUN accepted: withdrawal work
    SUN rejected: ships
    SUN outstanding: restoration commitment
{FIRST_LETTERS}
    SUN standing: jupiters quarantine-end
    USA accepted: cargo pledge
    USA outstanding: chukotka security-council
    USA accepted_with_reservation [confidential]: turkey
public:
    awaiting_reply; owed USA>SUN:khrushchev-27 USA>SUN:khrushchev-28
    SUN accepted: withdrawal work
    SUN standing: retaliation quarantine-end
    USA accepted: cargo pledge
    USA outstanding: chukotka security-council
    USA deferred: turkey
""",
    # Kennedy welcomes it. In the open the second proposal was never answered; in confidence it was.
    "1962-10-28T16:35 America/New_York": f"""
ledger, SUN, USA, public at 1998:
    settled_in_principle
    SUN accepted: withdrawal work
    SUN accepted [confidential]: commitment
    SUN rejected: ships
    SUN outstanding: restoration
{FIRST_LETTERS}
    SUN standing: jupiters quarantine-end
    USA accepted: cargo chukotka pledge
    USA outstanding: security-council
    USA accepted_with_reservation [confidential]: turkey
public at 1989-02:
    settled_in_principle
    SUN accepted: withdrawal work
    SUN accepted [confidential]: commitment
    SUN rejected: ships
    SUN outstanding: restoration
{FIRST_LETTERS}
    SUN standing: jupiters quarantine-end
    USA accepted: cargo chukotka pledge
    USA accepted_with_reservation [confidential]: turkey
    USA answered_undisclosed [confidential]: security-council
public, TUR:
    awaiting_reply; owed USA>SUN:khrushchev-27
    SUN accepted: withdrawal work
    SUN standing: retaliation quarantine-end
    USA accepted: cargo chukotka pledge
    USA outstanding: security-council
    USA deferred: turkey
public at 1974, public at 1989-01-30:
    settled_in_principle
    SUN accepted: withdrawal work
    SUN accepted [confidential]: commitment
    SUN rejected: ships
    SUN outstanding: restoration
{FIRST_LETTERS}
    SUN standing: quarantine-end
    USA accepted: cargo chukotka pledge
    USA answered_undisclosed [confidential]: security-council turkey
""",
    # The last Jupiter is down. Of the letter that was handed back the public reads in 1992.
    "1963-04-24": f"""
ledger, SUN, USA, public at 1998:
    settled_in_principle
    SUN accepted: withdrawal work
    SUN accepted [confidential]: commitment
    SUN rejected: ships
    SUN outstanding: restoration
{FIRST_LETTERS}
    SUN fulfilled: jupiters quarantine-end
    USA accepted: cargo chukotka pledge
    USA outstanding: security-council
    USA standing: bombers
    USA accepted_with_reservation [confidential]: turkey
    USA rejected [confidential]: in-writing
public, TUR:
    awaiting_reply; owed USA>SUN:khrushchev-27
    SUN accepted: withdrawal work
    SUN standing: retaliation
    SUN fulfilled: quarantine-end
    USA accepted: cargo chukotka pledge
    USA outstanding: security-council
    USA standing: bombers
    USA deferred: turkey
public at 1989-02:
    settled_in_principle
    SUN accepted: withdrawal work
    SUN accepted [confidential]: commitment
    SUN rejected: ships
    SUN outstanding: restoration
{FIRST_LETTERS}
    SUN fulfilled: jupiters quarantine-end
    USA accepted: cargo chukotka pledge
    USA answered_undisclosed [confidential]: security-council
    USA standing: bombers
    USA accepted_with_reservation [confidential]: turkey
""",
}
