"""The pace of a walk: it counts down, stands, goes on, and never ends anything by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.domain.clock import Level
from store.domain.pace import LEAST_S, MOST_S, Pace


@pytest.mark.parametrize(
    ("at", "left", "level"),
    [
        (0, 180_000, Level.CALM),
        (143_999, 36_001, Level.CALM),
        (144_000, 36_000, Level.SOON),
        (171_000, 9_000, Level.LAST),
        (179_999, 1, Level.LAST),
        (180_000, 0, Level.OVER),
        (310_000, -130_000, Level.OVER),
    ],
)
def test_it_warns_at_a_fifth_and_counts_on_when_it_is_over(
    at: int, left: int, level: Level
) -> None:
    pace = Pace(1_000)
    assert pace.left(1_000 + at) == left
    assert pace.level(1_000 + at) is level


def test_while_it_stands_nothing_is_lost() -> None:
    stands = Pace(0).turned(10_000)
    assert stands.left(10_000) == stands.left(900_000) == 170_000
    on = stands.turned(900_000)
    assert on.left(900_000) == 170_000
    assert on.left(910_000) == 160_000
    assert stands.again(20_000).left(50_000) == 180_000, "the next one waits too"


def test_the_pace_has_its_bounds() -> None:
    assert Pace(0).longer(30).seconds == 210
    assert Pace(0).longer(-1_000).seconds == LEAST_S
    assert Pace(0).longer(100_000).seconds == MOST_S


@given(st.lists(st.tuples(st.integers(0, 10**6), st.booleans()), max_size=20))
def test_time_that_stood_is_never_counted(spans: list[tuple[int, bool]]) -> None:
    pace, now, ran = Pace(0), 0, 0
    for span, turn in spans:
        if turn:
            pace = pace.turned(now)
        ran += 0 if pace.stands is not None else span
        now += span
    assert pace.left(now) == 180_000 - ran
