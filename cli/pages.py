"""The pages of the reference, each written from what it describes.

`python -m cli.pages` writes all of them into docs/reference; tests hold them to the program.
"""

from __future__ import annotations

from pathlib import Path

from cli.python_page import python_page
from cli.reference import reference
from cli.schema_pages import FOLDER, schema_files, schema_page
from cli.vocabulary_page import vocabulary_page

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"


def generated() -> dict[str, str]:
    """Every file of the reference that is written from the program: its path there → its text."""
    return {
        "cli.md": reference(),
        "vocabulary.md": vocabulary_page(),
        "schema.md": schema_page(),
        "python.md": python_page(),
        **{f"{FOLDER}/{name}": text for name, text in schema_files().items()},
    }


def write_pages(folder: Path) -> None:
    """Write them all, and take away schemas that are no more."""
    files = generated()
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    for path in (folder / FOLDER).glob("*.json"):
        if f"{FOLDER}/{path.name}" not in files:
            path.unlink()
    for name, text in files.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_pages(REFERENCE)
