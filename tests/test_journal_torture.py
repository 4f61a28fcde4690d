"""The torture programs in their short form; each is a command with a long one."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.torture import four, kill9
from tests.torture.kit import ROOT
from tests.torture.nth import DEEDS

CHEAP = [name for name in DEEDS if name != "a report in a file"]
"""A report is written as minutes are, and takes long to make."""

pytestmark = [pytest.mark.torture, pytest.mark.timeout(300)]


def test_a_hundred_writers_killed_at_any_moment_lose_nothing() -> None:
    told = kill9.run(kills=100, seed=3, limit_s=120)
    assert "kill -9 100 of 103 writers" in told


def test_eight_processes_at_once_lose_nothing() -> None:
    told = four.run(captures=8 * 50, limit_s=120, processes=8)
    assert "8 processes, 400 acknowledged" in told


@pytest.mark.parametrize("part", [0, 1, 2])
def test_whatever_call_fails_the_old_or_the_new_is_there(part: int) -> None:
    """In a process of its own that has no threads: its children are made by forking."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.torture.nth", "--short", *CHEAP[part::3]],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert "neither old nor new 0" in done.stdout
    assert f"{len(CHEAP[part::3])} deeds" in done.stdout
