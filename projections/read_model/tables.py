"""The tables of the read model; `sql_views` unpacks them for people.

A layer is what one viewer knows, built for one position of the log. Rows are valid over act time
(`when_from` <= T < `when_to`) and known over `known_from` <= K < `known_to`: for the viewer
`ledger`, K is a log position; for others an instant of their calendar. A reader with a clearance
has layers of its own, `ledger@restricted` and so on: what such a viewer knows of the log as if what
lies above had never been recorded, with positions counted in what is left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from projections.read_model.sql_views import VIEWS

if TYPE_CHECKING:
    import sqlite3

VERSION: Final = 2
"""Of the tables and of what stands in them; another one found in a file is built anew."""

_KNOWN = "known_from INTEGER NOT NULL, known_to INTEGER NOT NULL"
_PLACE = "layer INTEGER NOT NULL, thread INTEGER NOT NULL"

TABLES: Final = (
    """CREATE TABLE read_layer (
  layer INTEGER PRIMARY KEY,
  viewer TEXT NOT NULL,
  version INTEGER NOT NULL,
  position INTEGER NOT NULL,
  leaf BLOB NOT NULL,
  stage TEXT NOT NULL
) STRICT""",
    """CREATE TABLE read_thread (
  thread INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE
) STRICT""",
    """CREATE TABLE read_link (
  thread INTEGER NOT NULL,
  other INTEGER NOT NULL,
  PRIMARY KEY (thread, other)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE read_told (
  layer INTEGER NOT NULL,
  thread INTEGER NOT NULL,
  PRIMARY KEY (layer, thread)
) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE read_head (
  head INTEGER PRIMARY KEY, {_PLACE}, {_KNOWN},
  zone TEXT NOT NULL,
  parent TEXT,
  marking TEXT,
  marking_falls INTEGER,
  content TEXT NOT NULL
) STRICT""",
    "CREATE INDEX read_head_known ON read_head (layer, known_from, known_to)",
    "CREATE INDEX read_head_zone ON read_head (layer, zone)",
    "CREATE INDEX read_head_thread ON read_head (layer, thread)",
    # Most ledgers have no marks at all: these are as small as what they hold.
    "CREATE INDEX read_head_marked ON read_head (layer, marking) WHERE marking IS NOT NULL",
    f"""CREATE TABLE read_block (
  block INTEGER PRIMARY KEY, {_PLACE},
  sort TEXT NOT NULL,
  run INTEGER NOT NULL,
  node INTEGER NOT NULL,
  when_from INTEGER NOT NULL, when_to INTEGER NOT NULL, {_KNOWN},
  state TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT""",
    """CREATE INDEX read_block_ending ON read_block
  (layer, sort, node, when_to, known_from, known_to, thread)""",
    """CREATE INDEX read_block_beginning ON read_block
  (layer, sort, node, when_from, known_from, known_to, thread)""",
    "CREATE INDEX read_block_thread ON read_block (layer, thread, sort, run, when_from)",
    f"""CREATE TABLE read_reply (
  reply INTEGER PRIMARY KEY, {_PLACE},
  act TEXT NOT NULL,
  debtor TEXT NOT NULL,
  creditors TEXT NOT NULL,
  node INTEGER NOT NULL,
  when_from INTEGER NOT NULL, when_to INTEGER NOT NULL, {_KNOWN},
  state TEXT NOT NULL,
  since INTEGER NOT NULL,
  due INTEGER,
  detail TEXT NOT NULL
) STRICT""",
    # What is owed is read from these alone, without a look at the rows.
    """CREATE INDEX read_reply_ending ON read_reply
  (layer, state, node, when_to, known_from, known_to,
   thread, act, debtor, creditors, since, due)""",
    """CREATE INDEX read_reply_beginning ON read_reply
  (layer, state, node, when_from, known_from, known_to,
   thread, act, debtor, creditors, since, due)""",
    "CREATE INDEX read_reply_thread ON read_reply (layer, thread)",
    f"""CREATE TABLE read_act (
  act INTEGER PRIMARY KEY, {_PLACE}, {_KNOWN},
  name TEXT NOT NULL,
  digest BLOB NOT NULL,
  kind TEXT NOT NULL,
  instrument TEXT,
  channel TEXT NOT NULL,
  disclosure TEXT,
  earliest INTEGER,
  latest INTEGER,
  sequence INTEGER,
  answers TEXT NOT NULL,
  position INTEGER NOT NULL,
  conflicting INTEGER NOT NULL,
  marking TEXT,
  marking_falls INTEGER,
  brief TEXT NOT NULL
) STRICT""",
    "CREATE INDEX read_act_time ON read_act (layer, latest, known_from, known_to)",
    "CREATE INDEX read_act_thread ON read_act (layer, thread, name)",
    """CREATE INDEX read_act_uncertain ON read_act (layer, earliest, latest)
WHERE earliest IS NOT latest OR latest IS NULL""",
    "CREATE INDEX read_act_marked ON read_act (layer, marking) WHERE marking IS NOT NULL",
    """CREATE TABLE read_act_party (
  act INTEGER NOT NULL, capacity TEXT NOT NULL, party TEXT NOT NULL,
  PRIMARY KEY (act, capacity, party)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX read_act_party_code ON read_act_party (party)",
    """CREATE TABLE read_act_person (
  act INTEGER NOT NULL, role TEXT NOT NULL, name TEXT, post TEXT, party TEXT
) STRICT""",
    "CREATE INDEX read_act_person_act ON read_act_person (act)",
    """CREATE VIRTUAL TABLE read_text USING fts5
  (summary, points, text, persons, sources, tokenize = "unicode61 remove_diacritics 2",
   prefix = '2 3')""",
    f"""CREATE TABLE read_point (
  point INTEGER PRIMARY KEY, {_PLACE}, {_KNOWN},
  label TEXT NOT NULL,
  content TEXT NOT NULL
) STRICT""",
    "CREATE INDEX read_point_thread ON read_point (layer, thread)",
    f"""CREATE TABLE read_erratum (
  erratum INTEGER PRIMARY KEY, {_PLACE}, {_KNOWN},
  name TEXT NOT NULL,
  position INTEGER NOT NULL,
  earliest INTEGER,
  content TEXT NOT NULL
) STRICT""",
    "CREATE INDEX read_erratum_thread ON read_erratum (layer, thread)",
)

LAYERED: Final = (
    "read_head",
    "read_block",
    "read_reply",
    "read_act",
    "read_point",
    "read_erratum",
    "read_told",
)
"""The tables whose rows belong to a layer."""


_SHADOWS = tuple(f"read_text_{name}" for name in ("config", "content", "data", "docsize", "idx"))
NAMES: Final = frozenset(
    {
        statement.replace("VIRTUAL ", "", 1).split(maxsplit=3)[2] for statement in (*TABLES, *VIEWS)
    }.union(_SHADOWS)
)
"""Every object of the read model in a ledger's file."""
_VIEW_NAMES: Final = frozenset(statement.split(maxsplit=3)[2] for statement in VIEWS)


def is_whole(connection: sqlite3.Connection) -> bool:
    """Whether the tables are just those of this release."""
    found = {
        name: sql
        for name, sql in connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
            " AND (name IN (SELECT value FROM json_each(?)) OR tbl_name IN"
            " (SELECT value FROM json_each(?)))",
            (_json_names(), _json_names()),
        )
        if name not in _SHADOWS
    }
    return sorted(found.values()) == sorted((*TABLES, *VIEWS))


def exists(connection: sqlite3.Connection) -> bool:
    """Whether anything of a read model is there."""
    found = connection.execute(
        "SELECT 1 FROM sqlite_schema WHERE name IN (SELECT value FROM json_each(?)) LIMIT 1",
        (_json_names(),),
    )
    return found.fetchone() is not None


def _json_names() -> str:
    return "[" + ",".join(f'"{name}"' for name in sorted(NAMES)) + "]"


def create(connection: sqlite3.Connection) -> None:
    """Make the empty tables; inside a transaction of the caller's."""
    for statement in (*TABLES, *VIEWS):
        connection.execute(statement)


def drop(connection: sqlite3.Connection) -> None:
    """Remove every object of the read model, and whatever others hung on its tables.

    A table of somebody else's that goes by the name of a view is theirs, and stays.
    """
    for kind, name in connection.execute(
        "SELECT type, name FROM sqlite_schema WHERE type IN ('trigger', 'view', 'table')"
        " AND (name IN (SELECT value FROM json_each(?)) OR tbl_name IN"
        " (SELECT value FROM json_each(?))) ORDER BY type = 'table', type = 'view'",
        (_json_names(), _json_names()),
    ).fetchall():
        if name not in _SHADOWS and not (kind == "table" and name in _VIEW_NAMES):
            quoted = name.replace('"', '""')
            connection.execute(f'DROP {kind} IF EXISTS "{quoted}"')
