"""What is wrong with an act file: all of it, each with file and line."""

from __future__ import annotations

import pytest

from ledger.parts import FieldClaim
from tests.importers.written import errors, one, read


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "there is no act in it. Begin an act with KIND: ID"),
        ("hello", 1, "there is no act in it"),
        ("thread: t\nfrom: RUS", 1, "there is no act in it"),
        ("acts:\n  - hello", 2, "an act is expected here, with its fields by name"),
        ("acts:\n  - [a]", 2, "an act is expected here"),
        ("from: RUS\nacts:\n  - summary: s", 3, "the act has no kind. Begin it with KIND: ID"),
        ("from: RUS\nacts:\n  - demnad: x", 3, '"demnad" is not known here. Did you mean demand'),
        ("kind: demnad\nfrom: RUS", 1, 'there is no kind of act "demnad". Did you mean demand'),
        ("kind: [demand]\nfrom: RUS", 1, "kind takes one value, not several"),
        ("kind:\nfrom: RUS", 1, "the act has no kind"),
        (
            "statement: x\nfrom: RUS\nsumary: s",
            3,
            '"sumary" is not known here. Did you mean summary',
        ),
        ("statement: x\nfrom: RUS\nqqqq: s", 3, '"qqqq" is not known here. Known are: '),
        ("statement: x\nfrom: RUS\nid: y", 3, '"id" gives id a second time'),
        ("statement: x\nfrom: RUS\nreply: y", 3, '"reply" gives another kind'),
        ("statement: x\nfrom: RUS\nsender: USA", 3, '"sender" gives from a second time'),
        (
            "statement: x\nfrom: RUS\nwhen: 2022\ndelivered: 2022",
            4,
            '"delivered" gives delivered a',
        ),
        ("statement: X Y\nfrom: RUS", 1, 'id: "X Y" is not an act id: lower-case letters'),
        ("statement: [x]\nfrom: RUS", 1, "id takes one value"),
        ("statement: x", 1, "from is missing"),
        ("statement: x\nfrom: ~", 2, "from is missing"),
        ("statement: x\nfrom: []", 2, "from is missing"),
        ("statement: x\nfrom: Unided States", 2, '"UNIDED STATES" is not a party code'),
        ("statement: x\nfrom: {a: b}", 2, "from takes one value, not several"),
        (
            "reply: x\nfrom: RUS\nterms: reciprocal",
            3,
            "terms belongs to the kind offer-talks, not to",
        ),
        ("statement: x\nfrom: RUS\ninstrument: other\nmedium: air", 4, '"air" is not a medium'),
        ("statement: x\nfrom: RUS\nchannel: secret", 3, '"secret" is not a channel'),
        (
            "statement: x\nfrom: RUS\ninstrument: other",
            1,
            "instrument_text goes with the instrument",
        ),
        (
            "statement: x\nfrom: RUS\nwhen: 2022-13-01",
            3,
            'date delivered: "2022-13-01" names a month',
        ),
        ("statement: x\nfrom: RUS\nwhen: 1900-02-29", 3, "date delivered: "),
        ("statement: x\nfrom: RUS\nwhen: 0000-01-01", 3, "date delivered: "),
        ("statement: x\nfrom: RUS\nwhen: 10000-01-01", 3, "date delivered: "),
        ("statement: x\nfrom: RUS\ndeadline: soon", 3, 'deadline: "soon" is not a date'),
        ("statement: x\nfrom: RUS\ndeadline: +48h", 3, "counts from the act, which has no date"),
        (
            "statement: x\nfrom: RUS\nwhen: 2022\ndeadline: +soon",
            4,
            '"soon" is not a length of time',
        ),
        ("statement: x\nfrom: RUS\nsequence: first", 3, 'sequence: "first" is not a whole number'),
        ("statement: x\nfrom: RUS\nsequence: -1", 3, "sequence is less than 0"),
        ("statement: x\nfrom: RUS\nown-answers: perhaps", 3, 'own-answers: "perhaps" is neither'),
        ("statement: x\nfrom: RUS\nzone: Mars/Base", 3, 'there is no zone "Mars/Base"'),
        ("statement: x\nfrom: RUS\nanother: perhaps", 3, "is neither yes nor no"),
        ("statement: x\nfrom: RUS\nthread: [a]", 3, "thread takes one value"),
        (
            "statement: x\nfrom: RUS\nreplies-to: A",
            3,
            'replies-to: "A" is not a reference to an act',
        ),
        (
            "statement: x\nfrom: RUS\nmarking: [secret, official]",
            3,
            "marking is given more than once",
        ),
        (
            "statement: x\nfrom: RUS\nclaims: {plaice: Bern}",
            3,
            '"plaice" is not known here. Did you',
        ),
        ('statement: x\nfrom: RUS\nplace: ""', 3, "place is empty"),
        ('statement: x\nfrom: RUS\nplace: "a\\0b"', 3, "place: a control character (U+0000)"),
        ('statement: x\nfrom: RUS\nplace: "a\\nb"', 3, "place: line breaks and tabs"),
        ('statement: x\nfrom: RUS\nsummary: "\\e[2J"', 3, "summary: a control character (U+001B)"),
        ("measure: x\nfrom: RUS", 1, "measure is missing"),
        ("measure: x\nfrom: RUS\ndeed: dance", 3, '"dance" is not a measure'),
        ("id: x\nacts: [{statement: y, from: RUS}]", 1, '"id" is not known here'),
    ],
)
def test_what_cannot_be_understood_is_told_with_file_and_line(
    text: str, line: int, said: str
) -> None:
    found = errors(text)
    assert len(found) == 1
    assert found[0].startswith(f"acts.yaml:{line}: ")
    assert said in found[0]


