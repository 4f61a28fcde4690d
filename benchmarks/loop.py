"""What the loop costs: the Inspect & Adapt of ten planning intervals, beside opening the store.

    python benchmarks/loop.py [--quick] [--json] [--only SECTION]

The store holds 10,000 records of every kind (see `_train.py`), one entry of the journal each, and
it is the morning of the tenth Inspect & Adapt. Opening the store alone and opening it with each
screen take turns in one run, in random order, each with a ledger of its own; every figure stands as
a ratio to opening the store alone. It judges nothing: it always ends with 0.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from statistics import median

from _lib import ROOT, in_turns, timed
from _report import Report, in_turn, options
from _train import NOW, build

sys.path.insert(0, str(ROOT))

from store.exchange.report import FORMATS, Making, render
from store.insight.briefing import brief_for
from store.insight.home import home
from store.insight.inspect import inspect
from store.insight.rows import Row, Surface
from store.insight.snapshot import Snapshot
from store.insight.surfaces import surface
from store.ledger.opening import open_ledger

GOAL = 1.5
"""Opening the store with the Inspect & Adapt in it, to opening the store alone, at most."""
PAGE = 40
"""Rows of a tall terminal."""
QUICK_SHARE = 0.1
ROOM = ("brief", "candidates", "measures", "improvements", "signals", "carrying", "actual-value")
"""Surfaces that the room of an Inspect & Adapt turns to."""
VERBS = ("brief inspect-adapt", "signals", "measures", "improve", "list objective")
"""Whole commands; the last is what any list costs."""


def first_page(seen: Surface) -> list[Row]:
    """The rows that a tall terminal shows of a surface."""
    rows: list[Row] = []
    for section in seen.sections:
        rows += section.rows[: PAGE - len(rows)]
    return rows


Look = Callable[[Snapshot], object]


def _brief(snap: Snapshot) -> list[Row]:
    return first_page(brief_for(snap, "inspect-adapt"))


def _facts(snap: Snapshot) -> list[Row]:
    return first_page(inspect(snap))


def _both(snap: Snapshot) -> None:
    _facts(snap)
    _brief(snap)


def _named(name: str, snap: Snapshot) -> list[Row]:
    return first_page(surface(snap, name))


LOOKS: dict[str, Look] = {
    "I: its facts": _facts,
    "the briefing before it": _brief,
    "I and the briefing": _both,
    "measures": partial(_named, "measures"),
    "candidates": partial(_named, "candidates"),
    "signals": partial(_named, "signals"),
    "improvements": partial(_named, "improvements"),
    "carry or close": partial(_named, "carrying"),
    "home": home,
}
"""What is worked out behind the opening, each from nothing."""
WITH_GOAL = ("I: its facts", "the briefing before it", "I and the briefing", "measures")


def opened(folder: Path, look: Look | None = None) -> None:
    """Open the store and look at it; alone for None."""
    ledger = open_ledger(folder, who="RTE", now=lambda: NOW)
    if look is not None:
        look(ledger.snapshot())
    ledger.db.close()


def opening(folder: Path, report: Report, rounds: int) -> None:
    """Opening the store with each screen in it / opening the store alone."""
    alone = "the store alone"
    looks: dict[str, Look | None] = {alone: None, **LOOKS}
    times: dict[str, list[float]] = {name: [] for name in looks}
    opened(folder, _both)  # What is imported or compiled at first use is no part of a ratio.
    for name in in_turns(list(looks), rounds):
        gc.collect()
        times[name].append(timed(partial(opened, folder, looks[name])))
    report.tell(alone, 1e3 * median(times[alone]), "ms", rounds)
    for name in LOOKS:
        goal = GOAL if name in WITH_GOAL else None
        report.ratio(f"{name} / {alone}", times[name], times[alone], goal)


def commands(folder: Path, report: Report, rounds: int) -> None:
    """Whole commands, from the shell to the last line / a list of objectives."""
    times: dict[str, list[float]] = {verb: [] for verb in VERBS}
    environ = {**os.environ, "RTE_HOME": str(folder.parent), "PYTHONPATH": str(ROOT)}
    environ |= {"RTE_NOW": NOW.isoformat(), "RTE_BY": "RTE"}
    for verb in in_turns(list(times), max(2, rounds // 4)):
        words = [sys.executable, "-m", "console", "--store", str(folder), *verb.split()]
        run = partial(subprocess.run, words, env=environ, cwd=ROOT, capture_output=True, check=True)
        times[verb].append(timed(run))
    plain = VERBS[-1]
    report.tell(f"rte {plain}", 1e3 * median(times[plain]), "ms", len(times[plain]))
    for verb in VERBS[:-1]:
        report.ratio(f"rte {verb} / rte {plain}", times[verb], times[plain])


def reports(folder: Path, report: Report, rounds: int) -> None:
    """The report of an Inspect & Adapt, made and written / opening the store alone."""
    alone: list[float] = []
    times: dict[str, list[float]] = {form: [] for form in FORMATS}
    sizes: dict[str, int] = {}
    for form in in_turns(list(FORMATS), max(2, rounds // 4)):
        alone.append(timed(partial(opened, folder)))

        def make(snap: Snapshot, form: str = form) -> None:
            sizes[form] = len(render(Making(snap, "ia", None).document, form).encode())

        times[form].append(timed(partial(opened, folder, make)))
    for form in FORMATS:
        n = len(times[form])
        report.tell(f"report ia as {form}", 1e3 * median(times[form]), "ms", n)
        report.ratio(f"report ia as {form} / the store alone", times[form], alone)
        report.tell(f"report ia as {form}: its size", sizes[form], "bytes", 1)


def idling(folder: Path, report: Report, rounds: int) -> None:
    """One second of a room that nobody touches: its surface asked for again / worked out once."""
    ledger = open_ledger(folder, who="RTE", now=lambda: NOW)
    snap = ledger.snapshot()
    for name in ROOM:
        first = timed(partial(surface, snap, name))
        again = [timed(partial(surface, snap, name)) for _ in range(rounds * 10)]
        report.ratio(f"{name}, a second later / the first time", again, [first] * rounds * 10)
    ledger.db.close()


Section = Callable[[Path, Report, int], None]
SECTIONS: Mapping[str, Section] = {
    "open": opening,
    "idle": idling,
    "command": commands,
    "report": reports,
}


def _progress(total: int, count: int) -> None:
    print(f"  {count:,} records of about {total:,}", file=sys.stderr, flush=True)


def main() -> int:
    """Build the store, then run the sections that were asked for."""
    asked = options("What an Inspect & Adapt costs beside opening its store.", SECTIONS)
    report = Report(asked.json)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "train"
        share = QUICK_SHARE if asked.quick else 1.0
        build(folder, partial(_progress, round(10_000 * share)), share=share)
        for section in in_turn(SECTIONS, report, asked):
            section(folder, report, 4 if asked.quick else 20)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
