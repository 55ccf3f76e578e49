"""Since when a viewer knows of an act: just from when on it is shown."""

from __future__ import annotations

from hypothesis import given as any_of
from hypothesis import settings

from ledger.dates import format_instant, parse_act_date
from ledger.notices import ContentDisclosed
from ledger.seen import seen_by
from ledger.since import known_since
from projections.read_model.learned import learned_at
from tests.core.given import act, demand, given, opened, record, reply
from tests.core.test_corrections import with_
from tests.reference.histories import History, histories


@settings(max_examples=100, deadline=None)
@any_of(histories())
def test_an_act_is_known_from_the_instant_on_from_which_it_is_shown(history: History) -> None:
    world = history.world
    for viewer in ("public", "USA", "GBR"):
        shown: dict[str, int] = {}
        for at in learned_at(world, viewer):
            seen = seen_by(world, viewer, lambda _, at=at: at)  # type: ignore[misc]
            for thread in seen.threads.values():
                for name in thread.acts:
                    shown.setdefault(f"{thread.id}/{name}", at)
        assert known_since(world, viewer) == shown, (viewer, history)


def _disclosed(part: str, when: str, **more: object) -> ContentDisclosed:
    disclosure = {"part": part, "how": "leaked", "when": parse_act_date(when)}
    return ContentDisclosed.model_validate(
        {"id": "leak", "act": "r", "reason": "in the news", "disclosures": [disclosure], **more}
    )


def test_a_leaked_reply_makes_known_the_demand_that_it_answers_from_the_same_day() -> None:
    story = given(demand("d", points={"1": "leave"}), reply("r", answers={"1": "reject"}))
    assert known_since(story.world, "public") == {}
    leaked = with_(story, _disclosed("text", "2022-02-02"))

    since = known_since(leaked.world, "public")
    assert {ref: format_instant(at) for ref, at in since.items()} == {
        "t/d": "2022-02-02T23:59:59Z",
        "t/r": "2022-02-02T23:59:59Z",
    }


def test_that_a_reply_exists_does_not_tell_what_it_answers_but_what_it_replies_to() -> None:
    story = given(
        demand("d", points={"1": "leave"}),
        act("demand", "e", by="RUS", to="USA", when="2021-12-16", points={"2": "stay out"}),
        reply("r", replies_to=["d"], answers={"2": "reject"}),
    )
    announced = with_(story, _disclosed("existence", "2022-02-02"))
    assert set(known_since(announced.world, "public")) == {"t/d", "t/r"}


def test_what_a_leak_adds_is_not_known_before_it_though_the_paper_was_published() -> None:
    story = given(
        demand("d", points={"1": "leave", "2": "stay out"}),
        demand("e", points={"3": "keep away"}),
        reply(
            "r",
            contents="partial",
            disclosure="disclosed",
            published="2022-01-26",
            answers={"3": "reject"},
        ),
    )
    leaked = with_(
        story, _disclosed("text", "2022-02-02", answers=[{"point": "1", "stance": "counter"}])
    )
    since = known_since(leaked.world, "public")
    assert format_instant(since["t/r"]) == "2022-01-26T23:59:59Z" == format_instant(since["t/e"])
    assert format_instant(since["t/d"]) == "2022-02-02T23:59:59Z"


def test_a_ledger_without_acts_tells_nothing() -> None:
    assert known_since(record([opened()]), "public") == {}
