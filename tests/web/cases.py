"""The ledgers that are looked at in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.conftest import ROOT

if TYPE_CHECKING:
    from tests.cli.conftest import Runner

EXAMPLES = ROOT / "docs" / "examples"
EVERY_EXAMPLE = ("july-1914", "cuba-1962", "hard-cases")
LEAK = (
    "disclose", "us-russia-2021/us-reply", "--how", "leaked", "--when", "2022-02-02",
    "--by", "a newspaper", "--text", "The words of the paper.", "--contents", "whole",
    "--answer", "concerns=counter: Arms control and transparency instead",
    "--reason", "Published in full", "--source", "A newspaper, 2 February 2022 [B2]",
)  # fmt: skip
SMALL = """
thread: straits
open: {title: The straits, parties: [RUS, USA], zone: Europe/Moscow}
acts:
  - demand: note
    from: RUS
    to: USA
    when: 2022-01-10
    deadline: 2022-01-20
    consequence: The straits are closed
    published: 2022-01-11
    summary: A note about the straits
    points: {"1": Open the straits, "2": Pay the dues}
"""
ANSWER = """
thread: straits
acts:
  - reply: answer
    from: USA
    to: RUS
    when: 2022-01-18
    channel: public
    summary: The dues are refused
    answers: {"2": "reject: No dues are owed"}
"""
LATER = """
thread: straits
acts:
  - statement: regret
    from: RUS
    when: 2022-01-19
    summary: The refusal is regretted
"""


def rich(runner: Runner, examples: tuple[str, ...] = EVERY_EXAMPLE) -> Runner:
    """The example ledger with a leak and a correction, and other examples beside it."""
    runner("--ledger", "ledger.dipledger", "demo", now="2022-01-28T09:00Z").ok()
    for name in examples:
        file = EXAMPLES / f"{name}.yaml"
        runner("append", "--file", file, now="2022-01-31T09:00Z").ok()
    runner(*LEAK, now="2022-02-02T18:00Z").ok()
    runner(
        "correct", "us-russia-2021/us-reply", "--set", "place=Ministry of Foreign Affairs, Moscow",
        "--reason", "The place was too vague", now="2022-02-03T09:00Z",
    ).ok()  # fmt: skip
    return runner


def small(runner: Runner) -> Runner:
    """One demand with two points, past its deadline, and nothing said to it."""
    runner("init").ok()
    runner("append", "-", stdin=SMALL).ok()
    return runner


LEAKED = "known_by=public&as_of=2022-01-27&known_at=2022-02-02&step=known_at"
ADDRESSES: dict[str, tuple[str, ...]] = {
    "home": ("/", "/?since=2022-01-20"),
    "thread": (
        f"/threads/us-russia-2021?{LEAKED}",
        "/threads/july-1914",
        "/threads/cuba-1962?as_of=1962-10-27",
        "/threads/undated",
    ),
    "compare": ("/threads/us-russia-2021/compare?first=2022-01-25",),
    "act": ("/threads/us-russia-2021/acts/us-reply", "/threads/july-1914/acts/note"),
    "search": ("/search?q=missiles", '/search?q="unclosed'),
    "parties": ("/parties",),
    "record": ("/threads/us-russia-2021/record/reply", "/threads/july-1914/record/demand"),
}
"""Addresses of the rich ledger by the name of the page, at least one of each."""
EVERYWHERE = tuple(address for addresses in ADDRESSES.values() for address in addresses)
