"""What the docs show of Python is what Python does."""

from __future__ import annotations

import doctest
import io
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.docs.pages import ROOT, Page, all_pages

if TYPE_CHECKING:
    from pathlib import Path

PAGES = [page for page in all_pages() if any(block.info == "pycon" for block in page.blocks)]


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_the_examples_of_a_page_give_what_it_shows(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "work"
    shutil.copytree(ROOT / "docs" / "examples", folder)
    monkeypatch.chdir(folder)
    names: dict[str, Any] = {}
    told = io.StringIO()
    for block in page.blocks:
        if block.info == "pycon":
            examples = doctest.DocTestParser().get_doctest(
                block.text, names, page.name, str(page.path), block.first
            )
            runner = doctest.DocTestRunner()
            runner.run(examples, out=told.write, clear_globs=False)
            names = examples.globs

    assert not told.getvalue(), told.getvalue()
    assert "reader" in names
