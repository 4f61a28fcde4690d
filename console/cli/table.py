"""Rows as a table in a terminal or a pipe: columns align, the text takes what is left."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence

from console.cli.width import cells, cut, pad
from store.insight.rows import Row, Urgency

GAP = 2
WIDEST_TEXT = 100
"""Cells to which texts are aligned in a pipe; longer ones are whole there and push the rest."""
LEAST_TEXT = 16
LIMITS = {3: 22, 5: 16, 6: 48}
"""Most cells of state, people and attention on a terminal."""
LEAST_NOTE = 20


def room() -> int | None:
    """Cells of a line on the terminal; None in a pipe, where nothing is cut."""
    if sys.stdout is None or not sys.stdout.isatty():
        return None
    return shutil.get_terminal_size((100, 24)).columns


def lines(rows: Sequence[Row], width: int | None) -> list[str]:
    """One line a row: needs-you mark, reference, age or date, state, text, who, attention."""
    columns = [
        ["!" if row.urgency is Urgency.NEEDS_YOU else " " for row in rows],
        [row.ref for row in rows],
        [row.when for row in rows],
        [row.state for row in rows],
        [row.text for row in rows],
        [row.who for row in rows],
        [row.note for row in rows],
    ]
    if width is not None:
        for place, limit in LIMITS.items():
            columns[place] = [cut(value, limit) for value in columns[place]]
    sizes = [max((cells(value) for value in column), default=0) for column in columns]
    if width is None:
        sizes[4] = min(sizes[4], WIDEST_TEXT)
    else:
        _squeeze(sizes, width)
        for place in (4, 6):
            columns[place] = [cut(value, sizes[place]) for value in columns[place]]
    used = [place for place, size in enumerate(sizes) if size]
    return [
        (" " * GAP)
        .join(pad(columns[place][n], sizes[place], right=place == 2) for place in used)
        .rstrip()
        for n in range(len(rows))
    ]


def _squeeze(sizes: list[int], width: int) -> None:
    """Let text and attention share what the other columns leave of a terminal's line."""
    fixed = sum(size + GAP for place, size in enumerate(sizes) if size and place not in (4, 6))
    left = width - fixed - (GAP if sizes[6] else 0)
    sizes[6] = min(sizes[6], max(LEAST_NOTE, left - min(sizes[4], LEAST_TEXT)))
    sizes[4] = min(sizes[4], max(LEAST_TEXT, left - sizes[6]))
