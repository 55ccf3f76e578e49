"""Where the page listens: on this machine alone, or knowingly also for others."""

from __future__ import annotations

import errno
import os
import socket
from ipaddress import ip_address
from secrets import token_urlsafe

from cli.web.guarding.hosts import LOOPBACK
from ledger.errors import InputError, SetupError
from ledger.instants import quoted

KNOWINGLY = "--i-know-others-can-reach-it"
LOCALHOST = "localhost"
_BACKLOG = 512
_NOT_OURS = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}


def check_address(host: str, *, knowingly: bool) -> bool:
    """Whether others than this machine can reach the page.

    InputError for an address that others can reach, unless that is done knowingly, and for what is
    no address.
    """
    if is_loopback(host):
        return False
    if not knowingly:
        raise InputError(
            f"others could reach the page at {quoted(host)}",
            where="--host",
            mend=f"Leave it at 127.0.0.1; or add `{KNOWINGLY}`, and read what it warns of.",
        )
    return True


def new_code() -> str:
    """An access code, for this run alone."""
    return token_urlsafe(16)


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine alone. InputError for what is no address."""
    if host == LOCALHOST:
        return True
    try:
        address = ip_address(host)
    except ValueError:
        raise InputError(
            f"{quoted(host)} is no address to listen at",
            where="--host",
            mend="Give numbers, like 127.0.0.1, ::1 or 0.0.0.0, or localhost.",
        ) from None
    return address.is_loopback


def names_of(host: str, others: tuple[str, ...] = ()) -> tuple[str, ...]:
    """By which names the page may be asked: this machine's to itself, and any that are given.

    The address that a request came in at is allowed anyway, as numbers.
    """
    own = () if is_loopback(host) else (socket.gethostname(),)
    return tuple(dict.fromkeys((*LOOPBACK, host, *own, *others)))


def told_of(code: str | None, *, reachable: bool) -> tuple[str, ...]:
    """What is to be said on stderr, and nowhere else, of who can reach the page and with what."""
    lines: tuple[str, ...] = ()
    if reachable:
        lines = (
            "warning: others can reach this page, by plain HTTP: put TLS before it",
            "warning: who has the access code reads everything up to the ceiling of this run",
        )
    return lines if code is None else (*lines, f"access code: {code}")


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens at an address; port 0 takes a free one.

    SetupError where it is taken, not this machine's, or not to be had by this user.
    """
    literal = "127.0.0.1" if host == LOCALHOST else host
    family = socket.AF_INET6 if ":" in literal else socket.AF_INET
    try:
        return socket.create_server((literal, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        raise _cannot_listen(host, port, error) from None


def _cannot_listen(host: str, port: int, error: OSError) -> SetupError:
    where = f"{host} port {port}"
    if error.errno == errno.EADDRINUSE:
        return SetupError(
            "something else listens there already",
            where=where,
            mend="Choose another `--port`; 0 takes one that is free.",
        )
    if error.errno in _NOT_OURS:
        return SetupError(
            "this machine has no such address", where=where, mend="Leave `--host` at 127.0.0.1."
        )
    if error.errno == errno.EACCES:
        return SetupError(
            "this port is kept for the administrator", where=where, mend="Choose one above 1023."
        )
    return SetupError(f"cannot listen: {os.strerror(error.errno or 0).lower()}", where=where)
