"""Sealed words: out of the act, bound to it, opened by their key alone."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from ledger.batch import Located, decide_all
from ledger.commands import OpenThread, RecordAct, RecordNotice
from ledger.dates import parse_act_date
from ledger.decide import advance, decide
from ledger.errors import Refused
from ledger.events import encode
from ledger.notices import ActCorrected, ActRetracted, ContentDisclosed, FieldChange, TextShredded
from ledger.sealing import Seal, opened, seal_all, sealed_act
from ledger.seen import seen_by
from ledger.state import World
from tests.core.given import act, record
from tests.core.given import opened as opening

if TYPE_CHECKING:
    from ledger.commands import Command

SEAL = Seal("0" * 32, b"k" * 32, b"n" * 12)
WORDS = "The price is Trieste"
DAY = parse_act_date("2022-02-02")


def said(name: str = "said", **fields: str):  # type: ignore[no-untyped-def]  # noqa: ANN201
    return act("statement", name, by="USA", when="2022-01-26", text=WORDS, **fields)


class Keys(dict[str, bytes]):
    """Keys by their names, and fresh ones."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers = count(1)

    def draw(self) -> Seal:
        number = next(self._numbers)
        return Seal(f"{number:032x}", bytes([number]) * 32, bytes([number]) * 12)


def told(world: World, *commands: RecordAct, keys: Keys) -> World:
    """The world with the acts, sealed as the store does it."""
    located: list[Located[Command]] = [Located(one, "") for one in commands]
    sealed, fresh = seal_all(world, located, keys.get, keys.draw)
    keys.update(fresh)
    decided = decide_all(world, sealed)
    assert decided.errors == ()
    return advance(world, decided.events)


def refused(world: World, *commands: RecordAct, keys: Keys) -> list[str]:
    located: list[Located[Command]] = [Located(one, "") for one in commands]
    sealed, _ = seal_all(world, located, keys.get, keys.draw)
    return [error.what for error in decide_all(world, sealed).errors]


# ------------------------------------------------------------------------------------- the words


def test_sealed_words_are_not_in_the_event_and_come_back_with_their_key() -> None:
    plain = said(summary="On Trieste", note="From a source close to it")
    sealed = sealed_act("t", plain, ["note", "text"], SEAL)

    assert (sealed.text, sealed.note, sealed.summary) == (None, None, "On Trieste")
    assert sealed.sealed is not None
    assert sealed.sealed.fields == ("text", "note")
    _, body = encode(sealed)
    assert b"price" not in body
    assert b"close" not in body
    assert opened("t", sealed, SEAL.key) == {"text": WORDS, "note": plain.note}


def test_they_open_in_no_other_act_with_no_other_key_and_not_altered() -> None:
    sealed = sealed_act("t", said(), ["text"], SEAL)
    assert sealed.sealed is not None

    assert opened("u", sealed, SEAL.key) is None
    assert opened("t", sealed.model_copy(update={"id": "other"}), SEAL.key) is None
    assert opened("t", sealed, b"x" * 32) is None
    assert opened("t", sealed, None) is None
    assert opened("t", said(), SEAL.key) is None
    for change in ({"ciphertext": "AAAA"}, {"nonce": "=" * 16}, {"key": "1" * 32}):
        altered = sealed.sealed.model_copy(update=change)
        assert opened("t", sealed.model_copy(update={"sealed": altered}), SEAL.key) is None


# ----------------------------------------------------------------------------------- recording it


def test_an_act_of_sealed_words_alone_says_something() -> None:
    keys = Keys()
    world = told(record([opening()]), RecordAct("t", said(), seal=("text",)), keys=keys)
    assert world.threads["t"].acts["said"].sealed is not None
    assert list(keys) == [f"{1:032x}"]


def test_what_is_to_be_sealed_is_never_decided_as_it_is() -> None:
    with pytest.raises(ValueError, match="sealed before it is decided"):
        decide(record([opening()]), RecordAct("t", said(), seal=("text",)))


def test_the_same_act_sealed_again_is_refused_unless_it_is_another() -> None:
    keys, seal = Keys(), ("text",)
    world = told(record([opening()]), RecordAct("t", said(), seal=seal), keys=keys)

    again = RecordAct("t", said(), seal=seal)
    assert refused(world, again, keys=keys) == ["the act t/said is already recorded"]
    alike = RecordAct("t", said("again"), seal=seal)
    assert refused(world, alike, keys=keys) == ["the same act is already recorded as t/said"]
    told(world, RecordAct("t", said("again"), another=True, seal=seal), keys=keys)
    other = act("statement", "other", by="USA", when="2022-01-26", text="Other words")
    told(world, RecordAct("t", other, seal=seal), keys=keys)
    told(world, RecordAct("t", said("both", note="x"), seal=("text", "note")), keys=keys)


