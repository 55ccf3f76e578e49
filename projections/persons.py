"""Persons: who carried, signed, announced, edited, attended what.

A person is a name as recorded; a post without a name is one for each party. Two spellings of a name
are two persons, and two people of one name are one: the ledger does not guess.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.errors import InputError
from ledger.near import near
from ledger.placing import in_order
from ledger.text import folded
from ledger.vocabulary import Role
from projections.read_model.persons import persons_in, persons_known
from projections.views.persons import PersonAct, PersonRole, PersonsView, PersonView

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from projections.lens import Lens
    from projections.read_model.found import ActRow
    from projections.read_model.persons import Known, PersonRow
    from projections.reader import Snapshots


@dataclass(frozen=True, slots=True)
class PersonFilter:
    """Who is asked for, in what: all to which everything given applies.

    `name` is a part of a name or post, whatever its case and accents; `party` the one recorded with
    the person.
    """

    name: str | None = None
    role: str | None = None
    party: str | None = None
    thread: str | None = None


EVERYBODY = PersonFilter()
"""Takes all persons."""


def persons_view(source: Snapshots, lens: Lens, wanted: PersonFilter = EVERYBODY) -> PersonsView:
    """Everybody asked for, with the acts they had a role in.

    InputError where nobody known is called so, with near ones, or there is no such thread.
    """
    with source.snapshot(lens) as snapshot:
        here = None if wanted.thread is None else snapshot.thread(wanted.thread)
        known = persons_known(snapshot, [here] if here else snapshot.threads.values())
        who = _called(wanted.name, known)
        rows = [
            row
            for row in persons_in(snapshot, who, role=wanted.role, party=wanted.party)
            if here in (None, row.act.thread)
        ]
    by_person: dict[tuple[str, str, str], list[PersonRow]] = defaultdict(list)
    for row in rows:
        if _placed(row.act) is not None:
            by_person[_identity(row)].append(row)
    return PersonsView(
        asked=wanted.name,
        role=wanted.role,
        party=wanted.party,
        thread=wanted.thread,
        persons=tuple(_person(by_person[key]) for key in sorted(by_person)),
    )


def _called(name: str | None, known: Iterable[Known]) -> set[Known]:
    """Those whose name or post holds a text."""
    known = set(known)
    if name is None:
        return known
    part = folded(name)
    found = {each for each in known if part and any(part in folded(text or "") for text in each)}
    if found:
        return found
    names = sorted({text for each in known for text in each if text is not None})
    raise InputError(
        f"no person and no post is called {name}",
        near=near(name, names),
        mend="See `dipledger persons`.",
    )


def _identity(row: PersonRow) -> tuple[str, str, str]:
    """What tells people apart, so that they come by name."""
    if row.name is not None:
        return folded(row.name), row.name, ""
    return folded(row.post or ""), row.post or "", row.party or "-"


def _placed(act: ActRow) -> str | None:
    """Where an act stands to the date asked about (rule T3); None: after it."""
    if act.earliest is None and act.latest is None:
        return "undated"
    if act.latest is not None and act.latest <= act.thread.at:
        return "happened"
    return "possible" if act.earliest is None or act.earliest <= act.thread.at else None


def _person(rows: Sequence[PersonRow]) -> PersonView:
    by_role: dict[str, list[PersonRow]] = defaultdict(list)
    for row in rows:
        by_role[row.role].append(row)
    return PersonView(
        name=rows[0].name,
        posts=tuple(dict.fromkeys(row.post for row in rows if row.post is not None)),
        parties=tuple(dict.fromkeys(row.party for row in rows if row.party is not None)),
        acts=len({row.act.ref for row in rows if _placed(row.act) == "happened"}),
        roles=tuple(_role(role, by_role[role]) for role in Role if role in by_role),
    )


def _role(role: Role, rows: Iterable[PersonRow]) -> PersonRole:
    by_act = {row.act.ref: row for row in rows}
    found: dict[str | None, list[ActRow]] = defaultdict(list)
    for row in by_act.values():
        found[_placed(row.act)].append(row.act)

    def told(acts: Iterable[ActRow]) -> tuple[PersonAct, ...]:
        return tuple(
            PersonAct(act=row.act.view(), post=row.post, party=row.party)
            for row in (by_act[act.ref] for act in acts)
        )

    return PersonRole(
        role=role,
        meaning=role.meaning,
        acts=told(in_order(found["happened"])),
        possible=told(sorted(found["possible"], key=lambda act: (act.earliest or 0, act.ref))),
        undated=told(sorted(found["undated"], key=lambda act: act.ref)),
    )
