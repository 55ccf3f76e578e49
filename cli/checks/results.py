"""How a check ends: ok, a warning, or a failure, with how to mend it."""

from __future__ import annotations

from cli.views import CheckView

OK, WARNING, FAIL = "ok", "warning", "fail"


def ok(check: str, found: str) -> CheckView:
    """Nothing has to be mended."""
    return CheckView(check=check, result=OK, found=found, mend=None)


def warning(check: str, found: str, mend: str) -> CheckView:
    """The ledger can be relied on, and yet."""
    return CheckView(check=check, result=WARNING, found=found, mend=mend)


def fail(check: str, found: str, mend: str | None) -> CheckView:
    """The ledger, or the place it is in, cannot be relied on."""
    return CheckView(check=check, result=FAIL, found=found, mend=mend)
