"""The check-up: what it finds, and that it finds it without touching or telling anything."""

from __future__ import annotations

import os
import re
import signal
import stat
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.cli.doctor_here import (
    WANTED,
    Locale,
    Terminal,
    judge_home,
    judge_locale,
    judge_settings,
    judge_terminal,
    judge_versions,
)
from console.config import Config, Fault
from store.checkup.backups import AUTOMATIC, Backup, Held
from store.checkup.disk import Disk, judge_disk
from store.checkup.finding import Finding, State
from store.checkup.keeping import Kept, gather_kept, judge_kept
from store.checkup.locking import Lock, gather_lock, judge_lock
from store.checkup.rights import Place, Rights, gather_rights, judge_rights
from store.checkup.timing import MINUTE_MS, Times, judge_times
from store.journal.backup import backup
from store.journal.files import JOURNAL, LOCK
from store.log import Holder
from tests.cli_helpers import ROOT, Rte

SAMPLE = ROOT / "store" / "sample" / "tideway.json"


def said(findings: list[Finding], state: State) -> str:
    return " / ".join(f"{one.what} do: {one.do}" for one in findings if one.state is state)


def only_ok(findings: list[Finding]) -> bool:
    return all(one.state is State.OK for one in findings)


# -- rights

MINE, BOB = 1000, 1001


def folder_of(bits: int = 0o700, uid: int = MINE, **more: bool) -> Place:
    owner = {MINE: "ana", BOB: "bob", 0: "root"}[uid]
    return Place("/home/ana/train", stat.S_IFDIR | bits, uid, owner, **more)


def file_of(name: str, bits: int = 0o600, uid: int = MINE, **more: bool) -> Place:
    owner = {MINE: "ana", BOB: "bob", 0: "root"}[uid]
    return Place(f"/home/ana/train/{name}", stat.S_IFREG | bits, uid, owner, **more)


ABOVE = (
    Place("/home/ana", stat.S_IFDIR | 0o755, MINE, "ana"),
    Place("/home", stat.S_IFDIR | 0o755, 0, "root"),
    Place("/", stat.S_IFDIR | 0o755, 0, "root"),
)
WELL = Rights(folder_of(), (file_of(JOURNAL), file_of(LOCK)), ABOVE, MINE, may_write=True)
SHARED = replace(WELL, folder=folder_of(0o2770), inside=(file_of(JOURNAL, 0o660, common=True),))


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (replace(WELL, folder=folder_of(0o755)), "Others on this machine can look into"),
        (replace(WELL, folder=folder_of(0o770)), "chmod 2770 /home/ana/train to share it"),
        (replace(WELL, folder=folder_of(0o2777)), "open to everybody"),
        (replace(WELL, folder=folder_of(0o700, BOB)), "belongs to bob and is not shared"),
        (replace(WELL, may_write=False), "may not change"),
        (replace(WELL, inside=(file_of(JOURNAL, 0o600, BOB),)), "chown -R ana"),
        (replace(SHARED, inside=(file_of(JOURNAL, 0o600, common=True),)), "closed to colleagues"),
        (
            replace(SHARED, inside=(file_of("drafts/d.txt", 0o640, private=True),)),
            "chmod 600 /home/ana/train/drafts/d.txt",
        ),
        (
            replace(WELL, inside=(Place("/home/ana/train/x", stat.S_IFLNK | 0o777, MINE),)),
            "can be no file of a store",
        ),
        (replace(WELL, above=(replace(ABOVE[0], mode=stat.S_IFDIR | 0o777),)), "chmod o-w"),
        (replace(WELL, above=(replace(ABOVE[0], mode=stat.S_IFDIR | 0o775),)), "chmod g-w"),
        (replace(WELL, above=(replace(ABOVE[0], uid=BOB, owner="bob"),)), "belongs to bob, who"),
    ],
)
def test_what_is_wrong_with_rights_is_a_problem_with_a_command(found: Rights, words: str) -> None:
    assert words in said(judge_rights(found), State.PROBLEM)


@pytest.mark.parametrize(
    "found",
    [
        WELL,
        SHARED,
        replace(WELL, above=(replace(ABOVE[0], mode=stat.S_IFDIR | 0o775, own_group=True),)),
        replace(SHARED, folder=folder_of(0o2770, BOB)),
        replace(WELL, inside=(file_of(JOURNAL, 0o644),)),  # its folder keeps everybody out
    ],
)
def test_rights_as_they_should_be_are_ok(found: Rights) -> None:
    assert only_ok(judge_rights(found))


def test_an_open_folder_with_the_sticky_bit_is_a_note() -> None:
    found = replace(WELL, above=(replace(ABOVE[1], mode=stat.S_IFDIR | 0o1777),))
    assert "enough for a demo" in said(judge_rights(found), State.NOTE)
    assert not said(judge_rights(found), State.PROBLEM)


