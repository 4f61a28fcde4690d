"""The room's clock: only facts are stored, and whatever is shown follows from them and from now."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.domain.clock import Face, Level, Phase, face, level_of
from store.domain.records import Step
from store.domain.timeline import fold
from store.domain.words import age, balance, clock, countdown, due_word, minutes, plural, short_date

MINUTE = 60_000
HOUR = 60 * MINUTE
T0 = 1_795_000_000_000

STEPS = (
    Step(key="a", title="First", minutes=10),
    Step(key="b", title="Second", minutes=20),
    Step(key="c", title="Third", minutes=5),
)

Moment = dict[str, Any]


def moment(at: int, do: str, **facts: object) -> Moment:
    return {"event": "E1", "at": at, "do": do, **facts}


START = moment(T0, "start", step="a")


@dataclass
class Model:
    """The same clock told second by second: a counter per step, and a switch."""

    at: int = T0
    step: str = "a"
    paused: bool = False
    closed: bool = False
    spent: dict[str, int] = field(default_factory=dict)
    added: dict[str, int] = field(default_factory=dict)
    entered: list[str] = field(default_factory=list)

    def pass_ms(self, span: int) -> None:
        self.at += span
        if not self.paused and not self.closed:
            self.spent[self.step] = self.spent.get(self.step, 0) + span

    def left(self) -> int:
        planned = next(s.minutes for s in STEPS if s.key == self.step) * MINUTE
        return max(0, planned + self.added.get(self.step, 0)) - self.spent.get(self.step, 0)


MOVES = st.one_of(
    st.tuples(st.just("step"), st.sampled_from("abc")),
    st.tuples(st.just("pause"), st.none()),
    st.tuples(st.just("resume"), st.none()),
    st.tuples(st.just("add"), st.integers(-600, 900)),
    st.tuples(st.just("close"), st.none()),
)
SPANS = st.integers(0, 3 * HOUR)


def play(moves: list[tuple[int, tuple[str, Any]]]) -> tuple[Model, list[Moment]]:
    """What a room did: the moments that were stored, and the model beside them."""
    model, stored = Model(entered=["a"]), [START]
    for span, (do, what) in moves:
        model.pass_ms(span)
        if model.closed or (do == "pause" and model.paused):
            continue
        if do == "resume" and not model.paused:
            continue
        if do == "step":
            stored.append(moment(model.at, "step", step=what))
            model.step = what
            model.entered.append(what)
        elif do == "add":
            stored.append(moment(model.at, "add", step=model.step, seconds=what))
            model.added[model.step] = model.added.get(model.step, 0) + what * 1000
        else:
            stored.append(moment(model.at, do))
            model.paused = do == "pause" if do in ("pause", "resume") else model.paused
            model.closed = do == "close"
    return model, stored


@given(st.lists(st.tuples(SPANS, MOVES), max_size=12), SPANS)
def test_the_clock_shows_what_a_counter_beside_it_counted(
    moves: list[tuple[int, tuple[str, Any]]], later: int
) -> None:
    model, stored = play(moves)
    model.pass_ms(later)
    shown = face(STEPS, stored, model.at)
    assert shown.step is not None
    assert shown.step.key == model.step
    assert shown.spent_ms == model.spent.get(model.step, 0)
    assert shown.left_ms == model.left()
    assert {row.key: row.spent_ms for row in shown.rows} == {
        s.key: model.spent.get(s.key, 0) for s in STEPS
    }
    expected = Phase.CLOSED if model.closed else Phase.PAUSED if model.paused else Phase.RUNNING
    assert shown.phase is expected


@given(st.lists(st.tuples(SPANS, MOVES), max_size=12), st.integers(0, 12), SPANS)
def test_a_restart_at_any_point_changes_nothing(
    moves: list[tuple[int, tuple[str, Any]]], cut: int, later: int
) -> None:
    _, stored = play(moves)
    now = stored[-1]["at"] + later
    whole = fold(stored)
    resumed = fold(stored[:cut])
    for rest in stored[cut:]:
        resumed.apply(rest)
    for name in ("spent", "added", "entered", "step", "since", "paused", "closed_at"):
        assert getattr(whole, name) == getattr(resumed, name), name
    assert face(STEPS, list(stored), now) == face(STEPS, tuple(dict(m) for m in stored), now)


@given(st.lists(st.tuples(SPANS, MOVES), max_size=10), SPANS, st.integers(1, HOUR))
def test_what_is_left_falls_as_time_passes_and_stands_while_paused(
    moves: list[tuple[int, tuple[str, Any]]], later: int, more: int
) -> None:
    _, stored = play(moves)
    now = stored[-1]["at"] + later
    before, after = face(STEPS, stored, now), face(STEPS, stored, now + more)
    if before.phase is Phase.RUNNING:
        assert after.left_ms == before.left_ms - more
    else:
        assert after.left_ms == before.left_ms
        assert after.spent_ms == before.spent_ms


@given(st.lists(st.tuples(SPANS, MOVES), max_size=12), SPANS)
def test_agenda_times_never_go_back_and_the_end_is_now_and_what_is_left(
    moves: list[tuple[int, tuple[str, Any]]], later: int
) -> None:
    _, stored = play(moves)
    now = stored[-1]["at"] + later
    shown = face(STEPS, stored, now)
    times = [row.starts_at for row in shown.rows]
    assert times == sorted(times)
    if shown.phase is Phase.CLOSED:
        assert shown.ends_at == stored[-1]["at"]
    else:
        need = (max(0, r.planned_ms - r.spent_ms) for r in shown.rows if r.state in NEEDED)
        assert shown.ends_at == now + sum(need)
    assert shown.behind_ms == shown.ends_at - (T0 + 35 * MINUTE)


NEEDED = ("now", "to come")


@given(
    st.lists(st.tuples(st.integers(-2 * HOUR, 2 * HOUR), MOVES), max_size=12),
    st.integers(-2 * HOUR, 2 * HOUR),
)
def test_a_machine_clock_that_was_set_back_never_makes_time_negative(
    moves: list[tuple[int, tuple[str, Any]]], later: int
) -> None:
    stored, at = [START], T0
    for span, (do, what) in moves:
        at += span
        facts = {"step": {"step": what}, "add": {"step": "a", "seconds": what}}.get(do, {})
        stored.append(moment(at, do, **facts))
        if do == "close":
            break
    shown = face(STEPS, stored, at + later)
    assert all(row.spent_ms >= 0 for row in shown.rows)
    assert shown.minute >= 0
    times = [row.starts_at for row in shown.rows]
    assert times == sorted(times)


def shown_at(after_ms: int, *moments: Moment) -> Face:
    return face(STEPS, [START, *moments], T0 + after_ms)


def test_before_the_start_the_agenda_counts_from_the_planned_time() -> None:
    early = face(STEPS, [], T0 - HOUR, planned_start=T0)
    assert early.phase is Phase.READY
    assert early.step is None
    assert early.index == -1
    assert [row.starts_at - T0 for row in early.rows] == [0, 10 * MINUTE, 30 * MINUTE]
    assert early.ends_at == T0 + 35 * MINUTE
    assert early.behind_ms == 0


def test_a_start_that_is_late_shows_as_behind_before_anybody_has_begun() -> None:
    late = face(STEPS, [], T0 + 4 * MINUTE, planned_start=T0)
    assert late.behind_ms == 4 * MINUTE
    assert late.rows[0].starts_at == T0 + 4 * MINUTE


def test_without_a_planned_time_it_counts_from_now() -> None:
    ready = face(STEPS, [], T0)
    assert ready.ends_at == ready.planned_end == T0 + 35 * MINUTE


def test_behind_and_ahead() -> None:
    assert shown_at(10 * MINUTE).behind_ms == 0
    assert shown_at(15 * MINUTE).behind_ms == 5 * MINUTE
    moved = shown_at(7 * MINUTE, moment(T0 + 7 * MINUTE, "step", step="b"))
    assert moved.behind_ms == -3 * MINUTE
    assert moved.ends_at == T0 + 32 * MINUTE


def test_added_time_moves_every_later_step_and_the_end() -> None:
    shown = shown_at(0, moment(T0, "add", step="a", seconds=300))
    assert [row.starts_at - T0 for row in shown.rows] == [0, 15 * MINUTE, 35 * MINUTE]
    assert shown.behind_ms == 5 * MINUTE
    assert shown.left_ms == 15 * MINUTE


def test_a_pause_keeps_what_was_spent_and_pushes_the_end() -> None:
    shown = shown_at(9 * MINUTE, moment(T0 + 4 * MINUTE, "pause"))
    assert shown.phase is Phase.PAUSED
    assert shown.spent_ms == 4 * MINUTE
    assert shown.behind_ms == 5 * MINUTE


def test_a_step_entered_while_paused_waits() -> None:
    moments = (moment(T0 + MINUTE, "pause"), moment(T0 + 2 * MINUTE, "step", step="b"))
    shown = shown_at(9 * MINUTE, *moments)
    assert shown.spent_ms == 0
    goes_on = shown_at(12 * MINUTE, *moments, moment(T0 + 10 * MINUTE, "resume"))
    assert goes_on.spent_ms == 2 * MINUTE


def test_going_back_goes_on_where_the_step_was_left() -> None:
    moments = (
        moment(T0 + 4 * MINUTE, "step", step="b"),
        moment(T0 + 6 * MINUTE, "step", step="a"),
    )
    shown = shown_at(7 * MINUTE, *moments)
    assert shown.spent_ms == 5 * MINUTE
    assert [row.state for row in shown.rows] == ["now", "to come", "to come"]
    assert shown.rows[1].spent_ms == 2 * MINUTE


def test_a_step_passed_over_is_skipped_and_not_needed_any_more() -> None:
    shown = shown_at(MINUTE, moment(T0 + MINUTE, "step", step="c"))
    assert [row.state for row in shown.rows] == ["done", "skipped", "now"]
    assert shown.ends_at == T0 + 6 * MINUTE


def test_a_closed_clock_stands() -> None:
    shown = shown_at(9 * HOUR, moment(T0 + 12 * MINUTE, "close"))
    assert shown.phase is Phase.CLOSED
    assert shown.ends_at == T0 + 12 * MINUTE
    assert shown.behind_ms == -23 * MINUTE
    assert [row.state for row in shown.rows] == ["done", "skipped", "skipped"]


@pytest.mark.parametrize(
    ("after", "left", "said"),
    [
        (10 * MINUTE, 0, "0:00"),
        (11 * MINUTE, -MINUTE, "1:00"),
        (75 * MINUTE, -65 * MINUTE, "1:05:00"),
        (26 * HOUR, 10 * MINUTE - 26 * HOUR, "1 d 01:50:00"),
    ],
)
def test_over_goes_on_counting_past_an_hour_and_a_day(after: int, left: int, said: str) -> None:
    shown = shown_at(after)
    assert shown.left_ms == left
    assert countdown(shown.left_ms) == said
    assert shown.level is (Level.OVER if left < 0 else Level.LAST)


@pytest.mark.parametrize(
    ("left", "planned", "level"),
    [
        (100, 100, Level.CALM),
        (21, 100, Level.CALM),
        (20, 100, Level.SOON),
        (6, 100, Level.SOON),
        (5, 100, Level.LAST),
        (0, 100, Level.LAST),
        (-1, 100, Level.OVER),
        (0, 0, Level.LAST),
        (-1, 0, Level.OVER),
    ],
)
def test_levels(left: int, planned: int, level: Level) -> None:
    assert level_of(left, planned) is level


@pytest.mark.parametrize(
    ("ms", "said"),
    [
        (402_000, "6:42"),
        (401_001, "6:42"),
        (1, "0:01"),
        (0, "0:00"),
        (-999, "0:00"),
        (-1000, "0:01"),
        (3_600_000, "1:00:00"),
        (3_599_001, "1:00:00"),
        (-3_905_000, "1:05:05"),
    ],
)
def test_countdown(ms: int, said: str) -> None:
    assert countdown(ms) == said


@pytest.mark.parametrize(
    ("ms", "said"),
    [
        (0, "on time"),
        (29_999, "on time"),
        (-29_999, "on time"),
        (30_000, "1 min behind"),
        (-30_000, "1 min ahead"),
        (5 * MINUTE, "5 min behind"),
        (-90 * MINUTE, "90 min ahead"),
    ],
)
def test_balance(ms: int, said: str) -> None:
    assert balance(ms) == said


@pytest.mark.parametrize(
    ("ms", "said"),
    [
        (86_399_999, "23:59:59"),
        (86_400_000, "1 d 00:00:00"),
        (-93_784_000, "1 d 02:03:04"),
        (400 * 86_400_000 + 1000, "400 d 00:00:01"),
    ],
)
def test_a_span_past_a_day_has_its_days(ms: int, said: str) -> None:
    assert clock(ms) == said


@given(st.integers(0, 10**14))
def test_no_span_wraps(ms: int) -> None:
    """What is shown reads back as the whole seconds of the span, however long it is."""
    found = re.fullmatch(r"(?:(\d+) d )?(?:(\d{1,2}):)?(\d{1,2}):(\d\d)", clock(ms))
    assert found
    days, hours, minutes_, seconds = (int(part or 0) for part in found.groups())
    assert hours < 24
    assert max(minutes_, seconds) < 60
    assert ((days * 24 + hours) * 60 + minutes_) * 60 + seconds == ms // 1000
    assert clock(-ms) == clock(ms)


def test_other_words() -> None:
    today = date(2026, 11, 18)
    assert clock(-61_000) == "1:01"
    assert minutes(89_999) == "1 min"
    assert age(13) == "13 d"
    assert plural(1, "risk") == "1 risk"
    assert plural(2, "dependency", "dependencies") == "2 dependencies"
    assert short_date(date(2027, 11, 18)) == "18 Nov"
    assert short_date(date(2027, 11, 18), today) == "18 Nov 2027"
    words = {n: due_word(today + timedelta(days=n), today) for n in (-8, 0, 1, 8, 14, 365)}
    assert words == {
        -8: "8 d overdue",
        0: "due today",
        1: "due tomorrow",
        8: "due Thu 26 Nov",
        14: "due 2 Dec",
        365: "due 18 Nov 2027",
    }


def test_a_row_of_an_unknown_step_is_no_step() -> None:
    shown = face(STEPS, [moment(T0, "start", step="gone")], T0)
    assert shown.step is None
    assert shown.level is Level.CALM
