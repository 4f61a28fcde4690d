"""Opening: the first frame is true, keys wait for the real one, and nothing is loaded in vain."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import os
import signal
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pyte
import pytest

from console import first_frame, standing
from console.cli.demo import furnish
from console.first_frame import LEAST, Kind, Known, cells, draw
from console.moment import clock_for
from console.resizing import SPAN, SizeChanges
from console.splash import look, look_named
from console.themes import PALETTES
from console.widgets import glyphs
from console.widgets.too_small import LEAST as REAL_LEAST
from store.ledger.checkpointing import leave_checkpoint
from store.ledger.opening import open_ledger
from store.ledger.quick_place import Place
from store.ledger.quick_view import QuickView
from store.ledger.running import go_next, pause, start
from tests.ledger_helpers import MORNING, Hands, sample_folder
from tests.screen_helpers import room
from tests.terminal_lab import ROOT, Lab

SIZED = "import os, sys, time\nwhile not os.get_terminal_size(2).columns:\n    time.sleep(0.001)\n"
RUN = f"{SIZED}from console.__main__ import main\nsys.exit(main(sys.argv[1:]))\n"
AT_FIRST_PAINT = (
    f"{SIZED}"
    "import console.app\n"
    "def shown(self):\n"
    "    with open(sys.argv[1], 'w') as file:\n        file.write('\\n'.join(sys.modules))\n"
    "    self.exit(return_code=0)\n"
    "console.app.RteApp.on_ready = shown\n"
    "from console.__main__ import main\n"
    "sys.exit(main(sys.argv[2:]))\n"
)
TEXTUAL_TAKES_OVER = b"\x1b[?1000h"
NOT_FOR_HOME = (
    "console.alerts", "console.screens.all_acts", "console.screens.briefing",
    "console.screens.closing", "console.screens.commands", "console.screens.escalate",
    "console.screens.fitting", "console.screens.help", "console.screens.inspect",
    "console.screens.minutes", "console.screens.notes", "console.screens.record",
    "console.screens.register", "console.screens.reporting", "console.screens.roam",
    "console.screens.room", "console.screens.setup", "console.screens.stage",
    "console.screens.starting", "console.screens.switching", "console.screens.vote",
    "console.screens.walk", "console.screens.workshop", "console.widgets.board_view",
    "console.widgets.chart_view", "console.widgets.clock_panel", "console.widgets.grid_view",
    "console.widgets.stage_view", "store.exchange.minutes", "store.exchange.report",
    "store.exchange.templates", "store.exchange.train_file", "store.insight.briefing",
    "store.insight.candidates", "store.insight.measuring", "store.insight.register",
    "store.insight.signals", "store.insight.stage", "store.insight.surfaces",
    "store.ledger.registers", "store.ledger.running",
)  # fmt: skip
NOT_AT_ALL = (
    "argparse", "email.message", "importlib.metadata", "markdown_it", "pygments",
    "textual.widgets._data_table", "textual.widgets._markdown", "textual.widgets._text_area",
)  # fmt: skip
LIGHT = ("asyncio", "rich", "textual", "tinydb", "orjson", "argparse", "dataclasses", "json")


@pytest.fixture
def rte(tmp_path: Path) -> Iterator[list[Lab]]:
    """Programs started by a test; ended with it."""
    labs: list[Lab] = []
    yield labs
    for lab in labs:
        lab.close()


def launch(labs: list[Lab], tmp_path: Path, script: str, *args: str, **env: str) -> Lab:
    """A script with these words in a terminal of its own."""
    path = tmp_path / "run.py"
    path.write_text(script)
    home = str(tmp_path / "home")
    lab = Lab(path, *args, size=(80, 24), RTE_HOME=home, RTE_BY="RTE", **env)
    labs.append(lab)
    return lab


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The sample train, as the demo makes it, with the checkpoint that a writer leaves."""
    folder = tmp_path / "train"
    furnish(folder)
    return folder


def rows(lab: Lab, raw: bytes) -> list[str]:
    """What a terminal shows after `raw`."""
    screen = pyte.Screen(lab.columns, lab.rows)
    pyte.ByteStream(screen).feed(raw)
    return [line.rstrip() for line in screen.display]


