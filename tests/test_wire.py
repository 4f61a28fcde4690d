"""What goes over the link: only what changed, and the same picture as if all had gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyte
import pytest
from textual._compositor import ChopsUpdate
from textual.screen import Screen

from tests.terminal_lab import _QUERIES, Lab

SCRIPT = """
import sys
from pathlib import Path
from console.terminal import prepare, run_app
prepare()
from textual.app import App
from console import pen, wire
from console.widgets.capture_bar import CaptureBar
from console.widgets.clock_panel import ClockPanel
from console.widgets.rows_view import RowsView
from console.widgets.status_line import StatusLine
from store.domain.clock import face
from store.domain.records import Step
from store.insight.rows import Row, Section

if sys.argv[2] == "whole":
    wire.install = lambda: None
    pen.Pen.draw = lambda self, text: text

STEPS = (Step(key="a", title="Risks", minutes=90),)

class Room(App):
    BINDINGS = [("f2", "capture"), ("f3", "list"), ("f4", "tick"), ("f5", "fewer"),
                ("f6", "again")]
    second = 0

    def compose(self):
        yield ClockPanel()
        yield RowsView()
        yield CaptureBar()
        yield StatusLine()

    def rows(self, numbers):
        rows = tuple(Row("risk", f"r{n}", f"R{n}", f"{n} d", "Owned", "漢字" * (n % 7) + "text",
                         "@GAN", "late") for n in numbers)
        self.query_one(RowsView).show((Section("Risks", rows),))

    def on_mount(self):
        self.rows(range(40))
        self.query_one(RowsView).focus()
        self.query_one(StatusLine).show(("ready", "normal"))
        self.action_tick()

    def action_capture(self):
        self.query_one(CaptureBar).open("risk")

    def action_list(self):
        self.query_one(RowsView).focus()

    def action_fewer(self):
        self.rows(range(0, 40, 3))

    def action_again(self):
        self.screen.refresh()

    def action_tick(self):
        self.second += 1
        moment = {"do": "start", "at": 0, "step": "a"}
        self.query_one(ClockPanel).show(face(STEPS, [moment], self.second * 1000))

    def on_capture_bar_changed(self, event):
        event.bar.preview = event.text.upper()

    def on_capture_bar_submitted(self, event):
        event.bar.saved("saved R99")

sys.exit(run_app(Room(), Path(sys.argv[1])))
"""

F2, F3, F4, F5, F6 = "\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[15~", "\x1b[17~"
LEFT, HOME, END, SELECT, DELETE = "\x1b[D", "\x1b[H", "\x1b[F", "\x1b[1;2D", "\x1b[3~"
WORD_LEFT, CUT_WORD, CUT_REST, PASTE = "\x1b[1;5D", "\x17", "\x0b", "\x16"
STORY = (
    *("j", "j", "G", "k", "g", "\x1b[6~"),
    *(F2, *"a 漢 b", "\x7f", "\x1b[D", "x", "\r", "y"),
    *(F4, F4, F3, F5, "j", F4),
)


@pytest.fixture
def lab(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Lab]:
    """The room above on a terminal of 100 by 30."""
    script = tmp_path / "room.py"
    script.write_text(SCRIPT)
    room = Lab(script, str(tmp_path), getattr(request, "param", "changed"), size=(100, 30))
    assert room.until("ready"), room.screen()
    room.settle()
    yield room
    room.close()


def _cost(lab: Lab, key: str) -> int:
    before = len(lab.raw)
    lab.send(key)
    lab.settle(0.15)
    return len(lab.raw) - before


def _picture(lab: Lab) -> list[list[tuple[str, str, str, bool]]]:
    screen = pyte.Screen(lab.columns, lab.rows)
    pyte.ByteStream(screen).feed(_QUERIES.sub(b"", lab.raw))
    return [
        [(c.data, c.fg, c.bg, c.bold) for c in (screen.buffer[y][x] for x in range(lab.columns))]
        for y in range(lab.rows)
    ]


def test_the_picture_is_the_same_as_when_whole_lines_are_sent(tmp_path: Path) -> None:
    script = tmp_path / "room.py"
    script.write_text(SCRIPT)
    pictures, costs = [], []
    for way in ("whole", "changed"):
        room = Lab(script, str(tmp_path), way, size=(100, 30))
        assert room.until("ready"), room.screen()
        room.settle()
        start = len(room.raw)
        for key in STORY:
            room.send(key)
            room.settle(0.08)
        pictures.append(_picture(room))
        costs.append(len(room.raw) - start)
        room.close()
    assert pictures[0] == pictures[1]
    assert costs[1] < costs[0]


def test_a_complete_drawing_changes_nothing_of_what_editing_left(lab: Lab) -> None:
    lab.send(F2)
    story = (
        *("one 漢 two three", 2 * LEFT + 2 * SELECT, "x", HOME + DELETE, END + CUT_WORD),
        *("more" + 2 * WORD_LEFT, CUT_REST, PASTE, 2 * SELECT + F4, "w" * 100, HOME),
    )
    for keys in story:
        lab.send(keys)
        lab.settle(0.3)
        before = _picture(lab)
        lab.send(F6)
        lab.settle(0.1)
        assert _picture(lab) == before, f"after {keys!r}"


def test_typing_moving_and_ticking_are_cheap(lab: Lab) -> None:
    """Generous bounds on bytes: no line, no screen and no colour is sent again."""
    assert _cost(lab, "j") <= 700
    _cost(lab, F4)
    assert _cost(lab, F4) <= 60
    assert _cost(lab, F2) <= 2000
    _cost(lab, "a")
    assert _cost(lab, "b") <= 300
    lab.settle(1.0)
    silent = len(lab.raw)
    lab.settle(1.5)
    assert len(lab.raw) == silent, "an idle console sends nothing"


def test_a_small_frame_is_one_piece_and_a_large_one_is_not_shown_by_halves(lab: Lab) -> None:
    start, end = b"\x1b[?2026h", b"\x1b[?2026l"
    before = len(lab.raw)
    _cost(lab, F4)
    assert start not in lab.raw[before:]
    before = len(lab.raw)
    _cost(lab, F5)
    drawn = lab.raw[before:]
    assert drawn.startswith(start)
    assert drawn.endswith(end)
    assert drawn.count(start) == drawn.count(end)


def test_what_is_replaced_in_textual_is_still_there() -> None:
    assert "render_segments" in vars(ChopsUpdate)
    assert hasattr(vars(Screen)["focused"], "_repaint")
    assert {"chops", "spans", "chop_ends"} <= set(ChopsUpdate.__init__.__code__.co_varnames)
