"""July 1914, Cuba 1962 and the demands of 2021, instant by instant, for everybody who asks.

The tables are written from the history and the rules, not from what the program prints. A viewer
other than the ledger is asked for what it knew at the same instant, unless another is named.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.projections.cases import Case, recorded, seen, tables
from tests.projections.three_cases.cuba_1962 import CUBA_1962
from tests.projections.three_cases.july_1914 import JULY_1914, TIME_LIMIT
from tests.projections.three_cases.u_thant_1962 import U_THANT
from tests.projections.three_cases.us_russia_2021 import LEAKS, NATO, SEED

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def july(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    example = ROOT / "docs" / "examples" / "july-1914.yaml"
    with recorded(example, tmp_path_factory.mktemp("july")) as case:
        yield case


@pytest.fixture(scope="module")
def cuba(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    example = ROOT / "docs" / "examples" / "cuba-1962.yaml"
    with recorded(example, tmp_path_factory.mktemp("cuba")) as case:
        yield case


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """The eleven records of the file, and the leaks as numbers twelve and thirteen."""
    example = ROOT / "cli" / "seed" / "us-russia-2021.yaml"
    with recorded(example, tmp_path_factory.mktemp("seed"), later=LEAKS) as case:
        yield case


@pytest.mark.parametrize("as_of", JULY_1914)
def test_the_note_of_july_1914(july: Case, as_of: str) -> None:
    expected = tables(JULY_1914[as_of])
    assert seen(july, "july-1914", as_of, list(expected)) == expected


@pytest.mark.parametrize("as_of", TIME_LIMIT)
def test_what_russia_asks_of_austria_hungary_on_the_last_day(july: Case, as_of: str) -> None:
    expected = tables(TIME_LIMIT[as_of])
    assert seen(july, "july-1914-time-limit", as_of, list(expected)) == expected


@pytest.mark.parametrize("as_of", CUBA_1962)
def test_the_letters_of_october_1962(cuba: Case, as_of: str) -> None:
    expected = tables(CUBA_1962[as_of])
    assert seen(cuba, "cuba-1962", as_of, list(expected)) == expected


@pytest.mark.parametrize("as_of", U_THANT)
def test_the_appeals_of_u_thant(cuba: Case, as_of: str) -> None:
    expected = tables(U_THANT[as_of])
    assert seen(cuba, "cuba-1962-un", as_of, list(expected)) == expected


@pytest.mark.parametrize("as_of", SEED)
def test_the_demands_of_2021_and_the_leak(seed: Case, as_of: str) -> None:
    expected = tables(SEED[as_of])
    assert seen(seed, "us-russia-2021", as_of, list(expected)) == expected


@pytest.mark.parametrize("as_of", NATO)
def test_natos_own_reply(seed: Case, as_of: str) -> None:
    expected = tables(NATO[as_of])
    assert seen(seed, "nato-russia-2021", as_of, list(expected)) == expected
