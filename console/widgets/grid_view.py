"""A grid of teams against something else, with a cursor over its cells.

Headings stand above and the cell under the cursor below, in words; only the lines between scroll.
Where not all columns fit they come in pages, and the cursor turns them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.strip import Strip

from console.widgets.cells import wrap
from console.widgets.cross_list import CrossList
from console.widgets.grid_cells import Plan, headings, legend, line_spans, plan
from console.widgets.painted import Line, Painted
from store.insight.rows import Cell, Grid

NOTHING = Grid((), ())
AROUND = 5
"""Lines for the headings and for what stands below."""


class GridCells(CrossList):
    """The lines of the grid. An item is a line; `column` says which of its cells is meant."""

    def __init__(self) -> None:
        super().__init__()
        self.grid = NOTHING
        self._planned: tuple[int, int, Plan] | None = None
        self._twins: dict[str, list[int]] = {}
        self._twin = ""

    @property
    def current(self) -> Cell | None:
        """The cell under the cursor."""
        if not 0 <= self.cursor < len(self.grid.lines):
            return None
        return self.grid.lines[self.cursor].cells[self.column]

    def plan(self) -> Plan:
        """The visible columns, worked out once for a width and a column."""
        width = self.scrollable_content_region.width
        if self._planned is None or self._planned[:2] != (width, self.column):
            self._planned = (width, self.column, plan(self.grid, width, self.column))
        return self._planned[2]

    def show(self, grid: Grid) -> None:
        """Show this grid. The cursor keeps to its cell, or to its place."""
        if grid == self.grid:
            return
        before, kept = self.before_change(), self.current
        self.grid, self._planned = grid, None
        self._twins = _twins_of(grid)
        line, column = self._find(kept.key if kept else "") or (self.cursor, self.column)
        self.set_reactive(GridCells.column, self.validate_column(column))
        self.after_change(before, max(0, line))
        self.post_message(self.Moved())

    def _find(self, key: str) -> tuple[int, int] | None:
        places = (
            (number, column)
            for number, line in enumerate(self.grid.lines)
            for column, cell in enumerate(line.cells)
            if cell.key == key
        )
        return next(places, None)

    # -- lines

    def item_count(self) -> int:
        """Lines."""
        return len(self.grid.lines)

    def line_count(self, width: int) -> int:  # noqa: ARG002 - lines never wrap
        """The same."""
        return len(self.grid.lines)

    def line_of(self, item: int) -> int:
        """Every line is an item."""
        return item

    def item_at(self, line: int) -> int | None:
        """Every line is an item."""
        return line if 0 <= line < len(self.grid.lines) else None

    def spans(self, line: int, width: int) -> Line:  # noqa: ARG002 - as the plan has it
        """A line with its title and the visible cells."""
        here, cell = line == self.cursor, self.current
        twin = cell.twin if cell else ""
        top = line == self.scroll_offset.y
        title = self._title_above(line) if here or top else ""
        now = self.grid.current
        return line_spans(self.grid.lines[line], self.plan(), here, title=title, twin=twin, now=now)

    def _title_above(self, line: int) -> str:
        """The title that a line stands under: its own is empty below another of the same party."""
        while line > 0 and not self.grid.lines[line].title:
            line -= 1
        return self.grid.lines[line].title

    def _strip(self, line: int, width: int) -> Strip:
        """As every list; but what looks like the cursor is one cell and not the whole line."""
        if line != self.cursor or self.item_at(line) is None or self.grid.whole_lines:
            return super()._strip(line, width)
        return self.cursor_strip(line, width)

    # -- the cursor

    def column_count(self) -> int:
        """Columns of the grid."""
        return len(self.grid.columns)

    def watch_column(self, old: int) -> None:
        """Repaint the line; the whole when another page of columns is turned to."""
        if not self.is_mounted:
            return
        if self.plan().first != plan(self.grid, self.scrollable_content_region.width, old).first:
            self.refresh()
        else:
            self._refresh_item(self.cursor)
            self._mark_twins()
        self.post_message(self.Moved())

    def _mark_twins(self) -> None:
        """Repaint the lines with a cell that is marked from now on, or no longer."""
        cell = self.current
        before, self._twin = self._twin, cell.twin if cell else ""
        if before != self._twin:
            for line in {*self._twins.get(before, ()), *self._twins.get(self._twin, ())}:
                self._refresh_item(line)

    def highlighted(self, item: int) -> None:
        """Tell that the cell is another one."""
        self._mark_twins()
        super().highlighted(item)


def _twins_of(grid: Grid) -> dict[str, list[int]]:
    """The lines of the cells that belong together, by their word."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(grid.lines):
        for cell in line.cells:
            if cell.twin:
                found.setdefault(cell.twin, []).append(number)
    return found


