"""The server on real sockets: whoever is slow, many, gone or foreign; and how it ends."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cli.web.listening import bound, check_address, names_of, new_code, told_of
from ledger.errors import InputError, SetupError

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
LIVE = b"GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Running:
    """A page that is being served, and the port it is at."""

    def __init__(self, process: subprocess.Popen[str], url: str) -> None:
        self.process = process
        self.url = url
        self.port = int(url.rsplit(":", 1)[1].rstrip("/"))

    def connect(self) -> socket.socket:
        """A connection of one's own."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def says(self, request: bytes) -> str:
        """The first line of the answer to a raw request."""
        with self.connect() as one:
            one.sendall(request)
            return one.recv(4_096).decode("latin-1").partition("\r\n")[0]

    def ended_by(self, number: int) -> tuple[int, float, str]:
        """Exit code, seconds and stderr of an end by a signal."""
        start = time.monotonic()
        self.process.send_signal(number)
        _, err = self.process.communicate(timeout=20)
        return self.process.returncode, time.monotonic() - start, err


@contextmanager
def _serving(
    *more: str, host: str = "127.0.0.1", port: int = 0, before: str = ""
) -> Iterator[Running]:
    program = "from tests.web.small_page import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", f"{before}\n{program}", host, str(port), *more],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield Running(process, process.stdout.readline().strip() or "-:0")
        finally:
            if process.poll() is None:
                process.kill()


@pytest.fixture(scope="module")
def page() -> Iterator[Running]:
    """One page for the stories that leave it as it was."""
    with _serving() as running:
        yield running


def test_the_free_port_that_was_taken_is_told_once_it_listens(page: Running) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]+/", page.url)
    assert page.says(GET) == "HTTP/1.1 200 OK"


