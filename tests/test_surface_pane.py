"""The pane that shows a surface in whichever of its forms says it best."""

from __future__ import annotations

from textual.app import App, ComposeResult

from console.widgets.surface_pane import SurfacePane
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
