"""A time-stamping authority of our own: OpenSSL's, behind a server on the loopback interface."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_CONFIG = """\
[req]
distinguished_name = dn
[dn]
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[authority]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa]
serial = serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


def openssl(*args: str | Path, folder: Path | None = None) -> None:
    """Run OpenSSL. The test is skipped without it, and fails in CI."""
    program = shutil.which("openssl")
    if program is None:
        assert not os.environ.get("CI"), "openssl is needed"
        pytest.skip("openssl is not installed")
    subprocess.run([program, *args], check=True, cwd=folder, capture_output=True)


class Authority:
    """The authority: a root certificate, and one below it that stamps."""

    def __init__(self, folder: Path, name: str = "Authority of the test") -> None:
        self._folder = folder
        self.root = folder / "root.pem"
        folder.mkdir(parents=True)
        (folder / "config").write_text(_CONFIG)
        new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
        self._run(
            *("req", "-x509", *new, "-keyout", "root.key", "-out", "root.pem", "-days", "36500"),
            *("-subj", f"/CN=Root of {name}", "-extensions", "ca", "-config", "config"),
        )
        self._run(
            *("req", *new, "-keyout", "key", "-out", "csr", "-subj", f"/CN={name}"),
            *("-config", "config"),
        )
        self._run(
            *("x509", "-req", "-in", "csr", "-CA", "root.pem", "-CAkey", "root.key"),
            *("-CAcreateserial", "-out", "pem", "-days", "36500"),
            *("-extfile", "config", "-extensions", "authority"),
        )

    def reply(self, query: bytes) -> bytes:
        """Its reply to a request; a refusal of what is none."""
        (self._folder / "query").write_bytes(query)
        self._run(
            *("ts", "-reply", "-config", "config", "-section", "tsa", "-queryfile", "query"),
            *("-signer", "pem", "-inkey", "key", "-out", "reply"),
        )
        return (self._folder / "reply").read_bytes()

    def _run(self, *args: str) -> None:
        openssl(*args, folder=self._folder)


@contextmanager
def serving(
    reply: Callable[[bytes], bytes], status: int = 200, *, pause: float = 0, **headers: str
) -> Iterator[str]:
    """A server that answers what is posted to it, with a pause after each byte; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            body = reply(query)
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            for part in (body,) if not pause else (body[at : at + 1] for at in range(len(body))):
                time.sleep(pause)
                with suppress(OSError):  # who asked may have gone
                    self.wfile.write(part)
                    self.wfile.flush()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
