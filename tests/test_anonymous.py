"""Captured without a name: nothing on disk names anybody, and the screen says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.app import RteApp
from console.screens.all_acts import ACTS
from console.session import Session
from console.widgets.capture_bar import ANONYMOUS
from console.widgets.rows_view import RowsView
from store.errors import RuleBroken
from store.exchange.train_file import read_train
from store.journal.drafts import Drafts
from store.ledger.bringing import bring_in
from store.ledger.capturing import capture
from store.ledger.ledger import Ledger
from store.ledger.opening import open_ledger
from store.ledger.undoing import undo
from tests.cli_helpers import DAY, SAMPLE, Rte
from tests.ledger_helpers import Hands, sample_bytes
from tests.screen_helpers import Room, room

WHO = "telltale-name"
WORDS = "nobody dares to say it"


def with_the_name(folder: Path) -> list[str]:
    """Files below a folder in whose name or bytes the person can be found."""
    every = [path for path in folder.rglob("*") if path.is_file()]
    assert every
    return [path.name for path in every if WHO in path.name or WHO.encode() in path.read_bytes()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store whose past names somebody else only."""
    made = open_ledger(tmp_path / "train", who="import", now=Hands(), create=True)
    bring_in(made, read_train(sample_bytes()))
    made.db.close()
    return tmp_path / "train"


def opened(folder: Path) -> Ledger:
    return open_ledger(folder, who=WHO, now=Hands())


def test_no_file_names_who_captured(folder: Path) -> None:
    ledger = opened(folder)
    session = Session(ledger, folder=folder, drafts=Drafts(folder, "console"))
    session.go_anonymous(True)
    session.keep_draft(WORDS, "risk")
    assert list((folder / "drafts").glob("draft-*")) == []
    session.capture([f"risk: {WORDS}", "risk: and this"], None)
    assert with_the_name(folder) == []
    session.close()
    assert with_the_name(folder) == []
    assert WORDS.encode() in (folder / "journal.jsonl").read_bytes()


def test_a_draft_is_on_disk_again_when_names_are_stored_again(folder: Path) -> None:
    session = Session(opened(folder), folder=folder, drafts=Drafts(folder, "console"))
    session.keep_draft("before", "risk")
    session.go_anonymous(True)
    assert list((folder / "drafts").glob("draft-*")) == [], "what was typed is nobody's now"
    assert session.draft == ("before", "risk")
    session.go_anonymous(False)
    (draft,) = (folder / "drafts").glob("draft-*")
    assert draft.read_text(encoding="utf-8") == "risk\nbefore"
    session.capture(["risk: said by name"], None)
    assert with_the_name(folder) == ["journal.jsonl"], "the lock forgets who held it"
    session.close()


@pytest.mark.parametrize("door", [(), ("--as-of", DAY)], ids=["quick", "slow"])
def test_the_command_line_leaves_no_name_either(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    door: tuple[str, ...],
) -> None:
    rte = Rte(capsys, monkeypatch)
    rte.fine("import", str(SAMPLE), "--by", "import")
    done = rte.fine("add", "risk", "-", "--anonymous", "--by", WHO, *door, stdin=WORDS.encode())
    assert "nobody can take it back" in done.err
    assert "rte undo" not in done.err
    assert with_the_name(tmp_path) == []


def test_undo_does_not_reach_past_it_by_surprise(folder: Path) -> None:
    ledger = opened(folder)
    capture(ledger, "risk: by name")
    capture(ledger, "risk: without", anonymous=True)
    with pytest.raises(RuleBroken) as refused:
        undo(ledger)
    assert refused.value.sentence == (
        "R14 was captured without a name, so nobody can take it back. Asked again, undo takes back "
        "your change before it."
    )
    assert undo(ledger).sentence == "Took back the capture: R13."
    capture(ledger, "risk: without", anonymous=True)
    capture(ledger, "risk: by name again")
    assert undo(ledger).refs == ("R16",)
    ledger.db.close()


# -- on the screen


async def toggle(here: Room) -> None:
    """The act that the room binds to `o` where risks are collected."""
    act = next(act for act in ACTS["collect"] if act.key == "o")
    act.run(here.screen, here.screen.query_one("#surface", RowsView).current)
    await here.pilot.pause()


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_the_bar_says_so_for_as_long_as_it_lasts(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await here.press("s", "enter")
        await here.turn_to("collect")
        assert ANONYMOUS not in here.text
        await toggle(here)
        assert ANONYMOUS in here.text
        await here.type(WORDS)
        assert f"{ANONYMOUS} risk" in here.text
        await here.press("enter")
        assert f"{ANONYMOUS} saved R13 · it carries no name" in here.text
        await here.press("escape")
        assert here.app.session.ledger.find("R13")[1].by is None
        assert WORDS in here.text
        await here.press("u")
        assert "so nobody can" in here.text
        await here.press("e", "r")
        assert ANONYMOUS in here.text, "over a dialog too"
        await here.type("over a dialog")
        await here.press("enter", "escape", "escape")
        assert here.app.session.ledger.find("R14")[1].by is None
        await toggle(here)
        assert ANONYMOUS not in here.text
        await here.capture("r", "with a name")
        assert here.app.session.ledger.find("R15")[1].by == "RTE"


async def test_it_can_be_ended_from_everywhere() -> None:
    async with room() as here:
        assert isinstance(here.app, RteApp)

        def commands() -> dict[str, object]:
            found = here.app.get_system_commands(here.screen)
            return {command.title: command.callback for command in found}

        assert "capture: Go on without names" in commands()
        here.screen.toggle_anonymous()
        await here.pilot.pause()
        assert ANONYMOUS in here.text
        assert "capture: Go on with names" in commands()
        assert "capture: Go on without names" not in commands()
