"""What several terminals on one store cost each other, two of them behind an sshd on loopback.

    python benchmarks/many.py [--quick] [--json] [--only SECTION]

Four consoles of 80 by 24 stand in the risk step of the sample train with the list of captures in
front. Their people type real keys; the facilitator's terminal runs the event between its captures.
Beside them `tail -f` follows the journal in a terminal of its own: what this machine needs to
bring a line from one process to another's screen without any drawing. A run ends with an error if
a capture is lost, stands twice, or stands in another order on one of the screens.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles

from _crowd import Crowd, await_words, by_tail, check, kill, work_on
from _report import Report, in_turn, options

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from console.moment import clock_for
from store.ledger import capturing
from store.ledger.opening import open_ledger
from tests.crowd import (
    RUN,
    Deed,
    all_do,
    captures,
    cpu,
    furnished,
    leads,
    opened,
    read_all,
    settle,
    waits,
)
from tests.sshd_lab import Sshd, lacks

GOAL_MS = 50.0
KEY_S = 0.08
"""Seconds between two keys of somebody who types fast."""
KILL_S = 2.0


def work(letter: str, count: int, key_s: float, rest_s: float) -> Iterator[Deed]:
    """Captures; at terminal A with a move of the event every few."""
    for number in range(count):
        if letter == "A" and number % 10 == 5:
            yield from leads(number // 10)
        yield from captures(letter, number, 1, key_s=key_s, rest_s=rest_s)


def told(report: Report, what: str, seconds: Sequence[float], goal: float | None = None) -> None:
    """Median, nineteen of twenty, and the worst, in milliseconds."""
    report.tell(f"{what}: median", 1e3 * median(seconds), "ms", len(seconds), goal)
    report.tell(f"{what}: p95", 1e3 * quantiles(seconds, n=20)[18], "ms", len(seconds))
    report.tell(f"{what}: worst", 1e3 * max(seconds), "ms", len(seconds))


def measured(crowd: Crowd, report: Report, per: float, key_s: float, rest_s: float) -> None:
    """Let all type, then tell what it took."""
    each = max(1, round(per / 4))
    pids = [crowd.pid(person) for person in crowd.people]
    before = [cpu(pid) for pid in pids], [len(person.lab.raw) for person in crowd.people]
    for person in crowd.people:
        person.does(work(person.who[1], each, key_s, rest_s))
    began = time.perf_counter()
    all_do([*crowd.people], crowd.journal, 3_600, lambda: read_all([crowd.tail], 0))
    took = time.perf_counter() - began
    settle([*crowd.people, crowd.tail])
    count = 4 * each
    report.tell("captures a second, by four", count / took, "/s", count)
    found, unseen = waits(crowd.people)
    tail = by_tail(crowd)
    told(report, "Enter until it is painted on another terminal", found, GOAL_MS)
    told(report, "Enter until `tail -f` has it", tail)
    report.ratio("painted / tail", found, tail)
    report.tell("painted only together with newer ones, out of sight", unseen, "", 3 * count)
    used = [cpu(pid) - start for pid, start in zip(pids, before[0], strict=True)]
    sizes = [len(p.lab.raw) - start for p, start in zip(crowd.people, before[1], strict=True)]
    report.tell("processor time a terminal needs for each", 1e3 * median(used) / count, "ms", count)
    report.tell("bytes to a terminal for each", median(sizes) / count, "bytes", count)
    check(crowd)


def people(place: Path, sshd: Sshd | None, report: Report, quick: bool) -> None:
    """Four people type at their own speed, key by key, with a rest between two captures."""
    crowd = Crowd(place, sshd, 200 if quick else 1_000)
    measured(crowd, report, 16 if quick else 200, KEY_S, 0.5)
    crowd.close()


def flood(place: Path, sshd: Sshd | None, report: Report, quick: bool) -> None:
    """2,000 captures by all four at once, each the moment the one before is saved."""
    crowd = Crowd(place, sshd)
    measured(crowd, report, 40 if quick else 2_000, 0, 0)
    crowd.close()


def killed(place: Path, sshd: Sshd | None, report: Report, quick: bool) -> None:
    """The same with a terminal killed every two seconds and begun again."""
    crowd = Crowd(place, sshd)
    for person in crowd.people:
        person.does(work(person.who[1], 10 if quick else 500, 0, 0.05))
    deaths = back = 0
    began = last = time.perf_counter()
    while not all(person.done for person in crowd.people[1:]):
        work_on(crowd, max(0.1, last + KILL_S - time.perf_counter()))
        last = time.perf_counter()
        alive = [n for n in (1, 2, 3) if not crowd.people[n].done]  # the facilitator's lives on
        if alive:
            back += kill(crowd, alive[deaths % len(alive)])
            deaths += 1
    took = time.perf_counter() - began
    work_on(crowd, 3_600)
    settle(crowd.people)
    report.tell("captures on record, each once", len(crowd.written()), "", 1)
    report.tell("terminals killed", deaths, "", deaths)
    report.tell("from one kill to the next", took / max(1, deaths), "s", deaths)
    report.tell("of these with words that were back in the line", back, "", deaths)
    check(crowd)
    left = [p.name for p in crowd.store.rglob("*") if p.suffix == ".tmp"]
    drafts = [p for p in (crowd.store / "drafts").iterdir() if p.read_text().partition("\n")[2]]
    report.tell("temporary files left", len(left), "", deaths, 0)
    report.tell("drafts left", len(drafts), "", deaths, 0)
    crowd.close()


def stopped(place: Path, sshd: Sshd | None, report: Report, quick: bool) -> None:
    """Two terminals alone, with two idle beside them, and with one stopped and one unread."""
    crowd = Crowd(place, sshd)
    first, second, third, fourth = crowd.people
    awake = [first, second]
    count, base = (5 if quick else 50), 0
    found: dict[str, list[float]] = {"idle": [], "stopped": []}
    for turn in range(2 if quick else 6):
        name = ("idle", "stopped")[turn % 2]
        if name == "stopped":
            os.kill(crowd.pid(third), 19)  # SIGSTOP; of the fourth nothing is read meanwhile
        for person in awake:
            person.sent.clear()
            person.does(captures(person.who[1], base, count, key_s=0.01, rest_s=0.1))
        base += count
        reading = awake if name == "stopped" else crowd.people
        all_do(awake, crowd.journal, 600, lambda them=reading: read_all(them, 0))
        settle(awake)
        found[name] += waits(awake)[0]
        if name == "stopped":
            os.kill(crowd.pid(third), 18)
        settle(crowd.people)
    report.ratio("painted with one stopped, one unread / all awake", found["stopped"],
                 found["idle"])  # fmt: skip
    report.tell("worst with one stopped, one unread", 1e3 * max(found["stopped"]), "ms",
                len(found["stopped"]))  # fmt: skip
    for person in (third, fourth):
        await_words(person, f"x{base - 1:04}")
    crowd.close()


def cost(place: Path, sshd: Sshd | None, report: Report, quick: bool) -> None:  # noqa: ARG001 - sections are alike
    """What a line of somebody else costs a terminal that only looks on, by risks on record."""
    lines = 20 if quick else 100
    for risks in (0, 200) if quick else (0, 1_000, 3_000):
        here = place / str(risks)
        here.mkdir()
        store, script = here / "train", here / "run.py"
        script.write_text(RUN)
        furnished(store, risks=risks)
        looker = opened(store, script, "TA")
        await_words(looker, "6/8")
        looker.lab.send("3")
        settle([looker])
        ledger = open_ledger(store, who="TB")
        ledger.now = clock_for(store, None)
        begun, size = cpu(looker.lab.pid), len(looker.lab.raw)
        for number in range(lines):
            capturing.capture(ledger, f"Bx{number:04} crane holds up gate", "risk")
            end = time.perf_counter() + 0.1
            while time.perf_counter() < end:
                read_all([looker], 0.02)
        apart = cpu(looker.lab.pid) - begun
        report.tell(f"{risks:,} risks: processor time for a line", 1e3 * apart / lines, "ms", lines)
        report.tell(f"{risks:,} risks: bytes for a line", (len(looker.lab.raw) - size) / lines,
                    "bytes", lines)  # fmt: skip
        begun = cpu(looker.lab.pid)
        for number in range(lines):
            capturing.capture(ledger, f"Cx{number:04} crane holds up gate", "risk")
        settle([looker])
        at_once = cpu(looker.lab.pid) - begun
        report.tell(f"{risks:,} risks: a line in a flood / a line alone", at_once / apart, "x",
                    lines)  # fmt: skip
        ledger.db.close()
        looker.lab.close()


SECTIONS = {
    "people": people,
    "flood": flood,
    "killed": killed,
    "stopped": stopped,
    "cost": cost,
}


def main() -> int:
    """Run the sections that were asked for."""
    asked = options("What several terminals on one store cost each other.", SECTIONS)
    report = Report(asked.json)
    lacking = lacks()
    if lacking:
        print(f"no sshd: {lacking}; all four terminals are local", file=sys.stderr)
    for section in in_turn(SECTIONS, report, asked):
        with tempfile.TemporaryDirectory(prefix="rte-bench-") as place:
            sshd = None if lacking else Sshd(Path(place) / "sshd")
            try:
                section(Path(place), sshd, report, asked.quick)
            finally:
                if sshd is not None:
                    sshd.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
