"""Calls of the command in a folder whose disk is small, and that nobody else can see.

Run as `unshare --mount python -m tests.faults.small_disk FOLDER`: mounts a disk there, and takes
steps from stdin as a JSON list, each the arguments of a call, or one of the words below. Prints a
JSON list of how the calls ended. What `keep` copies is found in FOLDER when the disk has gone.
"""

from __future__ import annotations

import errno
import json
import shutil
import subprocess
import sys
from pathlib import Path

MEBIBYTES = 1
FILL, FREE, KEEP = "fill the disk", "make room", "keep the ledger"
BALLAST = "ballast"


def main(folder: Path) -> None:
    disk, kept = folder / "disk", folder / "kept"
    for each in (disk, kept):
        each.mkdir()
    options = f"size={MEBIBYTES}m,mode=700"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", disk], check=True)
    steps = json.load(sys.stdin)
    ended = [step(disk, kept, *each) for each in steps]
    json.dump([each for each in ended if each is not None], sys.stdout)


def step(disk: Path, kept: Path, *words: str) -> tuple[int, str, str] | None:
    match words:
        case (word,) if word == FILL:
            fill(disk / BALLAST)
        case (word,) if word == FREE:
            (disk / BALLAST).unlink()
        case (word,) if word == KEEP:
            shutil.copytree(disk, kept, dirs_exist_ok=True)
        case _:
            done = subprocess.run(
                [sys.executable, "-m", "cli.app", *words],
                cwd=disk,
                capture_output=True,
                text=True,
                check=False,
            )
            return done.returncode, done.stdout, done.stderr
    return None


def fill(ballast: Path) -> None:
    """Write until nothing more goes in."""
    with ballast.open("wb", buffering=0) as stream:
        try:
            while stream.write(bytes(4096)):
                pass
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise


if __name__ == "__main__":
    main(Path(sys.argv[1]))
