"""Where a setting comes from, and what a wrong one gets."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from cli.settings import PROJECT_FILE, SPECS, Setting, load_settings
from ledger.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.cli.conftest import Runner


def settings(
    dipledger: Runner, *args: str, env: Mapping[str, str] | None = None
) -> dict[str, tuple[str | None, str]]:
    """The settings a call has: name → value and origin."""
    found = dipledger(*args, "config", "--format", "json", env=env).ok().data["settings"]
    return {one["name"]: (one["value"], one["origin"]) for one in found}


def user_file(dipledger: Runner) -> Path:
    folder = dipledger.home / ".config" / "dipledger"
    folder.mkdir(parents=True)
    return folder / "config.toml"


def test_without_any_setting_the_ledger_is_in_the_current_folder(dipledger: Runner) -> None:
    found = settings(dipledger)

    assert list(found) == [spec.name for spec in SPECS]
    assert found["ledger"] == ("ledger.dipledger", "default")
    assert found["recorder"] == ("registrar", "login name")
    assert found["zone"] == (None, "default")


def test_flag_goes_before_environment_before_project_before_user_before_default(
    dipledger: Runner,
) -> None:
    told = user_file(dipledger)
    project = dipledger.folder.parent / PROJECT_FILE

    told.write_text('ledger = "mine.dipledger"\n')
    assert settings(dipledger)["ledger"] == (str(told.parent / "mine.dipledger"), str(told))

    project.write_text('ledger = "ours.dipledger"\n')
    assert settings(dipledger)["ledger"] == (str(project.parent / "ours.dipledger"), str(project))

    env = {"DIPLEDGER_LEDGER": "here.dipledger"}
    assert settings(dipledger, env=env)["ledger"] == ("here.dipledger", "DIPLEDGER_LEDGER")

    flag = settings(dipledger, "--ledger", "there.dipledger", env=env)
    assert flag["ledger"] == ("there.dipledger", "--ledger")


def test_the_nearest_project_file_counts_and_xdg_says_where_the_user_file_is(
    dipledger: Runner,
) -> None:
    (dipledger.folder.parent / PROJECT_FILE).write_text('recorder = "far"\nzone = "Europe/Paris"\n')
    (dipledger.folder / PROJECT_FILE).write_text('recorder = "near"\n')
    config = dipledger.home / "elsewhere" / "dipledger"
    config.mkdir(parents=True)
    (config / "config.toml").write_text('format = "json"\n')

    found = settings(dipledger, env={"XDG_CONFIG_HOME": str(config.parent)})

    assert found["recorder"][0] == "near"
    assert found["zone"][0] is None
    assert found["format"] == ("json", str(config / "config.toml"))


def test_the_format_setting_decides_how_answers_are_printed(dipledger: Runner) -> None:
    assert dipledger("config", env={"DIPLEDGER_FORMAT": "json"}).ok().json["data"]

    wrong = dipledger("config", env={"DIPLEDGER_FORMAT": "xml"})
    assert wrong.code == 2
    assert "there is no format 'xml'\n  where: DIPLEDGER_FORMAT\n" in wrong.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'legder = "x"', ["there is no setting 'legder'", "near: ledger"]),
        (b'now = "2022-01-01"', ["'now' cannot be set in a file, only by DIPLEDGER_NOW"]),
        (b"ledger = [1]", ["the setting 'ledger' is not a text or a number"]),
        (b"ledger = x", ["the settings are not TOML", "line 1"]),
        (b"recorder = '\xff'", ["the settings are not TOML", "position 12"]),
        (b"#" * 65_537, ["longer than 65536 bytes"]),
        (b"busy-timeout = -1", ["busy-timeout is '-1'", "from 0 to 3600"]),
        (b"busy-timeout = nan", ["busy-timeout is 'nan'"]),
    ],
)
def test_a_settings_file_that_cannot_be_right_is_refused_by_name(
    dipledger: Runner, content: bytes, said: list[str]
) -> None:
    dipledger("init").ok()
    file = dipledger.folder / PROJECT_FILE
    file.write_bytes(content)
    refused = dipledger("party", "list", "--format", "json")

    assert (refused.code, refused.out) == (2, "")
    assert f"where: {file}" in refused.err
    for words in said:
        assert words in refused.err


def test_a_settings_file_that_cannot_be_read_is_refused_by_name(dipledger: Runner) -> None:
    folder = user_file(dipledger)
    folder.mkdir()
    refused = dipledger("config")

    assert refused.code == 2
    assert "cannot read the settings: Is a directory" in refused.err


def test_a_project_file_of_another_user_does_not_decide_where_one_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / PROJECT_FILE).write_text('ledger = "/tmp/theirs"\n')
    owner = (tmp_path / PROJECT_FILE).stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    if owner == 0:
        os.chown(tmp_path / PROJECT_FILE, 12_345, -1)

    with pytest.raises(SetupError, match="belong to another user"):
        load_settings({}, {}, tmp_path, lambda: tmp_path / "none", lambda: "me")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a\x1b[2J", "a control character (U+001B)"),
        ("a\nb", "on one line"),
        (" ", "empty"),
        ("x" * 1001, "too long"),
    ],
)
def test_who_records_is_one_line_of_text(ledger: Runner, name: str, said: str) -> None:
    refused = ledger("log", env={"DIPLEDGER_RECORDER": name})

    assert refused.code == 2
    assert said in refused.err
    assert "where: DIPLEDGER_RECORDER" in refused.err


def test_who_records_is_kept_with_every_event(ledger: Runner) -> None:
    env = {"DIPLEDGER_RECORDER": "Zoë, registry"}
    ledger("party", "add", "ABC9", "--name", "x", "--kind", "body", env=env).ok()
    events = ledger("log", "--format", "json").ok().data["events"]

    assert [event["recorded_by"] for event in events] == ["registrar", "Zoë, registry"]


def test_an_empty_name_of_a_ledger_is_not_the_default(ledger: Runner) -> None:
    refused = ledger("log", "--ledger", "")

    assert refused.code == 2
    assert "the name of the ledger is empty\n  where: --ledger\n" in refused.err


def test_an_empty_variable_is_one_that_is_not_set(tmp_path: Path) -> None:
    found = load_settings({}, {"DIPLEDGER_ZONE": ""}, tmp_path, lambda: tmp_path, lambda: "me")

    assert found.values["zone"] == Setting(None, "default")


@pytest.mark.parametrize(
    ("now", "instant"),
    [
        ("2022-01-27", "2022-01-27T23:59:59Z"),
        ("2022-01-27T09:00Z", "2022-01-27T09:00:00Z"),
        ("2022-01-27T09:00 Europe/Moscow", "2022-01-27T06:00:00Z"),
    ],
)
def test_now_is_what_the_user_says_it_is(ledger: Runner, now: str, instant: str) -> None:
    listed = ledger("party", "list", "--format", "json", "--now", now)

    assert listed.ok().json["as_of"] == instant


@pytest.mark.parametrize("now", ["today", "-7d", "now", "soon", "1962/1963"])
def test_now_cannot_be_told_by_itself_nor_vaguely(ledger: Runner, now: str) -> None:
    refused = ledger("party", "list", now=now)

    assert refused.code == 2
    assert "where: DIPLEDGER_NOW" in refused.err


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("postgresql://me:secret@host/db", "a ledger in PostgreSQL is not supported yet"),
        ("https://example.org/x", "https:// is no address that a ledger has"),
        ("sqlite:///", "sqlite:/// names no file"),
    ],
)
def test_a_ledger_is_a_file_and_no_other_address(
    dipledger: Runner, address: str, what: str
) -> None:
    refused = dipledger("--ledger", address, "init")

    assert refused.code == 2
    assert f"{what}\n  where: --ledger\n" in refused.err
    assert "secret" not in refused.err
    assert list(dipledger.folder.iterdir()) == []
