"""A surface in whichever of its forms says it best: rows, a grid, or a board of cards.

Charts that belong to rows stand beside or below the list, for the row under the cursor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.message import Message

from console.widgets.board_view import BoardView
from console.widgets.chart_view import ChartView
from console.widgets.grid_view import GridView
from console.widgets.rows_view import RowsView
from store.insight.charts import Chart
from store.insight.rows import Row, Surface

FORMS = ("rows", "grid", "board")
BESIDE = 100
"""Columns from which a chart stands beside the list."""
BELOW = 20
"""Lines from which it stands below it; with fewer a key brings it."""


class SurfacePane(Container):
    """Shows one surface at a time. What the keys are about is `current`, in every form."""

    DEFAULT_CSS = """
    SurfacePane { width: 1fr; height: 1fr; }
    SurfacePane > * { width: 1fr; height: 1fr; display: none; }
    SurfacePane.-rows > RowsView, SurfacePane.-grid > GridView, SurfacePane.-board > BoardView {
        display: block;
    }
    SurfacePane.-beside.-charted { layout: horizontal; }
    SurfacePane.-beside.-charted > ChartView, SurfacePane.-below.-charted > ChartView,
    SurfacePane.-large.-charted > ChartView { display: block; }
    SurfacePane.-beside.-charted > ChartView { width: 45%; margin: 0 0 0 2; }
    SurfacePane.-below.-charted > ChartView { height: 55%; margin: 1 0 0 0; }
    SurfacePane.-large.-charted { layout: vertical; }
    SurfacePane.-large.-charted > RowsView { height: 2; }
    SurfacePane.-large.-charted > ChartView { width: 1fr; height: 1fr; margin: 1 0 0 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "number_sign", "chart", "chart large, the next, as it was", show=False, key_display="#"
        ),
    ]

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
        self.chart = ChartView()
        self._name = ""
        self._charts: Mapping[str, tuple[Chart, ...]] = {}
        self._first = ("", 0)  # row, and how many of its charts were turned over
        self.add_class("-rows")

    def compose(self) -> ComposeResult:
        """All three forms, of which one is shown, and the charts."""
        yield self.rows
        yield self.grid
        yield self.board
        yield self.chart

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
        self._charts = surface.charts
        self._show_chart()
        form = "grid" if surface.grid else "board" if surface.board else "rows"
        if form == self.form:
            return
        had_keys = self.has_keys
        for other in FORMS:
            self.set_class(other == form, f"-{other}")
        if had_keys:
            self.focus()

    @property
    def has_charts(self) -> bool:
        """Whether any row of the surface has a chart."""
        return bool(self._charts)

    def _show_chart(self) -> None:
        """The charts of the row under the cursor; a row without one leaves the place empty."""
        self.set_class(self.has_charts, "-charted")
        row = self.current
        name = row.id if row else ""
        if name != self._first[0]:
            self._first = (name, 0)
        self.chart.show(self._charts.get(name, ())[self._first[1] :])

    def on_resize(self, event: events.Resize) -> None:
        """Another size: the chart beside the list, below it, or only with its key."""
        width, height = event.size
        self.set_class(width >= BESIDE, "-beside")
        self.set_class(width < BESIDE and height >= BELOW, "-below")

    def action_chart(self) -> None:
        """The chart in all of the place, with the line it belongs to; then the next; then back."""
        if not self.has_charts:
            return
        name, first = self._first
        if not self.has_class("-large"):
            self.add_class("-large")
        elif self.chart.left_out:
            self._first = (name, first + len(self.chart.charts) - self.chart.left_out)
        else:
            self._first = (name, 0)
            self.remove_class("-large")
        self._show_chart()

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
            self._show_chart()
            self.post_message(self.Highlighted(self, event.row))
