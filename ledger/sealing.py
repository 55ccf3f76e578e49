"""Texts too sensitive to be kept in the log: sealed in it, under keys that can be destroyed.

What is sealed is encrypted (AES-256-GCM) before the act is decided, so that neither the log nor
anything made from it ever holds the words. The key is kept beside the log. Once it is destroyed
nobody can read the text again, and the record that it existed stays and verifies.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple

from ledger.batch import Located
from ledger.commands import RecordAct
from ledger.integrity.canonical import canonical_json
from ledger.integrity.encoding import decoded, encoded
from ledger.parts import Sealed
from ledger.sealable import SEALABLE
from ledger.state import likeness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ledger.acts import Act
    from ledger.commands import Command
    from ledger.state import World

KEY_SIZE: Final = 32
NONCE_SIZE: Final = 12


class Seal(NamedTuple):
    """The randomness that a seal is made of."""

    id: str
    """The name of the key, 32 hexadecimal digits."""
    key: bytes
    """32 bytes."""
    nonce: bytes
    """12 bytes."""


def sealed_act(thread: str, act: Act, fields: Iterable[str], seal: Seal) -> Act:
    """The act without the fields, which are sealed in it. Every field has to be given in it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    names = tuple(name for name in SEALABLE if name in set(fields))
    words = canonical_json({name: getattr(act, name) for name in names})
    ciphertext = AESGCM(seal.key).encrypt(seal.nonce, words, _bound_to(thread, act, seal.id))
    sealed = Sealed(
        fields=names, key=seal.id, nonce=encoded(seal.nonce), ciphertext=encoded(ciphertext)
    )
    return act.model_copy(update={**dict.fromkeys(names), "sealed": sealed})


def opened(thread: str, act: Act, key: bytes | None) -> dict[str, str] | None:
    """The words of the sealed fields, by their names; None where the key is not theirs."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if act.sealed is None or key is None:
        return None
    nonce, ciphertext = decoded(act.sealed.nonce), decoded(act.sealed.ciphertext)
    try:
        words = AESGCM(key).decrypt(
            nonce or b"", ciphertext or b"", _bound_to(thread, act, act.sealed.key)
        )
    except (InvalidTag, ValueError):  # ValueError: no nonce at all
        return None
    found: dict[str, str] = json.loads(words)
    return found


def _bound_to(thread: str, act: Act, key_id: str) -> bytes:
    """What a ciphertext is bound to: it opens in no other act."""
    return canonical_json({"act": f"{thread}/{act.id}", "key": key_id})


def seal_all(
    world: World,
    commands: Iterable[Located[Command]],
    key_of: Callable[[str], bytes | None],
    draw: Callable[[], Seal],
) -> tuple[list[Located[Command]], dict[str, bytes]]:
    """The commands with what is to be sealed in them sealed, and the new keys by their names.

    Args:
        world: the threads of the commands.
        commands: any; acts to be sealed say so (`RecordAct.seal`).
        key_of: the key of a name, None where it is destroyed.
        draw: fresh randomness at each call.

    An act that is recorded already, sealed, gets the very seal that it has there: so that it is
    seen to be the same, which no two seals of the same words ever are.
    """
    keys: dict[str, bytes] = {}
    made: dict[tuple[str, bytes], Sealed] = {}
    done: list[Located[Command]] = []
    for one in commands:
        command = one.item
        if not isinstance(command, RecordAct) or not command.seal:
            done.append(one)
            continue
        thread, act = command.thread, command.act
        content = thread, _content(act)
        found = None
        if not command.another:
            found = made.get(content) or _recorded(world, command, key_of)
        if found is None:
            seal = draw()
            act = sealed_act(thread, act, command.seal, seal)
            keys[seal.id] = seal.key
            if act.sealed is not None:  # pragma: no branch -- it was just sealed
                made.setdefault(content, act.sealed)
        else:
            act = act.model_copy(update={**dict.fromkeys(found.fields), "sealed": found})
        done.append(Located(RecordAct(thread, act, command.another), one.where))
    return done, keys


def _recorded(
    world: World, command: RecordAct, key_of: Callable[[str], bytes | None]
) -> Sealed | None:
    """The seal of an act that is recorded already with the same content, sealed alike."""
    thread = world.threads.get(command.thread)
    if thread is None:
        return None
    wanted = _content(command.act)
    bare = command.act.model_copy(update=dict.fromkeys(command.seal))
    for act_id in thread.alike.get(likeness(bare), ()):
        act = thread.acts[act_id]
        if act.sealed is None or set(act.sealed.fields) != set(command.seal):
            continue
        words: Mapping[str, str] | None = opened(thread.id, act, key_of(act.sealed.key))
        if words is not None and wanted == _content(
            act.model_copy(update={**words, "sealed": None})
        ):
            return act.sealed
    return None


def _content(act: Act) -> bytes:
    """What an act says, whatever its id."""
    return canonical_json(
        {**act.model_dump(mode="json", exclude_defaults=True), "id": "", "kind": act.TOPIC}
    )
