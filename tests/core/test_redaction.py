"""What a copy withholds: what is asked for, and whatever names it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from ledger.acts import Act
from ledger.cleared import LEVELS, level_in_force
from ledger.commands import OpenThread, RecordAct, RecordNotice, RegisterParty
from ledger.errors import InputError
from ledger.events import ThreadOpened
from ledger.evolve import evolve_all
from ledger.notices import (
    ActCorrected,
    ActRetracted,
    ContentDisclosed,
    Reclassified,
    SourceCited,
)
from ledger.parties import Party
from ledger.parts import Marking
from ledger.redaction import Logged, Redaction, check_asked, withheld
from ledger.sealing import Seal, sealed_act
from ledger.state import UNRECORDED, World
from ledger.timeline import Fold
from ledger.vocabulary import MarkingLevel
from tests.core.given import act, demand, opened, reply
from tests.projections.logged import EventsLog, told
from tests.reference.marked import marked_histories

if TYPE_CHECKING:
    from collections.abc import Iterable


NOW = 1_767_225_600
"""2026-01-01."""
SECRET = Marking(level=MarkingLevel.SECRET)
ABOVE = Redaction(above=MarkingLevel.RESTRICTED)


def logged(log: EventsLog) -> list[Logged]:
    return [
        Logged(one.position or 0, one.originator_id, one.event, one.body)  # type: ignore[arg-type]
        for one in log.log()
    ]


def left(commands: Iterable[Any], redaction: Redaction = ABOVE) -> list[str]:
    """What a copy still tells, by stream and id, event for event."""
    log = logged(told(commands))
    out = withheld(log, redaction, NOW)
    return [
        f"{one.stream} {getattr(one.event, 'id', type(one.event).__name__)}"
        for one in log
        if one.position not in out
    ]


def secret(made: Act) -> Act:
    return made.model_copy(update={"marking": SECRET})


D = demand("d", points={"1": "leave", "2": "stay out"})
R = reply("r", answers={"1": "reject"}, replies_to=("d",))
S = act("statement", "s", by="USA", when="2022-01-27", summary="Nothing new")


def test_with_a_secret_act_goes_what_is_said_of_it_and_what_refers_to_it() -> None:
    cited = SourceCited.model_validate({"id": "c", "act": "d", "reason": "found", "sources": ()})
    assert left(
        [
            opened(),
            RecordAct("t", secret(D)),
            RecordAct("t", R),
            RecordAct("t", S),
            RecordNotice("t", cited),
        ]
    ) == ["t ThreadOpened", "t s"]


def test_what_is_only_answered_stays() -> None:
    assert left([opened(), RecordAct("t", D), RecordAct("t", secret(R))]) == [
        "t ThreadOpened",
        "t d",
    ]


def test_a_marking_counts_as_it_is_in_force_now() -> None:
    down = Reclassified(id="x", act="d", reason="opened")
    up = Reclassified(id="y", act="s", reason="closed", marking=SECRET)
    assert left(
        [
            opened(),
            RecordAct("t", secret(D)),
            RecordAct("t", S),
            RecordNotice("t", down),
            RecordNotice("t", up),
        ]
    ) == ["t ThreadOpened", "t d", "t x"]


def test_a_secret_thread_goes_whole_and_so_does_one_that_names_it_as_its_parent() -> None:
    whole = OpenThread(ThreadOpened(thread="s", title="Secret", marking=SECRET))
    child = OpenThread(ThreadOpened(thread="c", title="Child", parent="s"))
    assert left([opened(), whole, child, RecordAct("c", S), RecordAct("t", S)]) == [
        "t ThreadOpened",
        "t s",
    ]


def test_a_marker_in_another_thread_goes_with_its_act() -> None:
    answer = act("reply", "r", by="USA", to="RUS", when="2022-01-26", answers={"t/1": "reject"})
    commands = [opened(), opened("u"), RecordAct("t", D), RecordAct("u", secret(answer))]
    assert left(commands) == ["t ThreadOpened", "u ThreadOpened", "t d"]
    assert len(left(commands, Redaction(above=MarkingLevel.SECRET))) == 5


def test_a_notice_that_names_what_is_withheld_goes_and_what_takes_it_back() -> None:
    disclosed = ContentDisclosed.model_validate(
        {
            "id": "o",
            "act": "s",
            "reason": "leaked",
            "disclosures": [
                {"part": "text", "when": S.dates[0].date, "how": "leaked", "by": "USA"}
            ],
            "answers": [{"point": "1", "stance": "reject", "by": ("USA",)}],
        }
    )
    back = ActRetracted(id="b", notice="o", reason="it was not")
    assert left(
        [
            opened(),
            RecordAct("t", secret(D)),
            RecordAct("t", S),
            RecordNotice("t", disclosed),
            RecordNotice("t", back),
        ]
    ) == ["t ThreadOpened", "t s"]


def test_a_point_takes_along_who_raised_and_who_answered_it() -> None:
    commands = [opened(), RecordAct("t", D), RecordAct("t", R), RecordAct("t", S)]
    assert left(commands, Redaction(points=frozenset({"t/1"}))) == ["t ThreadOpened", "t s"]


def test_a_person_takes_along_whatever_has_the_name_in_it() -> None:
    persons: list[Any] = [{"role": "bearer", "name": "John Sullivan"}]
    carried = D.model_copy(
        update={
            "persons": type(D)
            .model_validate({"id": "d", "from": ["RUS"], "to": ["USA"], "persons": persons})
            .persons
        }
    )
    said = S.model_copy(update={"summary": "Handed over by JOHN SULLIVAN"})
    plain = act("statement", "p", by="USA", when="2022-01-28", summary="Nothing new")
    commands = [opened(), RecordAct("t", carried), RecordAct("t", said), RecordAct("t", plain)]
    redaction = Redaction(persons=frozenset({"John Sullivan"}))
    assert left(commands, redaction) == ["t ThreadOpened", "t p"]
    titled = OpenThread(ThreadOpened(thread="j", title="With John Sullivan"))
    assert left([titled, RecordAct("j", S)], redaction) == []


@pytest.mark.parametrize(
    "name",
    [
        "Jos\u00e9  M\u00fcller",
        "Jose\u0301 Mu\u0308ller",
        "JOSE MULLER",
        "Jos\u00e9\u00a0Mul\u00adler",
        "Jo\u200bse-Muller",
        "\uff2aose\nMuller",
    ],
)
def test_a_person_goes_however_the_name_is_written(name: str) -> None:
    said = S.model_copy(update={"note": f'"Dear {name}",\nhe began'})
    plain = S.model_copy(update={"id": "p", "sequence": 1})
    commands: list[Any] = [opened(), RecordAct("t", plain), RecordAct("t", said)]
    for asked in ("Jos\u00e9 M\u00fcller", name):
        redaction = Redaction(persons=frozenset({asked}))
        check_asked(logged(told(commands)), redaction)
        assert left(commands, redaction) == ["t ThreadOpened", "t p"]


def test_a_person_is_looked_for_beside_the_events_too() -> None:
    log = logged(told([opened(), RecordAct("t", D), RecordAct("t", S)]))
    by = [one._replace(recorded_by="Jane Roe" if one.position == 3 else "") for one in log]
    assert withheld(by, Redaction(persons=frozenset({"jane roe"})), NOW) == {3}
    unknown = [*log, Logged(4, "t", None, b"Jane Roe")]
    check_asked(unknown, Redaction(persons=frozenset({"Jane Roe"})))
    assert withheld(log, Redaction(persons=frozenset({"T"})), NOW) >= {1, 2, 3}


def test_a_person_in_the_registry_goes_by_the_entry_alone() -> None:
    party = Party.model_validate(
        {"code": "OFFICE", "name": "Office of John Sullivan", "kind": "organisation"}
    )
    commands = [opened(), RegisterParty(party), RecordAct("t", S)]
    assert left(commands, Redaction(persons=frozenset({"john sullivan"}))) == [
        "t ThreadOpened",
        "t s",
    ]


def test_a_field_takes_along_the_acts_that_have_it_and_what_is_said_of_it() -> None:
    noted = S.model_copy(update={"note": "by telephone"})
    corrected = ActCorrected.model_validate(
        {
            "id": "c",
            "act": "d",
            "reason": "a slip",
            "changes": [{"field": "note", "old": None, "new": "x"}],
        }
    )
    claimed = SourceCited.model_validate(
        {
            "id": "k",
            "act": "d",
            "reason": "another says",
            "claims": [{"field": "note", "value": "y", "source": "z"}],
            "sources": [{"id": "z", "citation": "A book"}],
        }
    )
    commands = [
        opened(),
        RecordAct("t", D),
        RecordAct("t", noted),
        RecordNotice("t", corrected),
        RecordNotice("t", claimed),
    ]
    assert left(commands, Redaction(fields=frozenset({"note"}))) == ["t ThreadOpened", "t d"]
    assert len(left(commands, Redaction(fields=frozenset({"measure"})))) == len(commands)


def test_a_party_that_only_what_is_withheld_names_goes_with_it() -> None:
    parties = [
        RegisterParty(Party.model_validate({"code": code, "name": code, "kind": "organisation"}))
        for code in ("HIDDEN", "SHOWN", "UNUSED")
    ]
    commands = [
        *parties,
        opened(),
        RecordAct("t", secret(demand("d", to="HIDDEN SHOWN", points={"1": "leave"}))),
        RecordAct("t", demand("e", to="SHOWN", points={"2": "stay"})),
    ]
    assert left(commands) == [
        "party:SHOWN PartyRegistered",
        "party:UNUSED PartyRegistered",
        "t ThreadOpened",
        "t e",
    ]


def test_a_field_that_is_sealed_is_had_too() -> None:
    worded = S.model_copy(update={"note": "by telephone", "summary": "On it"})
    sealed = sealed_act("t", worded, ["note"], Seal("0" * 32, bytes(32), bytes(12)))
    log = logged(told([opened(), RecordAct("t", sealed)]))
    assert withheld(log, Redaction(fields=frozenset({"note"})), NOW) == {2}
    assert withheld(log, Redaction(fields=frozenset({"text"})), NOW) == frozenset()


def test_an_event_of_unknown_type_is_withheld() -> None:
    log = [*logged(told([opened()])), Logged(2, "t", None, b"{}")]
    assert withheld(log, ABOVE, NOW) == {2}


@pytest.mark.parametrize(
    ("redaction", "sentence"),
    [
        (Redaction(points=frozenset({"t/3"})), "there is no point t/3"),
        (Redaction(fields=frozenset({"notes"})), "no act has a field notes.*note"),
        (Redaction(persons=frozenset({"Nobody Known"})), "nothing names Nobody Known"),
        (Redaction(persons=frozenset({"..."})), "is no name"),
    ],
)
def test_a_slip_is_an_error_and_not_a_copy_with_all_of_it(
    redaction: Redaction, sentence: str
) -> None:
    log = logged(told([opened(), RecordAct("t", D), RecordAct("t", R)]))
    with pytest.raises(InputError, match=sentence):
        check_asked(log, redaction)
    there = Redaction(None, frozenset({"t/1"}), frozenset({"LEAVE"}), frozenset({"to"}))
    check_asked(log, there)
    assert redaction.asks()
    assert not Redaction().asks()


@any_of(marked_histories(), st.sampled_from(LEVELS))
def test_what_is_left_can_be_read_and_names_nothing_of_the_rest(
    transactions: Any,  # noqa: ANN401 -- events of any kind
    level: MarkingLevel,
) -> None:
    log = logged(EventsLog(transactions))
    out = withheld(log, Redaction(above=level), NOW)
    world = evolve_all(
        World(), ((one.stream, one.event, UNRECORDED) for one in log if one.event is not None)
    )
    kept = [one for one in log if one.position not in out]
    for one in log:
        if isinstance(one.event, Act) and one.event.id in world.threads[one.stream].acts:
            act_now = world.threads[one.stream].acts[one.event.id]
            levels = [act_now.marking, world.threads[one.stream].opened.marking]
            lies = max((level_in_force(each, NOW) for each in levels), key=LEVELS.index)
            assert LEVELS.index(lies) <= LEVELS.index(level) or one.position in out
        if isinstance(one.event, Act) and one.position in out:
            for other in kept:
                assert f"{one.stream}/{one.event.id}" not in other.body.decode()
                if other.stream == one.stream:
                    assert f'"{one.event.id}"' not in other.body.decode()
    shown = evolve_all(
        World(), ((one.stream, one.event, UNRECORDED) for one in kept if one.event is not None)
    )
    for record in shown.threads.values():
        Fold(shown, record).state(NOW)
    assert out >= withheld(log, Redaction(above=LEVELS[-1]), NOW)
