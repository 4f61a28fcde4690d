"""Private notes: a file of one account, off the screen, and in nothing that leaves the program."""

from __future__ import annotations

import os
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from console.app import RteApp
from console.picture import SAYS
from console.screens.notes import NotesScreen
from console.session import Session
from store.errors import NoRights, NotSaved, UsageFault
from store.journal import notes as notes_module
from store.journal.drafts import Drafts
from store.journal.notes import ELSEWHERE, MAX_BYTES, Notes, account
from store.ledger.opening import open_ledger
from tests.cli_helpers import SAMPLE, Rte
from tests.ledger_helpers import Hands, sample_folder
from tests.screen_helpers import Clock, Room, room

SECRET = "thinks the estimate is politics"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sample_folder(tmp_path / "train", Hands()).db.close()
    return tmp_path / "train"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# -- the file


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_only_its_account_can_read_it(folder: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        notes = Notes(folder)
        assert not notes.exists()
        assert notes.load() == ""
        notes.save(SECRET)
    finally:
        os.umask(before)
    assert notes.path == folder / "private" / f"notes-{account()}.md"
    assert (mode(notes.path), mode(notes.path.parent)) == (0o600, 0o700)
    assert Notes(folder).load() == SECRET
    assert [p.name for p in notes.path.parent.iterdir()] == [notes.path.name], "no draft of it"


def test_in_a_shared_store_colleagues_keep_theirs_beside_it(folder: Path) -> None:
    folder.chmod(0o2770)
    notes = Notes(folder)
    notes.save(SECRET)
    assert mode(notes.path) == 0o600
    assert mode(notes.path.parent) == 0o3770


def test_what_was_added_elsewhere_meanwhile_is_kept(folder: Path) -> None:
    here, there = Notes(folder), Notes(folder)
    here.save("one\n")
    there.append(["from the other terminal"])
    assert here.save("one\ntwo\n") == "one\ntwo\nfrom the other terminal\n"
    assert there.load() == here.load()


def test_two_versions_are_both_kept(folder: Path) -> None:
    here, there = Notes(folder), Notes(folder)
    here.save("one")
    assert there.load() == "one"
    there.save("uno")
    kept = here.save("one and two")
    assert kept == f"one and two\n\n{ELSEWHERE}\n\nuno"
    assert there.load() == kept


def test_a_refusing_disk_leaves_the_file_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = Notes(folder)
    notes.save("one")

    def full(fd: int, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(notes_module, "write_all", full)
    with pytest.raises(NotSaved, match="No space left"):
        notes.save("two")
    monkeypatch.undo()
    assert Notes(folder).load() == "one"
    assert [p.name for p in notes.path.parent.iterdir()] == [notes.path.name]
    assert notes.save("two") == "two"


def test_too_much_is_refused_and_a_link_is_not_followed(folder: Path) -> None:
    notes = Notes(folder)
    with pytest.raises(UsageFault, match="at most 1,000,000 bytes"):
        notes.save("x" * (MAX_BYTES + 1))
    notes.save("x")
    notes.path.unlink()
    notes.path.symlink_to(folder / "journal.jsonl")
    with pytest.raises(Exception, match="symbolic link"):
        notes.load()


def test_somebody_elses_file_is_left_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = Notes(folder)
    notes.save("theirs")
    euid = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: euid + 1)
    with pytest.raises(NoRights):
        notes.load()


# -- on the screen


@asynccontextmanager
async def console(folder: Path, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Room]:
    """A console on a store on disk."""
    clock = Clock()
    ledger = open_ledger(folder, who="RTE", now=clock)
    app = RteApp(Session(ledger, folder=folder, drafts=Drafts(folder, "console")))
    app.animation_level = "none"
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.pause()
            yield Room(app, pilot, clock)
    finally:
        ledger.db.close()


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 18)])
async def test_they_are_off_the_screen_until_the_key_and_saved_when_left(
    folder: Path, size: tuple[int, int]
) -> None:
    Notes(folder).save("from before\n")
    async with console(folder, size) as here:
        assert "from before" not in here.text
        await here.press("N")
        assert "from before" in here.text
        assert "Private notes" in here.text
        await here.type(SECRET)
        await here.press("escape")
        assert SECRET not in here.text
    assert Notes(folder).load() == f"from before\n{SECRET}"


async def test_they_open_over_a_dialog_and_not_while_something_is_typed(folder: Path) -> None:
    async with console(folder) as here:
        await here.press("question_mark", "N")
        assert isinstance(here.app.screen, NotesScreen)
        await here.press("escape", "escape")
        await here.press("r")
        await here.type("North gate")
        assert here.screen.bar.text == "North gate"


async def test_the_stage_never_shows_them(folder: Path) -> None:
    Notes(folder).save(SECRET)
    async with console(folder) as here:
        await here.press("V", "N")
        assert not isinstance(here.app.screen, NotesScreen)
        assert SECRET not in here.text


