"""Jobs of the benchmarks that need a fresh process. Each prints one line of JSON at its end."""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from _lib import Contender, Ours, Raw, Sqlite, as_json, record


def resident() -> int:
    """Bytes of memory that the process holds now."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def load(how: str, path: str) -> dict[str, Any]:
    """Time and memory of getting all records of `path` into dicts, imports not counted."""
    held: Any
    before = resident() if sys.platform == "linux" else 0
    begin = time.perf_counter()
    if how == "json":
        held = json.loads(Path(path).read_bytes())
        count = len(held)
    elif how == "journal":
        held = Ours(Path(path))
        count = len(held.db.state.tables["risk"])
    else:
        rows = Sqlite(Path(path)).connection.execute("select id, doc from risk")
        held = {key: json.loads(doc) for key, doc in rows}
        count = len(held)
    seconds = time.perf_counter() - begin
    after = resident() if sys.platform == "linux" else 0
    pause = time.perf_counter()
    gc.collect()
    pause = time.perf_counter() - pause
    return {"s": seconds, "count": count, "memory": after - before, "pause": pause}


def capture(how: str, path: str, first: str, count: str) -> dict[str, Any]:
    """Insert records one by one as fast as they are acknowledged; starts at a line on stdin."""
    contender = _contender(how, Path(path))
    work = [record(number) for number in range(int(first), int(first) + int(count))]
    done = [(key, doc, as_json(key, doc)) for key, doc in work]
    print("ready", flush=True)
    sys.stdin.readline()
    waits = []
    begin = time.monotonic()
    for key, doc, data in done:
        asked = time.perf_counter()
        contender.add(key, doc, data)
        waits.append(time.perf_counter() - asked)
    end = time.monotonic()
    contender.close()
    return {"begin": begin, "end": end, "worst": max(waits), "waits": waits}


def _contender(how: str, path: Path) -> Contender:
    if how == "raw":
        return Raw(path)
    return Ours(path) if how == "journal" else Sqlite(path)


if __name__ == "__main__":
    jobs: dict[str, Callable[..., dict[str, Any]]] = {"load": load, "capture": capture}
    print(json.dumps(jobs[sys.argv[1]](*sys.argv[2:])))
