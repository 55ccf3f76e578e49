"""`dipledger serve`: the web page of the ledger, on this machine."""

from __future__ import annotations

import sys
from string import digits
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import KnownAtOption, ZoneOption
from cli.viewers import LEDGER, KnownByOption

if TYPE_CHECKING:
    from cli.web.ceiling import Ceiling
    from cli.web.serving import Serving

NEEDS = ("starlette", "uvicorn", "jinja2")

HostOption = Annotated[
    str, typer.Option("--host", metavar="ADDRESS", help="The address to listen at.")
]
PortOption = Annotated[
    int,
    typer.Option(
        "--port", metavar="PORT", min=0, max=65535, help="The port; 0 takes one that is free."
    ),
]
KnowinglyOption = Annotated[
    bool,
    typer.Option(
        "--i-know-others-can-reach-it",
        help="Listen at an address that others can reach; they need the code that is printed.",
    ),
]
NameOption = Annotated[
    list[str] | None,
    typer.Option(
        "--name", metavar="NAME", help="A further name the page is asked by; may be repeated."
    ),
]
CodeOption = Annotated[
    bool,
    typer.Option(
        "--access-code", help="Ask for a code here too: other users of this machine need it."
    ),
]
AppendOption = Annotated[
    bool, typer.Option("--allow-append", help="Let demands, replies and statements be recorded.")
]
OpenOption = Annotated[bool, typer.Option("--open", help="Open the page in the browser.")]


def serve(
    host: HostOption = "127.0.0.1",
    port: PortOption = 8181,
    allow_append: AppendOption = False,
    open_page: OpenOption = False,
    known_at: KnownAtOption = None,
    known_by: KnownByOption = LEDGER,
    zone: ZoneOption = None,
    knowingly: KnowinglyOption = False,
    name: NameOption = None,
    access_code: CodeOption = False,
) -> None:
    """Show the ledger as a web page: who owes whom, each thread as a picture, any date by a slider.

    Ends with Ctrl-C. The page is read only, and only this machine can reach it. --clearance,
    --known-by and --known-at are a ceiling here: no address of the page shows more than that.
    """
    _check_installed()
    from cli.web.listening import check_address, names_of, new_code, told_of

    reachable = check_address(host, knowingly=knowingly)
    code = new_code() if reachable or access_code else None
    serving = _serving(known_by, known_at, zone, allow_append=allow_append)
    from cli.failures import say
    from cli.web.app import application
    from cli.web.guard import Guard, guarded
    from cli.web.server import serve as listen

    guard = Guard(hosts=names_of(host, tuple(name or ())), code=code, may_append=serving.may_append)
    for line in told_of(code, reachable=reachable):
        say(line)

    def listening(url: str) -> None:
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        say(f"{serving.path.name} is at {url} until Ctrl-C")
        if open_page:
            typer.launch(url)

    listen(guarded(application(serving, guard), guard), host, port, listening=listening)


def _check_installed() -> None:
    """SetupError where the libraries of the page are not installed."""
    from importlib.util import find_spec

    missing = [each for each in NEEDS if find_spec(each) is None]
    if missing:
        from ledger.errors import SetupError

        raise SetupError(
            f"the page needs {', '.join(missing)}",
            mend="Install it with `pip install 'dipledger[web]'`.",
        )


def _serving(
    known_by: str, known_at: str | None, zone: str | None, *, allow_append: bool
) -> Serving:
    """What is shown, once it is certain that it can be: the ceiling is read, the ledger opened."""
    from cli.bootstrap import reading
    from cli.context import current
    from cli.web.ceiling import Ceiling
    from cli.web.recording.starting import may_append
    from cli.web.serving import Serving

    invocation = current()
    settings = invocation.settings
    with reading(known_at=known_at, known_by=known_by, zone=zone) as (reader, lens):
        ceiling = Ceiling(
            settings.clearance, lens.known_by, known_at, zone or settings.text("zone")
        )
        _check_ceiling(ceiling)
        return Serving(
            path=settings.ledger.absolute(),
            clock=invocation.clock,
            recorder=settings.recorder,
            busy_timeout=settings.busy_timeout,
            ceiling=ceiling,
            may_append=allow_append and may_append(ceiling, reader),
        )


def _check_ceiling(ceiling: Ceiling) -> None:
    """InputError for a ceiling of knowledge that rises by itself, as `-7d` and `today` do."""
    if ceiling.known_at is None or ceiling.known_at.strip()[:1] in {"#", *digits}:
        return
    from ledger.errors import InputError

    raise InputError(
        f"{ceiling.known_at} is another moment every day, and no ceiling",
        where="--known-at",
        mend="Write a day, a time or a log position.",
    )


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve")(serve)
