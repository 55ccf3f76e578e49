"""Bytes → nodes: which format it is, how much of it may be read, and whether it is text at all."""

from __future__ import annotations

import io
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from ledger.errors import DipledgerError, InputError
from ledger.importers.json_text import parse_json
from ledger.importers.nodes import Items, Node
from ledger.importers.yaml_text import parse_yaml
from ledger.near import near

if TYPE_CHECKING:
    from collections.abc import Iterator

MIB = 1 << 20
MAX_FILE = 64 * MIB
"""Bytes of a YAML or JSON file, and of what comes through a pipe without its format named."""

MAX_LINE = MIB
"""Bytes of a line of JSONL."""

MAX_LINES = 1_000_000
"""Lines of JSONL that are read as one transaction."""

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Form(StrEnum):
    """A format that acts are read from."""

    YAML = "yaml"
    JSON = "json"
    JSONL = "jsonl"


_FORM_OF_SUFFIX = {
    "yaml": Form.YAML,
    "yml": Form.YAML,
    "json": Form.JSON,
    "jsonl": Form.JSONL,
    "ndjson": Form.JSONL,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, None if it could not be; every error met on the way.

    `by_line`: each line was a value of its own, so one bad line hides no other.
    """

    root: Node | None
    errors: tuple[DipledgerError, ...] = ()
    by_line: bool = False


def form_of(name: str) -> Form:
    """The format that the ending of a file's name promises. InputError for any other ending."""
    stem, _, suffix = name.rpartition(".")
    form = _FORM_OF_SUFFIX.get(suffix.lower()) if stem else None
    if form is None:
        raise InputError(
            "the format cannot be told from the file's name",
            where=name,
            near=near(suffix, _FORM_OF_SUFFIX) if stem else (),
            mend="Name it .yaml, .json or .jsonl, or say the format with `--format-in`.",
        )
    return form


def read(stream: BinaryIO, name: str, form: Form | None = None) -> Reading:
    """The nodes of a stream; without a format the first letters tell it.

    JSON begins with `{` or `[`, and is JSONL where the second line is an object too; else YAML.
    """
    try:
        if form is None:
            data = _whole(stream, name)
            form, stream = _sniffed(data), io.BytesIO(data)
        if form is Form.JSONL:
            return _read_lines(stream, name)
        data = _whole(stream, name)
        _refuse_utf16(data, name)
        text = decoded(data, name)
        return Reading(parse_json(text, name) if form is Form.JSON else parse_yaml(text, name))
    except DipledgerError as error:
        return Reading(None, (error,))


def decoded(data: bytes, name: str, first_line: int = 1, first_byte: int = 0) -> str:
    """The text of UTF-8 bytes, with or without a byte order mark. InputError with the offset."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = first_line + data.count(b"\n", 0, error.start)
        raise InputError(
            f"the byte 0x{data[error.start]:02X} at offset {first_byte + error.start} is not UTF-8",
            where=f"{name}:{line}",
            mend="Save the file as UTF-8.",
        ) from None


def _refuse_utf16(data: bytes, name: str) -> None:
    if data.startswith(_UTF16):
        raise InputError("the text is in UTF-16", where=name, mend="Save it as UTF-8.")


def _whole(stream: BinaryIO, name: str) -> bytes:
    data = stream.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise InputError(
            f"it is larger than {MAX_FILE // MIB} MiB",
            where=name,
            mend="Split it, or write JSONL and say so with `--format-in jsonl`.",
        )
    return data


def _sniffed(data: bytes) -> Form:
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith((b"{", b"[")):
        return Form.YAML
    first, _, rest = start.partition(b"\n")
    is_object = first.startswith(b"{") and first.rstrip().endswith(b"}")
    return Form.JSONL if is_object and rest.lstrip().startswith(b"{") else Form.JSON


def _read_lines(stream: BinaryIO, name: str) -> Reading:
    nodes: list[Node] = []
    errors: list[DipledgerError] = []
    for line in _lines(stream, name, errors):
        try:
            text = decoded(line.data, name, line.number, line.offset)
        except InputError as error:
            errors.append(error)
            continue
        try:
            nodes.append(parse_json(text.rstrip("\r\n"), name, line.number))
        except InputError as error:
            cut = not line.data.endswith(b"\n")
            errors.append(_cut_off(name, line.number, error) if cut else error)
    return Reading(Items(tuple(nodes), f"{name}:1"), tuple(errors), by_line=True)


class _Line(NamedTuple):
    """A line with its number, from 1, and the offset of its first byte."""

    number: int
    offset: int
    data: bytes


def _lines(stream: BinaryIO, name: str, errors: list[DipledgerError]) -> Iterator[_Line]:
    """Lines that are not blank; ends with an error at the first one that is too long."""
    number = offset = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        if number == 1:
            _refuse_utf16(line, name)
        where = f"{name}:{number}"
        if len(line) > MAX_LINE:
            what = f"the line is longer than {MAX_LINE // MIB} MiB; nothing after it was read"
            errors.append(InputError(what, where=where))
            return
        if number > MAX_LINES:
            errors.append(InputError(f"there are more than {MAX_LINES} lines", where=where))
            return
        if line.strip():
            yield _Line(number, offset, line)
        offset += len(line)


def _cut_off(name: str, number: int, error: InputError) -> InputError:
    return InputError(
        f"the last line is cut off ({error.what})",
        where=f"{name}:{number}",
        mend="Fetch the file again; nothing of it was recorded.",
    )
