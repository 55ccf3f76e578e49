"""Act files: what a person writes, and what it means."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from ledger.acts import ACT_CLASSES, Act, MeasureTaken, TalksOffered
from ledger.batch import Located, decide_all
from ledger.commands import OpenThread, RecordAct
from ledger.events import ThreadOpened
from ledger.importers.actfile import Settings, act_of_options, read_act_file
from ledger.importers.nodes import Fields, Text, items_of
from ledger.importers.reading import Form
from ledger.kinds import KINDS, Need
from ledger.parts import Condition, DateClaim
from ledger.state import World
from ledger.vocabulary import DateRole
from tests.core.golden_acts import FULL
from tests.importers.written import day, errors, good, one, read, zone_of

TEN_LINES = """
thread: us-russia-2021
open: {title: Security guarantees, parties: [RUS, USA], zone: Europe/Moscow}
acts:
  - demand: draft-treaty
    from: RUS
    to: USA
    when: 2021-12-15
    points: {ukraine: Ukraine never joins NATO, forces: "NATO withdraws: all of it"}
  - {reply: us-reply, from: USA, to: RUS, when: 2022-01-26,
     answers: {ukraine: "reject: only Ukraine and NATO decide", forces: evade}}
"""


def test_ten_lines_open_a_thread_and_record_a_demand_and_its_reply() -> None:
    opening, demand, reply = good(TEN_LINES)
    assert opening == OpenThread(
        ThreadOpened(
            thread="us-russia-2021",
            title="Security guarantees",
            parties=("RUS", "USA"),
            zone="Europe/Moscow",
        )
    )
    assert isinstance(demand, RecordAct)
    assert (demand.ref, demand.act.senders, demand.act.addressees) == (
        "us-russia-2021/draft-treaty",
        ("RUS",),
        ("USA",),
    )
    assert [(each.label, each.kind, each.text) for each in demand.act.points] == [
        ("ukraine", "demand", "Ukraine never joins NATO"),
        ("forces", "demand", "NATO withdraws: all of it"),
    ]
    assert demand.act.dates[0].date == day("2021-12-15", "Europe/Moscow")
    assert isinstance(reply, RecordAct)
    assert [(each.point, each.stance, each.text) for each in reply.act.answers] == [
        ("ukraine", "reject", "only Ukraine and NATO decide"),
        ("forces", "evade", None),
    ]
    assert decide_all(World(), read(TEN_LINES).commands).errors == ()


def test_each_command_has_its_line() -> None:
    assert [located.where for located in read(TEN_LINES).commands] == [
        "acts.yaml:3",
        "acts.yaml:5",
        "acts.yaml:10",
    ]


# ------------------------------------------------------------------------- every field, every kind


FULL_IN_WORDS = {
    key: value
    for key, value in FULL.items()
    if key not in ("dates", "deadline", "disclosures", "marking", "sources")
}


@pytest.mark.parametrize("cls", ACT_CLASSES)
def test_every_field_of_every_kind_can_be_written_in_a_file(cls: type[Act]) -> None:
    own: dict[str, Any] = {
        "measure": "other",
        "measure_text": "a parade",
        "quantity": {"amount": "3", "unit": "ships", "qualifier": "about"},
        "terms": ["mediated", "other"],
        "terms_text": "by letter",
    }
    written = {
        **FULL_IN_WORDS,
        **{name: value for name, value in own.items() if name in cls.model_fields},
        "kind": cls.KIND.word,
        "dates": [{"role": "dated", "date": "1914-07-12", "preferred": "yes", "reason": "r"}],
        "deadline": "1914-07-25T18:00",
        "disclosures": [{"part": "text", "how": "leaked", "when": "1915"}],
        "marking": {"level": "secret", "caveats": ["A, B"], "declassified": "1995"},
        "sources": [{"citation": "Rotbuch", "page": "15", "reliability": "B", "credibility": "2"}],
    }
    (command,) = good(json.dumps({"thread": "t", "acts": [written]}), "acts.json")
    assert isinstance(command, RecordAct)
    act = command.act
    assert type(act) is cls
    assert set(act.model_dump(exclude_defaults=True, by_alias=False)) == set(cls.model_fields) - {
        "sealed"
    }
    assert act.sources[0].page == "15"
    # Read back from what is stored: the names of the fields are names a user may write.
    stored = act.model_dump(mode="json", exclude_defaults=True)
    for name in ("dates", "deadline", "disclosures", "marking", "sources"):
        stored[name] = written[name]
    again = good(json.dumps({**stored, "kind": cls.KIND.word, "thread": "t"}), "acts.json")
    assert again == (command,)


def test_hyphens_underscores_and_the_singular_are_alike() -> None:
    head = "demand: x\nfrom: RUS\nhanded_to: USA\nCopied-To: GBR\n"
    act = one(f"{head}point: 'a: b'\nreference-number: un=1")
    assert (act.handed_to, act.copied_to) == (("USA",), ("GBR",))
    assert (act.points[0].label, act.reference_numbers[0].value) == ("a", "1")


@pytest.mark.parametrize(
    "written", ["USA, GBR", "USA+GBR", "[USA, GBR]", "[usa, GBR]", "[USA+GBR]"]
)
def test_codes_are_a_list_or_joined(written: str) -> None:
    assert one(f"statement: x\nsummary: s\nfrom: {written}").senders == ("USA", "GBR")


def test_a_point_has_the_kind_of_its_act_unless_it_says_otherwise() -> None:
    for kind in KINDS:
        if kind.raises is not Need.MUST_NOT:
            act = one(f"kind: {kind.word}\nid: x\nfrom: RUS\npoints: {{a: b, c(kind=warning): d}}")
            assert [point.kind for point in act.points] == [kind.point_kind, "warning"]


# ----------------------------------------------------------------------------------------- dates


def test_dates_are_named_by_their_roles() -> None:
    act = one(
        """
        statement: x
        from: RUS
        summary: s
        when: 2022-01-26
        published: [2022-01-27, {date: 2022-01-28, source: s1, preferred: yes, reason: it says so}]
        dates: [{role: sent, date: 2022-01-25}, drafted=2022-01-24]
        received: ~
        """
    )
    assert act.dates == (
        DateClaim(role=DateRole.SENT, date=day("2022-01-25")),
        DateClaim(role=DateRole.DRAFTED, date=day("2022-01-24")),
        DateClaim(role=DateRole.DELIVERED, date=day("2022-01-26")),
        DateClaim(role=DateRole.PUBLISHED, date=day("2022-01-27")),
        DateClaim(
            role=DateRole.PUBLISHED,
            date=day("2022-01-28"),
            source="s1",
            preferred=True,
            reason="it says so",
        ),
    )


@pytest.mark.parametrize(
    ("head", "zone"),
    [
        ("thread: t", "UTC"),
        ("thread: vienna", "Europe/Vienna"),
        ("thread: vienna\nzone: Europe/Paris", "Europe/Paris"),
        ("thread: t\nopen: {title: T, zone: Asia/Tokyo}", "Asia/Tokyo"),
        ("thread: vienna\nopen: T\nzone: Asia/Tokyo", "Asia/Tokyo"),
        ("thread: t\nthreads: {t: {title: T, zone: Asia/Tokyo}}", "Asia/Tokyo"),
    ],
)
def test_a_date_without_a_zone_is_read_in_the_thread_s(head: str, zone: str) -> None:
    commands = good(f"{head}\nacts: [{{statement: x, from: RUS, summary: s, when: 2022-01-26}}]")
    record = commands[-1]
    assert isinstance(record, RecordAct)
    assert record.act.dates[0].date == day("2022-01-26", zone)


def test_an_act_may_have_a_zone_of_its_own() -> None:
    act = one("statement: x\nfrom: RUS\nsummary: s\nwhen: 2022-01-26\nzone: +03:00")
    assert act.dates[0].date == day("2022-01-26", "+03:00")


@pytest.mark.parametrize(
    ("when", "deadline", "stored"),
    [
        ("1914-07-23T18:00", "+48h", "1914-07-25T18:00"),
        ("1914-07-23T18:00:30", "+1d", "1914-07-24T18:00:30"),
        ("1914-07-23", "+2d", "1914-07-25"),
        ("1914-07-23", "+12h", "1914-07-24T11:59:59"),
        ("2022-10-29T02:30", "+1d", "2022-10-30T00:30:00Z"),
        ("2022-01-26T17:36", "2022-02", "2022-02"),
    ],
)
def test_a_deadline_may_count_from_the_act(when: str, deadline: str, stored: str) -> None:
    act = one(
        "{demand: x, thread: vienna, from: AUH, points: {a: b}, "
        f"when: '{when}', deadline: '{deadline}'}}"
    )
    assert act.deadline == day(stored, "Europe/Vienna")


# ------------------------------------------------------------------------------------------- ids


@pytest.mark.parametrize(
    ("fields", "made"),
    [
        ("when: 2021-12-15", "2021-12-15-rus-statement"),
        ("when: 2021-12-15T18:00", "2021-12-15-rus-statement"),
        ("published: 2021-12-17\ndated: 2021-12", "2021-12-rus-statement"),
        ("published: 2021-12-17", "2021-12-17-rus-statement"),
        ("when: 1962-10-2X", "1962-10-2x-rus-statement"),
        ("when: 1962-10-22~", "1962-10-22-rus-statement"),
        ("when: 1962-10-22T10:00/1962-10-24T12:00", "1962-10-22-1962-10-24-rus-statement"),
        ("when: ../1962", "1962-rus-statement"),
        ("when: [2020, {date: 2021, preferred: yes, reason: r}]", "2021-rus-statement"),
        ("place: Moscow", "undated-rus-statement"),
    ],
)
def test_an_act_without_an_id_gets_one_from_its_content(fields: str, made: str) -> None:
    assert one(f"statement:\nfrom: RUS\nsummary: s\n{fields}").id == made


def test_many_senders_are_counted_in_an_id_of_their_act() -> None:
    codes = [f"PARTY-NUMBER-{number:03}" for number in range(30)]
    act = one(f"kind: talks\nfrom: [{', '.join(codes)}]\nsummary: s\nwhen: 2022")
    assert act.id == "2022-party-number-000-and-29-others-talks"
    assert one("talks:\nfrom: USA+RUS\nsummary: s\nwhen: 2022").id == "2022-usa-rus-talks"


def test_two_acts_that_would_get_the_same_id_are_told_to_have_their_own() -> None:
    act = "  - {statement: , from: RUS, when: 2022-01-26, summary: s}\n"
    (error,) = errors(f"acts:\n{act}{act}")
    assert error.startswith(
        "acts.yaml:3: this act and the one at acts.yaml:2 both get the id 2022-01-26-rus-statement"
    )
    other = "  - {statement: , from: RUS, when: 2022-01-26, summary: s, thread: other}\n"
    assert errors(f"acts:\n{act}{other}") == []


def test_a_measure_is_named_by_its_word_or_by_an_id_with_a_deed() -> None:
    by_word = one("measure: troop-movement\nfrom: RUS\nwhen: 2021-11\nquantity: 100,000 men")
    assert isinstance(by_word, MeasureTaken)
    assert (by_word.id, by_word.measure) == ("2021-11-rus-measure", "troop-movement")
    by_id = one("measure: sanction\ndeed: blockade\nfrom: RUS")
    assert isinstance(by_id, MeasureTaken)
    assert (by_id.id, by_id.measure) == ("sanction", "blockade")
    by_kind = one("kind: measure\nid: x\nmeasure: blockade\nfrom: RUS")
    assert by_kind == by_id.model_copy(update={"id": "x"})


# ---------------------------------------------------------------------------------- common fields


def test_what_an_act_says_itself_goes_before_what_all_have_in_common() -> None:
    first, second = good(
        """
        thread: t
        from: RUS
        to: USA
        source: Rotbuch
        terms: reciprocal
        when: 2022-01-26
        another: yes
        acts:
          - {offer-talks: a, summary: s}
          - {statement: b, summary: s, to: , sources: [], sent: 2022-01-25, thread: u, another: no}
        """
    )
    assert isinstance(first, RecordAct)
    assert isinstance(first.act, TalksOffered)
    assert (first.thread, first.another, first.act.addressees) == ("t", True, ("USA",))
    assert first.act.sources[0].citation == "Rotbuch"
    assert first.act.terms == ("reciprocal",)
    assert isinstance(second, RecordAct)
    assert (second.thread, second.another, second.act.addressees) == ("u", False, ())
    assert second.act.sources == ()
    assert [claim.role for claim in second.act.dates] == ["sent", "delivered"]


def test_what_is_wrong_with_a_common_field_is_told_once() -> None:
    said = errors("when: soon\nfrom: RUS\nacts: [{statement: a}, {statement: b}, {statement: c}]")
    assert len(said) == 1
    assert said[0].startswith("acts.yaml:1: ")


def test_every_act_of_a_file_is_another_one_if_the_caller_says_so() -> None:
    settings = Settings(zone_of, "t", another=True)
    stream = io.BytesIO(b"statement: x\nfrom: RUS\nsummary: s\n")
    (located,) = read_act_file(stream, "-", settings).commands
    assert isinstance(located.item, RecordAct)
    assert located.item.another


# ----------------------------------------------------------------------------------------- threads


@pytest.mark.parametrize(
    "written",
    [
        "threads: {a: First, b: {title: Second, zone: Asia/Tokyo}}",
        "threads: [{id: a, title: First}, {thread: b, title: Second, zone: Asia/Tokyo}]",
        "threads: [{a: First}, {b: {title: Second, zone: Asia/Tokyo}}]",
        "thread: a\nopen: First\nthreads: {b: {title: Second, zone: Asia/Tokyo}}",
        "thread: a\nopen: {title: First}\nthreads: {id: b, title: Second, zone: Asia/Tokyo}",
    ],
)
def test_threads_are_opened_by_slug_or_in_a_list(written: str) -> None:
    assert good(written) == (
        OpenThread(ThreadOpened(thread="a", title="First")),
        OpenThread(ThreadOpened(thread="b", title="Second", zone="Asia/Tokyo")),
    )


def test_a_thread_opens_with_all_that_describes_it() -> None:
    (command,) = good(
        """
        open:
          thread: a
          title: A
          parties: RUS+USA
          parent: b
          tags: guarantees, Europe
          marking: secret//NOFORN
          sources: ["Report {published=2022-01-27}"]
          note: n
          zone: Europe/Moscow
        """
    )
    assert isinstance(command, OpenThread)
    opening = command.opening
    assert set(opening.model_dump(exclude_defaults=True)) == set(ThreadOpened.model_fields)
    assert opening.sources[0].published == day("2022-01-27", "Europe/Moscow")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("open: T", "acts.yaml:1: thread is missing"),
        ("open: {thread: A B, title: T}", 'thread: "A B" is not a thread'),
        ("open: {thread: a}", "acts.yaml:1: title is missing"),
        ("open: {thread: a, title: T, zone: Europe/Moskow}", "Did you mean Europe/Moscow"),
        ("open: {thread: a, title: T, zone: [x, y]}", "zone takes one value"),
        ("open: {thread: [a], title: T}", "thread takes one value"),
        ("open: {thread: a, titel: T}", '"titel" is not known here. Did you mean title'),
        ("open: {thread: a, id: a, title: T}", '"id" is not known here'),
        ("threads: {A: T}", 'thread: "A" is not a thread'),
    ],
)
def test_a_thread_that_cannot_be_opened_is_told(written: str, said: str) -> None:
    (error,) = errors(f"{written}\nacts: []", thread=None)
    assert said in error


# ------------------------------------------------------------------------------------------ shapes


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("acts.yaml", "thread: t\nacts:\n  - {statement: x, from: RUS, summary: s}"),
        ("acts.yaml", "thread: t\nacts: {statement: x, from: RUS, summary: s}"),
        ("acts.yaml", "- {statement: x, from: RUS, summary: s, thread: t}"),
        ("acts.yaml", "statement: x\nfrom: RUS\nsummary: s\nthread: t"),
        ("acts.json", '[{"statement": "x", "from": ["RUS"], "summary": "s", "thread": "t"}]'),
        (
            "acts.json",
            '{"kind": "statement", "id": "x", "from": "RUS", "summary": "s", "thread": "t"}',
        ),
        ("acts.jsonl", '{"statement": "x", "from": "RUS", "summary": "s", "thread": "t"}\n'),
    ],
)
def test_one_act_in_all_its_shapes(name: str, text: str) -> None:
    (command,) = good(text, name)
    assert isinstance(command, RecordAct)
    assert (command.ref, command.act.summary) == ("t/x", "s")


def test_one_act_may_open_its_thread() -> None:
    opening, act = good("open: T\nthread: t\nstatement: x\nfrom: RUS\nsummary: s")
    assert isinstance(opening, OpenThread)
    assert isinstance(act, RecordAct)
    assert (opening.opening.thread, act.ref) == ("t", "t/x")


def test_acts_of_lines_that_name_no_thread_need_one_from_outside() -> None:
    text = '{"statement": "x", "from": "RUS", "summary": "s"}\n'
    (command,) = good(text, "acts.jsonl", thread="t")
    assert isinstance(command, RecordAct)
    assert command.thread == "t"
    (error,) = errors(text, "acts.jsonl", thread=None)
    assert error.startswith("acts.jsonl:1: the act names no thread")


def test_a_bad_line_hides_no_other() -> None:
    text = '{"statement": "x"\n{"statment": "y"}\n{"statement": "z", "from": "RUS", "summary": "s"}'
    found = read(text, "acts.jsonl", "t")
    assert [error.where for error in found.errors][:2] == ["acts.jsonl:1", "acts.jsonl:2"]
    assert [located.where for located in found.commands] == ["acts.jsonl:3"]


# ------------------------------------------------------------------------------------------ options


def test_options_are_read_by_the_same_rules() -> None:
    options = Fields(
        {
            "kind": Text("reply", "KIND"),
            "thread": Text("vienna", "THREAD"),
            "from": items_of(["USA", "GBR"], "--from"),
            "when": items_of(["2022-01-26"], "--when"),
            "answer": items_of(["6=reject: no", "7=accept(if=6)"], "--answer"),
        },
        "the options",
    )
    found = act_of_options(options, Settings(zone_of))
    assert found.errors == ()
    (located,) = found.commands
    assert located.where == "the options"
    assert isinstance(located.item, RecordAct)
    act = located.item.act
    assert (act.id, act.senders) == ("2022-01-26-usa-gbr-reply", ("USA", "GBR"))
    assert act.dates[0].date == day("2022-01-26", "Europe/Vienna")
    assert act.answers[1].condition == Condition(point="6")


def test_an_error_names_its_option() -> None:
    options = Fields(
        {"kind": Text("reply", "KIND"), "answer": items_of(["6=rejct"], "--answer")}, "the options"
    )
    found = act_of_options(options, Settings(zone_of, "t"))
    assert [error.where for error in found.errors] == ["--answer", "the options"]


def test_a_stream_without_a_name_tells_its_format_by_its_first_letters() -> None:
    settings = Settings(zone_of, "t")
    for text in ("statement: x\nfrom: RUS\nsummary: s", '{"statement": "x", "from": "RUS"}'):
        found = read_act_file(io.BytesIO(text.encode()), "-", settings)
        assert [type(each) for each in found.commands] == [Located]


def test_a_format_may_be_named() -> None:
    found = read_act_file(io.BytesIO(b"statement: x"), "-", Settings(zone_of, "t"), Form.JSON)
    assert [str(error) for error in found.errors] == [
        "-:1: not JSON: expecting value, at character 1"
    ]
