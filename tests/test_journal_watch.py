"""Waking: the bell, the safety poll, and no call after stop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from store import watch
from store.journal import JournalLog
from store.journal.notify import Bell
from store.memory import MemoryLog
from store.watch import Watch

if TYPE_CHECKING:
    from store.entry import Draft
    from store.log import Log


def draft(key: str) -> Draft:
    ops = [["p", "risks", key, {"id": key}]]
    return cast("Draft", {"at": 1, "by": "rte", "do": "capture", "ops": ops})


class Room:
    """A reader that follows when it is woken."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.n = 0
        self.calls = 0
        self.woken = asyncio.Event()

    def wake(self) -> None:
        self.calls += 1
        for entry in self.log.follow(self.n):
            self.n = entry["n"]
        self.woken.set()

    async def reaches(self, n: int) -> None:
        async with asyncio.timeout(20):
            while self.n < n:
                self.woken.clear()
                await self.woken.wait()


@pytest.fixture(params=["journal", "memory"])
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Log, Log]:
    if request.param == "memory":
        log = MemoryLog()
        return log, log.another()
    place = tmp_path / "train"
    return JournalLog.create(place), JournalLog.open(place)


@pytest.fixture
def slow_poll(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "SAFETY_S", 3600.0)


async def test_the_bell_wakes_without_any_poll(pair: tuple[Log, Log], slow_poll: None) -> None:
    writer, reader = pair
    if reader.wake() is None:
        pytest.skip("no bell on this system")
    room = Room(reader)
    ear = Watch(reader, room.wake)
    ear.start()
    for n in range(1, 6):
        writer.append(draft(str(n)))
        await room.reaches(n)
    assert writer.compact(list, 5)
    writer.append(draft("6"))
    await room.reaches(6)
    writer.append(draft("7"))
    await room.reaches(7)
    ear.stop()
    reader.close()
    writer.close()


async def test_many_rings_in_one_turn_make_one_call(pair: tuple[Log, Log], slow_poll: None) -> None:
    writer, reader = pair
    if reader.wake() is None:
        pytest.skip("no bell on this system")
    room = Room(reader)
    ear = Watch(reader, room.wake)
    ear.start()
    for n in range(50):
        writer.append(draft(str(n)))
    await room.reaches(50)
    assert room.calls <= 3
    ear.stop()


async def test_without_a_bell_it_polls(
    pair: tuple[Log, Log], monkeypatch: pytest.MonkeyPatch, slow_poll: None
) -> None:
    writer, reader = pair
    monkeypatch.setattr(watch, "POLL_S", 0.005)
    monkeypatch.setattr(type(reader), "wake", lambda _: None)
    room = Room(reader)
    ear = Watch(reader, room.wake)
    ear.start()
    writer.append(draft("a"))
    await room.reaches(1)
    ear.stop()


async def test_the_safety_poll_finds_what_the_bell_missed(
    pair: tuple[Log, Log], monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, reader = pair
    monkeypatch.setattr(watch, "SAFETY_S", 0.005)
    loop = asyncio.get_running_loop()
    monkeypatch.setattr(loop, "add_reader", lambda *_: None)
    room = Room(reader)
    ear = Watch(reader, room.wake)
    ear.start()
    writer.append(draft("a"))
    await room.reaches(1)
    ear.stop()


async def test_a_fault_in_the_listener_does_not_end_the_poll(
    pair: tuple[Log, Log], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, reader = pair
    monkeypatch.setattr(watch, "POLL_S", 0.001)
    monkeypatch.setattr(type(reader), "wake", lambda _: None)
    calls = 0
    done = asyncio.Event()
    told: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))

    def listener() -> None:
        nonlocal calls
        calls += 1
        if calls > 2:
            done.set()
        raise KeyError

    ear = Watch(reader, listener)
    ear.start()
    await asyncio.wait_for(done.wait(), 20)
    ear.stop()
    assert len(told) >= 2


async def test_nothing_comes_after_stop(pair: tuple[Log, Log]) -> None:
    writer, reader = pair
    room = Room(reader)
    ear = Watch(reader, room.wake)
    ear.start()
    ear.start()
    writer.append(draft("a"))
    ear.stop()
    ear.stop()
    for _ in range(5):
        await asyncio.sleep(0)
    assert room.calls == 0


def test_the_lock_file_rings_for_nobody(tmp_path: Path) -> None:
    import select

    place = tmp_path / "train"
    with JournalLog.create(place) as writer, JournalLog.open(place) as reader:
        writer.append(draft("a"))
        fd = reader.wake()
        if fd is None:
            pytest.skip("no bell on this system")
        with writer.exclusive():
            pass
        assert not select.select([fd], [], [], 0)[0]


def test_no_bell_where_there_is_no_inotify(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> Callable[..., int]:
        raise OSError

    monkeypatch.setattr("ctypes.CDLL", broken)
    bell = Bell(str(tmp_path), str(tmp_path))
    assert bell.fd is None
    bell.close()
