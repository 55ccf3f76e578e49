"""Pages of the docs as Markdown: what they show of the program, where they point, what they head.

A page may hold

````
```console                    commands after `$ `, and what they print; a line `…` stands for any
```yaml act-file=note.yaml    an act file, put into the folder and tried with `--dry-run`
```toml file=.dipledger.toml  any other file, put into the folder
```sh                         what is not run: it installs, or is yours to adapt
````
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parents[2]
PROMPT = "$ "
ANYTHING = "…"

_FENCE = re.compile(r"^(?P<ticks>`{3,})(?P<info>[^`]*)$")
_HEADING = re.compile(r"^#{1,6} +(?P<text>.+?) *#*$")
_LINK = re.compile(r"(?<!!)\[(?:[^\[\]]|\[[^\[\]]*\])*\]\((?P<target>[^()\s]+)\)")
_CODE = re.compile(r"`[^`]*`")
_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: what stands after the ticks, its lines, and the index of the first."""

    info: str
    lines: Sequence[str]
    first: int

    @property
    def is_console(self) -> bool:
        """Whether it shows commands and what they print."""
        return self.info == "console" and bool(self.lines) and self.lines[0].startswith(PROMPT)

    @property
    def file(self) -> str | None:
        """The name of the file that it is, None where it is none."""
        return self._named("file") or self.act_file

    @property
    def act_file(self) -> str | None:
        """The name of the act file that it is, None where it is none."""
        return self._named("act-file")

    @property
    def text(self) -> str:
        """What is in it."""
        return "".join(f"{line}\n" for line in self.lines)

    def _named(self, key: str) -> str | None:
        words = [word.partition("=") for word in self.info.split()[1:]]
        return next((value for name, _, value in words if name == key), None)


@dataclass(frozen=True, slots=True)
class Step:
    """A command as typed, the lines it prints, and where those stand in the page."""

    command: str
    printed: Sequence[str]
    first: int

    @property
    def last(self) -> int:
        """The index after the last line it prints."""
        return self.first + len(self.printed)

    def fits(self, lines: Sequence[str]) -> bool:
        """Whether it prints these lines; `…` stands for any."""
        pattern = "".join(
            r"(?:.*\n)*" if line == ANYTHING else f"{re.escape(line)}\n" for line in self.printed
        )
        return re.fullmatch(pattern, "".join(f"{line}\n" for line in lines)) is not None


@dataclass(frozen=True)
class Page:
    """One Markdown file."""

    path: Path

    @property
    def name(self) -> str:
        """Its path in the repository."""
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def lines(self) -> list[str]:
        """Its lines, without their ends."""
        return self.path.read_text(encoding="utf-8").splitlines()

    @cached_property
    def blocks(self) -> list[Block]:
        """Its fenced blocks, in order. ValueError for one that does not end."""
        found, at = [], 0
        while at < len(self.lines):
            match = _FENCE.match(self.lines[at])
            at += 1
            if match is None:
                continue
            end = next(
                (n for n in range(at, len(self.lines)) if self.lines[n] == match["ticks"]), None
            )
            if end is None:
                msg = f"{self.name}:{at}: the block does not end"
                raise ValueError(msg)
            found.append(Block(match["info"].strip(), self.lines[at:end], at))
            at = end + 1
        return found

    @property
    def is_run(self) -> bool:
        """Whether something in it can be tried."""
        return any(block.is_console or block.file for block in self.blocks)

    @cached_property
    def prose(self) -> list[str]:
        """Its lines outside of blocks."""
        inside = {
            number
            for block in self.blocks
            for number in range(block.first - 1, block.first + len(block.lines) + 1)
        }
        return [line for number, line in enumerate(self.lines) if number not in inside]

    @cached_property
    def links(self) -> list[str]:
        """What it points to, but for addresses on the web."""
        text = "\n".join(_CODE.sub("`…`", line) for line in self.prose)
        targets = [match["target"] for match in _LINK.finditer(text)]
        return [target for target in targets if "://" not in target]

    @cached_property
    def anchors(self) -> set[str]:
        """The anchors of its headings, as GitHub makes them."""
        found: dict[str, int] = {}
        anchors = set()
        for line in self.prose:
            match = _HEADING.match(line)
            if match:
                text = match["text"].replace("`", "").lower()
                anchor = _NOT_IN_ANCHOR.sub("", text).replace(" ", "-")
                count = found[anchor] = found.get(anchor, -1) + 1
                anchors.add(f"{anchor}-{count}" if count else anchor)
        return anchors


def steps_of(block: Block) -> Iterator[Step]:
    r"""The commands of a console block; one goes on in the next line after `\` or inside quotes."""
    at, lines = 0, block.lines
    while at < len(lines):
        typed = [lines[at].removeprefix(PROMPT)]
        at += 1
        while _goes_on("\n".join(typed)):
            typed.append(lines[at])
            at += 1
        start = at
        while at < len(lines) and not lines[at].startswith(PROMPT):
            at += 1
        yield Step("\n".join(typed), lines[start:at], block.first + start)


def _goes_on(command: str) -> bool:
    try:
        shlex.split(command)
    except ValueError:  # an open quote, or a backslash at the end
        return True
    return False


def all_pages() -> list[Page]:
    """README and every page under docs."""
    docs = sorted((ROOT / "docs").rglob("*.md"))
    others = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
    return [Page(path) for path in (*others, *docs) if path.exists()]
