"""The signals that end a call: they unwind it like an error, so that transactions roll back."""

from __future__ import annotations

import atexit
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from sys import UnraisableHookArgs
    from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_SOON = 0.001
"""Seconds."""
_came: list[int] = []


class Signalled(BaseException):
    """A signal came: unwinds like KeyboardInterrupt, which stands for SIGINT."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def catch_signals() -> None:
    """From now on the signals are raised, also where libraries would swallow them."""
    _came.clear()
    for number in SIGNALS:
        # Whoever started us with the signal ignored (nohup) wants it ignored.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _raise)
    sys.unraisablehook = _unraisable
    # By then all is said: what comes while the interpreter takes itself down changes nothing.
    atexit.register(_ignore_signals)


def signal_that_came() -> Signalled | None:
    """The first signal since `catch_signals`, whatever became of it."""
    return Signalled(_came[0]) if _came else None


def _raise(number: int, _frame: FrameType | None) -> NoReturn:
    _came.append(number)
    raise KeyboardInterrupt if number == signal.SIGINT else Signalled(number)


def _unraisable(args: UnraisableHookArgs, /) -> None:
    """Raise soon what came where nothing can be raised, as while pydantic matches a pattern."""
    if not isinstance(args.exc_value, KeyboardInterrupt | Signalled):
        sys.__unraisablehook__(args)
        return
    signal.signal(signal.SIGALRM, _raise_again)
    signal.setitimer(signal.ITIMER_REAL, _SOON)


def _raise_again(_number: int, frame: FrameType | None) -> NoReturn:
    _raise(_came[0], frame)


def _ignore_signals() -> None:
    for number in (*SIGNALS, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)
