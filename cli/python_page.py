"""The public names of the Python library as a page of Markdown, written from their docstrings."""

from __future__ import annotations

import inspect
import re
from dataclasses import is_dataclass
from typing import TYPE_CHECKING

from pydantic import BaseModel

import ledger
import projections
from projections.views.base import View
from projections.views.schema import VIEWS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

_HEAD = """\
# Python

<!-- Written by `just docs` from the docstrings of the public names, and held to them. -->

What a program may use; everything else may change from one version to the next. How to use it is
told in [Use it from Python](../how-to/python.md). All of it is typed.
"""
_SHAPES = """\
## Answers

Every answer is a frozen pydantic model, `projections.View`: its fields are what `--format json`
prints under `data`, and `model_dump(mode="json")` gives that. [Schemas](schema.md) has the fields.
"""
_ARGUMENT = re.compile(r"^ {4}(\w+): ")
_SECTIONS = ("Args:", "Raises:")
_LONGEST = 90
_INNER = {
    "Ledger": {"world", "log", "events_of", "whole", "beside", "head", "position_at"}
    | {"problems", "foreign", "clock_behind", "create", "open"},
    "Reader": {"world", "snapshot", "recorded_at", "model"},
}
"""What these have for the program's own use."""


def python_page() -> str:
    """The whole page."""
    blocks = [_HEAD]
    for module, title in ((ledger, "Recording"), (projections, "Asking")):
        blocks.append(f"## {title}: `from {module.__name__} import …`\n")
        blocks += [text for name in _told(module) for text in _name(module, name)]
    blocks.append(_SHAPES)
    names = {model: name for name, model in VIEWS.items()}
    answers = [getattr(projections, name) for name in projections.__all__]
    shapes = [each for each in answers if each in names]
    lines = [f"| `{each.__name__}` | {_first(each)} | `{names[each]}` |" for each in shapes]
    return "\n".join(
        [*blocks, "\n".join(["| answer | is | schema |", "| --- | --- | --- |", *lines, ""])]
    )


def _told(module: ModuleType) -> list[str]:
    """The public names but for the answers: functions, then classes, then the rest."""
    named = [name for name in module.__all__ if not _is_answer(getattr(module, name))]
    return sorted(named, key=lambda name: (not inspect.isfunction(getattr(module, name)), name))


def _is_answer(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, View)


def _name(module: ModuleType, name: str) -> Iterator[str]:
    value = getattr(module, name)
    if inspect.isfunction(value):
        yield f"### {name}\n\n```python\n{_call(name, value)}\n```\n\n{_doc(value)}"
    elif isinstance(value, type):
        made = f"```python\n{_call(name, value)}\n```\n\n" if is_dataclass(value) else ""
        yield f"### {name}\n\n{made}{_doc(value)}"
        yield from _methods(value)
    elif isinstance(value, str):
        yield f"### {name}\n\n`{value!r}`, as a viewer: see `Reader.lens`.\n"
    else:
        members = ", ".join(f"`{each.__name__}`" for each in value.__args__)
        yield f"### {name}\n\nOne of {members}.\n"


def _methods(cls: type) -> Iterator[str]:
    """The public methods and properties of a class that is no model."""
    if issubclass(cls, BaseModel | Exception):
        return
    inner = _INNER.get(cls.__name__, set())
    for name in dict.fromkeys(name for each in reversed(cls.__mro__) for name in vars(each)):
        value = inspect.getattr_static(cls, name)
        if name.startswith("_") or name in inner or not inspect.getdoc(value):
            continue
        if isinstance(value, property):
            yield f"#### {cls.__name__}.{name}\n\n{_doc(value)}"
        elif inspect.isfunction(value):
            call = _call(name, value)
            yield f"#### {cls.__name__}.{name}\n\n```python\n{call}\n```\n\n{_doc(value)}"


def _call(name: str, called: Callable[..., object]) -> str:
    """The call with its parameters and their types, one a line where it is long."""
    signature = inspect.signature(called)
    written, keyword_only = [], False
    for each in signature.parameters.values():
        if each.name == "self":
            continue
        if each.kind is each.KEYWORD_ONLY and not keyword_only:
            keyword_only = True
            written.append("*")
        typed = "" if each.annotation is each.empty else f": {each.annotation}"
        equals = " = " if typed else "="
        default = "" if each.default is each.empty else f"{equals}{_default(each.default)}"
        written.append(f"{each.name}{typed}{default}")
    result = "" if isinstance(called, type) else f" -> {signature.return_annotation}"
    call = f"{name}({', '.join(written)}){result}"
    if len(call) <= _LONGEST:
        return call
    lines = "".join(f"    {each},\n" for each in written)
    return f"{name}(\n{lines}){result}"


def _default(value: object) -> str:
    return "…" if callable(value) else repr(value)


def _first(value: object) -> str:
    return (inspect.getdoc(value) or "").split("\n\n")[0].replace("\n", " ")


def _doc(value: object) -> str:
    """The docstring, its lists of arguments and of errors as lists."""
    lines = []
    for line in (inspect.getdoc(value) or "").splitlines():
        if line in _SECTIONS:
            continue
        lines.append(_ARGUMENT.sub(r"- `\1`: ", line).replace("        ", "  "))
    return "\n".join([*lines, ""])
