"""Bit flips: one random bit of a small journal turned over, many times.

    python -m tests.torture.flips --flips 4000

Nothing damaged may be read as whole: what a reader gets is, entry by entry, what was written, and
each entry that is missing is explained by a fault.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from store.errors import Damaged
from store.journal import JournalLog
from store.journal.files import JOURNAL
from store.journal.header import HEADER_SIZE

ENTRIES = 40


def build(folder: Path) -> list[dict[str, Any]]:
    """A small journal, half of it a snapshot; what a reader must get from it."""
    with JournalLog.create(folder) as log:
        for i in range(ENTRIES):
            doc = {"id": str(i), "text": f"risk {i} \u2028 [/] {'x' * (i * 7 % 90)}"}
            log.append(
                {"at": i, "by": "rte", "do": "capture", "ops": [["p", "risks", str(i), doc]]}
            )
        docs = {str(i): {"id": str(i)} for i in range(10)}
        if not log.compact(lambda: [["m", {"n": 10}], ["s", "risks", docs]], 10):
            raise AssertionError("compaction was refused")
    with JournalLog.open(folder, strict=True) as log:
        return list(log.follow(0))


def flip(folder: Path, whole: bytes, bit: int, truth: list[dict[str, Any]]) -> str:
    """Flip one bit; says what came of it, or raises AssertionError."""
    data = bytearray(whole)
    data[bit // 8] ^= 1 << bit % 8
    path = folder / JOURNAL
    path.write_bytes(data)
    try:
        log = JournalLog.open(folder)
    except Damaged:
        if bit // 8 >= HEADER_SIZE:
            raise AssertionError(f"bit {bit}: refused for a fault behind the header") from None
        if path.read_bytes() != data:
            raise AssertionError(f"bit {bit}: a refused file was changed") from None
        return "header refused"
    with log:
        before = list(log.follow(0))
        told = log.append({"at": 1, "do": "capture", "ops": []})
        faults = log.health().faults
        after = list(log.follow(0))
    if bit // 8 < HEADER_SIZE:
        raise AssertionError(f"bit {bit}: a damaged header was accepted")
    for got in (before, after[:-1]):
        if not all(entry in truth for entry in got):
            raise AssertionError(f"bit {bit}: a damaged entry was accepted")
    if after[-1] != told:
        raise AssertionError(f"bit {bit}: the new entry is not the last")
    lost = len(truth) - len(after[:-1])
    if lost > 1 or (lost and not faults):
        raise AssertionError(f"bit {bit}: {lost} entries missing, faults {faults}")
    if not lost:
        return "nothing lost"
    return "one line set aside"


def run(flips: int, seed: int, limit_s: float) -> Counter[str]:
    """Flip bits until `flips` are done or the time is up."""
    chance = random.Random(seed)
    until = time.monotonic() + limit_s
    results: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "train"
        truth = build(folder)
        whole = (folder / JOURNAL).read_bytes()
        while results.total() < flips and time.monotonic() < until:
            results[flip(folder, whole, chance.randrange(len(whole) * 8), truth)] += 1
    return results


def main() -> None:
    """The long form as a command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flips", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=600.0, help="seconds")
    words = parser.parse_args()
    results = run(words.flips, words.seed, words.limit)
    told = ", ".join(f"{what} {count}" for what, count in sorted(results.items()))
    sys.stdout.write(f"flips {results.total()}: {told}; damaged accepted as whole 0\n")


if __name__ == "__main__":
    main()
