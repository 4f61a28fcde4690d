"""What is shown instead of a broken drawing when the terminal is too small.

The driver shows it. Screens never learn of such a size: they stay as they are behind the notice,
with their focus, and what is typed meanwhile goes where it went before.
"""

from __future__ import annotations

from console.widgets.cells import cell_len, wrap

LEAST = (60, 18)
"""Columns and rows below which the console does not draw its screens."""

HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-tall")]
"""For the App attributes of these names; the stylesheet uses the classes they give."""


def is_too_small(columns: int, rows: int) -> bool:
    """Whether screens cannot be drawn in a window of this size."""
    return columns < LEAST[0] or rows < LEAST[1]


def notice(columns: int, rows: int) -> list[tuple[int, int, str]]:
    """Size here, size needed, and what works anyway, in the middle: column, row (from 0), words."""
    said = (
        f"This window is {columns}x{rows}. The console needs {LEAST[0]}x{LEAST[1]}. "
        "Make it larger or the letters smaller; `rte now` works in any window."
    )
    lines = [line for line in wrap(said, max(1, columns - 4)) if cell_len(line) <= columns][:rows]
    top = (rows - len(lines)) // 2
    return [((columns - cell_len(line)) // 2, top + n, line) for n, line in enumerate(lines)]