def modules(labs: list[Lab], tmp_path: Path, store: Path) -> set[str]:
    """What is loaded when the console on `store` has painted for the first time."""
    told = tmp_path / "modules"
    lab = launch(labs, tmp_path, AT_FIRST_PAINT, str(told), "--store", str(store))
    assert lab.wait(60) == 0, lab.screen()
    return set(told.read_text().split("\n"))


# -- what is loaded


def test_c13_the_first_screen_loads_what_it_shows_and_nothing_else(
    rte: list[Lab], tmp_path: Path, store: Path
) -> None:
    found = modules(rte, tmp_path, store)
    assert "console.screens.home" in found
    assert found.isdisjoint(NOT_FOR_HOME), found.intersection(NOT_FOR_HOME)
    assert found.isdisjoint(NOT_AT_ALL), found.intersection(NOT_AT_ALL)
    unknown = {n for n in NOT_FOR_HOME if not (ROOT / f"{n.replace('.', '/')}.py").exists()}
    assert not unknown, "these would never be loaded"


def test_c13_a_running_event_opens_the_room_and_home_is_not_even_loaded(
    rte: list[Lab], tmp_path: Path, store: Path
) -> None:
    ledger = open_ledger(store, who="RTE")
    start(ledger, "art-sync")
    ledger.db.close()
    found = modules(rte, tmp_path, store)
    assert "console.screens.room" in found
    assert "console.screens.home" not in found


