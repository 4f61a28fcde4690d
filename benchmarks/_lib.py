"""What the benchmarks of the store share: records, rival stores, timing, printing, children."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any, Protocol, cast

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import store.journal.journal  # noqa: E402, F401  # so that no timed call imports it
from store.domain.ids import new_id  # noqa: E402  # after the path is set
from store.tiny.db import JournalDB  # noqa: E402

Doc = dict[str, Any]
RECORD_BYTES = 307
START_MS = 1_790_000_000_000
TEXT = "staging is down since Monday so the demo of pump data has to wait"


def record(number: int) -> tuple[str, Doc]:
    """Id and fields of a risk; as one JSON object, id included, it is `RECORD_BYTES` long.

    The goals were set with a record of this shape: who, when and where it was said, its words,
    its status, three votes and two tags.
    """
    key = new_id("risk", START_MS + number, random.getrandbits(80))
    doc: Doc = {
        "ref": f"R{number:06}",
        "at": START_MS + number,
        "by": "RTE",
        "event": "E8/risks/12",
        "status": "new",
        "votes": [3, 4, 2],
        "tags": ["access", "demo"],
        "text": TEXT,
    }
    doc["text"] += "." * (RECORD_BYTES - len(as_json(key, doc)))
    return key, doc


def as_json(key: str, doc: Doc) -> bytes:
    """The whole record as compact JSON, its id included: the bytes everything is compared with."""
    return json.dumps({"id": key, **doc}, separators=(",", ":")).encode()


def fill(folder: Path, count: int, *, one_by_one: bool = False) -> None:
    """Put `count` records into the store in `folder`, one entry each if `one_by_one`.

    The flush of each entry is left out while filling; the last entry is flushed.
    """
    db = JournalDB(folder)
    table = db.records("risk")
    if one_by_one:
        with unsynced():
            for number in range(count):
                table.add(*record(number))
    for first in range(0, 0 if one_by_one else count, 5_000):
        with db.transaction(do="fill"):
            for number in range(first, min(first + 5_000, count)):
                table.add(*record(number))
    db.close()


def _nothing(_fd: object) -> None:
    pass


class unsynced:  # noqa: N801  # used like a function
    """No flush to disk inside the block, in this process. For filling only, never for timing."""

    def __enter__(self) -> None:
        self._real = os.fdatasync
        os.fdatasync = cast(Any, _nothing)

    def __exit__(self, *_: object) -> None:
        os.fdatasync = self._real


class Contender(Protocol):
    """Something that stores a record durably."""

    def add(self, key: str, doc: Doc, data: bytes) -> None:
        """Store one record, which as JSON is `data`; it is on disk when this returns."""

    def close(self) -> None:
        """Release everything."""


class Raw:
    """The floor: append the bytes of a record to a file and flush them."""

    def __init__(self, path: Path) -> None:
        self._fd = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)

    def add(self, key: str, doc: Doc, data: bytes) -> None:  # noqa: ARG002  # see Contender
        os.write(self._fd, data)
        os.fdatasync(self._fd)

    def close(self) -> None:
        os.close(self._fd)


class Ours:
    """A `JournalDB` with one insert per record."""

    def __init__(self, folder: Path) -> None:
        self.db = JournalDB(folder)
        self._table = self.db.records("risk")

    def add(self, key: str, doc: Doc, data: bytes) -> None:  # noqa: ARG002  # see Contender
        self._table.add(key, doc)

    def close(self) -> None:
        self.db.close()


class Sqlite:
    """SQLite in WAL mode, flushed at every commit: one row of id and JSON per record."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None, timeout=60)
        self.connection.execute("pragma journal_mode=wal")
        self.connection.execute("pragma synchronous=full")
        self.connection.execute("create table if not exists risk (id text primary key, doc text)")

    def add(self, key: str, doc: Doc, data: bytes) -> None:  # noqa: ARG002  # see Contender
        self.connection.execute("insert into risk values (?, ?)", (key, json.dumps(doc)))

    def fill(self, count: int) -> None:
        """Many records in one commit."""
        self.connection.execute("begin")
        for number in range(count):
            key, doc = record(number)
            self.add(key, doc, b"")
        self.connection.execute("commit")

    def close(self) -> None:
        self.connection.close()


def timed(call: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def in_turns(names: list[str], rounds: int) -> Iterator[str]:
    """Each name once a round, every round in another order."""
    for _ in range(rounds):
        yield from random.sample(names, len(names))


def child(job: str, *arguments: object) -> subprocess.Popen[str]:
    """A fresh process that runs a job of `_children.py` and prints one line of JSON."""
    return subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("_children.py")), job, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def answer(process: subprocess.Popen[str]) -> Doc:
    """What a child printed last; waits for it."""
    printed, _ = process.communicate(timeout=300)
    if process.returncode:
        raise SystemExit(f"a child process failed with {process.returncode}")
    found: Doc = json.loads(printed.splitlines()[-1])
    return found


def show(what: str, figure: str, goal: str = "", ok: bool | None = None) -> None:
    """One line: what was measured, the figure, its goal and whether it was met."""
    verdict = "" if ok is None else ("met" if ok else "NOT MET")
    print(f"  {what:<58}{figure:>16}   {goal:<10} {verdict}", flush=True)


def ratio(
    what: str, mine: list[float], other: list[float], goal: float, *, least: bool = False
) -> None:
    """The ratio of two medians beside its goal: an upper bound, or with `least` a lower one."""
    value = median(mine) / median(other)
    ok = value >= goal if least else value <= goal
    show(what, f"{value:.2f} x", f"{'>=' if least else '<='} {goal}", ok)


def plain_ratio(what: str, mine: list[float], other: list[float]) -> None:
    """A ratio of two medians that has no goal of its own."""
    show(what, f"{median(mine) / median(other):.2f} x")
