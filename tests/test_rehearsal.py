"""Rehearsals: does the agenda fit, and is the train itself left alone."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.cli import rehearse
from console.moment import faster
from console.rehearsal import RehearsalApp
from console.session import Session
from console.templates import templates_folder
from store.domain.agenda import working_day
from store.domain.clock import Phase
from store.domain.records import Step
from store.errors import UsageFault
from store.exchange.templates import shipped
from store.insight.fit import Fit, beginning, fit
from store.ledger import rehearsing, running
from store.ledger.opening import open_ledger
from tests.cli_helpers import DAY, SAMPLE, Rte
from tests.ledger_helpers import Hands, sample_folder, sample_ledger
from tests.screen_helpers import Clock, Room, room
from tests.screen_helpers import sample_ledger as console_ledger

LISBON = ZoneInfo("Europe/Lisbon")
MINUTE = 60_000


def ms(text: str, zone: ZoneInfo = LISBON) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp() * 1000)


def step(title: str, minutes: int, at: str | None = None, day: int = 1) -> Step:
    return Step(key=title.lower(), title=title, minutes=minutes, at=at, day=day)


def times(found: Fit) -> list[str]:
    """Day and clock time of each step, and of the end."""
    moments = [*(slot.starts for slot in found.slots), found.ends]
    return [
        datetime.fromtimestamp(at / 1000, UTC).astimezone(found.zone).strftime("%a %H:%M")
        for at in moments
    ]


# -- whether it fits


def test_steps_stand_end_to_end() -> None:
    found = fit("Sync", (step("A", 8), step("B", 15)), ms("2026-11-18T09:00"), LISBON)
    assert times(found) == ["Wed 09:00", "Wed 09:08", "Wed 09:23"]
    assert found.fits
    late = fit("Sync", (step("A", 8), step("B", 15)), ms("2026-11-18T09:00"), LISBON, 0.5)
    assert times(late) == ["Wed 09:00", "Wed 09:12", "Wed 09:34"]
    assert late.wrong == ("it ends 12 min later than planned",)


DAYLONG = (step("Morning", 150), step("Lunch", 60, at="12:00"), step("Afternoon", 120))


def test_a_fixed_start_holds_the_room_back_and_takes_up_delay() -> None:
    found = fit("Day", DAYLONG, ms("2026-11-18T09:00"), LISBON)
    assert times(found) == ["Wed 09:00", "Wed 12:00", "Wed 13:00", "Wed 15:00"]
    assert [slot.waits // MINUTE for slot in found.slots] == [0, 30, 0]
    assert found.fits
    late = fit("Day", DAYLONG, ms("2026-11-18T09:00"), LISBON, 0.2)
    assert times(late)[1] == "Wed 12:00", "the half hour before lunch takes up the delay"
    assert late.wrong == ("it ends 36 min later than planned",)


def test_a_fixed_start_that_is_missed_is_a_conflict() -> None:
    late = fit("Day", DAYLONG, ms("2026-11-18T09:00"), LISBON, 0.3)
    assert late.wrong[0] == "Lunch is fixed at 12:00, and the step before it ends 15 min later"
    planned = fit("Day", DAYLONG, ms("2026-11-18T10:00"), LISBON)
    assert not planned.fits
    assert planned.slots[1].late == 30 * MINUTE


def test_days_begin_anew_and_leave_out_the_weekend() -> None:
    steps = (step("One", 60, at="08:00"), step("Two", 60, at="08:30", day=2), step("Q", 60, day=2))
    found = fit("Planning", steps, ms("2026-11-20T08:00"), LISBON)
    assert times(found) == ["Fri 08:00", "Mon 08:30", "Mon 09:30", "Mon 10:30"]
    assert [ends - starts for starts, ends in found.days()] == [60 * MINUTE, 120 * MINUTE]
    assert found.fits
    assert fit("P", (step("A", 60), step("B", 30, day=2)), ms("2026-11-17T09:30"), LISBON).slots[
        1
    ].starts == ms("2026-11-18T09:30")


def test_a_day_that_goes_on_past_midnight() -> None:
    found = fit("Long", (step("A", 120), step("B", 30, day=2)), ms("2026-11-18T23:00"), LISBON)
    assert found.wrong == ("A goes on past midnight of Wed 18 Nov",)
    assert fit("Long", (step("A", 60),), ms("2026-11-18T23:00"), LISBON).fits


def test_a_night_in_which_the_clocks_are_set_back() -> None:
    """24 October to 25 October 2026 in Lisbon has 25 hours; clock times of the agenda hold."""
    steps = (step("A", 60), step("B", 60, day=2))
    found = fit("Autumn", steps, ms("2026-10-23T09:00"), LISBON)
    assert times(found) == ["Fri 09:00", "Mon 09:00", "Mon 10:00"]
    assert found.slots[1].starts - found.slots[0].starts == (3 * 24 + 1) * 60 * MINUTE


def test_when_an_agenda_would_begin() -> None:
    fixed, free = (step("A", 60, at="08:00"),), (step("A", 60),)
    assert beginning(free, ms("2026-11-20T09:14") + 59_000, LISBON) == ms("2026-11-20T09:14")
    assert beginning(fixed, ms("2026-11-20T07:59"), LISBON) == ms("2026-11-20T08:00")
    assert beginning(fixed, ms("2026-11-20T08:00") + 30_000, LISBON) == ms("2026-11-20T08:00")
    assert beginning(fixed, ms("2026-11-20T08:01"), LISBON) == ms("2026-11-23T08:00")
    assert working_day(date(2026, 11, 20), 6).isoformat() == "2026-11-27"


@given(
    st.lists(st.tuples(st.integers(0, 300), st.sampled_from([None, "09:00", "12:00", "17:30"]))),
    st.floats(0, 2),
)
def test_no_step_begins_before_the_one_above_it_ends(
    drawn: list[tuple[int, str | None]], late: float
) -> None:
    steps = [step(str(number), minutes, at) for number, (minutes, at) in enumerate(drawn)]
    found = fit("Any", steps, ms("2026-11-18T09:00"), LISBON, late)
    free = found.begins
    for slot in found.slots:
        assert slot.starts >= free
        assert slot.waits == slot.starts - free
        assert slot.late >= 0
        free = slot.ends
    assert found.ends == free
    assert found.ends >= found.planned_end


# -- on a copy


def test_a_whole_event_is_held_on_record() -> None:
    ledger = sample_ledger(Hands())
    planned, held = rehearsing.run_through(ledger, shipped().named("ART Sync"), 0.1)
    assert held.phase is Phase.CLOSED
    assert [row.starts_at for row in held.rows] == [slot.starts for slot in planned.slots]
    assert {row.state for row in held.rows} == {"done"}
    assert held.ends_at == planned.ends
    assert held.behind_ms == 6 * MINUTE


def test_an_event_that_runs_is_closed_on_the_copy_first() -> None:
    hands = Hands()
    ledger = sample_ledger(hands)
    running.start(ledger, "art-sync")
    hands.on(minutes=5)
    assert rehearsing.begin(ledger, "art-sync").ref == "E9"


def test_the_copy_has_what_was_on_record_and_the_train_is_left_alone(tmp_path: Path) -> None:
    source, hands = tmp_path / "train", Hands()
    ledger = sample_folder(source, hands)
    before = {path.name: path.read_bytes() for path in source.iterdir() if path.is_file()}
    root = tmp_path / "root"
    root.mkdir()
    with ledger.db.log.exclusive():  # somebody is writing: nobody waits
        folder = rehearsing.copy_store(source, root)
    copied = open_ledger(folder, who="RTE", now=hands)
    assert [r.text for r in copied.snapshot().risks] == [r.text for r in ledger.snapshot().risks]
    rehearsing.begin(copied, "art-sync")
    copied.db.close()
    assert not ledger.catch_up()
    ledger.db.close()
    after = {path.name: path.read_bytes() for path in source.iterdir() if path.is_file()}
    assert {name: data for name, data in after.items() if name != "store.lock"} == {
        name: data for name, data in before.items() if name != "store.lock"
    }
    assert [path.name for path in root.iterdir()] == [folder.name]
    with pytest.raises(UsageFault, match="no train's store"):
        rehearsing.copy_store(tmp_path / "nothing", root)


@given(st.integers(10, 600), st.integers(0, 86_400))
def test_a_faster_clock(speed: int, seconds: int) -> None:
    now = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
    moments = iter([now, now + timedelta(seconds=seconds)])
    begin = datetime(2027, 1, 1, tzinfo=UTC)
    clock = faster(lambda: next(moments), speed, begin)
    assert clock() == begin + timedelta(seconds=seconds * speed)


# -- the command


@pytest.fixture
def rte(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Rte]:
    """`rte` on the sample train; whatever is copied must be gone afterwards."""
    copies = tmp_path / "copies"
    copies.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(copies))
    made = Rte(capsys, monkeypatch)
    made.fine("import", str(SAMPLE), "--as-of", DAY)
    yield made
    assert os.listdir(copies) == []


def test_the_agenda_with_clock_times_side_by_side(rte: Rte) -> None:
    words = ("rehearse", "ART", "Sync", "--auto", "--zone", "America/New_York", "--as-of", DAY)
    lines = rte.fine(*words).out.splitlines()
    assert lines[0] == "ART Sync, rehearsed"
    assert lines[2] == "Wed 18 Nov"
    assert lines[3].split() == ["Lisbon", "New", "York", "min", "step"]
    assert lines[4].split() == ["09:00", "04:00", "3", "Briefing"]
    assert lines[12].split() == ["10:00", "05:00", "end"]
    assert lines[3].index("step") == lines[4].index("Briefing")
    assert lines[-1] == "It fits: it ends at 10:00 as planned, after 1:00 h."
    assert rte.fine("now").out == "no event is running\n"
    assert "E8" not in rte.fine("list", "event", "--all").out


def test_an_agenda_that_is_late_does_not_fit(rte: Rte) -> None:
    words = ("rehearse", "art-sync", "--auto", "--late", "10%", "--as-of", DAY)
    done = rte.fine(*words)
    assert done.out.startswith("ART Sync, rehearsed, every step 10% longer\n")
    assert "It does not fit; it ends at 10:06, after 1:06 h:\n  it ends 6 min later" in done.out
    facts = rte.fine(*words, "--json").json
    assert facts["schema"] == "rte.rehearsed.1"
    assert facts["fits"] is False
    assert facts["ends_at"] == f"{DAY}T10:06:00Z"
    assert facts["steps"][1]["starts_at"] == f"{DAY}T09:03:18Z"


PROBE = """\
kind = "art-sync"
title = "Probe [/]"
[[step]]
title = "Open"
minutes = 30
at = "08:00"
[[step]]
title = "Lunch"
minutes = 60
at = "12:00"
[[step]]
title = "Two"
minutes = 15
day = 2
at = "08:00"
"""


def test_days_and_fixed_starts_are_told(rte: Rte) -> None:
    templates_folder().mkdir(parents=True)
    (templates_folder() / "probe.toml").write_text(PROBE, encoding="utf-8")
    said = rte.fine("rehearse", "probe", "--auto", "--as-of", DAY).out
    assert "Probe [/], rehearsed" in said
    assert "Thu 19 Nov, day 1" in said, "08:00 of the 18th was over at nine"
    assert "Lunch  (fixed at 12:00)  (210 min free before it)" in said
    assert "Fri 20 Nov, day 2" in said
    assert "Day 1 takes 5:00 h." in said
    assert "Day 2 takes 0:15 h." in said


def test_zones_of_the_settings_are_used(rte: Rte, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RTE_ZONES", "Asia/Tokyo")
    assert "Tokyo" in rte.fine("rehearse", "art-sync", "--auto").out
    other = rte.fine("rehearse", "art-sync", "--auto", "--zone", "UTC").out
    assert "Tokyo" not in other


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ((), "required"),
        (("retro",), "no event 'retro'"),
        (("art-sync", "--speed", "9"), "from 10 to 600"),
        (("art-sync", "--speed", "601"), "from 10 to 600"),
        (("art-sync", "--speed", "fast"), "from 10 to 600"),
        (("art-sync", "--late", "10%"), "go with --auto"),
        (("art-sync", "--auto", "--late", "-5"), "0% to 200%"),
        (("art-sync", "--auto", "--late", "201%"), "0% to 200%"),
        (("art-sync", "--auto", "--zone", "Mars"), "no time zone 'Mars'"),
        (("art-sync", "--auto", *["--zone", "UTC"] * 5), "at most 4"),
        (("art-sync",), "needs a terminal"),
    ],
)
def test_what_cannot_be_rehearsed(rte: Rte, words: tuple[str, ...], part: str) -> None:
    assert part in rte.refused("rehearse", *words, code=2)


@pytest.mark.parametrize("speed", ["10", "60x", "600"])
def test_the_speeds_there_are(speed: str) -> None:
    assert rehearse._speed(speed) == int(speed.rstrip("x"))


def test_the_copy_goes_also_when_it_fails(rte: Rte, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise UsageFault("The rehearsal came to nothing.")

    monkeypatch.setattr(rehearsing, "run_through", fails)
    assert "came to nothing" in rte.refused("rehearse", "art-sync", "--auto", code=2)


# -- in the console


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 36)])
async def test_the_banner_stands_on_every_screen(size: tuple[int, int]) -> None:
    clock = Clock()
    ledger = console_ledger(clock)
    rehearsing.begin(ledger, "art-sync")
    app = RehearsalApp(Session(ledger, folder=None, drafts=None), 60)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        r = Room(app, pilot, clock)
        for keys in ((), ("question_mark",), ("escape", "V"), ("escape", "H"), ("I",), ("E",),
                     ("t",), ("escape", "e"), ("escape", "ctrl+p")):  # fmt: skip
            await r.press(*keys)
            first = r.text.splitlines()[0]
            assert first.strip() == "REHEARSAL 60x · nothing here is kept", keys
            assert r.text.count("REHEARSAL") == 1, keys


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_room_says_whether_the_agenda_fits(size: tuple[int, int]) -> None:
    async with room(size=size) as r:
        r.screen.show_fit()
        await r.pilot.pause()
        assert "Does it fit? ART Sync" in r.text
        assert "10:00" in r.text
        await r.press("end")
        assert "rte rehearse art-sync --speed 60" in " ".join(r.text.split())
        await r.press("escape", "s", "enter")
        r.clock.pass_by(minutes=30)
        r.screen.show_fit()
        await r.pilot.pause()
        assert "09:30  09:30  Briefing" in r.text


def test_facts_of_a_rehearsal_are_json(rte: Rte) -> None:
    """Also the wrong ones, which are sentences."""
    late = ("--late", "50%", "--as-of", DAY)
    done = rte.fine("rehearse", "art-sync", "--auto", *late, "--json")
    assert json.loads(done.out)["wrong"] == ["it ends 30 min later than planned"]
