"""`rte capture` on a real pseudo-terminal: what it shows, what it keeps, and how it leaves."""

from __future__ import annotations

import fcntl
import os
import signal
import struct
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyte
import pytest

from store.errors import ChangedMeanwhile
from store.journal.drafts import Drafts
from store.ledger import running
from store.ledger.capturing import capture
from store.ledger.ledger import Ledger
from store.ledger.opening import open_ledger
from store.ledger.undoing import undo
from tests.cli_helpers import SAMPLE, Rte
from tests.ledger_helpers import entries
from tests.terminal_lab import Lab
from tests.test_cli_process import HEAVY

MODULE = Path("-m")


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Rte:
    made = Rte(capsys, monkeypatch)
    made.fine("import", str(SAMPLE))
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home" / "trains" / "default"


@pytest.fixture
def ledger(rte: Rte, folder: Path) -> Iterator[Ledger]:
    opened = open_ledger(folder, who="somebody-else")
    yield opened
    opened.db.close()


@pytest.fixture
def line(rte: Rte) -> Iterator[Callable[..., Lab]]:
    """Opens `rte capture WORDS` on a terminal."""
    labs: list[Lab] = []

    def opened(*words: str, size: tuple[int, int] = (80, 12), **env: str) -> Lab:
        lab = Lab(MODULE, "console", "capture", *words, size=size, **env)
        labs.append(lab)
        assert lab.until("> "), lab.raw
        return lab

    yield opened
    for lab in labs:
        lab.close()


def left_drafts(folder: Path) -> list[str]:
    return [draft.text for draft in Drafts(folder, "looking").left()]


def texts(ledger: Ledger, kind: str = "risk") -> list[str]:
    ledger.catch_up()
    return [record.text for record in ledger.views.all(kind)]


def test_a_visit(line: Callable[..., Lab], ledger: Ledger, folder: Path) -> None:
    lab = line()
    modes = termios.tcgetattr(lab.fd)
    assert lab.until("no event is running · Tideway ART")
    running.start(ledger, "art-sync")
    assert lab.until("left · 1/8 Briefing · ART Sync E8"), "what others do is seen at once"

    lab.send("risk: rig is late @GAN due:fri")
    assert lab.until("risk · @GAN Gantry · due Fri")
    assert left_drafts(folder) == [], "its terminal lives, so the draft is its own"
    lab.send("\r")
    assert lab.until("saved R13 risk: rig is late")
    assert texts(ledger)[-1] == "rig is late"
    assert entries(ledger.db.log)[-1]["in"] == "E8/brief"

    lab.send("no kind\r")
    assert lab.until("! Say what it is first")
    assert "capture> no kind" in lab.screen(), "refused text stays"
    lab.send("\x01action: \r")
    assert lab.until("saved A1 action: no kind")

    lab.send("\x1a")
    assert lab.until("Took back the capture: A1.")
    assert lab.until("capture> action: no kind"), "and its words are in the line again"
    lab.send("\x15\x1b[200~risk: one\r\nrisk: two [/] \x1b]0;x\x07\r\n\r\nrisk: three\x1b[201~")
    assert lab.until("3 lines pasted")
    lab.send("\r")
    assert lab.until("saved R14, R15, R16")
    assert texts(ledger)[-3:] == ["one", "two [/]", "three"]

    lab.signal(signal.SIGSTOP)
    lab.signal(signal.SIGCONT)
    lab.send("half a wo")
    assert lab.until("capture> half a wo")
    lab.send("\x1b")
    assert lab.wait() == 0
    assert lab.until("what was typed is kept and comes back")
    for unwanted in (b"\x1b[?1049h", b"\x1b[?1000h", b"\x1b]0", b"\x1b[2J", b"\x1b[6n"):
        assert unwanted not in lab.raw
    assert lab.raw.rstrip().endswith(b"\x1b[?2004l")
    assert termios.tcgetattr(lab.fd)[3] & termios.ECHO
    assert not modes[3] & termios.ECHO

    again = line("--once")
    assert again.until("capture> half a wo")
    again.send("\x01topic: \r")
    assert again.wait() == 0
    assert texts(ledger, "topic")[-1] == "half a wo"
    assert left_drafts(folder) == []


@pytest.mark.parametrize("how", ["SIGTERM", "SIGINT", "hang-up", "ctrl+c"])
def test_whatever_takes_the_terminal_away_leaves_the_words(
    how: str, line: Callable[..., Lab], folder: Path
) -> None:
    lab = line("risk")
    lab.send("half a wo")
    assert lab.until("risk> half a wo")
    lab.send("\x1b[200~r\nand more")  # a paste whose end never comes
    if how == "hang-up":
        lab.hang_up()
    elif how == "ctrl+c":
        lab.send("\x1b[201~\x03")
    else:
        lab.signal(getattr(signal, how))
    code = {"SIGTERM": 143, "SIGINT": 130, "hang-up": 129, "ctrl+c": 130}[how]
    assert lab.wait() == code
    (kept,) = left_drafts(folder)
    if how == "hang-up":  # what was on its way when the link dropped may have gone with it
        assert kept.startswith("risk\nhalf a wo")
    else:
        assert kept == "risk\nhalf a wo r and more"
    assert b"Traceback" not in lab.raw


