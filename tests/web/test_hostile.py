"""Whatever is recorded or typed is shown as text: nothing of it runs, nor reorders what is read."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.cli.conftest import Runner
from tests.web.browsing import unfold
from tests.web.conftest import served
from tests.web.hostile import CLOSING, HOSTILE, MARKUP, QUOTES, TEMPLATE, WEB, hostile

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.web.browsing import Browse, Served

ADDRESSES = (
    "/",
    "/?since=2022-01-01",
    "/threads/evil",
    "/threads/evil?as_of=2022-01-12&step=as_of",
    "/threads/evil?known_by=EVIL&step=known_at",
    "/threads/evil/compare?first=2022-01-01",
    "/threads/evil/compare?axis=known_at&first=%231",
    "/threads/evil/acts/asked",
    "/threads/evil/acts/answer",
    "/threads/evil/acts/verdict",
    "/search?q=script",
    "/parties",
    "/threads/evil/record/demand",
    "/threads/evil/record/reply",
)
REFUSED = (
    f"/threads/{quote(HOSTILE, safe='')}",
    f"/threads/evil/acts/{quote(HOSTILE, safe='')}",
    f"/threads/evil/record/{quote(HOSTILE, safe='')}",
    f"/{quote(HOSTILE)}",
    f"/?as_of={quote(HOSTILE)}",
    f"/?known_by={quote(HOSTILE)}",
    f"/?zone={quote(HOSTILE)}",
    f"/?{quote(HOSTILE)}=1",
    f"/?status={quote(HOSTILE)}",
    f"/search?party={quote(HOSTILE)}&q=x",
    f"/threads/evil/compare?axis={quote(HOSTILE)}",
)
_DANGEROUS = """() => [...document.querySelectorAll("*")].flatMap((one) =>
  [...one.attributes].filter((each) => each.name.startsWith("on")
    || (["href", "src", "action", "formaction", "xlink:href", "data"].includes(each.name)
      && !/^(https?:|[/#])/.test(each.value)))
  .map((each) => `${one.tagName} ${each.name}=${each.value}`).concat(
    ["SCRIPT", "IFRAME", "OBJECT", "EMBED", "BASE"].includes(one.tagName)
      && !(one.src || "").startsWith(`${location.origin}/static/`) ? [one.outerHTML] : []))"""


@pytest.fixture(scope="module")
def evil(
    tmp_path_factory: pytest.TempPathFactory, server: subprocess.Popen[str]
) -> Iterator[Served]:
    """The hostile ledger, in a page that takes acts."""
    runner = hostile(Runner(tmp_path_factory.mktemp("evil"), server))
    with served(runner, "--allow-append") as found:
        yield found


@contextmanager
def unharmed(page: Page) -> Iterator[None]:
    """Nothing runs, nor could: no handler, no script but ours, no address but of the web."""
    yield
    unfold(page)
    assert page.evaluate(_DANGEROUS) == []
    assert page.evaluate("window.__owned") is None
    assert page.locator("main").count() == 1
    shown = page.locator("html").inner_text()
    assert "\u202e" not in shown
    assert "\u202e" not in page.title()


def test_no_text_of_a_ledger_is_more_than_text(evil: Served, browse: Browse) -> None:
    visitor = browse(evil)
    page = visitor.context.new_page()
    for address in ADDRESSES:
        with unharmed(page):
            assert page.goto(address).status == 200, address  # type: ignore[union-attr]
    page.goto("/threads/evil/acts/asked")
    for part in (MARKUP, QUOTES, TEMPLATE, CLOSING, "pay <U+202E>eht<U+202C> dues"):
        expect(page.locator("blockquote")).to_contain_text(part)
    links = page.get_by_role("link", name="archive.example")
    assert set(links.evaluate_all("all => all.map(one => one.getAttribute('href'))")) == {WEB}
    expect(page.get_by_text("javascript:window.__owned=1").first).to_be_visible()


def test_no_address_is_more_than_an_address(evil: Served, browse: Browse) -> None:
    visitor = browse(evil)
    page = visitor.context.new_page()
    for address in REFUSED:
        with unharmed(page):
            assert page.goto(address).status in {200, 400, 404}, address  # type: ignore[union-attr]
    visitor.forgive("status of 404", "status of 400")


@pytest.mark.parametrize("words", [HOSTILE, "\u202e reversed", '"', "é ü 中文 🕊", "a  b\u00a0c"])
def test_what_is_searched_stays_in_its_field_as_it_was_typed(
    evil: Served, browse: Browse, words: str
) -> None:
    page = browse(evil).open("/")
    page.locator("#find").fill(words)
    page.locator("#find").press("Enter")
    page.wait_for_url("**/search?*")
    with unharmed(page):
        for name in ("#q", "#find"):
            expect(page.locator(name)).to_have_value(words)


def test_what_is_typed_into_a_form_comes_back_as_it_was(evil: Served, browse: Browse) -> None:
    visitor = browse(evil)
    page = visitor.open("/threads/evil/record/statement")
    unfold(page)
    fields = dict.fromkeys(("summary", "text", "place", "source.1.citation"), HOSTILE)
    fields["delivered"] = f"2022 {HOSTILE}"
    for name, text in fields.items():
        page.locator(f"[name='{name}']").fill(text)
    page.locator("button[value=record]").click()
    with unharmed(page):
        expect(page.get_by_role("alert").first).to_be_visible()
        for name, text in fields.items():
            expect(page.locator(f"[name='{name}']")).to_have_value(text)
    visitor.forgive("status of 422")


def test_a_terminal_escape_in_an_address_reaches_nobody(evil: Served, browse: Browse) -> None:
    visitor = browse(evil)
    page = visitor.open("/search?q=%1b%5b2J%1b%5d8%3b%3b")
    with unharmed(page):
        assert "\x1b" not in page.locator("html").inner_text()
