"""The console on a real terminal: how it starts, what it survives, how it leaves."""

from __future__ import annotations

import os
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.app import App
from textual.drivers import linux_driver

from console import terminal
from console.driver import RoomDriver
from console.keys import Keys
from store.errors import UsageFault
from tests.terminal_lab import ROOT, Lab

APP = """
import sys
from pathlib import Path
from console.terminal import prepare, run_app
prepare()
from textual.app import App
from textual.widgets import Static
from textual.content import Content
from console.widgets.capture_bar import CaptureBar

log = Path(sys.argv[1])

class Room(App):
    def compose(self):
        yield Static(Content("room is open"), id="said")
        yield CaptureBar()

    def on_mount(self):
        self.query_one(CaptureBar).open()

    def say(self, text):
        self.query_one("#said", Static).update(Content(text))

    def on_capture_bar_changed(self, event):
        self.say("typed:" + event.text + "|")

    def on_capture_bar_pasted(self, event):
        self.say(f"{len(event.lines)} lines")

    def on_capture_bar_submitted(self, event):
        secret = "PRIVATE NOTE " + event.text
        if event.text == "crash":
            raise ValueError(secret)
        if event.text == "flood":
            self.set_interval(0.02, lambda: self.screen.refresh())
            self.set_interval(0.05, lambda: (log / "ticks").open("a").write("t"))
        if event.text == "quiet":
            self._close_messages_no_wait()
        if event.text == "leave":
            self.exit(return_code=7)

    def on_unmount(self):
        (log / "unmounted").write_text("yes")

def on_leave(reason):
    (log / "reason").write_text(reason)

sys.exit(run_app(Room(), log, on_leave))
"""

Open = Callable[[], Lab]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Open]:
    """Opens the little room above on a pty; closes all of them afterwards."""
    labs: list[Lab] = []
    script = tmp_path / "room.py"
    script.write_text(APP)

    def start() -> Lab:
        lab = Lab(script, str(tmp_path))
        labs.append(lab)
        assert lab.until("room is open"), lab.screen()
        return lab

    yield start
    for lab in labs:
        lab.close()


