"""The quick door: it writes what the slow one reads, and steps aside for anything odd."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from store.errors import Busy, NotSaved
from store.journal import JournalLog
from store.journal.checkpoint import CHECKPOINT, save_checkpoint
from store.journal.files import JOURNAL, LOCK
from store.journal.lockfile import StoreLock
from store.journal.quick import QuickLog

if TYPE_CHECKING:
    from store.entry import Draft

ROOT = Path(__file__).parent.parent
CONTEXT = {"event": "E8", "next": {"risk": 12}, "text": "é \u2028"}


def draft(key: str, **fields: object) -> Draft:
    ops = [["p", "risks", key, {"id": key, **fields}]]
    return cast("Draft", {"at": 1, "by": "rte", "in": "E8/risks", "do": "capture", "ops": ops})


def remember(folder: Path) -> None:
    """What the slow door leaves for the quick one."""
    with JournalLog.open(folder) as log:
        list(log.follow(0))
        save_checkpoint(str(folder), log.mark(), CONTEXT)


@pytest.fixture(params=["empty", "entries", "compacted", "compacted and more"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    place = tmp_path / "train"
    with JournalLog.create(place) as log:
        if request.param != "empty":
            for key in "abc":
                log.append(draft(key))
        if "compacted" in request.param:
            docs = {str(i): {"id": str(i), "text": "x" * 200} for i in range(300)}
            assert log.compact(lambda: [["s", "risks", docs]], 3)
        if "more" in request.param:
            log.append(draft("d"))
    remember(place)
    return place


@pytest.fixture
def quick(folder: Path) -> Iterator[QuickLog]:
    log = QuickLog(str(folder), deadline_s=0.05, user="anna")
    yield log
    log.close()


def test_it_gives_the_context_and_appends_for_everybody(folder: Path, quick: QuickLog) -> None:
    with JournalLog.open(folder) as log:
        list(log.follow(0))
        n = log.mark().n
        assert quick.begin() == (CONTEXT, [])
        told = quick.append(draft("q", text="é \u2028 [/] \x00 \U0001f6e0", f=1e16, i=2**63))
        quick.end()
        assert told["n"] == n + 1
        assert list(log.follow(n)) == [told]
        assert log.append(draft("r"))["n"] == n + 2
    JournalLog.open(folder, strict=True).close()


def test_it_reads_what_came_after_the_checkpoint(folder: Path, quick: QuickLog) -> None:
    with JournalLog.open(folder) as log:
        told = [log.append(draft("x", text="é")), log.append(draft("y"))]
    assert quick.begin() == (CONTEXT, told)
    assert quick.n == told[-1]["n"]


def test_its_own_checkpoint_serves_the_next_visit(folder: Path, quick: QuickLog) -> None:
    assert quick.begin() is not None
    quick.append(draft("q"))
    quick.end()
    quick.remember({"visits": 1})
    quick.close()
    again = QuickLog(str(folder))
    assert again.begin() == ({"visits": 1}, [])
    again.close()
    path = folder / CHECKPOINT
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not list(folder.glob("*.tmp"))


def change(folder: Path, edit: Callable[[bytearray], None], name: str = JOURNAL) -> None:
    data = bytearray((folder / name).read_bytes())
    edit(data)
    (folder / name).write_bytes(data)


def _compact(folder: Path) -> None:
    with JournalLog.open(folder) as log:
        list(log.follow(0))
        n = log.append(draft("z"))["n"]
        assert log.compact(list, n)


def _other_history(folder: Path) -> None:
    from store.journal.backup import backup, restore

    restore(folder, backup(folder))


def _remade(folder: Path) -> None:
    """The same bytes in another file, as a copy by hand makes it."""
    data = (folder / JOURNAL).read_bytes()
    (folder / "copy").write_bytes(data)
    (folder / "copy").rename(folder / JOURNAL)


def _flip(at: int, name: str = JOURNAL) -> Callable[[Path], None]:
    def edit(data: bytearray) -> None:
        data[at] ^= 1

    return lambda folder: change(folder, edit, name)


def _link(folder: Path) -> None:
    (folder / CHECKPOINT).rename(folder / "x")
    (folder / CHECKPOINT).symlink_to("x")


def _cut(data: bytearray) -> None:
    del data[-1]


ODD: dict[str, Callable[[Path], object]] = {
    "no checkpoint": lambda folder: (folder / CHECKPOINT).unlink(),
    "an empty checkpoint": lambda folder: (folder / CHECKPOINT).write_bytes(b""),
    "a damaged checkpoint": _flip(-30, CHECKPOINT),
    "a checkpoint of another kind": lambda folder: (folder / CHECKPOINT).write_bytes(b"[]\n"),
    "a link in its place": _link,
    "a torn tail": lambda folder: change(folder, lambda data: data.extend(b'{"n":9,"ops":[')),
    "rubbish at the end": lambda folder: change(folder, lambda data: data.extend(b"rubbish\n")),
    "a shorter journal": lambda folder: change(folder, _cut),
    "a damaged last line": _flip(-20),
    "a damaged header": _flip(100),
    "no journal": lambda folder: (folder / JOURNAL).unlink(),
    "a compaction": _compact,
    "another history": _other_history,
    "another file": _remade,
}


@pytest.mark.parametrize("what", ODD)
def test_anything_odd_means_the_slow_door(folder: Path, quick: QuickLog, what: str) -> None:
    ODD[what](folder)
    before = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}
    assert quick.begin() is None
    with pytest.raises(RuntimeError):
        quick.append(draft("q"))
    quick.close()
    before.pop("store.lock", None)
    for name, data in before.items():
        assert (folder / name).read_bytes() == data
    lock = StoreLock(str(folder / LOCK), 0o600, 0.05, None)
    lock.acquire()  # nobody holds it any more
    lock.close()


def test_a_gap_in_the_numbers_means_the_slow_door(folder: Path, quick: QuickLog) -> None:
    from store.encode import encode

    with JournalLog.open(folder) as log:
        n = log.health().n
    change(folder, lambda data: data.extend(encode(n + 2, draft("q"))))
    assert quick.begin() is None


def test_a_checkpoint_with_a_wrong_number_is_not_believed(folder: Path, quick: QuickLog) -> None:
    with JournalLog.open(folder) as log:
        list(log.follow(0))
        mark = log.mark()
    mark.n += 1
    save_checkpoint(str(folder), mark, CONTEXT)
    assert quick.begin() is None


@pytest.mark.parametrize(
    "bad", [float("nan"), 2**64, -(2**63) - 1, "half \ud800", object(), {1: "a"}]
)
def test_it_refuses_what_the_slow_door_refuses(folder: Path, quick: QuickLog, bad: object) -> None:
    assert quick.begin() is not None
    before = (folder / JOURNAL).read_bytes()
    with pytest.raises(NotSaved):
        quick.append(draft("q", value=bad))
    assert (folder / JOURNAL).read_bytes() == before
    quick.append(draft("q", value=None))


def test_a_full_disk_and_a_failed_flush_are_told(
    folder: Path, quick: QuickLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert quick.begin() is not None
    before = (folder / JOURNAL).read_bytes()
    write = os.write
    calls = 0

    def fail(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def half(fd: int, data: bytes) -> int:
        nonlocal calls
        calls += 1
        if calls > 1:
            fail(fd)
        return write(fd, bytes(data)[:5])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "write", half)
        with pytest.raises(NotSaved, match="No space"):
            quick.append(draft("q"))
    assert (folder / JOURNAL).read_bytes() == before
    quick.append(draft("q"))
    monkeypatch.setattr(os, "fdatasync", fail)
    with pytest.raises(NotSaved, match="flush"):
        quick.end()
    with pytest.raises(RuntimeError):
        quick.remember({})


def test_a_held_lock_is_named(folder: Path, quick: QuickLog) -> None:
    with (
        JournalLog.open(folder, user="petra") as log,
        log.exclusive(),
        pytest.raises(Busy, match=rf"petra \(process {os.getpid()}\)"),
    ):
        quick.begin()


HEAVY = ("dataclasses", "typing", "enum", "contextlib", "pathlib", "orjson", "tinydb",
                 "dateutil", "zoneinfo", "threading", "subprocess", "inspect")  # fmt: skip


def test_the_quick_door_loads_next_to_nothing(tmp_path: Path) -> None:
    place = tmp_path / "train"
    JournalLog.create(place).close()
    remember(place)
    code = (
        "import sys, json, re\n"
        "before = set(sys.modules)\n"
        "from store.journal.quick import QuickLog\n"
        "q = QuickLog(sys.argv[1]); assert q.begin() is not None\n"
        "q.append({'at': 1, 'do': 'capture', 'ops': []}); q.end(); q.remember({}); q.close()\n"
        "print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    told = subprocess.run(
        [sys.executable, "-S", "-c", code, str(place)], cwd=ROOT, capture_output=True, check=True,
        text=True,
    )  # fmt: skip
    loaded: list[Any] = json.loads(told.stdout)
    assert "store.journal.quick" in loaded
    assert [name for name in loaded if name.split(".")[0] in HEAVY] == []
    assert [name for name in loaded if name.startswith("store.") and "log" in name] == []
