"""No control code of anybody's text reaches the terminal, whatever widget shows it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter

from console.guard import Guard, harmless, install
from tests.terminal_lab import Lab

PAYLOADS = {
    "clipboard": "a\x1b]52;c;UFdORUQ=\x07b",
    "title": "a\x1b]0;PWNED\x1b\\b",
    "clear": "a\x1b[2Jb",
    "c1": "a\x9b2Jb\x9d52;c;UFdORUQ=\x9c",
    "nul": "a\x00b",
    "reorder": "a\u202eb\u2066c",
    "delete": "a\x7fb",
}
HOSTILE = "".join(PAYLOADS.values())

SCRIPT = """
import sys
from pathlib import Path
from console.terminal import prepare, run_app
prepare()
from rich.text import Text
from textual.app import App
from textual.content import Content
from textual.widgets import (
    Button, DataTable, Input, Log, Markdown, OptionList, RichLog, Static, TextArea, Tree)
from textual.containers import VerticalScroll
from zoneinfo import ZoneInfo
from console.widgets.agenda_pane import AgendaPane
from console.widgets.capture_bar import CaptureBar
from console.widgets.help_pane import HelpPane, HelpSection
from console.widgets.key_line import Key, KeyLine
from console.widgets.rows_view import RowsView
from console.widgets.status_line import StatusLine
from console.widgets.step_header import Heading, StepHeader
from store.domain.clock import AgendaRow
from store.insight.rows import Row, Section

bad = bytes.fromhex(sys.argv[2]).decode()

class Hostile(App):
    CSS = "VerticalScroll > * { height: 3; }"

    def compose(self):
        with VerticalScroll():
            yield StepHeader()
            yield RowsView((Section(bad, (Row("r", "1", bad, bad, bad, bad, bad, bad),), bad),))
            yield AgendaPane()
            yield CaptureBar(placeholder=bad, hint=bad)
            yield StatusLine()
            yield KeyLine()
            yield HelpPane([HelpSection(bad, bad, ((bad, bad),))])
            yield Static(Content(bad))
            yield Button(Content(bad))
            yield Input(bad)
            yield TextArea(bad)
            table = DataTable()
            table.add_column(Text(bad))
            table.add_row(Text(bad))
            yield table
            tree = Tree(Text(bad))
            yield tree
            yield OptionList(Content(bad))
            yield RichLog()
            yield Log()
            yield Markdown(bad)

    def on_mount(self):
        self.query_one(StepHeader).show(Heading(bad, bad, bad, bad))
        self.query_one(AgendaPane).show((AgendaRow("k", bad, 0, 0, 0, "now"),), ZoneInfo("UTC"))
        bar = self.query_one(CaptureBar)
        bar.restore(bad, bad)
        bar.refused(bad)
        self.query_one(StatusLine).show((bad, "normal"))
        self.query_one(KeyLine).show(Key(bad, bad))
        self.query_one(RichLog).write(Text(bad))
        self.query_one(Log).write_line(bad)
        static = self.query_one(Static)
        static.border_title = Content(bad)
        self.title = bad
        self.notify(bad, title=bad, markup=False)
        self.set_timer(0.3, lambda: self.notify("all is drawn", markup=False))

sys.exit(run_app(Hostile(), Path(sys.argv[1])))
"""


@given(st.text())
def test_what_passes_has_no_controls_and_the_same_width(text: str) -> None:
    passed = harmless(text)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", passed)
    assert harmless(passed) == passed
    assert cell_len(passed) == cell_len(text)


@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "S", "Zs", "M"))))
def test_ordinary_text_passes_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_joined_emoji_pass() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467 ❤\ufe0f"
    assert harmless(family) == family


def test_hyperlinks_and_controls_go_and_textuals_own_controls_stay() -> None:
    link = Segment("text", Style(bold=True, link="http://tracker"))
    control = Segment("\x1b[2J", None, [(2, 1)])  # type: ignore[list-item]  # any control will do
    clean = Segment("clean", Style(bold=True))
    bad = Segment("a\x1b[2Jb", Style(bold=True))
    passed = Guard().apply([link, control, clean, bad], Color(0, 0, 0))
    assert passed[0].style is not None
    assert passed[0].style.link is None
    assert passed[0].style.bold
    assert passed[1] is control
    assert passed[2] is clean
    assert passed[3].text == "a[2Jb"


def test_it_is_the_last_filter_and_there_only_once() -> None:
    app: App[None] = App()
    assert isinstance(app._filters, list), "Textual's list of filters is elsewhere now"
    assert all(isinstance(item, LineFilter) for item in app._filters)
    install(app)
    install(app)
    assert [type(item) for item in app._filters].count(Guard) == 1
    assert isinstance(list(app.get_line_filters())[-1], Guard)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What reaches the terminal when every kind of widget shows every payload."""
    folder = tmp_path_factory.mktemp("guard")
    script = folder / "hostile.py"
    script.write_text(SCRIPT)
    lab = Lab(script, str(folder), HOSTILE.encode().hex(), size=(160, 90))
    try:
        assert lab.until("all is drawn"), lab.screen()
        lab.settle()
    finally:
        lab.close()
    assert b"PWNED" in lab.raw, "the payloads were not drawn at all"
    # The shape of the mouse pointer is Textual's own, and ends with a bell.
    return re.sub(rb"\x1b\]22;[a-z-]*(?:\x07|\x1b\\)", b"", lab.raw)


@pytest.mark.parametrize(
    "mark",
    [
        b"\x1b]52",
        b"\x1b]0;",
        b"\x1b[2J",
        "\x9b".encode(),
        "\x9d".encode(),
        "\u202e".encode(),
        "\u2066".encode(),
        b"\x00",
        b"\x7f",
        b"\x07",
        b"\x1b]8;",
    ],
)
def test_no_payload_reaches_the_terminal(drawn: bytes, mark: bytes) -> None:
    assert mark not in drawn
