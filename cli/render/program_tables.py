"""The tables of the views of the program itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from projections.tables.basic import plain_table
from projections.tables.table import Table, Tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from cli.views import ConfigView, CopyView, DoctorView, KeysView, SchemasView, VerifyView


def config(view: ConfigView) -> Tables:
    """One row for each setting."""
    columns = ("name", "value", "origin", "variable", "meaning")
    return Tables([plain_table("Settings", columns, view.settings)])


def copy(view: CopyView) -> Tables:
    """One row: the copy."""
    kept = view.checkpoint
    columns = ("file", "copy_of", "origin", "events", "root", "checkpoint", "withheld", "bytes")
    row = (
        view.file,
        view.copy_of,
        view.origin,
        view.events,
        view.root,
        None if kept is None else kept.number,
        view.withheld,
        view.bytes,
    )
    return Tables([Table("Copy", columns, [row])])


def verify(view: VerifyView) -> Tables:
    """One row for each check, and the head of the tree."""
    columns = ("check", "result", "found", "mend")
    head = ("origin", "events", "root", "first_difference")
    row = (view.origin, view.events, view.root, view.first_difference)
    return Tables([plain_table("Checks", columns, view.checks), Table("Head", head, [row])])


def doctor(view: DoctorView) -> Tables:
    """One row for each check."""
    columns = ("check", "result", "found", "mend")
    return Tables([plain_table("Checks", columns, view.checks)])


def keys(view: KeysView) -> Tables:
    """One row for each key."""
    return Tables([plain_table("Keys", ("name", "id", "role", "private", "vkey"), view.keys)])


def schemas(view: SchemasView) -> Tables:
    """One row for each schema."""
    return Tables([plain_table("Schemas", ("name", "of", "meaning"), view.schemas)])


TABLES: dict[str, Callable[[Any], Tables]] = {
    "ConfigView": config,
    "CopyView": copy,
    "DoctorView": doctor,
    "KeysView": keys,
    "SchemasView": schemas,
    "VerifyView": verify,
}
