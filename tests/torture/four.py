"""Several processes capture at once, each waiting for its acknowledgement.

    python -m tests.torture.four --captures 20000 --processes 8

Every acknowledged capture must be there afterwards, once, under its own number, and a live
follower must have seen the same.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from store.journal import JournalLog

from .kit import Acks, Nursery, Tables, acknowledged, draft, judge, nurse

PROCESSES = 4


def write(store: Path, acks: Path, count: int) -> None:
    """Capture `count` times; note each acknowledgement with its number and the worst wait."""
    noted = Acks(acks / f"{os.getpid()}.acks")
    worst = 0.0
    with JournalLog.open(store, deadline_s=30) as log:
        for i in range(count):
            key = f"{os.getpid()}.{i}"
            doc = {"id": key, "text": "staging is down since monday " * 6}
            began = time.perf_counter()
            told = log.append(draft("capture", [["p", "records", key, doc]]))
            worst = max(worst, time.perf_counter() - began)
            noted.note(f"{key}={told['n']}")
    (acks / f"{os.getpid()}.worst").write_text(str(worst), encoding="ascii")


def run(captures: int, limit_s: float, processes: int = PROCESSES) -> str:
    """All captures, or AssertionError; a summary line."""
    until = time.monotonic() + limit_s
    share = captures // processes
    with tempfile.TemporaryDirectory() as place:
        store, acks = Path(place) / "train", Path(place)
        follower = Tables()
        with JournalLog.create(store) as log:
            began = time.monotonic()
            nursery = Nursery("four")
            try:
                writers = [nursery.start(str(store), str(acks), str(share))
                           for _ in range(processes)]  # fmt: skip
                while not all(nursery.ended(writer) for writer in writers):
                    if time.monotonic() > until:
                        raise AssertionError(f"not done after {limit_s} s")
                    follower.take(log.follow(follower.n))
                    time.sleep(0.002)
            finally:
                nursery.close()
            took = time.monotonic() - began
            follower.take(log.follow(follower.n))
            puts, fresh = judge(store, follower)
        noted = dict(word.split("=") for word in acknowledged(acks))
        worst = max(float(path.read_text(encoding="ascii")) for path in acks.glob("*.worst"))
        numbers = {int(n) for n in noted.values()}
    if set(noted) != set(puts) or set(puts.values()) != {1} or len(noted) != share * processes:
        raise AssertionError(f"{len(noted)} acknowledged, {puts.total()} kept")
    if numbers != set(range(1, len(noted) + 1)) or fresh.n != len(noted) + 1:
        raise AssertionError("the numbers have gaps or repeats")
    return (
        f"{processes} processes, {len(noted)} acknowledged in {took:.1f} s with start "
        f"({len(noted) / took:.0f}/s), worst wait {worst * 1000:.0f} ms; lost 0, doubled 0, "
        "follower identical"
    )


def main() -> None:
    """The long form as a command; also the writers' entrance."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--captures", type=int, default=20_000)
    parser.add_argument("--limit", type=float, default=300.0, help="seconds")
    parser.add_argument("--processes", type=int, default=PROCESSES)
    parser.add_argument("--nursery", action="store_true", help="what makes the writers")
    words = parser.parse_args()
    if words.nursery:
        nurse(lambda given: write(Path(given[0]), Path(given[1]), int(given[2])))
        return
    sys.stdout.write(run(words.captures, words.limit, words.processes) + "\n")


if __name__ == "__main__":
    main()
