"""The proof of an act as a file to keep: what `dipledger prove` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.proving import proven
from ledger.errors import InputError
from ledger.integrity.bundle_form import written

if TYPE_CHECKING:
    from cli.web.ceiling import Ceiling
    from cli.web.desk import Seat
    from cli.web.serving import Serving
    from projections.reader import Reader


def may_prove(ceiling: Ceiling, reader: Reader) -> bool:
    """Whether proofs can be given: one has an event whole, with all that it refers to."""
    return ceiling.is_whole and reader.above(ceiling.top(reader)) == (0, 0)


def proof_of(serving: Serving, ref: str, seat: Seat) -> str:
    """The proof of an act. InputError where it cannot be given to whoever reads this page."""
    if not may_prove(serving.ceiling, seat.reader):
        raise InputError("there is no proof to be had here")
    bundle, _ = proven(seat.ledger, seat.reader, serving.ceiling.top(seat.reader), ref)
    return written(bundle)
