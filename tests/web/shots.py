"""Pictures of the page for the documentation: `python -m tests.web.shots`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from playwright.sync_api import sync_playwright

from tests.cli.conftest import ROOT, Runner
from tests.web.browsing import FLAGS, Served
from tests.web.cases import rich
from tests.web.conftest import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

IMAGES = ROOT / "docs" / "images"
THREAD = "/threads/us-russia-2021"
PUBLIC = "known_by=public&as_of=2022-01-27&step=known_at"


class Shot(NamedTuple):
    """A picture: its file, what it is of, how wide and high at most, how the browser is set."""

    name: str
    address: str
    width: int = 1200
    height: int = 1145
    scheme: str = "light"
    media: str = "screen"
    examples: tuple[str, ...] = ("july-1914",)


SHOTS = (
    Shot("home", "/?since=2022-01-27", height=1300),
    Shot("thread-asked", f"{THREAD}?as_of=2021-12-15"),
    Shot("thread-answered", f"{THREAD}?as_of=2022-01-26"),
    Shot("thread-now", THREAD),
    Shot("thread-before-leak", f"{THREAD}?{PUBLIC}&known_at=2022-01-27"),
    Shot("thread-after-leak", f"{THREAD}?{PUBLIC}&known_at=2022-02-02"),
    Shot("thread-july-1914", "/threads/july-1914?as_of=1914-07-25"),
    Shot(
        "thread-cuba-1962",
        "/threads/cuba-1962?as_of=1962-10-27",
        height=1000,
        examples=("cuba-1962",),
    ),
    Shot("compare", f"{THREAD}/compare?first=2022-01-25&second=2022-01-27"),
    Shot(
        "compare-leak",
        f"{THREAD}/compare?axis=known_at&{PUBLIC.removesuffix('&step=known_at')}"
        "&first=2022-01-27&second=2022-02-03",
    ),
    Shot("act", f"{THREAD}/acts/us-reply"),
    Shot("parties", "/parties", examples=("july-1914", "cuba-1962")),
    Shot("search", "/search?q=ukraine+nato"),
    Shot("record", f"{THREAD}/record/reply"),
    Shot("narrow", THREAD, 360, 1500),
    Shot("dark", f"{THREAD}?as_of=2022-01-26", scheme="dark"),
    Shot("french", f"{THREAD}?lang=fr"),
    Shot("print", THREAD, 900, 1300, media="print"),
)


def shoot(browser: Browser, home: str, shot: Shot, folder: Path) -> Path:
    """Take a picture, no longer than the page is."""
    context = browser.new_context(base_url=home, viewport={"width": shot.width, "height": 800})
    page = context.new_page()
    page.emulate_media(media=shot.media, color_scheme=shot.scheme)  # type: ignore[arg-type]
    page.goto(shot.address)
    height = min(shot.height, page.evaluate("document.documentElement.scrollHeight"))
    file = folder / f"{shot.name}.png"
    clip = {"x": 0, "y": 0, "width": shot.width, "height": height}
    page.screenshot(path=file, full_page=True, clip=clip)  # type: ignore[arg-type]
    context.close()
    return file


def main(folder: Path = IMAGES) -> None:
    """Take all of them, or those named in the arguments."""
    folder.mkdir(parents=True, exist_ok=True)
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    wanted = [shot for shot in SHOTS if shot.name in (sys.argv[1:] or [shot.name])]
    with ExitStack() as ending:
        work = Path(ending.enter_context(TemporaryDirectory()))
        forks = ending.enter_context(
            subprocess.Popen(
                [sys.executable, "-m", "tests.cli.forks"],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
        playwright = ending.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        sites: dict[tuple[str, ...], Served] = {}
        for shot in wanted:
            if shot.examples not in sites:
                place = work / "-".join(shot.examples)
                place.mkdir()
                ledger = rich(Runner(place, forks), shot.examples)
                sites[shot.examples] = ending.enter_context(served(ledger, "--allow-append"))
            file = shoot(browser, sites[shot.examples].url, shot, folder)
            print(f"{file.name} {file.stat().st_size // 1024} KiB")  # noqa: T201
        browser.close()
        assert forks.stdin
        forks.stdin.close()


if __name__ == "__main__":
    main()
