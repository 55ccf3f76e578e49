"""Signed notes: a text, and lines by which keys vouch for it (https://c2sp.org/signed-note).

```
This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
```

A signature line has the name of a key and, in base64, four bytes of the key's id and the signature
proper. The text must be believed only as far as a known key has signed it: `verify_note`.
"""  # noqa: E501 -- the example of the specification

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from ledger.integrity.cosignature import cosigned_message, split_cosignature
from ledger.integrity.encoding import decoded, encoded
from ledger.integrity.unverified import Unverified
from ledger.integrity.vkey import COSIGNATURE, ID_SIZE, VerifierKey, is_key_name

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_BYTES: Final = 1_000_000
"""The longest note that is looked at, in bytes."""

MAX_SIGNATURES: Final = 100
"""The most signatures that are looked at; the specification asks for 16 at least."""

_DASH = "— "
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f]")


class Signature(NamedTuple):
    """A signature line: the key's name, the four bytes of its id, and the signature proper."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        """The line, without its line feed."""
        return f"{_DASH}{self.name} {encoded(self.key_id + self.signature)}"


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends in a line feed, and the signatures under it."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        """The note as it is written, byte for byte."""
        return "".join((self.text, "\n", *(f"{each}\n" for each in self.signatures)))


class Signed(NamedTuple):
    """That a known key signed; `at` is when, where it says so (POSIX seconds; a cosignature)."""

    key: VerifierKey
    at: int | None


class NoteSigner(Protocol):
    """Whoever can sign with a private key."""

    @property
    def key(self) -> VerifierKey:
        """The public key."""
        ...

    def sign(self, message: bytes) -> bytes:
        """The signature of a message."""
        ...


class NoteVerifier(Protocol):
    """Whoever can check signatures by a public key."""

    @property
    def key(self) -> VerifierKey:
        """The public key."""
        ...

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Whether the key's owner signed the message."""
        ...


def parse_note(written: str | bytes) -> Note:
    """The note that is written; what is not one to the letter is refused, and said how.

    Unverified for what is cut off, has other line ends, control characters, no signature, too many
    of them, or one that is not in its one form.
    """
    text = _checked(written)
    head, blank, tail = text.rpartition("\n\n")
    if not blank:
        raise _malformed("has no blank line between a text and signatures: it was cut off")
    lines = tail.split("\n")[:-1]
    if not lines:
        raise _malformed("has no signature: it was cut off")
    if len(lines) > MAX_SIGNATURES:
        raise _malformed(f"has {len(lines)} signatures, and {MAX_SIGNATURES} are the most")
    return Note(
        f"{head}\n", tuple(_signature(number, line) for number, line in enumerate(lines, 1))
    )


def sign_note(text: str, signers: Iterable[NoteSigner]) -> Note:
    """The text, which ends in a line feed, signed by each. ValueError for any other text."""
    if _CONTROL.search(text) or not text.endswith("\n"):
        msg = "the text of a note ends in a line feed, and has no other control characters"
        raise ValueError(msg)
    message = text.encode()
    return Note(
        text,
        tuple(Signature(each.key.name, each.key.id, each.sign(message)) for each in signers),
    )


def verify_note(note: Note, verifiers: Iterable[NoteVerifier]) -> tuple[Signed, ...]:
    """Who of the known keys signed the note, in the order of its lines: one of them at least.

    Signatures by other keys say nothing, and are passed over. Unverified where one by a known key
    is not of this text, where a known key signed twice, and where none of the known keys signed.
    """
    known = list(verifiers)
    signed: dict[VerifierKey, Signed] = {}
    for line in note.signatures:
        named = [one for one in known if (one.key.name, one.key.id) == (line.name, line.key_id)]
        if not named:
            continue
        found = next((one for each in named if (one := _signed(each, note.text, line))), None)
        if found is None:
            raise Unverified(
                f"the signature of {line.name}+{line.key_id.hex()} is not of this text: the text "
                "was altered after it was signed, or another key signed that only shares the id",
                mend="Get it again from where it was published.",
            )
        if found.key in signed:
            raise _malformed(f"has two signatures by {found.key.shown}")
        signed[found.key] = found
    if not signed:
        raise _nobody_known(note, known)
    return tuple(signed.values())


def _signed(verifier: NoteVerifier, text: str, line: Signature) -> Signed | None:
    """That the key signed the text by this line; None: it did not."""
    if verifier.key.algorithm != COSIGNATURE:
        verified = verifier.verifies(text.encode(), line.signature)
        return Signed(verifier.key, None) if verified else None
    cosignature = split_cosignature(line.signature)
    if cosignature is None:
        return None
    at, signature = cosignature
    verified = verifier.verifies(cosigned_message(text, at), signature)
    return Signed(verifier.key, at) if verified else None


def _nobody_known(note: Note, known: Iterable[NoteVerifier]) -> Unverified:
    by_name = {one.key.name: one.key for one in known}
    for line in note.signatures:
        key = by_name.get(line.name)
        if key is not None:
            return Unverified(
                f"{line.name} signed with the key {line.key_id.hex()}, and the key known by that "
                f"name is {key.id.hex()}",
                mend="If the key was replaced, get the new one from its owner, and trust it.",
            )
    names = ", ".join(f"{line.name}+{line.key_id.hex()}" for line in note.signatures)
    return Unverified(
        f"no key that is known signed it: it is signed by {names}",
        mend="Get the verifier key from its owner by a way that you trust.",
    )


def _checked(written: str | bytes) -> str:
    try:
        data = written.encode() if isinstance(written, str) else written
        text = data.decode()
    except UnicodeError:
        raise _malformed("is not UTF-8") from None
    if len(data) > MAX_BYTES:
        raise _malformed(f"is longer than {MAX_BYTES} bytes")
    control = _CONTROL.search(text)
    if control is not None:
        what = f"has a control character (U+{ord(control.group()):04X})"
        raise _malformed("has line ends of another system (CR LF)" if "\r" in text else what)
    if not text.endswith("\n"):
        raise _malformed("has no line feed at its end: it was cut off")
    return text


def _signature(number: int, line: str) -> Signature:
    name, _, said = line.removeprefix(_DASH).partition(" ")
    blob = decoded(said)
    if not line.startswith(_DASH) or not is_key_name(name) or blob is None or len(blob) <= ID_SIZE:
        raise _malformed(f"has a signature that is not in its form, the line {number} of them")
    return Signature(name, blob[:ID_SIZE], blob[ID_SIZE:])


def _malformed(what: str) -> Unverified:
    return Unverified(
        f"it is not a signed note: it {what}",
        mend="Get it again, as it was published, byte for byte.",
    )
