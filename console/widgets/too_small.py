"""What is shown instead of a broken drawing when the terminal is too small."""

from __future__ import annotations

from collections.abc import Iterable

from console.widgets.cells import cell_len, wrap
from console.widgets.painted import Line, Painted

LEAST = (60, 18)
"""Columns and rows below which the console does not draw its screens."""

HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (LEAST[0], "-narrow"), (100, "-wide")]
VERTICAL_BREAKPOINTS = [(0, "-flat"), (LEAST[1], "-low"), (30, "-tall")]
"""For the App attributes of these names; the stylesheet uses the classes they give."""


class TooSmall(Painted):
    """Every screen holds one; the stylesheet shows it, alone, where a screen does not fit."""

    DEFAULT_CSS = """
    TooSmall { width: 100%; height: 100%; display: none; }
    """

    def paint(self, width: int, height: int) -> Iterable[Line]:
        """Size here, size needed, and what works anyway, in the middle."""
        columns, rows = LEAST
        said = (
            f"This window is {width}x{height}. The console needs {columns}x{rows}. "
            "Make it larger or the letters smaller; `rte now` works in any window."
        )
        lines = wrap(said, max(1, width - 4))
        top = max(0, (height - len(lines)) // 2)
        placed: list[Line] = [[] for _ in range(top)]
        for line in lines:
            placed.append([(" " * max(0, (width - cell_len(line)) // 2) + line, "normal")])
        return placed
