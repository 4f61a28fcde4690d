"""The store against the limits of the machine and against SQLite.

    python benchmarks/store.py [--quick] [--only SECTION]

Prints ratios of medians, each beside its goal. What is compared takes turns in the same run,
operation by operation where that is possible, so that a slow minute of the machine hits both.
Milliseconds are this machine's; the ratios travel. It judges nothing: it always ends with 0.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from _lib import (
    RECORD_BYTES,
    ROOT,
    Contender,
    Ours,
    Raw,
    Sqlite,
    answer,
    as_json,
    child,
    fill,
    in_turns,
    plain_ratio,
    ratio,
    record,
    show,
    timed,
    unsynced,
)

from store.journal.files import JOURNAL
from store.journal.journal import JournalLog

SMALL, MIDDLE, LARGE = 100, 10_000, 100_000
FRESH_EVERY = 200
"""Captures after which the small stores start anew, so that they stay small."""


def captures(place: Path, quick: bool) -> None:
    """Durable capture, one record at a time, and what it writes."""
    rounds = 400 if quick else 2_000
    fill(place / "large", LARGE)
    rival = Sqlite(place / "large.db")
    rival.fill(LARGE)
    runners: dict[str, Contender] = {
        "raw": Raw(place / "raw"),
        "ours": Ours(place / "small-0"),
        "ours, large": Ours(place / "large"),
        "sqlite": Sqlite(place / "small-0.db"),
        "sqlite, large": rival,
    }
    times: dict[str, list[float]] = {name: [] for name in runners}
    number = LARGE
    for turn, name in enumerate(in_turns(list(runners), rounds)):
        if turn % (FRESH_EVERY * len(runners)) == 0:
            for small in ("ours", "sqlite"):
                runners[small].close()
            fresh = place / f"small-{turn + 1}"
            fill(fresh, SMALL)
            runners["ours"] = Ours(fresh)
            small_rival = Sqlite(fresh.with_suffix(".db"))
            small_rival.fill(SMALL)
            runners["sqlite"] = small_rival
        number += 1
        key, doc = record(number)
        times[name].append(timed(partial(runners[name].add, key, doc, as_json(key, doc))))
    for runner in runners.values():
        runner.close()
    show(
        f"raw append + fdatasync of {RECORD_BYTES} B, median",
        f"{median(times['raw']) * 1e6:.0f} us",
    )
    ratio(f"durable capture at {SMALL} records / raw", times["ours"], times["raw"], 1.5)
    ratio(f"durable capture at {LARGE} records / raw", times["ours, large"], times["raw"], 1.5)
    ratio(f"capture at {LARGE} / at {SMALL} records", times["ours, large"], times["ours"], 1.10)
    plain_ratio("SQLite WAL FULL / raw, small", times["sqlite"], times["raw"])
    plain_ratio("capture / SQLite WAL FULL, small", times["ours"], times["sqlite"])
    plain_ratio("capture / SQLite WAL FULL, large", times["ours, large"], times["sqlite, large"])


def written(place: Path, quick: bool) -> None:
    """Bytes that reach the file per byte of record."""
    count = 200 if quick else 1_000
    work = [record(number) for number in range(count)]
    size = sum(len(as_json(key, doc)) for key, doc in work)
    ours, rival = Ours(place / "written"), Sqlite(place / "written.db")
    journal = place / "written" / JOURNAL
    before = journal.stat().st_size
    with unsynced():
        for key, doc in work:
            ours.add(key, doc, b"")
    grown = journal.stat().st_size - before
    show(
        "journal grows per byte of record", f"{grown / size:.2f} x", "<= 1.35", grown / size <= 1.35
    )
    if Path("/proc/self/io").exists():
        begin = bytes_out()
        for key, doc in work:
            rival.add(key, doc, b"")
        show("SQLite WAL FULL writes per byte of record", f"{(bytes_out() - begin) / size:.1f} x")
    ours.close()
    rival.close()


def bytes_out() -> int:
    """Bytes that this process has handed to write calls."""
    return int(Path("/proc/self/io").read_text().split("wchar: ")[1].split()[0])


def opening(place: Path, quick: bool) -> None:
    """Opening in fresh processes, against parsing the same records from one JSON text."""
    rounds = 3 if quick else 9
    for count in (MIDDLE, LARGE):
        there = place / f"open-{count}"
        there.mkdir()
        fill(there / "single", count, one_by_one=True)
        shutil.copytree(there / "single", there / "compact")
        store = Ours(there / "compact")
        store.db.compact()
        docs = store.db.state.tables["risk"]
        whole = [{"id": key, **doc} for key, doc in docs.items()]
        (there / "blob.json").write_text(json.dumps(whole, separators=(",", ":")))
        store.close()
        rival = Sqlite(there / "rows.db")
        rival.fill(count)
        rival.close()
        jobs = {
            "json": ("json", there / "blob.json"),
            "compact": ("journal", there / "compact"),
            "single": ("journal", there / "single"),
            "sqlite": ("sqlite", there / "rows.db"),
        }
        found: dict[str, list[dict[str, float]]] = {name: [] for name in jobs}
        for name in in_turns(list(jobs), rounds):
            result = answer(child("load", *jobs[name]))
            if result["count"] != count:
                raise SystemExit(f"{name} loaded {result['count']} records, not {count}")
            found[name].append(result)
        s = {name: [each["s"] for each in results] for name, results in found.items()}
        show(f"json.loads of {count} records", f"{median(s['json']) * 1e3:.0f} ms")
        ratio(f"open {count}, compacted / json.loads", s["compact"], s["json"], 0.75)
        ratio(f"open {count}, never compacted / json.loads", s["single"], s["json"], 2.0)
        ratio(f"open {count}, compacted / SQLite load of all rows", s["compact"], s["sqlite"], 0.85)
        memory = median(each["memory"] for each in found["compact"]) / count
        parsed = median(each["memory"] for each in found["json"]) / count
        show(f"memory at {count}: ours / json.loads of them", f"{memory / parsed:.2f} x")
        show(
            f"memory per record at {count} / its JSON bytes",
            f"{memory / RECORD_BYTES:.1f} x",
            "<= 5",
            memory / RECORD_BYTES <= 5,
        )
        pause = median(each["pause"] for each in found["compact"]) * 1e3
        show(f"full garbage collection after opening {count}", f"{pause:.2f} ms")


def together(place: Path, quick: bool) -> None:
    """Four processes that capture as fast as they are acknowledged."""
    each, rounds = (500, 3) if quick else (2_500, 5)
    names = {"raw": "raw append + fdatasync", "journal": "ours", "sqlite": "SQLite WAL FULL"}
    rate: dict[str, list[float]] = {how: [] for how in names}
    worst: dict[str, list[float]] = {how: [] for how in names}
    waits: dict[str, list[float]] = {how: [] for how in names}
    for turn, how in enumerate(in_turns(list(names), rounds)):
        path = place / f"together-{turn}"
        results = crowd(how, path, each)
        took = max(r["end"] for r in results) - min(r["begin"] for r in results)
        rate[how].append(4 * each / took)
        worst[how].append(max(r["worst"] for r in results))
        waits[how] += [wait for r in results for wait in r["waits"]]
    for how, name in names.items():
        p99 = quantiles(waits[how], n=100)[98] * 1e3
        show(f"4 processes, {name}: acknowledged", f"{median(rate[how]):.0f}/s")
        show(
            f"4 processes, {name}: median / p99 / worst wait",
            f"{median(waits[how]) * 1e3:.2f}/{p99:.1f}/{max(worst[how]) * 1e3:.0f} ms",
        )
    plain_ratio("4 processes: throughput / raw", rate["journal"], rate["raw"])
    ratio("4 processes: throughput / SQLite's", rate["journal"], rate["sqlite"], 1.1, least=True)
    ratio("4 processes: worst acknowledgement / SQLite's", worst["journal"], worst["sqlite"], 0.1)


def crowd(how: str, path: Path, each: int) -> list[dict[str, Any]]:
    """What four processes found that captured into one store at the same time; all is there."""
    if how != "raw":
        (Ours if how == "journal" else Sqlite)(path).close()
    people = [child("capture", how, path, n * each, each) for n in range(4)]
    for one in people:
        assert one.stdout is not None
        one.stdout.readline()
    for one in people:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    results = [answer(one) for one in people]
    kept = kept_in(how, path)
    if kept != 4 * each:
        raise SystemExit(f"{how}: {kept} of {4 * each} acknowledged captures are there")
    return results


def kept_in(how: str, path: Path) -> int:
    """Records that a fresh look at a store finds."""
    if how == "raw":
        return path.stat().st_size // RECORD_BYTES
    if how == "journal":
        ours = Ours(path)
        count = len(ours.db.state.tables["risk"])
        ours.close()
        return count
    rival = Sqlite(path)
    (rows,) = rival.connection.execute("select count(*) from risk").fetchone()
    rival.close()
    return int(rows)


def compaction(place: Path, quick: bool) -> None:
    """How long others are locked out while a large store is compacted."""
    fill(place / "compaction", LARGE)
    ours = Ours(place / "compaction")
    log = ours.db.log
    assert isinstance(log, JournalLog)
    held, whole = [], []
    for number in range(3 if quick else 7):
        ours.add(*record(LARGE + number), b"")
        whole.append(timed(ours.db.compact))
        held.append(log.last_compaction_lock_s)
    ours.close()
    lock = median(held) * 1e3
    show(f"compaction at {LARGE} records, lock held", f"{lock:.1f} ms", "<= 20 ms", lock <= 20)
    plain_ratio("lock held / whole compaction", held, whole)


def command(place: Path, quick: bool) -> None:
    """`rte add` as a whole process, against an interpreter that does nothing."""
    if not (ROOT / "console" / "__main__.py").exists():
        show("rte add as a whole process", "not measured", "<= 3")
        return
    rounds = 10 if quick else 40
    homes = {0: place / "home-0", LARGE: place / "home-large"}
    bare = [sys.executable, "-c", "pass"]
    add = [sys.executable, "-m", "console", "add", "risk", "staging is down since Monday @GAN"]
    for count, home in homes.items():
        sample = ROOT / "store" / "sample" / "tideway.json"
        run([sys.executable, "-m", "console", "import", str(sample)], home)
        fill(home / "trains" / "default", count)
        run(add, home)  # the first after others have written a lot opens the whole store
    jobs = {"bare": (bare, place), **{str(n): (add, home) for n, home in homes.items()}}
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for name in in_turns(list(jobs), rounds):
        words, home = jobs[name]
        times[name].append(timed(partial(run, words, home)))
    show("a bare `python -c pass`", f"{median(times['bare']) * 1e3:.1f} ms")
    for count in homes:
        ratio(
            f"`rte add` with {count} records / bare interpreter",
            times[str(count)],
            times["bare"],
            3,
        )


def run(words: list[str], home: Path) -> None:
    """One whole process with its data in `home`."""
    environment = {**os.environ, "RTE_HOME": str(home), "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        words, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(words[1:4])} failed: {done.stderr}")


SECTIONS: dict[str, Callable[[Path, bool], None]] = {
    "captures": captures,
    "written": written,
    "opening": opening,
    "together": together,
    "compaction": compaction,
    "command": command,
}


def main() -> int:
    """Run the sections that were asked for."""
    parser = argparse.ArgumentParser(description="The store against the machine and SQLite.")
    parser.add_argument("--quick", action="store_true", help="fewer repeats, rougher figures")
    parser.add_argument("--only", choices=SECTIONS, help="one section")
    parser.add_argument("--in", dest="folder", help="folder on the disk to be measured")
    asked = parser.parse_args()
    random.seed(20260118)
    for name, section in SECTIONS.items():
        if asked.only in (None, name):
            print(f"{name}: {section.__doc__}", flush=True)
            with tempfile.TemporaryDirectory(prefix="rte-bench-", dir=asked.folder) as place:
                section(Path(place), asked.quick)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
