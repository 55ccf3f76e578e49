"""The application: every page as HTML and as JSON, its files, and what is live."""

from __future__ import annotations

from contextlib import asynccontextmanager
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from cli import __version__
from cli.output import enveloped, json_text
from cli.web.addresses import Addresses
from cli.web.answering import answer_of, answered, asked_of, asking_of
from cli.web.asking import LANGUAGE
from cli.web.desk import Desk
from cli.web.frame import Here, framed
from cli.web.guard import form_of
from cli.web.language import LANGUAGES, chosen
from cli.web.live import Live
from cli.web.pages import PAGES
from cli.web.pages.record import form_page, submitted
from cli.web.problems import problem, status_of
from cli.web.proof import proof_of
from cli.web.recording.just_recorded import JustRecorded, Notes
from cli.web.waiting import while_waited
from ledger.errors import DipledgerError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from starlette.requests import Request

    from cli.web.answering import Answered
    from cli.web.desk import Seat
    from cli.web.guard import Guard
    from cli.web.guarding.limits import Form
    from cli.web.pages.base import PageRoute
    from cli.web.serving import Serving

JSON = "application/json"
PATHS: dict[str, str] = {
    **{route.name: route.path for route in PAGES},
    **{f"{route.name}.json": route.twin for route in PAGES},
    "proof": "/threads/{thread}/acts/{act}/proof.json",
    "record": "/threads/{thread}/record/{kind}",
    "openapi": "/openapi.json",
}


class Site:
    """Answers requests about one ledger."""

    def __init__(self, serving: Serving, guard: Guard) -> None:
        self.serving = serving
        self.guard = guard
        self.desk = Desk(serving)
        self.live = Live(self.desk, serving, PAGES)
        self.notes = Notes()

    def routes(self) -> list[BaseRoute]:
        """Every address there is."""
        found: list[BaseRoute] = []
        for route in PAGES:
            # The data first: a path without a suffix would take the suffix for a part of a name.
            found.append(Route(route.twin, partial(self.twin, route)))
            found.append(Route(route.path, partial(self.page, route)))
        found.append(Route(PATHS["proof"], self.proof))
        if self.serving.may_append:
            found.append(Route(PATHS["record"], self.record, methods=["GET", "POST"]))
        found.append(Route(PATHS["openapi"], self.openapi))
        found.append(Route("/live", self.live.stream))
        found.append(Mount("/static", StaticFiles(packages=[("cli.web", "static")])))
        return found

    async def page(self, route: PageRoute, request: Request) -> Response:
        """A page for a person."""
        try:
            html = await self._made(route, request, self._html)
        except DipledgerError as error:
            return self.error_page(request, status_of(error), self._told(error))
        return _nobody() if html is None else HTMLResponse(html)

    async def twin(self, route: PageRoute, request: Request) -> Response:
        """The same for a program."""
        try:
            text = await self._made(route, request, self._json)
        except DipledgerError as error:
            return _problem_response(status_of(error), self._told(error))
        return _nobody() if text is None else Response(text, media_type=JSON)

    async def proof(self, request: Request) -> Response:
        """The proof of an act, to keep."""
        _check_names(request)
        ref = f"{request.path_params['thread']}/{request.path_params['act']}"
        try:
            text = await self.desk.ask(partial(proof_of, self.serving, ref))
        except DipledgerError as error:
            return self.error_page(request, status_of(error), self._told(error))
        name = f"{ref.replace('/', '-')}.proof.json"
        kept = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(text, media_type=JSON, headers=kept)

    async def record(self, request: Request) -> Response:
        """A form to record an act, and what comes of sending it."""
        _check_names(request)
        here = Here(
            "record", _language(request), dict(request.path_params), _only_language(request)
        )
        form = form_of(request) if request.method == "POST" else None
        try:
            asked_of((), request.query_params.multi_items())
            status, told = await self.desk.ask(partial(self._form, here, form))
        except DipledgerError as error:
            return self.error_page(request, status_of(error), self._told(error))
        if isinstance(told, JustRecorded):
            self.notes.put(told, _seconds(self.serving))
            thread, _, act = told.ref.partition("/")
            address = Addresses(PATHS, here.kept)("act", thread=thread, act=act)
            return RedirectResponse(address, HTTPStatus.SEE_OTHER)
        return HTMLResponse(told, status)

    def _form(
        self, here: Here, form: Form | None, seat: Seat
    ) -> tuple[HTTPStatus, str | JustRecorded]:
        asking = asking_of(self.serving, seat, here.path, {})
        if form is None:
            status, page = HTTPStatus.OK, form_page(asking)
        else:
            status, shown, recorded = submitted(asking, self.serving, form)
            if recorded is not None:
                return status, recorded
            assert shown is not None  # noqa: S101 -- one of both
            page = shown
        made = answer_of(page, asking, seat)
        return status, self._framed(here, made, token=self.guard.token)

    async def openapi(self, _request: Request) -> Response:
        """What a program may ask, and what it gets."""
        from cli.web.openapi import openapi

        return Response(json_text(openapi(PAGES, __version__), indent=2), media_type=JSON)

    def _told(self, error: DipledgerError) -> dict[str, object]:
        return problem(error, self.serving.path)

    def error_page(
        self, request: Request, status: HTTPStatus, told: Mapping[str, object]
    ) -> Response:
        """What went wrong, for a person."""
        here = Here("error", _language(request), query=_only_language(request))
        html = framed("error.html", self.serving, PATHS, here, status=int(status), problem=told)
        return HTMLResponse(html, status)

    async def _made(
        self, route: PageRoute, request: Request, make: Callable[[PageRoute, Here, Seat], str]
    ) -> str | None:
        """What is made of an address; None where nobody waits for it any more."""
        _check_names(request)
        query = asked_of(route.query, request.query_params.multi_items())
        here = Here(route.name, _language(request), dict(request.path_params), query)
        return await while_waited(request, self.desk.ask(partial(make, route, here)))

    def _html(self, route: PageRoute, here: Here, seat: Seat) -> str:
        made = answered(self.serving, route, seat, here.path, here.query)
        return self._framed(here, made, just_recorded=self._just_recorded(here))

    def _framed(self, here: Here, made: Answered, **beside: object) -> str:
        page = made.page
        context = {"view": page.view, **beside, **page.context}
        return framed(page.template, self.serving, PATHS, here, made, **context)

    def _just_recorded(self, here: Here) -> JustRecorded | None:
        """What is said once of an act that was recorded here just now."""
        if here.name != "act" or not self.serving.may_append:
            return None
        ref = f"{here.path['thread']}/{here.path['act']}"
        return self.notes.take(ref, _seconds(self.serving))

    def _json(self, route: PageRoute, here: Here, seat: Seat) -> str:
        made = answered(self.serving, route, seat, here.path, here.query)
        envelope = enveloped(
            made.page.view,
            made.lens,
            schema=route.schema,
            ledger=self.serving.path.name,
            marking=made.marking,
            notes=made.notes,
        )
        return json_text(envelope, indent=2)