def test_rights_are_gathered_of_every_folder_above(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "drafts").mkdir()
    (tmp_path / "a" / "drafts" / "x").write_text("")
    found = gather_rights(str(tmp_path / "a"))
    assert [one.path for one in found.above][-1] == "/"
    assert {one.private for one in found.inside if one.path.endswith("/x")} == {True}


# -- disk

DISK = Disk(
    "/train", "ext4", "/", network=False, allowed=False, read_only=False, free=10**10,
    files_free=10**6, store_size=10**6, flush_ms=3.0,
)  # fmt: skip


@pytest.mark.parametrize(
    ("found", "state", "words"),
    [
        (DISK, State.OK, "10 GB free, a flush takes 3 ms"),
        (replace(DISK, network=True, kind="nfs4"), State.PROBLEM, "network file system (nfs4"),
        (replace(DISK, network=True, kind="nfs4", allowed=True), State.NOTE, "accepts that"),
        (replace(DISK, read_only=True, flush_ms=None), State.PROBLEM, "read-only"),
        (replace(DISK, flush_ms=None, flush_fault="No space left"), State.PROBLEM, "No space left"),
        (replace(DISK, flush_ms=900.0), State.NOTE, "A flush took 900 ms"),
        (replace(DISK, free=10_000), State.PROBLEM, "10 kB are free"),
        (replace(DISK, free=10**8, store_size=10**8), State.PROBLEM, "need 200 MB"),
        (replace(DISK, free=10**8), State.NOTE, "100 MB are free"),
        (replace(DISK, files_free=3), State.PROBLEM, "Only 3 more files"),
        (replace(DISK, files_free=None), State.OK, "ext4"),
        (replace(DISK, kind="tmpfs", point="/run"), State.NOTE, "a restart of the machine"),
    ],
)
def test_the_disk(found: Disk, state: State, words: str) -> None:
    assert words in said(judge_disk(found), state)
    assert (state is State.PROBLEM) == bool(said(judge_disk(found), State.PROBLEM))


# -- lock

TOM = Holder("tom", 4711, "2026-11-18T09:00:00Z")


@pytest.mark.parametrize(
    ("found", "state", "words"),
    [
        (Lock(None), State.OK, "Nobody holds it"),
        (Lock(TOM, "R", 0.01), State.NOTE, "writing at this moment (tom, process 4711"),
        (Lock(TOM, "S", 90), State.PROBLEM, "held for 90 seconds"),
        (Lock(TOM, "T", 1), State.PROBLEM, "kill -CONT 4711"),
        (Lock(TOM, "", 1), State.PROBLEM, "no such process"),
    ],
)
def test_the_lock(found: Lock, state: State, words: str) -> None:
    assert words in said(judge_lock(found), state)


def test_a_stopped_process_that_holds_the_lock_is_named(tmp_path: Path) -> None:
    """The real thing: a process takes the lock and is stopped."""
    holds = (
        "import sys\nfrom store.journal.lockfile import StoreLock\n"
        "lock = StoreLock(sys.argv[1], 0o600, 1.0, 'tom')\nlock.acquire()\n"
        "print('held', flush=True)\nsys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", holds, str(tmp_path / LOCK)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT)
        found = gather_lock(str(tmp_path), lambda: datetime.now(UTC))
        assert found.holder is not None
        assert (found.holder.user, found.holder.pid) == ("tom", process.pid)
        assert f"kill -CONT {process.pid}" in said(judge_lock(found), State.PROBLEM)
    finally:
        process.kill()
        process.communicate()
    assert judge_lock(gather_lock(str(tmp_path), lambda: datetime.now(UTC)))[0].state is State.OK


# -- journal and backups


