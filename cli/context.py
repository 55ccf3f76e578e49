"""What one call of the command has at hand: its settings, its clock, and notes for stderr.

The options `--ledger`, `--clearance` and `--now` are accepted before and after the command's name;
the last one given counts. They are kept in the context that typer shares between a command and its
groups.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from typer._click.globals import get_current_context

from cli.settings import Settings, load_settings
from ledger.store import machine

if TYPE_CHECKING:
    import typer

_KEY = "dipledger."
_FLAGS = ("ledger", "clearance", "now")
_MICROS = 1_000_000


@dataclass
class Invocation:
    """One call of the command. `notes` are worth a line on stderr, and go into the envelope."""

    flags: dict[str, str]
    notes: list[str] = field(default_factory=list)
    in_memory: bool = False
    """Whether questions are answered from memory, because the tables in the file are damaged."""
    marking: Callable[[], str | None] = lambda: None
    """The highest marking of what has been read to answer, None where nothing is marked."""

    @cached_property
    def settings(self) -> Settings:
        """Every setting with its origin, read once."""
        return load_settings(self.flags, os.environ, Path.cwd(), user_folder, machine.login)

    @cached_property
    def fixed_now(self) -> int | None:
        """The instant that `--now` or `DIPLEDGER_NOW` names; a day means its end in UTC."""
        text = self.settings.text("now")
        return None if text is None else _fixed(text, self.settings.values["now"].origin)

    def clock(self) -> int:
        """Now, in microseconds of UTC: as fixed by the user, else the machine's."""
        if self.fixed_now is not None:
            return self.fixed_now * _MICROS
        return machine.clock()

    @property
    def now(self) -> int:
        """Now as an instant, in whole seconds."""
        return self.clock() // _MICROS

    def note(self, text: str) -> None:
        """Keep a note for the envelope and say it on stderr, once."""
        if text not in self.notes:
            from cli.failures import say

            self.notes.append(text)
            say(f"note: {text}")


def current() -> Invocation:
    """This call of the command; RuntimeError outside of one."""
    meta = get_current_context().meta
    key = f"{_KEY}invocation"
    if key not in meta:
        flags = {name: meta[_KEY + name] for name in _FLAGS if _KEY + name in meta}
        meta[key] = Invocation(flags)
    found: Invocation = meta[key]
    return found


def continue_as(invocation: Invocation) -> None:
    """Go on with the invocation of a call that has to be made again."""
    get_current_context().meta[f"{_KEY}invocation"] = invocation


def remember(ctx: typer.Context, name: str, value: str | None) -> str | None:
    """Keep a global option for `current`; the one given last counts."""
    if value is not None:
        ctx.meta[_KEY + name] = value
    return value


def user_folder() -> Path:
    """Where the user's settings are: `$XDG_CONFIG_HOME/dipledger`."""
    from platformdirs import user_config_path

    return user_config_path("dipledger")


def _fixed(text: str, origin: str) -> int:
    from ledger.errors import InputError
    from ledger.moments import parse_moment

    try:
        moment = parse_moment(text)
    except InputError as error:
        raise error.at(origin) from None
    first, last = moment.end("UTC", 0), moment.end("UTC", 2_000_000_000)
    if first != last:
        raise InputError(
            f"{text} depends on what it is to set",
            where=origin,
            mend="Write a day or an instant, 2022-01-27 or 2022-01-27T12:00Z.",
        )
    return first
