"""The benchmark of the room runs, and its promise that needs no ratio holds."""

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
