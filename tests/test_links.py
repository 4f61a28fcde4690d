"""The link to the real console: signals, a terminal that is gone, stopped, unread or absurd.

Each process here is `rte` on a store with a running event, in a pseudo-terminal of its own.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from console.leftovers import FORMS, Leftovers
from console.session import Session
from store.domain.clock import Face
from store.exchange.train_file import read_train
from store.journal.drafts import Drafts
from store.journal.notes import Notes
from store.ledger import capturing, running
from store.ledger.bringing import bring_in
from store.ledger.opening import open_ledger
from tests.ledger_helpers import sample_bytes
from tests.terminal_lab import ROOT, Lab

BEHIND_MASK = """import signal
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP])
"""
RUN = "import sys\nfrom console.__main__ import main\nsys.exit(main(sys.argv[1:]))\n"
TYPED = "half a tho"
RESTORED = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?2004l", b"\x1b[<u")


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample train with an ART Sync in its first step, to be copied."""
    folder = tmp_path_factory.mktemp("origin") / "train"
    with closing(open_ledger(folder, who="import", create=True).db) as _:
        pass
    ledger = open_ledger(folder, who="RTE")
    bring_in(ledger, read_train(sample_bytes()))
    running.start(ledger, "art-sync")
    ledger.db.close()
    return folder


@dataclass
class Place:
    """A store of a test's own, and how to open it in terminals."""

    folder: Path
    home: Path
    labs: list[Lab]

    def open(self, script: str = RUN) -> Lab:
        """The console in a terminal of its own, with its first picture there."""
        path = self.home / f"run{len(self.labs)}.py"
        path.write_text(script)
        lab = Lab(path, "--store", str(self.folder), "--by", "RTE", RTE_HOME=str(self.home))
        self.labs.append(lab)
        assert lab.until("1/8", 60), lab.screen()  # a machine under load starts slowly
        return lab

    def session(self) -> Session:
        """The next session of the same person, without a terminal."""
        ledger = open_ledger(self.folder, who="RTE")
        return Session(
            ledger,
            folder=self.folder,
            drafts=Drafts(self.folder, "console"),
            forms=Drafts(self.folder, FORMS),
        )

    def faces(self) -> tuple[str, Face]:
        """Which event is running, and its clock."""
        with closing(open_ledger(self.folder, who="x").db) as db:
            from store.ledger.ledger import Ledger

            found = Ledger(db, who="x").running
            assert found is not None
            return found.ref, Ledger(db, who="x").face(found)


@pytest.fixture
def place(origin: Path, tmp_path: Path) -> Iterator[Place]:
    """A copy of the store; the terminals that were opened on it end with the test."""
    folder, home = tmp_path / "train", tmp_path / "home"
    shutil.copytree(origin, folder)
    home.mkdir()
    here = Place(folder, home, [])
    yield here
    for lab in here.labs:
        lab.close()


def type_capture(lab: Lab) -> None:
    """Half a word in the capture line."""
    lab.send("c" + TYPED)
    assert lab.until(TYPED), lab.screen()


def type_form(lab: Lab) -> None:
    """Half a word in a field of a form: the first risk of the register is edited."""
    lab.send("B")
    assert lab.until("Risks"), lab.screen()
    lab.send("e")
    assert lab.until("· edit"), lab.screen()
    lab.send("\x15" + TYPED)
    assert lab.until(TYPED), lab.screen()
    lab.settle(0.3)  # what is painted is kept a moment later, and a kill waits for nothing


def type_notes(lab: Lab) -> None:
    """Half a word in the private notes."""
    lab.send("N")
    assert lab.until("Private notes"), lab.screen()
    lab.send(TYPED)
    assert lab.until(TYPED), lab.screen()


def type_paste(lab: Lab) -> None:
    """A paste whose end never comes."""
    lab.send("c")
    lab.settle(0.1)
    lab.send("\x1b[200~" + TYPED)
    lab.settle(0.1)


def in_capture(place: Place) -> str:
    session = place.session()
    with closing(session.ledger.db):
        session.take_left_over()
        return session.draft[0]


def in_form(place: Place) -> str:
    left = Leftovers(Drafts(place.folder, f"{FORMS}RTE"), lambda: False)
    left.take_over()
    return " ".join(left.values())


