"""Driving the room from a shell: events, the one line, minutes, undo."""

from __future__ import annotations

import re

import pytest

from tests.cli_helpers import DAY, SAMPLE, Rte


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Rte:
    made = Rte(capsys, monkeypatch)
    made.fine("import", str(SAMPLE), "--as-of", DAY)
    return made


def at(clock: str) -> tuple[str, str]:
    return "--as-of", f"{DAY}T{clock}Z"


def test_an_art_sync_from_a_shell(rte: Rte) -> None:
    line = rte.fine("event", "start", "ART", "Sync", *at("09:00:00")).out
    # The stated clock goes on ticking, so on a slow machine some seconds may have passed.
    form = r"ART Sync E8 1/8 Briefing (3:00|2:5\d) left · on time · ends 10:00\n"
    assert re.fullmatch(form, line)
    assert "Briefing 1:" in rte.fine("now", *at("09:01:30")).out
    over = rte.fine("now", *at("09:05:09")).out
    assert "OVER 2:" in over
    assert "2 min behind" in over
    assert "2/8 Objectives" in rte.fine("event", "next", *at("09:10:00")).out
    assert "1/8 Briefing" in rte.fine("event", "back", *at("09:10:05")).out
    assert "2/8 Objectives" in rte.fine("event", "next", *at("09:10:10")).out
    rte.fine("event", "add", "5m", *at("09:11:00"))
    assert "min behind" in rte.fine("event", "add", "-2m", *at("09:11:30")).out
    assert "paused" in rte.fine("event", "pause", *at("09:12:00")).out
    assert "paused" not in rte.fine("event", "resume", *at("09:13:00")).out
    rte.fine("add", "action", "ask the yard", *at("09:14:00"))
    closed = rte.fine("event", "close", *at("09:20:00"))
    assert re.search("closed after (19:5|20:0)", closed.out)
    assert "left behind: 1 action" in closed.err
    assert "A1 has no owner and no date: ask the yard" in closed.err
    assert rte.fine("now").out == "no event is running\n"


def test_refusals_of_the_room(rte: Rte) -> None:
    assert "No event is running" in rte.refused("event", "next", code=3)
    assert "No event is running" in rte.fine("event", "status").out
    rte.fine("event", "start", "art-sync")
    assert "still open" in rte.refused("event", "start", "art-sync", code=3)
    assert "first step" in rte.refused("event", "back", code=3)
    assert "runs already" in rte.refused("event", "resume", code=3).replace("running", "runs")
    assert "Take less" in rte.refused("event", "add", "-9m", code=3)


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ((), "required"),
        (("nxt",), "Did you mean next?"),
        (("start",), "rte event start"),
        (("start", "retro"), "retro"),
        (("add",), "how much time"),
        (("add", "5"), "not a length of time"),
        (("add", "-5"), "not a length of time"),
        (("next", "please"), "takes nothing"),
    ],
)
def test_what_cannot_be_meant(rte: Rte, words: tuple[str, ...], part: str) -> None:
    assert part in rte.refused("event", *words, code=2)


def test_facts_for_scripts(rte: Rte) -> None:
    assert rte.fine("now", "--json").json == {"schema": "rte.now.1", "running": False}
    rte.fine("event", "start", "art-sync", *at("09:00:00"))
    facts = rte.fine("now", "--json", *at("09:05:00")).json
    assert facts["running"]
    assert facts["event"] == "E8"
    assert facts["step"]["key"] == "brief"
    assert facts["step"]["of"] == 8
    assert facts["over"]
    assert -140_000 < facts["left_ms"] < -110_000
    assert facts["started_at"] == f"{DAY}T09:00:00Z"
    assert rte.fine("event", "status", "--json").json["schema"] == "rte.event.1"


def test_a_format_of_ones_own(rte: Rte) -> None:
    assert rte.fine("now", "--format", "{left}").out == "\n"
    rte.fine("event", "start", "art-sync", *at("09:00:00"))
    form = "{title} {ref} {number}/{count} {step}|{behind}|{ends}|{phase} } {"
    said = rte.fine("now", "--format", form, *at("09:00:00")).out
    assert said == "ART Sync E8 1/8 Briefing|on time|10:00|running } {\n"


@pytest.mark.parametrize(
    "form", ["{stp}", "{}", "{0}", "{step.__class__}", "{left!r}", "{left:>9}"]
)
def test_a_format_that_does_not_exist(rte: Rte, form: str) -> None:
    assert "--format knows no" in rte.refused("now", "--format", form, code=2)


def test_minutes(rte: Rte) -> None:
    assert rte.fine("minutes").out.startswith("# ART Sync E7\n"), "the latest one that is over"
    assert "Left nothing behind." in rte.fine("minutes", "e06").out
    rte.fine("event", "start", "art-sync")
    rte.fine("add", "decision", "[/] is <b>ours</b>, by PM")
    done = rte.fine("minutes", "--json").json
    assert done["event"] == "E8"
    assert r"\[/\] is \<b\>ours\</b\>" in done["markdown"]
    assert "is no event (" in rte.refused("minutes", "R12", code=2)
    assert "There is no" in rte.refused("minutes", "E99", code=2)


def test_minutes_without_any_event(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rte = Rte(capsys, monkeypatch)
    rte.fine("import", "-", stdin=b'{"art": {"id": "T", "name": "Tiny"}}')
    assert "There is no event yet" in rte.refused("minutes", code=2)


def test_undo_is_the_callers_own_and_stays_in_the_history(rte: Rte) -> None:
    rte.fine("add", "risk", "mine", "--by", "PM")
    rte.fine("add", "risk", "yours", "--by", "SM-DRE")
    assert rte.fine("undo", "--by", "PM").out == "Took back the capture: R13.\n"
    done = rte.fine("undo", "--by", "SM-DRE", "--json").json
    assert done == {"schema": "rte.undone.1", "what": "the capture", "refs": ["R14"]}
    assert "nothing of yours" in rte.refused("undo", "--by", "PM", code=3)
    gone = rte.fine("show", "R13", "--history").out
    assert "taken back by PM" in gone
    assert "made by the capture" in gone
    assert rte.fine("add", "risk", "next").refs == ["R15"], "a reference is never given twice"


def test_undo_refuses_what_others_changed(rte: Rte) -> None:
    rte.fine("event", "start", "art-sync", "--by", "RTE")
    rte.fine("baton", "ask", "--by", "SM-GAN")
    rte.fine("event", "next", "--by", "SM-GAN")
    assert "stays" in rte.refused("undo", "--by", "RTE", code=3)
