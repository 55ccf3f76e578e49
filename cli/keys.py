"""`dipledger keys`: keys to sign with, and public keys of others to trust."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cli.completion import complete_key
from cli.groups import group
from cli.options import FormatOption
from cli.passphrase import PassphraseFileOption

if TYPE_CHECKING:
    from cli.keyring import Keyring, Role
    from ledger.integrity.vkey import VerifierKey


NameArg = Annotated[
    str,
    typer.Argument(metavar="NAME", help="The key's name.", autocompletion=complete_key),
]
NewNameArg = Annotated[
    str,
    typer.Argument(metavar="NAME", help="Its name, such as registry.example/2026: no blanks."),
]
VkeyArg = Annotated[
    str,
    typer.Argument(metavar="VKEY|FILE", help="NAME+ID+BASE64 as its owner gave it, or a file."),
]
PassphraseOption = Annotated[
    bool, typer.Option("--passphrase", help="Encrypt the private key; asked at the terminal.")
]
RoleOption = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar="ROLE",
        help="log (signs ledgers) or witness (cosigns); else as its algorithm tells.",
        autocompletion=lambda: ["log", "witness"],
    ),
]


def new(
    name: NewNameArg,
    passphrase: PassphraseOption = False,
    passphrase_file: PassphraseFileOption = None,
) -> None:
    """Make a key to sign checkpoints with, and print its verifier key.

    The private key is a file that only you can read, outside of any ledger; it is never
    overwritten. Give the verifier key to whoever is to check your checkpoints and proofs.
    """
    from secrets import token_bytes

    from cli.failures import say
    from cli.keyring import keyring
    from cli.passphrase import new_passphrase
    from ledger.integrity.keys import SEED_SIZE

    _check_name(name)
    encrypted = passphrase or passphrase_file is not None
    ring = keyring()
    ring.check_free(name)
    key = ring.make(
        name, token_bytes(SEED_SIZE), new_passphrase(passphrase_file) if encrypted else None
    )
    say(f"made the key {key.shown}: {ring.private(key)}")
    _print(key)


def list_keys(fmt: FormatOption = None) -> None:
    """The keys at hand, and the public keys of others that are trusted."""
    from cli.keyring import keyring
    from cli.output import emit
    from cli.views import KeyLine, KeysView

    ring = keyring()
    told = {True: "passphrase", False: "plain", None: None}
    lines = tuple(
        KeyLine(
            name=one.key.name,
            id=one.key.id.hex(),
            role=one.role,
            private=told[ring.has_passphrase(one.key)],
            vkey=str(one.key),
        )
        for one in ring.known()
    )
    emit(KeysView(folder=str(ring.folder), keys=lines), None, fmt)


def show(name: NameArg) -> None:
    """Print the verifier key of a name, the line to hand on; of each key that had the name."""
    from cli.keyring import keyring

    for one in keyring().named(name):
        _print(one.key)


def trust(vkey: VkeyArg, role: RoleOption = None) -> None:
    """Trust a public key: checkpoints and proofs signed by it are believed from now on.

    Compare it first with what its owner tells you by another way, on the telephone or in print:
    whoever slips you a key can sign whatever pleases.
    """
    from cli.failures import say
    from cli.keyring import keyring, keys_in

    ring = keyring()
    for key in keys_in(vkey):
        chosen = _role(role, key)
        if any(one.key == key for one in ring.known()):
            say(f"{key.shown} is known already")
            continue
        _warn_of_others(ring, key)
        ring.trust(key, chosen)
        say(f"{key.shown} is trusted as a {chosen} from now on")


def retire(name: NameArg) -> None:
    """Set a private key aside: it signs no more, and what it signed is verified as before."""
    from cli.failures import say
    from cli.keyring import keyring

    aside = keyring().retire(name)
    say(f"{name} signs no more; its private key is in {aside}, which you may delete")


def _check_name(name: str) -> None:
    from ledger.errors import InputError
    from ledger.integrity.vkey import is_key_name
    from ledger.text import hides_something

    longest = 64
    if not is_key_name(name) or hides_something(name) or len(name) > longest:
        raise InputError(
            f"a key cannot be called {name!r}",
            mend=f"Take up to {longest} characters, without blanks and plus signs, like "
            "registry.example/2026.",
        )


def _role(given: str | None, key: VerifierKey) -> Role:
    from cli.keyring import Role
    from ledger.errors import InputError

    if given is None:
        return Role.WITNESS if key.is_witness else Role.LOG
    if given not in (Role.LOG, Role.WITNESS):
        raise InputError(
            f"a key is not trusted as {given!r}", where="--as", mend="Write log or witness."
        )
    if given == Role.LOG and key.is_witness:
        raise InputError(
            f"{key.shown} is a key for cosignatures, and signs no ledger of its own",
            where="--as",
            mend="Trust it as a witness.",
        )
    return Role(given)


def _warn_of_others(ring: Keyring, key: VerifierKey) -> None:
    from cli.failures import say

    others = [one.key.shown for one in ring.known() if one.key.name == key.name]
    if others:
        say(f"warning: other keys of that name are known: {', '.join(others)}")


def _print(key: VerifierKey) -> None:
    from ledger.text import visible

    sys.stdout.write(f"{visible(str(key))}\n")


def register(app: typer.Typer) -> None:
    """Add the group `keys`."""
    keys = group("Keys to sign with, and public keys of others to trust.")
    keys.command("new")(new)
    keys.command("list")(list_keys)
    keys.command("show")(show)
    keys.command("trust")(trust)
    keys.command("retire")(retire)
    app.add_typer(keys, name="keys")
