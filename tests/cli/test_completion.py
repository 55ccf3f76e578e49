"""What a shell is offered, and that nothing it is offered can be executed."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cli.completion import plain

if TYPE_CHECKING:
    from tests.cli.conftest import Runner


def offered(ledger: Runner, line: str, by: str = "bash") -> list[str]:
    """What the shell gets for a line that ends where the cursor is."""
    words = line.split(" ")
    env = {
        "_DIPLEDGER_COMPLETE": f"complete_{by}",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    asked = ledger(env=env)
    assert asked.err == ""
    return asked.out.split("\n")[:-1] if asked.out.strip() else []


def test_commands_options_and_formats_are_offered(dipledger: Runner) -> None:
    assert offered(dipledger, "dipledger th") == ["thread", "threads"]
    assert offered(dipledger, "dipledger thread re") == ["reopen"]
    assert "--known-at" in offered(dipledger, "dipledger log --k")
    assert offered(dipledger, "dipledger log --format js") == ["json", "jsonl"]
    assert offered(dipledger, "dipledger schema repl") == ["reply"]


def test_threads_of_the_ledger_are_offered(ledger: Runner) -> None:
    assert offered(ledger, "dipledger thread close us") == ["us-russia-2021"]


def test_the_ledger_is_the_one_of_the_line(ledger: Runner) -> None:
    ledger("init", "--ledger", "other").ok()
    ledger("thread", "open", "uk-iceland", "--title", "Cod", "--ledger", "other").ok()

    assert offered(ledger, "dipledger --ledger other thread close u") == ["uk-iceland"]
    assert offered(ledger, "dipledger thread close --ledger other u") == ["uk-iceland"]


def test_parties_shipped_and_registered_are_offered(ledger: Runner) -> None:
    ledger("party", "add", "RUX", "--name", "Rux $(id)", "--kind", "body").ok()

    assert {"RUS", "RUX"} <= set(offered(ledger, "dipledger party show RU"))
    assert "RUX\tRux id" in offered(ledger, "dipledger party show RUX", by="fish")


@pytest.mark.parametrize("content", [None, b"", b"garbage" * 1000])
def test_a_ledger_that_cannot_be_read_offers_nothing_and_says_nothing(
    dipledger: Runner, content: bytes | None
) -> None:
    file = dipledger.folder / "ledger.dipledger"
    if content is not None:
        file.write_bytes(content)

    assert offered(dipledger, "dipledger thread close u") == []
    assert file.exists() is (content is not None)


def test_settings_that_cannot_be_read_are_silent_too(dipledger: Runner) -> None:
    (dipledger.folder / ".dipledger.toml").write_text("nonsense")

    assert offered(dipledger, "dipledger thread close u") == []


def test_what_a_shell_would_execute_is_taken_out() -> None:
    evil = r"""a\$(touch x) `id` "b" 'c'; d: [e] <f> {g} é"""

    assert plain(evil) == "a touch x id b c ; d e f g é"
    assert not set(plain(evil)) & set("""\\$`"'()[]{}<>|&:!*?""")


def test_zsh_gets_names_and_words_that_mean_nothing_to_it(ledger: Runner) -> None:
    ledger("party", "add", "ZZX", "--name", r"\$(touch pwned)", "--kind", "body").ok()
    (line,) = offered(ledger, "dipledger party show ZZX", by="zsh")

    assert line == """_arguments '*: :(("ZZX":"touch pwned"))'"""


def test_the_script_makes_bash_complete(ledger: Runner) -> None:
    script = ledger("completion", "bash").ok().out
    program = ledger.folder / "dipledger"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m cli.app "$@"\n')
    program.chmod(0o755)
    pressed_tab = (
        f"{script}\nCOMP_WORDS=(./dipledger thread close us); COMP_CWORD=3\n"
        '_dipledger_completion ./dipledger; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    asked = subprocess.run(
        ["bash", "-c", pressed_tab],
        cwd=ledger.folder,
        env=ledger.environment(),
        capture_output=True,
        text=True,
        check=True,
    )

    assert (asked.stdout, asked.stderr) == ("us-russia-2021\n", "")


@pytest.mark.parametrize("shell", ["bash", "fish", "zsh"])
def test_every_shell_has_a_script_that_asks_this_program(dipledger: Runner, shell: str) -> None:
    script = dipledger("completion", shell).ok().out

    assert f"_DIPLEDGER_COMPLETE=complete_{shell}" in script


def test_an_unknown_shell_is_refused(dipledger: Runner) -> None:
    assert dipledger("completion", "tcsh").code == 2
