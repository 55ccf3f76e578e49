"""`dipledger config`: every setting, and where it comes from."""

from __future__ import annotations

import typer

from cli.context import current
from cli.options import FormatOption
from cli.output import emit


def config(fmt: FormatOption = None) -> None:
    """Every setting, its value, and where that comes from.

    A setting is taken from the first of these that has it: the option; the environment variable;
    .dipledger.toml in the current folder or one above it; config.toml in the folder dipledger of
    your configuration folder (XDG_CONFIG_HOME); the default. A path in a file is relative to it.
    """
    from cli.settings import SPECS
    from cli.views import ConfigView, SettingView

    values = current().settings.values
    view = ConfigView(
        settings=tuple(
            SettingView(
                name=spec.name,
                value=values[spec.name].value,
                origin=values[spec.name].origin,
                variable=spec.variable,
                meaning=spec.meaning,
            )
            for spec in SPECS
        )
    )
    emit(view, None, fmt)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("config")(config)
