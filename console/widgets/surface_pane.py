"""A surface in whichever of its forms says it best: rows, a grid, or a board of cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message

from console.widgets.board_view import BoardView
from console.widgets.grid_view import GridView
from console.widgets.rows_view import RowsView
from store.insight.rows import Row, Surface

FORMS = ("rows", "grid", "board")


class SurfacePane(Container):
    """Shows one surface at a time. What the keys are about is `current`, in every form."""

    DEFAULT_CSS = """
    SurfacePane { width: 1fr; height: 1fr; }
    SurfacePane > * { width: 1fr; height: 1fr; display: none; }
    SurfacePane.-rows > RowsView, SurfacePane.-grid > GridView, SurfacePane.-board > BoardView {
        display: block;
    }
    """

    @dataclass
    class Opened(Message):
        """Enter or the mouse chose a row, a cell or a card; a cell may be about no record."""

        view: SurfacePane
        row: Row | None

        @property
        def control(self) -> SurfacePane:
            """The pane it came from."""
            return self.view

    @dataclass
    class Highlighted(Message):
        """The cursor is on another row or card; None when there is none."""

        view: SurfacePane
        row: Row | None

        @property
        def control(self) -> SurfacePane:
            """The pane it came from."""
            return self.view

    def __init__(
        self,
        *,
        rows: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        """`rows` is the id of the list inside."""
        super().__init__(id=id, classes=classes)
        self.rows, self.grid, self.board = RowsView(id=rows), GridView(), BoardView()
        self._name = ""
        self.add_class("-rows")

    def compose(self) -> ComposeResult:
        """All three forms; one of them is shown."""
        yield self.rows
        yield self.grid
        yield self.board

    @property
    def form(self) -> str:
        """One of `FORMS`: the one that is shown."""
        return next(form for form in FORMS if self.has_class(f"-{form}"))

    @property
    def shown(self) -> RowsView | GridView | BoardView:
        """The widget that is shown."""
        if self.form == "grid":
            return self.grid
        return self.board if self.form == "board" else self.rows

    @property
    def has_keys(self) -> bool:
        """Whether keys go to this pane."""
        lists = (self.rows, self.grid.cells, self.board.cards)
        return any(each.has_focus for each in lists)

    @property
    def current(self) -> Row | None:
        """What an act is about: the row, or the row of the cell or card, under the cursor."""
        if self.form == "grid":
            cell = self.grid.current
            return cell.row if cell else None
        return self.board.current if self.form == "board" else self.rows.current

    def show(self, surface: Surface) -> None:
        """Show this surface. The cursor keeps to its record; on another surface it begins on top.

        Keys that went to the form before go to this one.
        """
        if surface.grid:
            self.grid.show(surface.grid)
        if surface.board:
            self.board.show(surface.board)
        self.rows.show(surface.sections)
        if surface.name != self._name:
            # Another list: an act must not be about what happens to stand where the cursor was.
            self._name = surface.name
            self.to_first()
        form = "grid" if surface.grid else "board" if surface.board else "rows"
        if form == self.form:
            return
        had_keys = self.has_keys
        for other in FORMS:
            self.set_class(other == form, f"-{other}")
        if had_keys:
            self.focus()

    def to_first(self) -> None:
        """Put the cursor on top, in every form."""
        self.rows.cursor = 0
        self.grid.to_first()
        self.board.to_first()

    def move_to_ref(self, ref: str) -> bool:
        """Put the cursor on the first row, cell or card about `ref`; False when there is none."""
        return self.shown.move_to_ref(ref)

    def focus(self, scroll_visible: bool = False) -> Self:
        """Keys go to the form that is shown."""
        self.shown.focus(scroll_visible)
        return self

    @on(RowsView.Opened)
    @on(BoardView.Opened)
    def _opened(self, event: RowsView.Opened | BoardView.Opened) -> None:
        event.stop()
        self.post_message(self.Opened(self, event.row))

    @on(GridView.Opened)
    def _cell_opened(self, event: GridView.Opened) -> None:
        event.stop()
        self.post_message(self.Opened(self, event.cell.row))

    @on(RowsView.Highlighted)
    @on(BoardView.Highlighted)
    def _highlighted(self, event: RowsView.Highlighted | BoardView.Highlighted) -> None:
        event.stop()
        if event.view is self.shown:
            self.post_message(self.Highlighted(self, event.row))
