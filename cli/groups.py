"""Groups of commands: near misses for a mistyped name, and the options every command takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer import Option
from typer._click.exceptions import UsageError
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group, get_params_convertors_ctx_param_name_from_function
from typer.models import CommandFunctionType

from cli.completion import complete_clearance
from cli.context import remember

if TYPE_CHECKING:
    from typer._click import Command
    from typer._click import Context as ClickContext

SETTINGS = {"help_option_names": ["-h", "--help"]}


class Group(TyperGroup):
    """A group that answers a mistyped command with the nearest ones."""

    def resolve_command(
        self, ctx: ClickContext, args: list[str]
    ) -> tuple[str | None, Command | None, list[str]]:
        """The command that the first word names, and the words after it."""
        name = args[0]
        command = self.get_command(ctx, name)
        if command is None and not ctx.resilient_parsing:
            raise self._no_such_command(ctx, name)
        return name if command else None, command, args[1:]

    def _no_such_command(self, ctx: ClickContext, name: str) -> UsageError:
        from ledger.near import near

        error = UsageError(f"there is no command {name}", ctx)
        error.near = near(name, self.list_commands(ctx))  # type: ignore[attr-defined]
        return error


class OneCommand(TyperCommand):
    """A command whose usage names what it needs plainly: `THREAD`, not `{THREAD}`."""

    def collect_usage_pieces(self, ctx: ClickContext) -> list[str]:
        """The words of the usage line after the command's name."""
        pieces = super().collect_usage_pieces(ctx)
        return [piece[1:-1] if piece.startswith("{") else piece for piece in pieces]


class Commands(typer.Typer):
    """A typer whose commands are of the class above, whoever registers them."""

    def command(
        self,
        name: str | None = None,
        *,
        cls: type[TyperCommand] | None = OneCommand,
        **options: Any,  # noqa: ANN401 -- handed on as they come
    ) -> Callable[[CommandFunctionType], CommandFunctionType]:
        """Register a function as a command."""
        return super().command(name, cls=cls, **options)


def group(summary: str) -> typer.Typer:
    """A typer for the commands of a group, or of the root."""
    return Commands(
        cls=Group,
        help=summary,
        add_completion=False,
        no_args_is_help=True,
        rich_markup_mode=None,  # plain help loads no rich, fits 80 columns, and runs no markup
        context_settings=SETTINGS,
    )


def commands_of(register: Callable[[typer.Typer], None]) -> dict[str, Command]:
    """The commands that a module registers, each with the global options."""
    app = group("")
    register(app)
    commands = dict(get_group(app).commands)
    for command in commands.values():
        _with_global_options(command)
    return commands


def _with_global_options(command: Command) -> None:
    if isinstance(command, TyperGroup):
        for each in command.commands.values():
            _with_global_options(each)
        return
    command.context_settings = {**SETTINGS, **command.context_settings}
    params, _, _ = get_params_convertors_ctx_param_name_from_function(global_options)
    command.params.extend(params)


def _keep_ledger(ctx: typer.Context, value: str | None) -> str | None:
    return remember(ctx, "ledger", value)


def _keep_clearance(ctx: typer.Context, value: str | None) -> str | None:
    return remember(ctx, "clearance", value)


def _keep_now(ctx: typer.Context, value: str | None) -> str | None:
    return remember(ctx, "now", value)


LedgerOption = Annotated[
    str | None,
    Option(
        "--ledger",
        metavar="PATH",
        expose_value=False,
        callback=_keep_ledger,
        help="The ledger file.",
    ),
]
ClearanceOption = Annotated[
    str | None,
    Option(
        "--clearance",
        metavar="LEVEL",
        expose_value=False,
        callback=_keep_clearance,
        help="Hide what is marked higher: restricted, secret …",
        autocompletion=complete_clearance,
    ),
]
NowOption = Annotated[
    str | None,
    Option(
        "--now",
        metavar="T",
        expose_value=False,
        callback=_keep_now,
        help="What to take for now, a day or an instant.",
    ),
]


def global_options(
    ledger: LedgerOption = None, clearance: ClearanceOption = None, now: NowOption = None
) -> None:
    """Carry the options that every command takes, and the program itself."""
