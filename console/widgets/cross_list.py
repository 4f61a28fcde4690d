"""A list whose lines are cut into columns, with a cursor over both: cells of a grid, cards."""

from __future__ import annotations

from typing import ClassVar, Protocol

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from console.widgets.line_list import LineList
from console.widgets.painted import to_strip


class Columns(Protocol):
    """The visible columns, equally wide."""

    @property
    def cells(self) -> int:
        """Cells of a column, without the gap behind it."""

    def start_of(self, column: int) -> int:
        """The first cell of a column on the line."""

    def column_at(self, x: int) -> int | None:
        """The column that a cell of the line belongs to."""


class CrossList(LineList):
    """Base of both. `column` says which part of the item under the cursor is meant."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "across(-1)", "left", show=False),
        Binding("right,l", "across(1)", "right", show=False),
    ]

    column: reactive[int] = reactive(0, repaint=False)
    """The column under the cursor."""

    class Moved(Message):
        """The cursor is on another place, or the content has changed under it."""

    class Chosen(Message):
        """Enter or the mouse chose what is under the cursor."""

    _again = True

    def plan(self) -> Columns:
        """The visible columns."""
        raise NotImplementedError

    def column_count(self) -> int:
        """All columns, visible or not."""
        raise NotImplementedError

    def validate_column(self, column: int) -> int:
        """Within the columns."""
        return max(0, min(column, self.column_count() - 1))

    def cursor_strip(self, line: int, width: int) -> Strip:
        """A line of which only the column under the cursor looks like the cursor."""
        whole = to_strip(self.spans(line, width), width, self._styles())
        at = self.plan()
        start = at.start_of(self.column)
        end = min(width, start + at.cells)
        look = self.get_component_rich_style("list--cursor" if self.has_focus else "list--resting")
        part = Strip([Segment(whole.crop(start, end).text, look)])
        return Strip.join([whole.crop(0, start), part, whole.crop(end, width)]).simplify()

    def action_across(self, by: int) -> None:
        """Move the cursor by columns."""
        self.column += by

    def highlighted(self, item: int) -> None:  # noqa: ARG002 - what is there is asked for
        """Tell that the cursor is on another place."""
        self.post_message(self.Moved())

    def chosen(self, item: int) -> None:  # noqa: ARG002 - what is there is asked for
        """Tell that it is chosen."""
        self.post_message(self.Chosen())

    def click_chooses(self, again: bool) -> bool:
        """A click on what is under the cursor chooses it; one beside it only moves."""
        return again and self._again

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor to its column; the list's own handler then takes the line."""
        offset = event.get_content_offset(self)
        column = None if offset is None else self.plan().column_at(offset.x)
        self._again = column == self.column
        if column is not None:
            self.column = column
