"""The grid: columns that fit, a cursor over cells, and how it takes new content."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult

from console.widgets.glyphs import ASCII, GLYPHS, UNICODE
from console.widgets.grid_cells import SIGNS, cell_spans, headings, legend, line_spans, plan
from console.widgets.grid_view import GridView
from store.insight.rows import Cell, Grid, GridLine, Mark, Row, String, Urgency


def cell(key: str, text: str = "", sign: str = "", **row: str) -> Cell:
    marks = (Mark(text, sign),) if text or sign else ()
    return Cell(key, marks, f"says {key}", Row("team", key, key, "", "", text, "") if row else None)


def grid(columns: int = 4, lines: int = 3, text: str = "word") -> Grid:
    return Grid(
        tuple(f"head {n}" for n in range(columns)),
        tuple(
            GridLine(f"T{y}", tuple(cell(f"{x}/{y}", text) for x in range(columns)))
            for y in range(lines)
        ),
        (("done", "done"), ("help", "help")),
        current=1,
    )


class GridApp(App[None]):
    def __init__(self, shown: Grid) -> None:
        super().__init__()
        self.view = GridView()
        self.shown = shown
        self.opened: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.view

    def on_mount(self) -> None:
        self.view.show(self.shown)
        self.view.focus()

    def on_grid_view_opened(self, event: GridView.Opened) -> None:
        assert event.control is self.view
        self.opened.append(event.cell.key)

    @property
    def text(self) -> str:
        strips = self.screen._compositor.render_strips(self.size)
        return "\n".join(strip.text.rstrip() for strip in strips)


def key(app: GridApp) -> str:
    assert app.view.current is not None
    return app.view.current.key


def width_of(line: object) -> int:
    assert isinstance(line, list)
    return sum(cell_len(text) for text, _ in line)


# -- columns


@pytest.mark.parametrize("width", [8, 20, 38, 58, 78, 118, 198])
@pytest.mark.parametrize("columns", [1, 6, 7, 40])
@pytest.mark.parametrize("text", ["", "!", "D401→BEA", "漢字 漢字 漢字 漢字 漢字"])
def test_every_column_is_on_one_page_and_no_line_is_too_wide(
    width: int, columns: int, text: str
) -> None:
    shown = grid(columns, text=text)
    for column in range(columns):
        at = plan(shown, width, column)
        assert at.first <= column < at.first + at.count <= columns
        assert at.column_at(at.start_of(column)) == column
        drawn = line_spans(shown.lines[0], at, current=False)
        assert width_of(drawn) == width_of(headings(shown, at))
        if width >= 20:
            assert width_of(drawn) <= width


def test_usual_cells_are_not_cut_and_unusual_ones_say_so() -> None:
    shown = grid(6, text="D401→BEA")
    at = plan(shown, 78, 0)
    assert at.count == 6
    assert "D401→BEA" in "".join(text for text, _ in cell_spans(shown.lines[0].cells[0], at.cells))
    cut = "".join(text for text, _ in cell_spans(cell("x", "D408←EXT-CUSTOMS"), at.cells))
    assert cut.endswith("…") or "…" in cut
    assert cell_len(cut) == at.cells


def test_an_urgent_mark_differs_by_its_sign_and_not_by_colour_alone() -> None:
    asked = Cell("x", (Mark("D401", "help", Urgency.NEEDS_YOU),))
    assert cell_spans(asked, 8)[0] == ("!D401", "warning")
    assert len(set(SIGNS.values())) == len(SIGNS)


def test_the_legend_names_signs_and_the_page() -> None:
    shown = grid(40)
    said = "".join(text for text, _ in legend(shown, plan(shown, 58, 12), 58))
    assert "✓ done" in said
    assert "of 40" in said
    assert "columns" not in "".join(text for text, _ in legend(grid(2), plan(grid(2), 58, 0), 58))


# -- on the screen


async def test_the_cursor_goes_over_cells_and_enter_opens_one() -> None:
    app = GridApp(grid())
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert key(app) == "0/0"
        await pilot.press("l", "right", "j", "down", "h")
        assert key(app) == "1/2"
        assert "says 1/2" in app.text
        await pilot.press("enter", "g", "right", "right", "right", "right")
        assert key(app) == "3/0"
        await pilot.press("G", "left", "left", "left", "left", "enter")
        assert app.opened == ["1/2", "0/2"]


async def test_only_one_cell_looks_like_the_cursor() -> None:
    app = GridApp(grid())
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("l")
        look = app.view.cells.get_component_rich_style("list--cursor")
        strip = app.view.cells.render_line(0)
        lit = "".join(s.text for s in strip if s.style and s.style.bgcolor == look.bgcolor)
        at = app.view.cells.plan()
        assert cell_len(lit) == at.cells
        assert lit.strip() == "word"


async def test_headings_and_words_stay_while_lines_scroll() -> None:
    app = GridApp(grid(lines=40))
    async with app.run_test(size=(60, 18)) as pilot:
        await pilot.press("G")
        assert "head 0" in app.text
        assert "T39" in app.text
        assert "T0 " not in app.text
        assert "says 0/39" in app.text


async def test_columns_that_do_not_fit_come_in_pages() -> None:
    app = GridApp(grid(columns=12, text="D401→BEA"))
    async with app.run_test(size=(60, 18)) as pilot:
        assert "head 11" not in app.text
        await pilot.press(*["right"] * 11)
        assert "head 11" in app.text
        assert "head 0" not in app.text
        assert key(app) == "11/0"


async def test_the_cursor_keeps_to_its_cell_when_lines_come_and_go() -> None:
    app = GridApp(grid())
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("j", "l", "l")
        assert key(app) == "2/1"
        more = grid(lines=3)
        app.view.show(Grid(more.columns, (GridLine("new", more.lines[2].cells), *more.lines)))
        await pilot.pause()
        assert key(app) == "2/1"
        app.view.show(grid(columns=1, lines=1))
        await pilot.pause()
        assert key(app) == "0/0"
        app.view.show(Grid((), (), empty="No teams yet."))
        await pilot.pause()
        assert app.view.current is None
        assert "No teams yet." in app.text
        await pilot.press("enter", "l", "j")
        assert app.opened == []


async def test_a_click_moves_and_a_second_one_opens() -> None:
    app = GridApp(grid())
    async with app.run_test(size=(60, 20)) as pilot:
        at = app.view.cells.plan()
        place = (at.start_of(2) + 1, 1)
        await pilot.click(app.view.cells, offset=place)
        assert key(app) == "2/1"
        assert app.opened == []
        await pilot.click(app.view.cells, offset=(at.start_of(1) + 1, 1))
        assert app.opened == []
        await pilot.click(app.view.cells, offset=(at.start_of(1) + 1, 1))
        assert app.opened == ["1/1"]


@pytest.mark.parametrize("words", ["[/]", "[@click=app.quit]x[/]", "漢字", "👩‍👩‍👧"])
async def test_peoples_words_are_drawn_as_they_are(words: str) -> None:
    shown = Grid(
        (words,), (GridLine(words, (Cell("k", (Mark(words),), f"all of {words}"),)),), empty=words
    )
    app = GridApp(shown)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert f"all of {words}" in app.text


# -- cells that belong together, titles, notes, strings


def tied() -> Grid:
    def one(x: int, y: int) -> Cell:
        return Cell(f"{x}/{y}", (Mark("card"),), twin="A" if (x, y) in ((0, 0), (2, 9)) else "")

    lines = (GridLine("T" if y in (0, 5) else "", tuple(one(x, y) for x in range(3)))
             for y in range(12))  # fmt: skip
    return Grid(("a", "b", "c"), tuple(lines))


async def test_the_other_end_is_marked_and_unmarked_as_the_cursor_goes() -> None:
    app = GridApp(tied())
    async with app.run_test(size=(60, 24)) as pilot:
        await pilot.pause()
        assert app.text.count(GLYPHS.twin) == 2
        far = next(line for line in app.text.splitlines() if line.count("card") == 3
                   and GLYPHS.twin in line and not line.startswith("T"))  # fmt: skip
        assert far.endswith(f"{GLYPHS.twin}card")
        await pilot.press("l")
        assert GLYPHS.twin not in app.text
        await pilot.press("G", "k", "k", "l")
        assert key(app) == "2/9"
        assert app.text.count(GLYPHS.twin) == 2


async def test_the_topmost_line_and_that_of_the_cursor_say_whose_they_are() -> None:
    app = GridApp(tied())
    async with app.run_test(size=(60, 11)) as pilot:
        await pilot.press("G")
        shown = [line for line in app.text.splitlines() if "card" in line]
        assert len(shown) < 12
        assert shown[0].startswith("T")
        assert shown[-1].startswith("T")
        assert not shown[-2].startswith("T")


def stringed(note: str = "conflict") -> Grid:
    pieces = (String(), String(False, True, ("to-left",)), String(True, True),
              String(True, False, ("half",)))  # fmt: skip
    cells = tuple(Cell(str(n), string=piece) for n, piece in enumerate(pieces))
    return Grid(("I1", "I2", "I3", "I4"), (GridLine("D401 DRE", cells, note),),
                current=0, title_cells=20, whole_lines=True)  # fmt: skip


@pytest.mark.parametrize("width", [60, 78, 118])
def test_a_string_runs_without_a_gap_and_its_words_stand_behind(width: int) -> None:
    shown = stringed()
    at = plan(shown, width, 0)
    assert (at.count, at.title) == (4, 8)
    drawn = "".join(text for text, _ in line_spans(shown.lines[0], at, current=False, now=0))
    assert cell_len(drawn) == width_of(headings(shown, at)) <= width
    rope = drawn[drawn.index(GLYPHS.to_left) : drawn.index(GLYPHS.half) + 1]
    assert set(rope[1:-1]) == {GLYPHS.rope}
    assert len(rope) - 1 == 2 * (at.cells + 1)
    assert GLYPHS.now_line in drawn
    assert drawn.rstrip().endswith("conflict")


def test_words_behind_a_string_give_way_to_its_columns() -> None:
    assert plan(stringed(), 34, 0).note == 0
    assert plan(stringed("x" * 90), 78, 0).note < 78
    assert plan(stringed(""), 78, 0).note == 0


async def test_the_cursor_of_strings_is_the_whole_line() -> None:
    app = GridApp(stringed())
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        look = app.view.cells.get_component_rich_style("list--cursor")
        strip = app.view.cells.render_line(0)
        lit = "".join(s.text for s in strip if s.style and s.style.bgcolor == look.bgcolor)
        assert "D401 DRE" in lit
        assert "conflict" in lit


def test_the_signs_of_strings_differ_in_both_sets_and_are_one_cell_wide() -> None:
    for glyphs in (UNICODE, ASCII):
        signs = (glyphs.rope, glyphs.to_right, glyphs.to_left, glyphs.now_line, glyphs.twin,
                 glyphs.half, glyphs.full, glyphs.not_yet, glyphs.done, glyphs.skipped)  # fmt: skip
        assert len({*signs}) == len(signs)
        assert all(cell_len(sign) == 1 for sign in signs)
    assert all(sign.isascii() for sign in (ASCII.rope, ASCII.to_right, ASCII.now_line, ASCII.twin))
