"""Persons: who carried, signed, announced what, found by a part of a name or post."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from ledger.commands import RecordAct
from ledger.errors import InputError
from ledger.moments import parse_moment
from projections.persons import PersonFilter, persons_view
from tests.core.given import Story, act, demand, given, lens, opened, record, reply

if TYPE_CHECKING:
    from projections.views.persons import PersonsView


def person(
    role: str, name: str | None = None, post: str | None = None, party: str | None = None
) -> Any:  # noqa: ANN401 -- a field of an act
    fields = {"role": role, "name": name, "post": post, "party": party}
    return {key: value for key, value in fields.items() if value is not None}


STORY = given(
    demand(
        "note",
        persons=(
            person("signatory", "Nikola Pašić", "Prime Minister", "RUS"),
            person("bearer", post="Embassy in Moscow", party="USA"),
        ),
        points={"1": "x"},
    ),
    reply(
        "answer",
        persons=(
            person("bearer", "Nikola Pašić", "Envoy", "USA"),
            person("announcer", "Ann Smith"),
            person("editor", "Ann Smith"),
            person("witness", post="Embassy in Moscow", party="GBR"),
        ),
        answers={"1": "reject"},
    ),
    act(
        "statement",
        "maybe",
        by="USA",
        when="2022-01-20/2022-03",
        persons=(person("speaker", "Ann Smith"),),
        summary="x",
    ),
    act("statement", "never", by="USA", persons=(person("speaker", "Ann Smith"),), summary="x"),
    act(
        "statement",
        "later",
        by="USA",
        when="2023-01-01",
        persons=(person("speaker", "Zoë Jones", "Minister", "FRA"),),
        summary="x",
    ),
)


def persons(story: Story = STORY, moment: str = "2022-02-01", **wanted: Any) -> PersonsView:  # noqa: ANN401
    return persons_view(story.source, lens(moment), PersonFilter(**wanted))


def told(view: PersonsView) -> dict[str, dict[str, list[str]]]:
    """By name, or post and party: by role, the acts, `?` after one possible, `!` undated."""
    return {
        one.name or f"{one.posts[0]} of {one.parties[0]}": {
            role.role: [
                *(each.act.ref for each in role.acts),
                *(f"{each.act.ref}?" for each in role.possible),
                *(f"{each.act.ref}!" for each in role.undated),
            ]
            for role in one.roles
        }
        for one in view.persons
    }


def test_everybody_is_told_by_name_role_by_role_with_acts_that_had_or_may_have_happened() -> None:
    view = persons()

    assert told(view) == {
        "Ann Smith": {
            "editor": ["t/answer"],
            "announcer": ["t/answer"],
            "speaker": ["t/maybe?", "t/never!"],
        },
        "Embassy in Moscow of GBR": {"witness": ["t/answer"]},
        "Embassy in Moscow of USA": {"bearer": ["t/note"]},
        "Nikola Pašić": {"signatory": ["t/note"], "bearer": ["t/answer"]},
    }
    assert [one.acts for one in view.persons] == [1, 1, 1, 2]
    pasic = view.persons[-1]
    assert (pasic.posts, pasic.parties) == (("Prime Minister", "Envoy"), ("RUS", "USA"))
    bearer = pasic.roles[1].acts[0]
    assert (bearer.post, bearer.party, pasic.roles[1].meaning) == ("Envoy", "USA", "delivered it")


def test_later_the_same_and_those_who_came_since_are_told() -> None:
    assert told(persons(moment="2023-01-01"))["Zoë Jones"] == {"speaker": ["t/later"]}
    assert "Zoë Jones" not in told(persons())
    assert persons(moment="2021-12-14").persons[0].name == "Ann Smith"
    assert told(persons(moment="2021-12-14")) == {"Ann Smith": {"speaker": ["t/never!"]}}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("pasic", ["Nikola Pašić"]),
        ("NIKOLA PAŠ", ["Nikola Pašić"]),
        ("envoy", ["Nikola Pašić"]),
        ("moscow", ["Embassy in Moscow of GBR", "Embassy in Moscow of USA"]),
        ("zoe", []),
    ],
)
def test_a_part_of_a_name_or_post_is_enough_whatever_its_case_and_accents(
    name: str, found: list[str]
) -> None:
    assert list(told(persons(name=name))) == found


def test_by_a_post_only_what_was_done_in_it_is_found() -> None:
    assert told(persons(name="prime minister")) == {"Nikola Pašić": {"signatory": ["t/note"]}}


def test_a_name_that_nobody_has_is_told_with_near_ones() -> None:
    for name in ("Nikola Pasik", "!!"):
        with pytest.raises(InputError, match=f"no person and no post is called {name}") as caught:
            persons(name=name)
        assert ("Nikola Pašić" in caught.value.near) is (name != "!!")


def test_only_a_role_a_party_or_a_thread_may_be_asked_for() -> None:
    assert told(persons(role="bearer")) == {
        "Embassy in Moscow of USA": {"bearer": ["t/note"]},
        "Nikola Pašić": {"bearer": ["t/answer"]},
    }
    assert list(told(persons(party="USA"))) == ["Embassy in Moscow of USA", "Nikola Pašić"]
    assert told(persons(party="USA", role="signatory")) == {}
    elsewhere = act(
        "statement", "s", by="FRA", when="2022-01-01", persons=(person("speaker", "Ann Smith"),),
        summary="x",
    )  # fmt: skip
    story = Story(record([opened("u"), RecordAct("u", elsewhere)], STORY.world), "u")
    assert told(persons(story, thread="u")) == {"Ann Smith": {"speaker": ["u/s"]}}
    assert told(persons(story, name="ann"))["Ann Smith"]["speaker"][0] == "u/s"
    with pytest.raises(InputError, match="no person and no post is called pasic"):
        persons(story, name="pasic", thread="u")
    with pytest.raises(InputError, match="there is no thread v"):
        persons(story, thread="v")


def test_who_does_not_know_the_text_of_an_act_knows_nobody_in_it() -> None:
    through = replace(lens("2023-01-01"), known_by="public", known_at=parse_moment("2023-01-01"))
    assert persons_view(STORY.source, through).persons == ()
    with pytest.raises(InputError) as caught:
        persons_view(STORY.source, through, PersonFilter(name="Nikola"))
    assert list(caught.value.near) == []
