"""The plainly named views that unpack the read model for Datasette and any SQL client.

The product's own questions do not go through them. They show all that is recorded, whatever its
marking: who can read the file can read it all.
"""

from __future__ import annotations

from typing import Final

from ledger.dates import MAX_INSTANT, MIN_INSTANT
from projections.read_model.stretches import ALWAYS


def _time(value: str, name: str) -> str:
    return (
        f"CASE WHEN {value} BETWEEN {MIN_INSTANT} AND {MAX_INSTANT}"
        f" THEN strftime('%Y-%m-%dT%H:%M:%SZ', {value}, 'unixepoch') END AS {name}"
    )


_IN_USE: Final = "layer.stage = 'current' AND instr(layer.viewer, '@') = 0"
"""The layers of readers with a clearance hold nothing that the others do not."""


def _known(table: str) -> str:
    """Positions for the ledger, times for the others; NULL where it is still believed."""

    def side(column: str) -> str:
        return (
            f"CASE WHEN abs({table}.{column}) = {ALWAYS} THEN NULL"
            f" WHEN layer.viewer = 'ledger' THEN {table}.{column}"
            f" ELSE strftime('%Y-%m-%dT%H:%M:%SZ', {table}.{column}, 'unixepoch') END AS {column}"
        )

    return f"{side('known_from')}, {side('known_to')}"


def _of_layer(table: str, called: str) -> str:
    return f"""FROM read_layer AS layer JOIN {table} AS {called} ON {called}.layer = layer.layer
  JOIN read_thread AS thread ON thread.thread = {called}.thread"""


def _of_blocks(name: str, sort: str, columns: tuple[str, ...], rows: str = "") -> str:
    listed = ",\n  ".join(columns)
    return f"""CREATE VIEW {name} AS SELECT layer.viewer AS known_by, thread.slug AS thread,
  {listed},
  {_time("block.when_from", "when_from")}, {_time("block.when_to", "when_to")},
  {_known("block")}
{_of_layer("read_block", "block")}{rows}
WHERE {_IN_USE} AND block.sort = '{sort}'"""


_ROWS: Final = " JOIN json_each(block.state, '$[0]') AS place"


def _plain(index: int) -> str:
    return f"json_extract(block.state, '$[{index}]')"


def _column(index: int) -> str:
    """A word of a row; a column in which all are the same holds it once."""
    own = f"json_extract(block.state, '$[{index}][' || place.key || ']')"
    return (
        f"iif(json_type(block.state, '$[{index}]') = 'array', {own},"
        f" json_extract(block.state, '$[{index}]'))"
    )


def _detail(index: int) -> str:
    return f"json_extract(block.detail, '$[' || place.key || '][{index}]')"


_THREAD_STATUS: Final = _of_blocks(
    "thread_status",
    "thread",
    (
        f"{_plain(0)} AS status",
        f"{_plain(1)} AS why",
        _time(_plain(2), "since"),
        f"{_plain(4)} AS awaiting",
        f"{_plain(5)} AS dormant",
        f"{_plain(6)} AS replies_owed",
        f"{_plain(7)} AS acts",
        f"{_plain(8)} AS last_act_when",
    ),
)
_POINT_STATUS: Final = _of_blocks(
    "point_status",
    "points",
    (
        "place.value AS point",
        f"{_column(1)} AS addressee",
        f"{_column(2)} AS status",
        _time(_column(3), "since"),
        f"{_column(4)} AS act",
        f"{_detail(0)} AS according_to",
        f"{_detail(1)} AS rule",
        f"{_detail(2)} AS confidential",
        f"{_detail(5)} AS live",
        _time(_detail(6), "deadline"),
    ),
    _ROWS,
)


def _rest(index: int) -> str:
    return f"json_extract(reply.detail, '$[{index}]')"


def _of_replies(name: str, condition: str) -> str:
    return f"""CREATE VIEW {name} AS SELECT layer.viewer AS known_by, thread.slug AS thread,
  reply.debtor, reply.creditors, reply.act, {_rest(0)} AS points, reply.state,
  {_time("reply.since", "since")}, {_time("reply.due", "due")}, {_rest(2)} AS rule,
  {_rest(3)} AS settled_by, {_time(_rest(4), "settled_at")},
  {_rest(6)} AS claimed_by, {_rest(8)} AS loose_ends,
  {_time("reply.when_from", "when_from")}, {_time("reply.when_to", "when_to")},
  {_known("reply")}
{_of_layer("read_reply", "reply")}
WHERE {_IN_USE} AND {condition}"""


_ACT: Final = f"""CREATE VIEW act AS SELECT layer.viewer AS known_by, thread.slug AS thread,
  read_act.name AS act, read_act.kind, read_act.instrument, read_act.channel, read_act.disclosure,
  json_extract(read_act.brief, '$.senders') AS senders,
  json_extract(read_act.brief, '$.addressees') AS addressees,
  json_extract(read_act.brief, '$.when') AS happened,
  {_time("read_act.earliest", "earliest")}, {_time("read_act.latest", "latest")},
  json_extract(read_act.brief, '$.gist') AS gist,
  nullif(read_act.position, 0) AS position, {_known("read_act")}
{_of_layer("read_act", "read_act")}
WHERE {_IN_USE}"""

VIEWS: Final = (
    _THREAD_STATUS,
    _POINT_STATUS,
    _of_replies("reply_owed", "reply.state = 'owed'"),
    _of_replies("reply_concluded", "reply.state <> 'owed'"),
    _ACT,
)
