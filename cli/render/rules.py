"""The rules that screens cite by number, each in a sentence."""

RULES: dict[str, str] = {
    "O1": "An act that asks something opens a reply owed, from its own time on.",
    "O2": "A reply to whoever asked settles it, unless it only acknowledges or defers.",
    "O3": "A returned paper settles it as rejected; withdrawal, a break or war ends it.",
    "O6": "What was never expressly answered after settlement is a loose end.",
    "P1": "The latest answer in substance counts; whoever was not asked changes nothing.",
    "P2": "Open and confidential answers are kept apart; the confidential word goes first.",
    "P3": "A point lapses after its deadline unless an answer was, or may have been, in time.",
    "P4": "Parts and addressees roll up: alike, partly answered, accepted in part, or mixed.",
    "P5": "An answer to the whole covers its parts; one refusal rejects what needs all.",
    "P6": "An acceptance on a condition is one with reservation until that is met.",
    "P7": "Its raiser withdraws or replaces a point; later answers to it are history.",
    "P8": "The raiser fulfils its own undertakings and offers.",
    "T6": "Every rule is judged at the act's own time; what is odd is kept and shown.",
}
