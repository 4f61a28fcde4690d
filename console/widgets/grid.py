"""The columns of a list of records: one grid for all sections, so that they align.

Reference, age or date, state, text, people, note. Where there is little room, people go first,
then the note joins the text, then the state goes: all of it stays one key away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from console.widgets.branches import branched
from console.widgets.cells import cell_len, cut, pad
from console.widgets.glyphs import GLYPHS
from console.widgets.painted import Line, Span
from store.insight.rows import Row, Urgency

MARGIN = 2
GAP = 2
NOTE = 32
"""Cells of a note at most, unless no text beside it needs them."""
WIDE, READABLE = 140, 100
"""Where a list is wider than the first, its text gets no more than its words need, or the second:
what stands beside it would be torn away from it."""
_SAMPLE = 400
"""Rows looked at to find the width of the columns; later rows are cut to it."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells of each column; 0 for one that is not there."""

    width: int
    ref: int
    when: int
    state: int
    who: int
    note: int
    merged: bool = False
    """The note follows the text instead of having a column."""

    @property
    def text(self) -> int:
        """What is left for the text."""
        others = (self.ref, self.when, self.state, self.who, 0 if self.merged else self.note)
        return self.width - MARGIN - sum(cells + GAP for cells in others if cells)


def _column(cells: int, least: int, most: int) -> int:
    return max(least, min(cells, most)) if cells else 0


def _natural(rows: Iterable[Row], width: int) -> tuple[Grid, int, int]:
    """Columns as wide as their content, within limits; one without content is left out.

    With it the cells of the widest text and of the widest note.
    """
    ref = when = state = who = note = text = 0
    for row in islice(rows, _SAMPLE):
        text = max(text, cell_len(row.text))
        ref = max(ref, cell_len(row.ref))
        when = max(when, cell_len(row.when))
        state = max(state, cell_len(row.state))
        who = max(who, cell_len(row.who))
        note = max(note, cell_len(row.note))
    grid = Grid(
        width=width,
        ref=_column(ref, 4, 10),
        when=_column(when, 6, 12),
        state=_column(state, 6, 26 if width >= 100 else 14),
        who=_column(who, 4, 14),
        note=_column(note, 4, NOTE),
    )
    return grid, text, note


def plan(rows: Iterable[Row], width: int) -> Grid:
    """The grid for these rows in `width` cells."""
    grid, text, note = _natural(rows, width)
    wanted = 40 if width >= 100 else 30 if width >= 70 else 24 if width >= 50 else 18
    narrower = (
        {"note": min(grid.note, 24)},
        {"state": min(grid.state, 14)},
        {"who": min(grid.who, 8)},
        {"who": 0},
        {"merged": True},
        {"state": min(grid.state, 8)},
        {"state": 0},
        {"when": 0},
    )
    for change in narrower:
        if grid.text >= wanted:
            break
        grid = replace(grid, **change)
    if not grid.merged and note > grid.note:  # what no text needs, notes may have
        spare = max(0, grid.text - max(text, wanted))
        grid = replace(grid, note=min(note, grid.note + spare))
    if width > WIDE and not grid.merged:  # columns that belong together stay in one glance
        grid = replace(grid, width=width - max(0, grid.text - max(text, READABLE)))
    return grid


def _text_and_note(row: Row, grid: Grid, tone: str, note_tone: str) -> list[Span]:
    """Text, then its note, in the one column they share in a narrow place."""
    room, text = grid.text, branched(row.text)
    if not row.note:
        return [(pad(text, room, ellipsis=GLYPHS.ellipsis), tone)]
    left = room - cell_len(text) - GAP
    note = cut(row.note, max(8, room // 2, left), GLYPHS.ellipsis)
    text = cut(text, room - cell_len(note) - GAP, GLYPHS.ellipsis)
    fill = max(0, room - cell_len(text) - cell_len(note))
    return [(text, tone), (" " * fill, tone), (note, note_tone)]


def row_line(row: Row, grid: Grid, *, is_marked: bool = False) -> Line:
    """One record as a line. What needs somebody is marked with `!` as well as by its tone."""
    needs_you = row.urgency is Urgency.NEEDS_YOU
    tone = "quiet" if row.urgency is Urgency.QUIET else "normal"
    note_tone = "warning" if needs_you else "quiet"
    dots = GLYPHS.ellipsis
    gap = " " * GAP
    line: list[Span] = [
        (GLYPHS.needs_you if needs_you else " ", "warning"),
        (pad(GLYPHS.chosen if is_marked else "", MARGIN - 1), "accent"),
    ]
    if grid.ref:
        line.append((pad(row.ref, grid.ref, ellipsis=dots) + gap, "quiet"))
    if grid.when:
        line.append((pad(row.when, grid.when, right=True, ellipsis=dots) + gap, "quiet"))
    if grid.state:
        line.append((pad(row.state, grid.state, ellipsis=dots) + gap, tone))
    if grid.merged:
        return [*line, *_text_and_note(row, grid, tone, note_tone)]
    line.append((pad(branched(row.text), grid.text, ellipsis=dots), tone))
    if grid.who:
        line.append((gap + pad(row.who, grid.who, ellipsis=dots), "quiet"))
    if grid.note:
        line.append((gap + pad(row.note, grid.note, ellipsis=dots), note_tone))
    return line
