"""The benchmarks run and report what they promise; how long anything takes is not tested."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("name", "size", "ratios"),
    [
        ("asof", 400, {"floor", "floor_owed", "bare_library", "bare_library_plain"}),
        ("catch_up", 400, {"ledger", "thread"}),
        ("one_thread", 2_000, {"ledger"}),
        ("integrity", 400, {"verify_to_hash", "append_to_library"}),
    ],
)
def test_a_benchmark_reports_its_ratios(name: str, size: int, ratios: set[str]) -> None:
    ran = subprocess.run(
        [sys.executable, str(ROOT / f"benchmarks/{name}.py"), "--size", str(size), "--json"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
    )
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout.splitlines()[-1])
    assert told["name"] == name
    assert told["ratios"].keys() == ratios
    for spread in told["ratios"].values():
        assert 0 < spread["min"] <= spread["median"] <= spread["max"]
