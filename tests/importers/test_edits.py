"""`--set FIELD=VALUE` as a person writes it, and the act that comes of it."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.errors import InputError, SeveralErrors
from ledger.importers.edits import edited, edits_of, key_of
from ledger.importers.parts_in import Context
from tests.core.given import act

HOME = Context("UTC", home="t")
REPLY = act(
    "reply",
    "r",
    by="USA GBR",
    to="RUS",
    when=["2022-01-26", "2022-01-27"],
    sent="2022-01-25",
    place="Nish",
    replies_to=("d",),
    answers={"1": "reject", "2": {"stance": "accept", "condition": {"point": "1"}}},
    points={"6b": {"text": "Leave", "kind": "demand"}, "6.b": "Go", "7": "Pay"},
    persons=(
        {"role": "bearer", "name": "A. Bearer"},
        {"role": "editor", "name": "B. Editor"},
        {"role": "bearer", "post": "Embassy"},
    ),
    assessments=({"act": "d", "verdict": "evasive"}, {"point": "1", "words": "no"}),
    disclosures=(
        {"part": "gist", "how": "announced", "when": {"edtf": "2022-01-27", "zone": "UTC"}},
        {
            "part": "answer",
            "point": "1",
            "how": "leaked",
            "when": {"edtf": "2022-01-28", "zone": "UTC"},
        },
    ),
    marking={"level": "secret", "caveats": ("NOFORN",)},
)


def corrected(*sets: str, unset: tuple[str, ...] = ()) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The fields of the act as stored after the edits, and the names of those touched."""
    made, fields = edited(REPLY, edits_of(sets, unset, "--set"), HOME)
    return made.model_dump(mode="json", exclude_defaults=True), fields


def wrong(*sets: str, unset: tuple[str, ...] = ()) -> str:
    """Everything that is said against the edits."""
    with pytest.raises((InputError, SeveralErrors)) as caught:
        corrected(*sets, unset=unset)
    return str(caught.value)


def days(stored: dict[str, Any], role: str) -> list[str]:
    """The dates of a role."""
    return [one["date"]["edtf"] for one in stored["dates"] if one["role"] == role]


def test_a_field_is_written_as_in_an_act_file() -> None:
    stored, fields = corrected("place=Niš", "to=rus, FRA", "replies-to=t/d", "own-answers=yes")

    assert (stored["place"], stored["to"], stored["own_answers"]) == ("Niš", ["RUS", "FRA"], True)
    assert stored["replies_to"] == ["d"], "inside its own thread without its name"
    assert fields == ("to", "own_answers", "place", "replies_to")


def test_a_field_given_several_times_is_a_list() -> None:
    assert corrected("to=RUS", "to=FRA")[0]["to"] == ["RUS", "FRA"]
    assert "place takes one value, not several" in wrong("place=Niš", "place=Bern")


def test_a_date_replaces_those_of_its_role_and_stands_in_their_place() -> None:
    stored, fields = corrected("when=2022-01-28")

    assert (days(stored, "delivered"), days(stored, "sent")) == (["2022-01-28"], ["2022-01-25"])
    assert stored["dates"][0]["role"] == "delivered"
    assert fields == ("dates",)
    both = corrected("delivered=2022-01-20", "delivered=2022-01-21", "received=2022-01-29")[0]
    assert (days(both, "delivered"), days(both, "received")) == (
        ["2022-01-20", "2022-01-21"],
        ["2022-01-29"],
    )
    assert days(corrected(unset=("delivered",))[0], "delivered") == []
    assert days(corrected("dates.sent=2022-01-24")[0], "sent") == ["2022-01-24"]


def test_a_deadline_may_count_from_the_act() -> None:
    assert corrected("deadline=+48h")[0]["deadline"]["edtf"] == "2022-01-29"


def test_a_point_keeps_what_is_not_written() -> None:
    stored, _ = corrected(
        "points.6b=Depart", "points.6.b(kind=request)=Go away", "points.8(kind=offer)=New"
    )

    assert stored["points"] == [
        {"label": "6b", "kind": "demand", "text": "Depart"},
        {"label": "6.b", "kind": "request", "text": "Go away"},
        *REPLY.model_dump(mode="json", exclude_defaults=True)["points"][2:],
        {"label": "8", "kind": "offer", "text": "New"},
    ]


def test_one_field_of_one_part() -> None:
    stored, _ = corrected("points.6b.kind=request", "answers.2.if=7", "marking.level=official")

    assert (stored["points"][0]["kind"], stored["points"][0]["text"]) == ("request", "Leave")
    assert stored["answers"][1]["condition"] == {"point": "7"}
    assert stored["marking"] == {"level": "official", "caveats": ["NOFORN"]}


