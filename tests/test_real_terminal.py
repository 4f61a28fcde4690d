"""A whole ART Sync by keys alone, in a real terminal, with the process killed in the middle."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.__main__ import main
from store.exchange.templates import shipped
from tests.terminal_lab import Lab

RUN = "import sys\nfrom console.__main__ import main\nsys.exit(main(sys.argv[1:]))\n"
ENTER, ESC = "\r", "\x1b"

CAPTURES = (
    # step, key, line, words that stay
    ("objectives", "a", "ask customs for a date @ANC owner:PM due:fri", "ask customs for a date"),
    ("objectives", "d", "gate A first because it has the queue, by PM", "gate A first"),
    ("board", "x", "wait feed for gate B DRE>BEA need:I5", "wait feed for gate B"),
    ("dependencies", "x", "tariff table ANC>FAT need:I5 plan:I5", "tariff table"),
    ("impediments", "i", "staging down since Monday @GAN", "staging down since Monday"),
    ("risks", "r", "if the crane strike goes on then O406 slips p:3 i:4", "crane strike"),
    ("risks", "r", "see [/] and [@click=app.quit] 漢字 👩‍🚀", "see [/] and [@click=app.quit]"),
    ("scope", "d", "drop the second language because nobody asked", "drop the second language"),
    ("readback", "p", "who owns the tariff test data @FAT", "who owns the tariff test data"),
)
TITLES = {step.key: step.title for step in shipped().templates["art-sync"].steps}
DRAFT = "tablets freeze at block 9 @CAP owner:SM-CAP due:tomorrow"


@pytest.fixture
def rte(tmp_path: Path) -> Iterator[list[Lab]]:
    """Programs started by a test; ended with it."""
    labs: list[Lab] = []
    yield labs
    for lab in labs:
        lab.close()


def launch(labs: list[Lab], tmp_path: Path, *args: str, size: tuple[int, int] = (120, 36)) -> Lab:
    """`rte` with these words in a terminal of its own."""
    script = tmp_path / "run.py"
    script.write_text(RUN)
    lab = Lab(script, *args, size=size, RTE_HOME=str(tmp_path / "home"), RTE_BY="RTE")
    labs.append(lab)
    return lab


def expect(lab: Lab, words: str) -> None:
    """Wait until the screen shows `words`."""
    assert lab.until(words), f"{words!r} did not appear:\n{lab.screen()}"


def capture(lab: Lab, key: str, line: str) -> None:
    """Capture one line by its key and wait for the word that it is saved."""
    lab.send(key)
    lab.settle(0.1)
    lab.send(line)
    lab.settle(0.1)
    lab.send(ENTER)
    # What the line itself says: the status line says "saved" from the first change on.
    expect(lab, "u undoes it outside this line")
    lab.send(ESC)
    # A lone Escape is only known to be one when nothing follows it.
    lab.settle(0.3)


def records(store: Path, capsys: pytest.CaptureFixture[str], kind: str) -> list[dict[str, object]]:
    """What `rte list KIND --json` says."""
    assert main(["--store", str(store), "list", kind, "--json"]) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)["records"]
    return found


def test_a_whole_art_sync_survives_a_killed_process(
    rte: list[Lab], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "demo"
    lab = launch(rte, tmp_path, "demo", "--keep", str(store))
    expect(lab, "Stuck without a next step")
    lab.send("s")
    expect(lab, "Enter starts")
    lab.send("\r")
    expect(lab, "1/8")
    go_next(lab, "2/8")
    capture_in(lab, "objectives")
    go_next(lab, "3/8")
    capture_in(lab, "board")
    go_next(lab, "4/8")
    go_next(lab, "5/8")
    lab.send("u")
    expect(lab, "4/8")
    capture_in(lab, "dependencies")
    go_next(lab, "5/8")
    capture_in(lab, "impediments")
    lab.send("i")
    lab.settle(0.1)
    lab.send(DRAFT[:20])
    expect(lab, DRAFT[:20])
    lab.signal(signal.SIGKILL)
    assert lab.wait() == -signal.SIGKILL

    lab = launch(rte, tmp_path, "--store", str(store), size=(80, 24))
    expect(lab, "5/8")
    expect(lab, DRAFT[:20])
    lab.send("i")
    lab.settle(0.1)
    lab.send(DRAFT[20:])
    lab.send(ENTER)
    expect(lab, "saved B16")
    lab.send(ESC)
    lab.settle(0.3)
    for place, step in (("6/8", "risks"), ("7/8", "scope"), ("8/8", "readback")):
        go_next(lab, place)
        capture_in(lab, step)
    lab.send("e")
    expect(lab, "Closing ART Sync E8")
    expect(lab, "no owner, no")
    lab.send(ENTER)
    expect(lab, "who, and by when?")
    lab.send("owner:SM-GAN due:mon" + ENTER)
    expect(lab, "B15 saved")
    lab.send("C")
    expect(lab, "Minutes of ART Sync E8")
    lab.send("w")
    expect(lab, "Written")
    lab.send(ESC)
    lab.settle(0.3)
    lab.send("I")
    expect(lab, "What happened here, and what do we change?")
    assert lab.until_true(lambda: "Written" not in lab.screen())
    shown = everything_shown(lab)
    lab.send("\x11")
    assert lab.wait() == 0

    check_records(store, capsys)
    for step, _, _, words in CAPTURES:
        mine = [line for line in shown.splitlines() if "ART Sync E8" in line]
        line = next((line for line in mine if words[:12] in line), shown)
        assert f"ART Sync E8 · {TITLES[step]} · min 0" in line
    assert DRAFT[:14] in shown
    minutes = next((store / "minutes").glob("minutes-e8-*.md")).read_text()
    assert "staging down since Monday" in minutes
    assert "owner SM\\-GAN" in minutes or "owner SM-GAN" in minutes


def go_next(lab: Lab, place: str) -> None:
    """Move on; where the room is asked first whether it wants to, say so again."""
    lab.send("n")
    assert lab.until_true(lambda: place in lab.screen() or "Before you move on" in lab.screen())
    if place not in lab.screen():
        lab.send("n")
    expect(lab, place)


def capture_in(lab: Lab, step: str) -> None:
    """Make the captures that belong to a step."""
    for where, key, line, _ in CAPTURES:
        if where == step:
            capture(lab, key, line)


def everything_shown(lab: Lab) -> str:
    """What the line of the highlighted row says while the cursor walks over the whole list."""
    lab.settle(0.3)
    lines = [whole_line(lab)]
    while not lines[-1].startswith("E1 "):  # the oldest event is the last row
        lab.send("j")
        assert lab.until_true(lambda: whole_line(lab) != lines[-1]), lab.screen()
        lines.append(whole_line(lab))
    return "\n".join(lines)


def whole_line(lab: Lab) -> str:
    """The line above the capture bar."""
    return lab.screen().splitlines()[-5].strip()


def check_records(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each captured line is a record with its event, step and minute, once."""
    kinds = {"a": "action", "d": "decision", "x": "dependency", "i": "impediment", "r": "risk",
             "p": "topic"}  # fmt: skip
    by_kind = {kind: records(store, capsys, kind) for kind in kinds.values()}
    for step, key, _, words in (*CAPTURES, ("impediments", "i", DRAFT, DRAFT[:25])):
        found = [r for r in by_kind[kinds[key]] if words in str(r["text"])]
        assert len(found) == 1, (words, found)
        assert (found[0]["event"], found[0]["step"]) == ("E8", step)
        assert isinstance(found[0]["minute"], int)


