"""When the system refuses: the lock past its deadline, a full disk, a failed flush, any call."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from store.errors import Busy, ConsoleError, NotSaved
from store.journal import JournalLog
from store.journal.backup import backup, restore
from store.journal.files import JOURNAL, LOCK

if TYPE_CHECKING:
    from store.entry import Draft

ROOT = Path(__file__).parent.parent


def draft(key: str) -> Draft:
    ops = [["p", "risks", key, {"id": key}]]
    return cast("Draft", {"at": 1, "by": "rte", "do": "capture", "ops": ops})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    JournalLog.create(tmp_path / "train").close()
    return tmp_path / "train"


def docs_in(folder: Path) -> list[str]:
    """Every record, as often as it is there."""
    found: list[str] = []
    with JournalLog.open(folder, strict=True) as log:
        for entry in log.follow(0):
            for op in entry["ops"]:
                found += [op[2]] if op[0] == "p" else list(op[2])
    return found


HOLDER = """
import sys
from pathlib import Path
from store.journal import JournalLog
with JournalLog.open(Path(sys.argv[1]), user="petra") as log, log.exclusive():
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def holder(folder: Path) -> Iterator[subprocess.Popen[str]]:
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    yield child
    child.kill()
    child.wait()
    child.stdout.close()
    assert child.stdin is not None
    child.stdin.close()


def waiters() -> int:
    return sum(thread.name == "store-lock" for thread in threading.enumerate())


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not true():
        assert time.monotonic() < until
        time.sleep(0.001)


def test_a_stopped_holder_is_named_and_reading_goes_on(
    folder: Path, holder: subprocess.Popen[str]
) -> None:
    os.kill(holder.pid, signal.SIGSTOP)
    with JournalLog.open(folder, deadline_s=0.05) as log:
        for _ in range(3):
            with pytest.raises(Busy, match=rf"petra \(process {holder.pid}\).*since 2\d{{3}}-"):
                log.append(draft("x"))
            assert waiters() == 1, "one waiting thread for each handle, however often it tries"
        assert list(log.follow(0)) == []
        told = log.health().holder
        assert told is not None
        assert (told.user, told.pid) == ("petra", holder.pid)
        holder.kill()
        holder.wait()
        wait_until(lambda: waiters() == 0)
        assert log.append(draft("x"))["n"] == 1
        assert log.health().holder is None


def test_a_missed_deadline_does_not_leave_the_lock_taken(
    folder: Path, holder: subprocess.Popen[str]
) -> None:
    with JournalLog.open(folder, deadline_s=0.02) as log, JournalLog.open(folder) as other:
        with pytest.raises(Busy):
            log.append(draft("x"))
        holder.kill()
        assert other.append(draft("y"))["n"] == 1
        assert log.append(draft("z"))["n"] == 2


def test_a_waiting_writer_gets_the_lock_when_it_is_given_back(folder: Path) -> None:
    with JournalLog.open(folder) as one, JournalLog.open(folder, deadline_s=30) as two:
        numbers: list[int] = []
        thread = threading.Thread(target=lambda: numbers.append(two.append(draft("b"))["n"]))
        with one.exclusive():
            thread.start()
            wait_until(lambda: waiters() == 1)
            one.append(draft("a"))
        thread.join(20)
        assert numbers == [2]


def test_the_holder_is_told_while_this_handle_holds(folder: Path) -> None:
    with JournalLog.open(folder, user="anna") as log:
        assert log.health().holder is None
        with log.exclusive():
            told = log.health().holder
        assert told is not None
        assert (told.user, told.pid) == ("anna", os.getpid())


def failing(code: int) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    return fail


def test_a_failed_flush_poisons_the_handle_for_good(folder: Path) -> None:
    with JournalLog.open(folder) as log:
        log.append(draft("a"))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "fdatasync", failing(errno.EIO))
            with pytest.raises(NotSaved, match="flush"):
                log.append(draft("b"))
        size = (folder / JOURNAL).stat().st_size
        with pytest.raises(NotSaved, match="earlier flush"):
            log.append(draft("c"))
        with pytest.raises(NotSaved, match="earlier flush"):
            log.compact(list, 1)
        assert log.health().poisoned
        assert (folder / JOURNAL).stat().st_size == size
    with JournalLog.open(folder) as log:
        assert log.append(draft("d"))["n"] == 3


def test_a_full_disk_changes_nothing_and_the_next_append_works(folder: Path) -> None:
    with JournalLog.open(folder) as log:
        log.append(draft("a"))
        before = (folder / JOURNAL).read_bytes()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "write", failing(errno.ENOSPC))
            with pytest.raises(NotSaved, match="No space"):
                log.append(draft("b"))
        assert (folder / JOURNAL).read_bytes() == before
        assert log.append(draft("c"))["n"] == 2
    assert docs_in(folder) == ["a", "c"]