def test_leaving_restores_the_terminal_and_gives_the_apps_code(room: Open) -> None:
    lab = room()
    lab.send("leave\r")
    assert lab.wait() == 7
    for restored in (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?2004l"):
        assert restored in lab.raw


@pytest.mark.parametrize(
    ("number", "code", "reason"),
    [
        (signal.SIGTERM, 143, "terminated"),
        (signal.SIGHUP, 129, "hang-up"),
        (signal.SIGINT, 130, "interrupted"),
    ],
)
def test_a_signal_leaves_in_good_order(
    room: Open, tmp_path: Path, number: signal.Signals, code: int, reason: str
) -> None:
    lab = room()
    lab.signal(number)
    assert lab.wait() == code
    assert (tmp_path / "reason").read_text() == reason
    assert (tmp_path / "unmounted").exists()
    assert lab.raw.rindex(b"\x1b[?1049l") > lab.raw.rindex(b"\x1b[?1049h")


def test_a_terminal_that_is_taken_away_ends_the_app(room: Open, tmp_path: Path) -> None:
    lab = room()
    lab.hang_up()
    assert lab.wait() == 129
    assert (tmp_path / "reason").read_text() == "hang-up"
    assert (tmp_path / "unmounted").exists()


def test_a_lost_terminal_ends_the_app_even_when_hang_ups_are_ignored(
    room: Open, tmp_path: Path
) -> None:
    """As under nohup: the read fails or ends, and nothing else tells."""
    script = tmp_path / "room.py"
    blocked = "import signal; signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP])\n"
    script.write_text(blocked + APP)
    lab = room()
    lab.hang_up()
    assert lab.wait() == 129
    assert (tmp_path / "reason").read_text() == "hang-up"


def test_bytes_that_are_no_utf8_are_replaced(room: Open) -> None:
    """A stray byte, Latin-1, an encoded surrogate."""
    lab = room()
    lab.send(b"\xff caf\xe9 \xed\xa0\x80 x")
    assert lab.until("x|"), lab.screen()
    assert "typed:\ufffd caf\ufffd \ufffd" in lab.screen()
    lab.send(b"\x15leave\r")
    assert lab.wait() == 7


def test_utf8_split_between_reads_is_whole(room: Open) -> None:
    lab = room()
    euro = "€".encode()
    lab.send(euro[:1])
    lab.settle()
    lab.send(euro[1:])
    assert lab.until("typed:€|"), lab.screen()


def test_a_paste_that_never_ends_gives_the_keys_back(room: Open) -> None:
    lab = room()
    lab.send("\x1b[200~from a link that died")
    assert lab.until("typed:from a link that died|", 20), lab.screen()
    lab.send("!")
    assert lab.until("died!|"), lab.screen()


def test_a_crash_shows_one_sentence_and_no_text_of_people(room: Open, tmp_path: Path) -> None:
    lab = room()
    lab.send("crash\r")
    assert lab.wait() == 1
    said = lab.raw[lab.raw.rindex(b"\x1b[?1049l") :].decode()
    assert "The console stopped because of a fault of its own" in said
    assert "Traceback" not in said
    assert "PRIVATE" not in said
    logs = list(tmp_path.glob("crash-*.log"))
    assert len(logs) == 1
    assert stat.S_IMODE(logs[0].stat().st_mode) == 0o600
    text = logs[0].read_text()
    assert "builtins.ValueError" in text
    assert "on_capture_bar_submitted" in text
    assert "PRIVATE" not in text
    reference = re.search(r"\(([A-Z2-9]{6})\)", said)
    assert reference is not None
    assert reference[1] in logs[0].name


def test_an_end_without_a_return_code_is_a_crash(room: Open) -> None:
    lab = room()
    lab.send("quiet\r")
    assert lab.wait() == 1
    assert b"The console stopped" in lab.raw


def test_a_terminal_nobody_reads_does_not_stop_the_room(room: Open, tmp_path: Path) -> None:
    """Repaints at 50 Hz into a terminal that takes nothing: ticks go on, and SIGTERM leaves."""
    lab = room()
    lab.send("flood\r")
    ticks = tmp_path / "ticks"
    assert _wait_for(lambda: ticks.exists() and ticks.stat().st_size > 30)
    lab.signal(signal.SIGTERM)
    assert _wait_for((tmp_path / "unmounted").exists)
    assert lab.wait() == 143


def test_after_a_stall_the_screen_is_whole_again(room: Open, tmp_path: Path) -> None:
    lab = room()
    lab.send("flood\r")
    ticks = tmp_path / "ticks"
    assert _wait_for(lambda: ticks.exists() and ticks.stat().st_size > 30)
    lab.send("after the stall")
    lab.settle(0.01, 3)
    lab.raw = b""
    assert lab.until("after the stall|"), lab.screen()


def _wait_for(condition: Callable[[], bool], limit: float = 20.0) -> bool:
    import time

    end = time.monotonic() + limit
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


# -- before it starts -----------------------------------------------------------------------


def _start(tmp_path: Path, **streams: int) -> subprocess.CompletedProcess[bytes]:
    script = tmp_path / "room.py"
    script.write_text(
        "import sys\nfrom store.errors import ConsoleError\nfrom console.terminal import prepare\n"
        "try:\n    prepare()\nexcept ConsoleError as fault:\n"
        "    print(fault.sentence)\n    sys.exit(fault.exit_code)\n"
    )
    env = dict(os.environ, PYTHONPATH=str(ROOT))
    return subprocess.run(
        [sys.executable, str(script)], capture_output=True, check=False, env=env, timeout=30
    )


def test_without_a_terminal_it_refuses_in_one_sentence(tmp_path: Path) -> None:
    done = _start(tmp_path)
    assert done.returncode == 2
    assert b"needs a terminal" in done.stdout
    assert done.stderr == b""


def test_a_dumb_terminal_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Tty:
        closed = False

        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "__stdin__", Tty())
    monkeypatch.setattr(sys, "__stderr__", Tty())
    with pytest.raises(UsageFault, match="TERM=dumb"):
        terminal.prepare({"TERM": "dumb"})


def test_closed_input_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "__stdin__", None)
    with pytest.raises(UsageFault, match="needs a terminal"):
        terminal.prepare({"TERM": "xterm"})


# -- what it relies on in Textual -----------------------------------------------------------


def test_what_is_replaced_in_textual_is_still_there() -> None:
    for name in ("_fatal_error", "panic", "_close_messages_no_wait", "_handle_exception"):
        assert callable(getattr(App, name))
    for name in ("run_input_thread", "write", "close", "process_message"):
        assert name in vars(linux_driver.LinuxDriver) or hasattr(linux_driver.LinuxDriver, name)
    assert issubclass(RoomDriver, linux_driver.LinuxDriver)


def test_keys_come_out_of_bytes() -> None:
    told: list[object] = []
    keys = Keys(told.append)
    keys.feed(b"a\xffb")
    assert [getattr(event, "character", None) for event in told] == ["a", "\ufffd", "b"]


def test_what_arrives_in_one_piece_is_taken_key_by_key(room: Open) -> None:
    """Textual runs bindings after letters that came later; a slow link would mix two captures."""
    lab = room()
    lab.send("first\x15second\x15leave\r")
    assert lab.wait() == 7
