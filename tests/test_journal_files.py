"""The journal as files: how it is born, opened and refused, and which modes it gets."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from store.errors import ConsoleError, Damaged, NoRights, UsageFault
from store.journal import JournalLog, migrations
from store.journal.files import JOURNAL, LOCK, STALE_TEMP_S
from store.journal.filesystem import filesystem_of, refuse_network
from store.journal.header import FORMAT, HEADER_SIZE, Header
from store.line import opened

if TYPE_CHECKING:
    from store.entry import Draft

KINDS = ("archive", "damaged", "backups", "drafts")


def draft(key: str) -> Draft:
    return cast(
        "Draft", {"at": 1, "by": "rte", "do": "capture", "ops": [["p", "risks", key, {"id": key}]]}
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "train"
    with JournalLog.create(place) as log:
        for key in "abc":
            log.append(draft(key))
    return place


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(params=[0o022, 0o077])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def test_the_layout_on_disk(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == sorted([*KINDS, JOURNAL, LOCK])
    first, *entries = (folder / JOURNAL).read_bytes().splitlines(keepends=True)
    assert len(first) == HEADER_SIZE
    said = json.loads(first)
    assert (said["magic"], said["format"], said["gen"], said["n"]) == ("rte-journal", FORMAT, 1, 0)
    assert len(said["z"]) == 8
    assert [json.loads(line)["n"] for line in entries] == [1, 2, 3]
    assert all(opened(line[:-1]) for line in entries)


def test_private_modes_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    place = tmp_path / "train"
    with JournalLog.create(place) as log:
        log.append(draft("a"))
        assert log.compact(list, 1)
    assert mode(place) == 0o700
    for name in KINDS:
        assert mode(place / name) == 0o700, name
    for path in (place / JOURNAL, place / LOCK, *(place / "archive").iterdir()):
        assert mode(path) == 0o600, path


def test_shared_modes_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    place = tmp_path / "train"
    with JournalLog.create(place, shared=True) as log:
        log.append(draft("a"))
        assert log.compact(list, 1)
    for path in (place, *(place / name for name in KINDS)):
        assert mode(path) == 0o2770, path
    for path in (place / JOURNAL, place / LOCK, *(place / "archive").iterdir()):
        assert mode(path) == 0o660, path


def test_create_refuses_a_second_journal(folder: Path) -> None:
    before = (folder / JOURNAL).read_bytes()
    with pytest.raises(UsageFault, match="already holds"):
        JournalLog.create(folder)
    assert (folder / JOURNAL).read_bytes() == before


def test_a_missing_store_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match=r"rte demo.*rte import FILE"):
        JournalLog.open(tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


def damage(data: bytes, kind: str) -> bytes:
    newer = Header("x", 1, 0, 0, 0, FORMAT + 1).line()
    upper = data[:HEADER_SIZE].replace(data[502:510], data[502:510].upper())
    return {
        "empty": b"",
        "headerless": data[HEADER_SIZE:],
        "torn header": data[:300],
        "no newline": data[: HEADER_SIZE - 1] + b" " + data[HEADER_SIZE:],
        "spaces": b" " * HEADER_SIZE,
        "flipped": data[:40] + bytes([data[40] ^ 4]) + data[41:],
        "upper case seal": upper if upper != data[:HEADER_SIZE] else b"",
        "another program's": b'{"hello": 1}\n' * 100,
        "newer": newer + data[HEADER_SIZE:],
    }[kind]


@pytest.mark.parametrize(
    "kind",
    ["empty", "headerless", "torn header", "no newline", "spaces", "flipped", "upper case seal",
     "another program's", "newer"],
)  # fmt: skip
def test_a_damaged_head_is_an_error_and_stays_untouched(folder: Path, kind: str) -> None:
    path = folder / JOURNAL
    bad = damage(path.read_bytes(), kind)
    path.write_bytes(bad)
    with pytest.raises(Damaged) as caught:
        JournalLog.open(folder)
    assert caught.value.exit_code == 5
    assert str(path) in caught.value.sentence
    assert path.read_bytes() == bad
    with pytest.raises(UsageFault):
        JournalLog.create(folder)


def test_a_newer_format_names_both_versions(folder: Path) -> None:
    path = folder / JOURNAL
    path.write_bytes(damage(path.read_bytes(), "newer"))
    with pytest.raises(Damaged, match=f"format {FORMAT + 1}.*up to format {FORMAT}"):
        JournalLog.open(folder)


@pytest.fixture
def older(folder: Path) -> Path:
    path = folder / JOURNAL
    header = Header("0f", 3, 0, 0, 5, FORMAT - 1)
    path.write_bytes(header.line() + path.read_bytes()[HEADER_SIZE:])
    return folder


def test_an_older_format_without_a_step_is_refused_untouched(older: Path) -> None:
    before = (older / JOURNAL).read_bytes()
    with pytest.raises(Damaged, match="no step from format"):
        JournalLog.open(older)
    assert (older / JOURNAL).read_bytes() == before


def test_an_older_format_is_migrated_by_named_steps_after_a_backup(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (older / JOURNAL).read_bytes()

    def rename(lines: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for entry in lines:
            yield {**entry, "do": entry["do"].upper()}

    step = migrations.Step("use-cases are written in capitals", FORMAT - 1, rename)
    monkeypatch.setattr(migrations, "STEPS", [step])
    with JournalLog.open(older, strict=True) as log:
        assert [(e["n"], e["do"]) for e in log.follow(0)] == [(n, "CAPTURE") for n in (1, 2, 3)]
        assert log.append(draft("d"))["n"] == 4
        assert log.mark().gen == 4
    (backup,) = (older / "backups").iterdir()
    assert backup.read_bytes() == before
    assert mode(backup) == 0o600
    with JournalLog.open(older) as log:
        assert log.health().entries == 4
    assert len(list((older / "backups").iterdir())) == 1


def test_a_chain_of_steps_runs_in_order(older: Path) -> None:
    from store.journal.lockfile import StoreLock
    from store.journal.reader import Reader

    def mark(word: str) -> Callable[[Iterator[dict[str, Any]]], Iterator[dict[str, Any]]]:
        return lambda lines: ({**entry, "do": entry["do"] + word} for entry in lines)

    steps = [migrations.Step(str(v), v, mark(f"+{v}")) for v in (1, 0)]
    lock = StoreLock(str(older / LOCK), 0o600, 1.0, None)
    kept = migrations.upgrade(str(older), lock, to=2, steps=steps)
    assert Path(kept).is_file()
    assert migrations.upgrade(str(older), lock, to=2, steps=steps) == ""
    lock.close()
    header = (older / JOURNAL).read_bytes()[:HEADER_SIZE]
    assert json.loads(header)["format"] == 2
    lines = (older / JOURNAL).read_bytes()[HEADER_SIZE:].splitlines()
    assert [json.loads(line)["do"] for line in lines] == ["capture+0+1"] * 3
    with pytest.raises(Damaged, match="knows up to"):
        Reader(str(older / JOURNAL))


@pytest.mark.parametrize("name", [JOURNAL, LOCK])
def test_a_planted_link_is_refused_and_its_target_untouched(folder: Path, name: str) -> None:
    victim = folder.parent / "victim"
    (folder / name).rename(victim)
    before = victim.read_bytes()
    (folder / name).symlink_to(victim)
    with pytest.raises(Damaged, match="symbolic link"):
        JournalLog.open(folder).append(draft("x"))
    assert victim.read_bytes() == before


@pytest.mark.parametrize("name", [JOURNAL, LOCK])
def test_a_planted_pipe_does_not_hang(folder: Path, name: str) -> None:
    (folder / name).unlink()
    os.mkfifo(folder / name)
    with pytest.raises(ConsoleError):
        JournalLog.open(folder).append(draft("x"))


def test_a_folder_in_the_place_of_the_journal_is_refused(folder: Path) -> None:
    (folder / JOURNAL).unlink()
    (folder / JOURNAL).mkdir()
    with pytest.raises(ConsoleError):
        JournalLog.open(folder)


def test_no_rights_is_told_as_such(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", denied)
    with pytest.raises(NoRights, match="no rights") as caught:
        JournalLog.open(folder)
    assert caught.value.exit_code == 4


def test_a_journal_that_vanishes_is_an_error_not_an_empty_one(folder: Path) -> None:
    with JournalLog.open(folder) as log:
        assert len(list(log.follow(0))) == 3
        (folder / JOURNAL).unlink()
        with pytest.raises(Damaged, match="gone"):
            list(log.follow(3))
        with pytest.raises(Damaged, match="gone"):
            log.append(draft("x"))


def test_a_lock_file_that_vanishes_is_made_anew(folder: Path) -> None:
    with JournalLog.open(folder) as one, JournalLog.open(folder, deadline_s=0.05) as two:
        assert one.append(draft("x"))["n"] == 4
        (folder / LOCK).unlink()
        assert one.append(draft("x"))["n"] == 5
        assert two.append(draft("x"))["n"] == 6


def test_stale_temporary_files_are_swept_and_young_ones_left(folder: Path) -> None:
    old, young = folder / ".rte-1-aa.tmp", folder / ".rte-1-bb.tmp"
    for path in (old, young):
        path.write_bytes(b"x")
    past = old.stat().st_mtime - STALE_TEMP_S - 60
    os.utime(old, (past, past))
    JournalLog.open(folder).close()
    assert not old.exists()
    assert young.exists()


MOUNTS = """\
22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:40 / /srv rw - nfs4 server:/export rw
31 22 0:41 / /mnt/my\\040share rw shared:1 - cifs //nas/x rw
32 30 254:1 / /srv/local rw - xfs /dev/vdb rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/home/a", "ext4"), ("/srv", "nfs4"), ("/srv/a/b", "nfs4"), ("/srvx", "ext4"),
     ("/srv/local/a", "xfs"), ("/mnt/my share/a", "cifs")],
)  # fmt: skip
def test_the_file_system_is_found_by_its_mount_point(path: str, kind: str) -> None:
    assert filesystem_of(path, MOUNTS)[0] == kind
    if kind in ("nfs4", "cifs"):
        with pytest.raises(UsageFault, match=r"network file system.*RTE_ALLOW_NETWORK_FS"):
            refuse_network(path, MOUNTS)
    else:
        refuse_network(path, MOUNTS)


def test_network_folders_are_refused_unless_allowed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.journal.filesystem.filesystem_of", lambda *_: ("nfs4", "/srv"))
    with pytest.raises(UsageFault, match="nfs4 at /srv"):
        JournalLog.open(folder)
    with pytest.raises(UsageFault):
        JournalLog.create(folder.parent / "other")
    assert not (folder.parent / "other").exists()
    JournalLog.open(folder, allow_network_fs=True).close()
