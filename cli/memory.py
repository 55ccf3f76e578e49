"""What was last seen of each ledger, in the user's state folder, looked at by every command."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ledger import Ledger
    from ledger.store.remembered import Doubt, Memory

_VERIFY = "`dipledger verify` looks at it; if it is as it should be, accept it with `--accept`."


def state_folder() -> Path:
    """The folder for it, whether it is there or not: `$XDG_STATE_HOME/dipledger`."""
    from platformdirs import user_state_path

    return user_state_path("dipledger")


def memory() -> Memory:
    """The heads that were seen."""
    from ledger.store.remembered import Memory

    return Memory(state_folder())


def doubtful(ledger: Ledger, path: Path) -> list[Doubt]:
    """What of a ledger does not fit what was seen of it before."""
    from ledger.store.remembered import doubts

    try:
        return doubts(ledger, path, memory())
    except SetupError:  # damaged: other checks say so
        return []


def refuse_to_record(doubt: Doubt) -> SetupError:
    """That nothing is recorded on top of what may not be the record."""
    return SetupError(f"nothing is recorded in this ledger: {doubt.what}", mend=_VERIFY)


def told(doubt: Doubt) -> str:
    """The doubt as a line beside an answer."""
    return f"{doubt.what}. {_VERIFY}"


@contextmanager
def watching(
    ledger: Ledger,
    path: Path,
    *,
    tell: Callable[[str], None] | None = None,
    placed: bool = True,
) -> Iterator[None]:
    """Hold a ledger against what was last seen of it, and remember it at the end if it fits.

    A doubt is told; with nobody to tell it to, something is to be recorded, and that is refused:
    SetupError. `placed`: with the name of another file that it is about.
    """
    doubts = doubtful(ledger, path)
    for one in doubts:
        doubt = one if placed else one.unplaced
        if tell is None:
            raise refuse_to_record(doubt)
        tell(told(doubt))
    yield
    if not doubts:
        remember(ledger, path)


def remember(ledger: Ledger, path: Path, *, anew: bool = False) -> None:
    """Keep the head of a ledger as the one last seen, where that can be kept; `anew`: in any case.

    One without a name, of format 1, cannot be told from another.
    """
    with suppress(OSError, SetupError):
        head, withheld = ledger.tree(), ledger.withheld
        memory().remember(ledger.origin, head, path, withheld=withheld, anew=anew)


def remember_made(ledger: Ledger, path: Path) -> None:
    """Keep the head of a ledger that was just made or restored, in the place of what was seen.

    Where that is still there, and does not fit, it stays remembered: whoever looks for an
    alteration restores a copy beside it.
    """
    with suppress(SetupError):
        seen = memory().seen(ledger.origin)
        is_there = (
            seen is not None and seen.path != str(path.resolve()) and Path(seen.path).exists()
        )
        if is_there and doubtful(ledger, path):
            return
    remember(ledger, path, anew=True)
