"""What a program may ask of the page, and what it gets: every JSON twin, as OpenAPI 3.1."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from cli.output import ENVELOPE
from cli.web.asking import LANGUAGE, LENS_PARAMETERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.web.pages.base import PageRoute

Json = dict[str, Any]

COMPONENTS: Final = "#/components/schemas/"
_HOLE: Final = re.compile(r"\{([a-z_]+)\}")
_NAME: Final = re.compile(r"[^A-Za-z0-9._-]")
_MEANINGS: Final = {
    "as_of": "What had happened by then: a date (its end), a month, a time, `today`, `-7d`. Now.",
    "known_at": "As known then: for the ledger a time of recording or a position of its log, "
    "`#12`; for others a date of their calendar. Now.",
    "known_by": "Known to whom: `ledger`, `public`, or the code of a party, within what is shown.",
    "zone": "The zone that dates are read in, `Europe/Berlin`. Each thread's own.",
    LANGUAGE: "The language of the page; its data is the same in all.",
    "thread": "The id of a thread.",
    "act": "The id of an act in its thread.",
    "kind": "The kind of an act.",
}
_REFUSED: Final = {
    "400": "A parameter that is not known, given twice, or cannot be read.",
    "404": "There is no such thing, or none that may be shown.",
    "503": "The ledger cannot be read.",
}
PROBLEM: Final[Json] = {
    "title": "Problem",
    "description": "What went wrong.",
    "type": "object",
    "additionalProperties": False,
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "additionalProperties": False,
            "required": ["what", "where", "mend", "near"],
            "properties": {
                "what": {"type": "string", "description": "What is wrong, in a sentence."},
                "where": {
                    "type": ["string", "null"],
                    "description": "In which parameter; null: in none of them.",
                },
                "mend": {"type": ["string", "null"], "description": "How to mend it."},
                "near": {
                    "type": "array",
                    "items": {"type": "string"},
                    "description": "What else was perhaps meant.",
                },
            },
        }
    },
}


def openapi(pages: Sequence[PageRoute], version: str) -> Json:
    """The document of all twins; `version` is that of the program."""
    from pydantic.json_schema import models_json_schema

    views = list(dict.fromkeys(page.view for page in pages))
    refs, found = models_json_schema(
        [(view, "serialization") for view in views], ref_template=f"{COMPONENTS}{{model}}"
    )
    schemas: Json = {"Problem": PROBLEM, **found["$defs"]}
    for page in pages:
        schemas[component(page)] = _enveloped(page, refs[page.view, "serialization"])
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "dipledger",
            "summary": "Who asked what of whom, what was answered and what is owed, as of any day.",
            "version": version,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": {page.twin: {"get": _get(page)} for page in pages},
        "components": {"schemas": dict(sorted(schemas.items()))},
    }


def component(page: PageRoute) -> str:
    """The name of what a page's twin gives: `thread-page-1`."""
    return _NAME.sub("-", page.schema)


def _enveloped(page: PageRoute, view: Json) -> Json:
    """The envelope with the view of a page as its data."""
    properties = {**ENVELOPE["properties"], "data": view}
    return {**ENVELOPE, "title": component(page), "properties": properties}


def _get(page: PageRoute) -> Json:
    return {
        "operationId": page.name,
        "summary": page.summary,
        "parameters": list(_parameters(page)),
        "responses": {
            "200": {
                "description": page.summary,
                "content": _json(component(page)),
            },
            **{
                status: {"description": what, "content": _json("Problem")}
                for status, what in _REFUSED.items()
            },
        },
    }


def _json(name: str) -> Json:
    return {"application/json": {"schema": {"$ref": f"{COMPONENTS}{name}"}}}


def _parameters(page: PageRoute) -> Iterator[Json]:
    for name in _HOLE.findall(page.path):
        yield {**_parameter(name, "path", _MEANINGS[name]), "required": True}
    for own in page.query:
        yield _parameter(own.name, "query", f"{own.meaning[:1].upper()}{own.meaning[1:]}.")
    for name in (*LENS_PARAMETERS, LANGUAGE):
        yield _parameter(name, "query", _MEANINGS[name])


def _parameter(name: str, place: str, meaning: str) -> Json:
    return {"name": name, "in": place, "description": meaning, "schema": {"type": "string"}}