@pytest.mark.parametrize("cut_fails", [False, True])
def test_a_write_that_stops_half_way_is_taken_back(folder: Path, cut_fails: bool) -> None:
    write = os.write
    calls = 0

    def half(fd: int, data: bytes) -> int:
        nonlocal calls
        calls += 1
        if calls > 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(fd, bytes(data)[:20])

    with JournalLog.open(folder) as log:
        log.append(draft("a"))
        before = (folder / JOURNAL).read_bytes()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "write", half)
            if cut_fails:
                patch.setattr(os, "ftruncate", failing(errno.EIO))
            with pytest.raises(NotSaved):
                log.append(draft("b"))
        left = (folder / JOURNAL).read_bytes()
        assert left[: len(before)] == before
        assert len(left) - len(before) == (20 if cut_fails else 0)
        assert log.append(draft("c"))["n"] == 2
    assert docs_in(folder) == ["a", "c"]


def test_a_write_taken_in_parts_is_finished(folder: Path) -> None:
    write = os.write
    with JournalLog.open(folder) as log, pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "write", lambda fd, data: write(fd, bytes(data)[:7]))
        log.append(draft("a"))
    assert docs_in(folder) == ["a"]


CHANGING = ("open", "write", "pwrite", "fsync", "fdatasync", "rename", "replace", "link",
            "ftruncate", "fchmod", "mkdir")  # fmt: skip
ASKING = ("pread", "stat", "fstat", "lstat", "listdir")


class NthCall:
    """Makes the Nth of all watched system calls fail."""

    def __init__(
        self, patch: pytest.MonkeyPatch, nth: int, code: int, calls: Sequence[str]
    ) -> None:
        self.left = nth
        self.code = code
        self.hit = ""
        for name in calls:
            patch.setattr(os, name, self._watch(name, getattr(os, name)))
        patch.setattr(fcntl, "flock", self._watch("flock", fcntl.flock))

    def _watch(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: object, **words: object) -> object:
            self.left -= 1
            if self.left == 0:
                self.hit = name
                raise OSError(self.code, os.strerror(self.code))
            return real(*args, **words)

        return call


class Scenario:
    """What a train's store goes through; goes on after each refusal, as a person would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tried: set[str] = set()
        self.kept: list[str] = []
        self.saved: list[str] = []
        self.copy: Path | None = None
        self.log: JournalLog | None = None

    def run(self) -> None:
        for step in (self.create, self.open, self.first, self.second, self.compact, self.third,
                     self.backup, self.fourth, self.restore, self.fifth):  # fmt: skip
            with suppress(ConsoleError):  # any other exception is a defect
                step()
        if self.log is not None:
            self.log.close()

    def create(self) -> None:
        self.log = JournalLog.create(self.folder)

    def open(self) -> None:
        if self.log is None:
            self.log = JournalLog.open(self.folder)

    def _append(self, key: str) -> None:
        if self.log is not None:
            self.tried.add(key)
            self.log.append(draft(key))
            self.kept.append(key)

    def first(self) -> None:
        self._append("1")

    def second(self) -> None:
        self._append("2")

    def third(self) -> None:
        self._append("3")

    def fourth(self) -> None:
        self._append("4")

    def fifth(self) -> None:
        self._append("5")

    def compact(self) -> None:
        if self.log is None:
            return
        docs, n = {}, 0
        for entry in self.log.follow(0):
            n = entry["n"]
            for op in entry["ops"]:
                docs[op[2]] = op[3]
        self.log.compact(lambda: [["s", "risks", docs]], n)

    def backup(self) -> None:
        if self.log is not None:
            self.saved = list(self.kept)
            self.copy = backup(self.folder)

    def restore(self) -> None:
        if self.copy is not None:
            self.kept = self.saved  # what came later goes to the archive
            restore(self.folder, self.copy)


@pytest.mark.torture
@pytest.mark.parametrize(
    ("code", "calls"),
    [(errno.EIO, CHANGING + ASKING), (errno.ENOSPC, CHANGING), (errno.EACCES, CHANGING)],
)
def test_the_nth_system_call_fails_for_every_n(
    tmp_path: Path, code: int, calls: Sequence[str]
) -> None:
    hits: set[str] = set()
    nth = 0
    while True:
        nth += 1
        scenario = Scenario(tmp_path / f"{nth}")
        with pytest.MonkeyPatch.context() as patch:
            failure = NthCall(patch, nth, code, calls)
            scenario.run()
        check(scenario, f"call {nth} ({failure.hit})")
        if failure.left > 0:
            break
        hits.add(failure.hit)
    assert {"open", "write", "pwrite", "fsync", "fdatasync", "rename", "link", "flock"} <= hits
    assert nth > 60


def check(scenario: Scenario, when: str) -> None:
    folder = scenario.folder
    if not (folder / JOURNAL).exists():
        assert not scenario.kept, when
        JournalLog.create(folder).close()
    found = docs_in(folder)
    assert len(found) == len(set(found)), when
    assert set(scenario.kept) <= set(found), when
    assert set(found) <= scenario.tried, when
    assert not list(folder.rglob("*.tmp")), when
    with JournalLog.open(folder) as log:
        log.append(draft("afterwards"))
    assert docs_in(folder) == [*found, "afterwards"], when
    assert (folder / LOCK).exists()
