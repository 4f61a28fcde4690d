"""Every screen and dialog at the sizes that terminals have, and while the size changes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.widgets import Input

from console.widgets.capture_line import CaptureLine
from console.widgets.cells import cell_len
from console.widgets.grid import READABLE, plan, row_line
from console.widgets.title_rule import TitleRule
from store.insight.rows import Row
from tests.looking import (
    HUGE,
    SMALLEST,
    cut_lines,
    dialogs,
    faults,
    furnish,
    places,
    surfaces,
)
from tests.screen_helpers import Clock, Room, room, sample_ledger

LAST_KEY_AT = 80
"""Columns below which the last of a dialog's keys may be cut; its words say it too."""


Walk = Callable[[Room], AsyncIterator[str]]


@pytest.mark.parametrize(
    ("walk", "size"),
    [(places, SMALLEST), (places, HUGE), (surfaces, SMALLEST), (dialogs, SMALLEST)],
    ids=lambda value: value.__name__ if callable(value) else "x".join(map(str, value)),
)
async def test_nothing_is_cut_hidden_or_in_the_way(walk: Walk, size: tuple[int, int]) -> None:
    """What fits at the smallest size has room at every other."""
    clock = Clock()
    ledger = sample_ledger(clock)
    furnish(ledger)
    found, seen = [], 0
    async with room(size, clock, ledger) as here:
        async for name in walk(here):
            seen += 1
            found += [
                f"{name}: {fault}"
                for fault in faults(here)
                if not (fault.startswith("FooterKey") and size[0] < LAST_KEY_AT)
            ]
    assert found == []
    assert seen >= 20


async def test_the_looking_sees_what_is_wrong() -> None:
    """A part outside, a part over another, a line that is too long, a hidden focus."""
    async with room((80, 24)) as here:
        assert list(faults(here)) == []
        rule = here.screen.query_exactly_one(TitleRule)
        rule.styles.offset = (0, 30)
        await here.pilot.pause()
        assert any("TitleRule" in fault for fault in faults(here))
        rule.styles.offset = (0, 1)
        await here.pilot.pause()
        assert any("lies over" in fault for fault in faults(here))
        rule.styles.offset = (0, 0)
        rule.paint = lambda width, height: [[("x" * (width + height), "normal")]]  # type: ignore[method-assign]  # a widget with a fault
        assert list(cut_lines(here)) == ["x" * 79]


@settings(max_examples=4, suppress_health_check=list(HealthCheck))
@given(
    sizes=st.lists(
        st.tuples(st.integers(SMALLEST[0], HUGE[0]), st.integers(SMALLEST[1], HUGE[1])),
        min_size=3,
        max_size=6,
    ),
    in_form=st.booleans(),
)
async def test_resizing_while_somebody_types_loses_neither_text_nor_focus(
    sizes: list[tuple[int, int]], in_form: bool
) -> None:
    async with room((80, 24)) as here:
        await here.press(*(("B", "1", "e", "ctrl+u") if in_form else ("c",)))
        field = here.app.screen.focused
        assert isinstance(field, Input | CaptureLine)
        for number, size in enumerate(sizes):
            await here.pilot.press(*f"w{number}")
            await here.pilot.resize_terminal(*size)
        await here.pilot.pause()
        assert here.app.screen.focused is field
        assert field.value == "".join(f"w{number}" for number in range(len(sizes)))
        assert list(faults(here)) == []


def test_on_a_wide_wall_columns_stay_together() -> None:
    rows = [Row("risk", "1", "R1", "3 d", "O Owned", "short words", "SM-DRE", "next week")]
    for width in (120, 141, 300):
        grid = plan(rows, width)
        line = "".join(text for text, _ in row_line(rows[0], grid))
        torn = line.index("SM-DRE") - line.index("short words")
        assert torn <= READABLE + 2
        assert cell_len(line) == grid.width <= width
