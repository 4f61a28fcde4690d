"""The list of records: columns, cursor, sections, and how it takes new content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import overload

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.geometry import Region

from console.widgets import rows_view
from console.widgets.grid import plan, row_line
from console.widgets.rows_view import RowsView
from store.insight.rows import LazyRows, Row, Section, Told, Urgency


def row(n: int, **changes: str | Urgency) -> Row:
    fields: dict[str, object] = {
        "kind": "impediment",
        "id": f"id-{n}",
        "ref": f"I{n}",
        "when": f"{n} d",
        "state": "art",
        "text": f"impediment number {n} that keeps people from their work",
        "who": "@GAN",
        "note": "no next step",
        "urgency": Urgency.NORMAL,
    }
    return Row(**{**fields, **changes})  # type: ignore[arg-type]  # a table of defaults for tests


def section(*numbers: int, title: str = "Open", empty: str = "") -> Section:
    return Section(title, tuple(row(n) for n in numbers), empty)


class ListApp(App[None]):
    def __init__(self, *sections: Section) -> None:
        super().__init__()
        self.view = RowsView(sections)
        self.opened: list[str] = []
        self.seen: list[str | None] = []

    def compose(self) -> ComposeResult:
        yield self.view

    def on_rows_view_opened(self, event: RowsView.Opened) -> None:
        self.opened.append(event.row.ref)

    def on_rows_view_highlighted(self, event: RowsView.Highlighted) -> None:
        self.seen.append(event.row.ref if event.row else None)


def lines(view: RowsView) -> list[str]:
    return [view.render_line(y).text.rstrip() for y in range(view.size.height)]


def ref(view: RowsView) -> str:
    assert view.current is not None
    return view.current.ref


def text_of(spans: Iterable[tuple[str, str]]) -> str:
    return "".join(text for text, _ in spans)


# -- columns --------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [20, 40, 60, 69, 80, 120, 200])
def test_a_line_is_exactly_as_wide_as_the_list(width: int) -> None:
    rows = [row(1, text="漢字" * 60, note="接" * 30), row(1000, who="@ALL, @THE, @TEAMS")]
    grid = plan(rows, width)
    assert grid.text > 0
    for item in rows:
        assert cell_len(text_of(row_line(item, grid))) == width


def test_columns_align_and_ages_stand_right() -> None:
    rows = [row(8), row(13), row(141)]
    grid = plan(rows, 120)
    drawn = [text_of(row_line(item, grid)) for item in rows]
    assert len({line.index(" d") for line in drawn}) == 1
    assert len({line.index("impediment") for line in drawn}) == 1
    assert len({line.index("@GAN") for line in drawn}) == 1


def test_people_go_first_when_it_gets_narrow_and_the_note_never() -> None:
    rows = [row(8)]
    narrow = text_of(row_line(rows[0], plan(rows, 60)))
    assert "@GAN" not in narrow
    assert "no next step" in narrow
    assert "I8" in narrow


def test_what_needs_somebody_is_marked_by_a_sign_and_not_by_colour_alone() -> None:
    grid = plan([row(1)], 100)
    spans = row_line(row(1, urgency=Urgency.NEEDS_YOU), grid)
    assert text_of(spans).startswith("!")
    assert ("warning") in {tone for text, tone in spans if "no next step" in text}
    assert not text_of(row_line(row(1), grid)).startswith("!")


def test_a_long_note_gets_the_room_that_no_text_needs() -> None:
    note = "step Fri 20 Nov · same cause as I4 and I7"
    short, long = row(1, text="queue of 12 days", note=note), row(2, text="word " * 20, note=note)
    assert note in text_of(row_line(short, plan([short], 116)))
    assert note not in text_of(row_line(long, plan([short, long], 116)))
    narrow = plan([short], 76)
    assert narrow.merged
    assert "20 Nov · same cause" in text_of(row_line(short, narrow))


def test_the_sign_of_a_selected_record_has_a_tone_of_its_own() -> None:
    calls, chosen = row_line(
        row(1, urgency=Urgency.NEEDS_YOU), plan([row(1)], 100), is_marked=True
    )[:2]
    assert calls == ("!", "warning")
    assert chosen == ("■", "accent")


def test_a_column_that_is_empty_everywhere_takes_no_room() -> None:
    bare = [row(1, state="", who="", note="")]
    assert plan(bare, 80).text == 80 - 2 - (4 + 2) - (6 + 2)


# -- on the screen --------------------------------------------------------------------------


async def test_sections_have_titles_in_a_rule_and_empty_ones_say_what_belongs_there() -> None:
    app = ListApp(section(1, 2), Section("Later", (), "Nothing here. Press i to add one."))
    async with app.run_test(size=(100, 20)):
        drawn = lines(app.view)
        assert drawn[0].startswith("Open ─")
        assert drawn[0].endswith(" 2")
        assert "I1" in drawn[1]
        assert drawn[3] == ""
        assert drawn[4].startswith("Later ─")
        assert drawn[5].strip() == "Nothing here. Press i to add one."


async def test_the_cursor_goes_over_rows_and_passes_titles() -> None:
    app = ListApp(section(1, 2), section(title="None"), section(3))
    async with app.run_test(size=(100, 20)) as pilot:
        app.view.focus()
        await pilot.press("j", "down")
        assert ref(app.view) == "I3"
        await pilot.press("down")
        assert ref(app.view) == "I3"
        await pilot.press("k")
        assert ref(app.view) == "I2"
        await pilot.press("G", "enter", "g", "enter")
        assert app.opened == ["I3", "I1"]
        assert app.seen[-1] == "I1"


async def test_moving_repaints_two_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    app = ListApp(section(*range(1, 9)))
    async with app.run_test(size=(100, 20)) as pilot:
        app.view.focus()
        await pilot.pause()
        asked: list[tuple[Region, ...]] = []
        with monkeypatch.context() as patched:
            patched.setattr(app.view, "refresh", lambda *regions, **_: asked.append(regions))
            await pilot.press("down")
        assert all(asked), "a refresh without a region repaints the whole list"
        assert sorted((r.y, r.height) for regions in asked for r in regions) == [(1, 1), (2, 1)]


class Live(LazyRows):
    """Rows of a register: made when they are asked for, also by who asked for them before."""

    def __init__(self, said: list[str]) -> None:
        self.said = said

    def __len__(self) -> int:
        return len(self.said)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        assert isinstance(at, int)
        if not 0 <= at < len(self.said):
            raise IndexError(at)
        return row(at, text=self.said[at])

    def place(self, record_id: str) -> int | None:
        return int(record_id.removeprefix("id-"))


async def test_a_row_that_changed_where_it_stands_is_drawn_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = ["the yard is closed", "the rig is late", "no licence"]
    app = ListApp(Section("", Live(said)))
    async with app.run_test(size=(100, 20)) as pilot:
        await pilot.pause()
        asked: list[Region] = []
        said[1] = "the rig is there"  # whoever holds the rows of before is given these words too
        with monkeypatch.context() as patched:
            patched.setattr(app.view, "refresh", lambda *regions, **_: asked.extend(regions))
            app.view.show((Section("", Live(said)),))
        assert [(region.y, region.height) for region in asked] == [(1, 1)]


async def test_pages_and_ends_stay_in_view() -> None:
    app = ListApp(section(*range(1, 101)))
    async with app.run_test(size=(80, 12)) as pilot:
        app.view.focus()
        for key in ("pagedown", "pagedown", "end", "pageup", "home"):
            await pilot.press(key)
            shown = "\n".join(lines(app.view))
            assert f" {ref(app.view)} " in shown, key
        assert lines(app.view)[0].startswith("Open ─")


async def test_the_cursor_keeps_to_its_record_when_content_changes() -> None:
    app = ListApp(section(1, 2, 3))
    async with app.run_test(size=(80, 20)) as pilot:
        app.view.focus()
        await pilot.press("down")
        app.view.show((section(9, title="New"), section(1, 2, 3)))
        await pilot.pause()
        assert ref(app.view) == "I2"
        app.view.show((section(9, title="New"), section(1, 3)))
        assert ref(app.view) == "I3"
        app.view.show((Section("Open", (), "Nothing."),))
        await pilot.pause()
        assert app.view.current is None
        assert app.seen[-1] is None
        await pilot.press("enter", "down", "pagedown", "G")
        app.view.show((section(4, 5),))
        assert ref(app.view) == "I4"


async def test_a_record_can_be_pointed_at() -> None:
    app = ListApp(section(*range(1, 60)))
    async with app.run_test(size=(80, 12)) as pilot:
        assert app.view.move_to("id-50")
        await pilot.pause()
        assert "I50" in "\n".join(lines(app.view))
        assert not app.view.move_to("id-unknown")
        assert ref(app.view) == "I50"


async def test_a_click_points_and_a_second_click_opens() -> None:
    app = ListApp(section(1, 2, 3))
    async with app.run_test(size=(80, 12)) as pilot:
        await pilot.click(RowsView, offset=(10, 3))
        assert (ref(app.view), app.opened) == ("I3", [])
        await pilot.click(RowsView, offset=(10, 3))
        assert app.opened == ["I3"]
        await pilot.click(RowsView, offset=(10, 0))
        await pilot.click(RowsView, offset=(10, 9))
        assert app.opened == ["I3"]


async def test_of_many_rows_only_the_visible_are_built(monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[str] = []

    def counted(item: Row, grid: object, **more: bool) -> object:
        built.append(item.ref)
        return row_line(item, grid, **more)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(rows_view, "row_line", counted)
    app = ListApp(section(*range(1, 20_001)))
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.focus()
        await pilot.press("G")
        assert ref(app.view) == "I20000"
        assert len(set(built)) < 100


async def test_hostile_text_is_shown_as_typed() -> None:
    typed = "see [/] and [red]this[/red] [@click=app.quit]x[/]"
    app = ListApp(Section("[b]Title[/b]", (row(1, text=typed, who=""),)))
    async with app.run_test(size=(120, 10)):
        drawn = lines(app.view)
        assert drawn[0].startswith("[b]Title[/b]")
        assert typed in drawn[1]


async def test_nothing_at_all_is_a_list_too() -> None:
    app = ListApp()
    async with app.run_test(size=(80, 5)) as pilot:
        app.view.focus()
        await pilot.press("down", "G", "enter", "pageup")
        assert app.view.current is None
        assert app.opened == []


async def test_what_is_told_of_a_section_stands_whole_above_its_rows() -> None:
    words = "the yard floods in spring and every crane stands still for a week or two"
    told = (Told("if", words, strong=True), Told("exposure", "[b]20[/b] of 25"))
    app = ListApp(Section("R12", (row(1),), told=told), section(2, 3))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.pause()
        lines = [strip.text.rstrip() for strip in app.screen._compositor.render_strips(app.size)]
        assert lines[0].startswith("R12 ─")
        assert not lines[0].endswith("1"), "one card is nothing to count"
        assert lines[1:4] == [
            "  if        the yard floods in spring and every crane stands",
            "            still for a week or two",
            "  exposure  [b]20[/b] of 25",
        ]
        assert "I1" in lines[4]
        assert "I2" in lines[7]
        await pilot.click(RowsView, offset=(5, 2))
        assert app.opened == [], "what is told is no row"
        await pilot.click(RowsView, offset=(5, 7))
        assert app.view.current is not None
        assert app.view.current.ref == "I2"


async def test_the_cursor_goes_to_another_record_that_is_told_of() -> None:
    def card(n: int) -> Section:
        return Section(f"R{n}", (row(n),), told=(Told("if", "it rains"),))

    app = ListApp(section(1, 2, 3))
    async with app.run_test(size=(60, 12)) as pilot:
        view = app.view
        view.cursor = 2
        view.show((card(1), section(2, 3)))
        assert view.current == row(1), "it was on another record, in another list"
        view.cursor = 2
        view.show((card(1), section(2, 3, 4)))
        assert view.current == row(3), "whoever looks elsewhere stays there"
        view.show((card(2), section(3, 4)))
        await pilot.pause()
        assert view.current == row(2)
        view.show((section(1, 2, 3),))
        assert view.current == row(2)


async def test_a_layout_that_moves_nothing_here_repaints_nothing_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = ListApp(section(*range(100)))
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.pause()
        bar = app.view.vertical_scrollbar
        asked: list[object] = []
        monkeypatch.setattr(bar, "_set_dirty", lambda *regions: asked.append(regions))
        app.view.refresh(layout=True)
        await pilot.pause()
        assert not asked
        app.view.show((section(*range(200)),))
        await pilot.pause()
        assert asked, "more lines: the bar is another"


@pytest.mark.parametrize("count", [3, 100])
async def test_a_list_that_was_resized_looks_as_one_that_was_opened_so(count: int) -> None:
    pictures = []
    for size in ((80, 8), (50, 20)):
        app = ListApp(section(*range(count)))
        async with app.run_test(size=size) as pilot:
            if size == (80, 8):
                for other in ((50, 5), (90, 30), (50, 20)):
                    await pilot.resize_terminal(*other)
            await pilot.pause()
            strips = app.screen._compositor.render_strips(app.size)
            pictures.append([strip.text for strip in strips])
            bar = app.view.vertical_scrollbar
            pictures[-1].append(f"{bar.display} {bar.window_virtual_size} {bar.window_size}")
    assert pictures[0] == pictures[1]
