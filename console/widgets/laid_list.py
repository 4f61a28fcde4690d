"""A list whose lines are laid out as a whole, for the size of its region, until it changes."""

from __future__ import annotations

from console.widgets.line_list import LineList
from console.widgets.painted import Line

Laid = list[tuple[Line, int | None]]
"""Lines from the top, each with the item that it belongs to."""


class LaidList(LineList):
    """Whoever lists gives all lines at once; where an item stands is read from them."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._laid: Laid = []
        self._places: dict[int, tuple[int, int]] = {}
        self._laid_for: tuple[int, int] | None = None

    def lay_out(self, width: int, height: int) -> Laid:
        """Every line at this size, in cells; each item has at least one, and they are in order."""
        raise NotImplementedError

    def forget_lines(self) -> None:
        """Lay out anew when a line is next asked for: what is listed has changed."""
        self._laid_for = None

    def line_count(self, width: int) -> int:
        """All lines at this width."""
        return len(self._at(width))

    def line_of(self, item: int) -> int:
        """The first line of an item."""
        return self._place(item)[0]

    def last_line_of(self, item: int) -> int:
        """The last line of an item."""
        return self._place(item)[1]

    def item_at(self, line: int) -> int | None:
        """The item that a line belongs to."""
        lines = self._now
        return lines[line][1] if 0 <= line < len(lines) else None

    def spans(self, line: int, width: int) -> Line:
        """A line as it was laid out."""
        lines = self._at(width)
        return lines[line][0] if 0 <= line < len(lines) else ()

    @property
    def _now(self) -> Laid:
        return self._at(self.scrollable_content_region.width)

    def _place(self, item: int) -> tuple[int, int]:
        end = len(self._now)
        return self._places.get(item, (end, end))

    def _at(self, width: int) -> Laid:
        size = (width, self.scrollable_content_region.height)
        if size != self._laid_for:
            self._laid_for = size
            self._laid = self.lay_out(*size)
            self._places = {}
            for number, (_, item) in enumerate(self._laid):
                if item is not None:
                    self._places[item] = (self._places.get(item, (number, number))[0], number)
        return self._laid