def test_two_of_the_same_in_one_batch_are_noticed() -> None:
    pair = [RecordAct("t", said(name), seal=("text",)) for name in ("one", "two")]
    found = refused(record([opening()]), *pair, keys=Keys())
    assert found == ["the same act is already recorded as t/one"]


def test_a_thread_that_is_opened_with_it_is_no_obstacle() -> None:
    keys = Keys()
    commands: list[Located[Command]] = [
        Located(OpenThread(opening().opening), ""),
        Located(RecordAct("t", said(), seal=("text",)), ""),
    ]
    sealed, fresh = seal_all(World(), commands, keys.get, keys.draw)
    assert decide_all(World(), sealed).errors == ()
    assert len(fresh) == 1


def test_without_its_key_an_act_can_no_longer_be_compared() -> None:
    keys, seal = Keys(), ("text",)
    world = told(record([opening()]), RecordAct("t", said(), seal=seal), keys=keys)
    keys.clear()
    again = RecordAct("t", said(), seal=seal)
    assert refused(world, again, keys=keys) == ["the act t/said is taken by another act"]


# ------------------------------------------------------------------------------- what comes later


@pytest.fixture
def world() -> World:
    """One act with a sealed text, one without."""
    plain = act("statement", "plain", by="USA", when="2022-01-27", text="In the open")
    both = (RecordAct("t", said(), seal=("text",)), RecordAct("t", plain))
    return told(record([opening()]), *both, keys=Keys())


def notice(world: World, one: object) -> World:
    return advance(world, decide(world, RecordNotice("t", one)))  # type: ignore[arg-type]


def shredded(name: str = "s", of: str = "said") -> TextShredded:
    return TextShredded(id=name, act=of, reason="a court ordered it")


def test_sealed_words_are_not_corrected(world: World) -> None:
    change = FieldChange(field="text", new="Other words")
    with pytest.raises(Refused, match="text of t/said is sealed, and cannot be corrected"):
        notice(world, ActCorrected(id="c", act="said", reason="r", changes=(change,)))
    with pytest.raises(Refused, match="has no field sealed"):
        notice(
            world,
            ActCorrected(
                id="c", act="said", reason="r", changes=(FieldChange(field="sealed", new=None),)
            ),
        )
    place = FieldChange(field="place", new="Rome")
    after = notice(world, ActCorrected(id="c", act="said", reason="r", changes=(place,)))
    assert after.threads["t"].acts["said"].sealed == world.threads["t"].acts["said"].sealed


def test_a_shredding_changes_nothing_of_the_act_and_is_final(world: World) -> None:
    after = notice(world, shredded())
    assert after.threads["t"].acts == world.threads["t"].acts
    with pytest.raises(Refused, match="is shredded already, by s"):
        notice(after, shredded("s2"))
    with pytest.raises(Refused, match="cannot be taken back: the key is gone"):
        notice(after, ActRetracted(id="r", notice="s", reason="a mistake"))


def test_also_what_is_retracted_can_be_shredded(world: World) -> None:
    gone = notice(world, ActRetracted(id="r", act="said", reason="never said"))
    assert "said" not in notice(gone, shredded()).threads["t"].acts


@pytest.mark.parametrize(
    ("of", "what"), [("plain", "nothing of t/plain is sealed"), ("none", "is not there")]
)
def test_only_what_is_sealed_can_be_shredded(world: World, of: str, what: str) -> None:
    with pytest.raises(Refused, match=what):
        notice(world, shredded(of=of))


def test_what_leaks_of_sealed_words_is_recorded_beside_them(world: World) -> None:
    leak = ContentDisclosed.model_validate(
        {
            "id": "l",
            "act": "said",
            "reason": "in the press",
            "text": "The price is T…",
            "disclosures": [{"part": "text", "how": "leaked", "when": DAY}],
        }
    )
    leaked = notice(world, leak).threads["t"].acts["said"]
    assert leaked.text == "The price is T…"
    assert leaked.sealed is not None


def test_to_others_nothing_is_sealed(world: World) -> None:
    for viewer in ("USA", "public"):
        seen = seen_by(world, viewer, lambda _: 2**40).threads.get("t")
        assert seen is None or all(one.sealed is None for one in seen.acts.values())
    known = seen_by(world, "USA", lambda _: 2**40).threads["t"].acts
    assert "said" in known
