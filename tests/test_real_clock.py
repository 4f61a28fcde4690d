"""The machine's clock really set back and ahead, for processes that work on a running event.

libfaketime sets the clock of a process and leaves the machine's own counter alone, as a person
who sets the clock does. Where it is not installed, the same is shown with an injected clock
(tests/test_timeline.py).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli_helpers import ROOT, SAMPLE

PLACES = (
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
    "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
    "/usr/lib64/faketime/libfaketime.so.1",
    "/usr/lib/faketime/libfaketime.so.1",
)
FAKETIME = next((place for place in PLACES if Path(place).exists()), None)
pytestmark = pytest.mark.skipif(
    FAKETIME is None or not Path("/proc/sys/kernel/random/boot_id").exists(),
    reason="needs libfaketime and a machine that counts its uptime",
)
STARTED_MS = 8 * 60_000


def rte(home: Path, *words: str, jump: int = 0) -> dict[str, Any]:
    """Run `rte` on a machine whose clock is `jump` seconds off; its JSON."""
    env = os.environ | {"RTE_HOME": str(home), "PYTHONPATH": str(ROOT)}
    if jump:
        env |= {
            "LD_PRELOAD": str(FAKETIME),
            "FAKETIME": f"{jump:+}",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
    done = subprocess.run(
        [sys.executable, "-m", "console", *words, "--json"],
        env=env,
        capture_output=True,
        check=True,
        timeout=60,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture
def home(tmp_path: Path) -> Path:
    rte(tmp_path, "import", str(SAMPLE))
    rte(tmp_path, "event", "start", "art-sync")
    return tmp_path


@pytest.mark.parametrize("jump", [-3600, 600])
def test_what_is_left_stays_right_and_the_end_is_told_by_the_clock_as_it_is(
    home: Path, jump: int
) -> None:
    before = rte(home, "event", "status")
    after = rte(home, "event", "status", jump=jump)
    # Some real seconds pass between the two; an hour or ten minutes do not.
    assert 0 <= before["left_ms"] - after["left_ms"] < 30_000
    moved = datetime.fromisoformat(after["ends_at"]) - datetime.fromisoformat(before["ends_at"])
    assert abs(moved - timedelta(seconds=jump)) < timedelta(seconds=30)


@pytest.mark.parametrize("jump", [-3600, 600])
def test_moves_after_the_clock_was_set_add_up(home: Path, jump: int) -> None:
    rte(home, "event", "next", jump=jump)
    rows = rte(home, "event", "agenda", jump=jump)["steps"]
    assert rows[0]["spent_ms"] < 60_000
    back = rte(home, "event", "status")
    assert 8 * 60_000 - back["left_ms"] < 60_000, "set right again: still nothing lost"
    ref = rte(home, "add", "risk", "captured by a wrong clock", jump=jump)["captured"][0]["ref"]
    shown = rte(home, "show", ref)
    assert shown["record"]["minute"] == 0
    stored = datetime.fromtimestamp(shown["record"]["at"] / 1000, UTC)
    assert abs(datetime.now(UTC) + timedelta(seconds=jump) - stored) < timedelta(minutes=1)
