"""The names of a ledger's tables. Nothing else: other processes check a log by them alone."""

from __future__ import annotations

from typing import Final

LOG_TABLE: Final = "stored_events"
IDENTITY_TABLE: Final = "ledger_identity"
HEAD_TABLE: Final = "log_head"
CHECKPOINT_TABLE: Final = "log_checkpoint"
WITHHELD_TABLE: Final = "log_withheld"
SEAL_TABLE: Final = "seal_key"
GUARDED_TABLES: Final = (LOG_TABLE, IDENTITY_TABLE, HEAD_TABLE, CHECKPOINT_TABLE, WITHHELD_TABLE)
"""The tables to which rows are only ever added."""
