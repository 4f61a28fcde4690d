"""How a board is laid out in cells of the terminal: which columns fit, and what a card says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from console.widgets.cells import cell_len, cut, pad, wrap
from console.widgets.glyphs import GLYPHS
from console.widgets.painted import Line, Span
from store.insight.rows import Board, Card, Column, Urgency

GAP = 2
LEAST = 21
"""Cells of a column below which the board shows one column at a time.

Five of them fit into 120 cells beside a scrollbar: one more card must not take the columns away.
"""
WIDE = 50
"""Cells from which on a card has its reference beside its words and not above them."""
LABEL = 11
"""Cells of the reference and the figure behind it in a wide card."""
_SAMPLE = 400
"""Cards looked at to see whether there are lines below the words."""


@dataclass(frozen=True, slots=True)
class BoardPlan:
    """The visible part of a board: `first` column, how many, their cells, and lines of a card."""

    first: int
    count: int
    cells: int
    words: int
    """Lines for the words of a card."""
    below: int
    """Lines below the words."""

    @property
    def wide(self) -> bool:
        """Whether cards have their reference beside their words."""
        return self.cells >= WIDE

    @property
    def height(self) -> int:
        """Lines of a card with the blank one behind it."""
        return (0 if self.wide else 1) + self.words + self.below + 1

    def start_of(self, column: int) -> int:
        """The cell of a line in which a visible column begins."""
        return (column - self.first) * (self.cells + GAP)

    def column_at(self, x: int) -> int | None:
        """The visible column at cell `x` of a line."""
        place, within = divmod(x, self.cells + GAP)
        return self.first + place if place < self.count and within < self.cells else None


def plan(board: Board, width: int, column: int) -> BoardPlan:
    """All columns side by side if each has `LEAST` cells, else the one of the cursor."""
    columns = max(1, len(board.columns))
    cells = (width - GAP * (columns - 1)) // columns
    every = cells >= LEAST or columns == 1
    if not every:
        cells = width
    cards = (card for col in board.columns for card in islice(col.cards, _SAMPLE))
    parts = max((len(card.lines) - 1 for card in cards), default=0)
    wide = cells >= WIDE
    words = 2 if wide else 3
    return BoardPlan(
        0 if every else column,
        columns if every else 1,
        max(1, cells),
        words,
        max(0, min(parts, 1 if wide else 3)),
    )


def packed(parts: Sequence[str], width: int, lines: int) -> list[str]:
    """Short parts joined with a dot while they fit, on at most `lines` lines; the rest is cut."""
    found: list[str] = []
    for part in parts:
        joined = f"{found[-1]} {GLYPHS.coming} {part}" if found else part
        if found and cell_len(joined) <= width:
            found[-1] = joined
        elif len(found) < lines:
            found.append(part)
        else:
            more = f"{found[-1]} {GLYPHS.ellipsis}"
            return [cut(line, width, GLYPHS.ellipsis) for line in (*found[:-1], more)]
    return [cut(line, width, GLYPHS.ellipsis) for line in found]


def _words(text: str, width: int, lines: int) -> list[str]:
    """Words wrapped into at most `lines` lines; what is left out is marked as cut."""
    found = wrap(text, width)
    if len(found) <= lines:
        return found
    last = f"{found[lines - 1]} {found[lines]}"
    # Room for the mark is kept: a line that is full would look whole.
    marked = last if cell_len(last) > width else f"{last} {'x' * width}"
    return [*found[: lines - 1], cut(marked, width, GLYPHS.ellipsis)]


def card_lines(card: Card, at: BoardPlan) -> list[Line]:
    """The lines of a card, without the blank one behind it; each is `at.cells` wide."""
    urgent = card.row.urgency is Urgency.NEEDS_YOU
    tone = "quiet" if card.row.urgency is Urgency.QUIET else "normal"
    below_tone = "warning" if urgent else "quiet"
    mark = GLYPHS.needs_you if urgent else " "
    head, *more = card.lines or (card.row.text,)
    indent = LABEL + 4 if at.wide else 2
    room = max(2, at.cells - indent)
    words = _words(head, room, at.words)
    below = packed([part for part in more if part], room, at.below) if at.below else []
    drawn: list[list[Span]] = [[(" " * indent, tone), (line, tone)] for line in words or [""]]
    drawn += [[(" " * indent, tone), (line, below_tone)] for line in below]
    ref, when = card.row.ref, card.row.when
    if at.wide:
        ref = cut(ref, LABEL - 3, GLYPHS.ellipsis)
        label = ref + pad(when, LABEL - cell_len(ref), right=True, ellipsis=GLYPHS.ellipsis)
        drawn[0][0] = (f"{mark} {label}  ", "warning" if urgent else "quiet")
    else:
        figure = cut(when, max(0, at.cells - cell_len(ref) - 4), GLYPHS.ellipsis)
        fill = max(1, at.cells - 2 - cell_len(ref) - cell_len(figure))
        drawn.insert(0, [(f"{mark} ", "warning"), (ref, "strong"), (" " * fill + figure, "quiet")])
    return [_filled(line, at.cells) for line in drawn]


def _filled(line: list[Span], cells: int) -> Line:
    used = sum(cell_len(text) for text, _ in line)
    return [*line, (" " * max(0, cells - used), "normal")]


def empty_lines(column: Column, at: BoardPlan) -> list[str]:
    """What a column without cards says."""
    return wrap(column.empty, max(2, at.cells - 2))


def headings(board: Board, at: BoardPlan, column: int, width: int) -> Line:
    """The titles above the columns; tabs with the counts where one column is shown."""
    if at.count == len(board.columns):
        spans: list[Span] = []
        for number, col in enumerate(board.columns):
            spans += [(" " * GAP, "rule")] if number else []
            spans += _heading(col, at.cells, number == column)
        return spans
    return _tabs(board, column, width)


def _heading(column: Column, cells: int, current: bool) -> list[Span]:
    """`Owned ──────── 3`; a bar stands before the column of the cursor."""
    count = f" {len(column.cards)}"
    bar = GLYPHS.bar if current else " "
    title = cut(column.title, cells - cell_len(count) - 3, GLYPHS.ellipsis)
    rule = max(0, cells - 2 - cell_len(title) - cell_len(count))
    tone = "strong" if current else "normal"
    return [(bar, "accent"), (title, tone), (" " + GLYPHS.rule * rule, "rule"), (count, "quiet")]


def _tabs(board: Board, column: int, width: int) -> Line:
    """Every column with its count; where they do not fit, the others' titles are cut."""
    counts = [f" {len(col.cards)}" for col in board.columns]
    titles = [col.title for col in board.columns]
    taken = sum(cell_len(count) + 1 + GAP for count in counts) - GAP
    others = max(1, len(titles) - 1)
    if sum(map(cell_len, titles)) + taken > width:
        each = max(1, (width - taken - cell_len(titles[column])) // others)
        titles = [
            title if number == column else cut(title, each, GLYPHS.ellipsis)
            for number, title in enumerate(titles)
        ]
    spans: list[Span] = []
    for number, (title, count) in enumerate(zip(titles, counts, strict=True)):
        here = number == column
        spans.append((GLYPHS.bar if here else " ", "accent"))
        spans.append((title + count, "strong" if here else "quiet"))
        spans.append((" " * GAP, "quiet"))
    return spans
