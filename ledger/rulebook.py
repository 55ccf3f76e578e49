"""The rules by number, each in a sentence: what screens and `docs/rules.md` cite."""

from __future__ import annotations

RULES: dict[str, str] = {
    "T1": "An act's time is its delivery, else sending, else date; conflicting claims span.",
    "T2": "An act is no later than its replies and no earlier than what it answers.",
    "T3": "What had certainly happened by the date counts; what may have is listed beside it.",
    "T4": "Acts replay by time, then links, then the registrar's sequence, then id.",
    "T5": "Between days count calendar days in the thread's zone, between clock times hours.",
    "T6": "Every rule is judged at the act's own time; what is odd is kept and shown.",
    "T7": "The clock changes the state too: deadlines pass, threads go dormant.",
    "P1": "The latest answer in substance counts; whoever was not asked changes nothing.",
    "P2": "Open and confidential answers are kept apart; the confidential word goes first.",
    "P3": "A point lapses after its deadline unless an answer was, or may have been, in time.",
    "P4": "Parts and addressees roll up: alike, partly answered, accepted in part, or mixed.",
    "P5": "An answer to the whole covers its parts; one refusal fails what needs all.",
    "P6": "An acceptance on a condition is one with reservation until the condition is met.",
    "P7": "Its raiser withdraws, replaces or restates a point; later answers are history.",
    "P8": "The raiser fulfils its own undertakings and offers; a verdict changes no status.",
    "O1": "An act that asks something opens a reply owed, from its own time on.",
    "O2": "A reply to whoever asked settles it, unless it only acknowledges or defers.",
    "O3": "A returned paper settles it as rejected; withdrawal, a break or war ends it.",
    "O4": "A collective note is owed one reply, an identic note one to each; so with groups.",
    "O5": "Where each was asked for its own answer, a reply for others is only claimed.",
    "O6": "What was never expressly answered after settlement is a loose end.",
    "S1": "The thread's word is the first that applies, from closed down to open.",
    "S2": "Acts may state an effect on a thread, and each interruption has its way back.",
    "S3": "A thread is dormant when a reply is owed and nothing has happened for two years.",
    "S4": "A break changes the thread, not its points; closing settles nothing.",
}
