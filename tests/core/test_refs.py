"""References: what an act names, and which threads it bears on."""

from __future__ import annotations

from ledger.dates import parse_act_date
from ledger.refs import act_refs, point_refs, short, threads_borne_on, threads_named
from tests.core.given import act

ACT = act(
    "proposal",
    "p",
    by="USA",
    to="RUS",
    when="2022-01-01",
    replies_to=["x/a"],
    follows=["b"],
    about=["only-named/c"],
    withdraws=["w/1"],
    points={
        "own": {
            "parent": "root",
            "restates": "r/1",
            "supersedes": "s/1",
            "condition": {"point": "c/1"},
        },
        "plain": {"condition": {"text": "words"}},
    },
    answers={
        "an/1": {"stance": "counter", "counter": "own", "condition": {"point": "cond/1"}},
        "2": {"stance": "accept", "condition": {"text": "words"}},
    },
    assessments=[
        {"act": "as/a", "verdict": "evasive"},
        {"point": "ap/1", "verdict": "evasive"},
    ],
    effects=[{"effect": "settles", "thread": "e"}, {"effect": "settles"}],
    disclosures=[
        {"part": "point", "how": "leaked", "when": parse_act_date("2022"), "point": "di/1"},
        {"part": "text", "how": "leaked", "when": parse_act_date("2022")},
    ],
)


def test_every_act_it_names() -> None:
    assert list(act_refs(ACT, "t")) == [
        ("replies_to", "x/a"),
        ("follows", "t/b"),
        ("about", "only-named/c"),
        ("assessments", "as/a"),
    ]


def test_every_point_it_names() -> None:
    assert list(point_refs(ACT, "t")) == [
        ("answers", "an/1"),
        ("counter", "t/own"),
        ("condition", "cond/1"),
        ("answers", "t/2"),
        ("parent", "t/root"),
        ("restates", "r/1"),
        ("supersedes", "s/1"),
        ("condition", "c/1"),
        ("withdraws", "w/1"),
        ("assessments", "ap/1"),
        ("disclosures", "di/1"),
    ]


def test_it_bears_on_the_threads_whose_state_it_can_change() -> None:
    bears = {"x", "w", "r", "s", "c", "an", "cond", "e"}
    assert set(threads_borne_on(ACT, "t")) == bears
    assert set(threads_named(ACT, "t")) == bears | {"only-named", "as", "ap", "di"}


def test_a_reference_is_short_at_home() -> None:
    assert (short("t/a", "t"), short("u/a", "t")) == ("a", "u/a")
