"""`rte vote`, `rte radiator`, `rte roti`: what they keep, print and refuse."""

from __future__ import annotations

import pytest

from tests.cli_helpers import DAY, HOSTILE, SAMPLE, Rte


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Rte:
    monkeypatch.setenv("RTE_NOW", DAY)
    rte = Rte(capsys, monkeypatch)
    rte.fine("import", str(SAMPLE))
    return rte


def test_a_vote_is_kept_and_told_with_the_rounds_before_it(rte: Rte) -> None:
    done = rte.fine("vote", "dre", "1:0", "2:1", "3:6", "4:3")
    assert done.out == (
        "V10 DRE round 3: 2.70 → 3.20 → 3.20 of 10 hands (1:0 2:1 3:6 4:3 5:0), 1 at 1 or 2: "
        "accept\n"
    )
    assert "1 at 1 or 2 not heard yet" in done.err
    shown = rte.fine("vote", "DRE").out
    assert [line.split()[0] for line in shown.splitlines()] == ["V4", "V5", "V10"]
    assert "2.70 of 10 hands (1:1 2:3 3:4 4:2 5:0)" in shown


def test_all_votes_stand_in_the_trains_order(rte: Rte) -> None:
    lines = rte.fine("vote").out.splitlines()
    found = [line.split()[0] for line in lines[:8]]
    assert found == ["ANC", "BEA", "CAP", "DRE", "ENS", "FAT", "GAN", "ART"]
    facts = rte.fine("vote", "--json").json
    assert facts["schema"] == "rte.votes.1"
    assert [one["scope"] for one in facts["votes"]] == found
    art = facts["votes"][-1]["rounds"]
    assert (art[0]["n"], art[0]["average"], art[0]["at_1_or_2"]) == (66, 3.82, 2)
    assert art[0]["accepted"] is True


def test_concerns_are_kept_as_they_were_said(rte: Rte) -> None:
    said = "\n".join(HOSTILE).encode()
    facts = rte.fine("vote", "ART", "1" * len(HOSTILE), "--concern", "-", "--json", stdin=said).json
    assert facts["schema"] == "rte.vote.1"
    assert facts["unheard"] == 0
    assert [c["text"] for c in facts["concerns"]] == [
        text.replace("e\u0301", "é").replace("o\u0302", "ô") for text in HOSTILE
    ]
    said = b"risk: late @DRE p:4\n"
    made = rte.fine("vote", "ART", "2", "--concern", "-", "--json", stdin=said).json
    assert made["concerns"] == [{"text": "late", "became": "R13"}]


def test_what_cannot_be_kept_is_refused_and_nothing_is(rte: Rte) -> None:
    before = rte.fine("vote", "--json").out
    assert "1:0 2:2 3:19 4:34 5:11" in rte.refused("vote", "DRE", "0", "2", "19", code=2)
    assert "There is: ANC" in rte.refused("vote", "XYZ", "4", code=2)
    assert "belongs to a tally" in rte.refused("vote", "DRE", "--change", "x", code=2)
    assert "belongs to a tally" in rte.refused("vote", "--concern", "-", code=2)
    assert rte.fine("vote", "--json").out == before


def test_the_radiator_needs_an_event_and_keeps_answers_by_checkpoint(rte: Rte) -> None:
    assert "No event is running" in rte.refused("radiator", "DRE", "risks", "help", code=3)
    rte.fine("event", "start", "art-sync")
    said = rte.fine("radiator", "DRE", "risks", "help").out.splitlines()
    assert said[0] == "checkpoint 1 since 09:00"
    assert next(line for line in said if line.startswith("DRE")).split() == (
        ["DRE", "-", "-", "-", "-", "help", "-", "-"]
    )
    rte.fine("radiator", "next")
    facts = rte.fine("radiator", "gantry", "7", "not-yet", "--json").json
    assert (facts["schema"], facts["event"], facts["round"]) == ("rte.radiator.1", "E8", 2)
    assert facts["teams"]["DRE"]["risks"] == ["help", None]
    assert facts["teams"]["GAN"]["owner"] == [None, "not-yet"]
    assert "has no answer" not in rte.fine("radiator").out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("DRE",), "say team, question and state"),
        (("DRE", "risks"), "say team, question and state"),
        (("next", "risks"), "say team, question and state"),
        (("DRE", "lunch", "done"), "There is no question 'lunch'"),
        (("DRE", "risks", "perhaps"), "done, not-yet or help"),
        (("NOPE", "risks", "done"), "There is no team 'NOPE'"),
    ],
)
def test_a_cell_that_is_not_there_is_refused(rte: Rte, words: tuple[str, ...], why: str) -> None:
    assert why in rte.refused("radiator", *words, code=2)


def test_return_on_time_is_kept_with_the_event(rte: Rte) -> None:
    assert "E7: no vote on return on time on record" in rte.fine("roti").out
    rte.fine("event", "start", "art-sync")
    assert rte.fine("roti", "4", "4", "5").out == (
        "ART Sync E8: 4.33 of 5, 3 hands (1:0 2:0 3:0 4:2 5:1)\n"
    )
    rte.fine("event", "close")
    assert rte.fine("roti", "--json").json == {
        "schema": "rte.roti.1",
        "event": "E8",
        "title": "ART Sync",
        "counts": [0, 0, 0, 2, 1],
        "n": 3,
        "average": 4.33,
    }
    assert "E7: 3.00 of 5, 1 hand" in rte.fine("roti", "--event", "e7", "3").out
    assert "4.33 of 5" in rte.fine("minutes").out
    assert "is no event (" in rte.refused("roti", "--event", "R12", "3", code=2)
    assert "'6' is not a number of fingers" in rte.refused("roti", "6", "4", code=2)
