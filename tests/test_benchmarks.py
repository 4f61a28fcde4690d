"""The benchmarks run, and the promises that need no large machine hold."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.skipif(sys.platform != "linux", reason="the benchmark reads /proc")
def test_the_smallest_run_finds_an_idle_room_silent() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "room.py"), "--quick", "--json",
         "--only", "idle"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    silent, *_ = told["rows"]
    assert (silent["unit"], silent["value"], silent["met"]) == ("bytes", 0, True)
    assert set(told["machine"]) >= {"processors", "Python", "Textual"}


def test_the_smallest_run_of_the_registers_measures_all_it_tells_of() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "registers.py"), "--quick", "--json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)["rows"]
    assert {row["section"] for row in rows} == {"populate", "filter", "scroll", "open", "change"}
    assert all(row["value"] > 0 for row in rows)
    aims = {row["what"].partition(": ")[2]: row["goal"] for row in rows if row["goal"] is not None}
    assert aims == {"a page": 1.2, "one record": 1.2}
