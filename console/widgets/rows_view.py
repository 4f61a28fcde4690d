"""The list of records: every surface, register and log is one of these."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from textual.message import Message

from console.widgets.cells import cell_len, cut, pad, wrap
from console.widgets.glyphs import GLYPHS
from console.widgets.grid import GAP, MARGIN, Grid, plan, row_line
from console.widgets.line_list import LineList
from console.widgets.painted import Line
from store.insight.rows import LazyRows, Row, Section

_COMPARED = 2_000
"""Rows up to which it is cheaper to see that nothing changed than to take new content."""
_LOOKED_AT = 60
"""Rows made on demand that are looked at to find the width of the columns."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Where a section is: its first line and its first item, and its wrapped lines."""

    section: Section
    line: int
    item: int
    empty: tuple[str, ...]
    told: tuple[Line, ...]

    @property
    def head(self) -> int:
        return (1 if self.section.title else 0) + len(self.told)

    @property
    def lines(self) -> int:
        return self.head + (len(self.section.rows) or len(self.empty))


def _parts(sections: tuple[Section, ...], width: int) -> list[_Part]:
    parts: list[_Part] = []
    line = item = 0
    for section in sections:
        empty = () if section.rows else tuple(wrap(section.empty, width - 2 * MARGIN))
        part = _Part(section, line, item, empty, tuple(_told(section, width)))
        parts.append(part)
        line += part.lines + 1
        item += len(section.rows)
    return parts


