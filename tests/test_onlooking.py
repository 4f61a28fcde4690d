"""Looking at a store: everything is seen, nothing is touched, nobody is waited for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from store.errors import Damaged, NoRights, UsageFault
from store.journal import JournalLog, onlooking
from store.journal.files import JOURNAL
from store.journal.onlooking import OnlookerLog
from store.ledger import running
from store.ledger.capturing import capture
from store.ledger.onlooking import open_onlooker
from tests.ledger_helpers import Hands, sample_folder

if TYPE_CHECKING:
    from store.entry import Draft

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def draft(key: str) -> Draft:
    ops = [["p", "risks", key, {"id": key}]]
    return cast("Draft", {"at": 1, "by": "rte", "do": "capture", "ops": ops})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "train"
    with JournalLog.create(place) as log:
        for key in "abc":
            log.append(draft(key))
    return place


def seen(log: OnlookerLog, after: int = 0) -> list[int]:
    return [entry["n"] for entry in log.follow(after)]


def traces(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Every file and folder of a store: when it was changed, its mode, its bytes."""
    return {
        str(path.relative_to(folder)): (
            path.stat().st_mtime_ns,
            path.stat().st_mode,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in (folder, *folder.rglob("*"))
    }


def test_an_onlooker_opens_nothing_for_writing_and_leaves_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands, place = Hands(), tmp_path / "train"
    ledger = sample_folder(place, hands)
    running.start(ledger, "art-sync")
    ledger.db.close()
    stale = place / ".rte-1-aa.tmp"
    stale.write_bytes(b"left by a process that was killed")
    os.utime(stale, (0, 0))
    before = traces(place)
    asked: list[int] = []
    real = os.open

    def watched(path: str, flags: int, *rest: int, **more: int) -> int:
        if str(path).startswith(str(place)):
            asked.append(flags)
        return real(path, flags, *rest, **more)

    monkeypatch.setattr(os, "open", watched)
    train = open_onlooker(place)
    train.keep_time(hands)
    assert train.running is not None
    assert train.snapshot.running is not None
    train.log.wake()
    assert not train.catch_up()
    train.log.health()
    train.close()
    assert asked, "the journal was opened"
    assert not [flags for flags in asked if flags & WRITING]
    assert traces(place) == before


def test_it_needs_no_right_to_write(folder: Path) -> None:
    """As the system sees it: the one descriptor takes no byte."""
    log = OnlookerLog.open(folder)
    assert seen(log) == [1, 2, 3]
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.write(log._follower.reader.fd, b"x")
    log.close()


def test_every_way_to_write_is_refused(folder: Path) -> None:
    log = OnlookerLog.open(folder)
    before = traces(folder)
    for attempt in (
        log.exclusive,
        lambda: log.append(draft("d")),
        lambda: log.compact(list, 3),
    ):
        with pytest.raises(NoRights, match="open for looking only"):
            attempt()
    log.close()
    assert traces(folder) == before


def test_it_follows_while_somebody_else_holds_the_lock(folder: Path) -> None:
    log = OnlookerLog.open(folder)
    assert seen(log) == [1, 2, 3]
    with JournalLog.open(folder) as writer, writer.exclusive():
        writer.append(draft("d"))
        assert seen(log, 3) == [4]
    assert seen(log, 4) == []
    log.close()


def test_it_goes_over_to_a_compacted_journal(folder: Path) -> None:
    log = OnlookerLog.open(folder)
    assert seen(log) == [1, 2, 3]
    with JournalLog.open(folder) as writer:
        list(writer.follow(0))
        writer.append(draft("d"))
        assert writer.compact(list, 4)
        writer.append(draft("e"))
        assert seen(log, 3) == [4, 5]
        writer.append(draft("f"))
        assert seen(log, 5) == [6]
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.write(log._follower.reader.fd, b"x")
    log.close()


def test_an_end_that_is_being_written_is_waited_for(folder: Path) -> None:
    path = folder / JOURNAL
    whole = path.read_bytes()
    with JournalLog.open(folder) as writer:
        list(writer.follow(0))
        writer.append(draft("d"))
    line = path.read_bytes()[len(whole) :]
    for length in (1, len(line) // 2, len(line) - 1):
        path.write_bytes(whole + line[:length])
        log = OnlookerLog.open(folder)
        assert seen(log) == [1, 2, 3]
        assert seen(log, 3) == []
        assert path.read_bytes() == whole + line[:length], "nothing was cut"
        with open(path, "ab") as file:
            file.write(line[length:])
        assert seen(log, 3) == [4]
        log.close()


def test_a_torn_end_that_the_next_writer_cuts(folder: Path) -> None:
    path = folder / JOURNAL
    with open(path, "ab") as file:
        file.write(b'{"n":4,"at":1,"op')
    log = OnlookerLog.open(folder)
    assert seen(log) == [1, 2, 3]
    with JournalLog.open(folder) as writer:
        assert [entry["n"] for entry in writer.follow(0)] == [1, 2, 3]
        writer.append(draft("d"))
    assert seen(log, 3) == [4]
    log.close()


def test_a_damaged_line_in_the_middle_is_stepped_over_and_stays(folder: Path) -> None:
    path = folder / JOURNAL
    whole = path.read_bytes()
    at = whole.index(b'"id":"b"')
    path.write_bytes(whole[:at] + b'"id":"#"' + whole[at + 8 :])
    before = traces(folder)
    log = OnlookerLog.open(folder)
    assert seen(log) == [1, 3]
    assert [fault.kept for fault in log.health().faults] == [""]
    log.close()
    assert traces(folder) == before


def test_a_damaged_line_with_an_unfinished_end_behind_it(folder: Path) -> None:
    path = folder / JOURNAL
    with JournalLog.open(folder) as writer:
        list(writer.follow(0))
        writer.append(draft("d"))
    whole = path.read_bytes()
    at = whole.index(b'"id":"b"')
    hurt = whole[:at] + b'"id":"#"' + whole[at + 8 :]
    path.write_bytes(hurt[:-20])
    log = OnlookerLog.open(folder)
    assert seen(log) == [1, 3]
    assert seen(log, 3) == []
    path.write_bytes(hurt)
    assert seen(log, 3) == [4]
    log.close()


def test_what_cannot_be_looked_at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageFault, match="no train's store"):
        OnlookerLog.open(folder / "elsewhere")
    monkeypatch.setattr(onlooking, "needs_upgrade", lambda _: True)
    with pytest.raises(UsageFault, match=r"older format.*open it once with `rte`"):
        OnlookerLog.open(folder)
    monkeypatch.undo()
    (folder / JOURNAL).write_bytes(b"no journal\n")
    with pytest.raises(Damaged, match="no whole header"):
        OnlookerLog.open(folder)
    assert (folder / JOURNAL).read_bytes() == b"no journal\n"


def test_a_journal_that_goes_and_comes_back(tmp_path: Path) -> None:
    hands, place = Hands(), tmp_path / "train"
    ledger = sample_folder(place, hands)
    train = open_onlooker(place)
    train.keep_time(hands)
    aside = place / "aside"
    os.rename(place / JOURNAL, aside)
    with pytest.raises(Damaged, match="is gone"):
        train.catch_up()
    os.rename(aside, place / JOURNAL)
    capture(ledger, "staging is down", "impediment")
    assert train.catch_up()
    assert "staging is down" in [i.text for i in train.snapshot.impediments]
    train.close()
    ledger.db.close()


def test_the_snapshot_is_made_anew_only_when_something_changed(tmp_path: Path) -> None:
    hands = Hands()
    ledger = sample_folder(tmp_path / "train", hands)
    train = open_onlooker(tmp_path / "train")
    train.keep_time(hands)
    first = train.snapshot
    hands.on(seconds=20)
    assert train.snapshot is first
    hands.on(seconds=40)
    second = train.snapshot
    assert second is not first
    capture(ledger, "one more", "risk")
    assert train.catch_up()
    assert train.snapshot is not second
    train.close()
    ledger.db.close()
