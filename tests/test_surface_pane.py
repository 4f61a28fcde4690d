"""The pane that shows a surface in whichever of its forms says it best."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.app import App, ComposeResult

from console.widgets.chart_view import heights
from console.widgets.surface_pane import BESIDE, SurfacePane
from store.insight.charts import Trend
from store.insight.rows import (
    Board,
    Card,
    Cell,
    Column,
    Grid,
    GridLine,
    Mark,
    Row,
    Section,
    Surface,
)


def row(ref: str) -> Row:
    return Row("risk", f"id-{ref}", ref, "", "", f"words of {ref}", "")


LIST = Surface("list", "List", (Section("Here", (row("R1"), row("R2"))),))
BOARD = Surface(
    "board",
    "Board",
    LIST.sections,
    board=Board(
        (Column("One", (Card(row("R1"), ("a",)),)), Column("Two", (Card(row("R2"), ("b",)),)))
    ),
)
GRID = Surface(
    "grid",
    "Grid",
    LIST.sections,
    grid=Grid(
        ("one", "two"),
        (GridLine("T", (Cell("a", (Mark("a"),), row=row("R1")), Cell("b", (Mark("b"),)))),),
    ),
)


class PaneApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.pane = SurfacePane(rows="rows")
        self.opened: list[str | None] = []
        self.seen: list[str | None] = []

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        self.pane.show(LIST)
        self.pane.focus()

    def on_surface_pane_opened(self, event: SurfacePane.Opened) -> None:
        assert event.control is self.pane
        self.opened.append(event.row.ref if event.row else None)

    def on_surface_pane_highlighted(self, event: SurfacePane.Highlighted) -> None:
        self.seen.append(event.row.ref if event.row else None)


def current(app: PaneApp) -> str | None:
    return app.pane.current.ref if app.pane.current else None


async def test_keys_go_along_into_the_form_that_is_shown() -> None:
    app = PaneApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for surface, form in ((LIST, "rows"), (BOARD, "board"), (GRID, "grid"), (BOARD, "board")):
            app.pane.show(surface)
            await pilot.pause()
            assert app.pane.form == form
            assert app.pane.shown.display
            assert app.pane.has_keys
            assert current(app) == "R1"
        await pilot.press("l", "enter")
        assert app.opened == ["R2"]


async def test_current_and_opened_are_the_same_in_every_form() -> None:
    app = PaneApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("j", "enter")
        app.pane.show(GRID)
        await pilot.pause()
        await pilot.press("enter", "l", "enter")
        assert app.opened == ["R2", "R1", None], "a cell may be about no record"
        assert current(app) is None
        app.pane.show(BOARD)
        await pilot.pause()
        assert app.pane.move_to_ref("R2")
        assert not app.pane.move_to_ref("R9")
        assert current(app) == "R2"


async def test_another_surface_begins_on_top_and_the_same_one_keeps_its_place() -> None:
    app = PaneApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("j")
        app.pane.show(
            Surface("list", "List", (Section("Here", (row("R0"), row("R1"), row("R2"))),))
        )
        assert current(app) == "R2"
        app.pane.show(Surface("other", "Other", (Section("There", (row("R1"), row("R2"))),)))
        assert current(app) == "R1"
        await pilot.pause()
        assert app.seen[-1] == "R1"


async def test_it_takes_no_keys_that_it_did_not_have() -> None:
    app = PaneApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.screen.set_focus(None)
        await pilot.pause()
        app.pane.show(GRID)
        await pilot.pause()
        assert not app.pane.has_keys


ONE, OTHER = (
    Trend("First chart", "%", (("a", 1.0), ("b", 2.0))),
    Trend("Second chart", "%", (("a", 3.0), ("b", 4.0))),
)
CHARTED = Surface(
    "charted",
    "Charted",
    (Section("Here", (row("R1"), row("R2"), row("R3"))),),
    charts={"id-R1": (ONE,), "id-R2": (OTHER,)},
)


def seen(app: PaneApp) -> str:
    strips = app.screen._compositor.render_strips(app.size)
    return "\n".join(strip.text for strip in strips)


@pytest.mark.parametrize("size", [(120, 30), (80, 30)])
async def test_the_chart_of_the_row_under_the_cursor_is_beside_or_below(
    size: tuple[int, int],
) -> None:
    app = PaneApp()
    async with app.run_test(size=size) as pilot:
        app.pane.show(CHARTED)
        await pilot.pause()
        await pilot.pause()
        assert "First chart" in seen(app)
        assert (app.pane.chart.region.x > 0) is (size[0] >= BESIDE)
        await pilot.press("j")
        await pilot.pause()
        assert "Second chart" in seen(app)
        await pilot.press("j")
        await pilot.pause()
        assert "No chart for this line" in seen(app)
        app.pane.show(LIST)
        await pilot.pause()
        assert "chart" not in seen(app)


async def test_where_it_is_low_a_key_brings_the_chart_and_the_cursor_still_moves() -> None:
    app = PaneApp()
    async with app.run_test(size=(80, 14)) as pilot:
        app.pane.show(CHARTED)
        await pilot.pause()
        assert "First chart" not in seen(app)
        await pilot.press("number_sign")
        await pilot.pause()
        assert "First chart" in seen(app)
        assert "words of R1" in seen(app)
        await pilot.press("j")
        await pilot.pause()
        assert "Second chart" in seen(app)
        assert "words of R2" in seen(app)
        await pilot.press("number_sign")
        await pilot.pause()
        assert "Second chart" not in seen(app)
        assert current(app) == "R2"


@pytest.mark.parametrize(
    ("wishes", "height", "given"),
    [([12], 20, [20]), ([12, 12], 20, [9, 9]), ([12, 12], 15, [13]), ([12, 12, 12], 20, [8, 8]),
     ([5, 12], 20, [8, 11]), ([12], 0, [0])],
)  # fmt: skip
def test_charts_share_the_height(wishes: list[int], height: int, given: list[int]) -> None:
    assert heights(wishes, height) == given


async def test_more_charts_than_have_room_are_turned_over_by_the_same_key() -> None:
    app = PaneApp()
    both = replace(CHARTED, charts={"id-R1": (ONE, OTHER)})
    async with app.run_test(size=(80, 16)) as pilot:
        app.pane.show(both)
        await pilot.pause()
        found = []
        for _ in range(3):
            await pilot.press("number_sign")
            await pilot.pause()
            found.append(("First chart" in seen(app), "Second chart" in seen(app)))
        assert found == [(True, False), (False, True), (False, False)]
