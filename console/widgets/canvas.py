"""A canvas of cells: text is put at places, and comes out as toned lines that never overflow."""

from __future__ import annotations

from itertools import groupby

from rich.cells import split_graphemes

from console.widgets.painted import Line


class Canvas:
    """`width` by `height` cells. What is put outside is left out; wide characters stay whole."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = max(0, width), max(0, height)
        self._cells = [[(" ", "normal")] * self.width for _ in range(self.height)]

    def put(self, x: int, y: int, text: str, tone: str = "normal") -> None:
        """Put text at column `x` of line `y`."""
        if not 0 <= y < self.height:
            return
        line = self._cells[y]
        for start, end, size in split_graphemes(text)[0]:
            if size and x >= 0 and x + size <= self.width:
                self._clear(line, x, size)
                line[x] = (text[start:end], tone)
                for half in range(1, size):
                    line[x + half] = ("", tone)
            x += size

    def _clear(self, line: list[tuple[str, str]], x: int, size: int) -> None:
        """A wide character of which a half is overwritten goes as a whole."""
        if line[x][0] == "" and x > 0:
            line[x - 1] = (" ", "normal")
        after = x + size
        if after < self.width and line[after][0] == "":
            line[after] = (" ", "normal")

    def is_free(self, x: int, y: int, size: int = 1) -> bool:
        """Whether `size` cells from there on are inside and blank."""
        if not (0 <= y < self.height and x >= 0 and x + size <= self.width):
            return False
        return all(cell[0] == " " for cell in self._cells[y][x : x + size])

    def lines(self) -> list[Line]:
        """The lines, as spans of one tone each."""
        found: list[Line] = []
        for line in self._cells:
            spans = [
                ("".join(text for text, _ in cells), tone)
                for tone, cells in groupby(line, key=lambda cell: cell[1])
            ]
            found.append([(text, tone) for text, tone in spans if text])
        return found
