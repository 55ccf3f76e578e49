"""Write anew what the docs generate and show: `python -m tests.docs.refresh [PAGE …]`.

The reference is written from the program, and what the commands of each page print is put in place
of what stood there, to be read in the diff. Lines `…` stay where they still fit.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.docs.console import Console, Server, tried
from tests.docs.pages import Page, all_pages


def refresh(page: Page, console: Console) -> list[str]:
    """Write a page anew; the commands whose output changed."""
    changed = []
    lines, shift = list(page.lines), 0
    for step, printed in tried(page, console):
        if not step.fits(printed):
            changed.append(step.command)
            lines[step.first + shift : step.last + shift] = printed
            shift += len(printed) - len(step.printed)
    if changed:
        page.path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return changed


def main(names: list[str]) -> None:
    """Write the reference and the pages of these names, or all."""
    from cli.pages import REFERENCE, write_pages

    write_pages(REFERENCE)
    pages = [Page(Path(name).resolve()) for name in names] or all_pages()
    with Server() as server, tempfile.TemporaryDirectory() as folder:
        for number, page in enumerate(page for page in pages if page.is_run):
            try:
                changed = refresh(page, Console(Path(folder) / str(number), server))
            except AssertionError as error:  # an act file of the page would be refused
                changed = [str(error)]
            for what in changed:
                sys.stdout.write(f"{page.name}: {what.splitlines()[0]}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