def application(serving: Serving, guard: Guard) -> Starlette:
    """The page of a ledger, as an ASGI application."""
    site = Site(serving, guard)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            site.desk.close()

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 -- as registered
        status = HTTPStatus(error.status_code)
        told = _told(status.phrase.lower())
        if request.url.path.endswith(".json"):
            return _problem_response(status, told)
        return site.error_page(request, status, told)

    async def failed(request: Request, _error: Exception) -> Response:
        """A fault of ours: said as one, without what it was made of."""
        told = _told("this is a fault of dipledger", "The terminal that serves the page has more.")
        if request.url.path.endswith(".json"):
            return _problem_response(HTTPStatus.INTERNAL_SERVER_ERROR, told)
        return site.error_page(request, HTTPStatus.INTERNAL_SERVER_ERROR, told)

    return Starlette(
        routes=site.routes(),
        lifespan=lifespan,
        exception_handlers={HTTPException: refused, Exception: failed},
    )


def _check_names(request: Request) -> None:
    """404 for a name with a slash in it (`%2F`): once unquoted it would be taken for two names."""
    if b"%2f" in request.scope.get("raw_path", b"").lower():
        raise HTTPException(HTTPStatus.NOT_FOUND)


def _nobody() -> Response:
    """For whoever has gone."""
    return Response(status_code=HTTPStatus.NO_CONTENT)


def _told(what: str, mend: str | None = None) -> dict[str, object]:
    return {"what": what, "where": None, "mend": mend, "near": []}


def _problem_response(status: HTTPStatus, told: Mapping[str, object]) -> Response:
    """What went wrong, for a program."""
    return Response(json_text({"error": told}), status, media_type=JSON)


def _only_language(request: Request) -> dict[str, str]:
    """Of an address nothing but the language, where it names one."""
    asked = request.query_params.get(LANGUAGE)
    return {LANGUAGE: asked} if asked in LANGUAGES else {}


def _seconds(serving: Serving) -> int:
    return serving.clock() // 1_000_000


def _language(request: Request) -> str:
    """The language to answer in."""
    return chosen(request.query_params.get(LANGUAGE), request.headers.get("accept-language"))
