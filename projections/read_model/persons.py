"""Persons in roles of acts, from the tables."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple

from projections.read_model.counting import each_query

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from projections.read_model.found import ActRow, ThreadAt
    from projections.read_model.snapshot import Snapshot

Known = tuple[str | None, str | None]
"""A name and a post; one of them may be missing."""

_THESE: Final = (
    "(:role IS NULL OR role = :role) AND (:party IS NULL OR party = :party)"
    " AND (name IN (SELECT value FROM json_each(:names))"
    " OR post IN (SELECT value FROM json_each(:posts)))"
)


class PersonRow(NamedTuple):
    """A person, or a post without a name, in a role of an act."""

    act: ActRow
    role: str
    name: str | None
    post: str | None
    party: str | None


def persons_known(snapshot: Snapshot, threads: Iterable[ThreadAt]) -> set[Known]:
    """The names and posts of everybody in the acts known at K, whenever they happen."""
    found: set[Known] = set()
    for values in each_query(threads):
        rows = snapshot.connection.execute(
            "SELECT DISTINCT read_act_person.name, post"
            " FROM read_act JOIN read_act_person USING (act)"
            " WHERE layer = :layer AND known_from <= :known AND known_to > :known"
            " AND thread IN (SELECT value FROM json_each(:threads))",
            values,
        )
        found.update(rows)
    return found


def persons_in(
    snapshot: Snapshot, who: Collection[Known], *, role: str | None, party: str | None
) -> list[PersonRow]:
    """These persons in the acts known at K, whenever they happen, act by act."""
    values = {
        "role": role,
        "party": party,
        "names": json.dumps([name for name, _ in who if name is not None]),
        "posts": json.dumps([post for _, post in who if post is not None]),
    }
    within = f"act IN (SELECT act FROM read_act_person WHERE {_THESE})"  # noqa: S608 -- constants
    acts = {row.act: row for row in snapshot.acts(within, values)}
    found = snapshot.connection.execute(
        "SELECT act, role, name, post, party FROM read_act_person"  # noqa: S608 -- constants
        f" WHERE act IN (SELECT value FROM json_each(:acts)) AND {_THESE} ORDER BY rowid",
        {**values, "acts": json.dumps(list(acts))},
    )
    return [
        PersonRow(acts[act], role, name, post, party)
        for act, role, name, post, party in found
        if (name, post) in who
    ]
