"""`rte improve` and `rte measure`: what they store, print, and refuse."""

from __future__ import annotations

from pathlib import Path
from unicodedata import normalize

import pytest

from tests.cli_helpers import ACTING, DAY, HOSTILE, SAMPLE, Rte


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Rte:
    monkeypatch.setenv("RTE_NOW", DAY)
    made = Rte(capsys, monkeypatch)
    made.fine("import", str(SAMPLE))
    return made


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("M06 accept", "M06 accepted · BO-OPS · plan it or drop it · review queue days: 12 → 5"),
        ("m6 plan i5", "M06 planned in I5 · BO-OPS · review queue days: 12 → 5, now 12"),
        ("M04 done", "M04 done · SM-DRE · DRE to FAT dependencies: 1 → 0, now 2"),
        ("M05 verify no effect nobody looked", "M05 verified, no effect · RTE · "
         "dependencies not agreed at vote: 4 → 0, now 1"),
        ("M02 carry PI-26.4 because it rained", "M02 carried · carried once · PM · plan it or "
         "drop it · unlogged scope changes: 11 → 3, now 4"),
        ("M06 drop because no lead", "M06 dropped · BO-OPS · review queue days: 12 → 5, now 12 · "
         "because no lead"),
        ("M06 now 9,5", "M06 proposed · BO-OPS · plan it or drop it · review queue days: 12 → 5, "
         "now 9.5"),
        ("M06 goal:4 measure:late-share", "M06 proposed · BO-OPS · plan it or drop it · "
         "dependencies late or missed: 12 → 4, now "),
        ("add hold lanes open nature:policy", "M7 proposed · plan it or drop it · policy"),
    ],
)  # fmt: skip
def test_what_is_done_is_read_back(rte: Rte, words: str, said: str) -> None:
    done = rte.fine("improve", *words.split())
    assert done.out.startswith(said), done.out
    assert "\nIf we " in done.out
    assert done.err == "undo: rte undo\n"
    rte.fine("undo")


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        ("M06 done", 3, "M06 is proposed. What can be done now: accept, plan, carry, drop."),
        ("M06 plan I9", 3, "PI-26.4 has no iteration 'I9'"),
        ("M06 drop", 3, "To drop M06 needs a reason. Say it in a line."),
        ("M04 carry because late", 3, "There is no planning interval behind PI-26.4 yet"),
        ("M04 carry 2 people are ill", 3, "There is no planning interval behind PI-26.4 yet"),
        ("M05 verify great", 2, "'great' is no verdict. Say moved, partly, no effect."),
        ("M04 now 1", 3, "M04 is measured by pair:DRE>FAT, which the console computes"),
        ("M06 now", 2, "Say one number: rte improve M06 now 12"),
        ("M06 now a lot", 2, "Say one number: rte improve M06 now 12"),
        ("M06 verfy", 2, "An improvement knows no 'verfy'. Did you mean"),
        ("M06 goal:much", 2, "The goal is a number like 12 or 3.5, not 'much'."),
        ("M06 team:NIX", 2, "There is no team 'NIX'. There is: ANC"),
        ("M06 due:someday", 2, "someday"),
        ("M01 goal:3", 3, "M01 is verified, moved: what was judged stays as it was said."),
        ("M99", 2, "M99"),
        ("R12", 2, "R12"),
        ("add", 2, "An improvement says what is done."),
        ("add x nature:rule", 2, "'rule': write one of backlog item, policy, working agreement."),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_sentence(rte: Rte, words: str, code: int, part: str) -> None:
    before = rte.fine("list", "improvement", "--all", "--json").out
    assert part in rte.refused("improve", *words.split(), code=code)
    assert rte.fine("list", "improvement", "--all", "--json").out == before


def test_alone_it_tells_what_worked(rte: Rte) -> None:
    assert rte.fine("improve").out == (
        "PI-26.3: 1 of 2 with a verdict moved what they aimed at (50 %), 1 partly, 1 waiting for "
        "a verdict\nPI-26.4: no verdict yet, 3 waiting for a verdict\n"
    )
    assert rte.fine("improve", "--json").json["intervals"][0] == {
        "pi": "PI-26.3", "moved": 1, "partly": 1, "no_effect": 0, "dropped": 0, "carried": 0,
        "waiting": 1,
    }  # fmt: skip


