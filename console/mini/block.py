"""A few rows at the bottom of what a terminal shows, redrawn cell by cell, without another screen.

Only moves that every terminal knows since the VT100 are used, and only relative ones: nothing is
asked of the terminal, so nothing waits for its answer.
"""

from __future__ import annotations

from console.cli.width import cells
from console.harmless import harmless
from console.mini.line import clusters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Cell = tuple[str, str]
    """A character with its marks and how it is drawn; "" is the second half of a wide one."""

PLAIN, STRONG, FAINT = "", "1", "2"
"""How words are drawn. Never by colour: each means the same where it cannot be seen."""
_OFF = "\x1b[m"


class Row:
    """Words of one row, from left to right."""

    def __init__(self, *parts: tuple[str, str]) -> None:
        self.parts = parts

    def cells(self, width: int) -> list[Cell]:
        """One for each cell, at most `width`; no half of a wide character is left."""
        found: list[Cell] = []
        for text, look in self.parts:
            for piece in clusters(harmless(text)):
                size = cells(piece)
                if len(found) + size > width:
                    return found
                found.append((piece, look))
                found += [("", look)] * (size - 1)
        return found


class Block:
    """What stands at the bottom, and where in it the cursor is."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._shown: list[list[Cell]] = []
        self._row = 0
        self._column = 0
        self._placed = ""

    def draw(self, rows: Sequence[Row], width: int, cursor: tuple[int, int]) -> None:
        """Show `rows` with the cursor at a row and a cell; sends only what is another."""
        wanted = [row.cells(width) for row in rows]
        sent: list[str] = []
        if not self._shown:
            sent.append("\r\x1b[J" + "\r\n" * (len(wanted) - 1))
            self._row = len(wanted) - 1
            self._shown = [[] for _ in wanted]
        while len(self._shown) < len(wanted):
            sent.append(self._to(len(self._shown) - 1) + "\r\n")
            self._row += 1
            self._shown.append([])
        if len(self._shown) > len(wanted):
            sent.append(self._to(len(wanted)) + "\r\x1b[J")
            del self._shown[len(wanted) :]
        for number, row in enumerate(wanted):
            if row != self._shown[number]:
                sent.append(self._to(number) + _changed(self._shown[number], row))
                self._shown[number] = row
        place = self._to(cursor[0]) + "\r" + _right(cursor[1])
        if sent or place != self._placed:
            self._write("".join(sent) + place)
        self._column, self._placed = cursor[1], "\r" + _right(cursor[1])

    def above(self, text: str) -> None:
        """Take the rows away and leave `text` where they stood, for good."""
        said = "".join(f"{harmless(line)}\r\n" for line in text.split("\n") if line)
        self._write(f"{self.away()}{said}")

    def away(self) -> str:
        """What takes the rows away, for whoever has to write it in another way."""
        home = self._to(0) if self._shown else ""
        self.forget()
        return f"{home}\r\x1b[J"

    def forget(self) -> None:
        """Nothing of it is there any more; the next drawing begins where the cursor is."""
        self._shown, self._row, self._column, self._placed = [], 0, 0, ""

    def resized(self, width: int, folds: bool) -> None:
        """Take the rows away, the terminal having got another width; draw them anew afterwards.

        `folds` says that it folds rows that are longer now, as most do: then they stand on more.
        Others cut them, and what stands above must not be taken for ours.
        """
        if folds:
            above = sum(max(0, len(row) - 1) // width for row in self._shown[: self._row])
            self._row += above + self._column // width
        self._write(self.away())

    def _to(self, row: int) -> str:
        by, self._row = row - self._row, row
        if not by:
            return ""
        return f"\x1b[{by}B" if by > 0 else f"\x1b[{-by}A"


def _right(cells_on: int) -> str:
    return f"\x1b[{cells_on}C" if cells_on else ""


def _changed(before: Sequence[Cell], after: Sequence[Cell]) -> str:
    """What to send so that a row that shows `before` shows `after`."""
    first = next(
        (n for n, (old, new) in enumerate(zip(before, after, strict=False)) if old != new),
        min(len(before), len(after)),
    )
    while first and first < len(after) and after[first][0] == "":
        first -= 1
    last = len(after)
    if len(before) == len(after):
        while last > first and before[last - 1] == after[last - 1]:
            last -= 1
    while last < len(after) and after[last][0] == "":
        last += 1
    sent, look = ["\r", _right(first)], PLAIN
    for piece, wanted in after[first:last]:
        if wanted != look:
            sent.append(_OFF if not wanted else f"{_OFF if look else ''}\x1b[{wanted}m")
            look = wanted
        sent.append(piece)
    if look:
        sent.append(_OFF)
    if len(after) < len(before):
        sent.append("\x1b[K")
    return "".join(sent)
