"""What the torture programs share: a tiny state, and the judgement at the end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from store.journal import JournalLog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from store.entry import Draft, Entry, Op

ROOT = Path(__file__).parent.parent.parent


class Tables:
    """What the entries add up to: the smallest state that a log can have."""

    def __init__(self) -> None:
        self.n = 0
        self.docs: dict[str, dict[str, dict[str, Any]]] = {}

    def take(self, entries: Iterable[Entry]) -> None:
        """Apply entries in order; AssertionError if a put or an update does not fit."""
        for entry in entries:
            if entry.get("reset"):
                self.docs = {}
            for op in entry["ops"]:
                self._apply(op)
            self.n = entry["n"]

    def _apply(self, op: Op) -> None:
        if op[0] == "m":
            return
        table = self.docs.setdefault(op[1], {})
        if op[0] == "s":
            table.update(op[2])
        elif op[0] == "p":
            if op[2] in table:
                raise AssertionError(f"{op[2]} was put twice")
            table[op[2]] = op[3]
        elif op[0] == "u":
            doc = table[op[2]]
            if any(doc[name] != was for name, was in op[4].items()):
                raise AssertionError(f"{op[2]} was not {op[4]} before its update")
            table[op[2]] = {**doc, **op[3]}

    def parts(self) -> list[Op]:
        """The state as a snapshot has it."""
        return [["m", {"n": self.n}], *(["s", name, docs] for name, docs in self.docs.items())]


def draft(do: str, ops: list[Op]) -> Draft:
    """An entry of the torture programs."""
    return cast("Draft", {"at": 1, "by": "rte", "do": do, "ops": ops})


class Nursery:
    """A process that makes the workers of a torture program by forking: a hundred cost no more
    than one. It has no store open itself."""

    def __init__(self, module: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", f"tests.torture.{module}", "--nursery"],
            cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self.alive: set[int] = set()

    def start(self, *words: str) -> int:
        """A worker at work on these words; its number."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()
        pid = int(self._process.stdout.readline())
        self.alive.add(pid)
        return pid

    def ended(self, pid: int) -> bool:
        """Whether a worker is no more."""
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            self.alive.discard(pid)
            return True
        return False

    def kill(self, pid: int) -> None:
        """kill -9; returns when the worker is gone."""
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        until = time.monotonic() + 20
        while not self.ended(pid):
            if time.monotonic() > until:
                raise AssertionError(f"{pid} does not go")
            time.sleep(0.0005)

    def close(self) -> None:
        """End every worker, then the nursery."""
        for pid in list(self.alive):
            self.kill(pid)
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


def nurse(work: Callable[[list[str]], None]) -> None:
    """The life of a nursery: a worker for every line, until there are no more lines."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries them
    for line in sys.stdin:
        pid = os.fork()
        if pid:
            sys.stdout.write(f"{pid}\n")
            sys.stdout.flush()
            continue
        code = 1
        try:
            work(json.loads(line))
            code = 0
        finally:
            os._exit(code)


class Acks:
    """A file of acknowledgements that survives the death of its writer."""

    def __init__(self, path: Path) -> None:
        self._fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def note(self, word: str) -> None:
        """The entry of `word` has been acknowledged."""
        os.write(self._fd, word.encode() + b"\n")


def acknowledged(folder: Path) -> set[str]:
    """All that was noted, whole lines only."""
    found: set[str] = set()
    for path in folder.glob("*.acks"):
        found.update(path.read_text(encoding="ascii").split("\n")[:-1])
    return found


def judge(store: Path, follower: Tables) -> tuple[Counter[str], Tables]:
    """Puts by key over the whole past, and the state of a fresh, strict open.

    AssertionError if the numbers have a gap, a follower saw something else, or the past and the
    state differ.
    """
    fresh = Tables()
    with JournalLog.open(store) as log:
        log.append(draft("last", []))  # repairs what the last kill left
    with JournalLog.open(store, strict=True) as log:
        fresh.take(log.follow(0))
        puts: Counter[str] = Counter()
        expected = fresh.n
        for entry in log.past():
            if entry["n"] != expected:
                raise AssertionError(f"the past has {entry['n']} where {expected} belongs")
            expected -= 1
            puts.update(op[2] for op in entry["ops"] if op[0] == "p")
    if expected:
        raise AssertionError(f"the past ends at {expected + 1}")
    if fresh.docs != follower.docs:
        raise AssertionError("the follower differs from a fresh open")
    if set(puts) != {key for table in fresh.docs.values() for key in table}:
        raise AssertionError("the past and the state differ")
    return puts, fresh
