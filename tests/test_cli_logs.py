"""`rte decide` and `rte objective`: what they do, what they print, what they refuse."""

from __future__ import annotations

import pytest

from tests.cli_helpers import DAY, SAMPLE, Rte


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Rte:
    """`rte` on the sample train, on its day."""
    monkeypatch.setenv("RTE_NOW", DAY)
    monkeypatch.setenv("RTE_BY", "RTE")
    run = Rte(capsys, monkeypatch)
    run.fine("import", str(SAMPLE))
    return run


def test_a_decision_goes_its_way(rte: Rte) -> None:
    (ref,) = rte.fine("add", "decision", "propose blue first because cheaper").refs
    done = rte.fine("decide", ref, "option", "wait", "a", "week")
    assert done.out == f"{ref} proposed · agree or reject?: propose blue first because cheaper\n"
    done = rte.fine("decide", ref, "agree", "cheapest", "by", "far", "owner:BO-OPS", "--json")
    told = done.json
    assert (told["schema"], told["state"], told["owner"]) == ("rte.decided.1", "agreed", "BO-OPS")
    assert (told["note"], told["weighed"]) == ("cheapest by far", ["wait a week"])
    held = rte.fine("decide", ref, "holds", "asked @DRE about #R12", "revisit:fri", "--json").json
    assert held["note"] == "asked @DRE about #R12", "nothing but the day leaves the note"
    assert held["revisit"] == "2026-11-20"
    later = rte.fine("decide", ref, "supersede", "red because blue is gone, by PM", "--json").json
    assert (later["supersedes"], later["owner"], later["state"]) == (ref, "PM", "agreed")
    said = rte.refused("decide", ref, "revisit", "fri", code=3)
    assert f"{later['ref']} holds now" in said
    records = rte.fine("list", "decision", "--json").json["records"]
    old = next(r for r in records if r["ref"] == ref)
    assert old["attention"] == f"superseded by {later['ref']}"
    assert old["computed"]["state"] == "superseded"
    assert old["computed"]["holds"] is False
    assert rte.fine("undo").out.startswith("Took back the decision that took another's place")


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (("X20",), 2, "Say what becomes of it: agree, reject"),
        (("X20", "agre"), 2, "Did you mean agree?"),
        (("X20", "agree"), 3, "X20 is agreed already"),
        (("X20", "holds"), 3, "why it still holds"),
        (("X20", "holds", "yes", "revisit:today"), 3, "lies ahead"),
        (("X20", "holds", "yes", "revisit:yesterday"), 2, "yesterday is not a date"),
        (("X20", "holds", "yes", "owner:"), 2, "owner: needs a name"),
        (("X20", "revisit", "soonish"), 2, "soonish"),
        (("R12", "agree"), 2, "R12 is no decision"),
        (("X99", "agree"), 2, "There is no X99"),
    ],
)
def test_what_decide_refuses(rte: Rte, words: tuple[str, ...], code: int, part: str) -> None:
    assert part in rte.refused("decide", *words, code=code)


def test_an_objective_changes_in_silence_only_before_the_plan(rte: Rte) -> None:
    assert rte.fine("objective", "O401", "bv", "9").out.startswith("O401 BV 9 · committed")
    told = rte.fine("objective", "freeze", "--json").json
    assert told["schema"] == "rte.objective.1"
    assert len(told["objectives"]) == 14
    assert "Say in a line why" in rte.refused("objective", "O401", "uncommit", code=3)
    done = rte.fine("objective", "O401", "uncommit", "vote", "2.7")
    assert "uncommitted" in done.out
    assert "planned committed" in done.out
    rte.fine("objective", "O401", "bv", "4", "because tariff is late")
    (one,) = rte.fine("objective", "O401", "actual", "5", "--json").json["objectives"]
    assert (one["base_bv"], one["bv"], one["actual"], one["base_committed"]) == (9, 4, 5, True)
    assert [(m["field"], m["before"], m["after"], m["why"]) for m in one["moves"]] == [
        ("committed", True, False, "vote 2.7"),
        ("bv", 9, 4, "tariff is late"),
    ]
    assert "above planned" in one["attention"]
    assert "is frozen since" in rte.refused("objective", "freeze", code=3)
    records = rte.fine("list", "objective", "--json").json["records"]
    found = next(r for r in records if r["ref"] == "O401")["computed"]
    assert (found["base_bv"], found["moves"], found["evidence"]) == (9, 2, [])


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (("O401",), 2, "Say what changes: bv, actual"),
        (("O401", "comit"), 2, "Did you mean commit?"),
        (("O401", "bv"), 2, "Say which value"),
        (("O401", "bv", "11"), 2, "from 1 to 10"),
        (("O401", "actual", "-1"), 2, ""),
        (("O401", "actual", "12"), 2, "from 0 to 10"),
        (("O401", "actual", "5", "nice"), 2, "takes no words"),
        (("X20", "bv", "5"), 2, "X20 is no objective"),
        (("freeze", "now"), 2, "takes nothing behind it"),
    ],
)
def test_what_objective_refuses(rte: Rte, words: tuple[str, ...], code: int, part: str) -> None:
    assert part in rte.refused("objective", *words, code=code)
