"""Questions to a person at a terminal, on stderr: stdout stays for what was recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from rich.console import Console
from rich.prompt import Confirm, Prompt
from rich.text import Text

from ledger.errors import DipledgerError, SeveralErrors
from ledger.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

NONE = "-"
"""What a person types for nothing, where Enter takes what is offered."""


class Asker:
    """Asks until an answer can be used. EOFError and KeyboardInterrupt pass through."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, markup=False, highlight=False, emoji=False)

    @property
    def width(self) -> int:
        """Columns of the terminal."""
        return self._console.width

    def say(self, text: str = "", style: str = "", *, laid_out: bool = False) -> None:
        """A text for the person, nothing in it that could drive the terminal."""
        self._console.print(Text(visible(text), style=style), soft_wrap=laid_out)

    def ask(self, question: str, read: Callable[[str], T], default: str = "") -> T:
        """What `read` makes of the answer; its errors are shown, and the question asked again."""
        prompt = Text(visible(question), style="bold")
        while True:
            typed = Prompt.ask(
                prompt, console=self._console, default=default, show_default=bool(default)
            )
            try:
                return read("" if typed.strip() == NONE else typed.strip())
            except DipledgerError as error:
                self._show(error)

    def ask_many(self, question: str, read: Callable[[str], object]) -> list[str]:
        """Answers until one is empty."""
        answers: list[str] = []

        def checked(text: str) -> str:
            if text:
                read(text)
            return text

        while answer := self.ask(question, checked):
            answers.append(answer)
        return answers

    def is_sure(self, question: str) -> bool:
        """Yes or no, no unless yes is said."""
        return Confirm.ask(Text(question, style="bold"), console=self._console, default=False)

    def _show(self, error: DipledgerError) -> None:
        for each in error.errors if isinstance(error, SeveralErrors) else (error,):
            near = f" Near: {', '.join(each.near)}." if each.near else ""
            mend = f" {each.mend}" if each.mend else ""
            self.say(f"  {each.what}.{near}{mend}", "red")
