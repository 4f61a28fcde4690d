"""Setting a train up from a shell: init, trains, calendar, prep."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from console import places, trains
from console.cli import asking
from console.zone import machine_zone
from store.errors import ConsoleError, UsageFault
from store.ledger.questions import QUESTIONS, Plan
from tests.cli_helpers import ACTING, DAY, HOSTILE, SAMPLE, Rte, real
from tests.test_setting_up import TODAY

GIVEN = ("--name", "Harbour ART", "--teams", "Anchor ANC 8, Beacon BEA 7", "--zone", "lisbon",
         "--start", "2026-09-28")  # fmt: skip
AS_OF = ("--as-of", DAY)


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Rte:
    return Rte(capsys, monkeypatch)


@pytest.fixture
def harbour(rte: Rte) -> Rte:
    rte.fine("init", *GIVEN, *AS_OF)
    return rte


# -- init by options


def test_options_alone_set_a_train_up(rte: Rte) -> None:
    done = rte.fine("init", *GIVEN, "--iterations", "4", "--weeks", "3", *AS_OF)
    assert done.out.splitlines()[:2] == [
        "Harbour ART: 2 teams, 15 people, Europe/Lisbon.",
        "PI-26.4: Mon 28 Sep 2026 to Sun 10 Jan 2027, 4 + IP, 3 weeks each (15 weeks).",
    ]
    assert done.err == "next: rte   (s and Enter start an event)\n"
    assert rte.fine("add", "risk", "late @ANC").refs == ["R1"]
    assert rte.fine("event", "start", "art-sync").out.startswith("ART Sync E1 1/8")


def test_what_init_says_to_a_script(rte: Rte, tmp_path: Path) -> None:
    facts = rte.fine("init", *GIVEN, "--json", "--store", str(tmp_path / "x"), *AS_OF).json
    assert facts == {
        "schema": "rte.init.1", "train": "Harbour ART", "store": str(tmp_path / "x"),
        "zone": "Europe/Lisbon", "teams": ["ANC", "BEA"], "pi": "PI-26.4",
        "start": "2026-09-28", "end": "2026-12-20",
    }  # fmt: skip


def test_a_store_with_a_train_is_left_as_it_is(harbour: Rte) -> None:
    said = harbour.refused("init", *GIVEN, code=3)
    assert "already holds Harbour ART" in said
    assert "rte init --train NAME" in said
    assert len(harbour.fine("list", "team", "--json").json["records"]) == 2


def test_without_a_terminal_it_asks_nothing_and_says_what_to_give(rte: Rte) -> None:
    said = rte.refused("init", code=2)
    assert "--name 'Tideway ART' --teams" in said
    said = rte.refused("init", "--name", "X", code=2)
    assert "--name" not in said
    assert not os.path.exists(places.train_folder("default"))


def test_a_real_process_never_waits_for_an_answer() -> None:
    done = real("init", stdin=b"Harbour ART\n\n\n")
    assert done.returncode == 2
    assert done.stdout == b""


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("--zone", "Mars"), "--zone: 'Mars' is no time zone"),
        (("--teams", "A1 ART"), "--teams: 'ART' cannot be a short id"),
        (("--start", "3/4"), "--start: 3/4 can be read in two ways"),
        (("--iterations", "none"), "--iterations: 'none, 2 weeks' is not"),
        (("--weeks", "9"), "--iterations: An iteration has 1 to 6 weeks"),
        (("--sync", "9:00"), "--sync: '9:00' is no day"),
        (("--train", "../x"), "cannot name a train"),
        (("--train", "x", "--store", "y"), "Give one of them"),
    ],
)
def test_an_option_that_cannot_be_used(rte: Rte, words: tuple[str, ...], part: str) -> None:
    given = [*GIVEN, "--weeks", "2", *words]
    done = rte("init", *given)
    assert done.code in (2, 3)
    assert part in done.err
    assert not os.path.exists(places.train_folder("default"))


@pytest.mark.parametrize(("text", "left"), [*((t, None) for t in HOSTILE), *ACTING])
def test_hostile_names_are_names(rte: Rte, text: str, left: str | None) -> None:
    done = rte.fine("init", f"--name={text}", "--teams", "Anchor ANC", "--json")
    assert done.json["train"] == (left or done.json["train"])
    assert "\x1b" not in done.out + done.err
    rte.fine("calendar")


# -- init by answers


class Person:
    """Somebody at a terminal: what they answer, and what they are told."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.prompts: list[str] = []
        self.lines: list[str] = []
        self.told: list[str] = []

    def read(self, prompt: str, said: str) -> str:
        self.prompts.append(prompt)
        self.lines.append(said)
        if not self.answers:
            raise EOFError
        return self.answers.pop(0)

    def ask(self) -> Plan:
        plan = Plan(TODAY, zone="Europe/Lisbon")
        return asking.ask(plan, QUESTIONS, self.read, self.told.append, len(QUESTIONS) + 1)


