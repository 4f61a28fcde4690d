"""A plain list of titles to pick one from."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from console.widgets.cells import cut
from console.widgets.glyphs import GLYPHS
from console.widgets.line_list import LineList
from console.widgets.painted import Line


class PickList(LineList):
    """Titles, one a line; moving the cursor posts `Moved`, choosing one posts `Picked`."""

    @dataclass
    class Moved(Message):
        """The cursor is on another title."""

        pane: PickList
        place: int

        @property
        def control(self) -> PickList:
            """The list it came from."""
            return self.pane

    @dataclass
    class Picked(Message):
        """Enter or the mouse chose a title."""

        pane: PickList
        place: int

        @property
        def control(self) -> PickList:
            """The list it came from."""
            return self.pane

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._titles: tuple[str, ...] = ()

    def show(self, titles: tuple[str, ...], cursor: int = 0) -> None:
        """Show these titles, with the cursor on one of them."""
        before = self.before_change()
        self._titles = titles
        self.after_change(before, cursor)

    def item_count(self) -> int:
        """Titles."""
        return len(self._titles)

    def line_count(self, width: int) -> int:  # noqa: ARG002 - the same at every width
        """One line a title."""
        return len(self._titles)

    def line_of(self, item: int) -> int:
        """A title's line is its number."""
        return item

    def item_at(self, line: int) -> int | None:
        """The title on a line."""
        return line if 0 <= line < len(self._titles) else None

    def spans(self, line: int, width: int) -> Line:
        """A title."""
        return [(cut(self._titles[line], width, GLYPHS.ellipsis), "normal")]

    def highlighted(self, item: int) -> None:
        """Tell where the cursor is."""
        if item >= 0:
            self.post_message(self.Moved(self, item))

    def chosen(self, item: int) -> None:
        """Tell which was chosen."""
        self.post_message(self.Picked(self, item))
