"""Impediments by command: escalate, answer, step, hold, resolve, verify, reopen, cause."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli_helpers import DAY, HOSTILE, SAMPLE, Rte

ASK = (
    *("--want", "one person", "--from", "bo-ops", "--due", "fri"),
    *("--option", "two people: slower", "--option", "a rota: a day each"),
)


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Rte:
    monkeypatch.setenv("RTE_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("RTE_NOW", DAY)
    monkeypatch.setenv("RTE_BY", "RTE")
    found = Rte(capsys, monkeypatch)
    found.fine("import", str(SAMPLE))
    return found


def test_an_escalation_and_its_brief(rte: Rte, tmp_path: Path) -> None:
    done = rte.fine("escalate", "b13", *ASK, "--nothing", "I5 slips", "--recommend", "the rota")
    assert done.out == (
        "B13 escalated at leaders · step Fri 20 Nov · asked BO-OPS: pulled into incidents 30 "
        "percent of I3\n"
    )
    place = tmp_path / "store" / "exports" / "brief-B13.md"
    assert str(place) in done.err
    page = rte.fine("escalate", "B13", "--brief").out
    assert page == place.read_text(encoding="utf-8")
    assert "3. do nothing: I5 slips" in page
    told = rte.fine("escalate", "B13", "--brief", "--json").json
    assert told["schema"] == "rte.brief.1"
    assert (told["whom"], told["due"], told["answered"]) == ("BO-OPS", "2026-11-20", None)
    assert told["markdown"] == page
    later = rte.fine("list", "impediment", "--json", "--as-of", "2026-11-24").json["summary"]
    assert later["no_answer"] == ["B13"]


def test_the_answer_is_a_decision(rte: Rte) -> None:
    rte.fine("escalate", "B13", *ASK)
    done = rte.fine(
        "escalate", "B13", "--answer", "to rotate because it is fair", "--step", "write due:mon"
    )
    assert done.out.splitlines() == [
        "B13 in progress at leaders · step Mon 23 Nov · answered: X21: pulled into incidents 30 "
        "percent of I3",
        "X21 to rotate because it is fair",
    ]
    shown = rte.fine("show", "X21", "--json").json["record"]
    assert shown["links"] == ["B13"]
    assert shown["weighed"][-1].startswith("do nothing")
    assert "waits for no answer" in rte.refused("escalate", "B13", "--answer", "x", code=3)


def test_a_brief_before_there_is_one_is_a_draft(rte: Rte) -> None:
    page = rte.fine("escalate", "B05", "--brief").out
    assert page.startswith("# B05 to Solution Train: customs gives no test endpoint\n")
    assert "Raised Wed 14 Oct 2026 by ANC, 35 days ago" in page
    assert "Not said yet." in page
    assert rte.fine("show", "B05", "--json").json["record"].get("escalations") is None


def test_a_draft_says_that_nobody_is_asked_yet(rte: Rte) -> None:
    page = rte.fine("escalate", "B05", "--brief").out
    assert "From somebody not named yet, by a day not said yet." in page


def test_on_the_way_back_down_nothing_that_was_said_gets_lost(rte: Rte) -> None:
    down = ("escalate", "B08", "--to", "art", "--note", "the coaches can share")
    said = rte.refused(*down, "--from", "PM", "--option", "wait", code=2)
    assert "goes with --note only, not with --from" in said
    assert rte.fine("show", "B08", "--json").json["record"]["level"] == "leadership"


def test_back_down_a_level(rte: Rte) -> None:
    assert "needs a note" in rte.refused("escalate", "B08", "--to", "art", code=3)
    done = rte.fine(
        "escalate", "B08", "--level", "ART", "--note", "the coaches can share", "--json"
    )
    told = done.json
    assert told["schema"] == "rte.standing.1"
    record = told["record"]
    assert (record["level"], record["state"]) == ("art", "in progress")
    assert record["computed"]["age_days"] == 41
    assert record["computed"]["age_at_level_days"] == 0


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("escalate", "B13"), 3, "update, not an escalation"),
        (("escalate", "B13", *ASK[:-2]), 3, "Say 2 options"),
        (("escalate", "B13", *ASK, "--to", "board"), 2, "There is no level 'board'"),
        (("escalate", "B13", *ASK, "--note", "x"), 2, "--note is for the way back down"),
        (("escalate", "B13", "--brief", "--want", "x"), 2, "--brief only prints"),
        (("escalate", "B13", "--answer", "x", "--want", "x"), 2, "--answer goes with --step"),
        (("escalate", "B13", "--step", "x due:fri"), 2, "--step comes with --answer"),
        (("escalate", "R12", *ASK), 2, "R12 is no impediment"),
        (("step", "B13"), 3, "needs words and a day"),
        (("step", "B13", "ask", "due:31 feb"), 2, "31 feb"),
        (("hold", "B13", "until:fri"), 3, "On hold needs the reason"),
        (("hold", "B13", "why"), 3, "the day on which somebody looks at it again"),
        (("hold", "B13", "why", "owner:PM", "until:fri"), 2, "changes no owner"),
        (("resolve", "B13"), 3, "Resolved needs what fixed it"),
        (("resolve", "O401", "x"), 2, "cannot be resolved"),
        (("verify", "B13"), 3, "Resolve it first"),
        (("verify", "B13", "@NIX"), 2, "No team is called"),
        (("reopen", "B01"), 3, "Open again needs the reason"),
        (("reopen", "B13", "why"), 3, "B13 is open already: new"),
        (("reopen", "T1", "why"), 2, "There is no T1"),
        (("cause", "B04"), 2, "Name both"),
        (("cause", "B04", "B06"), 3, "the same cause already: B04"),
    ],
)
def test_a_refusal_says_what_instead(
    rte: Rte, words: tuple[str, ...], code: int, says: str
) -> None:
    before = rte.fine("list", "impediment", "--all", "--json").out
    assert says in rte.refused(*words, code=code)
    assert rte.fine("list", "impediment", "--all", "--json").out == before


def test_a_life(rte: Rte) -> None:
    said = [
        rte.fine(*words).out.split(":")[0]
        for words in (
            ("step", "B13", "ask", "due:fri", "owner:SM-DRE"),
            ("hold", "B13", "no", "budget", 'until:"1 dec"'),
            ("cause", "B13", "B09"),
            ("resolve", "B13", "a", "rota", "--cause", "no rota"),
            ("reopen", "B13", "not", "gone"),
            ("resolve", "B13", "a", "better", "rota"),
            ("verify", "B13", "@dre"),
        )
    ]
    assert said == [
        "B13 in progress at ART · step Fri 20 Nov",
        "B13 on hold at ART · step Tue 1 Dec · on hold",
        "B13 on hold at ART · step Tue 1 Dec · on hold · same cause as B09",
        "B13 resolved · gone? DRE verifies · same cause as B09",
        "B13 in progress at ART · no next step · same cause as B09",
        "B13 resolved · gone? DRE verifies · same cause as B09",
        "B13 closed · same cause as B09",
    ]
    history = rte.fine("show", "B13", "--history").out
    for words in ("next step is: none → ask", "note: none → no budget", "what resolved it"):
        assert words in history
    assert rte.fine("undo").out == "Took back the verification.\n"


def test_one_verb_for_what_is_no_longer_a_concern(rte: Rte) -> None:
    assert rte.fine("resolve", "R12", "it", "was", "moved").out.startswith("R12 ")
    assert rte.fine("show", "R12", "--json").json["record"]["roam"] == "R"
    (ref,) = rte.fine("add", "action", "call the yard owner:PM due:fri").refs
    told = rte.fine("resolve", ref, "--json").json
    assert (told["kind"], told["record"]["state"]) == ("action", "done")
    rte.fine("reopen", ref, "they", "did", "not", "answer")
    assert rte.fine("show", ref, "--json").json["record"]["state"] == "open"


@pytest.mark.parametrize("text", [text for text in HOSTILE if not text.startswith("--")])
def test_odd_words_come_back_as_typed(rte: Rte, text: str) -> None:
    import unicodedata

    told = rte.fine("resolve", "B13", "--json", "--", text).json
    assert told["record"]["fix"].split() == unicodedata.normalize("NFC", text).split()


def test_figures_by_level_and_state_and_never_by_person(rte: Rte) -> None:
    figures = rte.fine("list", "impediment", "--json").json["summary"]
    assert figures["by_level"] == {
        "team": 1, "art": 3, "leadership": 3, "solution": 0, "portfolio": 1,
    }  # fmt: skip
    assert figures["by_state"] == {"new": 1, "in progress": 3, "escalated": 3, "on hold": 1}
    assert not {"owner", "owners", "by_owner", "by_team"} & set(figures)
