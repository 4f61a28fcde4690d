"""The clock panel: figures, words, and how little a tick repaints."""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Region

from console.widgets.clock_panel import ClockPanel, reading
from store.domain.clock import Face, face
from store.domain.records import Step

STEPS = (
    Step(key="a", title="Welcome", minutes=10),
    Step(key="b", title="Risks", minutes=90),
)
START = 1_790_000_000_000
SECOND = 1000
MINUTE = 60 * SECOND


def at(ms: int, *moments: dict[str, Any]) -> Face:
    """The face `ms` after the start of step a (10 minutes), with later moments."""
    facts = [{"do": "start", "at": START, "step": "a"}, *moments]
    return face(STEPS, facts, START + ms)


@pytest.mark.parametrize(
    ("ms", "figure", "word"),
    [
        (0, "10:00", "left"),
        (MINUTE, "9:00", "left"),
        (9 * MINUTE, "1:00", "left, soon"),
        (9 * MINUTE + 45 * SECOND, "0:15", "left, last minutes"),
        (10 * MINUTE, "0:00", "left, last minutes"),
        (12 * MINUTE + 10 * SECOND, "2:10", "OVER"),
        (75 * MINUTE, "1:05:00", "OVER"),
        (25 * 60 * MINUTE + 10 * MINUTE, "1 d 01:00:00", "OVER"),
    ],
)
def test_time_left_and_time_over_in_figures_and_words(ms: int, figure: str, word: str) -> None:
    shown = reading(at(ms))
    assert (shown.figure, shown.word) == (figure, word)


def test_what_does_not_run_says_so_where_nobody_misses_it() -> None:
    assert reading(None).line.startswith("not running")
    assert reading(face(STEPS, [], START)).word == "not running"
    paused = reading(at(MINUTE, {"do": "pause", "at": START + MINUTE}))
    assert paused.line == "paused 9:00"
    assert paused.word_tone == "alarm"


def test_one_line_puts_over_first() -> None:
    assert reading(at(12 * MINUTE)).line == "OVER 2:00"
    assert reading(at(MINUTE)).line == "9:00 left"


class ClockApp(App[None]):
    def __init__(self, classes: str = "") -> None:
        super().__init__()
        self.clock = ClockPanel(classes=classes)

    def compose(self) -> ComposeResult:
        yield self.clock


def text_of(panel: ClockPanel) -> list[str]:
    return [panel.render_line(y).text for y in range(panel.content_size.height)]


async def test_large_digits_and_the_word_under_them() -> None:
    app = ClockApp()
    async with app.run_test() as pilot:
        app.clock.show(at(12 * MINUTE + 10 * SECOND))
        await pilot.pause()
        drawn = text_of(app.clock)
        assert any(sign in drawn[0] for sign in "▀▄█")
        assert drawn[3].strip() == "OVER"


async def test_the_compact_form_is_one_line() -> None:
    app = ClockApp("-compact")
    async with app.run_test() as pilot:
        app.clock.show(at(12 * MINUTE + 10 * SECOND))
        await pilot.pause()
        assert [line.strip() for line in text_of(app.clock)] == ["OVER 2:10"]


async def test_a_tick_repaints_only_the_digits_that_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = ClockApp()
    async with app.run_test() as pilot:
        app.clock.show(at(MINUTE))
        await pilot.pause()
        asked: list[tuple[tuple[Region, ...], bool]] = []

        def refresh(*regions: Region, layout: bool = False, **_rest: bool) -> ClockPanel:
            asked.append((regions, layout))
            return app.clock

        monkeypatch.setattr(app.clock, "refresh", refresh)
        app.clock.show(at(MINUTE + 100))
        assert asked == [], "nothing that is shown changed"
        app.clock.show(at(MINUTE + 2 * SECOND))
        app.clock.show(at(MINUTE + 3 * SECOND))
        regions, layout = asked[-1]
        assert not layout
        assert 1 <= len(regions) <= 3
        assert all(region.width <= 3 and region.height == 1 for region in regions)


async def test_digits_grow_with_the_room_they_may_have() -> None:
    app = ClockApp()
    async with app.run_test(size=(120, 40)) as pilot:
        app.clock.styles.width, app.clock.styles.height = 120, 30
        app.clock.max_scale = 5
        app.clock.show(at(MINUTE))
        await pilot.pause()
        rows = [line for line in text_of(app.clock) if set(line) & set("▀▄█")]
        assert len(rows) == 13
