"""`rte board`: the ART planning board as text, or its strings along the iterations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out
from console.cli.table import room
from console.cli.width import cells, cut, pad
from console.widgets.glyphs import GLYPHS
from console.widgets.rope import ENDS, drawn
from store.insight.planning_board import planning_board
from store.insight.rows import Cell, Grid, Surface, Urgency
from store.insight.strings import strings

if TYPE_CHECKING:
    from console.cli.options import Asked

EXAMPLES = """\
  rte board                     teams against iterations, each dependency at both of its ends
  rte board --strings           one line a dependency: from where it is planned to where needed

`!` needs somebody, `○` is to come, `◐` begun, `✓` done, `–` missed. D401→BEA is given there,
D401←DRE is needed there. A string that runs to the left is needed before it is planned."""
SIGNS = {"help": GLYPHS.needs_you, **ENDS}
LEAST, NAME = 10, 12
"""Cells of a column of the board at least, and of the name of a team at most."""
ROOM = 28
"""Cells that the words behind a string would like."""
PIECE, SHORT = 7, 4
"""Cells of an iteration of the strings, and where the terminal is narrow."""


def run(asked: Asked, words: list[str]) -> int:
    """Print the board."""
    parser = Parser("board", "the ART planning board as text", EXAMPLES)
    parser.add_argument("--strings", action="store_true", help="one line a dependency")
    told = parser.parse_args(words)
    with ledger_of(asked) as ledger:
        ledger.require_train()
        snap = ledger.snapshot()
        seen = (strings if told.strings else planning_board)(snap)
    if asked.json:
        print_json("rte.board.1", {"pi": snap.pi_name or None, **_facts(seen)})
    elif seen.grid is None:
        out("\n".join(f"{part.title}: {part.empty}" for part in seen.sections))
    else:
        text = _strings(seen.grid) if told.strings else _board(seen.grid)
        out("\n".join(text) if seen.grid.lines else seen.grid.empty)
    return 0


def _heading(grid: Grid, column: int) -> str:
    name = grid.columns[column]
    return f"{GLYPHS.running}{name}" if column == grid.current else name


# -- the board


def _words(cell: Cell) -> str:
    return "".join(f"{SIGNS.get(mark.sign, '')}{mark.text}" for mark in cell.marks)


def _board(grid: Grid) -> list[str]:
    """As many columns side by side as the line has room for; the others in blocks below."""
    name = min(NAME, max((cells(line.title) for line in grid.lines), default=0))
    width, total = room(), len(grid.columns)
    if width is None:
        sizes = [
            max(
                cells(words)
                for words in (_heading(grid, n), *(_words(x.cells[n]) for x in grid.lines))
            )
            for n in range(total)
        ]
        return _block(grid, name, range(total), sizes)
    many = max(1, min(total, (width - name) // (LEAST + 1)))
    each = max(5, (width - name) // many - 1)
    found: list[str] = []
    for first in range(0, total, many):
        found += [""] if found else []
        found += _block(grid, name, range(first, min(total, first + many)), [each] * total)
    return found


def _block(grid: Grid, name: int, columns: range, sizes: list[int]) -> list[str]:
    heads = "".join(f" {pad(_heading(grid, n), sizes[n])}" for n in columns)
    found = [f"{' ' * name}{heads}".rstrip()]
    for line in grid.lines:
        said = "".join(f" {pad(cut(_words(line.cells[n]), sizes[n]), sizes[n])}" for n in columns)
        found.append(f"{pad(cut(line.title, name), name)}{said}".rstrip())
    return found


# -- the strings


def _strings(grid: Grid) -> list[str]:
    """The drawing, and what is said of it in what room is left."""
    title = min(grid.title_cells, max((cells(line.title) for line in grid.lines), default=0))
    width, columns = room(), len(grid.columns)
    piece = PIECE if width is None else max(SHORT, min(PIECE, (width - title - ROOM) // columns))
    heads = "".join(_heading(grid, n).center(piece) for n in range(columns))
    found = [f"{' ' * title} {heads}".rstrip()]
    for line in grid.lines:
        rope = "".join(
            "".join(drawn(cell.string, piece, number == grid.current))
            for number, cell in enumerate(line.cells)
            if cell.string is not None
        )
        found.append(f"{pad(cut(line.title, title), title)} {rope}  {line.note}".rstrip())
    return found if width is None else [cut(line, width) for line in found]


# -- for scripts


def _facts(seen: Surface) -> dict[str, Any]:
    """Every record of the board once, and where each of its ends stands."""
    grid = seen.grid
    records = [
        {
            "kind": row.kind,
            "ref": row.ref,
            "id": row.id,
            "text": row.text,
            "state": row.state,
            "between": row.who,
            "computed": dict(row.computed),
            "attention": row.note,
            "needs_you": row.urgency is Urgency.NEEDS_YOU,
        }
        for row in seen.rows
    ]
    return {
        "columns": list(grid.columns) if grid else [],
        "now": grid.columns[grid.current] if grid and grid.current >= 0 else None,
        "records": records,
        "cells": _places(grid) if grid else [],
    }


def _places(grid: Grid) -> list[dict[str, Any]]:
    """What stands where: row by row, in the order of the board. Strings have their ends only."""
    found = []
    party = ""
    for line in grid.lines:
        party = line.title or party
        for column, cell in zip(grid.columns, line.cells, strict=True):
            if cell.row is None or (cell.string is not None and not cell.string.ends):
                continue
            end = list(cell.string.ends) if cell.string else cell.key.rpartition("/")[2]
            found.append(
                {"row": party.strip("! "), "column": column, "ref": cell.row.ref, "end": end}
            )
    return found
