"""`dipledger verify-proof`: check a proof without any ledger."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import FormatOption

if TYPE_CHECKING:
    from ledger.integrity.keys import Verifier

FileArg = Annotated[
    str | None, typer.Argument(metavar="[FILE|-]", help="What `dipledger prove` printed.")
]
KeysOption = Annotated[
    list[str] | None,
    typer.Option(
        "--key",
        metavar="VKEY|FILE",
        help="A verifier key that is believed, or a file of some; may be repeated. Else: the keys "
        "of `dipledger keys list`.",
    ),
]
ScriptOption = Annotated[
    bool,
    typer.Option("--script", help="Print a script that checks proofs without dipledger."),
]


def verify_proof(
    file: FileArg = None,
    key: KeysOption = None,
    script: ScriptOption = False,
    fmt: FormatOption = None,
) -> None:
    """Check a proof by the keys that you believe, and say what it proves. No ledger is needed.

    The exit code is 1, and the step at which it fails is said, where it proves nothing.
    """
    from cli.documents import read_document
    from cli.output import emit
    from ledger.errors import InputError
    from ledger.integrity.bundle import verify_bundle
    from ledger.integrity.bundle_form import MAX_BYTES
    from projections.proofs import proof_view

    if script:
        from importlib.resources import files

        sys.stdout.write(files("cli.standalone").joinpath("verify_proof.py").read_text("utf-8"))
        return
    if file is None:
        raise InputError("there is no proof to check", mend="Name its file, or - for stdin.")
    data = read_document(file, MAX_BYTES)
    verifiers, witnesses = _keys(key or [])
    emit(proof_view(verify_bundle(data, verifiers, witnesses)), None, fmt)


def _keys(given: list[str]) -> tuple[list[Verifier], list[Verifier]]:
    """Whose word is taken: those that speak for ledgers, and witnesses."""
    from cli.keyring import keyring, keys_in
    from ledger.errors import InputError
    from ledger.integrity.keys import Verifier

    if not given:
        ring = keyring()
        if not ring.verifiers():
            raise InputError(
                "there is no key to check the proof by",
                mend="Name the verifier key of who signed it with --key, or trust it with "
                "`dipledger keys trust`.",
            )
        return ring.verifiers(), ring.witnesses()
    every = [Verifier(one) for text in given for one in keys_in(text)]
    of_logs = [one for one in every if not one.key.is_witness]
    return of_logs, [one for one in every if one.key.is_witness]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("verify-proof")(verify_proof)