def test_parts_other_than_points_are_written_anew_as_a_whole() -> None:
    stored, _ = corrected("answers.2=reject: Never", "persons.bearer=C. Carrier (Envoy) [USA]")

    assert stored["answers"][1] == {"point": "2", "stance": "reject", "text": "Never"}
    assert [(one["role"], one.get("name")) for one in stored["persons"]] == [
        ("bearer", "C. Carrier"),
        ("editor", "B. Editor"),
    ]
    split = corrected("answers.1=accept(by=USA)", "answers.1=reject(by=GBR)")[0]["answers"]
    assert [(one["point"], one["stance"]) for one in split[:2]] == [
        ("1", "accept"),
        ("1", "reject"),
    ]


def test_a_source_goes_by_its_id_and_an_effect_by_its_word() -> None:
    stored, _ = corrected("sources.book=The Red Book {page=4}", "effects.suspends=settles")

    assert stored["sources"] == [{"citation": "The Red Book", "id": "book", "page": "4"}]
    assert stored["effects"] == [{"effect": "settles"}]


def test_what_is_taken_out() -> None:
    stored, fields = corrected(
        unset=("place", "points.7", "answers.2.condition", "disclosures.answer:1", "persons")
    )

    assert not {"place", "persons"} & set(stored)
    assert [one["label"] for one in stored["points"]] == ["6b", "6.b"]
    assert stored["answers"][1] == {"point": "2", "stance": "accept"}
    assert [one["part"] for one in stored["disclosures"]] == ["gist"]
    assert fields == ("place", "persons", "points", "answers", "disclosures")


def test_every_part_has_a_key() -> None:
    keys = [key_of(one) for one in (*REPLY.assessments, *REPLY.disclosures, *REPLY.persons)]

    assert keys == ["act:d", "1", "gist", "answer:1", "bearer", "editor", "bearer"]
    cited = act("statement", "s", by="USA", summary="x", sources=({"citation": "A diary"},))
    assert key_of(cited.sources[0]) == "", "a source without an id is found by no key"


def test_claims_name_fields_as_they_are_stored() -> None:
    assert corrected("claims.to=FRA")[0]["claims"] == [{"field": "to", "value": "FRA"}]


@pytest.mark.parametrize(
    ("sets", "unset", "said"),
    [
        (("place",), (), '"place" is not FIELD=VALUE'),
        (("plase=Niš",), (), '"plase" is not known here'),
        (("(x)=1",), (), '"(x)=1" is not FIELD=VALUE'),
        (("..=1",), (), '".." names no field'),
        (("id=other",), (), "the id of an act cannot be corrected"),
        (("kind=demand",), (), "the kind of an act cannot be corrected"),
        (("place=Niš",), ("place",), '"place" is given, and taken out'),
        (("place=",), (), "place is empty"),
        (("place.town=Niš",), (), "place has no parts"),
        (("points.9.kind=request",), (), 'there is no "9" among its points'),
        ((), ("points.9",), 'there is no "9" among its points'),
        ((), ("labels.USA",), 'there is no "USA" among its labels'),
        (("points.6b.knd=request",), (), '"knd" is not known here'),
        ((), ("points.6b.knd",), '"knd" is not known here'),
        ((), ("points.6b.text",), "text is missing"),
        (("persons.bearer.name=X",), (), "persons.bearer is there 2 times"),
        (("quantity.unit=ships",), (), '"quantity" is not known here'),
        (("answers.1=no",), (), '"no" is not a stance'),
        (("deadline=+1x",), (), '"1x" is not a length of time'),
        ((), ("from",), "from is missing"),
        (("place=", "plase=x"), (), "place is empty"),
        (("place=Niš\x07", "language=@"), (), "language"),
    ],
)
def test_what_cannot_be_set(sets: tuple[str, ...], unset: tuple[str, ...], said: str) -> None:
    assert said in wrong(*sets, unset=unset)


def test_a_single_part_that_is_not_there_has_no_fields_to_set() -> None:
    statement = act("statement", "s", by="USA", summary="x")
    with pytest.raises(InputError, match="marking is not there"):
        edited(statement, edits_of(["marking.level=secret"], (), "--set"), HOME)


def test_everything_wrong_is_told_with_its_place() -> None:
    said = wrong("points.9.kind=request", "answers.1=no", "plase=x")

    assert len(said.splitlines()) == 3
    assert "--set points.9.kind: " in said
