"""Agenda, header, status, keys, help, notices, and the window that is too small."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.app import App, ComposeResult
from textual.widget import Widget

from console.widgets.agenda_pane import AgendaPane, agenda_line
from console.widgets.cells import cell_len
from console.widgets.help_pane import HelpPane, HelpSection, help_content
from console.widgets.key_line import Key, KeyLine
from console.widgets.notice import say
from console.widgets.painted import Painted
from console.widgets.status_line import StatusLine
from console.widgets.step_header import Heading, StepHeader, heading
from console.widgets.too_small import is_too_small, notice
from store.domain.clock import AgendaRow, face
from store.domain.records import Step

BERLIN = ZoneInfo("Europe/Berlin")
MINUTE = 60_000
NINE = 1_795_161_600_000  # 2026-11-20 08:00 UTC, nine o'clock in Berlin
ROWS = (
    AgendaRow("a", "Objectives", NINE, 8 * MINUTE, 9 * MINUTE, "done"),
    AgendaRow("b", "Board walk", NINE + 9 * MINUTE, 15 * MINUTE, 0, "skipped"),
    AgendaRow(
        "c", "Impediments and escalations", NINE + 9 * MINUTE, 10 * MINUTE, 4 * MINUTE, "now"
    ),
    AgendaRow("d", "Risks", NINE + 19 * MINUTE, 10 * MINUTE, 0, "to come"),
)


class One(App[None]):
    """An app with one widget."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget
        self.pressed: list[str] = []
        self.chosen: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.widget

    def on_key(self, event: events.Key) -> None:
        self.pressed.append(event.key)

    def on_agenda_pane_step_chosen(self, event: AgendaPane.StepChosen) -> None:
        self.chosen.append(event.key)


def text_of(spans: Iterable[tuple[str, str]]) -> str:
    return "".join(text for text, _ in spans)


def lines(widget: Widget) -> list[str]:
    return [widget.render_line(y).text.rstrip() for y in range(widget.content_size.height)]


# -- agenda ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        (ROWS[0], "✓ 09:00 Objectives        9/8"),
        (ROWS[1], "– 09:09 Board walk    skipped"),
        (ROWS[2], "▶ 09:09 Impediments and… 4/10"),
        (ROWS[3], "· 09:19 Risks              10"),
    ],
)
def test_an_agenda_row_tells_its_state_by_sign_time_and_minutes(row: AgendaRow, shown: str) -> None:
    assert text_of(agenda_line(row, BERLIN, 29)) == shown


def test_a_step_that_takes_longer_than_planned_is_in_the_warning_tone() -> None:
    over = AgendaRow("c", "Impediments", NINE, 10 * MINUTE, 12 * MINUTE, "now")
    assert agenda_line(over, BERLIN, 40)[-1] == (" 12/10", "warning")
    assert agenda_line(ROWS[2], BERLIN, 40)[-1] == (" 4/10", "quiet")


async def test_the_cursor_follows_the_running_step_and_enter_points_at_one() -> None:
    pane = AgendaPane()
    app = One(pane)
    async with app.run_test(size=(60, 10)) as pilot:
        pane.show(ROWS, BERLIN)
        pane.focus()
        await pilot.press("enter", "down", "enter")
        assert app.chosen == ["c", "d"]
        pane.show(ROWS, ZoneInfo("UTC"))
        await pilot.press("enter")
        assert app.chosen[-1] == "d", "the cursor stays while the step is the same"
        await pilot.click(AgendaPane, offset=(3, 0))
        assert app.chosen[-1] == "a"


# -- header, status, keys -------------------------------------------------------------------


def test_the_heading_of_a_running_step_and_of_none() -> None:
    steps = (Step(key="a", title="Welcome", minutes=5), Step(key="b", title="Risks", minutes=5))
    running = face(steps, [{"do": "start", "at": NINE, "step": "a"}], NINE)
    assert heading(running, "ART Sync").place == "1/2"
    waiting = heading(face(steps, [], NINE), "ART Sync", hint="space starts it")
    assert (waiting.title, waiting.place, waiting.hint) == ("ART Sync", "", "space starts it")


