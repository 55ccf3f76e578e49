"""Options → notices: what goes without saying is filled in, what cannot be is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ledger.errors import InputError, SeveralErrors
from ledger.importers.edits import edits_of
from ledger.importers.noticebuild import (
    Given,
    Subject,
    Told,
    citation,
    correction,
    disclosure,
    own_id,
    reclassification,
    retraction,
)
from tests.core.given import act

if TYPE_CHECKING:
    from ledger.notices import ActCorrected, ContentDisclosed, SourceCited

REPLY = act(
    "reply",
    "r",
    by="USA",
    to="RUS",
    when="2022-01-26",
    place="Nish",
    replies_to=("d",),
    answers={"1": "reject"},
    contents="partial",
    sources=({"citation": "A diary", "id": "cite-r"},),
)
SUBJECT = Subject(REPLY, "t", "Europe/Moscow")
BARE = Told("n", "a slip")
CITED = Told("cite-r", "another report", ("The log book {page=3}",))


def correct(*sets: str, was: tuple[str, ...] = (), told: Told = BARE) -> ActCorrected:
    """The correction of the reply."""
    return correction(SUBJECT, told, edits_of(sets, (), "--set"), edits_of(was, (), "--was"))


def cite(told: Told = CITED, **options: Any) -> SourceCited:  # noqa: ANN401
    """The citation for the reply."""
    dates: dict[str, Given] = {
        role: options.pop(role) for role in ("delivered", "sent") if role in options
    }
    return citation(SUBJECT, told, dates, **options)


def disclose(
    *parts: str,
    told: Told = BARE,
    how: str = "leaked",
    by: str | None = "a newspaper",
    **contents: Any,  # noqa: ANN401
) -> ContentDisclosed:
    """The disclosure of the reply."""
    said = {"how": how, "when": "2022-02-02", "by": by}
    return disclosure(SUBJECT, told, parts, said, contents)


def test_an_id_is_made_of_command_and_act_and_numbered_where_it_is_taken() -> None:
    assert own_id("correct", "r", ()) == "correct-r"
    assert own_id("correct", "r", {"correct-r", "correct-r-2"}) == "correct-r-3"
    long = own_id("correct", "a" * 96, {own_id("correct", "a" * 96, ())})
    assert (len(long), long[-3:]) == (96, "a-2")


def test_a_correction_stores_whole_fields_old_and_new() -> None:
    notice = correct("place=Niš", "answers.1=accept: yes", told=CITED)

    assert [(one.field, one.old, one.new) for one in notice.changes] == [
        ("place", "Nish", "Niš"),
        (
            "answers",
            [{"point": "1", "stance": "reject"}],
            [{"point": "1", "stance": "accept", "text": "yes"}],
        ),
    ]
    assert (notice.id, notice.act, notice.reason) == ("cite-r", "r", "another report")
    assert notice.sources[0].page == "3"


def test_what_somebody_takes_the_old_value_for_is_the_old_value() -> None:
    assert correct("place=Niš", was=("place=Nissa",)).changes[0].old == "Nissa"
    assert correct("place=Niš", was=("place=Nish",)).changes[0].old == "Nish"
    with pytest.raises(InputError, match="place is not corrected"):
        correct("note=x", was=("place=Nish",))


def test_nothing_to_correct_is_refused() -> None:
    with pytest.raises(InputError, match="nothing to correct"):
        correct()


def test_everything_that_cannot_be_stored_is_told() -> None:
    with pytest.raises(SeveralErrors) as caught:
        correct("place=Niš", told=Told("No!", "", ()))
    assert "--id: id: " in str(caught.value)
    assert "--reason: reason is empty" in str(caught.value)


def test_a_retraction_is_of_an_act_or_of_a_notice() -> None:
    assert retraction(BARE, act="r").act == "r"
    assert retraction(BARE, notice="c").notice == "c"


def test_what_a_source_says_is_by_that_source() -> None:
    notice = cite(delivered=["2022-01-27", "2022-01-28 {source=cite-r}"], claims=["to=FRA"])

    assert notice.sources[0].id == "cite-r-2", "the id cite-r is taken by a source of the act"
    assert [one.source for one in notice.dates] == ["cite-r-2", "cite-r"]
    assert [(one.field, one.source) for one in notice.claims] == [("to", "cite-r-2")]
    assert notice.dates[0].date.zone == "Europe/Moscow"
    named = cite(Told("n", "x", ("A book {id=book}",)), sent=["2022-01-20"])
    assert (named.sources[0].id, named.dates[0].source) == ("book", "book")


def test_with_several_sources_a_claim_names_its_own() -> None:
    notice = cite(Told("n", "x", ("One {id=one}", "Two")), claims=["place=Bern {source=one}"])

    assert [one.id for one in notice.sources] == ["one", None]
    assert notice.claims[0].source == "one"


def test_a_source_alone_needs_no_id() -> None:
    assert cite().sources[0].id is None
    assert cite(BARE, claims=["place=Bern"]).claims[0].source is None


def test_what_is_preferred_has_the_reason() -> None:
    notice = cite(delivered=["2022-01-27"], claims=["place=Bern"], prefer="it was there")

    (date,), (claim,) = notice.dates, notice.claims
    assert (date.preferred, date.reason) == (True, "it was there")
    assert (claim.preferred, claim.reason) == (True, "it was there")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"told": BARE}, "nothing to cite"),
        ({"prefer": "why"}, "nothing to prefer"),
        ({"claims": ["place=Bern"], "prefer": " "}, "needs a reason"),
        ({"claims": ["place=Bern"], "prefer": "\x07"}, "control character"),
        ({"claims": ["plase=Bern"]}, '"plase" is not known here'),
        ({"delivered": ["yesterday"]}, "yesterday"),
    ],
)
def test_what_cannot_be_cited(options: dict[str, Any], said: str) -> None:
    with pytest.raises((InputError, SeveralErrors)) as caught:
        cite(**options)
    assert said in str(caught.value)


def test_with_its_text_the_ledger_knows_the_whole_act() -> None:
    notice = disclose("text", told=CITED, text="Sir,", answers=["2=counter: We offer talks"])

    assert (notice.contents, notice.text) == ("whole", "Sir,")
    (record,) = notice.disclosures
    assert (record.part, record.how, record.by, record.source) == (
        "text",
        "leaked",
        "a newspaper",
        "cite-r-2",
    )
    assert notice.answers[0].stance == "counter"


def test_less_than_the_text_leaves_the_contents_as_they_were() -> None:
    assert disclose("gist").contents == "partial"
    assert disclose("gist", contents="none", by=None).contents == "none"


def test_without_parts_what_is_given_was_disclosed() -> None:
    notice = disclose(points=["8: Talks"], answers=["t/2=defer"], stands=["usa=denied: Never"])

    assert [(one.part, one.point) for one in notice.disclosures] == [
        ("point", "8"),
        ("answer", "2"),
    ]
    assert [(one.party, one.stand, one.words) for one in notice.stands] == [
        ("USA", "denied", "Never")
    ]
    assert [one.part for one in disclose(text="Sir,").disclosures] == ["text"]
    assert [one.part for one in disclose("gist", text="Sir,").disclosures] == ["gist"]


@pytest.mark.parametrize(
    ("parts", "options", "said"),
    [
        ((), {}, "not said what was disclosed"),
        (("words",), {}, '"words" is not a disclosed part'),
        (("point",), {}, "name their point"),
        (("text",), {"how": "stolen"}, '"stolen" is not a disclosure how'),
        (("text",), {"stands": ["USA=maybe"]}, '"maybe" is not an authenticity'),
        (("text",), {"stands": ["USA"]}, "stand is missing"),
    ],
)
def test_what_cannot_be_disclosed(
    parts: tuple[str, ...], options: dict[str, Any], said: str
) -> None:
    with pytest.raises((InputError, SeveralErrors)) as caught:
        disclose(*parts, **options)
    assert said in str(caught.value)


def test_a_marking_changes_or_falls() -> None:
    notice = reclassification(SUBJECT, BARE, "secret//NOFORN", "2022-02-01")
    assert notice.marking is not None
    assert notice.marking.text == "secret//NOFORN"
    assert notice.when is not None
    assert notice.when.edtf == "2022-02-01"
    assert reclassification(SUBJECT, BARE, None, None).marking is None
