"""What the room costs a terminal: bytes and time, against other programs in the same run.

    python benchmarks/room.py [--quick] [--json] [--only SECTION]

Every program runs in a pseudo-terminal of 120 by 36 that understands synchronized output. What is
compared is measured in the same run: bytes a second at the same time, keys in turns and in random
order. Ratios of medians stand beside their goals; milliseconds are this machine's, the ratios
travel. It judges nothing: it always ends with 0. Linux only.
"""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles

from _report import Report, in_turn, options
from _scene import Scene
from _terminal import Answer, Terminal, picture, read_all

SENTENCE = "if the crane strike goes on then O406 slips @GAN owner:SM-GAN due:fri p:3 i:4"
SYNC_START = b"\x1b[?2026h"
ESCAPE, CLEAR, PAUSE, CAPTURE, TURN = "\x1b", "\x15", " ", "c", "]"


def ticking(scene: Scene, report: Report, quick: bool) -> None:
    """A running clock and nothing else, beside programs that repaint once a second."""
    window, rounds = (4, 1) if quick else (10, 12)
    programs = {"room": scene.room()}
    for name, words in (("watch", ("-n1", "date")), ("htop", ("-d", "10"))):
        if shutil.which(name):
            programs[name] = scene.start(name, *words)
            programs[name].rest(1.2 if name == "htop" else 0.5, limit=2.5)
        else:
            report.missing(f"{name} {' '.join(words)}")
    read_all(programs.values(), 1)  # what came while the others were started
    begun = {name: one.cpu() for name, one in programs.items()}
    seen: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(rounds):
        for name, size in zip(programs, read_all(programs.values(), window), strict=True):
            seen[name].append(size / window)
    for name, sizes in seen.items():
        report.tell(f"{name}: bytes a second", median(sizes), "bytes", rounds)
    for name in ("watch", "htop"):
        if name in seen:
            goal = 2.0 if name == "watch" else None
            report.ratio(f"room / {name}, bytes a second", seen["room"], seen[name], goal)
    if "watch" in seen:
        whole = sum(seen["room"]) / sum(seen["watch"])
        report.tell("room / watch, all of it, with the minutes that turn", whole, "x", rounds, 2.0)
    for name, one in programs.items():
        spent = (one.cpu() - begun[name]) / (window * rounds)
        report.tell(f"{name}: processor time, of one processor", 100 * spent, "%", rounds)
        one.close()


def idle(scene: Scene, report: Report, quick: bool) -> None:
    """The clock paused, the capture line ready, nobody types; n is seconds."""
    seconds = 2 if quick else 60
    room = scene.room()
    room.press(PAUSE)
    room.press(CAPTURE)
    room.rest(1.2)
    begun, shown = room.cpu(), room.screen()
    news = waste = 0
    for _ in range(seconds):
        came = read_all([room], 1)[0]
        now = room.screen() if came else shown
        news, waste = (news + came, waste) if now != shown else (news, waste + came)
        shown = now
    report.tell("bytes that change nothing on the screen", waste, "bytes", seconds, 0)
    report.tell("bytes of words that change: the day's time, ends at", news, "bytes", seconds)
    report.tell("processor time, of one processor", 100 * (room.cpu() - begun) / seconds, "%", 1)
    room.close()
    scene.rte("event", "resume")


