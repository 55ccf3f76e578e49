"""What of a ledger can be proven: its name, its tree, the stored bytes, its checkpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.errors import InputError
from ledger.store.tree import (
    read_checkpoints,
    read_head,
    read_leaves,
    read_origin,
    read_size,
    withheld,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from ledger.store.copying import Copied
    from ledger.store.envelope import Recorded
    from ledger.store.log import EventLog
    from ledger.store.soundness import Sound
    from ledger.store.tree import KeptCheckpoint, TreeHead


class Attested:
    """The part of an open ledger that proofs and checkpoints are made of."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    @property
    def events(self) -> EventLog:
        """The log that the events are kept in."""
        return self._log

    @property
    def origin(self) -> str:
        """Who the ledger is: the first line of its checkpoints. SetupError in an old format."""
        with self._log.reading() as connection:
            return read_origin(connection)

    def tree(self, size: int | None = None) -> TreeHead:
        """The head of the tree over the first events, None: over all of them, as it was written.

        InputError where there are not so many.
        """
        with self._log.reading() as connection:
            return read_head(connection, size)

    def leaves(self, size: int | None = None) -> list[bytes]:
        """The leaf hashes of the first events as stored, None: of all, in their order."""
        with self._log.reading() as connection:
            end = read_size(connection) if size is None else size
            return list(read_leaves(connection, end))

    def stored(self, position: int) -> Recorded:
        """One event of the log, with the nonce of its leaf.

        InputError where there is none, or where the file withholds it.
        """
        found = self._log.all_after(position - 1, 1, upto_position=position)
        if not found:
            raise InputError(
                f"there is no event {position} to be read in this ledger",
                mend="See `dipledger log`.",
            )
        return found[0]

    @property
    def withheld(self) -> int:
        """How many events the file has only the leaves of: it is a copy then."""
        with self._log.reading() as connection:
            return withheld(connection)

    def checkpoints(self) -> list[KeptCheckpoint]:
        """The checkpoints that are kept with the ledger, in the order in which they came."""
        with self._log.reading() as connection:
            return read_checkpoints(connection)

    def keep_checkpoint(self, note: str, *, size: int, timestamp: bytes | None = None) -> int:
        """Keep a signed checkpoint with the ledger, and give the number it is kept under."""
        return self._log.keep_checkpoint(size, note, timestamp)

    def sound(
        self,
        *,
        progress: Callable[[str, int, int], None] | None = None,
        roots: Mapping[int, bytes] | None = None,
        thorough: bool = True,
    ) -> Sound:
        """What the file holds, once every stored byte was held against the tree.

        Args:
            progress: as of `backup`.
            roots: sizes of the tree, and its root there as it is known from elsewhere.
            thorough: look also at the head of every transaction, and at every page.

        Unverified, with the first event that differs, where it is not whole, or where one of the
        roots, or a checkpoint that is kept, is over another history.
        """
        from ledger.store.leaf_check import nothing_told
        from ledger.store.soundness import check_sound

        with self._log.reading() as connection:
            return check_sound(
                connection,
                progress or nothing_told,
                uri=self._log.uri,
                roots=roots,
                thorough=thorough,
            )

    def backup(
        self, path: str | Path, *, progress: Callable[[str, int, int], None] | None = None
    ) -> Copied:
        """Copy the ledger as it is now into one file, checked and on disk, while others record.

        `progress` is called with what is being done, how much of it is done, and of how much.
        SetupError where the name is taken or cannot be written; Unverified where the ledger is not
        whole. Nothing is left behind then.
        """
        from ledger.store.copying import back_up
        from ledger.store.leaf_check import nothing_told
        from ledger.store.opening import file_of

        return back_up(self._log, file_of(path), progress or nothing_told)