def test_without_a_name_nothing_is_kept_and_that_is_told(
    line: Callable[..., Lab], ledger: Ledger, folder: Path
) -> None:
    lab = line("risk", "--anonymous")
    assert lab.until("not anonymous to an administrator")
    lab.send("nobody dares\r")
    assert lab.until("saved R13 risk: nobody dares")
    lab.send("\x1a")
    assert lab.until("carries no name, so nobody can take it back")
    lab.send("secret")
    lab.send("\x03")
    assert lab.until("kept nowhere")
    lab.send("\x03")
    assert lab.wait() == 130
    assert list((folder / "drafts").glob("*")) == []
    assert texts(ledger)[-1] == "nobody dares"
    assert "by" not in entries(ledger.db.log)[-1]


def test_only_its_own_capture_is_taken_back(
    line: Callable[..., Lab], rte: Rte, ledger: Ledger
) -> None:
    lab = line("action")
    lab.send("call the yard\r")
    assert lab.until("saved A1 action: call the yard")
    rte.fine("add", "risk", "something else")
    lab.send("\x1a")
    assert lab.until("! It is not your last change any more, so it stays")
    assert texts(ledger, "action")[-1] == "call the yard"


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_a_popup_of_few_rows_is_enough(rows: int, line: Callable[..., Lab]) -> None:
    lab = line("risk", size=(40, rows))
    lab.send("rig is late @GAN")
    assert lab.until("@GAN Gantry" if rows > 1 else "risk> rig is late @GAN")
    assert "risk> rig is late @GAN" in lab.screen()


def test_another_width_is_drawn_at_once(line: Callable[..., Lab]) -> None:
    lab = line("risk")
    lab.send("a line that is longer than the window will be in a moment")
    assert lab.until("in a moment")
    seen = len(lab.raw)
    fcntl.ioctl(lab.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 12, 30, 0, 0))
    assert lab.until_true(lambda: b"in a moment" in lab.raw[seen:])
    narrow = pyte.Screen(30, 12)
    pyte.ByteStream(narrow).feed(lab.raw[seen:])
    assert sum("in a moment" in row for row in narrow.display) == 1
    assert any("no event is running" in row for row in narrow.display)


WRITING = """
import sys
from console.mini.terminal import Gone, Terminal
terminal = Terminal()
terminal.open()
terminal.write("ready")
try:
    while True:
        terminal.write("x" * 100)
except Gone as gone:
    terminal.close()
    sys.exit(gone.code)
"""


def test_a_terminal_that_nobody_reads_holds_nobody(tmp_path: Path) -> None:
    script = tmp_path / "writing.py"
    script.write_text(WRITING)
    lab = Lab(script)
    assert lab.until(b"ready")
    assert until(lambda: ") S " in stat_of(lab)), "it waits in its write"
    os.kill(lab.pid, signal.SIGTERM)
    assert until(lambda: os.waitid(os.P_PID, lab.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT))
    lab.raw = b""
    assert lab.wait() == 143
    lab.close()


def stat_of(lab: Lab) -> str:
    return Path(f"/proc/{lab.pid}/stat").read_text()


def until(seen: Callable[[], object], limit: float = 20.0) -> bool:
    """Wait for something of another process, without reading what it writes."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        if seen():
            return True
        time.sleep(0.01)
    return False


# -- before a terminal


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["capture"], "rte add KIND -"),
        (["capture", "risk"], "rte add risk -"),
        (["capture", "risk", "rig is late"], "typed into its line"),
        (["capture", "nonsense"], "There is no kind 'nonsense'"),
        (["capture", "--sometimes"], "no option '--sometimes'"),
    ],
)
def test_what_is_refused_before_anything_is_drawn(rte: Rte, words: list[str], said: str) -> None:
    assert said in rte.refused(*words, code=2)


AT_FIRST_PAINT = """
import sys
from console.mini.app import Mini
from console.mini.terminal import Left
def begin(self):
    sys.stderr.write("LOADED " + " ".join(sys.modules) + " .")
    raise Left
Mini._begin = begin
from console.__main__ import main
sys.exit(main(["capture"]))
"""


def test_the_line_stands_there_before_anything_heavy_is_loaded(rte: Rte, tmp_path: Path) -> None:
    script = tmp_path / "first.py"
    script.write_text(AT_FIRST_PAINT)
    lab = Lab(script)
    assert lab.wait() == 0, lab.raw
    lab.close()
    loaded = set(lab.raw.decode().rsplit("LOADED ", 1)[1].split())
    assert "console.mini.app" in loaded
    assert not loaded & {*HEAVY, "ctypes", "store.domain.grammar", "store.journal.drafts"}


def test_undo_of_one_record_refuses_another(ledger: Ledger) -> None:
    made = capture(ledger, "risk: a")
    capture(ledger, "risk: b")
    with pytest.raises(ChangedMeanwhile, match="not your last change"):
        undo(ledger, only=made.record.id)
    assert texts(ledger)[-2:] == ["a", "b"]
