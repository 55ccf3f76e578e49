"""Whether acts may be recorded through what is served at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.viewers import hidden_sentence
from ledger.errors import SetupError

if TYPE_CHECKING:
    from cli.web.ceiling import Ceiling
    from projections.reader import Reader

_WHY = "whatever is recorded is judged by the whole record"
_MEND = "Serve without `--allow-append`, or without what hides a part of the record."


def may_append(ceiling: Ceiling, reader: Reader) -> bool:
    """True where whoever looks through a ceiling may record; SetupError where not.

    A refusal names what speaks against an act, and so would tell of what is hidden.
    """
    if not ceiling.is_whole:
        raise SetupError(f"a part of the record is hidden here, and {_WHY}", mend=_MEND)
    hidden = hidden_sentence(reader, ceiling.top(reader))
    if hidden is not None:
        raise SetupError(f"{hidden}, and {_WHY}", mend=_MEND)
    return True
