"""How a grid is laid out in cells of the terminal: which columns fit, how wide, what each says."""

from __future__ import annotations

from dataclasses import dataclass

from console.widgets.cells import cell_len, cut, pad
from console.widgets.glyphs import GLYPHS
from console.widgets.painted import Line, Span
from store.insight.rows import Cell, Grid, GridLine, Mark, Urgency

GAP = 1
LEAST, WHOLE, MOST = 5, 9, 22
"""Cells of a column, without its gap: at least, up to what width none is cut, at most."""
WIDEST_TITLE = 7

SIGNS = {
    "done": GLYPHS.done,
    "not-yet": GLYPHS.not_yet,
    "help": GLYPHS.needs_you,
    "unknown": GLYPHS.coming,
    "high": GLYPHS.full,
    "middle": GLYPHS.half,
}
TONES = {Urgency.QUIET: "quiet", Urgency.NORMAL: "normal", Urgency.NEEDS_YOU: "warning"}


@dataclass(frozen=True, slots=True)
class Plan:
    """The visible part of a grid: `first` column, how many, and the cells of each."""

    title: int
    first: int
    count: int
    cells: int

    def start_of(self, column: int) -> int:
        """The cell of a line in which a visible column begins."""
        return self.title + GAP + (column - self.first) * (self.cells + GAP)

    def column_at(self, x: int) -> int | None:
        """The visible column at cell `x` of a line."""
        place = (x - self.title - GAP) // (self.cells + GAP)
        return self.first + place if 0 <= place < self.count else None


def words_of(mark: Mark) -> str:
    """A mark as it is drawn: its sign, then its words."""
    return f"{SIGNS.get(mark.sign, '')}{mark.text}"


def cells_of(cell: Cell) -> int:
    """Terminal cells that a cell would like to have."""
    return sum(cell_len(words_of(mark)) for mark in cell.marks)


def plan(grid: Grid, width: int, column: int) -> Plan:
    """The columns that fit into `width`, in pages of equal columns; `column` is on the page.

    Cells of a usual width are never cut, there are fewer columns instead; headings may be cut.
    """
    title = max((cell_len(line.title) for line in grid.lines), default=0)
    title = max(3, min(title, WIDEST_TITLE))
    widest = max((cells_of(cell) for line in grid.lines for cell in line.cells), default=0)
    least = max(LEAST, min(widest, WHOLE))
    room, total = max(1, width - title), max(1, len(grid.columns))
    count = max(1, min(total, room // (least + GAP)))
    first = min(max(0, column) // count * count, total - count)
    return Plan(title, first, count, max(1, min(MOST, room // count - GAP)))


def headings(grid: Grid, at: Plan) -> Line:
    """The line above: the heading of each visible column, that of now set off."""
    line: list[Span] = [(" " * at.title, "normal")]
    for column in range(at.first, at.first + at.count):
        if column >= len(grid.columns):
            break
        here = column == grid.current
        words = pad(grid.columns[column], at.cells, ellipsis=GLYPHS.ellipsis)
        line += [(" " * GAP, "normal"), (words, "accent" if here else "quiet")]
    return line


def cell_spans(cell: Cell, cells: int) -> list[Span]:
    """A cell in exactly `cells` terminal cells; what does not fit is cut with a sign."""
    spans: list[Span] = []
    room = cells
    for mark in cell.marks:
        words = cut(words_of(mark), room, GLYPHS.ellipsis)
        spans.append((words, TONES[mark.urgency]))
        room -= cell_len(words)
    return [*spans, (" " * room, "normal")]


def line_spans(line: GridLine, at: Plan, current: bool) -> Line:
    """A line of the grid; the title of the one that the cursor is on is strong."""
    title = pad(line.title, at.title, ellipsis=GLYPHS.ellipsis)
    spans: list[Span] = [(title, "strong" if current else "normal")]
    for cell in line.cells[at.first : at.first + at.count]:
        spans += [(" " * GAP, "normal"), *cell_spans(cell, at.cells)]
    return spans


def legend(grid: Grid, at: Plan) -> Line:
    """Signs with their words, and which columns are visible where not all are."""
    line: list[Span] = []
    for sign, word in grid.legend:
        line += [(SIGNS.get(sign, sign), "normal"), (f" {word}   ", "quiet")]
    if at.count < len(grid.columns):
        last = at.first + at.count
        line.append((f"columns {at.first + 1} to {last} of {len(grid.columns)}", "quiet"))
    return line
