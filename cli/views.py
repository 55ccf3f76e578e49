"""Views of the program itself: its settings, its keys, and the health of a ledger."""

from __future__ import annotations

from projections.views.base import View


class SettingView(View):
    """A setting, its value and where that comes from."""

    name: str
    """The key in a settings file."""
    value: str | None
    """Its value; None: not set."""
    origin: str
    """The option, variable or file it comes from, or default."""
    variable: str
    """The environment variable that sets it."""
    meaning: str
    """What it does."""


class ConfigView(View):
    """Every setting."""

    settings: tuple[SettingView, ...]
    """In the order of the documentation."""


class CheckView(View):
    """One thing that was looked at."""

    check: str
    """What was looked at."""
    result: str
    """ok, warning or fail."""
    found: str
    """What was found, in a sentence."""
    mend: str | None
    """How to mend it; None where there is nothing to mend."""


class DoctorView(View):
    """The health of the installation and of a ledger."""

    checks: tuple[CheckView, ...]
    """In the order they were made."""


class VerifyView(View):
    """Whether the record is what was recorded."""

    origin: str
    """Who the ledger is, in its checkpoints."""
    events: int
    """How many events its tree is over."""
    root: str
    """The root of the Merkle tree, as it is written, as hexadecimal digits."""
    first_difference: int | None
    """The position of the first event that differs; None where none does, or none can be named."""
    checks: tuple[CheckView, ...]
    """In the order they were made; none is made after one that failed."""


class SchemaLine(View):
    """A schema that can be printed."""

    name: str
    """What `dipledger schema` takes."""
    of: str
    """act, event or output."""
    meaning: str
    """What it describes."""


class SchemasView(View):
    """Every schema that can be printed."""

    schemas: tuple[SchemaLine, ...]
    """Acts, then events, then output."""


class KeptCheckpointView(View):
    """A checkpoint that is kept with a ledger, and that its tree matches."""

    number: int
    """The number it is kept under."""
    events: int
    """How many events it covers."""
    timestamped: bool
    """Whether a time stamp is kept with it."""


class CopyView(View):
    """A copy of a ledger that was made and found to be whole."""

    file: str
    """The copy."""
    copy_of: str
    """What it is a copy of."""
    origin: str | None
    """Who the ledger is, in its checkpoints; None in one of the first format."""
    events: int
    """How many events it holds."""
    root: str
    """The root of the Merkle tree over them, as hexadecimal digits."""
    checkpoint: KeptCheckpointView | None
    """The newest checkpoint kept in it; None: there is none."""
    withheld: int
    """Of how many of the events it holds only the leaves."""
    bytes: int
    """How large the copy is."""


class KeyLine(View):
    """A public key that is known, and what is known of it."""

    name: str
    """Its name."""
    id: str
    """Eight hexadecimal digits, which tell keys of one name apart."""
    role: str
    """own, log (of whoever else signs ledgers) or witness (who cosigns)."""
    private: str | None
    """plain or passphrase, where the private key is at hand; None: it signs no more."""
    vkey: str
    """The verifier key, as it is handed on."""


class KeysView(View):
    """The keys of the user, and those of others that are trusted."""

    folder: str
    """Where they are kept."""
    keys: tuple[KeyLine, ...]
    """By name."""


PROGRAM_VIEWS: dict[str, type[View]] = {
    "config/1": ConfigView,
    "copy/1": CopyView,
    "doctor/1": DoctorView,
    "keys/1": KeysView,
    "schemas/1": SchemasView,
    "verify/1": VerifyView,
}


def output_views() -> dict[str, type[View]]:
    """Everything that is printed as JSON or served as JSON, by the name of its schema."""
    from cli.web.pages import PAGES
    from projections.views.schema import VIEWS

    return {**VIEWS, **PROGRAM_VIEWS, **{route.schema: route.view for route in PAGES}}
