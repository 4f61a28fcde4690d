"""`rte show`: every field in words, and where it came from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from store.entry import Doc
from store.exchange.train_format import LISTS
from store.insight.facts import STAMP, told, value_in_words
from tests.cli_helpers import DAY, SAMPLE, Rte


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Rte:
    made = Rte(capsys, monkeypatch)
    made.fine("import", str(SAMPLE), "--as-of", DAY)
    return made


def test_a_risk_in_words(rte: Rte) -> None:
    lines = rte.fine("show", "#r4", "--as-of", DAY).out.splitlines()
    assert lines[0].startswith("R04 risk if gate peaks double")
    *facts, first, second = lines[2:]
    told_of = dict(re.split(r"\s{2,}", line.strip(), maxsplit=1) for line in facts)
    assert first.startswith("  names O403 Live queue time")
    assert second.startswith("  names O408 Gate event stream")
    assert told_of["ROAM"] == "M Mitigated"
    assert told_of["review"] == "Tue 24 Nov 2026"
    assert told_of["exposure"] == "20"
    assert told_of["came from"] == "brought in from a file"


@pytest.mark.parametrize("ref", ["B8", "b08", "#B08", "B008"])
def test_spellings_of_a_reference(rte: Rte, ref: str) -> None:
    assert rte.fine("show", ref).out.startswith("B08 impediment design specialist")


def test_teams_and_intervals_by_name(rte: Rte) -> None:
    assert rte.fine("show", "dre").out.startswith("DRE team Dredger")
    assert rte.fine("show", "PI-26.4").out.startswith("PI-26.4 planning interval")


@pytest.mark.parametrize("ref", ["R99", "Z1", "R", "12", "R12; ls", "", "R0"])
def test_what_is_not_there(rte: Rte, ref: str) -> None:
    assert rte.refused("show", ref, code=2)


def test_history_tells_who_when_where_and_what(rte: Rte) -> None:
    rte.fine("event", "start", "art-sync", "--as-of", f"{DAY}T09:00Z", "--by", "RTE")
    rte.fine("add", "action", "call yard", "--as-of", f"{DAY}T09:04Z", "--by", "PM")
    _amend(rte, "A1", "owner:SM-GAN due:2026-11-20")
    lines = rte.fine("show", "A1", "--history").out.split("history, oldest first\n")[1]
    first, second, *fields = [line.strip() for line in lines.splitlines()]
    assert first == ("Wed 18 Nov 2026 09:04 · PM · ART Sync E8, Briefing · made by the capture")
    assert second.endswith("changed")
    assert sorted(fields) == ["due: none → Fri 20 Nov 2026", "owner: none → SM-GAN"]
    history = rte.fine("show", "A1", "--history", "--json").json["history"]
    assert history[0]["at"] == f"{DAY}T09:04:00Z"
    assert history[0]["in"] == "E8/brief"
    assert history[1]["changes"]["owner"] == {"from": None, "to": "SM-GAN"}


def _amend(rte: Rte, ref: str, line: str) -> None:
    from console.places import store_folder
    from store.ledger.capturing import amend
    from store.ledger.opening import open_ledger

    ledger = open_ledger(Path(store_folder(None)), who="PM")
    try:
        amend(ledger, ref, line)
    finally:
        ledger.db.close()


def test_the_past_of_an_event_is_its_clock(rte: Rte) -> None:
    rte.fine("event", "start", "art-sync")
    rte.fine("event", "next")
    rte.fine("undo")
    rte.fine("event", "add", "5m")
    deeds = [e["deed"] for e in rte.fine("show", "E8", "--history", "--json").json["history"]]
    assert deeds == [
        "made",
        "started at Briefing",
        "moved to Objectives off track",
        "moved to Objectives off track: taken back",
        "5:00 more for Briefing",
    ]


def test_an_imported_record_keeps_keys_of_others(rte: Rte, tmp_path: Path) -> None:
    data = b'{"art":{"id":"T","name":"T"},"risks":[{"id":"R1","text":"t","mood":"[/] odd"}]}'
    store = str(tmp_path / "other")
    rte.fine("--store", store, "import", "-", stdin=data)
    shown = rte.fine("--store", store, "show", "R1")
    assert "mood" in shown.out
    assert "[/] odd" in shown.out


@pytest.mark.parametrize("kind", [kind for kind, _ in LISTS.values()])
def test_no_field_is_left_untold(kind: str) -> None:
    fields = next(spec for name, spec in LISTS.values() if name == kind)
    doc: Doc = {field: "value" for field, _ in fields.values()}
    said = told(kind, doc)
    expected = {field for field in doc if field not in (*STAMP, "text")}
    assert len(said) == len(expected)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("owner", None, "none"),
        ("committed", False, "uncommitted"),
        ("systemic", True, "yes"),
        ("roam", "U", "? not yet"),
        ("letters_before", ["U", "M"], "? not yet → M Mitigated"),
        ("due", "2026-11-20", "Fri 20 Nov 2026"),
        ("done", "I3", "I3"),
        ("base", 1.5, "1.5"),
        ("links", ["R1", "B2"], "R1, B2"),
        ("given", {"shown": 7}, "shown 7"),
    ],
)
def test_values_in_words(field: str, value: object, words: str) -> None:
    assert value_in_words(field, value) == words