async def test_the_header_says_place_title_outcome_and_question() -> None:
    header = StepHeader()
    app = One(header)
    async with app.run_test(size=(50, 10)) as pilot:
        header.show(Heading("Impediments [b]", "4/7", "a next step and a date", "Who could?"))
        await pilot.pause()
        assert lines(header) == [
            "4/7  Impediments [b]",
            "leaves behind: a next step and a date",
            "Who could?",
        ]


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (80, "5 min behind · ends 10:05 · saved 09:21:07"),
        (30, "5 min behind · ends 10:05"),
        (20, "5 min behind"),
        (8, "5 min…"),
    ],
)
async def test_what_does_not_fit_in_the_status_is_left_out_from_the_right(
    width: int, shown: str
) -> None:
    line = StatusLine()
    parts = (("5 min behind", "warning"), ("", "quiet"), ("ends 10:05", "normal"))
    line.show(*parts, ("saved 09:21:07", "quiet"))
    async with One(line).run_test(size=(width + 2, 3)):
        assert lines(line) == [shown]


async def test_a_part_that_changes_repaints_its_cells_only(monkeypatch: pytest.MonkeyPatch) -> None:
    line = StatusLine()
    async with One(line).run_test(size=(80, 3)) as pilot:
        line.show(("5 min behind", "warning"), ("saved 09:21:07", "quiet"))
        await pilot.pause()
        asked: list[Any] = []
        monkeypatch.setattr(line, "refresh", lambda *regions, **_: asked.append(regions))
        line.show(("5 min behind", "warning"), ("saved 09:21:08", "quiet"))
        assert [(region.x, region.width) for region in asked[0]] == [(28, 1)]


async def test_the_last_key_is_always_there_and_the_mouse_presses_keys() -> None:
    line = KeyLine()
    app = One(line)
    async with app.run_test(size=(32, 3)) as pilot:
        line.show(
            Key("space", "next step"), Key("c", "capture", possible=False), Key("?", "help", "f1")
        )
        await pilot.pause()
        assert lines(line) == ["space next step   ? help"]
        await pilot.click(KeyLine, offset=(2, 0))
        await pilot.click(KeyLine, offset=(21, 0))
        await pilot.click(KeyLine, offset=(17, 0))
        await pilot.pause()
        assert app.pressed == ["space", "f1"]


# -- help, notices, small windows -----------------------------------------------------------


def test_help_is_text_with_keys_in_a_column() -> None:
    sections = [
        HelpSection("Room", "What runs here.", (("space", "next step"), ("c", "capture [x]"))),
        HelpSection("Lists", keys=(("G", "last row"),)),
    ]
    assert help_content(sections).plain.split("\n") == [
        "Room",
        "What runs here.",
        "  space  next step",
        "  c      capture [x]",
        "",
        "Lists",
        "  G      last row",
        "",
    ]


async def test_help_can_be_exchanged() -> None:
    pane = HelpPane([HelpSection("One")])
    async with One(pane).run_test(size=(60, 10)) as pilot:
        pane.show([HelpSection("Two [/]")])
        await pilot.pause()
        assert "Two [/]" in str(pane.query("Static").first().render())


async def test_a_notice_is_never_markup() -> None:
    app = One(StatusLine())
    async with app.run_test(notifications=True) as pilot:
        say(app, "Not [b]possible", "see [/] and [Team A]\x1b[2J " + "x" * 1000)
        await pilot.pause()
        notice = next(iter(app._notifications))
        assert notice.title == "Not [b]possible"
        assert notice.message.startswith("see [/] and [Team A] xxx")
        assert len(notice.message) == 400
        assert not notice.markup


@pytest.mark.parametrize(
    ("size", "small"), [((60, 18), False), ((59, 18), True), ((60, 17), True), ((120, 36), False)]
)
def test_a_window_that_is_too_small(size: tuple[int, int], small: bool) -> None:
    assert is_too_small(*size) is small


@given(st.integers(1, 300), st.integers(1, 100))
def test_the_notice_of_a_small_window_stays_inside_it(columns: int, rows: int) -> None:
    lines = notice(columns, rows)
    for x, y, words in lines:
        assert 0 <= x <= x + cell_len(words) <= columns
        assert 0 <= y < rows
    if columns >= 30 and rows >= 6:
        said = " ".join(words for _, _, words in lines)
        assert said.startswith(f"This window is {columns}x{rows}. The console needs 60x18.")


async def test_a_new_look_is_painted_whole() -> None:
    """Only what changed is painted, and after a change of colours that is everything."""
    line = StatusLine()
    app = One(line)
    async with app.run_test(size=(40, 3)) as pilot:
        line.show(("words", "normal"))
        await pilot.pause()
        before = line.render_line(0)
        app.theme = "textual-light"
        await pilot.pause()
        assert isinstance(line, Painted)
        assert line.render_line(0) != before
