"""The cards of a board: lines, and a cursor over them. Only the cards that are seen are built."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.geometry import Region
from textual.strip import Strip

from console.widgets.board_cards import (
    GAP,
    BoardPlan,
    card_lines,
    empty_lines,
    plan,
)  # fmt: skip
from console.widgets.cells import pad
from console.widgets.cross_list import CrossList
from console.widgets.line_list import LineList
from console.widgets.painted import Line, Span, to_strip
from store.insight.rows import Board, Card, Row

NOTHING = Board(())
_COMPARED = 2_000
"""Cards up to which it is cheaper to see that nothing changed than to take new content."""
_DRAWN = 512
"""Cards whose lines are kept; more than any terminal shows."""


class BoardCards(CrossList):
    """The cards. An item is a card of the column under the cursor; `column` says which that is."""

    def __init__(self) -> None:
        super().__init__()
        self.board = NOTHING
        self._planned: tuple[int, int, BoardPlan] | None = None
        self._drawn: dict[tuple[int, int], list[Line]] = {}
        self._wanted = 0

    # -- what is under the cursor

    @property
    def cards(self) -> Sequence[Card]:
        """The cards of the column under the cursor."""
        return self.board.columns[self.column].cards if self.board.columns else ()

    @property
    def current(self) -> Card | None:
        """The card under the cursor."""
        return self.cards[self.cursor] if 0 <= self.cursor < len(self.cards) else None

    def plan(self) -> BoardPlan:
        """The visible columns, worked out once for a width and a column."""
        width = self.scrollable_content_region.width
        if self._planned is None or self._planned[:2] != (width, self.column):
            at = plan(self.board, width, self.column)
            if self._planned is None or self._planned[0] != width:
                self._drawn.clear()
            self._planned = (width, self.column, at)
        return self._planned[2]

    def show(self, board: Board) -> None:
        """Show this board. The cursor keeps to its record, in whatever column it is now."""
        if self._is_shown(board):
            return
        before, kept = self.before_change(), self.current
        self.board, self._planned = board, None
        self._drawn.clear()
        found = self.find(kept.row.id) if kept is not None else None
        column, item = found or (self.column, max(0, self.cursor))
        self.set_reactive(BoardCards.column, self.validate_column(column))
        self.after_change(before, item)
        self.post_message(self.Moved())

    def _is_shown(self, board: Board) -> bool:
        if board is self.board:
            return True
        cards = sum(len(column.cards) for column in board.columns)
        return cards <= _COMPARED and board == self.board

    def find(self, record_id: str) -> tuple[int, int] | None:
        """Where a record is: its own place first, then every column."""
        cards = self.cards if self.column < len(self.board.columns) else ()
        if 0 <= self.cursor < len(cards) and cards[self.cursor].row.id == record_id:
            return (self.column, self.cursor)
        return self._first(lambda row: row.id == record_id)

    def _first(self, wanted: Callable[[Row], bool]) -> tuple[int, int] | None:
        places = (
            (number, item)
            for number, column in enumerate(self.board.columns)
            for item, card in enumerate(column.cards)
            if wanted(card.row)
        )
        return next(places, None)

    def go_to(self, wanted: Callable[[Row], bool]) -> bool:
        """Put the cursor on the first card whose row is `wanted`; False when there is none."""
        place = self._first(wanted)
        if place is not None:
            self.column, self.cursor = place
        return place is not None

    # -- lines

    def item_count(self) -> int:
        """Cards of the column under the cursor."""
        return len(self.cards)

    def line_count(self, width: int) -> int:  # noqa: ARG002 - as the plan has it
        """Lines of the longest visible column."""
        at = self.plan()
        shown = self.board.columns[at.first : at.first + at.count]
        return max(
            (
                len(column.cards) * at.height - 1 if column.cards else len(empty_lines(column, at))
                for column in shown
            ),
            default=0,
        )

    def line_of(self, item: int) -> int:
        """The first line of a card: all are equally high."""
        return item * self.plan().height

    def item_at(self, line: int) -> int | None:
        """The card of the cursor's column on a line; None on the blank line behind it."""
        item, within = divmod(line, self.plan().height)
        is_card = within < self.plan().height - 1 and 0 <= item < self.item_count()
        return item if is_card else None

    def spans(self, line: int, width: int) -> Line:  # noqa: ARG002 - as the plan has it
        """One line of all visible columns."""
        at = self.plan()
        spans: list[Span] = []
        for column in range(at.first, min(at.first + at.count, len(self.board.columns))):
            spans += [(" " * GAP, "normal")] if spans else []
            spans += self._part(column, line, at)
        return spans

    def _part(self, number: int, line: int, at: BoardPlan) -> Line:
        """One line of one column."""
        column, blank = self.board.columns[number], [(" " * at.cells, "normal")]
        if not column.cards:
            said = empty_lines(column, at)
            return [(pad(f"  {said[line]}", at.cells), "quiet")] if line < len(said) else blank
        item, within = divmod(line, at.height)
        if item >= len(column.cards):
            return blank
        lines = self._card(number, item, at)
        return lines[within] if within < len(lines) else blank

    def _card(self, number: int, item: int, at: BoardPlan) -> list[Line]:
        key = (number, item)
        if key not in self._drawn:
            if len(self._drawn) >= _DRAWN:
                self._drawn.clear()
            self._drawn[key] = card_lines(self.board.columns[number].cards[item], at)
        return self._drawn[key]

    def _strip(self, line: int, width: int) -> Strip:
        """As every list; but what looks like the cursor is one card and not the whole line."""
        if self.cursor < 0 or self.item_at(line) != self.cursor:
            return to_strip(self.spans(line, width), width, self._styles()).simplify()
        return self.cursor_strip(line, width)

    # -- the cursor

    def column_count(self) -> int:
        """Columns of the board."""
        return len(self.board.columns)

    def watch_column(self) -> None:
        """Another column: its card at the same height, or its last one."""
        if not self.is_mounted:
            return
        self._measure()
        self.set_reactive(LineList.cursor, self.validate_cursor(self._wanted))
        self._reveal()
        self.refresh()
        self.post_message(self.Moved())

    def watch_cursor(self, old: int, new: int) -> None:
        """The height to which the cursor comes back in a longer column."""
        self._wanted = max(0, new)
        super().watch_cursor(old, new)

    def _refresh_item(self, item: int) -> None:
        """Repaint one card."""
        if not 0 <= item < self.item_count():
            return
        at, (width, height) = self.plan(), self.scrollable_content_region.size
        top = item * at.height - self.scroll_offset.y
        card = Region(at.start_of(self.column), top, at.cells, at.height - 1)
        seen = card.intersection(Region(0, 0, width, height))
        if seen:
            self.refresh(seen)

    def _reveal(self) -> None:
        """Scroll just far enough to see the whole card, or its first lines where it is higher."""
        height = self.scrollable_content_region.height
        if height <= 0:
            return
        top, line = self.scroll_offset.y, self.line_of(max(0, self.cursor))
        last = line + self.plan().height - 2
        if line < top or last - line >= height:
            self.scroll_to(y=line, animate=False)
        elif last >= top + height:
            self.scroll_to(y=last - height + 1, animate=False)

    def action_edge(self, end: int) -> None:
        """First or last card, and that in the next column too."""
        super().action_edge(end)
        self._wanted = max(0, self.cursor)

    def action_page(self, direction: int) -> None:
        """Move the cursor by the cards that are visible."""
        height = self.scrollable_content_region.height
        self.cursor += direction * max(1, (height + 1) // self.plan().height)
