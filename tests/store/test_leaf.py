"""The leaf format and canonical JSON: what may never change."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.integrity.canonical import canonical_json
from ledger.integrity.leaf import commitment, format_recorded_at, leaf_hash, leaf_header
from ledger.store import create_ledger_file
from tests.store.stored import START, Clock, another_tool, note, open_log

if TYPE_CHECKING:
    from collections.abc import Callable

VECTORS: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("leaf_vectors.json").read_text(encoding="utf-8")
)["vectors"]
HEADER_FIELDS = ("stream", "version", "topic", "marking", "recorded_by")


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_the_leaves_of_the_published_vectors(vector: dict[str, Any]) -> None:
    header = leaf_header(**{name: vector[name] for name in HEADER_FIELDS})
    committed = commitment(header, bytes.fromhex(vector["body"]), bytes.fromhex(vector["nonce"]))

    assert header.hex() == vector["header"]
    assert committed.hex() == vector["commitment"]
    assert leaf_hash(committed, vector["recorded_at"]).hex() == vector["leaf"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_the_vectors_are_what_the_format_says_by_hand(vector: dict[str, Any]) -> None:
    text = (
        f'{{"marking":{json.dumps(vector["marking"], ensure_ascii=False)}'
        f',"recorded_by":{json.dumps(vector["recorded_by"], ensure_ascii=False)}'
        f',"stream":{json.dumps(vector["stream"], ensure_ascii=False)}'
        f',"topic":"{vector["topic"]}","version":{vector["version"]}}}'
    )
    header = text.encode()
    body, nonce = bytes.fromhex(vector["body"]), bytes.fromhex(vector["nonce"])
    length = bytes([0, 0, 0, 0, 0, 0, len(header) // 256, len(header) % 256])
    committed = hashlib.sha256(nonce + length + header + body).hexdigest()
    entry = (
        f'{{"commitment":"{committed}","format":"dipledger/leaf/1"'
        f',"recorded_at":"{vector["recorded_at_text"]}"}}'
    )

    assert hashlib.sha256(b"\x00" + entry.encode()).hexdigest() == vector["leaf"]


def test_every_stored_row_carries_the_leaf_of_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    create_ledger_file(path)
    with open_log(path, clock=Clock()) as log:
        log.append([note("démarche", 1, "«да»", recorded_by="Ünal", marking="secret")])
    rows = another_tool(path)
    stored = rows.execute("SELECT * FROM stored_events").fetchone()
    rows.close()

    _, stream, version, topic, body, recorded_at, recorded_by, marking, nonce, leaf, _ = stored
    header = leaf_header(
        stream=stream, version=version, topic=topic, marking=marking, recorded_by=recorded_by
    )
    assert body == '{"text":"«да»"}'.encode()
    assert leaf == leaf_hash(commitment(header, body, nonce), recorded_at)


def test_each_field_and_each_byte_changes_the_leaf() -> None:
    fields: dict[str, Any] = {
        "stream": "a",
        "version": 1,
        "topic": "t",
        "marking": None,
        "recorded_by": "b",
        "body": b"{}",
        "nonce": bytes(32),
    }

    def leaf(recorded_at: int = START, **changed: object) -> bytes:
        now = fields | changed
        header = leaf_header(**{name: now[name] for name in HEADER_FIELDS})
        return leaf_hash(commitment(header, now["body"], now["nonce"]), recorded_at)

    changes: list[dict[str, Any]] = [
        {"stream": "b"},
        {"version": 2},
        {"topic": "u"},
        {"marking": ""},
        {"recorded_by": "c"},
        {"body": b"{} "},
        {"nonce": bytes(31) + b"\x01"},
        {"recorded_at": START + 1},
    ]
    assert len({leaf(), *(leaf(**change) for change in changes)}) == len(changes) + 1


def test_a_nonce_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="a nonce has 32 bytes, not 31"):
        commitment(b"{}", b"", bytes(31))


@pytest.mark.parametrize(
    ("recorded_at", "text"),
    [
        (START + 1, "2022-01-27T09:00:00.000001Z"),
        (START, "2022-01-27T09:00:00.000000Z"),
        (-1, "1969-12-31T23:59:59.999999Z"),
    ],
)
def test_the_time_of_recording_as_text(recorded_at: int, text: str) -> None:
    assert format_recorded_at(recorded_at) == text


def test_canonical_json_is_sorted_tight_and_utf_8() -> None:
    value = {"b": (1, -2, True, None), "a": {"z": "é\u2028\x7f", "B": '"\\\n\t\x01'}, "": []}

    assert canonical_json(value) == (
        '{"":[],"a":{"B":"\\"\\\\\\n\\t\\u0001","z":"é\u2028\x7f"},"b":[1,-2,true,null]}'.encode()
    )


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (1.0, TypeError),
        ({"a": [float("nan")]}, TypeError),
        ({1: "a"}, TypeError),
        ({"é": 1}, ValueError),
        (2**53, ValueError),
        ("\ud800", UnicodeEncodeError),
        (b"bytes", TypeError),
    ],
)
def test_what_has_no_canonical_form_is_refused(value: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        canonical_json(value)


def trees() -> st.SearchStrategy[object]:
    leaves: st.SearchStrategy[object] = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**53) + 1, 2**53 - 1),
        st.text(st.characters(exclude_categories=["Cs"])),
    )
    keys = st.text(st.characters(max_codepoint=127))

    def grow(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
        return st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4)

    return st.recursive(leaves, grow, max_leaves=12)


@given(trees())
def test_canonical_json_reads_back_and_is_its_own_canonical_form(value: object) -> None:
    written = canonical_json(value)

    assert json.loads(written) == value
    assert canonical_json(json.loads(written)) == written


@given(st.dictionaries(st.text(st.characters(max_codepoint=127)), st.integers(0, 9)), st.randoms())
def test_the_order_of_keys_in_memory_does_not_matter(
    value: dict[str, int], random: Callable[[], float]
) -> None:
    items = list(value.items())
    random.shuffle(items)  # type: ignore[attr-defined]

    assert canonical_json(dict(items)) == canonical_json(value)
