"""Backup and restore; drafts."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from store.errors import ConsoleError, Damaged, UsageFault
from store.journal import JournalLog
from store.journal.backup import backup, restore
from store.journal.drafts import MAX_CHARS, Drafts
from store.journal.files import JOURNAL

if TYPE_CHECKING:
    from store.entry import Draft

ROOT = Path(__file__).parent.parent


def draft(key: str) -> Draft:
    ops = [["p", "risks", key, {"id": key}]]
    return cast("Draft", {"at": 1, "by": "rte", "do": "capture", "ops": ops})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with JournalLog.create(tmp_path / "train") as log:
        for key in "abcdef":
            log.append(draft(key))
    return tmp_path / "train"


def keys(folder: Path) -> list[str]:
    with JournalLog.open(folder) as log:
        return [op[2] for entry in log.follow(0) for op in entry["ops"]]


def test_a_backup_is_the_same_bytes_private_and_named_by_its_number(folder: Path) -> None:
    path = backup(folder)
    assert path.parent == folder / "backups"
    assert path.name.endswith("-n6.jsonl")
    assert path.read_bytes() == (folder / JOURNAL).read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert backup(folder) != path


def test_a_backup_under_a_writer_ends_at_a_whole_entry(folder: Path) -> None:
    whole = (folder / JOURNAL).read_bytes()
    with (folder / JOURNAL).open("ab") as file:
        file.write(b'{"n":7,"at":1,"ops":[["p","ri')
    with JournalLog.open(folder) as log, log.exclusive():
        pass  # cuts the tail: the backup below must not need the lock
    with (folder / JOURNAL).open("ab") as file:
        file.write(b'{"n":7,"at":1,"ops":[["p","ri')
    assert backup(folder).read_bytes() == whole


def test_a_backup_can_be_put_anywhere_but_over_nothing(folder: Path, tmp_path: Path) -> None:
    assert backup(folder, tmp_path / "copy.jsonl") == tmp_path / "copy.jsonl"
    assert backup(folder, tmp_path).parent == tmp_path
    before = (tmp_path / "copy.jsonl").read_bytes()
    with pytest.raises(UsageFault, match="exists already"):
        backup(folder, tmp_path / "copy.jsonl")
    assert (tmp_path / "copy.jsonl").read_bytes() == before
    with pytest.raises(ConsoleError):
        backup(folder, tmp_path / "no" / "such" / "folder.jsonl")
    assert not list(tmp_path.rglob("*.tmp"))


@pytest.mark.parametrize("compacted", [False, True])
def test_a_backup_of_a_damaged_journal_holds_what_verifies(folder: Path, compacted: bool) -> None:
    docs = {f"{i:03}": {"id": i} for i in range(700)}
    with JournalLog.open(folder) as log:
        list(log.follow(0))
        if compacted:
            assert log.compact(lambda: [["s", "risks", docs]], 4)
    path = folder / JOURNAL
    data = bytearray(path.read_bytes())
    data[600] ^= 1
    path.write_bytes(data)
    copy = backup(folder)
    restore(folder, copy)
    with JournalLog.open(folder) as log:
        entries = list(log.follow(0))
        assert [fault.length for fault in log.health().faults if fault.length] == []
        assert entries[-1]["n"] == 6
        assert log.append(draft("on"))["n"] == 7


def test_restore_keeps_what_was_there_and_followers_start_again(folder: Path) -> None:
    copy = backup(folder)
    with JournalLog.open(folder) as follower, JournalLog.open(folder) as writer:
        assert len(list(follower.follow(0))) == 6
        for key in "xyz":
            writer.append(draft(key))
        before = (folder / JOURNAL).read_bytes()
        kept = restore(folder, copy)
        assert kept is not None
        assert kept.parent == folder / "archive"
        assert kept.read_bytes() == before
        first, *rest = follower.follow(6)
        assert first["reset"] is True
        assert [op[2] for entry in rest for op in entry["ops"]] == list("abcdef")
        assert list(follower.follow(6)) == []
        assert writer.append(draft("w"))["n"] == 7
        assert [e["n"] for e in follower.follow(6)] == [7]
        assert [e["ops"][0][2] for e in follower.past()] == list("wfedcba")
    assert keys(folder) == list("abcdefw")


def test_an_optimistic_writer_notices_a_restore(folder: Path) -> None:
    copy = backup(folder)
    with JournalLog.open(folder) as log:
        log.append(draft("x"))
        restore(folder, copy)
        with pytest.raises(ConsoleError):
            log.append(draft("y"), expect=7)
        entries = list(log.follow(7))
        assert entries[0]["reset"] is True
        assert entries[-1]["n"] == 6


def test_an_empty_backup_empties_the_followers(tmp_path: Path) -> None:
    place = tmp_path / "train"
    with JournalLog.create(place) as log:
        copy = backup(place)
        log.append(draft("a"))
        restore(place, copy)
        assert list(log.follow(1)) == [{"n": 0, "reset": True, "ops": []}]
        assert log.append(draft("b"), expect=0)["n"] == 1


@pytest.mark.parametrize("kind", ["damaged", "cut", "foreign", "missing"])
def test_a_bad_backup_changes_nothing(folder: Path, kind: str) -> None:
    copy = backup(folder)
    data = bytearray(copy.read_bytes())
    if kind == "damaged":
        data[700] ^= 1
    elif kind == "cut":
        del data[-9:]
    elif kind == "foreign":
        data = bytearray(b"{}\n" * 500)
    copy.write_bytes(data)
    if kind == "missing":
        copy.unlink()
    before = (folder / JOURNAL).read_bytes()
    with pytest.raises(UsageFault if kind == "missing" else Damaged):
        restore(folder, copy)
    assert (folder / JOURNAL).read_bytes() == before
    assert not list((folder / "archive").iterdir())


def test_restore_heals_a_ruined_journal_and_works_in_an_empty_folder(
    folder: Path, tmp_path: Path
) -> None:
    copy = backup(folder, tmp_path / "copy.jsonl")
    (folder / JOURNAL).write_bytes(b"")
    kept = restore(folder, copy)
    assert kept is not None
    assert kept.read_bytes() == b""
    assert keys(folder) == list("abcdef")
    assert restore(tmp_path / "new", copy) is None
    assert keys(tmp_path / "new") == list("abcdef")


def test_a_draft_comes_back(folder: Path) -> None:
    mine = Drafts(folder, "pts/3")
    assert mine.load() == ""
    for text in ("staging", "staging is down \u2028 [/] \udce9", "é" * MAX_CHARS):
        mine.save(text)
        assert Drafts(folder, "pts/3").load() == text
    (path,) = (folder / "drafts").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(UsageFault, match="20,000"):
        mine.save("x" * (MAX_CHARS + 1))
    assert mine.load() == "é" * MAX_CHARS
    mine.save("")
    assert list((folder / "drafts").iterdir()) == []
    mine.clear()


def test_a_draft_is_one_write_without_a_flush(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writes: list[int] = []
    write = os.write

    def count(fd: int, data: bytes) -> int:
        writes.append(fd)
        return write(fd, data)

    def flush(fd: int) -> None:
        pytest.fail("a draft is not flushed")

    monkeypatch.setattr(os, "write", count)
    monkeypatch.setattr(os, "fsync", flush)
    monkeypatch.setattr(os, "fdatasync", flush)
    Drafts(folder, "s").save("x" * MAX_CHARS)
    assert len(writes) == 1


def test_a_failed_save_keeps_the_former_draft(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = Drafts(folder, "s")
    mine.save("before")

    def full(fd: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(ConsoleError, match="No space"):
        mine.save("after")
    assert mine.load() == "before"
    assert len(list((folder / "drafts").iterdir())) == 1


def test_drafts_of_dead_sessions_are_offered_and_taken_over(folder: Path) -> None:
    code = (
        "import sys; from store.journal.drafts import Drafts\n"
        "Drafts(sys.argv[1], 'old').save('lost link')\n"
        "print('saved', flush=True); sys.stdin.readline()"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)], cwd=ROOT,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdin is not None
    assert child.stdout.readline() == b"saved\n"
    mine = Drafts(folder, "new")
    mine.save("mine")
    assert mine.left() == [], "its process lives"
    child.kill()
    child.wait()
    child.stdin.close()
    child.stdout.close()
    (left,) = mine.left()
    assert (left.session, left.text) == ("old", "lost link")
    assert mine.take(left) == "lost link"
    assert mine.load() == "lost link"
    assert mine.left() == []


def test_a_draft_of_an_earlier_boot_is_offered_though_its_number_is_in_use(folder: Path) -> None:
    Drafts(folder, "s").save("before the reboot")
    (path,) = (folder / "drafts").iterdir()
    _, _, rest = path.name.split("-", 2)
    path.rename(path.with_name(f"draft-00000000-{rest}"))
    assert [left.text for left in Drafts(folder, "s").left()] == ["before the reboot"]
