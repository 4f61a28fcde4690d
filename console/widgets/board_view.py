"""A board of cards in columns, with a cursor over its cards.

All columns stand side by side where each has room enough; else there is one at a time below a line
that names them all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from console.widgets.board_cards import headings
from console.widgets.board_list import BoardCards
from console.widgets.painted import Line, Painted
from store.insight.rows import Board, Row

ROOMY = 16
"""Lines from which on a blank one stands below the titles."""


class _Titles(Painted):
    """Titles of the columns in one line; with much room a blank line below."""

    DEFAULT_CSS = "_Titles { height: 1; }"
    line: Line = ()

    def paint(self, width: int, height: int) -> Iterable[Line]:  # noqa: ARG002 - one line
        return [self.line]


class BoardView(Vertical):
    """A board with the titles of its columns. `show` gives it another value."""

    DEFAULT_CSS = """
    BoardView { height: 1fr; }
    BoardView > BoardCards { height: 1fr; }
    """

    @dataclass
    class Opened(Message):
        """Somebody wants to see the whole of a card."""

        view: BoardView
        row: Row

        @property
        def control(self) -> BoardView:
            """The view it came from."""
            return self.view

    @dataclass
    class Highlighted(Message):
        """The cursor is on another card; None when there is no card under it."""

        view: BoardView
        row: Row | None

        @property
        def control(self) -> BoardView:
            """The view it came from."""
            return self.view

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._titles, self.cards = _Titles(), BoardCards()
        self._told: Row | None = None

    def compose(self) -> ComposeResult:
        """Titles, cards."""
        yield self._titles
        yield self.cards

    @property
    def current(self) -> Row | None:
        """The row of the card under the cursor."""
        card = self.cards.current
        return card.row if card else None

    def focus(self, scroll_visible: bool = False) -> Self:
        """Keys go to the cards."""
        self.cards.focus(scroll_visible)
        return self

    def show(self, board: Board) -> None:
        """Show this board from now on; the cursor keeps to its record."""
        self.cards.show(board)

    def to_first(self) -> None:
        """Put the cursor on the first card of the first column that has one."""
        if not self.cards.go_to(lambda row: True):  # noqa: ARG005 - any
            self.cards.column = 0

    def move_to(self, record_id: str) -> bool:
        """Put the cursor on a record; False when it is not on the board."""
        return self.cards.go_to(lambda row: row.id == record_id)

    def move_to_ref(self, ref: str) -> bool:
        """Put the cursor on the first card about `ref`; False when it is not on the board."""
        return self.cards.go_to(lambda row: row.ref == ref)

    def on_resize(self) -> None:
        """Another width has other columns."""
        self._titles.styles.height = 2 if self.size.height >= ROOMY else 1
        self._title()

    def _title(self) -> None:
        cards = self.cards
        width = self.content_size.width
        self._titles.line = headings(cards.board, cards.plan(), cards.column, width)
        self._titles.repaint()

    @on(BoardCards.Moved)
    def _moved(self, event: BoardCards.Moved) -> None:
        event.stop()
        self._title()
        row = self.current
        if row is not self._told:
            self._told = row
            self.post_message(self.Highlighted(self, row))

    @on(BoardCards.Chosen)
    def _chosen(self, event: BoardCards.Chosen) -> None:
        event.stop()
        if self.current is not None:
            self.post_message(self.Opened(self, self.current))