class _Headings(Painted):
    DEFAULT_CSS = "_Headings { height: 1; }"
    line: Line = ()

    def paint(self, width: int, height: int) -> Iterable[Line]:  # noqa: ARG002 - one line
        return [self.line]


class _Foot(Painted):
    """The cell under the cursor in words, then the legend."""

    DEFAULT_CSS = "_Foot { height: 4; padding: 1 0 0 0; }"
    says: str = ""
    legend: Line = ()

    def paint(self, width: int, height: int) -> Iterable[Line]:
        lines: list[Line] = [[(line, "normal")] for line in wrap(self.says, width)]
        lines = lines[: height - 1]
        return [*lines, *([()] * (height - 1 - len(lines))), self.legend]


class GridView(Vertical):
    """A grid with its headings and its legend. `show` gives it another value."""

    DEFAULT_CSS = """
    GridView { height: 1fr; }
    GridView > GridCells { height: 1; }
    """

    @dataclass
    class Opened(Message):
        """Somebody chose a cell."""

        view: GridView
        cell: Cell

        @property
        def control(self) -> GridView:
            """The view it came from."""
            return self.view

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._headings, self.cells, self._foot = _Headings(), GridCells(), _Foot()

    def compose(self) -> ComposeResult:
        """Headings, lines, foot."""
        yield self._headings
        yield self.cells
        yield self._foot

    @property
    def current(self) -> Cell | None:
        """The cell under the cursor."""
        return self.cells.current

    def focus(self, scroll_visible: bool = False) -> Self:
        """Keys go to the cells."""
        self.cells.focus(scroll_visible)
        return self

    def show(self, grid: Grid) -> None:
        """Show this grid from now on; the cursor keeps to its cell."""
        self.cells.show(grid)
        self._fit()

    def to_first(self) -> None:
        """Put the cursor on the first cell."""
        self.cells.column, self.cells.cursor = 0, 0

    def move_to_ref(self, ref: str) -> bool:
        """Put the cursor on the first cell that is about `ref`; False when there is none."""
        for number, line in enumerate(self.cells.grid.lines):
            for column, cell in enumerate(line.cells):
                if cell.row is not None and cell.row.ref == ref:
                    self.cells.column, self.cells.cursor = column, number
                    return True
        return False

    def _fit(self) -> None:
        """The lines take what they need, so that words and legend stand right below them."""
        room = self.content_size.height - AROUND
        self.cells.styles.height = max(1, min(len(self.cells.grid.lines), room))

    def on_resize(self) -> None:
        """Another width has other columns."""
        self._fit()
        # The cells learn of it after their frame does, and the headings follow their plan.
        self.call_after_refresh(self._around)

    @on(GridCells.Moved)
    def _moved(self, event: GridCells.Moved) -> None:
        event.stop()
        self._around()

    def _around(self) -> None:
        """What stands above and below, for the cell under the cursor."""
        grid, at, cell = self.cells.grid, self.cells.plan(), self.current
        self._headings.line = headings(grid, at)
        self._foot.says = cell.says if cell else grid.empty
        self._foot.legend = legend(grid, at, self.content_size.width)
        self._headings.repaint()
        self._foot.repaint()

    @on(GridCells.Chosen)
    def _chosen(self, event: GridCells.Chosen) -> None:
        event.stop()
        if self.current is not None:
            self.post_message(self.Opened(self, self.current))
