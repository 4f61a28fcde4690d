"""The fishbone as a tree with a cursor: bones large, causes below them, dots behind the words."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from console.widgets.cells import cell_len, cut, pad
from console.widgets.glyphs import GLYPHS
from console.widgets.line_list import LineList
from console.widgets.painted import Line
from store.insight.problem_tree import DRAWN, PLAIN, TreeLine

SIGNS = DRAWN if GLYPHS.blocks else PLAIN
"""How branches are drawn in this terminal."""


class TreeView(LineList):
    """One line a bone or cause; the cursor stays on its cause when the tree changes."""

    @dataclass
    class Chosen(Message):
        """Enter or the mouse chose a line."""

        view: TreeView
        line: TreeLine

        @property
        def control(self) -> TreeView:
            """The tree it came from."""
            return self.view

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._shown: tuple[TreeLine, ...] = ()

    @property
    def current(self) -> TreeLine | None:
        """The line under the cursor."""
        return self._shown[self.cursor] if 0 <= self.cursor < len(self._shown) else None

    def show(self, lines: tuple[TreeLine, ...]) -> None:
        """Show this tree from now on."""
        if lines == self._shown:
            return
        before, here = self.before_change(), self.current
        self._shown = lines
        place = next((n for n, line in enumerate(lines) if here and line.key == here.key), None)
        self.after_change(before, max(0, self.cursor) if place is None else place)

    def move_to(self, key: str) -> None:
        """Put the cursor on a cause or a bone."""
        place = next((n for n, line in enumerate(self._shown) if line.key == key), None)
        if place is not None:
            self.cursor = place

    def item_count(self) -> int:
        """Bones and causes."""
        return len(self._shown)

    def line_count(self, width: int) -> int:  # noqa: ARG002 - the same at every width
        """One line each."""
        return len(self._shown)

    def line_of(self, item: int) -> int:
        """A line is its own number."""
        return item

    def item_at(self, line: int) -> int | None:
        """What stands on a line."""
        return line if 0 <= line < len(self._shown) else None

    def spans(self, line: int, width: int) -> Line:
        """A bone, or branch, key, words, and behind them dots and the word for the root."""
        found = self._shown[line]
        dots = GLYPHS.ellipsis
        if found.is_bone:
            return [(" ", "quiet"), (cut(found.text, width - 1, dots), "strong")]
        after = f"  {found.after} " if found.after else " "
        head = f"  {found.prefix}{found.key} "
        room = max(0, width - cell_len(head) - cell_len(after))
        tone = "strong" if found.is_root else "normal"
        return [(head, "quiet"), (pad(cut(found.text, room, dots), room), tone),
                (after, "accent" if found.is_root else "quiet")]  # fmt: skip

    def chosen(self, item: int) -> None:
        """Tell which was chosen."""
        self.post_message(self.Chosen(self, self._shown[item]))
