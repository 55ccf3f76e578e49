"""What is handed out: the archive that pip installs, and the one that builds it again."""

import subprocess
import sys
import tarfile
import zipfile
from configparser import ConfigParser
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("ledger", "projections", "cli")


def build(target: str, into: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(into)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (archive,) = into.iterdir()
    return archive


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", tmp_path_factory.mktemp("wheel"))


def in_wheel(wheel: Path, suffix: str) -> str:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(suffix))
        return archive.read(name).decode()


def metadata(wheel: Path) -> Message:
    return message_from_bytes(in_wheel(wheel, ".dist-info/METADATA").encode())


def test_the_wheel_holds_every_file_of_the_packages_data_included_and_nothing_else(
    wheel: Path,
) -> None:
    with zipfile.ZipFile(wheel) as archive:
        shipped = {name for name in archive.namelist() if ".dist-info/" not in name}

    assert shipped == {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_command_is_dipledger(wheel: Path) -> None:
    scripts = ConfigParser()
    scripts.read_string(in_wheel(wheel, ".dist-info/entry_points.txt"))

    assert dict(scripts["console_scripts"]) == {"dipledger": "cli.app:main"}


def test_the_wheel_says_its_licence_and_carries_it(wheel: Path) -> None:
    assert metadata(wheel)["License-Expression"] == "Apache-2.0"
    assert in_wheel(wheel, ".dist-info/licenses/LICENSE") == (ROOT / "LICENSE").read_text()


def test_whoever_installs_it_gets_no_test_tools(wheel: Path) -> None:
    required = metadata(wheel).get_all("Requires-Dist", [])
    tools = [line for line in required if "pytest" in line]

    assert tools
    assert all(line.endswith("extra == 'test'") for line in tools)


def test_the_source_archive_has_what_it_takes_to_test_it(tmp_path: Path) -> None:
    archive = build("sdist", tmp_path)
    with tarfile.open(archive) as tar:
        names = {name.split("/", 1)[1] for name in tar.getnames()}

    assert {"pyproject.toml", "README.md", "LICENSE", "constraints.txt"} <= names
    assert any(name.startswith("docs/") for name in names)
    assert Path(__file__).relative_to(ROOT).as_posix() in names
    assert not any(name.startswith((".venv/", ".git/")) for name in names)