def test_what_no_client_library_sends_is_refused(page: Running) -> None:
    assert page.says(b"GET / HTTP/1.1\r\n\r\n").startswith("HTTP/1.1 400")
    assert page.says(b"GET / HTTP/1.0\r\n\r\n").startswith("HTTP/1.1 400")
    assert page.says(b"GET / HTTP/1.1\r\nHost: a\r\nHost: localhost\r\n\r\n")[9:12] == "400"
    assert page.says(b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n")[9:12] == "400"
    long = b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 70_000
    assert page.says(long).startswith("HTTP/1.1 400")


def test_two_hundred_at_once_are_answered_while_others_dawdle(page: Running) -> None:
    with ExitStack() as dawdlers, ThreadPoolExecutor(50) as pool:
        for _ in range(50):
            dawdlers.enter_context(page.connect()).sendall(b"GET / HT")
        for _ in range(20):  # gone before their answer
            with page.connect() as gone:
                gone.sendall(GET)
        answers = list(pool.map(lambda _: page.says(GET), range(200)))
    assert set(answers) == {"HTTP/1.1 200 OK"}


def test_a_stream_more_than_there_may_be_is_refused_and_one_that_ends_makes_room(
    page: Running,
) -> None:
    with ExitStack() as streams:
        for _ in range(64):
            one = streams.enter_context(page.connect())
            one.sendall(LIVE)
            assert one.recv(12) == b"HTTP/1.1 200"
        assert page.says(LIVE).startswith("HTTP/1.1 503")
        assert page.says(GET) == "HTTP/1.1 200 OK"
    deadline = time.monotonic() + 5
    while not (first := page.says(LIVE)).startswith("HTTP/1.1 200"):
        assert time.monotonic() < deadline, first
        time.sleep(0.05)


def test_whoever_sends_a_head_byte_by_byte_is_not_waited_for() -> None:
    shorter = "import cli.web.server as server; server.HEAD_SECONDS = 0.5"
    with _serving(before=shorter) as page, page.connect() as first, page.connect() as second:
        second.sendall(GET)  # and then dawdles over the next request
        assert second.recv(12) == b"HTTP/1.1 200"
        start = time.monotonic()
        assert _trickled(first) < 3
        assert _trickled(second) < 3
        assert time.monotonic() - start < 4
        assert page.says(GET) == "HTTP/1.1 200 OK"


def _trickled(one: socket.socket) -> float:
    """Seconds until a connection is ended on which a head arrives byte by byte."""
    start = time.monotonic()
    try:
        while time.monotonic() - start < 5:
            one.sendall(b"G")
            time.sleep(0.05)
    except OSError:
        pass
    return time.monotonic() - start


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_ends_it_at_once_with_streams_open_and_questions_half_asked(
    number: int, code: int
) -> None:
    with _serving() as page, ExitStack() as open_ones:
        for begun in (LIVE, LIVE, LIVE, b"GET / HT"):
            one = open_ones.enter_context(page.connect())
            one.sendall(begun)
            if begun == LIVE:
                one.recv(12)
        ended, seconds, err = page.ended_by(number)
    assert (ended, err) == (code, "dipledger: ended\n")
    assert seconds < 3


def test_a_fault_is_told_by_its_place_and_nothing_of_what_was_asked() -> None:
    with _serving() as page:
        asked = b"GET /broken?q=secret HTTP/1.1\r\nHost: localhost\r\n\r\n"
        assert page.says(asked).startswith("HTTP/1.1 500")
        _, _, err = page.ended_by(signal.SIGTERM)
    assert "ValueError in _broken (small_page.py:" in err
    assert "secret" not in err
    assert len(err.splitlines()) == 2


def test_what_keeps_the_page_from_beginning_is_told_as_everywhere() -> None:
    with _serving("--unready") as page:
        _, err = page.process.communicate(timeout=20)
    assert page.process.returncode == 2
    assert "the ledger is gone" in err
    assert "fault" not in err


def test_a_port_that_is_taken_is_told_with_a_mend() -> None:
    with bound("127.0.0.1", 0) as taken, _serving(port=taken.getsockname()[1]) as page:
        _, err = page.process.communicate(timeout=20)
    assert page.process.returncode == 2
    assert "something else listens there already" in err
    assert "--port" in err


def test_an_address_of_another_machine_is_told() -> None:
    with pytest.raises(SetupError, match="this machine has no such address"):
        bound("192.0.2.1", 0)


def test_ipv6_is_an_address_like_any_other() -> None:
    try:
        bound("::1", 0).close()
    except SetupError:
        return  # a machine without it says so
    with _serving(host="::1") as page:
        assert page.url.startswith("http://[::1]:")


def test_nobody_else_reaches_it_unless_that_is_said() -> None:
    for host in ("127.0.0.1", "::1", "localhost"):
        assert not check_address(host, knowingly=False)
    for host in ("0.0.0.0", "::", "192.0.2.7"):  # noqa: S104 -- what is refused
        with pytest.raises(InputError, match="others could reach the page") as refused:
            check_address(host, knowingly=False)
        assert "--i-know-others-can-reach-it" in str(refused.value)
        assert check_address(host, knowingly=True)
    with pytest.raises(InputError, match="is no address to listen at"):
        check_address("desk.example", knowingly=True)


def test_what_is_warned_of_comes_with_the_code_and_another_code_each_time() -> None:
    code = new_code()
    assert len(code) > 20
    assert code != new_code()
    assert told_of(None, reachable=False) == ()
    assert told_of(code, reachable=False) == (f"access code: {code}",)
    warned, told, said = told_of(code, reachable=True)
    assert warned.startswith("warning: others can reach this page")
    assert "everything up to the ceiling" in told
    assert said == f"access code: {code}"


def test_by_which_names_it_may_be_asked() -> None:
    assert names_of("127.0.0.1") == ("127.0.0.1", "localhost", "::1")
    assert socket.gethostname() in names_of("0.0.0.0")  # noqa: S104 -- never listened at
    assert "desk.example" in names_of("192.0.2.7", ("desk.example",))
