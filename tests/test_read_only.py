"""`--read-only` holds in the store: no verb, no key and no file gets around it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from console.app import RteApp
from console.arriving import open_session
from console.cli.verbs import VERBS
from store.errors import NoRights
from store.journal.files import keep_out
from store.ledger.capturing import capture
from store.ledger.opening import open_ledger
from tests.cli_helpers import DAY, Rte
from tests.ledger_helpers import Hands, sample_folder
from tests.test_onlooking import traces

WRITES: dict[str, tuple[tuple[str, ...], bytes]] = {
    "init": (("--name", "X", "--zone", "UTC", "--team", "A Alpha"), b""),
    "import": (("-",), b"{}"),
    "add": (("risk", "gate cables late"), b""),
    "done": (("A1",), b""),
    "decide": (("D5", "holds", "still right"), b""),
    "objective": (("O401", "value", "8"), b""),
    "improve": (("M01", "start"), b""),
    "pi": (("carry", "all"), b""),
    "item": (("add", "live queue time"), b""),
    "undo": ((), b""),
    "event": (("start", "art-sync"), b""),
    "roam": (("R1", "A", "we take it", "review:fri"), b""),
    "merge": (("R1", "R2"), b""),
    "restate": (("R1", "if rain, then late"), b""),
    "escalate": (("B03", "leadership", "--wanted", "a rig"), b""),
    "step": (("B03", "call them", "due:fri"), b""),
    "hold": (("B03", "supplier closed", "until:fri"), b""),
    "resolve": (("B03", "it works"), b""),
    "verify": (("B03",), b""),
    "reopen": (("B03", "again"), b""),
    "cause": (("B03", "B05"), b""),
    "problem": (("start", "rigs come late"), b""),
    "dep": (("P1", "agree"), b""),
    "milestone": (("L1", "reached"), b""),
    "edit": (("R1", "owner:RTE"), b""),
    "link": (("R1", "R2"), b""),
    "archive": (("R1", "over"), b""),
    "note": (("-",), b"secret"),
    "baton": (("ask",), b""),
    "vote": (("PI", "4 4 3"), b""),
    "radiator": (("BEA", "progress=done"), b""),
    "roti": (("4 4 3",), b""),
    "prep": (("done", "1"), b""),
    "flow": (("add", "one more"), b""),
    "measure": (("add", "smiles"), b""),
    "signals": (("aside", "x", "why"), b""),
    "backup": ((), b""),
}
"""Words with which each verb would write into the store, or be refused before it gets there."""

READS = {
    "list": ("risk",), "show": ("R1",), "board": (), "here": (), "now": (), "calendar": (),
    "measures": (), "brief": (), "minutes": ("E7",), "check": (), "trains": (), "config": (),
}  # fmt: skip

ELSEWHERE = ("demo", "template", "stage", "rehearse", "report", "restore")
"""What works on a copy, on other files, only ever looks, or has a test of its own here."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "train"
    ledger = sample_folder(place, Hands())
    capture(ledger, "risk: said before")
    ledger.db.close()
    monkeypatch.setenv("RTE_STORE", str(place))
    monkeypatch.setenv("RTE_NOW", DAY)
    return place


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Rte:
    return Rte(capsys, monkeypatch)


def test_every_verb_is_in_one_of_the_tables() -> None:
    assert set(VERBS) - set(WRITES) - set(READS) - set(ELSEWHERE) <= set(NEW)


NEW: tuple[str, ...] = ("capture", "doctor")


def test_no_verb_writes_into_the_store(folder: Path, rte: Rte) -> None:
    before = traces(folder)
    for verb, (words, stdin) in WRITES.items():
        done = rte(verb, *words, "--read-only", stdin=stdin)
        assert done.code != 0, (verb, done)
        assert "Traceback" not in done.err, (verb, done)
        assert traces(folder) == before, verb


@pytest.mark.parametrize(
    "verb", ["add", "undo", "note", "backup", "baton", "roti", "edit", "event"]
)
def test_the_sentence_says_why_and_what_instead(folder: Path, rte: Rte, verb: str) -> None:
    words, stdin = WRITES[verb]
    said = rte.refused(verb, *words, "--read-only", code=4, stdin=stdin)
    assert "--read-only" in said


def test_looking_works_and_leaves_no_trace(folder: Path, rte: Rte) -> None:
    before = traces(folder)
    for verb, words in READS.items():
        rte.fine(verb, *words, "--read-only")
    assert traces(folder) == before


def test_it_can_be_said_once_for_a_whole_shell(
    folder: Path, rte: Rte, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RTE_READ_ONLY", "1")
    rte.refused("add", "risk", "x", code=4)
    monkeypatch.delenv("RTE_READ_ONLY")
    rte.fine("add", "risk", "x")


def test_restoring_over_it_is_refused(folder: Path, rte: Rte, tmp_path: Path) -> None:
    copy = tmp_path / "copy.jsonl"
    rte.fine("backup", str(copy))
    before = traces(folder)
    rte.refused("restore", str(copy), "--read-only", code=4)
    assert traces(folder) == before


def test_a_backup_elsewhere_is_only_looking(folder: Path, rte: Rte, tmp_path: Path) -> None:
    before = traces(folder)
    rte.fine("backup", str(tmp_path / "copy.jsonl"), "--read-only")
    assert traces(folder) == before


def test_the_ledger_itself_refuses(folder: Path) -> None:
    ledger = open_ledger(folder, who="RTE", now=Hands(), read_only=True)
    with pytest.raises(NoRights, match="open for looking only"), ledger.change("capture"):
        raise AssertionError("never inside")
    ledger.db.close()


async def test_a_console_that_only_looks_follows_and_writes_nothing(folder: Path) -> None:
    hands = Hands()
    session = open_session(folder, "RTE", lambda *_: hands, lambda: None, read_only=True)
    before = traces(folder)
    try:
        app = RteApp(session)
        async with app.run_test(size=(120, 36), notifications=True) as pilot:
            for key in ("r", *"late", "enter"):
                await pilot.press(key)
            await pilot.pause(0.1)
            shown = "\n".join(
                strip.text for strip in app.screen._compositor.render_strips(app.size)
            )
            assert "read only" in shown
            assert "late" in shown, "what was typed stays"
            assert "--read-only" in shown, "and why is said"
            await pilot.press("escape", "N", "at", "u")
            await pilot.pause()
            assert traces(folder) == before
            keep_out(None)
            other = open_ledger(folder, who="PM", now=hands)
            capture(other, "risk: seen at once")
            other.db.close()
            for _ in range(100):
                if any(r.text == "seen at once" for r in session.snapshot.risks):
                    break
                await pilot.pause(0.05)
            assert any(r.text == "seen at once" for r in session.snapshot.risks)
    finally:
        session.close()
        keep_out(None)
    assert not os.path.exists(folder / "here")
