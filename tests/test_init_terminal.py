"""From nothing to a running ART Sync of one's own train, in a real terminal."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.trains import known_trains
from tests.terminal_lab import Lab

RUN = "import sys\nfrom console.__main__ import main\nsys.exit(main(sys.argv[1:]))\n"
ENTER, CLEAR = "\r", "\x15"
MOST_ANSWERS = 12


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[list[Lab]]:
    labs: list[Lab] = []
    yield labs
    for one in labs:
        one.close()


def launch(labs: list[Lab], tmp_path: Path, *words: str) -> Lab:
    script = tmp_path / "run.py"
    script.write_text(RUN)
    home = str(tmp_path / "home")
    started = Lab(script, *words, size=(100, 30), RTE_HOME=home, RTE_BY="RTE", TZ="Europe/Lisbon",
                  INPUTRC="/dev/null")  # fmt: skip
    labs.append(started)
    return started


def expect(lab: Lab, words: str) -> None:
    assert lab.until(words), f"{words!r} did not appear:\n{lab.screen()}"


def test_a_new_user_runs_an_art_sync_within_twelve_answers(lab: list[Lab], tmp_path: Path) -> None:
    here = launch(lab, tmp_path, "init")
    answers = (
        ("1/9", "Harbour ART"), ("2/9 Time zone [Europe/Lisbon]", ""),
        ("3/9", "Anchor ANC 8, Beacon BEA 7"), ("4/9", ""), ("5/9", ""), ("6/9", "4 + IP"),
        ("7/9", ""), ("8/9", ""), ("9/9 Open the console now", ""),
    )  # fmt: skip
    for asked, said in answers:
        expect(here, asked)
        here.send(said + ENTER)
    assert len(answers) <= MOST_ANSWERS
    expect(here, "Next events")
    here.send("s")
    here.settle(0.3)
    here.send(ENTER)
    expect(here, "1/8")
    expect(here, "Harbour ART")
    here.send("\x11")
    assert here.wait() == 0


def test_a_refused_answer_can_be_corrected_in_the_line(lab: list[Lab], tmp_path: Path) -> None:
    here = launch(lab, tmp_path, "init")
    expect(here, "1/9")
    here.send("Harbour ART" + ENTER)
    expect(here, "2/9")
    here.send("Europe/Lisboa" + ENTER)
    expect(here, "is no time zone")
    assert here.until_true(lambda: here.screen().count("Europe/Lisboa") == 3), here.screen()
    here.send("\x7fn" + ENTER)
    expect(here, "is no time zone")
    here.send(CLEAR + "lisbon" + ENTER)
    expect(here, "3/9")
    here.signal(signal.SIGINT)
    assert here.wait() == 130
    assert known_trains() == []


def test_the_end_of_the_input_leaves_and_makes_nothing(lab: list[Lab], tmp_path: Path) -> None:
    here = launch(lab, tmp_path, "init")
    expect(here, "1/9")
    here.send("\x04")
    assert here.wait() == 2
    assert "nothing was made" in here.screen()


@pytest.mark.parametrize("said", ["no" + ENTER, "\x04"])
def test_only_what_options_leave_open_is_asked_and_the_console_can_wait(
    lab: list[Lab], tmp_path: Path, said: str
) -> None:
    given = {"name": "Harbour ART", "zone": "utc", "roles": "RTE", "start": "mon",
             "iterations": "5", "pi": "P1", "sync": "thu 9:00"}  # fmt: skip
    here = launch(lab, tmp_path, "init", *(f"--{name}={value}" for name, value in given.items()))
    expect(here, "1/2 Teams")
    here.send("Anchor ANC 8" + ENTER)
    expect(here, "another team")
    here.send(ENTER)
    expect(here, "2/2 Open the console now")
    here.send(said)
    assert here.wait() == 0
    assert "next: rte" in here.screen()


def test_another_train_is_opened_from_the_console(lab: list[Lab], tmp_path: Path) -> None:
    for name, title in (("default", "Harbour ART"), ("south", "South ART")):
        made = launch(lab, tmp_path, "init", "--name", title, "--teams", "A, B", "--train", name)
        assert made.wait() == 0
    here = launch(lab, tmp_path)
    expect(here, "South ART")
    here.send("r")
    here.settle(0.2)
    here.send("half a thought")
    expect(here, "half a thought")
    here.send("\x1b")
    here.settle(0.4)
    here.send("T")
    expect(here, "Trains of this machine")
    here.send("k" + ENTER)
    assert here.until_true(
        lambda: here.screen().startswith(" Harbour ART") and "half a thought" not in here.screen()
    ), here.screen()
    here.settle(0.3)
    here.send("T")
    expect(here, "Trains of this machine")
    here.send("j" + ENTER)
    assert here.until_true(lambda: here.screen().startswith(" South ART")), here.screen()
    expect(here, "half a thought")
    here.send("\x11")
    assert here.wait() == 0
    assert [one.name for one in known_trains() if one.current] == ["south"]
