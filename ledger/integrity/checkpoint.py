"""Checkpoints: the head of a log's tree as a signed note (https://c2sp.org/tlog-checkpoint).

```
example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
```

The origin names the log, the number counts the leaves of the tree, and then comes its root. Further
lines are kept, and mean nothing here. Who has a checkpoint can tell later whether a log still holds
all that it held, unaltered.
"""  # noqa: E501 -- the example of the specification

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.integrity.encoding import decoded, encoded
from ledger.integrity.note import Note, Signature, Signed, parse_note, verify_note
from ledger.integrity.unverified import Unverified

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.integrity.note import NoteVerifier

ROOT_SIZE: Final = 32
_MAX_SIZE: Final = 2**63 - 1
_SIZE = re.compile("0|[1-9][0-9]{0,18}")
_LINES: Final = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a tree: the log's origin, the number of leaves, the root of 32 bytes."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The text of the note, which is what is signed."""
        lines = (self.origin, str(self.size), encoded(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint whose signatures were verified.

    `signed` are the log's keys that signed it, one at least; `cosigned` the witnesses; `unknown`
    the signatures by other keys, which say nothing.
    """

    note: Note
    checkpoint: Checkpoint
    signed: tuple[Signed, ...]
    cosigned: tuple[Signed, ...]
    unknown: tuple[Signature, ...]


def parse_checkpoint(text: str) -> Checkpoint:
    """The checkpoint in the text of a note. Unverified where it is none, to the letter."""
    *lines, last = text.split("\n")
    if last or len(lines) < _LINES or not all(lines):
        raise _malformed(f"it has not {_LINES} lines or more, none of them empty")
    origin, size, root, *extensions = lines
    if not _SIZE.fullmatch(size) or int(size) > _MAX_SIZE:
        raise _malformed("its second line is no size: digits, without zeros before them")
    digest = decoded(root)
    if digest is None or len(digest) != ROOT_SIZE:
        raise _malformed(f"its third line is not the base64 of {ROOT_SIZE} bytes")
    return Checkpoint(origin, int(size), digest, tuple(extensions))


def open_checkpoint(
    written: str | bytes, verifiers: Iterable[NoteVerifier], witnesses: Iterable[NoteVerifier] = ()
) -> SignedCheckpoint:
    """The checkpoint of a signed note, once one of the log's keys has verified.

    Args:
        written: the note, byte for byte.
        verifiers: the keys that may speak for the log.
        witnesses: the keys that may cosign; alone they make no checkpoint.

    Unverified, with what does not hold, for any other note.
    """
    note = parse_note(written)
    of_log = list(verifiers)
    every = verify_note(note, [*of_log, *witnesses])
    ours = {one.key for one in of_log}
    signed = tuple(one for one in every if one.key in ours)
    if not signed:
        names = ", ".join(one.key.shown for one in every)
        raise Unverified(
            f"no known key of the log signed it, only a witness did: {names}",
            mend="Get the verifier key of the log from its owner by a way that you trust.",
        )
    found = {(one.key.name, one.key.id) for one in every}
    return SignedCheckpoint(
        note=note,
        checkpoint=parse_checkpoint(note.text),
        signed=signed,
        cosigned=tuple(one for one in every if one.key not in ours),
        unknown=tuple(one for one in note.signatures if (one.name, one.key_id) not in found),
    )


def _malformed(what: str) -> Unverified:
    return Unverified(
        f"the note is not a checkpoint: {what}",
        mend="Get it again, as it was published, byte for byte.",
    )
