"""Rows as a table in a terminal or a pipe: columns align, the text takes what is left."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence

from console.cli.width import cells, cut, pad
from store.insight.rows import Row, Urgency

GAP = 2
WIDEST_TEXT = 60
"""Cells to which texts are aligned in a pipe; longer ones are whole there and push the rest."""
LEAST_TEXT = 16
LIMITS = {"state": 22, "who": 12, "note": 44}


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
        for place, name in ((3, "state"), (5, "who"), (6, "note")):
            columns[place] = [cut(value, LIMITS[name]) for value in columns[place]]
    sizes = [max((cells(value) for value in column), default=0) for column in columns]
    sizes[4] = _text_size(sizes, width)
    if width is not None:
        columns[4] = [cut(value, sizes[4]) for value in columns[4]]
    used = [place for place, size in enumerate(sizes) if size]
    return [
        (" " * GAP)
        .join(pad(columns[place][n], sizes[place], right=place == 2) for place in used)
        .rstrip()
        for n in range(len(rows))
    ]


def _text_size(sizes: Sequence[int], width: int | None) -> int:
    if width is None:
        return min(sizes[4], WIDEST_TEXT)
    others = sum(size + GAP for place, size in enumerate(sizes) if size and place != 4)
    return min(sizes[4], max(LEAST_TEXT, width - others))
