"""The library's application over our datastore, mapper and recorder; the library does the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from eventsourcing.application import Application
from eventsourcing.sqlite import SQLiteFactory
from eventsourcing.utils import Environment

from ledger.store.mapper import LedgerMapper
from ledger.store.sqlite import LedgerRecorder

if TYPE_CHECKING:
    from collections.abc import Callable

    from eventsourcing.persistence import InfrastructureFactory
    from eventsourcing.utils import EnvType

    from ledger.store.connections import LedgerDatastore
    from ledger.store.mapper import EventCodec


class LedgerFactory(SQLiteFactory):
    """The library's factory over a datastore that is given, not looked up in an environment."""

    def __init__(self, env: Environment, datastore: LedgerDatastore) -> None:
        super().__init__(env)
        self.datastore = datastore


class LedgerApplication(Application[str]):
    """The library's application, configured by arguments alone. No snapshots, no cache."""

    name = "dipledger"
    mapper: LedgerMapper
    recorder: LedgerRecorder

    def __init__(
        self,
        datastore: LedgerDatastore,
        codec: EventCodec,
        clock: Callable[[], int],
        nonces: Callable[[], bytes],
    ) -> None:
        self.datastore = datastore
        self._codec = codec
        self._clock = clock
        self._nonces = nonces
        super().__init__()

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:  # noqa: ARG002
        """Our settings only: the library's would let a stray variable redirect the ledger."""
        return Environment(
            name,
            {"SQLITE_DBNAME": self.datastore.pool.db_name, "ORIGINATOR_ID_TYPE": "text"},
        )

    def construct_factory(self, env: Environment) -> InfrastructureFactory:
        """The factory over the datastore given."""
        # The library's own SQLite factory does not fit its annotation either.
        return cast("InfrastructureFactory", LedgerFactory(env, self.datastore))

    def construct_mapper(self) -> LedgerMapper:
        """The mapper over the codec given."""
        return LedgerMapper(self._codec)

    def construct_recorder(self) -> LedgerRecorder:
        """The recorder over the datastore, clock and nonces given."""
        return LedgerRecorder(self.datastore, clock=self._clock, nonces=self._nonces)
