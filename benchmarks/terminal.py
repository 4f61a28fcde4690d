"""What opening the console and capturing a line costs, against other programs in the same run.

    python benchmarks/terminal.py [--quick] [--json] [--only SECTION] [--with posting,harlequin]

Programs take turns in random order, each from nothing, in a pseudo-terminal of 120 by 36 where it
draws. Ratios of medians stand beside their goals; milliseconds are this machine's, the ratios
travel. `--with` installs other Textual programs from the package index, each into a place of its
own that is removed afterwards. It judges nothing: it always ends with 0. Linux only.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cached_property
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from _lib import in_turns
from _report import Report, in_turn, options
from _scene import ROOT, SAID, Scene, environ_at, rte_on
from _started import Opening, installed, opening, whole
from _terminal import Terminal, read_all

LABEL = str(Path(__file__).with_name("_label.py"))
ENTRY = "import sys; from console.__main__ import main; sys.exit(main())"
"""What the installed command `rte` does."""
HOME_WORDS, LABEL_WORDS = "Next events", "one label"
ROOM_WORDS = "leaves behind"
LINE = "test rig is late @GAN owner:SM-GAN p:4 i:3"
SENTENCE = "the crane strike goes on @GAN owner:SM-GAN"


class Bench:
    """A place for stores, the environment of the programs, and what was asked for."""

    def __init__(self, place: Path, asked: argparse.Namespace) -> None:
        self.place = place
        self.quick: bool = asked.quick
        self.others: list[str] = [name for name in (asked.others or "").split(",") if name]
        self.environ = environ_at(place)

    @cached_property
    def scene(self) -> Scene:
        """The running room."""
        return Scene(self.place, records=20 if self.quick else 1_000)

    def rounds(self, usual: int) -> int:
        """How often each program has its turn."""
        return 2 if self.quick else usual

    def rte(self, folder: Path, *words: str) -> tuple[str, ...]:
        """The installed command on the store in `folder`."""
        return (sys.executable, "-c", ENTRY, "--store", str(folder), *words)

    def furnished(self, name: str) -> Path:
        """Another store with the sample train; no event is open there."""
        folder = self.place / name
        if not folder.exists():
            from console.cli.demo import furnish

            furnish(folder)
            rte_on(folder, self.environ, "add", "topic", "so that there is a checkpoint")
        return folder


def started(bench: Bench, *words: str) -> Terminal:
    """A program in a terminal of its own."""
    return Terminal(words, bench.environ)


def start(bench: Bench, report: Report) -> None:
    """From nothing to the first picture, and to the real one of home and of the room."""
    programs: dict[str, tuple[tuple[str, ...], str]] = {
        "label": ((sys.executable, LABEL), LABEL_WORDS),
        "home": (bench.rte(bench.furnished("home")), HOME_WORDS),
        "room": (bench.rte(bench.scene.folder), ROOM_WORDS),
    }
    if shutil.which("vim"):
        programs["vim"] = (("vim", "-u", "NONE"), "")
    else:
        report.missing("vim")
    found = installed(bench.others, bench.place / "others", sys.executable)
    for name in bench.others:
        if name in found:
            programs[name] = ((found[name],), "")
        else:
            report.missing(name)
    for name, (words, until) in list(programs.items()):
        try:
            opening(words, bench.environ, until)  # what a first start leaves is there from now on
        except SystemExit:
            if name not in found:
                raise
            report.missing(f"{name} (installed, and ends by itself)")
            del programs[name], found[name]
    seen: dict[str, list[Opening]] = {name: [] for name in programs}
    bare: list[float] = []
    n = bench.rounds(15)
    for name in in_turns([*programs, "bare"], n):
        if name == "bare":
            bare.append(whole((sys.executable, "-c", "pass"), bench.environ))
        else:
            words, until = programs[name]
            seen[name].append(opening(words, bench.environ, until))
    for name, openings in seen.items():
        report.tell(f"{name}: first picture", 1e3 * median(o.first for o in openings), "ms", n)
        if name in ("home", "room"):
            report.tell(f"{name}: real one", 1e3 * median(o.real for o in openings), "ms", n)
        report.tell(f"{name}: processor time", 1e3 * median(o.cpu for o in openings), "ms", n)
    label = [o.real for o in seen["label"]]
    report.ratio("home, real / one label", [o.real for o in seen["home"]], label, 1.2)
    report.ratio("room, real / one label", [o.real for o in seen["room"]], label)
    for name in found:
        other = [o.first for o in seen[name]]
        report.ratio(f"home, real / {name}", [o.real for o in seen["home"]], other)
    if "vim" in seen:
        vim = [o.first for o in seen["vim"]]
        for name in ("home", "room"):
            mine = [o.first for o in seen[name]]
            report.ratio(f"{name}, first true picture / vim", mine, vim, 2.0)
    mine = [o.first for o in seen["home"]]
    report.tell("bare interpreter, from start to end", 1e3 * median(bare), "ms", n)
    report.ratio("home, first true picture / bare interpreter", mine, bare)
    spent = [[o.cpu for o in seen[name]] for name in ("home", "label")]
    report.ratio("home / one label, processor time to the real picture", *spent)


def add(bench: Bench, report: Report) -> None:
    """`rte add` at 0, 1,000 and 10,000 records, `task add` with as many, a bare interpreter."""
    sizes = (0, 50) if bench.quick else (0, 1_000, 10_000)
    programs: dict[str, tuple[str, ...]] = {"bare": (sys.executable, "-c", "pass")}
    has_task = shutil.which("task") is not None
    if not has_task:
        report.missing("task")
    for size in sizes:
        folder = bench.furnished(f"add{size}")
        for first in range(0, size, 1_000):
            said = "".join(f"{SAID.format(n)}\n" for n in range(first, min(first + 1_000, size)))
            rte_on(folder, bench.environ, "add", "risk", "-", said=said)
        programs[f"rte {size}"] = bench.rte(folder, "add", "risk", LINE)
        if has_task:
            rc = _tasks(bench.place / f"task{size}", size, bench.environ)
            programs[f"task {size}"] = ("task", f"rc:{rc}", "add", LINE)
    for words in programs.values():
        whole(words, bench.environ)
    seen: dict[str, list[float]] = {name: [] for name in programs}
    for name in in_turns(list(programs), bench.rounds(40)):
        seen[name].append(whole(programs[name], bench.environ))
    n = bench.rounds(40)
    for name, times in seen.items():
        report.tell(f"{name}: one whole command", 1e3 * median(times), "ms", n)
    most = sizes[-1]
    report.ratio(f"rte add at {most} records / bare", seen[f"rte {most}"], seen["bare"], 3.0)
    report.ratio(f"rte add at {most} / at none", seen[f"rte {most}"], seen["rte 0"], 1.2)
    if has_task:
        for size in sizes:
            mine, theirs = seen[f"rte {size}"], seen[f"task {size}"]
            report.ratio(f"rte add / task add at {size} records", mine, theirs, 1.0)


def _tasks(place: Path, size: int, environ: dict[str, str]) -> Path:
    """A store of taskwarrior with this many tasks; its settings."""
    place.mkdir()
    rc = place / "taskrc"
    rc.write_text(f"data.location={place}\nconfirmation=off\nverbose=nothing\nhooks=off\n")
    lines = "".join(
        f'{{"description":"{SAID.format(n)}","status":"pending",'
        f'"entry":"20261118T090000Z","uuid":"{n:08}-0000-4000-8000-000000000000"}}\n'
        for n in range(size)
    )
    (place / "import.json").write_text(lines)
    if size:
        whole(("task", f"rc:{rc}", "import", str(place / "import.json")), environ)
    return rc


def typing(bench: Bench, report: Report) -> None:
    """One character into the capture line of home, against an app of one stock `Input`."""
    keys = 5 if bench.quick else 3 * len(SENTENCE)
    apps: dict[str, Terminal] = {
        "home": started(bench, *bench.rte(bench.furnished("home"))),
        "Input": started(bench, sys.executable, LABEL, "input"),
    }
    apps["home"].until(HOME_WORDS)
    apps["Input"].until("one field")
    apps["home"].press("c")
    found: dict[str, list[float]] = {name: [] for name in apps}
    sizes: dict[str, list[float]] = {name: [] for name in apps}
    for char in islice(cycle(SENTENCE), keys):
        for name in random.sample(list(apps), len(apps)):
            time.sleep(random.uniform(0, 0.02))
            answer = apps[name].press(char)
            found[name].append(answer.last)
            sizes[name].append(float(answer.size))
    for name, times in found.items():
        report.tell(f"{name}: key until the output rests", 1e3 * median(times), "ms", keys)
        report.tell(f"{name}: bytes a character", median(sizes[name]), "bytes", keys)
        apps[name].close()
    report.ratio("home / an app of one Input", found["home"], found["Input"])


def ticking(bench: Bench, report: Report) -> None:
    """Bytes a second of a room whose clock runs, beside `watch -n1 date`."""
    window, rounds = (3, 1) if bench.quick else (10, 6)
    programs = {"room": bench.scene.room()}
    if shutil.which("watch"):
        programs["watch"] = bench.scene.start("watch", "-n1", "date")
        programs["watch"].rest(0.5, limit=2.5)
    else:
        report.missing("watch -n1 date")
    read_all(programs.values(), 1)
    seen: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(rounds):
        for name, size in zip(programs, read_all(programs.values(), window), strict=True):
            seen[name].append(size / window)
    for name, sizes in seen.items():
        report.tell(f"{name}: bytes a second", median(sizes), "bytes", rounds)
        programs[name].close()
    if "watch" in seen:
        report.ratio("room / watch, bytes a second", seen["room"], seen["watch"], 2.0)


def resizing(bench: Bench, report: Report) -> None:
    """A hundred sizes within two seconds, against the same room on Textual's driver."""
    apps: dict[str, Terminal] = {
        "room": started(bench, *bench.rte(bench.scene.folder)),
        "stock": bench.scene.stock(),
    }
    apps["room"].until(ROOM_WORDS)
    count = 10 if bench.quick else 100
    sizes: dict[str, list[float]] = {name: [] for name in apps}
    spent: dict[str, list[float]] = {name: [] for name in apps}
    for _ in range(bench.rounds(3)):
        for name, app in apps.items():
            begun, came = app.cpu(), 0
            for step in range(count):
                app.resize(100 + step % 20, 30 + step % 6)
                came += read_all([app], 0.02)[0]
            came += app.rest(0.5)
            sizes[name].append(came)
            spent[name].append(app.cpu() - begun)
    n = bench.rounds(3)
    for name, app in apps.items():
        report.tell(f"{name}: bytes of {count} sizes", median(sizes[name]), "bytes", n)
        report.tell(f"{name}: processor time of them", 1e3 * median(spent[name]), "ms", n)
        app.close()
    report.ratio("room / the same on Textual's driver, bytes", sizes["room"], sizes["stock"], 0.5)
    report.ratio("the same, processor time", spent["room"], spent["stock"], 0.5)


Section = Callable[[Bench, Report], None]
SECTIONS: dict[str, Section] = {
    "start": start,
    "add": add,
    "typing": typing,
    "ticking": ticking,
    "resizing": resizing,
}
OTHERS = "names of Textual programs to install and measure too, like posting,harlequin"


def main() -> int:
    """Run the sections that were asked for."""
    asked = options(
        "What opening and capturing cost.",
        SECTIONS,
        lambda parser: parser.add_argument("--with", dest="others", metavar="NAMES", help=OTHERS),
    )
    report = Report(asked.json)
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory(prefix="rte-bench-") as place:
        bench = Bench(Path(place), asked)
        for section in in_turn(SECTIONS, report, asked):
            section(bench, report)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
