"""Search through the words of acts: what is found, in what order, and what must not matter."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from ledger.commands import RecordAct, RecordNotice
from ledger.dates import parse_act_date
from ledger.decide import advance, decide
from ledger.errors import InputError
from ledger.moments import parse_moment
from ledger.state import World
from projections.lens import Lens
from projections.read_model.text_search import FIELDS, matches
from projections.reader import Reader
from projections.search import SearchFilter, score, search_view
from projections.search_query import parse_query
from tests.core.given import act, demand, given, lens, opened, reply
from tests.core.test_corrections import correct, retract
from tests.projections.logged import EventsLog
from tests.projections.test_excerpts import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.acts import Act
    from ledger.commands import Command
    from ledger.decide import StreamEvent
    from ledger.notices import Notice
    from projections.views.search import FoundAct, SearchView

STRAITS = given(
    demand(
        "note",
        summary="The Straits are to be opened",
        points={"1": "Withdraw the forces", "2": "Dissolve the Treaty of Sèvres"},
        persons=(
            {"role": "bearer", "name": "Édouard Čapek", "post": "Ambassador", "party": "RUS"},
        ),
    ),
    reply(
        "answer",
        answers={"1": {"stance": "reject", "text": "The forces stay where they are"}},
        text="Sir,\n\nI have the honour to speak of forces and of the Straits.",
        sources=({"citation": "The Straits: a yellow book", "page": "12"},),
    ),
    act("statement", "aside", by="FRA", when="2022-02-01", summary="Demilitarised, demilitarise"),
    act("statement", "vague", by="GBR", when="2022-01/2022-06", summary="On the forces"),
    act("statement", "undated", by="GBR", summary="On the forces, undated"),
)


def names(found: Iterable[FoundAct]) -> list[str]:
    return [one.act.ref.removeprefix("t/") for one in found]


def found(query: str, *, at: str = "2022-03-01", **wanted: Any) -> list[str]:  # noqa: ANN401
    """The acts of the story that are found, best first."""
    return names(search_view(STRAITS.source, lens(at), query, SearchFilter(**wanted)).found)


def excerpts(view: SearchView) -> dict[str, dict[str, str]]:
    """By act and field, what is shown."""
    return {
        name: {each.field: shown(each) for each in one.found_in}
        for name, one in zip(names(view.found), view.found, strict=True)
    }


@pytest.mark.parametrize(
    ("query", "acts"),
    [
        ("forces", ["answer", "note"]),
        ("forces straits", ["answer", "note"]),
        ("forces nowhere", []),
        ('"the forces"', ["answer", "note"]),
        ('"forces the"', []),
        ("dem*", ["aside"]),
        ("demilitari*", ["aside"]),
        ("demil", []),
        ("forces -honour", ["note"]),
        ('forces -"yellow book"', ["note"]),
        ("forces -ye*", ["note"]),
        ("forces -–", ["answer", "note"]),
        ("demilitarised OR honour", ["aside", "answer"]),
        ("forces sevres OR honour", ["note", "answer"]),
        ("forces sevres OR honour -yellow", ["note"]),
    ],
)
def test_words_phrases_beginnings_exclusions_and_alternatives_are_found(
    query: str, acts: list[str]
) -> None:
    assert found(query) == acts


@pytest.mark.parametrize(
    ("query", "field", "act_id"),
    [
        ("opened", "summary", "note"),
        ("withdraw", "points", "note"),
        ('"they are"', "points", "answer"),
        ("capek", "persons", "note"),
        ("ambassador", "persons", "note"),
        ("honour", "text", "answer"),
        ("yellow", "sources", "answer"),
    ],
)
def test_every_field_is_looked_through_or_those_that_are_named(
    query: str, field: str, act_id: str
) -> None:
    assert found(query) == found(query, fields=(field,)) == [act_id]
    others = tuple(each for each in FIELDS if each != field)
    assert found(query, fields=others) == []


def test_fields_that_are_named_count_for_exclusions_and_excerpts_too() -> None:
    view = search_view(
        STRAITS.source, lens(), "straits -forces", SearchFilter(fields=("sources", "summary"))
    )
    assert view.looked_in == ("summary", "sources")
    assert excerpts(view) == {
        "note": {"summary": "The [Straits] are to be opened"},
        "answer": {"sources": "The [Straits]: a yellow book"},
    }


@pytest.mark.parametrize("query", ["Sèvres", "sevres", "SEVRES", "SÈVRES", "Se\u0300vres"])
def test_case_and_the_accents_of_latin_letters_do_not_matter(query: str) -> None:
    view = search_view(STRAITS.source, lens(), query)
    words = "Withdraw the forces\nDissolve the Treaty of [Sèvres]"
    assert excerpts(view) == {"note": {"points": words}}


@pytest.mark.parametrize(
    ("text", "hits", "misses"),
    [
        ("Київ і Йосип", ["київ", "КИЇВ", "йосип", "и\u0306осип", "йос*"], ["киів", "иосип"]),
        ("И\u0306осип", ["йосип"], []),
        ("Ελλάδα", ["ελλάδα", "ΕΛΛΆΔΑ"], ["ελλαδα"]),
        ("日本国政府は、協議を要求する。", ["日本国政府は", "日本*", "協議*"], ["政府", "日本"]),
        ("조선민주주의", ["조선민주주의", "조선*"], ["민주주의"]),
        ("المدينة", ["المدينة", "المد*"], []),
        ("Straße İstanbul Łódź", ["straße", "istanbul", "łodz"], ["strasse", "lodz"]),
    ],
)
def test_other_scripts_are_found_by_whole_words_and_their_beginnings(
    text: str, hits: list[str], misses: list[str]
) -> None:
    source = given(demand("d", summary=text, points={"1": "x"})).source
    for query in hits:
        assert names(search_view(source, lens(), query).found) == ["d"], query
    for query in misses:
        assert search_view(source, lens(), query).matching == 0, query


def test_an_excerpt_marks_what_was_looked_for_and_nothing_that_was_not() -> None:
    view = search_view(STRAITS.source, lens("2022-03-01"), '"the forces" OR straits -sevres')
    assert excerpts(view) == {
        "answer": {
            "points": "[The forces] stay where they are",
            "text": "Sir,\n\nI have the honour to speak of forces and of the [Straits].",
            "sources": "The [Straits]: a yellow book",
        }
    }
    (one,) = view.found
    assert [each.hits for each in one.found_in] == [1, 1, 1]


def test_what_may_have_happened_and_what_has_no_date_is_listed_apart_and_the_future_counted() -> (
    None
):
    view = search_view(STRAITS.source, lens("2022-01-10"), "forces")
    assert (names(view.found), view.matching) == (["note"], 1)
    assert (names(view.possible), view.matching_possible) == (["vague"], 1)
    assert (names(view.undated), view.matching_undated) == (["undated"], 1)
    assert view.matching_later == 1
    later = search_view(STRAITS.source, lens("2023-01-01"), "forces")
    assert (names(later.found), later.possible) == (["answer", "vague", "note"], ())
    assert later.matching_later == 0
    early = search_view(STRAITS.source, lens("2021-01-01"), "forces")
    assert (early.found, early.possible, early.matching_later) == ((), (), 3)


def test_a_search_is_narrowed_by_thread_party_and_kind() -> None:
    assert found("forces", kind="reply") == ["answer"]
    assert found("forces OR demilitarise", party="FRA") == ["aside"]
    assert found("forces", party="USA") == ["answer", "note"]
    assert found("forces", thread="t") == ["answer", "note"]
    with pytest.raises(InputError, match="there is no thread u"):
        found("forces", thread="u")

    two = _reader(
        [opened("t"), opened("u", zone="Asia/Tokyo")],
        [RecordAct("t", demand("d", points={"1": "Leave the islands"}))],
        [RecordAct("u", demand("d", zone="Asia/Tokyo", points={"1": "Leave the islands"}))],
    )
    refs = [one.act.ref for one in search_view(two, lens(), "islands").found]
    assert refs == ["u/d", "t/d"]  # its day ends earlier
    (one,) = search_view(two, lens(), "islands", SearchFilter(thread="u")).found
    assert one.act.ref == "u/d"


def test_all_that_fits_is_counted_and_as_much_as_asked_for_is_shown() -> None:
    story = given(
        *(
            act("statement", f"s{day}", by="RUS", when=f"2021-12-{day:02}", summary="Straits")
            for day in range(1, 26)
        )
    )
    view = search_view(story.source, lens(), "straits")
    assert (view.matching, len(view.found)) == (25, 20)
    few = search_view(story.source, lens(), "straits", SearchFilter(limit=2))
    assert (few.matching, names(few.found)) == (25, ["s1", "s2"])


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"summary": "Straits"}, {"text": "Straits", "summary": "Of other things"}),
        ({"text": "Straits and more"}, {"sources": ({"citation": "Straits"},), "text": "More"}),
        ({"summary": "The Straits"}, {"summary": "The Straits, and whatever else there is"}),
        ({"summary": "The Straits", "text": "Of the Straits"}, {"summary": "The Straits"}),
        ({"summary": "Straits and Dardanelles"}, {"summary": "The Straits, the Straits"}),
    ],
)
def test_more_of_the_words_in_weightier_and_shorter_fields_come_first(
    better: dict[str, Any], worse: dict[str, Any]
) -> None:
    for first, second in ((better, worse), (worse, better)):
        story = given(
            act("statement", "a", by="RUS", when="2021-12-01", **first),
            act("statement", "b", by="RUS", when="2021-12-02", **second),
        )
        view = search_view(story.source, lens(), "straits OR dardanelles")
        assert names(view.found) == (["a", "b"] if first is better else ["b", "a"])


def test_of_equals_the_earlier_comes_first_then_the_name() -> None:
    story = given(
        act("statement", "c", by="RUS", when="2021-12-02", summary="Straits"),
        act("statement", "b", by="USA", when="2021-12-02", summary="Straits"),
        act("statement", "a", by="RUS", when="2021-12-03", summary="Straits"),
        act("statement", "d", by="RUS", when="2021-12-01", summary="Straits and straits"),
    )
    assert names(search_view(story.source, lens(), "straits").found) == ["b", "c", "a", "d"]


def test_the_score_follows_from_the_words_of_the_act_alone() -> None:
    assert score({"summary": 1}, {"summary": 1}) == 10_000
    assert score({"summary": 1}, {"summary": 4}) == 6_250
    assert score({"summary": 2}, {"summary": 4}) == 15_000
    assert score({"summary": 1, "sources": 1}, {"summary": 1, "sources": 2}) == 11_500
    assert score({}, {}) == 0


def test_the_length_of_a_field_is_its_number_of_words() -> None:
    sizes = {"summary": 127, "points": 128, "persons": 0, "text": 20_000, "sources": 16_384}
    story = given(
        demand(
            "d",
            summary="one " * sizes["summary"],
            points={"1": "one " * sizes["points"]},
            text="one " * sizes["text"],
            sources=[{"citation": "one " * 128} for _ in range(128)],
        )
    )
    with story.source.snapshot(lens()) as snapshot:
        (match,) = matches(snapshot, parse_query("one"), FIELDS)
    assert match.sizes == sizes
    assert match.found == dict.fromkeys(("summary", "points", "text", "sources"), 1)


def _reader(*transactions: Iterable[Command]) -> Reader:
    """A reader of a log in which these commands were recorded, together or one after the other."""
    world = World()
    told: list[list[StreamEvent]] = []
    for commands in transactions:
        told.append([])
        for command in commands:
            events = decide(world, command)
            world = advance(world, events)
            told[-1] += events
    return Reader(EventsLog(told))


def _notice(notice: Notice) -> list[Command]:
    return [RecordNotice("t", notice)]


def test_an_act_is_found_by_what_is_believed_of_it_at_the_time() -> None:
    reader = _reader(
        [opened()],
        [RecordAct("t", demand("d", summary="The island of Quemoy", points={"1": "x"}))],
        _notice(correct("slip", "d", ("summary", "The island of Quemoy", "The island of Matsu"))),
        _notice(retract("forged", "d")),
    )

    def known(position: int, query: str) -> list[str]:
        return names(search_view(reader, replace(lens(), known_at=position), query).found)

    assert [known(position, "quemoy") for position in range(5)] == [[], [], ["d"], [], []]
    assert [known(position, "matsu") for position in range(5)] == [[], [], [], ["d"], []]


LEAK = (
    {
        "part": "text",
        "how": "leaked",
        "by": "a newspaper",
        "when": parse_act_date("2022-02-02"),
    },
)


def test_the_public_finds_a_text_from_the_day_it_was_leaked() -> None:
    reader = _reader(
        [opened()],
        [
            RecordAct("t", demand("d", published="2021-12-17", points={"1": "Leave"})),
            RecordAct("t", reply("r", text="We offer the missiles", disclosures=LEAK,
                                 answers={"1": "reject"})),
        ],
    )  # fmt: skip

    def on(day: str, who: str = "public") -> int:
        asked = Lens(lens().now, known_by=who, known_at=parse_moment(day))
        return search_view(reader, asked, "missiles").matching

    assert [on("2022-02-01"), on("2022-02-02"), on("2022-02-01", "USA")] == [0, 1, 1]


# What a viewer finds depends on nothing it does not know.

WORDS = ("straits", "forces", "treaty", "note", "never")
SAID = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
QUESTIONS = st.lists(
    st.sampled_from([*WORDS, "nev*", '"straits forces"', "-note", "treaty OR never"]),
    min_size=1,
    max_size=3,
).map(" ".join)


@st.composite
def acts(draw: st.DrawFn, start: int, channel: str) -> list[Act]:
    """A few statements in one channel, of few words."""
    return [
        act(
            "statement",
            f"s{start + number}",
            by="GBR",
            when=f"2022-01-{draw(st.integers(1, 9)):02}",
            channel=channel,
            summary=draw(SAID),
            text=draw(st.none() | SAID),
            points={f"{start + number}": {"text": draw(SAID), "kind": "demand", "raiser": "GBR"}},
        )
        for number in range(draw(st.integers(1, 5)))
    ]


def _asks_something(query: str) -> bool:
    return bool(set(query.split()) - {"-note"})


@settings(max_examples=100, deadline=None)
@any_of(
    acts(0, "public"),
    acts(10, "confidential"),
    acts(20, "public"),
    QUESTIONS.filter(_asks_something),
)
def test_nothing_that_a_viewer_does_not_know_changes_what_it_finds_or_in_what_order(
    known: list[Act], secret: list[Act], later: list[Act], query: str
) -> None:
    told = [RecordAct("t", one) for one in known]
    before = _reader([opened()], told)
    after = _reader(
        [opened()],
        told,
        [RecordAct("t", one) for one in secret],
        [RecordAct("t", one) for one in later],
    )
    position = 1 + len(told)
    first = replace(lens(), known_at=position)
    assert search_view(after, first, query) == search_view(before, first, query)

    open_then = _reader([opened()], told, [RecordAct("t", one) for one in later])
    public = Lens(lens().now, known_by="public")
    assert search_view(after, public, query) == search_view(open_then, public, query)
    assert search_view(after, lens(), query).matching >= search_view(after, public, query).matching


@settings(max_examples=100, deadline=None)
@any_of(acts(0, "public"), QUESTIONS.filter(_asks_something))
def test_what_is_found_is_what_a_plain_reading_finds(told: list[Act], query: str) -> None:
    view = search_view(given(*told).source, lens(), query, SearchFilter(limit=100))
    assert set(names(view.found)) == {one.id for one in told if _fits(one, query)}


def _fits(one: Act, query: str) -> bool:
    """Read anew: every piece of the question for itself, as a pattern."""
    said = "\n".join([one.summary or "", one.points[0].text, one.text or ""])
    query = query.replace("treaty OR never", "(treaty|never)").replace(
        '"straits forces"', "straits.forces"
    )
    for piece in query.split():
        pattern = piece.lstrip("-").replace("*", r"\w*")
        if (re.search(rf"\b({pattern})\b", said) is None) is not piece.startswith("-"):
            return False
    return True


PIECES = (
    *('"', "*", "-", "--", "OR", "AND", "NOT", "NEAR(", ")", "(", "{", "}", ":", "^", "+", "'"),
    *(";", "summary", "forces", "\\", "%", " ", "–", "日本", "\u0301", "\ue000", "\u200b"),
)


@settings(max_examples=300, deadline=None)
@any_of(st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=30))
def test_whatever_is_typed_is_answered_or_refused_with_a_sentence(query: str) -> None:
    try:
        question = parse_query(query)
    except InputError:
        return
    with SOURCE.snapshot(lens()) as snapshot:
        matches(snapshot, question, FIELDS)


SOURCE = _reader([opened()], [RecordAct("t", demand("d", points={"1": "forces 日本"}))])
