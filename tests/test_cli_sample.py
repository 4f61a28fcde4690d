"""What the command line says about the sample train on its day: the answers that must come out.

The values stand here; the code knows none of them.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli_helpers import DAY, SAMPLE, Rte


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Rte:
    made = Rte(capsys, monkeypatch)
    made.fine("import", str(SAMPLE), "--as-of", DAY)
    return made


def listed(rte: Rte, *words: str) -> dict[str, Any]:
    return rte.fine("list", *words, "--json", "--as-of", DAY).json


def by_ref(found: dict[str, Any]) -> dict[str, Any]:
    return {record["ref"]: record for record in found["records"]}


def test_dependencies_that_need_somebody(rte: Rte) -> None:
    found = by_ref(listed(rte, "dependency"))
    assert found["D401"]["computed"]["slack"] == -1
    assert found["D401"]["attention"].startswith("conflict")
    assert found["D406"]["attention"].startswith("overdue")
    assert "now I4" in found["D406"]["attention"]
    assert found["D406"]["need"] == "I3"
    assert found["D408"]["attention"].startswith("not agreed, needed")
    assert found["D408"]["need"] == "I4", "the iteration of that day"
    assert found["D404"]["attention"] == "slack 0, not started"
    assert found["D402"]["attention"] == "delivered, not accepted"
    needing = {ref for ref, record in found.items() if record["needs_you"]}
    assert needing == {"D401", "D402", "D404", "D406", "D408"}


def test_dependencies_late_or_missed_in_the_closed_interval(rte: Rte) -> None:
    found = listed(rte, "dependency", "--pi", "pi-26.3")
    figures = found["summary"]["intervals"]["PI-26.3"]
    assert figures["dependencies"] == 6
    assert sorted(figures["late_or_missed"]) == ["D301", "D303", "D305"]
    said = rte.fine("list", "dep", "--pi", "PI-26.3", "--as-of", DAY).out
    assert "late or missed 3 of 6" in said


def test_risks(rte: Rte) -> None:
    found = listed(rte, "risk")
    risks = by_ref(found)
    assert found["summary"]["not_roamed"] == ["R12"]
    assert risks["R12"]["attention"].startswith("not ROAMed")
    assert risks["R05"]["computed"]["review_overdue_days"] == 8
    assert risks["R06"]["computed"]["action_overdue_days"] == 5
    top = [(r["ref"], r["exposure"]) for r in found["summary"]["top_exposure"]]
    assert top[:2] == [("R04", 20), ("R12", 15)]


def test_a_risk_that_happened_names_its_impediment(rte: Rte) -> None:
    found = listed(rte, "risk", "--all")
    assert {"ref": "R02", "impediment": "B03"} in found["summary"]["happened"]
    assert "R02 → B03" in rte.fine("list", "risk", "--all", "--as-of", DAY).out


def test_impediments(rte: Rte) -> None:
    found = listed(rte, "impediment")
    figures, records = found["summary"], by_ref(found)
    assert figures["open"] == 8
    assert figures["oldest"] == {"ref": "B08", "age_days": 41}
    assert records["B08"]["computed"]["no_next_step"]
    assert records["B13"]["computed"]["age_days"] == 13
    assert figures["no_next_step"] == ["B08", "B13"]
    assert figures["next_step_due_today"] == ["B07", "B14"]
    assert figures["rte_holds"] == 3
    said = rte.fine("list", "impediment", "--as-of", DAY).out
    assert "8 open; oldest B08 41 days, no next step; the RTE role holds 3 of 8" in said


def test_a_cause_that_came_back_and_what_was_tried(rte: Rte) -> None:
    (cause,) = listed(rte, "impediment")["summary"]["same_cause"]
    assert cause["refs"] == ["B04", "B06"]
    assert cause["systemic"]
    assert cause["improvements"] == [
        {"ref": "M03", "state": "verified", "effect": "partly"},
        {"ref": "M06", "state": "proposed", "effect": None},
    ]


def test_events(rte: Rte) -> None:
    figures = listed(rte, "event")["summary"]
    assert sorted(figures["left_nothing"]) == ["E6", "E7"]
    assert figures["not_all_live"] == [{"ref": "E5", "live": 4, "shown": 7}]


def test_attention_comes_first_and_not_by_team(rte: Rte) -> None:
    refs = [record["ref"] for record in listed(rte, "impediment")["records"]]
    assert refs[:4] == ["B08", "B13", "B07", "B14"]
    teams = [record["ref"] for record in listed(rte, "team")["records"] if "ref" in record]
    assert teams == []
    names = [record["short"] for record in listed(rte, "team")["records"]]
    assert names == ["ANC", "BEA", "CAP", "DRE", "ENS", "FAT", "GAN"]


@pytest.mark.parametrize("words", [("--open",), ("--team", "DRE"), ("--pi", "PI-26.4")])
def test_stored_fields_are_all_there(rte: Rte, words: tuple[str, ...]) -> None:
    found = by_ref(listed(rte, "impediment", *words))
    b13 = found["B13"]
    stored = {
        "pi": "PI-26.4",
        "team": "DRE",
        "text": "pulled into incidents 30 percent of I3",
        "raised": "2026-11-05",
        "level": "art",
        "owner": "RTE",
        "state": "new",
        "systemic": True,
    }
    assert stored.items() <= b13.items()
    assert b13["id"].startswith("impediment-")


def test_the_default_is_this_interval_and_what_is_still_open(rte: Rte) -> None:
    default = set(by_ref(listed(rte, "impediment")))
    every = set(by_ref(listed(rte, "impediment", "--all")))
    still_open = set(by_ref(listed(rte, "impediment", "--open")))
    assert every - default == {"B01", "B02", "B03", "B04"}
    assert still_open == {"B05", "B06", "B07", "B08", "B09", "B10", "B13", "B14"}
    decisions = set(by_ref(listed(rte, "decision")))
    assert "X20" in decisions
    assert not decisions & {"X01", "X02", "X07"}


def test_filters(rte: Rte) -> None:
    assert set(by_ref(listed(rte, "dependency", "--team", "fathom"))) == {"D403", "D404", "D407"}
    assert set(by_ref(listed(rte, "dependency", "--team", "ext-customs"))) == {"D408"}
    assert set(by_ref(listed(rte, "risk", "--owner", "sm-gan"))) == {"R06", "R09"}
    assert set(by_ref(listed(rte, "impediment", "--text", "QUEUE"))) == {"B06"}
    assert listed(rte, "risk", "--event", "e7")["records"] == []
    assert listed(rte, "event", "--open")["records"] == []


def test_as_of_moves_every_age(rte: Rte) -> None:
    later = rte.fine("list", "impediment", "--json", "--as-of", "2026-11-20").json
    assert later["summary"]["oldest"] == {"ref": "B08", "age_days": 43}
    assert later["as_of"] == "2026-11-20T09:00:00Z"


def test_a_sentence_names_a_dozen_and_counts_the_rest(rte: Rte) -> None:
    rte.fine(
        "add", "action", "-", "--as-of", DAY, stdin=b"\n".join(b"do %d" % n for n in range(40))
    )
    found = listed(rte, "action")["summary"]
    assert len(found["lacking"]) == 40
    assert found["lines"][0].endswith("A12 and 28 more")