class RowsView(LineList):
    """Sections of rows in one grid, with a cursor that keeps to its record when content changes."""

    @dataclass
    class Opened(Message):
        """Somebody wants to see the whole of a row."""

        view: RowsView
        row: Row

        @property
        def control(self) -> RowsView:
            """The view it came from."""
            return self.view

    @dataclass
    class Highlighted(Message):
        """The cursor is on another row; None when there is no row."""

        view: RowsView
        row: Row | None

        @property
        def control(self) -> RowsView:
            """The view it came from."""
            return self.view

    def __init__(
        self,
        sections: tuple[Section, ...] = (),
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._sections = sections
        self._grid: Grid | None = None
        self._laid_out: list[_Part] = []
        self._width = -1
        self._told: Row | None = None
        self._marked: frozenset[str] = frozenset()
        self.stays_on_top = False
        """Whether a cursor on the first row stays there when others come in above it: a list with
        the newest on top is then followed, and a move down holds it."""

    @property
    def sections(self) -> tuple[Section, ...]:
        """What is shown."""
        return self._sections

    @property
    def current(self) -> Row | None:
        """The row under the cursor."""
        return self._row(self.cursor) if self.item_count() and self.cursor >= 0 else None

    def show(self, sections: tuple[Section, ...]) -> None:
        """Show these sections. The cursor stays on the same record, or on its place.

        Where another record is told of than before, the cursor goes to it: keys are about what
        the room looks at.
        """
        if self._width >= 0 and self._is_shown(sections):
            return
        before = self.before_change()
        card, known = _told_of(sections), _told_of(self._sections)
        another = card is not None and (known is None or card.id != known.id)
        kept = card if another else self.current
        self._sections = sections
        self._width = -1
        is_followed = self.stays_on_top and self.cursor <= 0
        place = self._find(kept.id) if kept is not None and not is_followed else None
        self.after_change(before, self.cursor if place is None else place)

    def mark(self, ids: frozenset[str]) -> None:
        """Mark these records as selected, and no others."""
        if ids == self._marked:
            return
        before = self.before_change()
        self._marked = ids
        self.after_change(before, self.cursor)

    def _is_shown(self, sections: tuple[Section, ...]) -> bool:
        if sections is self._sections:
            return True
        return self.item_count() <= _COMPARED and sections == self._sections

    def move_to(self, record_id: str) -> bool:
        """Put the cursor on a record; False when it is not in the list."""
        place = self._find(record_id)
        if place is not None:
            self.cursor = place
        return place is not None

    def move_to_ref(self, ref: str) -> bool:
        """Put the cursor on the first row about `ref`; False when it is not in the list."""
        rows = chain.from_iterable(section.rows for section in self._sections)
        place = next((n for n, row in enumerate(rows) if row.ref == ref), None)
        if place is not None:
            self.cursor = place
        return place is not None

    def _find(self, record_id: str) -> int | None:
        first = 0
        for section in self._sections:
            rows = section.rows
            if isinstance(rows, LazyRows):
                place = rows.place(record_id)
            else:
                place = next((n for n, row in enumerate(rows) if row.id == record_id), None)
            if place is not None:
                return first + place
            first += len(rows)
        return None

    # -- lines and items --------------------------------------------------------------------

    def _lay_out(self, width: int) -> list[_Part]:
        if width != self._width:
            self._width = width
            self._laid_out = _parts(self._sections, width)
            self._grid = plan(chain.from_iterable(map(_looked_at, self._sections)), width)
        return self._laid_out

    @property
    def _now(self) -> list[_Part]:
        return self._lay_out(self.scrollable_content_region.width)

    def item_count(self) -> int:
        """Rows in all sections."""
        return sum(len(section.rows) for section in self._sections)

    def line_count(self, width: int) -> int:
        """Lines of all sections with a blank line between them."""
        parts = self._lay_out(width)
        return parts[-1].line + parts[-1].lines if parts else 0

    def _part_of(self, item: int) -> _Part:
        parts = [part for part in self._now if part.section.rows]
        return parts[bisect_right([part.item for part in parts], item) - 1]

    def _row(self, item: int) -> Row:
        part = self._part_of(item)
        return part.section.rows[item - part.item]

    def line_of(self, item: int) -> int:
        """The line of a row."""
        part = self._part_of(item)
        return part.line + part.head + item - part.item

    def _at(self, line: int) -> tuple[_Part, int] | None:
        """The section a line belongs to and the line's number after the title (-1: the title)."""
        parts = self._now
        if not parts or line < 0:
            return None
        part = parts[bisect_right([part.line for part in parts], line) - 1]
        return (part, line - part.line - part.head) if line < part.line + part.lines else None

    def item_at(self, line: int) -> int | None:
        """The row on a line."""
        found = self._at(line)
        if found is None or found[1] < 0 or not found[0].section.rows:
            return None
        return found[0].item + found[1]

    def spans(self, line: int, width: int) -> Line:
        """A title in its rule, a row in the grid, or what an empty section says."""
        found = self._at(line)
        if found is None or self._grid is None:
            return ()
        part, number = found
        if number < 0:
            told = number + len(part.told)
            return part.told[told] if told >= 0 else _title(part.section, width)
        if not part.section.rows:
            return [(" " * MARGIN + part.empty[number], "quiet")]
        row = part.section.rows[number]
        return row_line(row, self._grid, is_marked=row.id in self._marked)

    # -- messages ---------------------------------------------------------------------------

    def chosen(self, item: int) -> None:
        """Tell that a row is to be opened."""
        self.post_message(self.Opened(self, self._row(item)))

    def highlighted(self, item: int) -> None:
        """Tell where the cursor is, once for each row."""
        row = self._row(item) if item >= 0 else None
        if row is not self._told:
            self._told = row
            self.post_message(self.Highlighted(self, row))


def _looked_at(section: Section) -> Iterable[Row]:
    """The rows that columns are measured by."""
    is_lazy = isinstance(section.rows, LazyRows)
    return islice(section.rows, _LOOKED_AT) if is_lazy else section.rows


def _told_of(sections: tuple[Section, ...]) -> Row | None:
    """The row that is told of above the list."""
    return next((part.rows[0] for part in sections if part.told and part.rows), None)


def _told(section: Section, width: int) -> Iterator[Line]:
    """What is told of a section, with its labels in a column."""
    column = max((cell_len(told.label) for told in section.told), default=0) + GAP
    for told in section.told:
        tone = "strong" if told.strong else "normal"
        lines = wrap(told.words, width - MARGIN - column)
        for number, line in enumerate(lines):
            label = pad("" if number else told.label, column)
            yield [(" " * MARGIN + label, "quiet"), (line, tone)]


def _title(section: Section, width: int) -> Line:
    """`Title ───────────── 3`: the count only where there is something to count."""
    count = f" {len(section.rows)}" if section.rows and not section.told else ""
    title = cut(section.title, width - cell_len(count) - 4, GLYPHS.ellipsis)
    rule = max(0, width - cell_len(title) - 1 - cell_len(count))
    return [(title, "strong"), (" " + GLYPHS.rule * rule, "rule"), (count, "quiet")]