def test_the_facts_for_scripts_have_the_way(rte: Rte) -> None:
    rte.fine("improve", "M04", "carry", "to:PI-27.1", "because", "late")
    told = rte.fine("improve", "M04", "--json").json
    assert (told["ref"], told["now"], told["gauge"], told["times_carried"]) == (
        "M04", 2, "pair:DRE>FAT", 1,
    )  # fmt: skip
    assert told["way"] == [
        {"state": "carried", "before": "doing", "on": "2026-11-18", "event": None, "why": "late",
         "value": 2, "effect": None, "left": "PI-26.4", "meant_for": "PI-27.1"},
    ]  # fmt: skip
    listed = rte.fine("list", "improvement", "is:owing", "is:all", "--json").json["records"]
    assert [one["ref"] for one in listed] == ["M02"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_come_out_as_they_went_in(rte: Rte, text: str) -> None:
    made = rte.fine("improve", "add", "--json", "--", text, "measure:" + text).json
    said = normalize("NFC", text)
    assert (made["text"], made["metric"]) == (said, said)
    assert rte.fine("improve", "M06", "drop", "--json", "--", text).json["note"] == said


@pytest.mark.parametrize(("text", "plain"), ACTING)
def test_what_acts_on_a_terminal_is_taken_out(rte: Rte, text: str, plain: str) -> None:
    assert rte.fine("improve", "add", text, "--json").json["text"] == plain


# -- measures of one's own


def test_a_measure_gets_a_value_a_day(rte: Rte) -> None:
    made = rte.fine("measure", "add", "queue days", "unit:d", "better:down", "area:flow")
    assert made.out == "K2 queue days: no data · flow · better is down\n"
    rte.fine("measure", "K2", "7", "on:2026-11-02", "after", "the", "release")
    done = rte.fine("measure", "k2", "6,5")
    assert done.out == (
        "K2 queue days: 6.5 d on 18 Nov · flow · better is down\n"
        "  2026-11-02  7  after the release\n  2026-11-18  6.5\n"
    )
    assert done.err == "undo: rte undo\n"
    rte.fine("measure", "K2", "6")
    told = rte.fine("measure", "K2", "--json").json["measures"][0]
    assert [v["value"] for v in told["values"]] == [7, 6]
    rte.fine("undo")
    told = rte.fine("measure", "Queue Days", "--json").json["measures"][0]
    assert [v["value"] for v in told["values"]] == [7, 6.5]


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        ("K1 many", 2, "The value is a number like 12 or 3.5, not 'many'."),
        ("K1 on:fri", 2, "Say a number: rte measure K1 72 on:fri"),
        ("K1 3 on:2026-11-19", 3, "has not come yet"),
        ("K9 3", 2, "K9"),
        ("add", 2, "A measure needs a name"),
        ("add x better:left", 2, "Better is up or down, not 'left'."),
        ("add x area:money", 2, "'money' is no area. Write outcome, flow, competency."),
        ("add x on:fri", 2, "Add the measure first"),
        ("import", 2, "Name one file"),
        ("import /nowhere.csv", 2, "There is no file /nowhere.csv"),
    ],
)
def test_a_measure_refuses_in_one_sentence(rte: Rte, words: str, code: int, part: str) -> None:
    assert part in rte.refused("measure", *words.split(), code=code)


def test_a_name_is_taken_once(rte: Rte) -> None:
    said = rte.refused("measure", "add", "bookings DONE in under two minutes", code=3)
    assert "K1 is called that already. Give it values: K1 72." in said


CSV = "measure;date;value;unit;note\nqueue;2026-11-02;7,5;d;first\nK1;2026-11-13;70;;\n"


def test_a_file_comes_in_whole_and_once(rte: Rte, tmp_path: Path) -> None:
    file = tmp_path / "values.csv"
    file.write_text(CSV, encoding="utf-8")
    assert rte.fine("measure", "import", str(file)).out == (
        "1 new measure, 1 new value, 1 changed, 0 as they were.\n"
    )
    assert rte.fine("measure", "import", "-", "--json", stdin=CSV.encode()).json == {
        "schema": "rte.measured.1", "measures": [], "new": 0, "changed": 0, "same": 2,
    }  # fmt: skip
    rte.fine("undo")
    assert "K2" not in rte.fine("measure").out


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "Line 1: the column measure is missing."),
        ("measure,date,value\n", "no rows in it"),
        ("measure,date\na,2026-11-01\n", "Line 1: the column value is missing."),
        ("measure,date,value,colour\na,2026-11-01,1,x\n", "Line 1: there is no column 'colour'."),
        ("measure,date,value\na,2026-11-01,1\n,2026-11-02,1\n", "Line 3: it has no measure."),
        ("measure,date,value\na,2026-11-01,1\na,2026-11-02,x\n", "Line 3: The value is a number"),
        ("measure,date,value\na,2026-11-01,\n", "Line 2: It needs a date and a value."),
        ("measure,date,value\na,2026-12-01,1\n", "Line 2: 1 Dec has not come yet."),
        ("measure,date,value\na,soon,1\n", "Line 2: "),
        ("measure,date,value\na,2026-11-01,1,9\n", "Line 2: it has 4 cells"),
        ("measure,date,value\na,2026-11-01,1\nA,2026-11-01,2\n", "Line 3: 'A' has two values"),
        ("measure,date,value,better\na,2026-11-01,1,left\n", "Line 2: Better is up or down"),
        ('measure,date,value\n"a,2026-11-01,1\n', "cannot be read as CSV"),
    ],
)
def test_a_fault_of_a_file_names_its_line_and_nothing_comes_in(
    rte: Rte, text: str, part: str
) -> None:
    assert part in rte.refused("measure", "import", "-", code=2, stdin=text.encode())
    assert rte.fine("measure", "--json").json["measures"][0]["ref"] == "K1"
    assert len(rte.fine("measure", "--json").json["measures"]) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_cells_are_words(rte: Rte, text: str) -> None:
    cell = text.replace('"', '""')
    data = f'measure,date,value,note\n"{cell}",2026-11-02,1,"{cell}"\n'.encode()
    rte.fine("measure", "import", "-", stdin=data)
    told = rte.fine("measure", "--json").json["measures"][1]
    said = normalize("NFC", text)
    assert (told["text"], told["values"][0]["note"]) == (said, said)
