"""What the server logs: faults of ours, by their place in the code, and nothing of what was asked.

An address has search words and a form has texts; even the message of an error may quote one. So a
fault is told by its type and line alone, and DIPLEDGER_DEBUG=1 shows the rest.
"""

from __future__ import annotations

import asyncio
import logging
import os
from traceback import extract_tb, print_exception
from typing import Any, Final

from cli.failures import say


class FaultsOnly(logging.Handler):
    """Says faults of the page on stderr, each as one line."""

    def emit(self, record: logging.LogRecord) -> None:
        """Say it, if it is one: a stream that is cut off at the end is none."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None or isinstance(error, asyncio.CancelledError):
            return
        if os.environ.get("DIPLEDGER_DEBUG") == "1":
            print_exception(error)
        say(f"error: {told(error)}. This is a fault of dipledger; DIPLEDGER_DEBUG=1 shows more.")


def told(error: BaseException) -> str:
    """An error by its type and place: `KeyError in _row (threads.py:12)`."""
    frames = extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    last = frames[-1]
    name = last.filename.rpartition("/")[2]
    return f"{type(error).__name__} in {last.name} ({name}:{last.lineno})"


LOGGING: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"faults": {"()": FaultsOnly}},
    "loggers": {
        "uvicorn": {"handlers": ["faults"], "level": "ERROR", "propagate": False},
        "uvicorn.error": {"handlers": [], "level": "ERROR", "propagate": True},
        "uvicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "asyncio": {"handlers": ["faults"], "level": "ERROR", "propagate": False},
    },
}
"""For `logging.config.dictConfig`."""