def test_enter_accepts_everything_but_what_only_a_person_can_know() -> None:
    person = Person("Harbour ART", "", "Anchor ANC 8, Beacon BEA 7", "", "", "", "", "")
    plan = person.ask()
    assert (plan.name, plan.zone, len(plan.teams)) == ("Harbour ART", "Europe/Lisbon", 2)
    assert (plan.pi, plan.start.isoformat(), plan.sync) == ("PI-27.1", "2026-11-23", (3, "09:00"))
    assert len(person.prompts) == 8
    assert len(person.prompts) + 1 <= 12, "the last answer opens the console"
    assert person.prompts[0] == "1/9 Name of the train (like Tideway ART): "
    assert person.prompts[1] == "2/9 Time zone [Europe/Lisbon]: "
    assert person.told == ["    2 teams, 15 people: @ANC @BEA"]


def test_a_refused_answer_stays_in_the_line_and_says_why() -> None:
    person = Person("", "Harbour ART", "Mars", "utc", "A ART, B", "Anchor", "", "", "", "", "", "")
    plan = person.ask()
    assert plan.zone == "UTC"
    assert person.lines[3] == "Mars"
    assert person.lines[5] == "A ART, B"
    refused = [line for line in person.told if "is no time zone" in line or "cannot be" in line]
    assert len(refused) == 2
    assert person.told[0].endswith("Write Tideway ART.")


def test_teams_one_a_line_and_pasted() -> None:
    one = Person("H", "", "Anchor ANC 8", "Beacon", "", "", "", "", "", "")
    assert [t.short for t in one.ask().teams] == ["ANC", "BEA"]
    pasted = Person("H", "", "Anchor ANC 8\nBeacon", "", "", "", "", "")
    assert [t.short for t in pasted.ask().teams] == ["ANC", "BEA"]


def test_the_end_of_the_input_makes_nothing() -> None:
    with pytest.raises(UsageFault, match="nothing was made"):
        Person("H", "").ask()


def test_bytes_that_are_no_utf8_are_replaced() -> None:
    assert asking.typed("caf\udce9") == "caf\ufffd"


# -- the machine's zone


def test_the_zone_of_this_machine(tmp_path: Path) -> None:
    link, named = tmp_path / "localtime", tmp_path / "timezone"
    place = tmp_path / "zoneinfo" / "Europe"
    place.mkdir(parents=True)
    (place / "Lisbon").touch()
    link.symlink_to(place / "Lisbon")
    named.write_text("Asia/Kolkata\n")

    def zone(env: dict[str, str], *paths: Path) -> str:
        return machine_zone(env, str(paths[0]), str(paths[1]))

    nothing = tmp_path / "nothing"
    assert zone({"TZ": ":America/New_York"}, link, named) == "America/New_York"
    assert zone({"TZ": "EST5EDT,M3.2.0"}, link, named) == "Europe/Lisbon"
    assert zone({}, nothing, named) == "Asia/Kolkata"
    assert zone({}, nothing, nothing) == "UTC"


# -- several trains


def test_several_trains_on_one_machine(harbour: Rte, monkeypatch: pytest.MonkeyPatch) -> None:
    harbour.fine("add", "risk", "at the harbour")
    harbour.fine("init", "--name", "North ART", "--teams", "Ice", "--train", "North")
    assert harbour.fine("trains").out.splitlines()[1].startswith("* north    North ART")
    assert harbour.fine("add", "risk", "in the north").refs == ["R1"]
    harbour.fine("trains", "use", "default")
    facts = harbour.fine("trains", "--json").json["trains"]
    assert [(t["name"], t["train"], t["current"]) for t in facts] == [
        ("default", "Harbour ART", True), ("north", "North ART", False),
    ]  # fmt: skip
    assert "at the harbour" in harbour.fine("list", "risk").out
    north = places.train_folder("north")
    assert "in the north" in harbour.fine("--store", north, "list", "risk").out
    monkeypatch.setenv("RTE_STORE", north)
    assert "in the north" in harbour.fine("list", "risk").out
    file = Path(places.data_home()) / places.CURRENT
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_train_that_is_not_there_is_named_with_those_that_are(harbour: Rte) -> None:
    assert "There is: default" in harbour.refused("trains", "use", "south", code=2)
    assert "rte trains use NAME" in harbour.refused("trains", "use", code=2)
    assert "rte trains use NAME" in harbour.refused("trains", "drop", "x", code=2)


def test_no_train_yet(rte: Rte) -> None:
    assert "rte init" in rte.fine("trains").err
    assert rte.fine("trains", "--json").json["trains"] == []
    assert "`rte init` sets a train up" in rte.refused("list", "risk", code=2)


def test_a_damaged_train_does_not_hide_the_others(harbour: Rte) -> None:
    broken = Path(places.train_folder("broken"))
    broken.mkdir()
    (broken / "journal.jsonl").write_bytes(b"")
    (Path(places.train_folder("Odd Name"))).mkdir()
    found = {one.name: one for one in trains.known_trains()}
    assert set(found) == {"broken", "default"}
    assert found["broken"].fault
    assert found["default"].title == "Harbour ART"