async def test_a_pause_is_enough(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.screens.notes.PAUSE", 0.001)
    async with console(folder) as here:
        await here.press("N")
        await here.type("half a thought")
        for _ in range(50):
            await here.pilot.pause(0.01)
            if Notes(folder).load() == "half a thought":
                break
        assert Notes(folder).load() == "half a thought"
        assert "saved 09:00:00" in here.text


async def test_ending_the_console_saves_them(folder: Path) -> None:
    async with console(folder) as here:
        await here.press("N")
        await here.type("last words")
        await here.press("ctrl+q")
    assert Notes(folder).load() == "last words"


async def test_a_refusal_says_so_and_nothing_typed_is_lost(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(fd: int, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    async with console(folder) as here:
        await here.press("N")
        await here.type(SECRET)
        with monkeypatch.context() as patched:
            patched.setattr(notes_module, "write_all", full)
            await here.press("escape")
            assert isinstance(here.app.screen, NotesScreen)
            assert SECRET in here.text
            assert "Not saved. Esc again closes" in here.text
            await here.press("escape")
            assert SECRET not in here.text
        await here.press("N")
        assert SECRET in here.text
        await here.press("escape")
    assert Notes(folder).load() == SECRET


async def test_the_stamp_says_where_the_room_is(folder: Path) -> None:
    async with console(folder) as here:
        await here.press("s", "enter")
        here.clock.pass_by(minutes=3)
        await here.press("N", "ctrl+t")
        await here.type("quiet today")
        await here.press("escape")
    first, second = Notes(folder).load().split("\n")
    assert first.startswith("## Wed 18 Nov 09:03 · ART Sync E8 · ")
    assert first.endswith(" · min 3")
    assert second == "quiet today"


async def test_no_picture_is_drawn_of_them(folder: Path, tmp_path: Path) -> None:
    Notes(folder).save(SECRET)
    async with console(folder) as here:
        await here.press("N")
        assert SECRET in here.text
        drawn = here.app.export_screenshot()
        assert "politics" not in drawn
        assert SAYS.split(maxsplit=1)[0] in drawn
        saved = Path(here.app.save_screenshot("now.svg", path=str(tmp_path)))
        assert "politics" not in saved.read_text(encoding="utf-8")
        await here.press("escape")
        assert "Tideway" in here.app.export_screenshot()


async def test_a_train_in_memory_says_that_nothing_would_be_kept() -> None:
    async with room() as here:
        await here.press("N")
        assert "lives in memory only" in here.text


# -- nowhere else


def test_nothing_that_leaves_the_program_has_them(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rte = Rte(capsys, monkeypatch)
    store = tmp_path / "train"
    rte.fine("--store", str(store), "import", str(SAMPLE))
    done = rte.fine("--store", str(store), "note", "-", stdin=f"{SECRET}\n".encode())
    assert "noted, 1 line" in done.err
    assert SECRET not in done.out + done.err
    for words in (
        ("event", "status"), ("minutes",), ("check",), ("list", "risk"), ("now",), ("trains",),
        ("show", "R12"), ("note", "-"),
    ):  # fmt: skip
        for as_json in ((), ("--json",)):
            stdin = b"more\n" if words == ("note", "-") else None
            done = rte("--store", str(store), *words, *as_json, stdin=stdin)
            assert SECRET not in done.out + done.err
    made = rte.fine("--store", str(store), "backup")
    assert "private notes are not in it" in made.err
    holders = [p for p in store.rglob("*") if p.is_file() and SECRET.encode() in p.read_bytes()]
    assert holders == [Notes(store).path]


def test_they_are_shown_to_a_terminal_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rte = Rte(capsys, monkeypatch)
    rte.fine("import", str(SAMPLE))
    rte.fine("note", "-", stdin=b"one\ntwo \x1b[2J\n")
    said = rte.refused("note", "--show", code=2)
    assert "to a terminal only" in said
    assert "no --json" in rte.refused("note", "--show", "--json", "--force", code=2)
    head, *lines = rte.fine("note", "--show", "--force").out.splitlines()
    assert head.startswith("## ")
    assert lines == ["one", "two"]


@pytest.mark.parametrize(
    ("words", "stdin", "sentence"),
    [
        (("note", "a secret"), None, "can be seen by other users"),
        (("note",), None, "There is no terminal to type at."),
        (("note", "-"), b"\n \n", "nothing was noted"),
    ],
)
def test_what_is_refused(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    stdin: bytes | None,
    sentence: str,
) -> None:
    rte = Rte(capsys, monkeypatch)
    rte.fine("import", str(SAMPLE))
    assert sentence in rte.refused(*words, code=2, stdin=stdin)
