"""The torture programs in their short form; each is a command with a long one."""

from __future__ import annotations

import pytest

from tests.torture import four, kill9

pytestmark = pytest.mark.torture


def test_writers_may_be_killed_at_any_moment() -> None:
    told = kill9.run(kills=15, seed=3, limit_s=25)
    assert "kill -9 15 of 18 writers" in told


def test_four_processes_at_once_lose_nothing() -> None:
    told = four.run(captures=600, limit_s=60)
    assert "600 acknowledged" in told
