"""What the form of an act offers: the thread's parties, its open points, what is unanswered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.open_points import is_open
from ledger.errors import InputError
from ledger.kinds import KIND_BY_WORD, Need
from ledger.near import near
from projections.views.base import View
from projections.views.points import PointView
from projections.views.threads import ObligationView, ThreadHead

if TYPE_CHECKING:
    from cli.web.asking import Asking
    from cli.web.recording.form import Typed

KINDS = ("demand", "reply", "statement")


class Offered(View):
    """What a form is made from."""

    thread: ThreadHead
    """The thread to record in."""
    kind: str
    """The kind of the act."""
    seen: int
    """How many events the thread had when this was read."""
    parties: tuple[str, ...]
    """Who may be ticked as sender or addressee: the thread's parties, and who else is in it."""
    points: tuple[PointView, ...]
    """Points that can be answered: the open ones, and those that something was typed to."""
    unanswered: tuple[ObligationView, ...]
    """Replies owed in the thread."""
    raises: str
    """Whether an act of this kind raises points: must, may, must not."""


def offered(asking: Asking, said: Typed | None = None) -> Offered:
    """What the form of a path offers, with what was `said` in it before.

    InputError where there is no such thread, or no form for such an act.
    """
    name, kind = asking.path["thread"], asking.path["kind"]
    if kind not in KINDS:
        raise InputError(
            f"there is no form for a {kind}" if kind in KIND_BY_WORD else f"there is no act {kind}",
            near=near(kind, KINDS),
            mend=f"Here are forms for {', '.join(KINDS)}; `dipledger append` records any act.",
        )
    reader, lens = asking.reader, asking.lens
    # First: what is recorded between this and the rest is shown, and told as more than was seen.
    seen = asking.ledger.version(name)
    thread = reader.thread(name, lens)
    typed_to = () if said is None else said.answered
    points = tuple(
        one for one in reader.points(name, lens).points if is_open(one) or one.label in typed_to
    )
    asked = [code for one in thread.points for code in (*one.raisers, *one.addressees)]
    return Offered(
        thread=thread.thread,
        kind=kind,
        seen=seen,
        parties=tuple(dict.fromkeys((*thread.thread.parties, *asked))),
        points=points if KIND_BY_WORD[kind].answers is not Need.MUST_NOT else (),
        unanswered=thread.owed,
        raises=KIND_BY_WORD[kind].raises,
    )


def first_values(made: Offered) -> dict[str, tuple[str, ...]]:
    """What stands in a form at first: for a reply, to whom it is owed where only one owes any."""
    values: dict[str, tuple[str, ...]] = {"channel": ("official",)}
    debtors = {one.debtor for one in made.unanswered}
    if made.kind == "reply" and len(debtors) == 1:
        creditors = [code for one in made.unanswered for code in one.creditors]
        values |= {"senders": tuple(debtors), "addressees": tuple(dict.fromkeys(creditors))}
        acts = tuple(dict.fromkeys(one.act for one in made.unanswered))
        values |= {"replies_to": acts} if len(acts) == 1 else {}
    return values