def test_backups_are_judged_by_age_and_by_what_was_written_since(
    store: Path, rte: Rte, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = gather_kept(str(store))
    assert "There is no backup" in said(judge_kept(seen), State.NOTE), "a young train"
    old = replace(seen, now_s=seen.now_s + 2 * 86_400)
    assert "There is no backup" in said(judge_kept(old), State.PROBLEM)
    backup(store)
    seen = gather_kept(str(store))
    assert "read to its end, whole" in said(judge_kept(seen), State.OK)
    assert only_ok([one for one in judge_kept(seen) if one.state is not State.NOTE])
    rte.fine("add", "risk", "the crane strikes again")
    seen = gather_kept(str(store))
    assert "1 entry since" in said(judge_kept(seen), State.OK)
    old = replace(seen, now_s=seen.now_s + 8 * 86_400)
    assert "8 d old, 1 entry since" in said(judge_kept(old), State.PROBLEM)


def test_a_copy_that_cannot_be_restored_is_a_problem() -> None:
    copy = Backup("/t/backups/auto-1.jsonl", AUTOMATIC, 0, 10)
    found = Kept("/t", None, "It is empty.", ((copy, Held("cut off")),), 0.0, 3, 2, (0.0,))
    findings = judge_kept(found)
    assert "/t/backups/auto-1.jsonl cannot be restored" in said(findings, State.PROBLEM)
    assert "It is empty. do: rte restore FILE" in said(findings, State.PROBLEM)
    assert "There is no backup" in said(findings, State.PROBLEM)
    for words in ("3 temporary files", "2 files with bytes", "1 draft of terminals that died"):
        assert words in said(findings, State.NOTE)


# -- clock and zone

NOON = int(datetime(2026, 11, 18, 12, tzinfo=UTC).timestamp() * 1000)
TIMES = Times(NOON, "boot", 10**7, (NOON - 10**6, 10**7 - 10**6), NOON - 500, zone="Europe/Lisbon")


@pytest.mark.parametrize(
    ("found", "state", "words"),
    [
        (TIMES, State.OK, "agrees with the journal"),
        (TIMES, State.OK, "Europe/Lisbon"),
        (replace(TIMES, now=0), State.PROBLEM, "The machine says that it is 1 Jan 1970"),
        (replace(TIMES, latest=NOON + 60 * MINUTE_MS), State.PROBLEM, "60 min ahead"),
        (replace(TIMES, now=NOON + 30 * MINUTE_MS), State.NOTE, "set forward by 30 min"),
        (replace(TIMES, stated="2026-11-18"), State.NOTE, "RTE_NOW is set"),
        (replace(TIMES, shift_ms=-5), State.NOTE, "as that of a demo"),
        (replace(TIMES, shift_fault="clock.json cannot be read"), State.PROBLEM, "clock.json"),
        (replace(TIMES, zone="Nowhere/Else", zone_known=False), State.PROBLEM, "Nowhere/Else"),
        (replace(TIMES, tz="nonsense", tz_known=False), State.NOTE, "TZ names no zone"),
        (replace(TIMES, database=False), State.PROBLEM, "no zone database"),
    ],
)
def test_clock_and_zone(found: Times, state: State, words: str) -> None:
    assert words in said(judge_times(found), state)


# -- terminal, locale, versions, settings, home

TERMINAL = Terminal(
    tty={"input": True, "output": True, "error output": True}, term="xterm-256color",
    term_known=True, size=(120, 36), columns="", lines="", colours=256, truecolor=False,
    no_color=False, inside=("tmux", "ssh"),
)  # fmt: skip
NO_TTY = {"input": False, "output": False, "error output": False}


@pytest.mark.parametrize(
    ("found", "state", "words"),
    [
        (TERMINAL, State.OK, "xterm-256color, 120x36, 256 colours, in tmux and ssh"),
        (replace(TERMINAL, truecolor=True), State.OK, "true colour"),
        (replace(TERMINAL, no_color=True), State.OK, "NO_COLOR"),
        (replace(TERMINAL, tty=NO_TTY), State.NOTE, "There is none here"),
        (replace(TERMINAL, tty={**TERMINAL.tty, "input": False}), State.NOTE, "input is no term"),
        (replace(TERMINAL, term="dumb"), State.PROBLEM, "TERM is dumb"),
        (replace(TERMINAL, term=""), State.PROBLEM, "TERM is not set"),
        (replace(TERMINAL, term="odd", term_known=False), State.NOTE, "does not know the terminal"),
        (replace(TERMINAL, columns="nan"), State.PROBLEM, "unset COLUMNS"),
        (replace(TERMINAL, lines="24"), State.PROBLEM, "LINES is set to 24, and the terminal has"),
        (replace(TERMINAL, columns="120", lines="36"), State.OK, "120x36"),
        (replace(TERMINAL, size=(40, 10)), State.NOTE, "less than the 60x18"),
        (replace(TERMINAL, size=(0, 0)), State.PROBLEM, "stty cols 80 rows 24"),
    ],
)
def test_the_terminal(found: Terminal, state: State, words: str) -> None:
    assert words in said(judge_terminal(found), state)


@pytest.mark.parametrize(
    ("found", "state", "words"),
    [
        (Locale("C.UTF-8", True, "UTF-8"), State.OK, "UTF-8"),
        (Locale("", True, "ANSI_X3.4-1968"), State.NOTE, "The locale C means"),
        (Locale("de_DE", True, "ISO-8859-1"), State.NOTE, "export LC_ALL=C.UTF-8"),
        (Locale("xx_YY.UTF-8", False, "ASCII"), State.NOTE, "has no locale xx_YY.UTF-8"),
    ],
)
def test_the_locale(found: Locale, state: State, words: str) -> None:
    assert words in said(judge_locale(found), state)


def test_versions_wanted_are_those_of_the_package() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    for line in asked:
        name, first, rest = re.fullmatch(r"([a-z-]+)(?:==|>=)([\d.]+)(.*)", line).groups()  # type: ignore[union-attr] # a line that does not match fails here, as it should
        below = rest.removeprefix(",<") or (first if "==" in line else "")
        assert WANTED[name] == (first, below)
    assert len(WANTED) == len(asked)


def test_a_version_that_was_not_tested_together_is_a_problem() -> None:
    have = {name: least for name, (least, _) in WANTED.items()}
    assert only_ok(judge_versions(have, (3, 11, 7), "0.1.0"))
    assert only_ok(judge_versions({**have, "rich": "15.0.0rc1"}, (3, 14, 0), "0.1.0"))
    for name, wrong in {
        "textual": "8.3.0",
        "rich": "16.1",
        "python-dateutil": "2.9.0",
        "orjson": "",
    }.items():
        findings = judge_versions({**have, name: wrong}, (3, 11, 7), "0.1.0")
        assert name in said(findings, State.PROBLEM)
    assert "Python 3.10.2" in said(judge_versions(have, (3, 10, 2), "0.1.0"), State.PROBLEM)


def test_settings_and_home() -> None:
    fault = Fault("/c/config.toml", 3, "theme cannot be that: write one of ...")
    assert "line 3" in said(judge_settings(Config(faults=(fault,))), State.PROBLEM)
    assert only_ok(judge_settings(Config()))
    assert "HOME is /gone" in said(judge_home("/gone", False, "/data", True), State.NOTE)
    assert only_ok(judge_home("", False, "/data", False))


# -- as it is typed


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Rte:
    return Rte(capsys, monkeypatch)


@pytest.fixture
def store(rte: Rte, tmp_path: Path) -> Path:
    rte.fine("import", str(SAMPLE))
    place = tmp_path / "home" / "trains" / "default"
    assert (place / JOURNAL).exists()
    return place


def tree(place: Path) -> dict[str, tuple[int, int, bytes]]:
    found = {}
    for path in sorted(place.rglob("*")):
        seen = path.lstat()
        body = path.read_bytes() if path.is_file() else b""
        found[str(path)] = (seen.st_mode, seen.st_mtime_ns if path.is_file() else 0, body)
    return found


def damage(place: Path) -> None:
    (place / JOURNAL).write_bytes(b"")


def hurt(place: Path) -> None:
    path = place / JOURNAL
    path.write_bytes(path.read_bytes()[:-30])


@pytest.mark.parametrize("harm", [None, hurt, damage])
def test_it_tells_what_is_wrong_and_nothing_that_was_typed_and_changes_nothing(
    rte: Rte, store: Path, harm: Callable[[Path], None] | None
) -> None:
    rte.fine("add", "impediment", "the SECRET crane of ANCHOR")
    (store / "private").mkdir(mode=0o700)
    (store / "private" / "notes-ana.md").write_text("SECRET")
    (store / "drafts" / "draft-0badb007-1-1-console.txt").write_text("risk\nSECRET draft")
    if harm is not None:
        harm(store)
    before = tree(store.parents[1])
    done = rte("doctor")
    told = rte("doctor", "--json")
    assert tree(store.parents[1]) == before
    assert "SECRET" not in done.out + done.err + told.out + told.err
    states = {one["area"]: one["state"] for one in told.json["findings"]}
    assert states["journal"] == ("ok" if harm is None else "problem")
    assert done.code == told.code == (0 if harm is None else 1), done
    assert told.json["problems"] == sum(one["state"] == "problem" for one in told.json["findings"])
    assert "1 draft of terminals that died" in done.out
    assert {"rights", "disk", "lock", "journal", "backup", "clock", "zone", "terminal", "locale",
            "versions", "settings", "home"} <= set(states)  # fmt: skip


def test_without_a_store_and_without_a_home_it_still_answers(
    rte: Rte, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = rte("doctor")
    assert done.code == 0, done
    assert "There is no train in" in done.out
    assert not (tmp_path / "home").exists()
    monkeypatch.delenv("RTE_HOME")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert "export RTE_HOME=" in rte("doctor").out


def test_a_topic_that_cannot_be_looked_at_does_not_hide_the_others(
    rte: Rte, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: str) -> Rights:
        raise PermissionError(13, "Permission denied", str(store))

    monkeypatch.setattr("console.cli.doctor.gather_rights", refused)
    done = rte("doctor")
    assert done.code == 1
    assert "could not be looked at" in done.out
    assert "Nobody holds it" in done.out