def in_notes(place: Place) -> str:
    return Notes(place.folder).load()


ENDINGS: dict[str, tuple[str, Callable[[Lab], None], Callable[[Place], str], int]] = {
    # what ends it, what was typed into, where it must be found, exit code
    "SIGHUP in a form": ("HUP", type_form, in_form, 129),
    "SIGTERM in the capture line": ("TERM", type_capture, in_capture, 143),
    "SIGQUIT in an unfinished paste": ("QUIT", type_paste, in_capture, 131),
    "SIGINT in the notes": ("INT", type_notes, in_notes, 130),
    "link gone in an unfinished paste": ("gone", type_paste, in_capture, 129),
    "link gone in a form": ("gone", type_form, in_form, 129),
    "link gone, hang-ups ignored, in a form": ("ignored", type_form, in_form, 129),
    "killed in a form": ("KILL", type_form, in_form, -signal.SIGKILL),
}


@pytest.mark.parametrize("case", ENDINGS)
def test_c06_however_the_link_ends_everything_is_as_it_was(place: Place, case: str) -> None:
    """Exit code, screen restored, what was typed is kept, event and clock are as they were."""
    how, typed, where, code = ENDINGS[case]
    event, before = place.faces()
    lab = place.open(BEHIND_MASK + RUN if how == "ignored" else RUN)
    typed(lab)
    if how in ("gone", "ignored"):
        lab.hang_up()
    else:
        lab.signal(signal.Signals[f"SIG{how}"])
    assert lab.wait() == code
    if how in ("HUP", "TERM", "INT", "QUIT"):
        last = lab.raw[lab.raw.rindex(b"\x1b[?1049h") :]
        assert all(mode in last for mode in RESTORED)
        assert b"Traceback" not in last
    assert TYPED in where(place)
    again, face = place.faces()
    assert (again, face.index, face.phase) == (event, before.index, before.phase)
    assert face.left_ms < before.left_ms, "the clock went on, in no process at all"
    kept = [path for path in (place.folder / "drafts").iterdir() if path.suffix == ".txt"]
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in kept)
    assert not list(place.folder.glob("logs/crash-*"))


def test_c06_what_was_typed_into_a_form_is_there_when_it_is_opened_again(place: Place) -> None:
    lab = place.open()
    type_form(lab)
    lab.hang_up()
    assert lab.wait() == 129
    again = place.open()
    assert again.until("What you typed into a form"), again.screen()
    again.send("B")
    assert again.until("Risks"), again.screen()
    again.send("e")
    assert again.until("· edit"), again.screen()
    assert again.until(TYPED), again.screen()


def test_c06_a_paste_nobody_answered_for_is_asked_about_again(place: Place) -> None:
    lab = place.open()
    lab.send("c")
    lab.settle(0.1)
    lab.send("\x1b[200~first line\nsecond line\x1b[201~")
    assert lab.until("2 lines pasted"), lab.screen()
    lab.hang_up()
    assert lab.wait() == 129
    again = place.open()
    assert again.until("2 lines pasted"), again.screen()
    assert "first line" in again.screen()


