"""What every command has in common: help, exit codes, streams, signals."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import typer

from cli import __version__
from cli.failures import USAGE, Finding, run
from cli.root import COMMANDS, root
from ledger.errors import Conflict, InputError, Refused, SeveralErrors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typer._click import Command, Context

    from tests.cli.conftest import Runner

ROOT = Path(__file__).parents[2]
WIDTH = 80


def every_command() -> Iterator[tuple[str, Command, Context]]:
    """Each command and group with the words that call it."""
    top = root()
    waiting: list[tuple[str, Command, Context]] = [
        ("dipledger", top, typer.Context(top, info_name="dipledger"))
    ]
    while waiting:
        words, command, context = waiting.pop()
        yield words, command, context
        if isinstance(command, typer.core.TyperGroup):
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                assert inner is not None
                inner_context = typer.Context(inner, info_name=name, parent=context)
                waiting.append((f"{words} {name}", inner, inner_context))


def loaded_by(*args: str) -> set[str]:
    """The top-level modules that a call imports."""
    code = (
        "import sys; from cli import app; sys.argv[1:] = sys.argv[1:]\n"
        "try: app.main()\n"
        "except SystemExit: pass\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *args], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


def test_the_bare_command_prints_help_and_that_is_no_error(dipledger: Runner) -> None:
    bare = dipledger()

    assert (bare.code, bare.err) == (0, "")
    assert bare.out.startswith("Usage: dipledger")
    assert bare.out == dipledger("--help").out == dipledger("-h").out


def test_a_group_without_a_command_is_unfinished(dipledger: Runner) -> None:
    group = dipledger("party")

    assert (group.code, group.out) == (2, "")
    assert "add" in group.err


def test_the_version_is_that_of_the_distribution(dipledger: Runner) -> None:
    pyproject = (ROOT / "pyproject.toml").read_text()

    assert f'\nversion = "{__version__}"\n' in pyproject
    assert dipledger("--version").ok().out == f"dipledger {__version__}\n"


def test_the_version_costs_no_library_and_help_only_typer() -> None:
    heavy = {"typer", "pydantic", "rich", "eventsourcing", "edtf", "pycountry", "sqlite3"}

    assert not heavy & loaded_by("--version")
    assert heavy & loaded_by("--help") == {"typer"}


def test_every_help_fits_80_columns_and_says_what_everything_is() -> None:
    for words, command, context in every_command():
        lines = command.get_help(context).splitlines()
        assert max(map(len, lines)) <= WIDTH, words
        for parameter in command.params:
            assert getattr(parameter, "help", None), (words, parameter.name)


def test_every_command_of_the_list_is_there_and_says_in_a_line_what_it_does() -> None:
    top = root()
    context = typer.Context(top, info_name="dipledger")

    for name, entry in COMMANDS.items():
        command = top.get_command(context, name)
        assert command is not None
        assert entry.summary.endswith(".")
        assert len(entry.summary) < WIDTH - 16


def test_usage_names_what_is_needed_plainly(dipledger: Runner) -> None:
    usage = dipledger("party", "show", "--help").out.splitlines()[0]

    assert usage == "Usage: dipledger party show [OPTIONS] CODE"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["shwo"], ["there is no command shwo", "near: show"]),
        (["party", "lsit"], ["there is no command lsit", "near: list"]),
        (["config", "--formt", "csv"], ["there is no option --formt", "near: --format"]),
        (["config", "--format", "xml"], ["'xml'", "table"]),
        (["config", "much"], ["unexpected extra argument"]),
        (["party", "show"], ["missing argument 'CODE'"]),
        (["config", "--format"], ["'--format' requires an argument"]),
        (["--ledger", "x"], ["missing command"]),
    ],
)
def test_a_slip_is_answered_with_a_sentence_near_misses_and_2(
    dipledger: Runner, typed: list[str], said: list[str]
) -> None:
    slip = dipledger(*typed)

    assert (slip.code, slip.out) == (2, "")
    assert slip.err.startswith("dipledger: error: ")
    assert "--help`." in slip.err
    for words in said:
        assert words in slip.err


def test_what_was_typed_cannot_drive_the_terminal(dipledger: Runner) -> None:
    slip = dipledger("sh\x1b]52;c;aGk=\x07ow\u202e")

    assert "sh␛]52;c;aGk=␇ow<U+202E>" in slip.err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError("x"), 2),
        (Refused("x"), 3),
        (Conflict("x"), 4),
        (SeveralErrors([InputError("x"), Refused("y")]), 3),
        (Finding(), 1),
        (SystemExit(3), 3),
        (typer.Exit(5), 5),
        (EOFError(), 2),
        (KeyboardInterrupt(), 130),
        (OSError(28, "disk full"), 2),
        (PermissionError(13, "no"), 70),
        (ZeroDivisionError("x"), 70),
    ],
)
def test_every_ending_has_its_code(error: BaseException, code: int) -> None:
    assert run(lambda: raised(error)) == code


def raised(error: BaseException) -> None:
    raise error


def test_an_error_says_what_where_what_is_near_and_how_to_mend_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(lambda: raised(Refused("no", where="a.yaml:3", near=["x", "y"], mend="Do.", rule="T6")))

    assert capsys.readouterr().err == (
        "dipledger: error: no (rule T6)\n  where: a.yaml:3\n  near: x, y\n  mend: Do.\n"
    )


def test_a_fault_of_the_program_is_one_sentence_and_a_traceback_only_on_demand(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(lambda: raised(ZeroDivisionError("by \x1b[2J")))
    said = capsys.readouterr().err
    monkeypatch.setenv("DIPLEDGER_DEBUG", "1")
    run(lambda: raised(ZeroDivisionError("again")))

    assert said.startswith("dipledger: error: ZeroDivisionError: by ␛[2J\n")
    assert "Traceback" not in said
    assert "Traceback" in capsys.readouterr().err


def test_a_question_that_nobody_answers_is_2_and_ctrl_c_at_it_is_130(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def ask(end: BaseException) -> None:
        aborted = typer.Abort()
        aborted.__context__ = end  # as typer's prompts leave it
        raise aborted

    assert run(lambda: ask(EOFError())) == USAGE
    assert "nobody answered" in capsys.readouterr().err
    assert run(lambda: ask(KeyboardInterrupt())) == 130


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_ends_the_call_with_its_code_and_no_traceback(
    number: signal.Signals, code: int
) -> None:
    script = (
        "import signal, sys, time; from cli.failures import run\n"
        # Whoever started the tests may ignore them; a user's shell does not.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "signal.signal(signal.SIGHUP, signal.SIG_DFL)\n"
        "def wait(): print('ready', flush=True); time.sleep(30)\n"
        "sys.exit(run(wait))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(number)
        _, err = process.communicate(timeout=20)

    assert (process.returncode, err) == (code, "")


def test_a_signal_that_the_caller_ignores_stays_ignored() -> None:
    script = (
        "import os, signal, sys; from cli.failures import run\n"
        "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "sys.exit(run(lambda: os.kill(os.getpid(), signal.SIGHUP)))"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0


def test_a_reader_that_stops_reading_hears_no_complaint(dipledger: Runner) -> None:
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with dipledger.start("schema", "events", **streams) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        err = process.stderr.read()

    assert (process.returncode, err) == (141, b"")


@pytest.mark.parametrize("args", [["schema", "events"], ["--version"], ["--help"]])
def test_a_full_disk_under_stdout_is_a_sentence(dipledger: Runner, args: list[str]) -> None:
    with (
        Path("/dev/full").open("wb") as full,
        dipledger.start(*args, stdout=full, stderr=subprocess.PIPE) as process,
    ):
        _, err = process.communicate(timeout=20)

    assert process.returncode == 2
    assert err == b"dipledger: error: cannot write: No space left on device\n"


def test_streams_that_the_caller_closed_are_not_taken_by_a_file(dipledger: Runner) -> None:
    script = (
        "import os, sys; sys.argv[1:] = ['config']; from cli import app\n"
        "for number in (0, 1, 2): os.close(number)\n"
        "sys.stdin = sys.stdout = sys.stderr = None\n"
        "from cli.streams import prepare_streams; prepare_streams()\n"
        "number = os.open(os.devnull, os.O_RDONLY)\n"
        "os._exit(number)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=dipledger.folder,
        env=dipledger.environment(),
        check=False,
    )

    assert done.returncode == 3


def test_output_is_utf_8_whatever_the_locale(dipledger: Runner) -> None:
    (dipledger.folder / ".dipledger.toml").write_text('recorder = "Zoë 武"\n', encoding="utf-8")
    latin = {**dipledger.environment(), "LC_ALL": "C", "PYTHONIOENCODING": "latin-1"}
    done = subprocess.run(
        [sys.executable, "-m", "cli.app", "config", "--format", "json"],
        cwd=dipledger.folder,
        env=latin,
        capture_output=True,
        check=True,
    )

    assert json.loads(done.stdout.decode())["data"]["settings"][1]["value"] == "Zoë 武"


def test_global_options_count_before_and_after_the_command_and_the_last_one_wins(
    dipledger: Runner,
) -> None:
    before = dipledger("--ledger", "a", "config", "--format", "json").data
    after = dipledger("--ledger", "a", "config", "--ledger", "b", "--format", "json").data

    assert before["settings"][0]["value"] == "a"
    assert after["settings"][0]["value"] == "b"
