"""The public names of the library: there, documented, typed, and enough for the command line."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import ledger
import projections
from cli.pages import REFERENCE
from ledger import store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

ROOT = Path(__file__).parents[2]
MODULES = (ledger, projections)
HEAVY = {"eventsourcing", "pydantic", "rich", "sqlite3", "typer"}


def public(module: ModuleType) -> dict[str, object]:
    return {name: getattr(module, name) for name in module.__all__}


@pytest.mark.parametrize("module", [*MODULES, store])
def test_there_is_every_public_name_and_no_other(module: ModuleType) -> None:
    assert all(value is not None for value in public(module).values())
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = module.nothing


def test_the_names_are_loaded_when_they_are_asked_for() -> None:
    code = "import ledger, projections, sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )

    assert {"ledger", "projections"} <= set(loaded.stdout.split())
    assert not HEAVY & set(loaded.stdout.split())


def callables() -> Iterator[tuple[str, Callable[..., object]]]:
    """Every public function, and every public method of what a program opens."""
    for module in MODULES:
        for name, value in public(module).items():
            if inspect.isfunction(value):
                yield name, value
    for cls in (ledger.Ledger, projections.Reader, projections.Lens):
        for name, value in inspect.getmembers(cls, inspect.isfunction):
            if not name.startswith("_"):
                yield f"{cls.__name__}.{name}", value


CALLABLES = list(callables())


@pytest.mark.parametrize(("name", "value"), CALLABLES, ids=[name for name, _ in CALLABLES])
def test_what_can_be_called_is_typed_and_documented(
    name: str, value: Callable[..., object]
) -> None:
    signature = inspect.signature(value)
    untyped = [
        each.name
        for each in signature.parameters.values()
        if each.annotation is each.empty and each.name != "self"
    ]

    assert inspect.getdoc(value), name
    assert not untyped
    assert signature.return_annotation is not signature.empty


def test_the_reference_names_every_one_of_them() -> None:
    page = (REFERENCE / "python.md").read_text(encoding="utf-8")
    answers = {f"| `{name}` |" for name in projections.__all__ if name.endswith("View")}
    names = [name for module in MODULES for name in module.__all__]
    headed = {line.lstrip("# ") for line in page.splitlines() if line.startswith("### ")}

    assert {name for name in names if not name.endswith("View")} <= headed
    assert {each for each in answers if each not in page} == {"| `View` |"}


def test_the_library_says_that_it_is_typed() -> None:
    assert all((ROOT / module.__name__ / "py.typed").is_file() for module in MODULES)


def test_the_command_line_asks_through_the_library_alone() -> None:
    asked = {
        f"{path.relative_to(ROOT)}: {alias.name}"
        for path in (ROOT / "cli").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("projections")
        for alias in node.names
        if alias.name.endswith("_view") or alias.name in {"negotiation", "thread_at", "seen_by"}
    }

    # What has no lens: the tables themselves, and what is signed and proven of the whole log.
    others = ("cli/projection.py", "cli/checkpoint.py", "cli/proving.py", "cli/verify_proof.py")
    assert {each for each in asked if not each.startswith(others)} == set()
