"""Bringing a train in, and looking after its store: import, check, backup, restore."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli_helpers import SAMPLE, Rte


@pytest.fixture
def empty(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Rte:
    return Rte(capsys, monkeypatch)


@pytest.fixture
def rte(empty: Rte) -> Rte:
    empty.fine("import", str(SAMPLE))
    return empty


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The default store of the test."""
    return tmp_path / "home" / "trains" / "default"


def tiny(**lists: object) -> bytes:
    return json.dumps({"art": {"id": "T", "name": "Tiny"}, **lists}).encode()


# -- import


def test_import_says_what_came_in(empty: Rte, store: Path) -> None:
    done = empty.fine("import", str(SAMPLE))
    assert done.out.startswith("Tideway ART: 7 teams, 34 objectives, 15 dependencies, 12 risks")
    assert stat.S_IMODE(store.stat().st_mode) == 0o700
    assert stat.S_IMODE((store / "journal.jsonl").stat().st_mode) == 0o600


def test_import_json_and_notes(empty: Rte) -> None:
    done = empty.fine("import", "-", "--json", stdin=tiny(moods=[1]))
    assert done.json["schema"] == "rte.imported.1"
    assert done.json["train"] == "Tiny"
    assert "moods" in done.json["notes"][0]
    assert "moods" in done.err


def test_a_second_train_is_refused(rte: Rte, tmp_path: Path) -> None:
    assert "already holds Tideway ART" in rte.refused("import", str(SAMPLE), code=3)
    rte.fine("--store", str(tmp_path / "two"), "import", str(SAMPLE))


def test_a_shared_store(empty: Rte, store: Path) -> None:
    empty.fine("import", "--shared", str(SAMPLE))
    assert stat.S_IMODE(store.stat().st_mode) == 0o2770
    assert stat.S_IMODE((store / "journal.jsonl").stat().st_mode) == 0o660


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "is empty"),
        (b"{", "not JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[1]", "one JSON object"),
        (b'{"art": 1}', "art"),
        (b"[" * 100_000, "nested"),
        (tiny(risks=[{"id": "R1", "text": "t", "p": 9}]), "risks[0].p"),
        (tiny(risks=[{"id": "R1", "text": "t"}, {"id": "r01", "text": "u"}]), "used twice"),
        (b'{"art": {"id": "T", "name": "T", "name": "U"}}', "stands twice"),
        (b'{"art": {"id": "T", "name": "T"}, "teams": [{"people": NaN}]}', "NaN"),
    ],
)
def test_a_bad_file_makes_no_store(empty: Rte, store: Path, data: bytes, part: str) -> None:
    assert part in empty.refused("import", "-", code=2, stdin=data)
    assert not store.exists()


def test_files_that_are_none(empty: Rte, tmp_path: Path) -> None:
    assert "There is no file" in empty.refused("import", str(tmp_path / "no.json"), code=2)
    assert "cannot be read" in empty.refused("import", str(tmp_path), code=2)
    assert "cannot be read" in empty.refused("import", "a\0b", code=2)


# -- check


def test_a_whole_store(rte: Rte) -> None:
    assert rte.fine("check").out.rstrip().endswith("all whole")
    facts = rte.fine("check", "--json").json
    assert facts["schema"] == "rte.check.1"
    assert facts["whole"]
    assert facts["records"]["risk"] == 12


def test_a_link_to_nothing_is_only_a_note(rte: Rte) -> None:
    rte.fine("add", "risk", "rig is late", "--by", "PM")
    rte.fine("add", "action", "ask for #R13", "--by", "RTE")
    rte.fine("undo", "--by", "PM")
    done = rte.fine("check")
    assert "A1 names R13, which is not there" in done.out
    assert rte.fine("check", "--json").json["whole"]


def damage(store: Path, how: Callable[[bytes], bytes]) -> None:
    path = store / "journal.jsonl"
    path.write_bytes(how(path.read_bytes()))


