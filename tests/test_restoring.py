"""Going back to a backup from inside the program; what is made so that there is one."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import cast

import pytest

from console.app import RteApp
from console.looking import LookingApp, session_on
from console.restoring import RestoreApp, damage, first_session, lost
from console.screens.restoring import BackupsScreen, GoBackScreen, Standing
from console.session import Session
from store.checkup.backups import AUTOMATIC, BEFORE_FORMAT, REPLACED, backups_of, look_into
from store.checkup.finding import State
from store.checkup.keeping import gather_kept, judge_kept
from store.errors import ConsoleError, Damaged, NoRights, UsageFault
from store.insight.home import home
from store.journal import JournalLog, daily, migrations
from store.journal.files import JOURNAL
from store.journal.header import FORMAT, HEADER_SIZE
from store.journal.lockfile import StoreLock
from store.ledger import capturing
from store.ledger.opening import open_ledger
from store.line import sealed
from tests.cli_helpers import Rte
from tests.screen_helpers import Room
from tests.terminal_lab import Lab
from tests.test_doctor import SAMPLE, tree

RUN = "import sys\nfrom console.__main__ import main\nsys.exit(main(sys.argv[1:]))\n"


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Rte:
    return Rte(capsys, monkeypatch)


@pytest.fixture
def store(rte: Rte, tmp_path: Path) -> Path:
    """The sample with a backup, and one more record since."""
    rte.fine("import", str(SAMPLE))
    rte.fine("backup")
    rte.fine("add", "risk", "the crane strikes again")
    return tmp_path / "home" / "trains" / "default"


def opened(folder: Path) -> Session:
    ledger = open_ledger(folder, who="RTE")
    return Session(ledger, folder=folder, drafts=None)


# -- C9: the table of damaged files

WHOLE, ENTRY = "whole", b'{"n":1,"at":1,"do":"x","ops":%s}'


def _header(data: bytes) -> bytes:
    return data[:HEADER_SIZE]


def _with(ops: bytes) -> Callable[[bytes], bytes]:
    """A journal whose one entry is sealed and says this."""
    return lambda data: _header(data) + sealed(ENTRY % ops)


PUT = b'[["p","risk","risk-1",{"id":"risk-1","text":%s}]]'
DAMAGED_FILES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "only spaces": lambda _: b"   ",
    "one newline": lambda _: b"\n",
    "cut off in the header": lambda data: data[:200],
    "cut off behind the header's last brace": lambda data: data[: HEADER_SIZE - 1],
    "cut off in half": lambda data: data[: len(data) // 2],
    "last byte missing": lambda data: data[:-1],
    "text behind the end": lambda data: data + b"}}",
    "another file behind the end": lambda data: data + data,
    "NULs alone": lambda _: b"\0" * 4096,
    "NULs behind the end": lambda data: data + b"\0" * 4096,
    "NULs in the middle": lambda data: data[:900] + b"\0" * 500 + data[1400:],
    "byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "Latin-1": lambda data: _header(data) + data[HEADER_SIZE:].replace(b"a", b"\xe9", 1),
    "UTF-16": lambda data: data.decode().encode("utf-16"),
    "Windows line ends": lambda data: data.replace(b"\n", b"\r\n"),
    "header says no number": lambda _: sealed(
        b'{"magic":"rte-journal","format":1,"journal":"x","gen":"a","n":0,"snap":0,"born":0'
        + b" " * 415
        + b"}"
    ),
    "top is a list": lambda _: b"[1,2]\n",
    "top is a string": lambda _: b'"x"\n',
    "top is null": lambda _: b"null\n",
    "another program's file": lambda _: b'{"risks": {"1": {"t": "a"}}}' * 40,
    "deep nesting": lambda data: _header(data) + b"[" * 100_000 + b"]" * 100_000 + b"\n",
    "huge number": lambda data: _header(data) + b'{"n":' + b"9" * 5000 + b"}\n",
    "five megabytes of nothing": lambda data: _header(data) + b"x" * 5_000_000,
    "sealed deep nesting": _with(PUT % (b"[" * 900 + b"]" * 900)),
    "sealed huge number": _with(PUT % (b"9" * 4000)),
    "sealed list of operations that is none": _with(b"null"),
    "sealed operation of a kind unknown": _with(b'[["?","risk","risk-1",{}]]'),
    "sealed record that is a string": _with(b'[["p","risk","risk-1","x"]]'),
    "sealed record that is null": _with(b'[["p","risk","risk-1",null]]'),
    "sealed table that is a list": _with(b'[["p",[1],"risk-1",{}]]'),
    "sealed update of nothing": _with(b'[["u","risk","risk-1",{"a":1},{}]]'),
    "the same id twice": _with(
        b'[["p","risk","risk-1",{"ref":"R1"}],["p","risk","risk-1",{"ref":"R1"}]]'
    ),
    "the same keys twice": _with(b'[["p","risk","risk-1",{"text":"a","text":"b"}]]'),
    "NaN": _with(PUT % b"NaN"),
    "lone surrogate": _with(PUT % b'"\\ud800"'),
}


async def test_c9_every_damaged_file_is_opened_or_offers_a_backup_and_is_left_as_it_was(
    store: Path,
) -> None:
    """Each file of the table is met with a sentence, keeps its bytes, and has a way back."""
    path = store / JOURNAL
    good = path.read_bytes()
    refusals, offers = set(), set()
    for name, harm in DAMAGED_FILES.items():
        data = harm(good)
        path.write_bytes(data)
        if said := refused(store):
            assert "not taken" not in said, f"{name}: {said}"
            assert "Traceback" not in said
            refusals.add(name)
        else:
            session = opened(store)
            home(session.snapshot)
            if lost(session, store):
                offers.add(name)
            session.ledger.db.close()
        assert path.read_bytes() == data, f"{name}: reading changed it"
    assert refusals == {
        "empty", "only spaces", "one newline", "cut off in the header",
        "cut off behind the header's last brace", "NULs alone", "byte order mark", "UTF-16",
        "Windows line ends", "header says no number", "top is a list", "top is a string",
        "top is null", "another program's file", "sealed operation of a kind unknown",
        "sealed record that is a string", "sealed record that is null",
        "sealed table that is a list",
    }  # fmt: skip
    assert offers == {
        "cut off in half", "NULs in the middle", "Latin-1", "deep nesting", "huge number",
        "five megabytes of nothing", "NaN", "lone surrogate", "sealed huge number",
        "sealed list of operations that is none",
    }  # fmt: skip
    path.write_bytes(b"")
    app = RestoreApp(Standing(store, UTC, "It is empty."))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(app, pilot)
        here = Room(cast(RteApp, app), pilot, None)  # type: ignore[arg-type] # it has no clock
        assert "It is empty." in here.text
        assert "whole, entry 1" in here.text


def refused(store: Path) -> str:
    """Why the store cannot be opened, if that is so."""
    try:
        opened(store).ledger.db.close()
    except (Damaged, UsageFault) as fault:
        return damage(store, fault) or f"not taken for damage: {fault.sentence}"
    return ""


async def settled(app: RestoreApp | RteApp, pilot: object) -> None:
    """Until each copy was read."""
    await app.workers.wait_for_complete()
    await pilot.pause()  # type: ignore[attr-defined] # a Pilot of either app


# -- going back


async def test_on_a_damaged_store_one_key_chooses_and_another_goes_back(store: Path) -> None:
    path = store / JOURNAL
    path.write_bytes(b"")
    with pytest.raises(Damaged) as caught:
        opened(store)
    app = RestoreApp(Standing(store, UTC, damage(store, caught.value)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(app, pilot)
        await pilot.press("enter", "enter", "enter", "enter", "enter")
        assert isinstance(app.screen, GoBackScreen)
        assert path.read_bytes() == b"", "the same key again and again goes back to nothing"
        await pilot.press("escape")
        assert isinstance(app.screen, BackupsScreen)
        await pilot.press("enter", "R")
        await pilot.pause()
    assert app.answer is not None
    assert app.answer.restored
    session = opened(store)
    assert session.ledger.train is not None
    session.ledger.db.close()
    assert [one.read_bytes() for one in (store / "archive").glob("replaced-*")] == [b""]
    found = judge_kept(gather_kept(str(store)))
    assert not [one for one in found if one.state is State.PROBLEM], "what was put aside is none"


async def test_a_copy_that_is_not_whole_is_not_offered(store: Path) -> None:
    good = next((store / "backups").iterdir())
    bad = good.with_name("journal-20990101T000000Z-n9.jsonl")
    bad.write_bytes(good.read_bytes()[:-20])
    app = RestoreApp(Standing(store, UTC, "It is empty."))
    before = tree(store)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(app, pilot)
        here = Room(cast(RteApp, app), pilot, None)  # type: ignore[arg-type] # it has no clock
        assert "cannot be restored" in here.text
        assert "Last written" in here.text or ", last written" in here.text, "the whole one first"
        await pilot.press("g", "enter")
        assert isinstance(app.screen, BackupsScreen), "the bad one is the newest"
        assert "damaged at byte" in here.text
        await pilot.press("j", "enter")
        assert isinstance(app.screen, GoBackScreen)
        await pilot.press("escape", "escape")
    assert app.answer is None
    assert tree(store) == before


async def test_from_a_healthy_console_it_says_what_would_be_missing(store: Path) -> None:
    session = opened(store)
    capturing.capture_lines(session.ledger, ["one more", "and one"], "risk")
    app = RteApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        commands = {one.title: one.callback for one in app.get_system_commands(app.screen)}
        commands["store: Back up now"]()
        await pilot.pause()
        assert len(list((store / "backups").iterdir())) == 2
        capturing.capture_lines(session.ledger, ["the last one"], "risk")
        commands["store: Restore a backup"]()
        await settled(app, pilot)
        here = Room(app, pilot, None)  # type: ignore[arg-type] # its clock stays
        assert "1 entry since then would be missing here" in here.text
        assert "only look at it" not in here.text
        await pilot.press("j")
        await pilot.pause()
        assert "3 entries since then would be missing here" in here.text
        await pilot.press("enter", "R")
        await pilot.pause()
        await pilot.pause()
        assert "Restored" in {note.title for note in app._notifications}
        texts = {risk.text for risk in session.snapshot.risks}
        assert "the crane strikes again" not in texts
        assert len(session.snapshot.risks) > 5
        made = capturing.capture_lines(session.ledger, ["goes on"], "risk")
        assert made[0].record.text == "goes on"
    session.close()
    assert next(one for one in backups_of(store) if one.kind == REPLACED)


def test_a_journal_that_lost_its_end_opens_after_the_backup_was_declined(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = store / JOURNAL
    path.write_bytes(path.read_bytes()[: HEADER_SIZE + 900])
    before = path.read_bytes()
    shown: list[RestoreApp] = []

    def run(app: RestoreApp, _: Path) -> int:
        shown.append(app)
        return 0

    monkeypatch.setattr("console.restoring.run_app", run)
    session = first_session(opened, store)
    assert isinstance(session, Session)
    assert len(shown) == 1
    assert "0 records can be read" in shown[0]._here.fault
    assert "A backup has 178" in shown[0]._here.fault
    assert path.read_bytes() == before
    session.ledger.db.close()
    path.write_bytes(b"")
    assert first_session(opened, store) == 5


async def test_a_backup_can_be_looked_at_and_nothing_of_it_changed(
    store: Path, tmp_path: Path
) -> None:
    copy = next((store / "backups").iterdir())
    session = session_on(copy, tmp_path)
    app = LookingApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        here = Room(app, pilot, None)  # type: ignore[arg-type] # its clock stays
        assert "A BACKUP · only to look at" in here.text
        with pytest.raises(NoRights):
            session.capture(["risk: not kept"], None)
        await pilot.press("r", *"words", "enter")
        await pilot.pause()
        assert "Only to look at" in here.text
        assert "words" in here.text
    session.close()


def test_what_is_no_damage_of_the_journal_is_raised_as_it_was(store: Path) -> None:
    fault = Damaged("clock.json cannot be read")
    assert damage(store, fault) == ""
    assert damage(store, UsageFault("No such option")) == ""

    def refuses(_: Path) -> Session:
        raise fault

    with pytest.raises(Damaged):
        first_session(refuses, store)
    (store / JOURNAL).unlink()
    assert "there are backups of it" in damage(store, UsageFault("There is no train's store"))


# -- in a terminal


def test_rte_on_a_damaged_store_shows_the_way_back(store: Path, tmp_path: Path) -> None:
    (store / JOURNAL).write_bytes(b"")
    script = tmp_path / "run.py"
    script.write_text(RUN)
    lab = Lab(script, RTE_HOME=str(tmp_path / "home"), RTE_BY="RTE")
    try:
        assert lab.until("whole, entry 1"), lab.screen()
        assert "is empty, which a journal never is" in lab.screen()
        lab.send("v")
        assert lab.until("A BACKUP"), lab.screen()
        lab.settle()
        lab.send("\x11")
        assert lab.until("whole, entry 1"), lab.screen()
        lab.settle()
        lab.send("\r")
        assert lab.until("Go back to the backup of"), lab.screen()
        lab.send("R")
        assert lab.until("start an event"), lab.screen()
        lab.send("\x11")
        assert lab.wait() == 0
    finally:
        lab.close()


# -- backups that nobody thinks of


def write(folder: Path, text: str) -> None:
    ledger = open_ledger(folder, who="RTE")
    capturing.capture_lines(ledger, [text], "risk")
    ledger.db.close()


def test_a_console_that_is_left_backs_up_once_a_day_and_keeps_the_last_ones(store: Path) -> None:
    opened(store).close()
    assert len(backups_of(store)) == 1, "the newest is young"
    for one in (store / "backups").iterdir():
        os.utime(one, (1, 1))
    opened(store).close()
    made = [one for one in backups_of(store) if one.kind == AUTOMATIC]
    assert len(made) == 1
    assert look_into(made[0].path).whole
    opened(store).close()
    assert len(backups_of(store)) == 2
    day = daily.EVERY_S + 1
    now = made[0].at / 1000
    assert daily.back_up_if_due(store, now + day) is None, "nothing was written since"
    for round_ in range(daily.KEEP + 3):
        write(store, f"risk {round_}")
        copy = daily.back_up_if_due(store, now + day * (round_ + 1))
        assert copy is not None
        os.utime(copy, (now + day * round_, now + day * round_))
    kept = [one for one in backups_of(store) if one.kind == AUTOMATIC]
    assert len(kept) == daily.KEEP
    assert max(look_into(one.path).n for one in kept) == 2 + daily.KEEP + 3
    assert len([one for one in backups_of(store) if one.kind == "backup"]) == 1


def test_an_import_into_a_train_with_records_backs_up_first(
    rte: Rte, store: Path, tmp_path: Path
) -> None:
    table = tmp_path / "items.csv"
    table.write_text("key,title,started\nF-900,Wait feed,2026-10-01\n")
    before = open_ledger(store, who="RTE")
    n = before.db.state.n
    before.db.close()
    rte.fine("flow", "import", str(table), "--check")
    assert not list((store / "backups").glob("before-import-*"))
    rte.fine("flow", "import", str(table))
    (copy,) = (store / "backups").glob("before-import-*")
    assert look_into(str(copy)).n == n


def test_a_change_of_format_backs_up_first(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = store / JOURNAL
    before = path.read_bytes()
    lock = StoreLock(str(store / "store.lock"), 0o600, 1.0, None)
    step = migrations.Step("nothing is changed", FORMAT, lambda entries: entries)
    kept = migrations.upgrade(str(store), lock, to=FORMAT + 1, steps=[step])
    lock.close()
    assert Path(kept).read_bytes() == before
    assert backups_of(store)[0].kind == BEFORE_FORMAT
    assert b'"format":2' in path.read_bytes()[:HEADER_SIZE]
    with pytest.raises(ConsoleError) as caught:
        JournalLog.open(store)
    assert damage(store, cast(Damaged, caught.value)) == "", "a newer program is wanted, no backup"
