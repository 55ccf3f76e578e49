"""What the machine says where nobody says otherwise: the time, and who is at work."""

from __future__ import annotations

import os
import time


def clock() -> int:
    """Now, in microseconds since the epoch, UTC."""
    return time.time_ns() // 1_000


def login() -> str:
    """The name the user is logged in with, or the number where it has none."""
    from getpass import getuser

    try:
        return getuser()
    except (KeyError, OSError):
        return f"uid-{os.getuid()}"
