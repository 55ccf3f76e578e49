"""What the tests of the docs share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.docs.console import Server

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The process that forks for each command."""
    with Server() as process:
        yield process
