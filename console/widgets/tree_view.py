"""The fishbone as a tree with a cursor: bones apart, causes in whole words, dots behind them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.message import Message

from console.widgets.cells import cell_len, cut, pad
from console.widgets.glyphs import GLYPHS
from console.widgets.laid_list import Laid, LaidList
from console.widgets.painted import Line
from console.widgets.stage_parts import wrapped
from store.insight.problem_tree import DRAWN, PLAIN, TreeLine

SIGNS = DRAWN if GLYPHS.blocks else PLAIN
"""How branches are drawn in this terminal."""
WIDE = 100
"""Cells from which it stands in whole words that a cause is the one that the room chose."""
WORDS_LINES = 4
"""Lines that the words of one cause may take."""


class TreeView(LaidList):
    """An item a bone or cause; the cursor stays on its cause when the tree changes."""

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
        self.forget_lines()
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

    # -- lines: a cause takes as many as its words need, and bones stand apart where there is room

    def lay_out(self, width: int, height: int) -> Laid:
        """Bones and causes, with a blank line above each bone if all then still fit."""
        blocks = [
            [*_drawn(line, self._shown[n + 1 : n + 2], width)] for n, line in enumerate(self._shown)
        ]
        bones = sum(line.is_bone for line in self._shown)
        apart = sum(map(len, blocks)) + bones - 1 <= height
        laid: Laid = []
        for n, block in enumerate(blocks):
            if apart and n and self._shown[n].is_bone:
                laid.append(((), None))
            laid += [(line, n) for line in block]
        return laid

    def chosen(self, item: int) -> None:
        """Tell which was chosen."""
        self.post_message(self.Chosen(self, self._shown[item]))


def _drawn(line: TreeLine, following: tuple[TreeLine, ...], width: int) -> Iterator[Line]:
    """A bone, or branch, key, words, and behind them dots and the word for the root."""
    dots = GLYPHS.ellipsis
    if line.is_bone:
        yield [(" ", "quiet"), (cut(line.text, width - 1, dots), "strong")]
        return
    said = line.after if width >= WIDE else line.shortly
    after = f"  {said} " if said else " "
    head = f"  {line.prefix}{line.key} "
    room = max(0, width - cell_len(head) - cell_len(after))
    tone = "strong" if line.is_root else "normal"
    first, *others = wrapped(line.text, room, WORDS_LINES) or [""]
    yield [(head, "quiet"), (pad(first, room, ellipsis=dots), tone),
           (after, "accent" if line.is_root else "quiet")]  # fmt: skip
    has_below = any(after.depth > line.depth and not after.is_bone for after in following)
    before = pad(_run_on(line.prefix, has_below), cell_len(head) - 2)
    for more in others:
        yield [("  " + before, "quiet"), (more, tone)]


def _run_on(prefix: str, has_below: bool) -> str:
    """What stands before the further lines of a cause: the branches that run past it."""
    at = max(0, len(prefix) - len(SIGNS.branch))
    through = SIGNS.past if prefix[at:] == SIGNS.branch else SIGNS.blank
    return prefix[:at] + through + (SIGNS.past if has_below else "")