def test_bidi_and_zero_width_characters_are_kept_as_they_are() -> None:
    assert one('statement: x\nfrom: RUS\nsummary: "a\\u202Eb\\u200Bc"').summary == "a\u202eb\u200bc"


def test_a_summary_of_10_mb_is_refused() -> None:
    (error,) = errors(f"statement: x\nfrom: RUS\nsummary: {'a' * 10_000_000}")
    assert error == "acts.yaml:3: summary is longer than 1,000,000 characters"


def test_everything_wrong_in_a_file_is_told() -> None:
    said = errors(
        """
        froom: RUS
        acts:
          - {demand: a, points: {x: y}, when: soon, chanel: public}
          - hello
          - {demand: b, from: RUS, points: {z: ~, w(kind=x): v}, answers: {x: maybe}}
        """
    )
    assert [error.split(":")[1] for error in said] == ["2", "4", "4", "4", "5", "6", "6", "6"]


def test_a_reference_to_the_own_thread_is_stored_short() -> None:
    act = one(
        "{reply: x, from: USA, replies-to: [t/a, u/b], answers: {t/6: reject, u/6: accept},"
        " points: {8: {text: s, restates: t/5}}}"
    )
    assert act.replies_to == ("a", "u/b")
    assert [answer.point for answer in act.answers] == ["6", "u/6"]
    assert act.points[0].restates == "5"


def test_claims_name_fields_as_they_are_stored() -> None:
    act = one("statement: x\nfrom: RUS\nsummary: s\nclaims: {replies-to: y, to: {value: USA}}")
    assert act.claims == (
        FieldClaim(field="replies_to", value="y"),
        FieldClaim(field="to", value="USA"),
    )


def test_what_could_not_be_read_is_named_for_what_depends_on_it() -> None:
    found = read(
        """
        threads: {u: {zone: x}}
        thread: t
        from: RUS
        acts:
          - {demand: a, points: [p, "q: text", {label: r}, {label: ~}, [s], "(: x"], chanel: x}
          - {demand: , points: {v: {kind: x}}}
        """
    )
    assert found.unread == {"u", "t/a", "t/p", "t/q", "t/r", "t/v"}
