"""What is stored: topics, bytes, golden files, upcasting, and what evolve makes of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from ledger.acts import ACT_CLASSES
from ledger.events import (
    REGISTRY_CLASSES,
    TOPICS,
    LinkedActReceived,
    ThreadOpened,
    UnknownTopic,
    decode,
    encode,
)
from ledger.evolve import evolve, evolve_all
from ledger.kinds import KIND_BY_EVENT, KINDS
from ledger.state import Recording, World

GOLDEN = Path(__file__).parent / "golden"
RECORDING = Recording(1, 1, "desk")


def golden_files() -> list[Path]:
    """Every event ever shipped, one file each, never changed."""
    return sorted(GOLDEN.glob("*.json"))


@pytest.mark.parametrize("path", golden_files(), ids=lambda path: path.stem)
def test_every_event_ever_shipped_is_still_read_and_written_alike(path: Path) -> None:
    stored = path.read_bytes().rstrip(b"\n")
    event = decode(path.stem.partition("@")[0], stored)
    assert encode(event) == (event.TOPIC, stored)


def test_every_topic_has_its_golden_files() -> None:
    assert {path.stem.partition("@")[0] for path in golden_files()} == set(TOPICS)


def test_a_golden_act_has_every_field_filled() -> None:
    for cls in ACT_CLASSES:
        stored = json.loads((GOLDEN / f"{cls.TOPIC}@full.json").read_bytes())
        names = {field.alias or name for name, field in cls.model_fields.items()}
        missing = names - set(stored)
        allowed = {"sealed"}  # words that are sealed are not there: a file of its own
        allowed |= {"instrument_text"} if stored.get("instrument") != "other" else set()
        assert missing <= allowed, f"{cls.TOPIC} lacks {missing}"


def test_every_row_of_the_table_has_its_class_and_topic() -> None:
    assert {cls.__name__ for cls in ACT_CLASSES} == set(KIND_BY_EVENT)
    assert len(KINDS) == len(ACT_CLASSES) == 25
    for cls in (*ACT_CLASSES, *REGISTRY_CLASSES):
        assert f"dipledger.{cls.__name__}.v1" == cls.TOPIC


@pytest.mark.parametrize("topic", ["os:system", "this:c", "dipledger.Future.v1", ""])
def test_a_topic_that_is_not_on_the_list_is_never_resolved(topic: str) -> None:
    with pytest.raises(UnknownTopic):
        decode(topic, b"{}")


def test_an_old_version_is_brought_to_the_newest_step_by_step() -> None:
    def rename(stored: dict[str, Any]) -> dict[str, Any]:
        return {"thread": stored["name"], "act": "a"}

    def shout(stored: dict[str, Any]) -> dict[str, Any]:
        return {"name": stored["n"]}

    upcasters = {
        "dipledger.Old.v1": ("dipledger.Old.v2", shout),
        "dipledger.Old.v2": (LinkedActReceived.TOPIC, rename),
    }
    event = decode("dipledger.Old.v1", b'{"n":"t"}', upcasters)
    assert event == LinkedActReceived(thread="t", act="a")


@pytest.mark.parametrize("body", [b"", b"{", b'{"thread":"t"}', b'{"thread":"t","x":1}', b"[]"])
def test_bytes_that_are_not_the_event_are_an_error(body: bytes) -> None:
    with pytest.raises((ValidationError, ValueError)):
        decode(ThreadOpened.TOPIC, body)


def test_what_is_said_of_a_thread_never_opened_changes_nothing() -> None:
    event = LinkedActReceived(thread="a", act="b")
    assert evolve(World(), "t", event, RECORDING) == World()


def test_a_linked_act_is_known_by_its_reference_alone() -> None:
    opening = ThreadOpened(thread="t", title="T")
    linked = LinkedActReceived(thread="a", act="b")
    world = evolve_all(World(), [("t", opening, RECORDING), ("t", linked, RECORDING)])
    assert world.threads["t"].linked == ("a/b",)
    assert world.act("t/none") is None
    assert world.owner("t/none") is None
    assert world.act("u/none") is None
    assert world.owner("u/none") is None
