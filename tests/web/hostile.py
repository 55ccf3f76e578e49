"""A ledger in which every text that can be typed is an attempt at something."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Runner

MARKUP = "<script>window.__owned=1</script><img src=x onerror=window.__owned=1>"
QUOTES = "\"onmouseover=\"window.__owned=1\" 'onfocus='window.__owned=1' autofocus x="
TEMPLATE = "{{7*7}} {% set x = 7 %} ${7*7} %(x)s %s {0}"
CLOSING = "</title></textarea></style></svg><svg onload=window.__owned=1>--><!--"
REVERSED = "pay \u202eeht\u202c dues"
HOSTILE = f"{MARKUP} {QUOTES} {TEMPLATE} {CLOSING} {REVERSED}"
SHORT = f"<b>{QUOTES[:14]}{{{{7*7}}}}\u202e"
SCRIPTS = ("javascript:window.__owned=1", "data:text/html,<script>window.__owned=1</script>")
WEB = 'https://archive.example/?"onmouseover="window.__owned=1"&x=<script>'


def hostile(runner: Runner) -> Runner:
    """Two acts, the parties and notices of a thread, all of them hostile."""
    runner("init").ok()
    runner("party", "add", "EVIL", "--name", HOSTILE, "--kind", "body").ok()
    sources = [
        {"citation": HOSTILE, "page": SHORT, "publisher": SHORT, "url": url}
        for url in (*SCRIPTS, WEB)
    ]
    common = {
        "instrument": "other",
        "instrument_text": SHORT,
        "place": SHORT,
        "summary": HOSTILE,
        "text": HOSTILE,
        "language": "en",
        "note": HOSTILE,
        "sources": sources,
        "labels": {"RUS": SHORT},
        "reference-numbers": {"archive": SHORT},
        "persons": [{"role": "bearer", "name": SHORT, "post": SHORT, "party": "EVIL"}],
        "marking": "restricted",
    }
    acts = {
        "thread": "evil",
        "open": {
            "title": HOSTILE,
            "parties": ["EVIL", "RUS"],
            "zone": "UTC",
            "tags": [SHORT],
            "note": HOSTILE,
        },
        "acts": [
            {
                "demand": "asked",
                "from": "EVIL",
                "to": "RUS",
                "when": "2022-01-10",
                "deadline": "2022-01-20",
                "consequence": HOSTILE,
                "points": {
                    "1": {"text": HOSTILE, "kind": "demand"},
                    "2": {"text": SHORT, "kind": "demand"},
                },
                **common,
            },
            {
                "reply": "answer",
                "from": "RUS",
                "to": "EVIL",
                "when": "2022-01-12",
                "channel": "public",
                "answers": {"1": {"stance": "reject", "text": HOSTILE}},
                **common,
            },
            {
                "statement": "verdict",
                "from": "EVIL",
                "when": "2022-01-13",
                "assessments": [{"point": "1", "verdict": "evasive", "words": HOSTILE}],
                **common,
            },
        ],
    }
    runner("append", "-", stdin=json.dumps(acts)).ok()
    runner("correct", "evil/asked", "--set", f"place={HOSTILE}", "--reason", HOSTILE).ok()
    runner("cite", "evil/asked", "--reason", HOSTILE, "--source", HOSTILE).ok()
    runner(
        "disclose", "evil/answer", "--how", "leaked", "--when", "2022-02-02", "--by", HOSTILE,
        "--part", "text", "--text", HOSTILE, "--reason", HOSTILE,
    ).ok()  # fmt: skip
    return runner