@pytest.mark.parametrize("content", [b"", b"../../etc\n", b"\xff\xfe", b"x" * 300, b"Default\n"])
def test_a_spoiled_current_file_means_the_default(harbour: Rte, content: bytes) -> None:
    (Path(places.data_home()) / places.CURRENT).write_bytes(content)
    assert places.current_train() == "default"
    harbour.fine("list", "team")


@pytest.mark.parametrize("name", ["", ".", "a/b", "-x", "x" * 41, "näh", "a b"])
def test_names_that_cannot_be_folders(name: str) -> None:
    with pytest.raises(UsageFault):
        places.train_name(name)


def test_remembering_is_for_trains_of_the_data_folder_only(harbour: Rte, tmp_path: Path) -> None:
    trains.remember(tmp_path / "elsewhere")
    assert places.current_train() == "default"
    trains.remember(Path(places.train_folder("north")))
    assert places.current_train() == "north"


def test_a_current_file_that_cannot_be_written_is_told(
    harbour: Rte, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "rename", refuse)
    with pytest.raises(ConsoleError, match="Cannot remember"):
        trains.make_current("default")
    assert [p.name for p in Path(places.data_home()).iterdir()] == ["trains"]


# -- calendar and preparation


def test_the_calendar_side_by_side_in_zones(harbour: Rte) -> None:
    words = ("calendar", "--zone", "Asia/Kolkata", "--zone", "new york", *AS_OF)
    lines = harbour.fine(*words).out.splitlines()
    assert lines[0].split() == ["Europe/Lisbon", "Asia/Kolkata", "America/New_York"]
    assert lines[1].split() == [
        "in", "1", "d", "0", "h", "ART", "Sync", "PI-26.4", "I4",
        "Thu", "19", "Nov", "09:00", "Thu", "14:30", "Thu", "04:00",
    ]  # fmt: skip
    assert "PI Planning      PI-26.4 IP  Wed 16 – Thu 17 Dec 08:00" in "\n".join(lines)
    facts = harbour.fine(*words, "--json", "--count", "1").json
    (event,) = facts["events"]
    assert facts["stated"] is True
    assert event["starts"] == ["2026-11-19T09:00:00Z"]
    assert event["zones"]["America/New_York"] == ["2026-11-19T04:00-05:00"]
    assert (event["begins"], event["held"], event["notes"]) == ("2026-11-19T09:00", True, [])
    for wrong in ("0", "x", "-1", "٣", "9999"):
        harbour.refused("calendar", f"--count={wrong}", code=2)
    harbour.refused("calendar", "--zone", "Mars", code=2)


def test_a_train_without_a_cadence_of_its_own_has_the_usual_one(rte: Rte) -> None:
    rte.fine("import", str(SAMPLE), *AS_OF)
    done = rte.fine("calendar", *AS_OF)
    assert "usual cadence" in done.err
    assert "Thu 19 Nov 09:00" in done.out
    assert rte.fine("calendar", "--json", *AS_OF).json["stated"] is False


def test_preparation_is_checked_off_and_opened_again(harbour: Rte) -> None:
    lines = harbour.fine("prep", *AS_OF).out.splitlines()
    assert lines[0] == "PI Planning, Wed 16 – Thu 17 Dec 08:00: 0 of 12 done"
    assert lines[1].startswith("!  1   11 Nov  · open  Vision")
    assert lines[1].endswith("7 d overdue")
    done = harbour.fine("prep", "1", "done", "--by", "PM", *AS_OF).out
    assert "1 of 12 done" in done
    assert "✓ done" in done
    assert "PM · Wed 18 Nov" in done
    assert "checked off already by PM" in harbour.refused("prep", "1", "done", *AS_OF, code=3)
    facts = harbour.fine("prep", "--json", *AS_OF).json
    assert facts["checks"][0] == {
        "n": 1, "item": "vision", "text": facts["checks"][0]["text"], "at": "T-5 weeks",
        "due": "2026-11-11", "done": True, "by": "PM", "said_at": facts["checks"][0]["said_at"],
    }  # fmt: skip
    assert "0 of 12 done" in harbour.fine("prep", "1", "open", *AS_OF).out
    for words in (("13", "done"), ("0", "done"), ("1",), ("1", "maybe")):
        assert "rte prep 3 done" in harbour.refused("prep", *words, *AS_OF, code=2)
    assert json.loads(harbour.fine("prep", "--json", *AS_OF).out)["done"] == 0


def test_preparation_without_a_planning_ahead(harbour: Rte) -> None:
    assert "No PI Planning is ahead" in harbour.refused("prep", "--as-of", "2027-06-01", code=3)
    assert "No event is ahead" in harbour.fine("calendar", "--as-of", "2027-06-01").err
