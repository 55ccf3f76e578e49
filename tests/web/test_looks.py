"""Everybody can use every page: axe-core, narrow and wide, light and dark, in large type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from cli.web.app import PATHS
from cli.web.pages import PAGES
from tests.web.cases import ADDRESSES, EVERYWHERE

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.web.browsing import Browse, Served

_TOO_WIDE = """() => {
  const wide = document.documentElement.scrollWidth - innerWidth;
  return wide <= 0 ? [] : [wide, ...[...document.querySelectorAll("main *, header *, footer *")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth && !one.closest(".scroll, svg"))
    .map((one) => one.outerHTML.slice(0, 120))];
}"""
_OVERLAPS = """() => {
  const kinds = "a, button, input, select, textarea, summary, h1, h2";
  const shown = [...document.querySelectorAll(kinds)]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest("svg")
      && !one.matches(".skip, .hidden") && one.type !== "hidden");
  const boxes = shown.flatMap((one) => [...one.getClientRects()].map((box) => [one, box]));
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
  const found = [];
  boxes.forEach(([one, box], index) => boxes.slice(index + 1).forEach(([other, its]) => {
    if (one !== other && !one.contains(other) && !other.contains(one) && meet(box, its))
      found.push([one, other].map((each) => each.outerHTML.slice(0, 90)).join(" over "));
  }));
  return found.slice(0, 5);
}"""
_LABELS_OVERLAP = """() => [...document.querySelectorAll("svg:not(.seal)")].flatMap((svg) => {
  const texts = [...svg.querySelectorAll("text")].filter((one) => one.textContent.trim());
  const boxes = texts.map((one) => [one.textContent, one.getBoundingClientRect()]);
  return boxes.flatMap(([text, a], index) => boxes.slice(index + 1)
    .filter(([, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
      && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2)
    .map(([other]) => `${text} over ${other}`)).slice(0, 5);
})"""
_LONG_LINES = """() => {
  const width = (one) => {
    const range = document.createRange();
    range.selectNodeContents(one);
    const size = parseFloat(getComputedStyle(one).fontSize);
    return Math.max(0, ...[...range.getClientRects()].map((box) => box.width / (size * 0.5)));
  };
  return [...document.querySelectorAll("main p, main li, main dd, main blockquote")]
    .filter((one) => width(one) > 110 && one.textContent.trim().length > 100)
    .map((one) => one.textContent.trim().slice(0, 90));
}"""


def violations(page: Page) -> list[str]:
    """What axe-core finds, each with where it is."""
    return [
        f"{one['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for one in Axe().run(page).response["violations"]
        for node in one["nodes"]
    ]


def test_every_page_is_looked_at_here() -> None:
    assert {route.name for route in PAGES} | {"record"} == ADDRESSES.keys()
    assert ADDRESSES.keys() < PATHS.keys()


@pytest.mark.parametrize("address", EVERYWHERE)
def test_everybody_can_use_it(site: Served, browse: Browse, address: str) -> None:
    page = browse(site, viewport={"width": 1200, "height": 900}).open(address)
    found = {"light, wide": violations(page)}
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 360, "height": 740})
    found["dark, narrow"] = violations(page)
    for width, size in ((360, "16px"), (1280, "32px"), (1920, "16px")):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
        for script in (_TOO_WIDE, _OVERLAPS, _LABELS_OVERLAP):
            found[f"{width} at {size}: {script[:40]}"] = page.evaluate(script)
    found["long lines"] = page.evaluate(_LONG_LINES)
    assert {where: what for where, what in found.items() if what} == {}
