"""The benchmarks run, and the promises that need no large machine hold."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from store.domain.records import TYPES
from store.ledger.opening import open_ledger

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


@pytest.mark.skipif(sys.platform != "linux", reason="the benchmark reads /proc")
def test_the_smallest_run_of_capturing_measures_all_it_tells_of() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "terminal.py"), "--quick", "--json",
         "--only", "add"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rows = {row["what"]: row for row in json.loads(done.stdout)["rows"]}
    assert {"bare: one whole command", "rte 0: one whole command"} <= rows.keys()
    assert rows["rte add at 50 records / bare"]["goal"] == 3.0
    assert all(row["value"] > 0 for row in rows.values())


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


def test_the_smallest_run_of_the_loop_measures_all_it_tells_of() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "loop.py"), "--quick", "--json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)["rows"]
    assert {row["section"] for row in rows} == {"open", "idle", "command", "report"}
    assert all(row["value"] > 0 for row in rows)
    aims = {row["what"].partition(" / ")[0] for row in rows if row["goal"] == 1.5}
    assert aims == {"I: its facts", "the briefing before it", "I and the briefing", "measures"}
    assert {row["what"] for row in rows if row["unit"] == "bytes"} == {
        f"report ia as {form}: its size" for form in ("md", "html", "json")
    }
    assert "records" in done.stderr, "nobody is told how far the building is"


def test_the_train_that_is_measured_has_every_kind_of_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    train = import_module("_train")
    seen: list[int] = []
    count = train.build(tmp_path / "train", seen.append, intervals=2, share=0.05)
    ledger = open_ledger(tmp_path / "train", who="RTE", now=lambda: train.NOW)
    try:
        snap = ledger.snapshot()
        held = {kind: len(snap.records[kind]) for kind in TYPES}
        assert {kind for kind, many in held.items() if not many} == {"check", "prep"}
        assert sum(held.values()) == count
        assert [pi.short for pi in snap.intervals] == ["PI-26.3", "PI-26.4"]
        assert snap.pi_name == "PI-26.4"
        assert len(seen) == 2
        assert snap.running is None, "every event that was held is closed"
        assert all(event.ref in snap.faces for event in snap.events)
    finally:
        ledger.db.close()
