"""Published schemas: each can be had, and what is printed keeps to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.views import output_views
from ledger.acts import ACT_CLASS_BY_WORD
from ledger.events import TOPICS

if TYPE_CHECKING:
    from tests.cli.conftest import Runner


@pytest.fixture
def listed(dipledger: Runner) -> dict[str, str]:
    """Every schema that is offered: name → what it is of."""
    lines = dipledger("schema", "--format", "json").ok().data["schemas"]
    return {line["name"]: line["of"] for line in lines}


def test_every_kind_topic_and_view_has_its_schema(listed: dict[str, str]) -> None:
    assert {name for name, of in listed.items() if of == "act"} == {"acts", *ACT_CLASS_BY_WORD}
    assert {name for name, of in listed.items() if of == "event"} == {"events", *TOPICS}
    assert {*output_views(), "envelope"} == {name for name, of in listed.items() if of == "output"}


def test_an_act_is_described_by_the_names_it_is_stored_under(dipledger: Runner) -> None:
    reply = dipledger("schema", "reply").ok().json

    assert reply["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert {"from", "to", "answers"} < set(reply["properties"])
    assert set(reply["required"]) == {"id", "from"}


@pytest.mark.parametrize(
    ("name", "size"), [("acts", len(ACT_CLASS_BY_WORD)), ("events", len(TOPICS))]
)
def test_any_act_and_any_event_are_one_of_all(dipledger: Runner, name: str, size: int) -> None:
    assert len(dipledger("schema", name).ok().json["anyOf"]) == size


def test_every_field_of_every_view_says_what_it_is(
    dipledger: Runner, listed: dict[str, str]
) -> None:
    for name, of in listed.items():
        if of == "output":
            schema = dipledger("schema", name).ok().json
            models = [schema, *schema.get("$defs", {}).values()]
            undescribed = [
                (name, model.get("title"), field)
                for model in models
                if model.get("title") not in STORED
                for field, described in model.get("properties", {}).items()
                if "description" not in described and "$ref" not in described
            ]
            assert not undescribed


STORED = {"Party", "Membership", "Succession", "Identifier"}
"""Stored shapes inside views: described by their docstrings, not field by field."""


def test_what_is_printed_has_the_keys_that_its_schema_has(ledger: Runner) -> None:
    printed = ledger("thread", "list", "--format", "json").ok().json
    envelope = ledger("schema", "envelope").ok().json

    assert list(printed) == list(envelope["properties"]) == envelope["required"]
    assert list(printed["dipledger"]) == list(envelope["properties"]["dipledger"]["properties"])
    view = ledger("schema", printed["dipledger"]["schema"]).ok().json
    line = view["$defs"]["ThreadLine"]
    assert set(printed["data"]) == set(view["required"])
    assert set(printed["data"]["threads"][0]) == set(line["required"])


def test_a_schema_that_is_not_there_is_answered_with_near_misses(dipledger: Runner) -> None:
    slip = dipledger("schema", "replay")

    assert slip.code == 2
    assert "there is no schema replay\n  near: reply" in slip.err
