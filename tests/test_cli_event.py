"""The deeds of `rte event` beyond the plain ones, and `rte template`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli_helpers import DAY, SAMPLE, Rte


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Rte:
    made = Rte(capsys, monkeypatch)
    made.fine("import", str(SAMPLE), "--as-of", DAY)
    return made


def at(clock: str) -> tuple[str, str]:
    return "--as-of", f"{DAY}T{clock}Z"


def test_an_event_that_was_planned_for_an_earlier_time_is_behind_from_the_start(rte: Rte) -> None:
    late = rte.fine("event", "start", "art-sync", "at", "09:00", *at("09:06:00")).out
    assert "6 min behind · ends 10:06" in late
    assert "is no time of day" in rte.refused("event", "start", "art-sync", "at", "25:00", code=2)


def test_jump_park_and_finish(rte: Rte) -> None:
    rte.fine("event", "start", "art-sync", *at("09:00:00"))
    assert "5/8 Impediments" in rte.fine("event", "jump", "5", *at("09:01:00")).out
    assert "6/8 Risks" in rte.fine("event", "park", *at("09:02:00")).out
    rows = rte.fine("event", "agenda", "--json", *at("09:02:30")).json["steps"]
    assert [row["state"] for row in rows] == [
        "done", "skipped", "skipped", "skipped", "parked", "now", "to come", "to come",
    ]  # fmt: skip
    assert "7/8 Scope" in rte.fine("event", "jump", "scope", "dec", *at("09:03:00")).out
    assert "8/8 Read back" in rte.fine("event", "finish", *at("09:04:00")).out
    assert "5/8 Impediments" in rte.fine("event", "next", *at("09:05:00")).out
    assert "Steps: 1 brief" in rte.refused("event", "jump", "wedding", code=2)


def test_next_says_what_the_step_before_has_not_left(rte: Rte) -> None:
    rte.fine("event", "start", "art-sync", *at("09:00:00"))
    rte.fine("event", "next", *at("09:00:30"))
    done = rte.fine("event", "next", *at("09:01:00"))
    assert "3/8" in done.out
    assert "still ask for somebody to act. Back to it: rte event back" in done.err


def test_it_really_began_some_minutes_ago(rte: Rte) -> None:
    rte.fine("event", "start", "art-sync", *at("09:00:00"))
    said = rte.fine("event", "started-ago", "2m", *at("09:00:30")).out
    assert "1:00 left" in said or "0:5" in said
    assert "rte event started-ago 4m" in rte.refused("event", "started-ago", code=2)


def test_a_deficit_is_shown_and_taken(rte: Rte) -> None:
    rte.fine("event", "start", "art-sync", *at("09:00:00"))
    assert "not behind" in rte.fine("event", "retime", *at("09:02:00")).out
    shown = rte.fine("event", "retime", *at("09:18:00")).out
    assert "Board walk, right to left: 12:00 →" in shown
    assert "Read back" not in shown
    assert "on time" in rte.fine("event", "retime", "take", *at("09:18:10")).out
    given = rte.fine("event", "retime", "--json", *at("09:20:00")).json
    assert given["deficit_ms"] > 0
    assert "retime take" in rte.refused("event", "retime", "now", code=2)


def test_turns_from_a_shell(rte: Rte) -> None:
    rte.fine("event", "start", "pi-planning", *at("08:00:00"))
    rte.fine("event", "jump", "draft-review", *at("16:00:00"))
    rte.fine("event", "turn", *at("16:01:00"))
    rte.fine("event", "turn", "GAN", *at("16:05:00"))
    history = rte.fine("show", "E8", "--history", *at("16:06:00")).out
    assert "ANC has the floor in Draft plan review" in history
    assert "GAN has the floor in Draft plan review" in history
    rte.fine("event", "jump", "vision", *at("16:07:00"))
    assert "one by one" in rte.refused("event", "turn", *at("16:08:00"), code=3)


def test_clock_times_side_by_side(rte: Rte) -> None:
    shown = rte.fine(
        "template", "show", "pi-planning", "--zone", "America/New_York", *at("07:00:00")
    )
    lines = shown.out.splitlines()
    assert lines[1].split() == ["Lisbon", "New", "York", "min", "step"]
    assert lines[2].split()[:4] == ["Wed", "08:00", "Wed", "03:00"]
    assert any(line.startswith("Thu 08:00") for line in lines), "day 2 is the next working day"
    refusal = rte.refused("template", "show", "art-sync", "--zone", "Mars", code=2)
    assert "There is no time zone 'Mars'" in refusal


def test_a_fixed_start_that_is_missed_is_told(rte: Rte) -> None:
    shown = rte.fine("template", "show", "pi-planning", "--at", "09:00", *at("07:00:00"))
    assert "Lunch has a fixed start, and the agenda reaches it 1:00:00 late." in shown.err


def test_a_template_is_copied_changed_checked_and_run(rte: Rte) -> None:
    file = Path(rte.fine("template", "copy", "art-sync", "our-sync").out.strip())
    assert "nothing wrong" in rte.fine("template", "check").err
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("minutes = 12", "minutes = 17", 1), encoding="utf-8")
    assert "ends 10:05" in rte.fine("event", "start", "our-sync", *at("09:00:00")).out
    assert "is there already" in rte.refused("template", "copy", "art-sync", "our-sync", code=2)
    file.write_text(text.replace("minutes = 12", "minutes = 0", 1), encoding="utf-8")
    line = text.splitlines().index("minutes = 12") + 1
    checked = rte("template", "check")
    assert checked.code == 1
    assert checked.out == (
        f"our-sync.toml, line {line}: minutes: write a whole number from 1 to 1440, like 15\n"
    )
    listed = rte.fine("template", "list")
    assert "our-sync" not in listed.out
    assert f"our-sync.toml, line {line}" in listed.err
    assert rte("template", "check", "our-sync").out == checked.out
    faults = rte("template", "check", "--json").json["faults"]
    assert [fault["line"] for fault in faults] == [line]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("copy", "wedding"), "No template 'wedding' ships"),
        (("copy", "art-sync", "../evil"), "small letters, digits and dashes"),
        (("copy",), "rte template copy art-sync my-sync"),
        (("show",), "rte template show art-sync"),
        (("show", "art-sync", "--at", "9"), "is no time of day"),
        (("chek",), "Did you mean check?"),
    ],
)
def test_what_a_template_cannot_do(rte: Rte, words: tuple[str, ...], said: str) -> None:
    assert said in rte.refused("template", *words, code=2)
