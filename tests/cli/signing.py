"""A ledger of some acts, with a key to sign for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Runner

NAME = "registry.example/2026"
ACTS = """
threads:
  straits: {title: The straits, parties: [RUS, USA], zone: Europe/Moscow}
acts:
  - demand: note
    thread: straits
    from: RUS
    to: USA
    when: 2022-01-10
    marking: restricted
    points: {"1": Open the straits, "2": Pay the dues}
  - reply: answer
    thread: straits
    from: USA
    to: RUS
    when: 2022-01-20
    answers: {"1": "reject: Never"}
"""


def with_acts(dipledger: Runner) -> Runner:
    """Three events."""
    dipledger("init").ok()
    dipledger("append", "-", stdin=ACTS).ok()
    return dipledger


def with_key(dipledger: Runner) -> str:
    """A key; its verifier key."""
    return dipledger("keys", "new", NAME).ok().out.strip()


def signed(dipledger: Runner) -> str:
    """A checkpoint, signed now."""
    return dipledger("checkpoint", "create").ok().out


def grown(dipledger: Runner, slug: str) -> None:
    """One more event."""
    dipledger("thread", "open", slug, "--title", "More").ok()
