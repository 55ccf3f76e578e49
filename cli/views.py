"""Views of the program itself: its settings, and the health of a ledger."""

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


PROGRAM_VIEWS: dict[str, type[View]] = {
    "config/1": ConfigView,
    "doctor/1": DoctorView,
    "schemas/1": SchemasView,
}
