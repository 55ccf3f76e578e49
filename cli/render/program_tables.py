"""The tables of the views of the program itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from projections.tables.basic import plain_table
from projections.tables.table import Tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from cli.views import ConfigView, DoctorView, SchemasView


def config(view: ConfigView) -> Tables:
    """One row for each setting."""
    columns = ("name", "value", "origin", "variable", "meaning")
    return Tables([plain_table("Settings", columns, view.settings)])


def doctor(view: DoctorView) -> Tables:
    """One row for each check."""
    columns = ("check", "result", "found", "mend")
    return Tables([plain_table("Checks", columns, view.checks)])


def schemas(view: SchemasView) -> Tables:
    """One row for each schema."""
    return Tables([plain_table("Schemas", ("name", "of", "meaning"), view.schemas)])


TABLES: dict[str, Callable[[Any], Tables]] = {
    "ConfigView": config,
    "DoctorView": doctor,
    "SchemasView": schemas,
}
