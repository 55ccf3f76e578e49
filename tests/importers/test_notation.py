"""Compact notations: what each means, what is refused with the form it should have, and back."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.dates import ActDate, parse_act_date
from ledger.errors import DipledgerError
from ledger.importers.nodes import Fields, Items, Node, Text
from ledger.importers.notation import NOTATIONS
from ledger.importers.parts_in import Context, part
from ledger.importers.slots import slots
from ledger.parts import (
    Answer,
    Assessment,
    Condition,
    DateClaim,
    DisclosureRecord,
    EffectOn,
    FieldClaim,
    Marking,
    Part,
    PartyLabel,
    Person,
    Point,
    Quantity,
    ReferenceNumber,
    Source,
)
from ledger.vocabulary import PointKind, Stance

if TYPE_CHECKING:
    from collections.abc import Mapping

P = TypeVar("P", bound=Part)

VIENNA = Context("Europe/Vienna", PointKind.DEMAND)


class _Holder(Part):
    """Something with one part of each kind, as an act has."""

    points: tuple[Point, ...] = ()
    answers: tuple[Answer, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    persons: tuple[Person, ...] = ()
    sources: tuple[Source, ...] = ()
    dates: tuple[DateClaim, ...] = ()
    labels: tuple[PartyLabel, ...] = ()
    effects: tuple[EffectOn, ...] = ()
    reference_numbers: tuple[ReferenceNumber, ...] = ()
    disclosures: tuple[DisclosureRecord, ...] = ()
    markings: tuple[Marking, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    claims: tuple[FieldClaim, ...] = ()


FIELDS = {slot.type: name for name, slot in slots(_Holder).items()}


def read_all(model: type[P], node: Node) -> tuple[P, ...]:
    holder = part(_Holder, Fields({FIELDS[model]: node}, "here"), VIENNA)
    parts: tuple[P, ...] = getattr(holder, FIELDS[model])
    return parts


def read(model: type[P], text: str) -> P:
    (only,) = read_all(model, Text(text, "--option"))
    return only


def refused(model: type[Part], node: Node | str) -> str:
    with pytest.raises(DipledgerError) as caught:
        read_all(model, Text(node, "--option") if isinstance(node, str) else node)
    assert caught.value.exit_code == 2
    return str(caught.value)


def day(text: str) -> ActDate:
    return parse_act_date(text, zone="Europe/Vienna")


GOOD: list[tuple[type[Part], str, dict[str, Any]]] = [
    (Point, "6: leave", {"label": "6", "kind": "demand", "text": "leave"}),
    (Point, " 6b : a: b (c)", {"label": "6b", "kind": "demand", "text": "a: b (c)"}),
    (
        Point,
        (
            "6(kind=Assurance sought, to=usa+NATO, raiser=RUS, parent=5, needs-all, package=p,"
            ' if=7, condition="if so, then", restates=us/4, supersedes=3, contents=none): text'
        ),
        {
            "label": "6",
            "kind": "assurance-sought",
            "text": "text",
            "addressees": ["USA", "NATO"],
            "raiser": "RUS",
            "parent": "5",
            "needs_all": True,
            "package": "p",
            "condition": {"point": "7", "text": "if so, then"},
            "restates": "us/4",
            "supersedes": "3",
            "contents": "none",
        },
    ),
    (Point, "6(needs-all=no): x", {"label": "6", "kind": "demand", "text": "x"}),
    (Answer, "6=reject", {"point": "6", "stance": "reject"}),
    (Answer, "us/6b = accept: yes: so", {"point": "us/6b", "stance": "accept", "text": "yes: so"}),
    (
        Answer,
        (
            '6=Accept_with reservation(by=FRA, for=GBR+ITA, if=7, condition="w", counter=c1,'
            " by-conduct): x"
        ),
        {
            "point": "6",
            "stance": "accept-with-reservation",
            "by": ["FRA"],
            "on_behalf_of": ["GBR", "ITA"],
            "condition": {"point": "7", "text": "w"},
            "counter": "c1",
            "by_conduct": True,
            "text": "x",
        },
    ),
    (
        Assessment,
        "6=unsatisfactory: will not do",
        {"point": "6", "verdict": "unsatisfactory", "words": "will not do"},
    ),
    (
        Assessment,
        "act:note-1=evasive(by=RUS)",
        {"act": "note-1", "verdict": "evasive", "by": "RUS"},
    ),
    (Assessment, "us/6=: only words", {"point": "us/6", "words": "only words"}),
    (Person, "bearer=John Sullivan", {"role": "bearer", "name": "John Sullivan"}),
    (
        Person,
        "head of delegation = Sergei Ryabkov (Deputy Minister (acting)) [rus]",
        {
            "role": "head-of-delegation",
            "name": "Sergei Ryabkov",
            "post": "Deputy Minister (acting)",
            "party": "RUS",
        },
    ),
    (
        Person,
        "transmitter=(Embassy in Moscow)",
        {"role": "transmitter", "post": "Embassy in Moscow"},
    ),
    (
        Person,
        'other(court stenographer)="A (the elder)" (clerk)',
        {
            "role": "other",
            "role_text": "court stenographer",
            "name": "A (the elder)",
            "post": "clerk",
        },
    ),
    (Person, "bearer=A (the elder) ()", {"role": "bearer", "name": "A (the elder)"}),
    (Person, "bearer=a) b", {"role": "bearer", "name": "a) b"}),
    (Source, "El País, p. 3", {"citation": "El País, p. 3"}),
    (
        Source,
        (
            'Note {of} x [b2] {page="1, 2", publisher=P, url=https://e.org/?a=1, published=1915,'
            " accessed=2026, basis=report, id=s1}"
        ),
        {
            "citation": "Note {of} x",
            "reliability": "B",
            "credibility": "2",
            "page": "1, 2",
            "publisher": "P",
            "url": "https://e.org/?a=1",
            "published": day("1915"),
            "accessed": day("2026"),
            "basis": "report",
            "id": "s1",
        },
    ),
    (Source, "what they say {sic} {}", {"citation": "what they say {sic}"}),
    (Source, '"Title" in "Journal" [2]', {"citation": '"Title" in "Journal" [2]'}),
    (
        DateClaim,
        'delivered=1914-07-23T18:00 {source=s1, preferred, reason="the \\"log\\" says so"}',
        {
            "role": "delivered",
            "date": day("1914-07-23T18:00"),
            "source": "s1",
            "preferred": True,
            "reason": 'the "log" says so',
        },
    ),
    (
        DateClaim,
        "dated=1914-07-12 Europe/Moscow julian",
        {"role": "dated", "date": day("1914-07-12 Europe/Moscow julian")},
    ),
    (PartyLabel, "GBR=an ultimatum = threat", {"party": "GBR", "label": "an ultimatum = threat"}),
    (EffectOn, "suspends", {"effect": "suspends"}),
    (EffectOn, "breaks off@other-thread", {"effect": "breaks_off", "thread": "other-thread"}),
    (ReferenceNumber, "UN document=S/2022/14", {"scheme": "UN document", "value": "S/2022/14"}),
    (
        DisclosureRecord,
        'text published 2022-02-02 by "El País" source s1',
        {
            "part": "text",
            "how": "published",
            "when": day("2022-02-02"),
            "by": "El País",
            "source": "s1",
        },
    ),
    (
        DisclosureRecord,
        "answer:us/6  leaked 1914-07-23T18:00 Europe/Paris by Le Temps",
        {
            "part": "answer",
            "point": "us/6",
            "how": "leaked",
            "when": day("1914-07-23T18:00 Europe/Paris"),
            "by": "Le Temps",
        },
    ),
    (
        Marking,
        "Top Secret//NOFORN//REL TO USA, GBR {as-printed=TS, declassified=1995}",
        {
            "level": "top-secret",
            "caveats": ["NOFORN", "REL TO USA, GBR"],
            "as_printed": "TS",
            "declassified": day("1995"),
        },
    ),
    (
        Quantity,
        "more than 100,000 troops",
        {"qualifier": "more-than", "amount": 100000, "unit": "troops"},
    ),
    (Quantity, "100 000 men under arms", {"amount": 100000, "unit": "men under arms"}),
    (Quantity, "At-Least 3_000 tons", {"qualifier": "at-least", "amount": 3000, "unit": "tons"}),
    (
        FieldClaim,
        'place="Geneva, or Bern" {source=s1, preferred, reason=r}',
        {
            "field": "place",
            "value": "Geneva, or Bern",
            "source": "s1",
            "preferred": True,
            "reason": "r",
        },
    ),
]


@pytest.mark.parametrize(("model", "text", "fields"), GOOD)
def test_a_line_stands_for_a_part(model: type[Part], text: str, fields: dict[str, Any]) -> None:
    assert read(model, text) == model.model_validate(fields)


@pytest.mark.parametrize("model", FIELDS)
def test_every_field_of_a_part_can_be_written_on_its_line(model: type[Part]) -> None:
    written = {name for each, _, fields in GOOD if each is model for name in fields}
    assert written == set(model.model_fields)


BAD: list[tuple[type[Part], str, str]] = [
    (Point, "nothing", "point nothing: text is missing. Write LABEL: TEXT, or LABEL(kind=request"),
    (Point, "6:", "point 6: text is empty"),
    (Point, "the first: x", 'point the first: label: "the first" is not a label: letters'),
    (Point, "6(kind=demnad): x", 'point 6: "demnad" is not a point kind. Did you mean demand'),
    (Point, "6(knd=demand): x", 'point 6: "knd" is not known here. Did you mean kind'),
    (Point, "6(kind=demand, kind=request): x", '"kind" is given twice'),
    (Point, "6(to=USA, addressees=GBR): x", '"to" and "addressees" are the same field'),
    (Point, "6(condition=a, b=c, d e): x", '"d e" is not KEY=VALUE'),
    (Point, "6(kind=demand: x", '"6(kind=demand: x" is not a point. Write LABEL: TEXT'),
    (Point, "6(needs-all=maybe): x", '"maybe" is neither yes nor no'),
    (Point, "6(to=U): x", 'to: "U" is not a party code: capital letters'),
    (Point, "6(raiser=United States): x", '"UNITED STATES" is not a party code'),
    (Point, "6: a\x00b", "a control character (U+0000) at character 2"),
    (Answer, "6", "answer 6: stance is missing. Write POINT=STANCE: TEXT"),
    (Answer, "6=rejct: no", 'answer 6: "rejct" is not a stance. Did you mean reject'),
    (Answer, "6=(by=FRA)", "answer 6: stance is missing"),
    (Answer, "6=accept(by=FRA", 'answer: "accept(by=FRA" is not a stance'),
    (Assessment, "6=", "assessment 6: an assessment needs a verdict or words"),
    (Assessment, "6=bad: x", '"bad" is not a verdict'),
    (Assessment, "6=evasive(", '"evasive(" is not a verdict'),
    (Person, "bearer=", "person bearer: give the person's name or the post"),
    (Person, "carrier=A", 'person carrier: "carrier" is not a role'),
    (Person, "other=A", "role_text goes with the role 'other'"),
    (Person, "(x)=A", "is not a person. Write ROLE=NAME (POST) [PARTY]"),
    (Source, "x {sic}", 'source: "sic" is not known here'),
    (Source, "x {published=2022-13-01}", 'published: "2022-13-01" names a month or day'),
    (Source, "  ", "source: citation is empty"),
    (DateClaim, "2022-01-26", 'date 2022-01-26: "2022-01-26" is not a date role'),
    (DateClaim, "delivered=soon", 'date delivered: "soon" is not a date'),
    (DateClaim, "delivered=2022 {preferred}", "a preferred claim needs a reason"),
    (PartyLabel, "ultimatum", "label ultimatum: label is missing. Write PARTY=WORDS"),
    (PartyLabel, "England and Wales=x", "is not a party code"),
    (EffectOn, "stops", '"stops" is not an effect'),
    (EffectOn, "suspends@", 'thread: "" is not a thread'),
    (ReferenceNumber, "S/2022/14", "value is missing. Write SCHEME=NUMBER"),
    (DisclosureRecord, "text", "disclosure text: how is missing"),
    (DisclosureRecord, "text published", "disclosure text: when is missing"),
    (DisclosureRecord, "txt published 2022", '"txt" is not a disclosed part. Did you mean text'),
    (DisclosureRecord, "point leaked 2022", "the parts 'point' and 'answer' name their point"),
    (DisclosureRecord, "text published 2022 by " + "x" * 5000, "is too long"),
    (Marking, "hush//NOFORN", 'marking: "hush" is not a marking level'),
    (Quantity, "many troops", '"many troops" is not a quantity. Write AMOUNT UNIT'),
    (Quantity, "100000", '"100000" is not a quantity'),
    (Quantity, "-5 troops", "amount is less than 0"),
    (Quantity, "9" * 16 + " troops", "amount is more than 1000000000000000"),
    (Quantity, "9" * 5000 + " troops", "is not a whole number"),
    (FieldClaim, "place", "claim place: value is missing"),
]


@pytest.mark.parametrize(("model", "text", "said"), BAD)
def test_what_cannot_be_read_is_told_with_the_form_it_should_have(
    model: type[Part], text: str, said: str
) -> None:
    error = refused(model, text)
    assert error.startswith("--option: ")
    assert said in error


def test_a_party_is_suggested_by_its_name() -> None:
    assert "Did you mean USA" in refused(PartyLabel, "United States=x")


@pytest.mark.parametrize(
    "text",
    [
        "6" + " " * 500_000 + "x",
        '6("' + '\\"' * 250_000,
        "6(" * 250_000,
        "{" * 500_000,
        '{\\"' * 200_000 + "}",
        "[" * 500_000,
        ")" * 500_000,
        " " * 500_000 + "[",
        '"\\"' * 200_000,
        "=" * 500_000,
        "x" * 500_000,
    ],
)
def test_hostile_lines_take_no_time(text: str) -> None:
    start = time.perf_counter()
    for notation in NOTATIONS.values():
        for read_one in (notation.compact, lambda given, of=notation: of.both("6", given)):
            try:
                read_one(text)
            except DipledgerError:
                continue
    assert time.perf_counter() - start < 5


class TestMappings:
    """The same parts in a file: spelled out, by key, or as lines."""

    POINTS = (
        Point(label="a", kind=PointKind.DEMAND, text="x"),
        Point(label="b", kind=PointKind.REQUEST, text="y"),
    )

    @pytest.mark.parametrize(
        "node",
        [
            {"a": "x", "b(kind=request)": "y"},
            {"a": {"text": "x"}, "b": {"kind": "request", "text": "y"}},
            {"a": {"text": "x"}, "b(kind=request)": {"text": "y"}},
            ["a: x", "b(kind=request): y"],
            [{"a": "x"}, {"b": {"text": "y", "kind": "request"}}],
            [{"label": "a", "text": "x"}, {"label": "b", "text": "y", "kind": "request"}],
        ],
    )
    def test_points_by_label_or_in_a_list(self, node: object) -> None:
        assert read_all(Point, nodes(node)) == self.POINTS

    def test_one_part_spelled_out(self) -> None:
        assert read_all(Point, nodes({"label": "a", "text": "x"})) == self.POINTS[:1]

    def test_several_persons_of_a_role(self) -> None:
        found = read_all(Person, nodes({"signatory": ["A", {"name": "B", "post": "c"}]}))
        assert [(each.role, each.name, each.post) for each in found] == [
            ("signatory", "A", None),
            ("signatory", "B", "c"),
        ]

    def test_a_condition_spelled_out_or_in_words(self) -> None:
        answer = {"stance": "accept", "condition": {"text": "w", "point": "7"}}
        with_if = {"stance": "accept", "condition": {"text": "w"}, "if": "7"}
        in_words = {"stance": "accept", "condition": "w", "if": "7"}
        for node in (answer, with_if, in_words):
            (found,) = read_all(Answer, nodes({"6": node}))
            assert found.condition == Condition(text="w", point="7")
        (found,) = read_all(Answer, nodes({"6": {"stance": "accept", "condition": "w"}}))
        assert found.condition == Condition(text="w")

    def test_caveats_of_a_list_keep_their_commas(self) -> None:
        (found,) = read_all(Marking, nodes({"level": "secret", "caveats": ["A, B", "C"]}))
        assert found.caveats == ("A, B", "C")
        (found,) = read_all(Marking, nodes({"level": "secret", "caveats": "A, B"}))
        assert found.caveats == ("A", "B")

    def test_a_claim_may_be_of_any_shape(self) -> None:
        (found,) = read_all(FieldClaim, nodes({"persons": {"value": [{"role": "bearer"}]}}))
        assert found.value == [{"role": "bearer"}]

    @pytest.mark.parametrize("node", [None, [], {}])
    def test_nothing_written_is_no_part(self, node: object) -> None:
        assert read_all(Point, nodes(node)) == ()

    @pytest.mark.parametrize(
        ("node", "said"),
        [
            ([None], "point: nothing is written"),
            ([["a: x"]], "point: a list inside a list"),
            ({"a": [["x"]]}, "point a: a list inside a list"),
            ({"a": None}, "point a: text is missing"),
            ({"a": {"text": ["x", "y"]}}, "point a: text takes one value, not several"),
            ({"a": {"text": {"en": "x"}}}, "point a: text takes one value, not several"),
            ({"a": {"txt": "x"}}, 'point a: "txt" is not known here. Did you mean text'),
            ({"a": {"text": "x" * 1_000_001}}, "text is longer than 1,000,000 characters"),
            ({"a": {"text": "x", "to": [None]}}, "point a: to is empty"),
            ({"a b": {"text": "x"}}, 'point a b: label: "a b" is not a label'),
            ({"a(": "x"}, '"a(" is not a point'),
            ({"a": {"text": "x", "condition": ["v", "w"]}}, "condition is given more than once"),
        ],
    )
    def test_what_cannot_be_read_names_its_part(self, node: object, said: str) -> None:
        assert said in refused(Point, nodes(node))

    def test_a_role_without_a_word_is_refused(self) -> None:
        assert '"(clerk)" is not a role' in refused(Person, nodes({"(clerk)": "A"}))

    def test_all_that_is_wrong_is_told_at_once(self) -> None:
        said = refused(Answer, nodes({"a": "rejct", "b": "accept", "c": {"by": "U", "stnce": "x"}}))
        assert [line.split(": ")[1] for line in said.splitlines()] == [
            "answer a",
            "answer c",
            "answer c",
        ]


LABELS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,9}", fullmatch=True)
CODES = st.from_regex(r"[A-Z][A-Z0-9-]{1,5}", fullmatch=True)
LINES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1).filter(
    lambda text: text.strip() == text and text
)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _options(pairs: Mapping[str, str | None]) -> str:
    written = [f"{key}={value}" for key, value in pairs.items() if value is not None]
    return f"({', '.join(written)})" if written else ""


@given(LABELS, LINES, st.sampled_from(PointKind), st.lists(CODES, unique=True), LINES)
def test_any_point_can_be_written_on_a_line(
    label: str, text: str, kind: PointKind, to: list[str], words: str
) -> None:
    options = _options({"kind": kind, "to": "+".join(to) or None, "condition": _quoted(words)})
    assert read(Point, f"{label}{options}: {text}") == Point(
        label=label, kind=kind, text=text, addressees=tuple(to), condition=Condition(text=words)
    )


@given(LABELS, st.sampled_from(Stance), LINES, st.lists(CODES, unique=True))
def test_any_answer_can_be_written_on_a_line(
    point: str, stance: Stance, text: str, by: list[str]
) -> None:
    options = _options({"by": "+".join(by) or None})
    assert read(Answer, f"{point}={stance}{options}: {text}") == Answer(
        point=point, stance=stance, text=text, by=tuple(by)
    )


@given(LINES, LINES)
def test_any_source_and_person_can_be_written_on_a_line(words: str, more: str) -> None:
    assert read(Source, f"{words} {{publisher={_quoted(more)}}}") == Source(
        citation=words, publisher=more
    )
    assert read(Person, f"bearer={_quoted(words)} ()") == Person.model_validate(
        {"role": "bearer", "name": words}
    )


def nodes(value: object) -> Node:
    """Plain data as if it had been read from a file."""
    match value:
        case list():
            return Items(tuple(map(nodes, value)), "acts.yaml:1")
        case dict():
            return Fields({key: nodes(each) for key, each in value.items()}, "acts.yaml:1")
        case _:
            assert value is None or isinstance(value, str)
            return Text(value, "acts.yaml:1")
