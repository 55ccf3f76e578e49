"""`dipledger completion SHELL`: the script that makes a shell complete commands, ids and codes."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from cli.completion import VARIABLE


class Shell(StrEnum):
    """A shell with a completion script."""

    BASH = "bash"
    FISH = "fish"
    ZSH = "zsh"


_HELP = """
Print the completion script of a shell.

\b
bash: eval "$(dipledger completion bash)"    in ~/.bashrc
zsh:  eval "$(dipledger completion zsh)"     in ~/.zshrc, after compinit
fish: dipledger completion fish | source     in config.fish

Nothing is installed and no file is changed: the line above is yours to add. Thread ids, party
codes and kinds are read from the ledger each time, without writing.
"""


def completion(
    shell: Annotated[Shell, typer.Argument(metavar="SHELL", help="bash, fish or zsh.")],
) -> None:
    """Print the completion script of a shell."""
    from typer._completion_shared import get_completion_script

    script = get_completion_script(prog_name="dipledger", complete_var=VARIABLE, shell=shell)
    typer.echo(script)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("completion", help=_HELP)(completion)