def test_c13_short_commands_load_no_textual(store: Path) -> None:
    code = (
        "import sys\n"
        "from console.cli.run import run\n"
        "from console.splash import look\n"
        f"known = look({str(store)!r})\n"
        "from console.first_frame import Kind, draw\n"
        "draw(known, 80, 24, Kind({}, ''))\n"
        "assert 're' not in sys.modules, 'the first frame waits for regular expressions'\n"
        f"light = {LIGHT!r}\n"
        f"for words in (['add', 'risk', 'rig is late @GAN due:fri'], ['now'], ['--version']):\n"
        f"    assert run(['--store', {str(store)!r}, *words]) == 0\n"
        "    if words[0] != '--version':\n"
        "        loaded = [name for name in light if name in sys.modules]\n"
        "        assert not loaded, (words, loaded)\n"
        "assert not {'textual', 'rich', 'asyncio'} & sys.modules.keys()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


# -- the first frame


def test_the_first_frame_stands_where_the_real_one_says_the_same(
    rte: list[Lab], tmp_path: Path, store: Path
) -> None:
    ledger = open_ledger(store, who="RTE", now=clock_for(store, None))
    start(ledger, "art-sync")
    go_next(ledger)
    pause(ledger)
    ledger.db.close()
    lab = launch(rte, tmp_path, RUN, "--store", str(store))
    before = termios.tcgetattr(lab.fd)[3]
    lab.send("c")
    assert lab.until(TEXTUAL_TAKES_OVER, 60)
    lab.send("typed too early ü ")
    first = rows(lab, lab.raw.partition(TEXTUAL_TAKES_OVER)[0])
    assert lab.until("leaves behind", 60)
    assert lab.until("typed too early ü", 60), lab.screen()
    lab.settle()
    real = [line.rstrip() for line in lab.screen().split("\n")]
    assert first[0] == real[0]
    assert first[0].startswith(" Tideway ART · PI-26.4 ")
    assert first[0].endswith(" ART Sync E8")
    assert first[1][:27] == real[1][:27] == " 2/8  Objectives off track "
    assert [line[-16:] for line in first[1:5]] == [line[-16:] for line in real[1:5]]
    assert "paused" in first[4]
    assert "ART Sync E8 paused" in first[22]
    assert "▌ capture:    typed too early ü" in real[20]
    assert lab.raw.count(b"\x1b[?1049h") == 1, "entered twice, the first frame would be cleared"
    lab.send("\x11")
    assert lab.wait() == 0
    assert lab.raw.count(b"\x1b[?1049l") == 1
    assert termios.tcgetattr(lab.fd)[3] == before


def test_a_store_that_cannot_be_opened_gives_the_terminal_back(
    rte: list[Lab], tmp_path: Path, store: Path
) -> None:
    journal = store / "journal.jsonl"
    journal.write_bytes(b"no journal at all\n" + journal.read_bytes())
    lab = launch(rte, tmp_path, RUN, "--store", str(store))
    before = termios.tcgetattr(lab.fd)[3]
    assert lab.until("Damaged store", 60), lab.screen()
    assert first_frame.OPENING.encode() in lab.raw
    lab.send("\x1b")
    assert lab.wait(60) == 5, lab.screen()
    assert termios.tcgetattr(lab.fd)[3] == before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_while_loading_gives_the_terminal_back(
    rte: list[Lab], tmp_path: Path, store: Path, number: signal.Signals
) -> None:
    # Opening waits for ever, so that the signal surely comes while nothing else stands there.
    script = RUN.replace(
        "from console.__main__",
        "import console.terminal\nconsole.terminal.prepare = lambda: time.sleep(60)\n"
        "from console.__main__",
    )
    lab = launch(rte, tmp_path, script, "--store", str(store))
    before = termios.tcgetattr(lab.fd)[3]
    assert lab.until(first_frame.OPENING, 60)
    assert not termios.tcgetattr(lab.fd)[3] & (termios.ECHO | termios.ICANON)
    lab.signal(number)
    assert lab.wait() == 128 + number
    assert lab.raw.endswith(b"\x1b[?1049l")
    assert termios.tcgetattr(lab.fd)[3] == before


def test_nothing_is_drawn_where_there_is_no_terminal_or_too_small_a_one(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from console import splash

    up: list[str] = []
    monkeypatch.setattr(standing, "put_up", up.append)
    splash.show(str(store))
    monkeypatch.setattr(splash, "_is_possible", lambda: True)
    for size in ((LEAST[0] - 1, 24), (80, LEAST[1] - 1), (0, 0), (65535, 10)):
        monkeypatch.setattr(os, "get_terminal_size", lambda _fd, size=size: os.terminal_size(size))
        splash.show(str(store))
    assert not up
    monkeypatch.setattr(os, "get_terminal_size", lambda _fd: os.terminal_size(LEAST))
    splash.show(str(store / "nowhere"))
    assert not up, "nothing is known of a store that is not there"
    splash.show(str(store))
    assert len(up) == 1


def test_what_depends_on_the_moment_is_not_told_where_the_moment_is_a_stated_one(
    store: Path,
) -> None:
    ledger = open_ledger(store, who="RTE")
    start(ledger, "art-sync")
    ledger.db.close()
    known = look(str(store), certain=False)
    assert known is not None
    assert (known.where, known.figure, known.event, known.time) == (["Tideway ART"], "", "", "")


def shown(known: Known, columns: int, rows: int, **environ: str) -> tuple[str, list[str]]:
    """A frame as it is sent, and as a terminal shows it."""
    frame = draw(known, columns, rows, Kind({"TERM": "xterm-256color", **environ}, ""))
    screen = pyte.Screen(columns, rows)
    pyte.Stream(screen).feed(frame)
    return frame, list(screen.display)


def hostile() -> Known:
    known = Known()
    known.where = ["T\x1b]0;owned\x07rain \x9b31m漢字漢字漢字", "PI-26.4", "I4"]
    known.event = "Sy\x1b[2Jnc \u202egnihtyna E8"
    known.place, known.step, known.figure = "2/8", "Risks \x1b[?1049l" + "漢字 " * 60, "0:07"
    return known


@pytest.mark.parametrize(("columns", "rows"), [(60, 18), (80, 24), (120, 36), (300, 100)])
def test_hostile_words_do_nothing_and_stay_inside(columns: int, rows: int) -> None:
    frame, seen = shown(hostile(), columns, rows)
    assert "\x1b]" not in frame
    assert "\x9b" not in frame
    assert "\u202e" not in frame
    assert frame.count("\x1b[2J") == 1
    assert "1049" not in frame
    assert seen[0].rstrip().endswith("gnihtyna E8")
    assert seen[rows - 1].strip() == "", "the last line is the keys', and stays free"


@pytest.mark.parametrize(
    "environ", [{"NO_COLOR": "1"}, {"TERM": "vt100"}, {"TERM": "linux"}, {"TERM": "xterm"}]
)
def test_no_colour_is_sent_where_none_is_promised(environ: dict[str, str]) -> None:
    frame, _ = shown(hostile(), 80, 24, **environ)
    assert "8;2;" not in frame
    assert "8;5;" not in frame


def test_a_plain_terminal_gets_signs_of_seven_bits() -> None:
    for environ in ({"TERM": "linux"}, {"RTE_PLAIN": "1"}, {"LANG": "C"}, {"LC_ALL": "de_DE.ISO"}):
        frame, seen = shown(hostile(), 80, 24, **environ)
        assert frame.isascii(), environ
        assert "0:07 left" in "\n".join(seen)
        if "LANG" not in environ and "LC_ALL" not in environ:
            assert glyphs.choose(environ) is glyphs.ASCII


def test_its_colours_and_its_least_size_are_those_of_the_real_screen() -> None:
    assert LEAST == REAL_LEAST
    for name, palette in PALETTES.items():
        kind = Kind({"TERM": "xterm"}, name)
        assert all(kind.look[tone] == getattr(palette, tone) for tone in first_frame.TONES)
    assert first_frame.LOOKS.keys() == PALETTES.keys()


def test_the_look_is_found_without_the_parser_of_the_settings(tmp_path: Path) -> None:
    environ = {"RTE_HOME": str(tmp_path)}
    assert look_named(environ) == ""
    for said in ('theme = "contrast"', "theme='contrast' # large room"):
        (tmp_path / "config.toml").write_text(f"[screen]\nbell = true\n{said}\n")
        assert look_named(environ) == "contrast"
    assert look_named({**environ, "RTE_THEME": "rail-light"}) == "rail-light"


def test_cells_are_counted_as_a_terminal_counts_them() -> None:
    assert [cells(text) for text in ("abc", "漢字", "e\u0301", "─·")] == [3, 4, 1, 2]


def test_day_interval_and_iteration_are_those_of_the_snapshot(tmp_path: Path) -> None:
    hands = Hands()
    ledger = sample_folder(tmp_path / "train", hands)
    try:
        for days in range(-160, 60, 3):
            hands.now = MORNING + timedelta(days=days, hours=days % 24)
            leave_checkpoint(ledger, tmp_path / "train")
            view = QuickView(str(tmp_path / "train"))
            view.refresh()
            assert view.context is not None
            snap, place = ledger.snapshot(), Place(view.context, hands.ms)
            iteration = snap.iteration.name if snap.iteration else ""
            assert (place.interval, place.iteration) == (snap.pi_name, iteration), hands.now
            assert place.time == f"{snap.local(hands.ms):%a %-d %b %H:%M}"
        assert view.context is not None
        far = Place(view.context, int(datetime(2031, 1, 1, tzinfo=UTC).timestamp() * 1000))
        assert far.time == "", "an offset that nobody knows is not guessed"
    finally:
        ledger.db.close()


# -- what makes it quicker


async def test_the_rules_that_are_not_parsed_twice_give_the_same_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from textual.app import App

    from console.app import RteApp

    monkeypatch.setenv("RTE_THEME", "rail-light")
    pictures = []
    for refresh in (RteApp.refresh_css, App.refresh_css):
        monkeypatch.setattr(RteApp, "refresh_css", refresh)
        async with room() as opened:
            strips = opened.app.screen._compositor.render_strips(opened.app.size)
            pictures.append([list(strip) for strip in strips])
    assert pictures[0] == pictures[1]


def test_code_that_is_kept_is_the_code_that_is_compiled(tmp_path: Path) -> None:
    from console.compiled import Compiled

    path = tmp_path / "__pycache__" / "made"
    first = Compiled(str(path))
    first.read()
    assert eval(first.code("6 * 7", "eval")) == 42
    writes = sys.dont_write_bytecode
    sys.dont_write_bytecode = False
    try:
        first.write()
    finally:
        sys.dont_write_bytecode = writes
    second = Compiled(str(path))
    second.read()
    assert (second.eval("6 * 7"), second.added) == (42, 0)
    assert (second.eval("6 * 8"), second.added) == (48, 1)
    whole = path.read_bytes()
    for damaged in (b"", whole[:-1], whole[:9] + b"\xff" + whole[10:], b"xxxx" + whole[4:]):
        path.write_bytes(damaged)
        third = Compiled(str(path))
        third.read()
        assert (third.eval("6 * 7"), third.added) == (42, 1)


def test_dataclasses_find_their_code_and_are_what_they_were() -> None:
    import collections

    from console import compiled

    def made() -> type:
        return dataclasses.make_dataclass("Point", [("x", int), ("y", int, 2)], frozen=True)

    plain = made()
    found = compiled.install()
    try:
        kept = made()
        for again in (made(), kept):
            for part in ("co_code", "co_consts", "co_names", "co_varnames"):
                whole = getattr(vars(plain)["__init__"].__code__, part)
                assert getattr(vars(again)["__init__"].__code__, part) == whole
        assert repr(kept(1)).endswith("Point(x=1, y=2)")
        assert kept(1) == kept(1, 2) != kept(2)
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(kept(1), "x", 3)  # noqa: B010 - mypy knows that it is refused
        pair = collections.namedtuple("pair", "a b")
        assert pair(1, b=2) == (1, 2)
        assert found.added or found._used
    finally:
        compiled.uninstall()
    assert "exec" not in vars(dataclasses)


JSON: tuple[object, ...] = (
    None, True, 0, -1, 1 << 70, 1.5, -0.0, 1e300, "", "ü\u2028\ud800\"\\\n\x00",
    [], {}, [[[]]], {"a": [1, {"b": None}], "": "漢字"}, [1.0, "x", False],
)  # fmt: skip


@pytest.mark.parametrize("with_package", [False, True])
def test_lean_json_is_json(with_package: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    from store import lean_json

    if with_package:
        monkeypatch.setattr(lean_json, "parts", None)
    for value in JSON:
        for ascii_only in (True, False):
            text = json.dumps(value, ensure_ascii=ascii_only, separators=(",", ":"))
            assert lean_json.dumps(value, ensure_ascii=ascii_only) == text
            assert lean_json.loads(text) == value
            assert lean_json.loads(f" \n{text}\t ") == value
    assert lean_json.loads(b'{"a":"\xc3\xbc"}') == {"a": "ü"}
    no_json = "JSON|Extra|Expecting|Invalid|character|BOM|decode"
    for wrong in ("", "  ", "{", "[1,]", "1 2", "nul", '"\x01"', "{'a':1}", "\ufeff1"):
        with pytest.raises(ValueError, match=no_json):
            lean_json.loads(wrong)
    with pytest.raises(ValueError, match="Out of range"):
        lean_json.dumps(float("nan"))
    with pytest.raises(TypeError):
        lean_json.dumps({"a": {1, 2}})
    round_about: list[object] = []
    round_about.append(round_about)
    with pytest.raises(ValueError, match="Circular"):
        lean_json.dumps(round_about)


class Loop:
    """An event loop whose time passes when the test says so."""

    def __init__(self) -> None:
        self.now = 50.0
        self.later: list[tuple[float, Callable[[], None]]] = []

    def time(self) -> float:
        return self.now

    def call_soon_threadsafe(self, call: Callable[[], None]) -> None:
        call()

    def call_later(self, wait: float, call: Callable[[], None]) -> object:
        self.later.append((self.now + wait, call))
        return call

    def pass_by(self, seconds: float) -> None:
        self.now += seconds
        due = [call for at, call in self.later if at <= self.now + 1e-9]
        self.later = [one for one in self.later if one[0] > self.now + 1e-9]
        for call in due:
            call()


def test_a_dragged_window_is_drawn_ten_times_a_second_and_at_last_as_it_is() -> None:
    loop, size, drawn = Loop(), [0], []

    def tell() -> None:
        drawn.append(size[0])

    changes = SizeChanges(cast(asyncio.AbstractEventLoop, loop), tell)
    for number in range(100):
        size[0] = number
        changes.note(signal.SIGWINCH, None)
        loop.pass_by(0.02)
    assert drawn[0] == 0, "the first one is drawn at once"
    assert 18 <= len(drawn) <= 21
    loop.pass_by(SPAN)
    assert drawn[-1] == 99
    loop.pass_by(5)
    assert len(drawn) <= 22, "nothing is drawn for a size that stays"
