"""The document of the JSON twins: it is well formed, has every page, and what it says is so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from cli import __version__
from cli.web.openapi import component, openapi
from cli.web.pages import PAGES

if TYPE_CHECKING:
    from cli.web.pages.base import PageRoute
    from tests.web.browsing import Browse, Served

WHERE = {"thread": "us-russia-2021", "act": "us-reply"}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return openapi(PAGES, __version__)


def conforms(document: dict[str, Any], name: str, data: object) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    Draft202012Validator(schema).validate(data)


def test_it_is_a_document_of_openapi(document: dict[str, Any]) -> None:
    validate(document)


def test_it_has_every_page_with_all_that_can_be_asked_of_it(document: dict[str, Any]) -> None:
    assert list(document["paths"]) == [page.twin for page in PAGES]
    for page in PAGES:
        operation = document["paths"][page.twin]["get"]
        named = {one["name"]: one["in"] for one in operation["parameters"]}
        assert operation["operationId"] == page.name
        assert {one.name for one in page.query} <= named.keys()
        assert {"as_of", "known_at", "known_by", "zone", "lang"} <= named.keys()
        assert all(
            (f"{{{name}}}" in page.path) is (where == "path") for name, where in named.items()
        )
        assert operation["responses"].keys() == {"200", "400", "404", "503"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_twin_gives_is_what_the_document_says(
    document: dict[str, Any], page: PageRoute, site: Served, browse: Browse
) -> None:
    answer = browse(site).context.request.get(page.twin.format(**WHERE))

    assert answer.ok
    conforms(document, component(page), answer.json())
    assert answer.json()["dipledger"]["schema"] == page.schema


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/parties.json?as_of=long+ago", 400),
        ("/parties.json?colour=blue", 400),
        ("/threads/none.json", 404),
    ],
)
def test_what_is_refused_is_refused_as_the_document_says(
    document: dict[str, Any], address: str, status: int, site: Served, browse: Browse
) -> None:
    answer = browse(site).context.request.get(address)

    assert answer.status == status
    conforms(document, "Problem", answer.json())