def test_c06_sizes_bytes_and_stops_do_not_end_it(place: Place) -> None:
    """No size at all, one cell, absurdly wide; a stray byte; stopped and continued, both ways."""
    lab = place.open()
    began = lab.attributes()
    type_capture(lab)
    for columns, rows in ((0, 0), (1, 1), (65535, 10), (80, 17)):
        lab.resize(columns, rows)
        lab.settle(0.2, 3)
    lab.resize(59, 24)
    assert lab.until("This window is 59x24"), lab.screen()
    lab.send("ught")  # in the dark: it goes where the words before went
    lab.settle(0.2)
    assert "ART Sync" not in lab.screen()
    lab.resize(80, 24)
    assert lab.until_true(lambda: TYPED + "ught" in lab.screen()), lab.screen()
    assert "This window" not in lab.screen()
    lab.send(b"\xff\xe9!")
    assert lab.until(TYPED + "ught\ufffd\ufffd!"), lab.screen()

    # asked to stop: the terminal is as it was found, and the clock goes on meanwhile
    seen = len(lab.raw)
    lab.signal(signal.SIGTSTP)
    assert lab.until_true(lambda: b"\x1b[?1049l" in lab.raw[seen:])
    assert lab.until_true(lambda: _state(lab.pid) == "T")
    assert lab.attributes() != began
    assert all(mode in lab.raw[seen:] for mode in RESTORED)
    local = lab.attributes()[3]
    assert local & termios.ECHO, "what is typed into the shell can be seen"
    assert local & termios.ICANON
    seen = len(lab.raw)
    lab.signal(signal.SIGCONT)
    assert lab.until_true(lambda: b"\x1b[?1049h" in lab.raw[seen:])
    assert lab.until_true(lambda: TYPED in lab.raw[seen:].decode(errors="replace"))
    assert lab.attributes() == began

    # stopped without being asked, and somebody used the terminal
    lab.signal(signal.SIGSTOP)
    assert lab.until_true(lambda: _state(lab.pid) == "T")
    seen = len(lab.raw)
    lab.signal(signal.SIGCONT)
    assert lab.until_true(lambda: TYPED in lab.raw[seen:].decode(errors="replace"))
    lab.send("?")
    assert lab.until(TYPED + "ught\ufffd\ufffd!?"), "one thread reads the keys, and it still does"
    readers = [
        name
        for task in Path(f"/proc/{lab.pid}/task").iterdir()
        if (name := (task / "comm").read_text().strip()).startswith("textual-input")
    ]
    assert len(readers) <= 1
    lab.signal(signal.SIGINT)
    assert lab.wait() == 130
    assert TYPED in in_capture(place)


def _state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def test_c06_a_terminal_nobody_reads_stops_neither_its_record_nor_others(place: Place) -> None:
    lab = place.open()
    # Full pictures until the kernel takes no more: from then on nothing can be drawn.
    held, same = -1, 0
    end = time.monotonic() + 30
    while same < 5 and time.monotonic() < end:
        lab.resize(*((100, 30) if same % 2 else (80, 24)))
        time.sleep(0.1)  # nothing tells how far an unread terminal has come
        now = lab.unread()
        same, held = (same + 1 if now == held else 0), now
    lab.send("iunread but kept @GAN\r")
    ledger = open_ledger(place.folder, who="other")
    with closing(ledger.db):
        began = time.monotonic()
        made = capturing.capture_lines(ledger, ["risk: the others go on"], None)
        took = time.monotonic() - began
        assert made[0].record.ref.startswith("R")
        assert took < 5, "nobody holds the lock while a terminal is not read"

        def kept() -> bool:
            ledger.catch_up()
            return any("unread but kept" in doc["text"] for doc in _texts(ledger))

        end = time.monotonic() + 30
        while not kept() and time.monotonic() < end:
            time.sleep(0.05)
        assert kept()
    lab.resize(80, 24)
    assert lab.until("saved ", 30), lab.screen()
    lab.signal(signal.SIGTERM)
    assert lab.wait() == 143


def _texts(ledger: object) -> list[dict[str, str]]:
    from store.ledger.ledger import Ledger

    assert isinstance(ledger, Ledger)
    return [{"text": item.text} for item in ledger.snapshot().impediments]


HOLDER = """
import os, signal, sys
from pathlib import Path
from store.ledger.opening import open_ledger
ledger = open_ledger(Path(sys.argv[1]), who="petra")
with ledger.change("capture") as change:
    print("holds", flush=True)
    os.kill(os.getpid(), signal.SIGSTOP)
"""


def test_c06_a_stopped_holder_of_the_lock_is_named_and_the_text_stays(place: Place) -> None:
    lab = place.open()
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(place.folder)],
        stdout=subprocess.PIPE, env=dict(os.environ, PYTHONPATH=str(ROOT)),
    )  # fmt: skip
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"holds\n"
        lab.send("rwhile somebody is stopped\r")
        assert lab.until(f"petra (process {holder.pid})"), lab.screen()
        assert "while somebody is stopped" in lab.screen()
        lab.send("\x1b")
        lab.settle(0.2)
        lab.send("H")
        assert lab.until("Next events"), "reading goes on"
    finally:
        holder.kill()
        holder.wait()
    lab.send("r\r")
    assert lab.until("saved R"), lab.screen()
    lab.signal(signal.SIGTERM)
    assert lab.wait() == 143
