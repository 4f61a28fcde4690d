"""What lists are made of: one immutable row per record, in sections with a title."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from store.domain.refs import parse_ref
from store.insight.charts import Chart


class Urgency(IntEnum):
    """How much a row asks for somebody to act. Never a verdict on people or teams."""

    QUIET = 0
    NORMAL = 1
    NEEDS_YOU = 2


def ref_order(ref: str) -> tuple[str, int]:
    """The order of references as people count: R2 before R10."""
    return parse_ref(ref) or (ref, 0)


@dataclass(frozen=True, slots=True)
class Row:
    """One record as a list shows it; each field is people's text and never markup."""

    kind: str
    id: str
    ref: str
    when: str
    """Age or date, at most 12 cells: `41 d`, `19 Nov`, `20`."""
    state: str
    text: str
    who: str
    note: str = ""
    """What asks for attention, in words; empty when nothing does."""
    urgency: Urgency = Urgency.NORMAL
    computed: Mapping[str, object] = field(default_factory=dict)
    """Figures behind the words, for scripts: ages, slack, exposure."""


class LazyRows(Sequence[Row]):
    """Rows that are made when they are asked for, of which there may be a hundred thousand."""

    @abstractmethod
    def place(self, record_id: str) -> int | None:
        """The place of a record, found without looking through all; None if it is not here."""


@dataclass(frozen=True, slots=True)
class Told:
    """A label and words, shown whole between a section's title and its rows."""

    label: str
    words: str
    strong: bool = False
    """Whether it is what the room looks at."""


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a title; `empty` is what the place says when there are none."""

    title: str
    rows: Sequence[Row]
    """A tuple, or a sequence that makes each row when it is asked for."""
    empty: str = ""
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of a grid's cell: a sign by its name, words, and how much it asks for somebody."""

    text: str = ""
    sign: str = ""
    """`done`, `not-yet`, `help`, `unknown`, `high`, `middle`, `low`, or one of a string; the widget
    knows how each is drawn."""
    urgency: Urgency = Urgency.NORMAL


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid. `key` is its own in the grid; the cursor keeps to it."""

    key: str
    marks: tuple[Mark, ...] = ()
    says: str = ""
    """All of it in words, for the line below the grid."""
    row: Row | None = None
    """What an act on the cell is given; None where there is nothing to act on."""
    twin: str = ""
    """Cells with the same word belong together: with the cursor on one, the others are marked."""
    string: String | None = None
    """Where the cell is a piece of a string that runs through the line."""


@dataclass(frozen=True, slots=True)
class String:
    """A piece of a string in a cell: what comes in from the left, what is there, what goes on."""

    left: bool = False
    right: bool = False
    ends: tuple[str, ...] = ()
    """Signs in its middle, by their names: `not-yet`, `half`, `full`, `done` or `missed` for the
    provider, `to-right` or `to-left` for the consumer, `no-date` for an end without an iteration.
    """
    urgency: Urgency = Urgency.NORMAL


@dataclass(frozen=True, slots=True)
class GridLine:
    """One line of cells, as many as there are columns; `title` may be empty below another line."""

    title: str
    cells: tuple[Cell, ...]
    note: str = ""
    """Words behind the cells, cut to what room there is."""
    urgency: Urgency = Urgency.NORMAL
    """How much the note asks for somebody."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Teams against something else: columns by their headings, lines of cells."""

    columns: tuple[str, ...]
    lines: tuple[GridLine, ...]
    legend: tuple[tuple[str, str], ...] = ()
    """Sign by its name, and the word for it."""
    current: int = -1
    """The column of now, where there is one."""
    empty: str = ""
    """What the place says when there are no lines."""
    title_cells: int = 0
    """Cells that titles may take; 0 for the few that a team's id needs."""
    whole_lines: bool = False
    """Whether the cursor is on a line as a whole and not on one cell of it."""


@dataclass(frozen=True, slots=True)
class Card:
    """A record on a board: a few short lines of its own, and the row that an act is given."""

    row: Row
    lines: tuple[str, ...]
    """What stands below the reference, most important first; the first may be wrapped."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a board; `empty` is what it says when there are no cards."""

    title: str
    cards: Sequence[Card]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """Columns of cards, side by side where there is room, one at a time where there is not."""

    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Surface:
    """What a step puts in front of the room."""

    name: str
    title: str
    sections: tuple[Section, ...]
    question: str = ""
    grid: Grid | None = None
    """Where a grid says it better; the sections then hold what in it asks for somebody."""
    board: Board | None = None
    """Where cards in columns say it better; the sections then hold the same rows as lists."""
    charts: Mapping[str, tuple[Chart, ...]] = field(default_factory=dict)
    """Charts by the id of the row that they belong to; shown beside the list, for its cursor."""

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, in the order in which they are shown."""
        return tuple(row for section in self.sections for row in section.rows)