def typing(scene: Scene, report: Report, quick: bool) -> None:
    """One character into the capture line, against Textual's `Input` in the same room."""
    keys = 5 if quick else 4 * len(SENTENCE)
    scene.rte("event", "pause")
    rooms = {
        "room": scene.room(),
        "Input": scene.stock(),
        "told": scene.stock("told"),
        "spared": scene.stock("told", "spared"),
    }
    for one in rooms.values():
        one.press(CAPTURE)
    found = _in_turns(rooms, keys)
    rests = {name: [answer.last for answer in answers] for name, answers in found.items()}
    for name, times in rests.items():
        p90 = 1e3 * quantiles(times, n=10)[8]
        report.tell(f"{name}: key until the output rests", 1e3 * median(times), "ms", keys)
        report.tell(f"{name}: the same, nine of ten keys", p90, "ms", keys)
    report.ratio("room / Input, which does nothing with it", rests["room"], rests["Input"], 0.6)
    for name, what in (
        ("told", "with preview and draft as in the room"),
        ("spared", "the same beside lists that a layout leaves alone"),
    ):
        report.ratio(f"room / Input, {what}", rests["room"], rests[name])
    for name, answers in found.items():
        sizes = [float(answer.size) for answer in answers]
        goal = 300.0 if name == "room" else None
        report.tell(f"{name}: bytes a character", median(sizes), "bytes", keys, goal)
        report.tell(f"{name}: bytes of the dearest character", max(sizes), "bytes", keys, goal)
    at_once = _sentences(rooms, 1 if quick else 15)
    for name, times in at_once.items():
        what = f"{name}: {len(SENTENCE)} characters in one piece"
        report.tell(what, 1e3 * median(times), "ms", len(times))
    for name in ("Input", "told"):
        report.ratio(f"room / {name}, in one piece", at_once["room"], at_once[name])
    for one in rooms.values():
        one.close()
    scene.rte("event", "resume")


def _in_turns(rooms: dict[str, Terminal], keys: int) -> dict[str, list[Answer]]:
    """Each character of the sentence into each room, in random order and at random moments."""
    found: dict[str, list[Answer]] = {name: [] for name in rooms}
    for number, char in enumerate(islice(cycle(SENTENCE), keys)):
        if number and number % len(SENTENCE) == 0:
            for one in rooms.values():
                one.press(CLEAR)
        for name in random.sample(list(rooms), len(rooms)):
            time.sleep(random.uniform(0, 0.02))
            found[name].append(rooms[name].press(char))
    return found


def _sentences(rooms: dict[str, Terminal], rounds: int) -> dict[str, list[float]]:
    """Seconds until the output rests after a whole sentence came in one piece."""
    found: dict[str, list[float]] = {name: [] for name in rooms}
    for _ in range(rounds):
        for name in random.sample(list(rooms), len(rooms)):
            rooms[name].press(CLEAR)
            # A program may take in many keys before it paints again.
            found[name].append(rooms[name].press(SENTENCE, quiet=0.6).last)
            if SENTENCE not in rooms[name].screen():
                raise SystemExit(f"{name} lost a key:\n{rooms[name].screen()}")
    return found


def turning(scene: Scene, report: Report, quick: bool) -> None:
    """From one surface to the next, against one complete drawing of the screen."""
    turns = 4 if quick else 4 * 7
    scene.rte("event", "pause")
    room = scene.room()
    room.press(ESCAPE)
    full = full_frame(room)
    found = [room.press(TURN) for _ in range(turns)]
    sizes = [float(answer.size) for answer in found]
    report.tell("one complete drawing", full, "bytes", 1)
    report.tell("turning, bytes", median(sizes), "bytes", turns)
    report.tell("turning / complete drawing", median(sizes) / full, "x", turns)
    report.tell("the dearest turn / complete drawing", max(sizes) / full, "x", turns, 1.0)
    report.tell("turning, until the first byte", 1e3 * median(a.first for a in found), "ms", turns)
    report.tell("turning, until it rests", 1e3 * median(a.last for a in found), "ms", turns)
    room.close()
    scene.rte("event", "resume")


def full_frame(room: Terminal) -> int:
    """Bytes of one frame that draws the whole screen, proved by drawing only that one."""
    room.resize(119, 36)
    room.rest(0.5)
    before = len(room.chunks)
    room.resize(120, 36)
    room.rest(0.5)
    came = b"".join(data for _, data in room.chunks[before:])
    frame = max(came.split(SYNC_START), key=len)
    if picture(frame) != picture(room.raw):
        raise SystemExit("the largest frame does not draw the whole screen")
    return len(frame) + len(SYNC_START)


Section = Callable[[Scene, Report, bool], None]
SECTIONS: dict[str, Section] = {
    "ticking": ticking,
    "idle": idle,
    "typing": typing,
    "turning": turning,
}


def main() -> int:
    """Run the sections that were asked for."""
    asked = options("What the room costs a terminal.", SECTIONS)
    report = Report(asked.json)
    for section in in_turn(SECTIONS, report, asked):
        with tempfile.TemporaryDirectory(prefix="rte-bench-") as place:
            section(Scene(Path(place)), report, asked.quick)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