def test_a_running_clock_is_right_after_a_pause_of_the_process(
    rte: list[Lab], tmp_path: Path
) -> None:
    store = tmp_path / "demo"
    lab = launch(rte, tmp_path, "demo", "--keep", str(store))
    expect(lab, "Stuck without a next step")
    lab.send("s")
    expect(lab, "Enter starts")
    lab.send("\r")
    expect(lab, "1/8")
    began = time.monotonic()
    lab.signal(signal.SIGSTOP)
    time.sleep(2.5)
    lab.signal(signal.SIGCONT)
    other = launch(rte, tmp_path, "--store", str(store), "now")
    other.wait()
    passed = time.monotonic() - began
    minutes, seconds = other.screen().split("Briefing ")[1].split()[0].split(":")
    left = int(minutes) * 60 + int(seconds)
    assert 180 - passed - 3 <= left <= 180 - 2


@pytest.mark.parametrize(("number", "code"), [(signal.SIGHUP, 129), (signal.SIGTERM, 143)])
def test_asked_to_stop_it_keeps_the_draft_and_leaves_the_terminal_sane(
    rte: list[Lab], tmp_path: Path, number: signal.Signals, code: int
) -> None:
    store = tmp_path / "demo"
    lab = launch(rte, tmp_path, "demo", "--keep", str(store))
    expect(lab, "Stuck without a next step")
    lab.send("c")
    lab.settle(0.1)
    lab.send("half a thought")
    expect(lab, "half a thought")
    lab.signal(number)
    assert lab.wait() == code
    assert b"\x1b[?1049l" in lab.raw
    assert lab.raw.rstrip().endswith(b"\x1b[?25h") or b"\x1b[?25h" in lab.raw[-400:]
    again = launch(rte, tmp_path, "--store", str(store))
    expect(again, "half a thought")
