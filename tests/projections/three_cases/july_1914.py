"""What was asked, answered and owed in July 1914, at ten instants: see `tests.projections.cases`.

The public reads the note on the 24th or 25th. No day on which the answer was printed is on file, so
the public never has it; nor has anybody but the ledger a break that may yet happen.
"""

from __future__ import annotations

DEMANDS = "0 0a 0b 1 2 2a 2b 2c 2d 3 4 5 6 6a 6b 7 7a 7b 8 8a 8b 9 10"
ANSWERED = """\
    SRB-KGD accepted: 0b 2a 2b 6a 8 8a 8b 10
    SRB-KGD accepted_with_reservation: 0a 1 3 4 5 7b 9
    SRB-KGD accepted_in_part: 0 6 7
    SRB-KGD partly_answered: 2
    SRB-KGD fulfilled: 7a
    SRB-KGD rejected: 6b
    AUH outstanding: facts names proofs passages arbitration"""
"""What Pašić brought: one refusal, and not a word of 2c and 2d."""

JULY_1914 = {
    # A second before the note. Belgrade keeps the time of Vienna, an hour before Greenwich.
    "1914-07-23T17:59:59 Europe/Belgrade": """
ledger:
    open
SRB-KGD, AUH, public:
    not known
""",
    # Giesl hands it over. The public reads it on the 24th or 25th, and has on the 26th.
    "1914-07-23T18:00 Europe/Belgrade": f"""
ledger, SRB-KGD, AUH, public at 1914-07-26:
    awaiting_reply; owed SRB-KGD>AUH:note
    SRB-KGD outstanding: {DEMANDS}
public, RUS-EMP:
    not known
""",
    # A minute before the answer.
    "1914-07-25T17:57 Europe/Belgrade": f"""
ledger, SRB-KGD, AUH, public at 1914-07-26:
    awaiting_reply; owed SRB-KGD>AUH:note
    SRB-KGD outstanding: {DEMANDS}
public:
    not known
""",
    # The answer, in Giesl's hands. No day on which it was printed is on file: the public has none.
    "1914-07-25T17:58 Europe/Belgrade": f"""
ledger, SRB-KGD, AUH:
    awaiting_reply; owed AUH>SRB-KGD:serbian-reply
    SRB-KGD outstanding: 2c 2d
{ANSWERED}
public at 1914-07-26:
    awaiting_reply; owed SRB-KGD>AUH:note
    SRB-KGD outstanding: {DEMANDS}
""",
    # The last second in which an answer is in time, as Greenwich has it. From now on relations may
    # be broken off: that half hour is known to the ledger alone until it is over.
    "1914-07-25T17:00Z": f"""
ledger:
    awaiting_reply; owed AUH>SRB-KGD:serbian-reply; maybe break
    SRB-KGD outstanding: 2c 2d
{ANSWERED}
SRB-KGD, AUH:
    awaiting_reply; owed AUH>SRB-KGD:serbian-reply
    SRB-KGD outstanding: 2c 2d
{ANSWERED}
public at 1914-07-26:
    awaiting_reply; owed SRB-KGD>AUH:note
    SRB-KGD outstanding: {DEMANDS}
""",
    # A second later, in the time of Vienna: what was passed over in silence has lapsed.
    "1914-07-25T18:00:01 Europe/Vienna": f"""
ledger:
    awaiting_reply; owed AUH>SRB-KGD:serbian-reply; maybe break
    SRB-KGD lapsed: 2c 2d
{ANSWERED}
SRB-KGD, AUH:
    awaiting_reply; owed AUH>SRB-KGD:serbian-reply
    SRB-KGD lapsed: 2c 2d
{ANSWERED}
public at 1914-07-26:
    awaiting_reply; owed SRB-KGD>AUH:note
    SRB-KGD lapsed: {DEMANDS}
""",
    "1914-07-25T18:15 Europe/Belgrade": f"""
ledger:
    awaiting_reply; owed AUH>SRB-KGD:serbian-reply; maybe break
    SRB-KGD lapsed: 2c 2d
{ANSWERED}
SRB-KGD:
    awaiting_reply; owed AUH>SRB-KGD:serbian-reply
    SRB-KGD lapsed: 2c 2d
{ANSWERED}
public:
    not known
""",
    # The train has left. A break ends what is owed, and leaves the answers as they are.
    "1914-07-25T18:30 Europe/Belgrade": f"""
ledger, SRB-KGD, AUH:
    broken_off
    SRB-KGD lapsed: 2c 2d
{ANSWERED}
public at 1914-07-26:
    awaiting_reply; owed SRB-KGD>AUH:note
    SRB-KGD lapsed: {DEMANDS}
""",
    # A minute before the telegram reaches Niš.
    "1914-07-28T11:29Z": f"""
ledger, SRB-KGD, AUH:
    broken_off
    SRB-KGD lapsed: 2c 2d
{ANSWERED}
public, RUS-EMP:
    awaiting_reply; owed SRB-KGD>AUH:note
    SRB-KGD lapsed: {DEMANDS}
""",
    "1914-07-28T12:30 Europe/Belgrade": f"""
ledger, SRB-KGD, AUH:
    at_war
    SRB-KGD lapsed: 2c 2d
{ANSWERED}
SRB-KGD at 1914-07-28T12:29 Europe/Belgrade:
    broken_off
    SRB-KGD lapsed: 2c 2d
{ANSWERED}
public:
    awaiting_reply; owed SRB-KGD>AUH:note
    SRB-KGD lapsed: {DEMANDS}
public at 1914-07-28:
    at_war
    SRB-KGD lapsed: {DEMANDS}
""",
}

TIME_LIMIT = {
    "1914-07-24 Europe/Vienna": """
ledger:
    open
RUS-EMP:
    not known
""",
    # Kudashev has asked in the morning. The day of the refusal is on record, and no hour.
    "1914-07-25T12:00 Europe/Vienna": """
ledger:
    awaiting_reply; owed AUH>RUS-EMP:russian-request; maybe refusal
    AUH outstanding: extension
RUS-EMP:
    awaiting_reply; owed AUH>RUS-EMP:russian-request
    AUH outstanding: extension
public, SRB-KGD:
    not known
""",
    "1914-07-25": """
ledger, RUS-EMP, AUH:
    failed
    AUH rejected: extension
public, SRB-KGD:
    not known
""",
}
