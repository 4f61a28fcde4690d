"""`rte flow` and `rte measures`, as a shell sees them."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.insight.measuring import MEASURES
from tests.cli_helpers import DAY, SAMPLE, Rte

MONEY = b"key,text,nature,started,done\nN-1,Berth plan,feature,2026-10-01,2026-10-20\n"


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Rte:
    monkeypatch.setenv("RTE_HOME", str(tmp_path))
    monkeypatch.setenv("RTE_NOW", f"{DAY}T09:00:00Z")
    found = Rte(capsys, monkeypatch)
    found.fine("import", str(SAMPLE))
    return found


def test_all_measures_as_data(rte: Rte) -> None:
    found = rte.fine("measures", "--pi", "pi-26.3", "--json").json
    assert (found["schema"], found["pi"]) == ("rte.measures.1", "PI-26.3")
    by_key = {one["key"]: one for one in found["measures"]}
    assert set(MEASURES) <= set(by_key)
    mine = by_key["predictability"]
    assert (mine["said"], mine["state"], mine["n"]) == ("96.4 %", "known", 20)
    assert [round(p["value"], 1) for p in mine["trend"]] == [71.4, 88.0, 96.4]
    assert mine["numbers"]["rows"][-1][1:] == ["112", "96", "25", "12", "108", "96.4 %"]
    assert by_key["confidence"]["value"] is None
    assert by_key["confidence"]["state"] == "no data"


def test_one_measure_whole(rte: Rte) -> None:
    said = rte.fine("measures", "predictability", "--pi", "PI-26.3").out
    parts = ("96.4 % (n 20)", "97.0 %", "85.7 %", "78.8 %", "86.8 %", "not this measure", "131.3 %")
    for part in (*parts, "trend PI-26.1 71.4 → PI-26.2 88 → PI-26.3 96.4"):
        assert part in said, part
    assert said.index("ANC") < said.index("BEA") < said.index("GAN") < said.index("ART  ")


def test_other_readings_only_when_asked_for(rte: Rte) -> None:
    short = rte.fine("measures", "--pi", "PI-26.3").out
    assert "mean of the teams" not in short
    assert "mean of the teams" in rte.fine("measures", "--pi", "PI-26.3", "--all-readings").out
    assert "incomplete" in rte.fine("measures").out


def test_unknown_names_are_refused(rte: Rte) -> None:
    assert "Did you mean predictability" in rte.refused("measures", "predictablity", code=2)
    assert "PI-26.4" in rte.refused("measures", "--pi", "PI-1", code=2)


def test_an_item_from_line_to_done(rte: Rte) -> None:
    made = rte.fine("flow", "add", "Berth plan key:N-1 nature:feature @BEA", "--json").json["item"]
    assert (made["key"], made["team"]) == ("N-1", "BEA")
    assert "in progress" in rte.fine("flow", "start", "n-1", "2", "nov").out
    done = rte.fine("flow", "done", made["ref"], "16 nov", "--active", "4").out
    assert "15 d" in done
    assert "done 16 Nov" in done
    assert "is done" in rte.refused("flow", "drop", "N-1", code=3)
    assert made["ref"] in rte.fine("list", "flow").out
    assert "the end of a flow item" in rte.fine("undo").out


def test_a_file_is_read_back_before_it_is_stored(rte: Rte, tmp_path: Path) -> None:
    file = tmp_path / "items.csv"
    file.write_bytes(MONEY)
    checked = rte.fine("flow", "import", str(file), "--check")
    assert checked.out.strip() == "1 new flow item, 0 changed, 0 as they were."
    assert "nothing was stored" in checked.err
    assert rte.fine("flow", "import", str(file), "--json").json["new"] == ["N-1"]
    again = rte.fine("flow", "import", "-", "--json", stdin=MONEY).json
    assert (again["new"], again["changed"], again["same"]) == ([], [], 1)
    changed = rte.fine("flow", "import", "-", stdin=MONEY.replace(b"10-20", b"10-22")).out
    assert "done 2026-10-20 → 2026-10-22" in changed


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("flow", "fly", "x"), 2),
        (("flow", "add"), 2),
        (("flow", "import"), 2),
        (("flow", "import", "/no/such/file.csv"), 2),
        (("flow", "add", "x", "--check"), 2),
        (("flow", "start", "F-121", "--active", "2"), 2),
        (("flow", "done", "F-121", "2026-09-01"), 3),
        (("flow", "start", "ZZ-9"), 2),
    ],
)
def test_refusals(rte: Rte, words: tuple[str, ...], code: int) -> None:
    rte.refused(*words, code=code)
