"""Who had a role in what: person by person, role by role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.terminal.layout import columns, fitting, heading, indented, line, rest, stacked
from ledger.vocabulary import Role
from projections.views.persons import PersonsView
from projections.words import act_line, count, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from projections.views.persons import PersonAct, PersonRole, PersonView

_LONGEST = 120


def persons(view: PersonsView, width: int) -> Iterator[RenderableType]:
    """Each with the acts of each role."""
    yield heading(f"PERSONS ({len(view.persons)})")
    if not view.persons:
        yield indented(line("Nobody had such a role by then."))
    for person in view.persons:
        yield Text()
        yield indented(_title(person))
        for role in person.roles:
            meaning = "" if role.role == Role.OTHER else f" ({role.meaning})"
            yield indented(line(f"{role.role}{meaning}"), 4)
            yield indented(_acts(role, person, width - 6), 6)


def _title(person: PersonView) -> Text:
    """`John Sullivan, Ambassador to Russia (USA): 1 act`."""
    named = Text(person.name or ", ".join(person.posts), style="bold", overflow="fold")
    posts = ", ".join(person.posts) if person.name is not None else ""
    party = f" ({', '.join(person.parties)})" if person.parties else ""
    about = f"{', ' if posts else ''}{posts}{party}: {count(person.acts, 'act')}"
    return named.append(about, style="not bold")


def _acts(role: PersonRole, person: PersonView, width: int) -> RenderableType:
    told = [
        *((one, None) for one in role.acts),
        *((one, "may have happened by then") for one in role.possible),
        *((one, None) for one in role.undated),
    ]
    when = [one.act.when or "undated" for one, _ in told]
    widths = [fitting(when, least=10, most=22)]
    several = len(person.posts) > 1 or len(person.parties) > 1
    rows = [
        (Text(at, overflow="fold"), stacked(_act(one, note, several=several)))
        for at, (one, note) in zip(when, told, strict=True)
    ]
    return columns(rows, [*widths, rest(width, *widths)])


def _act(one: PersonAct, note: str | None, *, several: bool) -> Iterator[Text]:
    """The act; as what, where the person is known under several posts or parties."""
    yield Text(one.act.ref, style="bold", overflow="fold")
    yield line(act_line(one.act))
    if several:
        yield line(f"as {', '.join(filter(None, (one.post, one.party)))}", "dim")
    if one.act.gist is not None:
        yield line(shortened(one.act.gist, _LONGEST), "dim")
    if note is not None:
        yield line(note, "dim")


RENDERERS = {PersonsView: persons}
