"""The clock against a simple model, while the machine's clock is set, and over nights and restarts.

The model counts true milliseconds. What is stored carries what a machine would say: its clock,
which somebody sets back and ahead, and its own counter, which nobody can set.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store.domain.agenda import fixed_starts, working_day
from store.domain.clock import Face, Phase, face
from store.domain.records import Step
from store.domain.timeline import TOLERANCE_MS, fold
from store.domain.wall_clock import wall_moment

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
T0 = 1_795_000_000_000

STEPS = (
    Step(key="a", title="First", minutes=10),
    Step(key="b", title="Second", minutes=20, each="team"),
    Step(key="c", title="Third", minutes=5),
)
KEYS = tuple(step.key for step in STEPS)
Moment = dict[str, Any]


@dataclass
class Room:
    """A room, its machine, and a counter beside them."""

    true: int = 0
    skew: int = 0
    step: str = "a"
    came_from: str | None = None
    paused: bool = False
    spent: dict[str, int] = field(default_factory=dict)
    added: dict[str, int] = field(default_factory=dict)
    floor: dict[str, str] = field(default_factory=dict)
    turns: dict[tuple[str, str], int] = field(default_factory=dict)
    parked: set[str] = field(default_factory=set)
    early: int = 0
    stored: list[Moment] = field(default_factory=list)

    @property
    def wall(self) -> int:
        return T0 + self.true + self.skew

    @property
    def uptime(self) -> tuple[str, int]:
        return "boot", 5000 + self.true

    def note(self, do: str, **facts: object) -> None:
        boot, up = self.uptime
        self.stored.append(
            {"event": "E1", "at": self.wall, "do": do, "boot": boot, "up": up, **facts}
        )

    def pass_ms(self, span: int) -> None:
        self.true += span
        if not self.paused:
            self.spent[self.step] = self.spent.get(self.step, 0) + span
            item = self.floor.get(self.step)
            if item:
                place = (self.step, item)
                self.turns[place] = self.turns.get(place, 0) + span

    def enter(self, key: str) -> None:
        self.came_from, self.step = self.step, key
        self.parked.discard(key)
        self.note("step", step=key)

    def toggle(self) -> None:
        self.paused = not self.paused
        self.note("pause" if self.paused else "resume")

    def add(self, seconds: int) -> None:
        self.added[self.step] = self.added.get(self.step, 0) + seconds * SECOND
        self.note("add", step=self.step, seconds=seconds)

    def retime(self, seconds: int) -> None:
        for key in KEYS:
            self.added[key] = self.added.get(key, 0) - seconds * SECOND
        self.note("retime", give=dict.fromkeys(KEYS, -seconds))

    def ago(self, seconds: int) -> None:
        before = self.came_from
        if before is not None:
            seconds = min(seconds, self.spent.get(before, 0) // SECOND)
            self.spent[before] = self.spent.get(before, 0) - seconds * SECOND
        else:
            self.early += seconds * SECOND
        self.spent[self.step] = self.spent.get(self.step, 0) + seconds * SECOND
        self.note("ago", step=self.step, before=before, seconds=seconds)

    def park(self, key: str) -> None:
        if key != self.step and key not in self.parked:
            self.parked.add(key)
            self.note("park", step=key)

    def turn(self, item: str) -> None:
        self.floor[self.step] = item
        self.note("turn", step=self.step, item=item)

    def set_clock(self, jump: int) -> None:
        self.skew += jump

    @property
    def shown(self) -> Face:
        return face(STEPS, self.stored, self.wall, uptime=self.uptime)


MOVES = st.one_of(
    st.tuples(st.just("enter"), st.sampled_from(KEYS)),
    st.tuples(st.just("toggle"), st.none()),
    st.tuples(st.just("add"), st.integers(-600, 900)),
    st.tuples(st.just("retime"), st.integers(1, 300)),
    st.tuples(st.just("ago"), st.integers(1, 900)),
    st.tuples(st.just("park"), st.sampled_from(KEYS)),
    st.tuples(st.just("turn"), st.sampled_from(("ANC", "BEA"))),
    st.tuples(
        st.just("set_clock"),
        st.one_of(
            st.sampled_from((-HOUR, 10 * MINUTE, -86_400_000)),
            st.integers(-3 * TOLERANCE_MS, 3 * TOLERANCE_MS),
        ),
    ),
)
PLAYS = st.lists(st.tuples(st.integers(0, 3 * HOUR), MOVES), max_size=14)


def play(moves: list[tuple[int, tuple[str, Any]]], later: int) -> Room:
    room = Room()
    room.note("start", step="a")
    for span, (do, what) in moves:
        room.pass_ms(span)
        deed = getattr(room, do)
        deed() if what is None else deed(what)
    room.pass_ms(later)
    return room


@given(PLAYS, st.integers(0, 3 * HOUR))
@example([(0, ("set_clock", 3 * TOLERANCE_MS)), (0, ("set_clock", -2 * TOLERANCE_MS))], 0)
def test_every_move_in_any_order_whatever_is_done_to_the_machines_clock(
    moves: list[tuple[int, tuple[str, Any]]], later: int
) -> None:
    room = play(moves, later)
    seen = room.shown
    assert seen.step is not None
    assert seen.step.key == room.step
    assert {row.key: row.spent_ms for row in seen.rows} == {
        key: room.spent.get(key, 0) for key in KEYS
    }
    planned = {step.key: step.minutes * MINUTE + room.added.get(step.key, 0) for step in STEPS}
    assert {row.key: row.planned_ms for row in seen.rows} == {
        key: max(0, ms) for key, ms in planned.items()
    }
    assert seen.left_ms == max(0, planned[room.step]) - room.spent.get(room.step, 0)
    assert seen.phase is (Phase.PAUSED if room.paused else Phase.RUNNING)
    assert {row.key for row in seen.parked} == room.parked
    assert seen.minute == (room.true + room.early) // MINUTE
    item = room.floor.get(room.step)
    assert (seen.floor.item if seen.floor else None) == item
    if seen.floor and item:
        assert seen.floor.spent_ms == room.turns.get((room.step, item), 0)


@given(PLAYS, st.integers(0, 3 * HOUR), st.integers(0, 15))
def test_a_restart_anywhere_changes_nothing(
    moves: list[tuple[int, tuple[str, Any]]], later: int, cut: int
) -> None:
    room = play(moves, later)
    # What another process reads is what was written as JSON, and it folds it anew.
    read = json.loads(json.dumps(room.stored))
    resumed = fold(read[:cut])
    for moment in read[cut:]:
        resumed.apply(moment)
    now = resumed.event_time(room.wall, room.uptime)
    assert resumed.spent_at(room.step, now) == room.spent.get(room.step, 0)
    assert face(STEPS, read, room.wall, uptime=room.uptime) == room.shown


OVERRUN = 20 * MINUTE + TOLERANCE_MS + 1
PARKED = [(0, ("enter", "c")), (0, ("park", "a")), (0, ("park", "b")), (OVERRUN, ("enter", "b"))]


@given(PLAYS, st.integers(0, 3 * HOUR))
@example(PARKED, 0)
def test_the_projected_end_is_told_by_the_machines_clock_as_it_is_now(
    moves: list[tuple[int, tuple[str, Any]]], later: int
) -> None:
    room = play(moves, later)
    seen = room.shown
    need = sum(
        max(0, row.planned_ms - row.spent_ms)
        for row in seen.rows
        if row.state in ("now", "to come", "parked")
    )
    assert abs(seen.ends_at - room.wall - need) <= TOLERANCE_MS


@pytest.mark.parametrize("jump", [-HOUR, 10 * MINUTE])
def test_a_clock_that_is_set_while_a_step_runs_changes_no_time_left(jump: int) -> None:
    room = play([(0, ("turn", "ANC"))], 4 * MINUTE)
    before = room.shown
    room.set_clock(jump)
    after = room.shown
    assert after.left_ms == before.left_ms == 6 * MINUTE
    assert after.behind_ms == before.behind_ms
    assert after.jump_ms == jump
    assert before.jump_ms == 0
    assert after.ends_at - before.ends_at == jump


def test_a_machine_that_was_started_anew_is_believed_about_its_clock() -> None:
    room = play([], 4 * MINUTE)
    room.note("pause")
    seen = face(STEPS, room.stored, room.wall + 30 * MINUTE, uptime=("another", 60_000))
    assert seen.spent_ms == 4 * MINUTE
    assert seen.stood_ms == 30 * MINUTE
    assert seen.jump_ms == 0


def test_sleep_counts_as_time_because_the_room_did_not_sleep() -> None:
    room = play([], 4 * MINUTE)
    room.pass_ms(2 * HOUR)
    assert room.shown.left_ms == 10 * MINUTE - 4 * MINUTE - 2 * HOUR


LISBON = ZoneInfo("Europe/Lisbon")
TWO_DAYS = (
    Step(key="a", title="Evening", minutes=120),
    Step(key="b", title="Morning", minutes=60, day=2, at="08:00"),
    Step(key="c", title="Lunch", minutes=60, day=2, at="12:00", flexible=False),
)


@pytest.mark.parametrize(
    ("first", "hours"),
    [
        (date(2026, 3, 27), 63),  # Friday before the night that is an hour short
        (date(2026, 10, 23), 65),  # Friday before the night that is an hour long
        (date(2026, 11, 18), 16),
    ],
)
def test_fixed_starts_keep_the_wall_clock_over_nights_in_which_clocks_change(
    first: date, hours: int
) -> None:
    began = wall_moment(first, "16:00", LISBON)
    fixed = fixed_starts(TWO_DAYS, first, LISBON)
    assert fixed["b"] - began == hours * HOUR
    assert datetime.fromtimestamp(fixed["c"] / 1000, UTC).astimezone(LISBON).hour == 12
    start = {"event": "E1", "at": began, "do": "start", "step": "a"}
    seen = face(TWO_DAYS, [start], began + 30 * MINUTE, fixed=fixed)
    assert [row.starts_at for row in seen.rows] == [began, fixed["b"], fixed["c"]]
    assert seen.ends_at == began + 2 * HOUR, "a day is judged by its own end"
    assert seen.behind_ms == 0


@pytest.mark.parametrize(
    ("night", "at"), [(date(2026, 3, 29), "00:30"), (date(2026, 10, 25), "00:30")]
)
def test_a_timebox_that_runs_through_such_a_night_is_as_long_as_it_is(night: date, at: str) -> None:
    began = wall_moment(night, at, LISBON)
    start = {"event": "E1", "at": began, "do": "start", "step": "a"}
    seen = face(TWO_DAYS, [start], began + HOUR, fixed={})
    assert seen.left_ms == HOUR


def test_a_room_that_is_adjourned_waits_for_the_fixed_start_and_is_not_behind() -> None:
    first = date(2026, 11, 18)
    began = wall_moment(first, "16:00", LISBON)
    fixed = fixed_starts(TWO_DAYS, first, LISBON)
    evening = began + 2 * HOUR
    moments = [
        {"event": "E1", "at": began, "do": "start", "step": "a"},
        {"event": "E1", "at": evening, "do": "pause"},
        {"event": "E1", "at": evening, "do": "step", "step": "b"},
    ]
    seen = face(TWO_DAYS, moments, evening + 5 * HOUR, fixed=fixed)
    assert seen.opens_at == fixed["b"]
    assert seen.behind_ms == 0
    late = face(TWO_DAYS, moments, fixed["b"] + 20 * MINUTE, fixed=fixed)
    assert late.opens_at is None
    assert late.behind_ms == 0, "three hours until lunch make good for it"
    assert late.ends_at == fixed["c"] + HOUR


@pytest.mark.parametrize(
    ("first", "number", "day"),
    [
        (date(2026, 11, 18), 1, date(2026, 11, 18)),
        (date(2026, 11, 20), 2, date(2026, 11, 23)),
        (date(2026, 11, 19), 4, date(2026, 11, 24)),
    ],
)
def test_days_of_an_event_are_working_days(first: date, number: int, day: date) -> None:
    assert working_day(first, number) == day
