"""Who is here: seen while alive, gone when dead, and never believed without a look."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.errors import NoRights
from store.journal.files import keep_out
from store.journal.notify import FolderBell
from store.journal.presence import HERE, Presence, Present
from tests.cli_helpers import ROOT

ARRIVE = """
import sys
from store.journal.presence import Presence, Present
presence = Presence(sys.argv[1])
presence.arrive(Present(presence.terminal, "PM", 5, "pts/7", True))
print(presence.terminal, flush=True)
sys.stdin.read()
presence.leave()
"""

Arrive = Callable[[str], Presence]


@pytest.fixture
def arrive(tmp_path: Path) -> Iterator[Arrive]:
    here: list[Presence] = []

    def come(who: str) -> Presence:
        presence = Presence(tmp_path)
        presence.arrive(Present(presence.terminal, who, len(here), "pts/1"))
        here.append(presence)
        return presence

    yield come
    for presence in here:
        presence.leave()


def child(folder: Path) -> tuple[subprocess.Popen[str], str]:
    """Another process that is here."""
    process = subprocess.Popen(
        [sys.executable, "-c", ARRIVE, str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def test_each_sees_the_others_in_the_order_in_which_they_came(arrive: Arrive) -> None:
    rte, pm, po = arrive("RTE"), arrive("PM"), arrive("PO")
    assert [one.who for one in rte.others()] == ["PM", "PO"]
    assert [one.who for one in po.others()] == ["RTE", "PM"]
    pm.leave()
    assert [one.who for one in rte.others()] == ["PO"]
    assert rte.is_here(po.terminal)
    assert rte.is_here(rte.terminal)
    assert not rte.is_here(pm.terminal)


def test_a_killed_process_is_gone_and_its_file_is_taken_away(
    tmp_path: Path, arrive: Arrive
) -> None:
    mine = arrive("RTE")
    bell = FolderBell(mine.folder)
    process, terminal = child(tmp_path)
    assert mine.others() == (Present(terminal, "PM", 5, "pts/7", True),)
    drain(bell)
    process.send_signal(signal.SIGKILL)
    process.wait()
    if bell.fd is not None:
        assert select.select([bell.fd], [], [], 10)[0], "the kernel did not ring"
    assert not mine.is_here(terminal)
    assert mine.others() == ()
    assert sorted(os.listdir(mine.folder)) == [f"{mine.terminal}.json"]
    bell.close()


def drain(bell: FolderBell) -> None:
    while bell.fd is not None and select.select([bell.fd], [], [], 0)[0]:
        os.read(bell.fd, 65536)


def test_a_stopped_process_is_still_here(tmp_path: Path, arrive: Arrive) -> None:
    mine = arrive("RTE")
    process, terminal = child(tmp_path)
    process.send_signal(signal.SIGSTOP)
    try:
        assert mine.is_here(terminal)
    finally:
        process.kill()
        process.wait()


def test_the_bell_rings_for_coming_going_and_saying_something_else(arrive: Arrive) -> None:
    mine = arrive("RTE")
    bell = FolderBell(mine.folder)
    if bell.fd is None:
        pytest.skip("no inotify here")
    other = arrive("PM")
    deeds: tuple[Callable[[], None], ...] = (
        lambda: None,
        lambda: other.tell(Present(other.terminal, "PM", 1, busy="R12")),
        other.leave,
    )
    for deed in deeds:
        deed()
        assert select.select([bell.fd], [], [], 10)[0]
        drain(bell)
    bell.close()


def test_what_is_being_edited_is_told_until_it_no_longer_is(arrive: Arrive) -> None:
    rte, pm = arrive("RTE"), arrive("PM")
    assert pm.mine is not None
    pm.tell(Present(pm.terminal, "PM", 1, busy="R12"))
    assert rte.others()[0].busy == "R12"
    pm.tell(Present(pm.terminal, "PM", 1))
    assert rte.others()[0].busy == ""


def test_one_who_does_not_want_to_be_seen_is_here_and_not_listed(
    tmp_path: Path, arrive: Arrive
) -> None:
    rte, unseen = arrive("RTE"), Presence(tmp_path)
    unseen.arrive(None)
    assert rte.others() == ()
    assert rte.is_here(unseen.terminal)
    unseen.leave()
    assert not rte.is_here(unseen.terminal)


def test_nothing_of_it_stays(tmp_path: Path, arrive: Arrive) -> None:
    arrive("RTE").leave()
    assert os.listdir(tmp_path / HERE) == []


@pytest.mark.parametrize(
    "planted",
    [b"", b"not json", b"[1, 2]", b'{"who": 7}', b'{"since": 3}', b"\xff\xfe", b"{" * 600],
)
def test_a_planted_file_says_nothing_and_breaks_nothing(
    tmp_path: Path, arrive: Arrive, planted: bytes
) -> None:
    mine = arrive("RTE")
    path = tmp_path / HERE / "1-00000000.json"
    path.write_bytes(planted)
    with path.open("rb") as held:
        import fcntl

        fcntl.flock(held, fcntl.LOCK_EX)
        assert mine.others() == ()
        assert mine.is_here("1-00000000")


def test_what_another_terminal_tells_of_itself_is_cleaned(arrive: Arrive) -> None:
    mine, other = arrive("RTE"), arrive("\x1b]0;title\x07PM\u202e")
    assert [one.who for one in mine.others()] == ["PM"]
    other.tell(Present(other.terminal, "x" * 500, 1))
    assert len(mine.others()[0].who) == 64


def test_names_that_are_no_terminal_are_not_followed(tmp_path: Path, arrive: Arrive) -> None:
    mine = arrive("RTE")
    (tmp_path / "secret.json").write_text('{"who": "X"}')
    (tmp_path / HERE / "other.json").write_text('{"who": "X"}')
    (tmp_path / HERE / "2-00000000.json").symlink_to(tmp_path / "secret.json")
    os.mkfifo(tmp_path / HERE / "3-00000000.json")
    assert mine.others() == ()
    assert not mine.is_here("2-00000000")
    assert not mine.is_here("../secret")
    assert (tmp_path / "secret.json").exists()
    assert (tmp_path / HERE / "other.json").exists()


def test_modes_follow_the_store(tmp_path: Path) -> None:
    for mode, folder_mode, file_mode in ((0o700, 0o700, 0o600), (0o2770, 0o2770, 0o660)):
        store = tmp_path / oct(mode)
        store.mkdir()
        store.chmod(mode)
        presence = Presence(store)
        presence.arrive(None)
        found = Path(presence.folder)
        assert found.stat().st_mode & 0o7777 == folder_mode
        assert (found / f"{presence.terminal}.json").stat().st_mode & 0o777 == file_mode
        presence.leave()


def test_where_nothing_may_be_written_nobody_arrives(tmp_path: Path) -> None:
    keep_out(tmp_path)
    try:
        with pytest.raises(NoRights, match="--read-only"):
            Presence(tmp_path).arrive(None)
    finally:
        keep_out(None)
    assert list(tmp_path.iterdir()) == []