def test_a_damaged_line_is_named_and_the_rest_is_used(rte: Rte, store: Path) -> None:
    rte.fine("add", "risk", "first words")
    rte.fine("add", "risk", "second words")
    damage(store, lambda data: data.replace(b"first words", b"fIrst words"))
    before = (store / "journal.jsonl").read_bytes()
    done = rte("check")
    assert done.code == 5
    assert "damaged" in done.out
    assert "byte" in done.err
    assert "does not verify" in done.err
    assert (store / "journal.jsonl").read_bytes() == before, "check changes nothing"
    facts = rte("check", "--json")
    assert facts.code == 5
    assert not facts.json["whole"]
    assert facts.json["faults"][0]["byte"] > 0
    listed = rte.fine("list", "risk")
    assert "second words" in listed.out
    assert "first words" not in listed.out
    assert listed.err.count("does not verify") == 1, "an opening tells of it once"


@pytest.mark.parametrize("data", [b"", b"x" * 600])
def test_a_store_that_is_none_any_more(rte: Rte, store: Path, data: bytes) -> None:
    damage(store, lambda _: data)
    for words in (("check",), ("list", "risk"), ("add", "risk", "late"), ("undo",), ("now",)):
        assert "rte restore" in rte.refused(*words, code=5)
    assert (store / "journal.jsonl").read_bytes() == data


def test_no_store_at_all(empty: Rte) -> None:
    for words in (("check",), ("list", "risk"), ("backup",), ("show", "R1"), ("now",)):
        assert "There is no train's store" in empty.refused(*words, code=2)


# -- backup and restore


def test_there_and_back(rte: Rte, store: Path, tmp_path: Path) -> None:
    rte.fine("add", "risk", "before")
    copy = tmp_path / "copy.jsonl"
    done = rte.fine("backup", str(copy))
    assert done.out == f"{copy}\n"
    assert f"rte restore {copy}" in done.err
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    rte.fine("add", "risk", "after")
    restored = rte.fine("restore", str(copy))
    kept = Path(restored.err.strip().rsplit(": ", 1)[1])
    assert kept.parent == store / "archive"
    assert b"after" in kept.read_bytes()
    said = rte.fine("list", "risk").out
    assert "before" in said
    assert "after" not in said
    assert rte.fine("add", "risk", "new").refs == ["R14"]
    assert rte.fine("check").code == 0


def test_restore_over_a_damaged_store(rte: Rte, store: Path, tmp_path: Path) -> None:
    rte.fine("backup", str(tmp_path / "copy.jsonl"))
    damage(store, lambda _: b"")
    facts = rte.fine("restore", str(tmp_path / "copy.jsonl"), "--json").json
    assert Path(facts["kept"]).exists()
    assert rte.fine("check").code == 0


def test_restore_into_a_new_place(rte: Rte, tmp_path: Path) -> None:
    rte.fine("backup", str(tmp_path / "copy.jsonl"))
    other = str(tmp_path / "new")
    rte.fine("--store", other, "restore", str(tmp_path / "copy.jsonl"))
    assert "R12" in rte.fine("--store", other, "list", "risk").out


def test_backup_never_overwrites(rte: Rte, tmp_path: Path) -> None:
    there = tmp_path / "there.jsonl"
    there.write_text("mine")
    assert "exists" in rte.refused("backup", str(there), code=2)
    assert there.read_text() == "mine"
    inside = rte.fine("backup", str(tmp_path), "--json").json["file"]
    assert Path(inside).parent == tmp_path
    assert "/backups/" in rte.fine("backup").out


def test_restore_refuses_what_is_no_backup(rte: Rte, store: Path, tmp_path: Path) -> None:
    before = (store / "journal.jsonl").read_bytes()
    bad = tmp_path / "bad.jsonl"
    bad.write_bytes(b"not a journal")
    assert rte.refused("restore", str(bad), code=5)
    bad.write_bytes(before.replace(b"Tideway", b"TIdeway"))
    assert "nothing was changed" in rte.refused("restore", str(bad), code=5)
    assert "There is no file" in rte.refused("restore", str(tmp_path / "no"), code=2)
    assert (store / "journal.jsonl").read_bytes() == before
