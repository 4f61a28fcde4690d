"""The board of cards: its columns, its cursor, what it builds, and how it takes new content."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult

from console.widgets.board_cards import LEAST, card_lines, headings, packed, plan
from console.widgets.board_view import BoardView
from store.insight.rows import Board, Card, Column, Row, Urgency

WORDS = "if the yard floods in spring, then the crane stands still and O402 slips an iteration"


def card(key: str, text: str = WORDS, *more: str, urgency: Urgency = Urgency.NORMAL) -> Card:
    row = Row("risk", f"id-{key}", key, "20", "O Owned", text, "PM", urgency=urgency)
    return Card(row, (text, *(more or ("PM", "review Thu 19 Nov"))))


def board(*counts: int, empty: str = "Nothing here.") -> Board:
    return Board(
        tuple(
            Column(f"Column {n}", tuple(card(f"R{n}{k:02}") for k in range(count)), empty)
            for n, count in enumerate(counts)
        )
    )


class Made(Sequence[Card]):
    """Cards that are made when they are asked for; counts which were."""

    def __init__(self, count: int) -> None:
        self.size = count
        self.asked: set[int] = set()

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, at: int) -> Card: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Card]: ...
    def __getitem__(self, at: int | slice) -> Card | Sequence[Card]:
        assert isinstance(at, int)
        if not 0 <= at < self.size:
            raise IndexError(at)
        self.asked.add(at)
        return card(f"R{at}")


class BoardApp(App[None]):
    def __init__(self, shown: Board) -> None:
        super().__init__()
        self.view = BoardView()
        self.shown = shown
        self.opened: list[str] = []
        self.seen: list[str | None] = []

    def compose(self) -> ComposeResult:
        yield self.view

    def on_mount(self) -> None:
        self.view.show(self.shown)
        self.view.focus()

    def on_board_view_opened(self, event: BoardView.Opened) -> None:
        assert event.control is self.view
        self.opened.append(event.row.ref)

    def on_board_view_highlighted(self, event: BoardView.Highlighted) -> None:
        assert event.control is self.view
        self.seen.append(event.row.ref if event.row else None)

    @property
    def text(self) -> str:
        strips = self.screen._compositor.render_strips(self.size)
        return "\n".join(strip.text.rstrip() for strip in strips)


def ref(app: BoardApp) -> str:
    assert app.view.current is not None
    return app.view.current.ref


def said(line: object) -> str:
    assert isinstance(line, list | tuple)
    return "".join(text for text, _ in line)


# -- layout


@pytest.mark.parametrize("width", [18, 38, 58, 78, 118, 198])
@pytest.mark.parametrize("columns", [1, 2, 5, 9])
def test_columns_stand_side_by_side_or_one_at_a_time(width: int, columns: int) -> None:
    shown = board(*[3] * columns)
    for column in range(columns):
        at = plan(shown, width, column)
        assert at.first <= column < at.first + at.count
        assert at.count in (1, columns)
        if columns > 1:
            assert (at.count == columns) == (at.cells >= LEAST and at.count > 1)
        assert at.start_of(at.first + at.count - 1) + at.cells <= width
        assert at.column_at(at.start_of(column)) == column
        if width >= 58 and columns <= 5:
            assert cell_len(said(headings(shown, at, column, width)).rstrip()) <= width


async def test_five_columns_stand_side_by_side_however_many_cards_there_are() -> None:
    app = BoardApp(board(1, 2, 3, 3, 3))
    async with app.run_test(size=(118, 20)) as pilot:  # what 120 columns leave for a surface
        assert app.view.cards.plan().count == 5
        app.view.show(board(1, 2, 3, 3, 30))
        await pilot.pause()
        assert app.view.cards.show_vertical_scrollbar
        assert app.view.cards.plan().count == 5


@pytest.mark.parametrize("cells", [22, 30, 49, 50, 76, 198])
@pytest.mark.parametrize("text", ["", "short", WORDS, "漢字" * 90, "x" * 300, "👩‍👩‍👧 " * 60])
def test_every_line_of_a_card_has_just_its_cells(cells: int, text: str) -> None:
    shown = Board((Column("One", (card("R07", text, "PM", "review Thu 19 Nov", "2 syncs"),)),))
    at = plan(shown, cells, 0)
    drawn = card_lines(shown.columns[0].cards[0], at)
    assert len(drawn) <= at.height - 1
    assert {cell_len(said(line)) for line in drawn} == {cells}
    assert "R07" in said(drawn[0])
    if cell_len(text) > cells * 3:
        assert "…" in "".join(map(said, drawn)), "what is left out is marked"


def test_short_parts_share_a_line_while_they_fit() -> None:
    assert packed(("PM", "review Thu 19 Nov", "2 syncs"), 24, 2) == [
        "PM · review Thu 19 Nov",
        "2 syncs",
    ]
    assert packed(("PM", "review Thu 19 Nov", "2 syncs"), 20, 2) == [
        "PM",
        "review Thu 19 Nov …",
    ]
    assert packed((), 20, 2) == []


def test_an_urgent_card_differs_by_its_sign() -> None:
    for cells in (24, 76):
        shown = Board((Column("One", (card("R01", urgency=Urgency.NEEDS_YOU), card("R02"))),))
        at = plan(shown, cells, 0)
        urgent, other = (said(card_lines(each, at)[0]) for each in shown.columns[0].cards)
        assert urgent.startswith("! R01")
        assert other.startswith("  R02")


# -- on the screen


async def test_the_cursor_goes_over_cards_and_enter_opens_one() -> None:
    app = BoardApp(board(3, 2, 5, 0, 1))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert ref(app) == "R000"
        for title in ("Column 0", "Column 4", "Nothing here."):
            assert title in app.text
        await pilot.press("down", "down", "l")
        assert ref(app) == "R101", "the last card where a column is shorter"
        await pilot.press("right", "enter")
        assert ref(app) == "R202", "and back to its height where there are more"
        await pilot.press("end", "h", "l")
        assert ref(app) == "R204"
        await pilot.press("l")
        assert app.view.current is None
        await pilot.press("enter", "down", "l", "home", "enter", "h", "h", "h", "h", "h", "enter")
        assert app.opened == ["R202", "R400", "R000"]
        await pilot.pause()
        assert app.seen[:3] == ["R000", "R001", "R002"]
        assert None in app.seen


@pytest.mark.parametrize("size", [(80, 24), (60, 18)])
async def test_where_there_is_little_room_one_column_is_shown(size: tuple[int, int]) -> None:
    app = BoardApp(board(3, 0, 12, 4, 1))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        first = app.text.splitlines()[0]
        assert "▌Column 0 3" in first
        assert first.rstrip().endswith("1")
        assert "R000" in app.text
        assert "R200" not in app.text
        await pilot.press("l")
        assert "Nothing here." in app.text
        assert "▌Column 1 0" in app.text
        await pilot.press("l", "G")
        assert ref(app) == "R211"
        assert "R211" in app.text
        assert "R200" not in app.text
        await pilot.press("pageup")
        assert ref(app) < "R211"
        await pilot.press("g")
        assert "R200" in app.text


async def test_only_one_card_looks_like_the_cursor() -> None:
    app = BoardApp(board(2, 2, 2, 2, 2))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("l")
        cards = app.view.cards
        look = cards.get_component_rich_style("list--cursor")
        lit = [
            y
            for y in range(cards.size.height)
            if any(s.style and s.style.bgcolor == look.bgcolor for s in cards.render_line(y))
        ]
        assert lit == list(range(cards.plan().height - 1))
        words = "".join(
            s.text for s in cards.render_line(0) if s.style and s.style.bgcolor == look.bgcolor
        )
        assert cell_len(words) == cards.plan().cells
        assert "R100" in words


async def test_the_cursor_keeps_to_its_record_when_it_changes_its_column() -> None:
    app = BoardApp(board(3, 2, 0, 0, 0))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("j")
        assert ref(app) == "R001"
        first, second, *rest = board(3, 2, 0, 0, 0).columns
        moved = Column("Column 3", (card("R900"), first.cards[1]))
        left = Column("Column 0", (first.cards[0], first.cards[2]))
        app.view.show(Board((left, second, rest[0], moved, rest[2])))
        await pilot.pause()
        assert ref(app) == "R001"
        assert app.view.cards.column == 3
        app.view.show(board(1))
        await pilot.pause()
        assert ref(app) == "R000", "its record is gone: near to where it was"
        app.view.show(Board(()))
        await pilot.pause()
        assert app.view.current is None
        await pilot.press("enter", "l", "j", "pagedown")
        assert app.opened == []


async def test_it_finds_a_record_by_its_reference() -> None:
    app = BoardApp(board(3, 2, 9, 0, 1))
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.view.move_to_ref("R208")
        await pilot.pause()
        assert ref(app) == "R208"
        assert "R208" in app.text
        assert not app.view.move_to_ref("R999")
        assert ref(app) == "R208"
        assert app.view.move_to("id-R400")
        app.view.to_first()
        assert ref(app) == "R000"


async def test_a_click_moves_and_a_second_one_opens() -> None:
    app = BoardApp(board(3, 3, 3, 3, 3))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        at = app.view.cards.plan()
        place = (at.start_of(2) + 3, at.height + 1)
        await pilot.click(app.view.cards, offset=place)
        assert ref(app) == "R201"
        assert app.opened == []
        await pilot.click(app.view.cards, offset=(at.start_of(3) + 3, at.height + 1))
        assert (ref(app), app.opened) == ("R301", [])
        await pilot.click(app.view.cards, offset=(at.start_of(3) + 3, at.height + 1))
        assert app.opened == ["R301"]


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_only_what_is_seen_is_built(size: tuple[int, int]) -> None:
    many = Made(100_000)
    app = BoardApp(Board((Column("Many", many), *board(1, 1, 1, 1).columns)))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        many.asked.clear()
        await pilot.press("G")
        assert ref(app) == "R99999"
        assert "R99999" in app.text
        await pilot.press("pageup", "pageup")
        assert len(many.asked) < 60


@pytest.mark.parametrize("words", ["[/]", "[@click=app.quit]x[/]", "漢字", "👩‍👩‍👧"])
async def test_peoples_words_are_drawn_as_they_are(words: str) -> None:
    app = BoardApp(Board((Column(words, (card("R01", words, words),), words),)))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert app.text.count(words) >= 3
