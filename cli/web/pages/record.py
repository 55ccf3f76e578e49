"""The page to record an act on, and what comes of sending it."""

from __future__ import annotations

from http import HTTPStatus
from secrets import token_urlsafe
from typing import TYPE_CHECKING, NamedTuple

from cli.render.facts import facts
from cli.web.pages.base import Page
from cli.web.problems import problem
from cli.web.recording.form import FEW_ROWS, FORM, Typed, place_of, typed
from cli.web.recording.just_recorded import JustRecorded
from cli.web.recording.offered import first_values, offered
from cli.web.recording.writing import Preview, Told, meanwhile, previewed, record
from ledger.errors import Conflict, DipledgerError, SetupError, SeveralErrors
from ledger.store import MovedOn
from ledger.vocabulary import (
    Channel,
    Disclosure,
    InformationCredibility,
    Instrument,
    MarkingLevel,
    Medium,
    PointKind,
    Role,
    SourceReliability,
    Stance,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cli.web.asking import Asking
    from cli.web.guarding.limits import Form
    from cli.web.serving import Serving

CHOICES = {
    "instrument": tuple(Instrument),
    "medium": tuple(Medium),
    "channel": tuple(Channel),
    "disclosure": tuple(Disclosure),
    "marking": tuple(MarkingLevel),
    "point_kind": tuple(PointKind),
    "stance": tuple(Stance),
    "role": tuple(Role),
    "reliability": tuple(SourceReliability),
    "credibility": tuple(InformationCredibility),
}


class Submitted(NamedTuple):
    """What came of a form: the act that was recorded, or the page to show again."""

    status: HTTPStatus
    page: Page | None = None
    recorded: JustRecorded | None = None


def form_page(asking: Asking) -> Page:
    """The page at `/threads/THREAD/record/KIND`, with nothing typed yet."""
    made = offered(asking)
    return _page(asking, Typed(first_values(made)))


def submitted(asking: Asking, serving: Serving, form: Form) -> Submitted:
    """What comes of a form: recorded, looked at before it is, or shown again with what is wrong.

    409 where more was recorded in the thread than the form had seen, or the ledger stayed busy; 503
    where nothing can be recorded; 422 for anything wrong with the act. InputError where there is no
    such thread, or no such form.
    """
    said = typed(form)
    offered(asking, said)
    try:
        match said.one("do"):
            case "rows":
                return Submitted(HTTPStatus.OK, _page(asking, said))
            case "check":
                return Submitted(
                    HTTPStatus.OK, _page(asking, said, preview=previewed(asking, said))
                )
            case _:
                receipt = record(asking, serving, said)
    except MovedOn:
        return Submitted(HTTPStatus.CONFLICT, _page(asking, said, moved_on=True))
    except DipledgerError as error:
        return Submitted(_status(error), _page(asking, said, error=error))
    note = JustRecorded(receipt.refs[0], receipt.positions, receipt.warnings)
    return Submitted(HTTPStatus.SEE_OTHER, recorded=note)


def _status(error: DipledgerError) -> HTTPStatus:
    if isinstance(error, Conflict):
        return HTTPStatus.CONFLICT
    if isinstance(error, SetupError):
        return HTTPStatus.SERVICE_UNAVAILABLE
    return HTTPStatus.UNPROCESSABLE_ENTITY


def _page(
    asking: Asking,
    said: Typed,
    *,
    error: DipledgerError | None = None,
    preview: Preview | None = None,
    moved_on: bool = False,
) -> Page:
    made = offered(asking, said)
    told: tuple[Told, ...] = ()
    if moved_on:
        told = meanwhile(asking, said.seen, made.seen)
    errors = () if error is None else _errors(error, said, asking.ledger.path)
    return Page(
        "record.html",
        made,
        {
            "typed": said,
            # A form that is shown again has seen what it had, until it is told of more.
            "seen": made.seen if moved_on or "seen" not in said.values else said.seen,
            "nonce": said.nonce or token_urlsafe(16),
            "choices": CHOICES,
            "few_rows": FEW_ROWS,
            "problems": errors,
            "wrong": _by_place(errors),
            "preview": preview,
            "preview_facts": () if preview is None else tuple(facts(preview.act)),
            "moved_on": moved_on,
            "meanwhile": told,
            # What is typed is not to be replaced when something else is recorded.
            "digest": None,
        },
    )


def _errors(error: DipledgerError, said: Typed, ledger: Path) -> tuple[Mapping[str, object], ...]:
    """The errors with their places, the control that each is about; else the whole form."""
    several = error.errors if isinstance(error, SeveralErrors) else (error,)
    told = []
    for one in several:
        place = (one.where or FORM).partition(", ")[0]
        place = place_of(said, one.what) if place == FORM else place
        told.append({**problem(one, ledger), "place": place})
    return tuple(told)


def _by_place(errors: tuple[Mapping[str, object], ...]) -> dict[str, list[Mapping[str, object]]]:
    found: dict[str, list[Mapping[str, object]]] = {}
    for one in errors:
        found.setdefault(str(one["place"]), []).append(one)
    return found
