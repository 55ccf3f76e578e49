"""The keys of sealed texts, which are kept beside the log: read, and destroyed for good.

Everything else about a ledger is only ever added to; so destroying has a connection of its own,
which can do nothing else.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from secrets import token_bytes, token_hex
from typing import TYPE_CHECKING, Final

from ledger.errors import Refused
from ledger.notices import TextShredded
from ledger.refs import thread_and_act
from ledger.sealing import KEY_SIZE, NONCE_SIZE, Seal
from ledger.store.attested import Attested
from ledger.store.failures import code_of, translated
from ledger.store.files import ledger_uri
from ledger.store.names import SEAL_TABLE
from ledger.store.schema import format_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ledger.state import World

_ALLOWED: Final = {
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_TRANSACTION,
}
_BUSY: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def draw_seal() -> Seal:
    """A key that nobody has, with its name and a nonce."""
    return Seal(token_hex(16), token_bytes(KEY_SIZE), token_bytes(NONCE_SIZE))


class Sealing(Attested):
    """The part of an open ledger that sealed texts need."""

    def seal_key(self, key_id: str) -> bytes | None:
        """The key of a sealed text; None where it is not, or no longer, in this file."""
        with self._log.reading() as connection:
            if format_of(connection) == 1:
                return None
            row = connection.execute("SELECT key FROM seal_key WHERE id = ?", (key_id,)).fetchone()
        return None if row is None else bytes(row[0])

    def world(self, threads: Iterable[str] | None, *, known_at: int | None = None) -> World:
        """See `Ledger.world`."""
        raise NotImplementedError

    def destroy_seal(self, ref: str) -> bool:
        """Destroy the key of an act's sealed text, THREAD/ACT, once its shredding is recorded.

        Whether no trace of the key is left in the ledger's files: while somebody reads an older
        state, the write-ahead log still has it, and this has to be called again. Refused where no
        shredding is recorded.
        """
        thread, act_id = thread_and_act(ref)
        record = self.world([thread]).threads.get(thread)
        act = None if record is None else record.recorded.get(act_id)
        if (
            record is None
            or act is None
            or act.sealed is None
            or not any(
                isinstance(one.notice, TextShredded) and one.notice.act == act_id
                for one in record.notices
            )
        ):
            raise Refused(
                f"that the sealed text of {ref} is shredded is not recorded",
                mend="Record it first, with the reason.",
            )
        return destroy_key(self._log.path, act.sealed.key, self._log.busy_timeout)


def destroy_key(path: Path, key_id: str, busy_timeout: float) -> bool:
    """Take a key out of every page of the file and of its write-ahead log; see `destroy_seal`.

    All keys are deleted, which overwrites their pages with zeros, and those of others are written
    anew: deleting one row would leave what older versions of its page had beside the rows.
    """
    uri = ledger_uri(path, mode="rw")
    with (
        translated(path),
        closing(sqlite3.connect(uri, uri=True, timeout=busy_timeout, isolation_level=None)) as c,
    ):
        c.execute("PRAGMA trusted_schema = OFF")
        c.execute("PRAGMA secure_delete = ON")
        c.execute("PRAGMA synchronous = FULL")
        c.set_authorizer(_authorize)
        c.execute("BEGIN IMMEDIATE")
        others = c.execute("SELECT id, key FROM seal_key WHERE id <> ?", (key_id,)).fetchall()
        c.execute("DELETE FROM seal_key")
        c.executemany("INSERT INTO seal_key (id, key) VALUES (?, ?)", others)
        c.execute("COMMIT")
        try:
            (busy, *_), *_ = c.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except sqlite3.OperationalError as error:
            if code_of(error) not in _BUSY:
                raise
            return False
    return not busy


def _authorize(
    action: int, first: str | None, _second: str | None, _database: str | None, _by: str | None
) -> int:
    allowed = (
        action in _ALLOWED
        or (action in {sqlite3.SQLITE_DELETE, sqlite3.SQLITE_INSERT} and first == SEAL_TABLE)
        or (action == sqlite3.SQLITE_PRAGMA and first == "wal_checkpoint")
    )
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY
