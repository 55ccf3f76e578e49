"""`dipledger checkpoint`: sign the state of the log, and check later that it still holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.completion import complete_key
from cli.groups import group
from cli.options import FormatOption
from cli.passphrase import PassphraseFileOption
from cli.timestamping import AuthorityOption

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptography.x509 import Certificate

    from ledger.integrity.keys import Signer
    from ledger.store import Ledger
    from projections.checkpoints import Attested, Trusted

KeyOption = Annotated[
    str | None,
    typer.Option(
        "--key",
        metavar="NAME",
        help="The key to sign with, where there are several.",
        autocompletion=complete_key,
    ),
]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Write it to a new file, not to stdout."),
]
TimestampOption = Annotated[
    str | None,
    typer.Option(
        "--timestamp", metavar="URL", help="Have it stamped by a time-stamping authority."
    ),
]
FileArg = Annotated[str, typer.Argument(metavar="FILE|-", help="A signed checkpoint.")]
AnyFileArg = Annotated[
    str | None,
    typer.Argument(metavar="[FILE|-]", help="A signed checkpoint; none: all that are kept."),
]


def create(
    key: KeyOption = None,
    out: OutOption = None,
    timestamp: TimestampOption = None,
    authority_cert: AuthorityOption = None,
    passphrase_file: PassphraseFileOption = None,
) -> None:
    """Sign the newest state of the log, keep that with the ledger, and print it.

    Every event is held against the tree first: what is not whole is not signed. Publish the
    checkpoint, or give it to others to keep: whoever has it can tell later whether anything that
    was recorded before it was altered or taken away.
    """
    from cli.bar import Bar
    from cli.bootstrap import open_ledger
    from cli.documents import check_new, hand_out
    from cli.failures import say
    from ledger.integrity.checkpoint import Checkpoint
    from ledger.integrity.note import sign_note
    from projections.words import count

    check_new(out)
    signer = _signer(key, passphrase_file)
    with open_ledger() as ledger, Bar() as bar:
        sound = ledger.sound(progress=bar)
        note = sign_note(str(Checkpoint(ledger.origin, sound.size, sound.root)), [signer])
        stamp = None
        if timestamp is not None:
            stamp = _stamp(timestamp, note.text.encode(), authority_cert)
        number = _keep(ledger, str(note), sound.size, stamp)
    hand_out(str(note), out)
    say(f"checkpoint {number}: {signer.key.shown} signed for {count(sound.size, 'event')}")


def list_checkpoints(fmt: FormatOption = None) -> None:
    """The checkpoints that are kept with the ledger, by what they say."""
    from cli.bootstrap import open_ledger
    from cli.output import emit
    from projections.checkpoints import checkpoints_view

    with open_ledger(read_only=True) as ledger:
        view = checkpoints_view(ledger.origin, ledger.tree().size, ledger.checkpoints())
    emit(view, None, fmt)


def verify(
    file: AnyFileArg = None,
    authority_cert: AuthorityOption = None,
    fmt: FormatOption = None,
) -> None:
    """Hold a checkpoint, or all that are kept, against the keys you know and the ledger as it is.

    Says who signed, which witnesses cosigned and when, and what was recorded since. The exit code
    is 1 where anything does not hold: what was altered, is missing, or was not signed by whom you
    know.
    """
    from cli.bar import Bar
    from cli.bootstrap import open_ledger
    from cli.failures import Finding
    from cli.output import emit
    from cli.timestamping import authorities
    from ledger.integrity.unverified import Unverified
    from projections.checkpoints import FAIL, checked, failed
    from projections.views.checkpoints import CheckedView

    trusted = _trusted(authorities(authority_cert))
    with open_ledger(read_only=True) as ledger, Bar() as bar:
        asked = _asked(ledger, file)
        state = _state(ledger, [note for _, note, _ in asked])
        found = [checked(state, name, note, trusted, stamp) for name, note, stamp in asked]
        try:
            ledger.sound(progress=bar)
        except Unverified as error:
            found.append(failed("the ledger", error))
    emit(CheckedView(origin=state.origin, size=state.size, checkpoints=tuple(found)), None, fmt)
    if any(one.result == FAIL for one in found):
        raise Finding


def add(file: FileArg) -> None:
    """Keep a checkpoint that came back from witnesses, or that somebody published.

    It is checked first, as `checkpoint verify` does, and kept only if all of it holds.
    """
    from cli.bootstrap import open_ledger
    from cli.failures import say
    from projections.checkpoints import cosigners, held_against
    from projections.words import count

    note = _read(file)
    with open_ledger() as ledger:
        signed = held_against(_state(ledger, [note]), note, _trusted(()))
        size = signed.checkpoint.size
        number = _keep(ledger, str(signed.note), size, None)
    names = ", ".join(one.key.shown for one in signed.signed)
    say(f"checkpoint {number}: {names} signed for {count(size, 'event')}")
    for each in cosigners(signed):
        say(f"cosigned by {each}")
    if signed.unknown:
        unknown = ", ".join(f"{one.name}+{one.key_id.hex()}" for one in signed.unknown)
        say(f"signed, too, with keys that are not known: {unknown}")


def _signer(name: str | None, passphrase_file: Path | None) -> Signer:
    from cli.keyring import keyring
    from cli.passphrase import passphrase_of

    ring = keyring()
    key = ring.signing(name)
    return ring.signer(key, lambda: passphrase_of(key.name, passphrase_file))


def _stamp(url: str, text: bytes, authority_cert: Path | None) -> bytes:
    from cli.failures import say
    from cli.timestamping import ask_authority, authorities
    from ledger.errors import InputError
    from ledger.instants import format_instant
    from ledger.integrity.timestamp import stamp_request, verify_stamp

    roots = authorities(authority_cert)
    if not roots:
        raise InputError(
            "without its root certificate a time-stamping authority cannot be believed",
            where="--timestamp",
            mend="Name the certificate with --authority-cert, or in the setting timestamp-certs.",
        )
    request = stamp_request(text)
    reply = ask_authority(url, request.message)
    stamped = verify_stamp(reply, text, roots, request.nonce)
    say(f"stamped at {format_instant(stamped.at)} by {stamped.authority}")
    return reply


def _keep(ledger: Ledger, note: str, size: int, stamp: bytes | None) -> int:
    """Keep a note, once; the number it is kept under."""
    if stamp is None:
        for one in ledger.checkpoints():
            if one.note == note:
                return one.number
    return ledger.keep_checkpoint(note, size=size, timestamp=stamp)


def _trusted(certificates: tuple[Certificate, ...]) -> Trusted:
    from cli.keyring import keyring
    from projections.checkpoints import Trusted

    ring = keyring()
    return Trusted(ring.verifiers(), ring.witnesses(), certificates)


def _state(ledger: Ledger, notes: Iterable[str | bytes]) -> Attested:
    from projections.checkpoints import attested

    return attested(ledger.origin, ledger.leaves(), notes)


def _asked(ledger: Ledger, file: str | None) -> list[tuple[str, str | bytes, bytes | None]]:
    """The checkpoints to check: a name for each, the note, and a time stamp that is kept."""
    from cli.documents import STDIN
    from ledger.errors import SetupError

    if file is not None:
        return [("the checkpoint on stdin" if file == STDIN else file, _read(file), None)]
    kept = ledger.checkpoints()
    if not kept:
        raise SetupError(
            "no checkpoint is kept with the ledger yet",
            mend="Make one with `dipledger checkpoint create`, or name the file of one.",
        )
    return [(f"checkpoint {one.number}", one.note, one.timestamp) for one in kept]


def _read(file: str) -> bytes:
    from cli.documents import read_document
    from ledger.integrity.note import MAX_BYTES

    return read_document(file, MAX_BYTES)


def register(app: typer.Typer) -> None:
    """Add the group `checkpoint`."""
    checkpoint = group("Sign the state of the log, and check later that it still holds.")
    checkpoint.command("create")(create)
    checkpoint.command("verify")(verify)
    checkpoint.command("add")(add)
    checkpoint.command("list")(list_checkpoints)
    app.add_typer(checkpoint, name="checkpoint")
