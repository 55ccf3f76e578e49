"""How completions are printed for bash, zsh and fish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer._click.shell_completion import add_completion_class
from typer._completion_classes import BashComplete, FishComplete, ZshComplete

from cli.completion import plain

if TYPE_CHECKING:
    from typer._click.shell_completion import CompletionItem

SHELLS = ("bash", "fish", "zsh")


class _Zsh(ZshComplete):
    """Without rich, which would cost more than the answer, and with words that need no escaping."""

    def format_completion(self, item: CompletionItem) -> str:
        """`"value":"help"`, as `_arguments` takes it."""
        return f'"{item.value}":"{plain(item.help)}"' if item.help else f'"{item.value}"'


class _Fish(FishComplete):
    """Without rich."""

    def format_completion(self, item: CompletionItem) -> str:
        """The value, a tab and the help."""
        return f"{item.value}\t{plain(item.help)}" if item.help else str(item.value)


def register_shells() -> None:
    """Make typer print with the classes above."""
    for name, each in zip(SHELLS, (BashComplete, _Fish, _Zsh), strict=True):
        add_completion_class(each, name)
