"""How a grid is laid out in cells of the terminal: which columns fit, how wide, what each says."""

from __future__ import annotations

from dataclasses import dataclass

from console.widgets.cells import cell_len, cut, pad
from console.widgets.glyphs import GLYPHS
from console.widgets.painted import Line, Span
from console.widgets.rope import ENDS, drawn, is_bare
from store.insight.rows import Cell, Grid, GridLine, Mark, String, Urgency

GAP = 1
LEAST_PIECE = 4
"""Cells of a column at least, where strings run through it and nothing is written."""
LEAST, WHOLE, MOST = 5, 9, 22
"""Cells of a column, without its gap: at least, up to what width none is cut, at most."""
WIDEST_TITLE = 7
NOTE_GAP, LEAST_NOTE = 2, 8
"""Cells before the note of a line, and those below which it is left out."""

SIGNS = {
    "help": GLYPHS.needs_you,
    "unknown": GLYPHS.coming,
    **ENDS,
    "high": GLYPHS.high,
    "middle": GLYPHS.middle,
    "low": GLYPHS.low,
}
TONES = {Urgency.QUIET: "quiet", Urgency.NORMAL: "normal", Urgency.NEEDS_YOU: "warning"}


@dataclass(frozen=True, slots=True)
class Plan:
    """The visible part of a grid: `first` column, how many, and the cells of each."""

    title: int
    first: int
    count: int
    cells: int
    note: int = 0
    """Cells of the note behind each line; 0 where there is none, or no room."""

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
    title = max(3, min(title, grid.title_cells or WIDEST_TITLE))
    widest = max((cells_of(cell) for line in grid.lines for cell in line.cells), default=0)
    least = max(LEAST, min(widest, WHOLE)) if widest or not grid.whole_lines else LEAST_PIECE
    room, total = max(1, width - title), max(1, len(grid.columns))
    count = max(1, min(total, room // (least + GAP)))
    first = min(max(0, column) // count * count, total - count)
    note = max((cell_len(line.note) for line in grid.lines), default=0)
    note = min(note, room - count * (least + GAP) - NOTE_GAP)
    note = note if note >= LEAST_NOTE else 0
    room -= note + NOTE_GAP if note else 0
    return Plan(title, first, count, max(1, min(MOST, room // count - GAP)), note)


def headings(grid: Grid, at: Plan) -> Line:
    """The line above: the heading of each visible column, that of now with a sign."""
    line: list[Span] = [(" " * at.title, "normal")]
    for column in range(at.first, at.first + at.count):
        if column >= len(grid.columns):
            break
        here = column == grid.current
        words = f"{GLYPHS.running}{grid.columns[column]}" if here else grid.columns[column]
        if grid.whole_lines:  # above the middle of the string's pieces
            words = " " * max(0, (at.cells - cell_len(words)) // 2) + words
        words = pad(words, at.cells, ellipsis=GLYPHS.ellipsis)
        line += [(" " * GAP, "normal"), (words, "accent" if here else "quiet")]
    if at.note:
        line.append((" " * (NOTE_GAP + at.note), "normal"))
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


def string_spans(string: String, cells: int, here: bool) -> list[Span]:
    """A piece of a string in `cells` cells; `here` in the column of now."""
    tone = "quiet" if is_bare(string) else TONES[string.urgency]
    return [(words, tone) for words in drawn(string, cells, here)]


def line_spans(
    line: GridLine,
    at: Plan,
    current: bool,
    *,
    title: str = "",
    twin: str = "",
    now: int = -1,
) -> Line:
    """A line of the grid; the title of the one that the cursor is on is strong.

    `title` stands in for an empty one, cells with the word `twin` are marked before them, and
    `now` is the column of now.
    """
    named = pad(line.title or title, at.title, ellipsis=GLYPHS.ellipsis)
    spans: list[Span] = [(named, "strong" if current else "normal")]
    for column, cell in enumerate(line.cells[at.first : at.first + at.count], start=at.first):
        if cell.string is not None:
            gap = GLYPHS.rope if cell.string.left else " "
            spans += [(gap * GAP, TONES[cell.string.urgency])]
            spans += string_spans(cell.string, at.cells, column == now)
        elif twin and cell.twin == twin:
            spans += [(GLYPHS.twin, "strong"), *cell_spans(cell, at.cells)]
        else:
            spans += [(" " * GAP, "normal"), *cell_spans(cell, at.cells)]
    if at.note:
        note = pad(line.note, at.note, ellipsis=GLYPHS.ellipsis)
        spans += [(" " * NOTE_GAP, "normal"), (note, TONES[line.urgency])]
    return spans


def legend(grid: Grid, at: Plan, width: int) -> Line:
    """Which columns are visible where not all are, then as many signs with their words as fit."""
    line: list[Span] = []
    if at.count < len(grid.columns):
        last = at.first + at.count
        line.append((f"columns {at.first + 1} to {last} of {len(grid.columns)}   ", "quiet"))
    room = width - sum(cell_len(words) for words, _ in line)
    for sign, word in grid.legend:
        shown = SIGNS.get(sign, sign)
        room -= cell_len(shown) + 1 + cell_len(word)
        if room < 0:
            break
        line += [(shown, "normal"), (f" {word}   ", "quiet")]
        room -= 3
    return line
