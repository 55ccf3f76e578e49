"""What is said when something that was to be verified does not hold."""

from __future__ import annotations

from ledger.errors import DipledgerError


class Unverified(DipledgerError):  # noqa: N818 -- the field's word, and it reads as a sentence
    """A signature, a checkpoint or a proof does not hold; `what` says at which step.

    A designed finding (exit code 1): whatever was to be proved by it is not.
    """

    exit_code = 1
