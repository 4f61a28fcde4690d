"""Three writers, killed at random and started again, under a live follower.

    python -m tests.torture.kill9 --kills 200

Writers put single records, batches of twenty in one entry, and transactions that read a counter
and raise it; now and then they compact. What was acknowledged must be there afterwards, once; a
batch whole or not at all; the counter must equal the number of transactions.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from pathlib import Path

from store.errors import ConsoleError
from store.journal import JournalLog

from .kit import Acks, Nursery, Tables, acknowledged, draft, judge, nurse

WRITERS = 3
BATCH = 20
COUNTER = "count"


def write(store: Path, acks: Path, seed: int) -> None:
    """A writer's endless life."""
    chance = random.Random(seed)
    noted = Acks(acks / f"{os.getpid()}-{seed}.acks")
    tables = Tables()
    with JournalLog.open(store, deadline_s=30) as log:
        tables.take(log.follow(0))
        for i in range(1 << 30):
            key = f"{seed:x}.{i}"
            kind = chance.random()
            if kind < 0.01:
                tables.take(log.follow(tables.n))
                log.compact(tables.parts, tables.n)
            elif kind < 0.15:
                _transaction(log, tables, f"t{key}")
                noted.note(f"t{key}")
            elif kind < 0.20:
                keys = [f"b{key}/{part}" for part in range(BATCH)]
                log.append(draft("batch", [["p", "records", one, {"id": one}] for one in keys]))
                noted.note(f"b{key}")
            else:
                doc = {"id": f"r{key}", "text": "x" * chance.randrange(300)}
                log.append(draft("single", [["p", "records", f"r{key}", doc]]))
                noted.note(f"r{key}")


def _transaction(log: JournalLog, tables: Tables, key: str) -> None:
    with log.exclusive():
        tables.take(log.follow(tables.n))
        count = tables.docs["counters"][COUNTER]["value"]
        ops = [["u", "counters", COUNTER, {"value": count + 1}, {"value": count}],
               ["p", "records", key, {"id": key, "count": count + 1}]]  # fmt: skip
        tables.take([log.append(draft("transaction", ops), expect=tables.n)])


def run(kills: int, seed: int, limit_s: float) -> str:
    """Kill until `kills` are done or the time is up; judge; a summary line."""
    chance = random.Random(seed)
    until = time.monotonic() + limit_s
    with tempfile.TemporaryDirectory() as place:
        store, acks = Path(place) / "train", Path(place)
        follower = Tables()
        with JournalLog.create(store) as log:
            log.append(draft("begin", [["p", "counters", COUNTER, {"value": 0}]]))
            done, generation = _kill(log, follower, store, acks, kills, chance, until)
            puts, fresh = judge_after(log, follower, store)
        noted = acknowledged(acks)
        faults = _compare(noted, puts, fresh)
        kept = len(list((store / "archive").iterdir()))
        torn = len(list((store / "damaged").iterdir()))
    if faults:
        raise AssertionError("; ".join(faults[:5]))
    return (
        f"kill -9 {done} of {generation} writers: {len(noted)} acknowledged, {fresh.n} entries, "
        f"{kept} compactions, {torn} torn tails; lost 0, doubled 0, half-applied 0, "
        "follower identical"
    )


def judge_after(log: JournalLog, follower: Tables, store: Path) -> tuple[dict[str, int], Tables]:
    """The verdict, after the follower has read to the end."""
    log.append(draft("end", []))
    follower.take(log.follow(follower.n))
    return judge(store, follower)


def _kill(
    log: JournalLog, follower: Tables, store: Path, acks: Path, kills: int,
    chance: random.Random, until: float,
) -> tuple[int, int]:  # fmt: skip
    generation = done = 0
    writers = []
    nursery = Nursery("kill9")
    try:
        for _ in range(WRITERS):
            generation += 1
            writers.append(nursery.start(str(store), str(acks), str(generation)))
        while done < kills and time.monotonic() < until:
            pause = time.monotonic() + chance.uniform(0.001, 0.08)
            while time.monotonic() < pause:
                follower.take(log.follow(follower.n))
                time.sleep(0.002)
            if follower.n < 50:
                continue  # let the first writers come to life
            index = chance.randrange(WRITERS)
            if nursery.ended(writers[index]):
                raise AssertionError("a writer died by itself")
            nursery.kill(writers[index])
            done += 1
            generation += 1
            writers[index] = nursery.start(str(store), str(acks), str(generation))
    finally:
        nursery.close()
    return done, generation


def _compare(noted: set[str], puts: dict[str, int], fresh: Tables) -> list[str]:
    faults = [f"{key} was put {times} times" for key, times in puts.items() if times > 1]
    batches: dict[str, int] = {}
    for key in puts:
        if key[0] == "b":
            name = key.partition("/")[0]
            batches[name] = batches.get(name, 0) + 1
    faults += [f"{name} has {size} of {BATCH}" for name, size in batches.items() if size != BATCH]
    faults += [f"{key} is lost" for key in noted if key not in puts and key not in batches]
    transactions = sum(key[0] == "t" for key in puts)
    counted = fresh.docs["counters"][COUNTER]["value"]
    if counted != transactions:
        faults.append(f"the counter says {counted}, there are {transactions} transactions")
    return faults


def _life(words: list[str]) -> None:
    store, acks, seed = words
    try:
        write(Path(store), Path(acks), int(seed))
    except ConsoleError as fault:
        sys.stderr.write(f"{fault.title}: {fault}\n")
        raise


def main() -> None:
    """The long form as a command; also the writers' entrance."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=600.0, help="seconds")
    parser.add_argument("--nursery", action="store_true", help="what makes the writers")
    words = parser.parse_args()
    if words.nursery:
        nurse(_life)
        return
    sys.stdout.write(run(words.kills, words.seed, words.limit) + "\n")


if __name__ == "__main__":
    main()
