"""The program itself: its settings, its keys, the health of a ledger, its schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.terminal.layout import columns, fitting, line, rest, stacked, word
from cli.views import ConfigView, DoctorView, KeysView, SchemasView, VerifyView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import RenderableType

    from cli.views import KeyLine, SettingView
    from projections.views.base import View


def config(view: ConfigView, width: int) -> Iterator[RenderableType]:
    """Every setting: name, value, and where that comes from."""
    rows = [
        (
            Text(setting.name, style="bold"),
            stacked(
                (
                    Text("not set" if setting.value is None else setting.value, overflow="fold"),
                    line(_origin(setting), "dim"),
                    line(setting.meaning, "dim"),
                )
            ),
        )
        for setting in view.settings
    ]
    widths = [fitting((setting.name for setting in view.settings), most=20)]
    yield columns(rows, [*widths, rest(width, *widths)])


def _origin(setting: SettingView) -> str:
    if setting.origin == setting.variable:
        return f"from {setting.variable}"
    return f"from {setting.origin}; {setting.variable} sets it too"


def verify(view: VerifyView, width: int) -> Iterator[RenderableType]:
    """The checks, and the head of the tree to compare with one kept elsewhere."""
    yield from doctor(view, width)
    yield line("")
    yield line(f"{view.origin}: {view.events:,} events, root")
    yield line(view.root)
    if view.first_difference is not None:
        yield line(f"The first event that differs is {view.first_difference}.", "bold")


def doctor(view: DoctorView | VerifyView, width: int) -> Iterator[RenderableType]:
    """Every check: its result, what was found, how to mend it."""
    rows = [
        (
            word(check.result),
            Text(check.check, style="bold", overflow="fold"),
            stacked((line(check.found), line(f"mend: {check.mend}" if check.mend else ""))),
        )
        for check in view.checks
    ]
    widths = [7, fitting((check.check for check in view.checks), most=20)]
    yield columns(rows, [*widths, rest(width, *widths)])


def keys(view: KeysView, width: int) -> Iterator[RenderableType]:
    """Every key: its name, what it is known for, and the line to hand on."""
    if not view.keys:
        yield line("There is no key yet: dipledger keys new NAME")
        return
    rows = [
        (
            Text(key.role),
            stacked(
                (
                    Text(key.name, style="bold", overflow="fold"),
                    line(_use(key)),
                    Text(key.vkey, style="dim", overflow="fold"),
                )
            ),
        )
        for key in view.keys
    ]
    widths = [7]
    yield columns(rows, [*widths, rest(width, *widths)])


def _use(key: KeyLine) -> str:
    if key.role == "witness":
        return "cosigns checkpoints of ledgers"
    if key.role == "log":
        return "trusted to sign checkpoints of ledgers"
    if key.private is None:
        return "signs no more; what it signed is verified"
    return "signs, with a passphrase" if key.private == "passphrase" else "signs"


def schemas(view: SchemasView, width: int) -> Iterator[RenderableType]:
    """Every schema: its name, of what it is, what that means."""
    rows = [
        (Text(each.name, style="bold", overflow="fold"), Text(each.of), line(each.meaning))
        for each in view.schemas
    ]
    widths = [fitting((each.name for each in view.schemas), most=36), 6]
    yield columns(rows, [*widths, rest(width, *widths)], head=("NAME", "OF", "MEANING"))


RENDERERS: dict[type[View], Callable[..., Iterator[RenderableType]]] = {
    ConfigView: config,
    DoctorView: doctor,
    KeysView: keys,
    SchemasView: schemas,
    VerifyView: verify,
}
