"""Every error a user can meet: one tree, each with text for people.

```
DipledgerError            what, where, mend, near; an exit code
├── Unverified        1   a signature, a proof or the record itself does not hold (integrity)
├── InputError        2   what was typed or read cannot be understood
├── SetupError        2   the file, folder, rights or version at hand do not allow it
├── Refused           3   a rule of the ledger forbids it, nothing was changed
└── Conflict          4   somebody else was faster, or the ledger stayed busy
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable


class DipledgerError(Exception):
    """An expected failure, told as a sentence.

    `what` is wrong, `where` (file:line, option, act), how to `mend` it, and `near` misses of a
    name that was not found. `rule` is the number of the design's rule that refuses, if one does.
    """

    exit_code: ClassVar[int] = 70

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        mend: str | None = None,
        near: Iterable[str] = (),
        rule: str | None = None,
    ) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.mend = mend
        self.near = tuple(near)
        self.rule = rule

    def at(self, where: str) -> DipledgerError:
        """The same error, placed more precisely: `where` is put before what it already says."""
        place = where if self.where is None else f"{where}, {self.where}"
        return self.but(where=place)

    def but(
        self, *, what: str | None = None, where: str | None = None, mend: str | None = None
    ) -> DipledgerError:
        """The same error with other words, another place or another way to mend it."""
        return type(self)(
            what or self.what,
            where=where or self.where,
            mend=mend or self.mend,
            near=self.near,
            rule=self.rule,
        )

    def __str__(self) -> str:
        """One line: `where: what (rule). Did you mean …? mend`."""
        text = f"{self.where}: {self.what}" if self.where else self.what
        if self.rule:
            text += f" (rule {self.rule})"
        if self.near:
            text += f". Did you mean {' or '.join(self.near)}?"
        elif self.mend:
            text += "."
        return f"{text} {self.mend}" if self.mend else text


class InputError(DipledgerError):
    """What was typed or read cannot be understood."""

    exit_code = 2


class SetupError(DipledgerError):
    """The file, folder, rights, version or environment at hand does not allow it."""

    exit_code = 2


class Refused(DipledgerError):  # noqa: N818 -- the field's word, and it reads as a sentence
    """A rule of the ledger forbids it; nothing was changed."""

    exit_code = 3


class Conflict(DipledgerError):  # noqa: N818 -- as above
    """Somebody else recorded first, or the ledger stayed busy after bounded retries."""

    exit_code = 4


class SeveralErrors(DipledgerError):  # noqa: N818 -- it is several of them
    """All the errors of one input, in its order; the gravest decides the exit code."""

    def __init__(self, errors: Iterable[DipledgerError]) -> None:
        self.errors = tuple(errors)
        super().__init__(f"{len(self.errors)} errors")
        self.exit_code = max(error.exit_code for error in self.errors)  # type: ignore[misc]

    def at(self, where: str) -> SeveralErrors:
        """Each of the errors, placed more precisely."""
        return SeveralErrors(error.at(where) for error in self.errors)

    def __str__(self) -> str:
        """One error a line."""
        return "\n".join(str(error) for error in self.errors)


def refuse(error: DipledgerError) -> NoReturn:
    """Raise inside an expression: `thread.point(label) or refuse(unknown_point(label))`."""
    raise error
