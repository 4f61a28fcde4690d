"""The calendar: offsets become occasions, whatever clocks, holidays and starts do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.domain.agenda import KINDS, SYNCS
from store.domain.cadence import DEMO, checked, chosen, days_in, usual
from store.domain.cadence_words import (
    read_holidays,
    read_offset,
    read_time,
    say_holidays,
    say_offset,
)
from store.domain.calendar_records import Holiday, Offset
from store.domain.intervals import (
    Shape,
    interval_from,
    moved,
    name_after,
    name_for,
    next_monday,
    read_shape,
    refuse_overlap,
    shape_of,
)
from store.domain.occasions import Occasion, occasions
from store.domain.preparation import ITEMS, due_on
from store.domain.records import PlanningInterval
from store.domain.wall_clock import moment_of
from store.domain.words import until
from store.errors import ConsoleError, RuleBroken, UsageFault

LISBON = ZoneInfo("Europe/Lisbon")
ZONES = [ZoneInfo(name) for name in ("UTC", "Europe/Lisbon", "America/New_York", "Asia/Kolkata",
                                     "Australia/Lord_Howe", "Pacific/Apia")]  # fmt: skip
START = date(2026, 9, 28)
AUTUMN = interval_from("PI-26.4", START, Shape())

days = st.dates(date(2001, 1, 1), date(2090, 12, 31))
shapes = st.builds(Shape, st.integers(1, 8), st.integers(1, 4), st.integers(0, 3))
clocks = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
offsets = st.builds(
    Offset,
    kind=st.sampled_from([*KINDS]),
    which=st.sampled_from(["each", "each but IP", "each but last", "last", "I1", "I3", "IP"]),
    week=st.integers(-1, 4),
    weekday=st.integers(0, 6),
    at=clocks,
    minutes=st.integers(1, 600),
    days=st.integers(1, 3),
)
cadences = st.lists(offsets, max_size=6, unique=True).map(tuple)


def wall(one: Occasion, zone: ZoneInfo) -> list[datetime]:
    """The wall-clock times at which an occasion begins on each of its days."""
    return [datetime.fromtimestamp(ms / 1000, UTC).astimezone(zone) for ms in one.starts]


def on(text: str, name: str = "") -> Holiday:
    return Holiday(on=text, name=name)


# -- moving


@given(start=days, weeks=st.integers(-60, 60), shape=shapes, cadence=cadences)
def test_moving_the_start_by_weeks_moves_everything_by_as_much(
    start: date, weeks: int, shape: Shape, cadence: tuple[Offset, ...]
) -> None:
    before = interval_from("P", start, shape)
    after = moved(before, start + timedelta(weeks=weeks))
    by = timedelta(weeks=weeks)
    old, new = (occasions(cadence, pi, UTC) for pi in (before, after))
    assert [(o.id, o.at, [d + by for d in o.days]) for o in old] == [
        (o.id, o.at, list(o.days)) for o in new
    ]


@given(start=days, by=st.integers(-400, 400), shape=shapes, cadence=cadences)
def test_moving_the_start_by_days_moves_iterations_and_keeps_names_weekdays_and_times(
    start: date, by: int, shape: Shape, cadence: tuple[Offset, ...]
) -> None:
    before = interval_from("P", start, shape)
    after = moved(before, start + timedelta(days=by))
    for one, other in zip(before.iterations, after.iterations, strict=True):
        assert one.name == other.name
        for old, new in ((one.start, other.start), (one.end, other.end)):
            assert date.fromisoformat(new) - date.fromisoformat(old) == timedelta(days=by)
    for offset in cadence:
        for iteration in chosen(offset.which, after.iterations):
            for _, day in days_in(offset, iteration):
                assert day.weekday() == offset.weekday
                assert iteration.start <= day.isoformat() <= iteration.end
    assert moved(after, start) == before


@given(start=days, shape=shapes)
def test_an_interval_is_whole_weeks_and_its_shape_can_be_read_back(
    start: date, shape: Shape
) -> None:
    pi = interval_from("P", start, shape)
    first, last = date.fromisoformat(pi.start), date.fromisoformat(pi.end)
    assert (last - first).days + 1 == 7 * shape.length
    assert shape_of(pi) == shape
    assert read_shape(shape.said) == shape
    ends = [date.fromisoformat(i.end) for i in pi.iterations]
    assert all(end.weekday() < 5 for end in ends)
    starts = [date.fromisoformat(i.start) for i in pi.iterations]
    assert all(a < b for a, b in zip(ends, starts[1:], strict=False))


# -- clocks


@given(start=days, cadence=cadences, zone=st.sampled_from(ZONES), shape=shapes)
def test_the_wall_clock_is_kept_over_every_change_of_the_clocks(
    start: date, cadence: tuple[Offset, ...], zone: ZoneInfo, shape: Shape
) -> None:
    for one in occasions(cadence, interval_from("P", start, shape), zone):
        for day, seen in zip(one.days, wall(one, zone), strict=True):
            said = f"{seen:%H:%M}"
            if said == one.at:
                assert seen.date() == day
            else:
                assert not exists(day, one.at, zone)


def exists(day: date, at: str, zone: ZoneInfo) -> bool:
    """Whether a clock in this zone ever shows that time on that day."""
    begin = datetime.combine(day, datetime.min.time(), zone).astimezone(UTC) - timedelta(hours=3)
    moments = (begin + timedelta(minutes=n) for n in range(30 * 60))
    return any(m.astimezone(zone).strftime("%Y-%m-%d %H:%M") == f"{day} {at}" for m in moments)


def test_nine_o_clock_is_nine_o_clock_before_and_after_the_night_of_the_change() -> None:
    """Lisbon's clocks went back on 25 October 2026."""
    cadence = (Offset(kind="art-sync", weekday=3),)
    before, after = occasions(cadence, AUTUMN, LISBON)[3:5]
    assert (before.when, after.when) == ("Thu 22 Oct 09:00", "Thu 29 Oct 09:00")
    assert after.start - before.start == (7 * 24 + 1) * 3_600_000


@pytest.mark.parametrize(
    ("day", "at", "utc"),
    [
        (date(2026, 3, 29), "00:59", "2026-03-29T00:59"),
        (date(2026, 3, 29), "01:30", "2026-03-29T01:30"),
        (date(2026, 3, 29), "02:00", "2026-03-29T01:00"),
        (date(2026, 10, 25), "00:59", "2026-10-24T23:59"),
        (date(2026, 10, 25), "01:30", "2026-10-25T00:30"),
        (date(2026, 10, 25), "02:00", "2026-10-25T02:00"),
    ],
)
def test_the_two_nights_of_lisbon(day: date, at: str, utc: str) -> None:
    """01:30 is skipped in March and comes twice in October, where the first one counts."""
    assert moment_of(day, at, LISBON) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_a_time_that_the_clocks_skip_is_later_and_says_so() -> None:
    spring = interval_from("P", date(2026, 3, 23), Shape(1, 1, 0))
    (one,) = occasions(
        (Offset(kind="release", weekday=6, at="01:30"),), replace_end(spring), LISBON
    )
    assert f"{wall(one, LISBON)[0]:%H:%M}" == "02:30"
    assert one.notes == ("the clocks skip 01:30 on that day, so it begins at 02:30",)


def replace_end(pi: PlanningInterval) -> PlanningInterval:
    """The interval with its Sunday in its only iteration."""
    return replace(pi, iterations=(replace(pi.iterations[0], end=pi.end),))


# -- holidays


@given(
    start=days,
    shape=shapes,
    weekday=st.integers(0, 4),
    free=st.sets(st.integers(0, 120), max_size=40),
)
def test_a_demo_never_moves_later_nor_out_of_its_iteration(
    start: date, shape: Shape, weekday: int, free: set[int]
) -> None:
    pi = interval_from("P", start, shape)
    holidays = [on((start + timedelta(days=n)).isoformat(), "off") for n in free]
    taken = {h.on for h in holidays}
    spans = {i.name: i for i in pi.iterations}
    for one in occasions((Offset(kind=DEMO, week=-1, weekday=weekday),), pi, UTC, holidays):
        (held,) = one.days
        iteration = spans[one.iteration]
        assert iteration.start <= held.isoformat() <= one.planned.isoformat()
        between = [one.planned - timedelta(days=n) for n in range((one.planned - held).days)] or [
            held
        ]
        if one.held:
            assert held.isoformat() not in taken
            assert held.weekday() < 5
            if held != one.planned:
                assert all(d.isoformat() in taken or d.weekday() > 4 for d in between)
                assert one.notes[0].startswith("moved from ")
        else:
            first = date.fromisoformat(iteration.start)
            span = [first + timedelta(days=n) for n in range((one.planned - first).days + 1)]
            assert all(d.isoformat() in taken or d.weekday() > 4 for d in span)


def test_holidays_move_a_demo_leave_out_a_sync_and_mark_the_rest() -> None:
    holidays = [on("2026-11-20", "Town day"), on("2026-11-19"), on("2026-12-15", "Founders")]
    holidays.append(on("2026-12-17", "Snow"))
    found = {o.id: o for o in occasions(usual(Shape()), AUTUMN, LISBON, holidays)}
    demo = found["PI-26.4/I4/system-demo/2"]
    assert (demo.when, demo.notes) == ("Wed 18 Nov 10:00", ("moved from Fri 20 Nov: Town day",))
    sync = found["PI-26.4/I4/art-sync/2"]
    assert (sync.held, sync.notes) == (False, ("not held: a holiday",))
    adapt = found["PI-26.4/IP/inspect-adapt/2"]
    assert (adapt.held, adapt.notes) == (True, ("15 Dec is Founders: choose another day",))
    planning = found["PI-26.4/IP/pi-planning/2"]
    assert planning.when == "Wed 16 – Thu 17 Dec 08:00"
    assert planning.notes == ("17 Dec is Snow: choose another day",)
    assert len(found) == 20


def test_a_demo_with_no_working_day_before_it_is_not_held_and_says_so() -> None:
    pi = interval_from("P", START, Shape(1, 1, 0))
    holidays = [on((START + timedelta(days=n)).isoformat(), "Strike") for n in range(5)]
    (one,) = occasions((Offset(kind=DEMO, weekday=4),), pi, UTC, holidays)
    assert not one.held
    assert one.notes == ("not held: Strike, and I1 has no working day before it",)


def test_a_train_that_works_on_sundays_may_hold_its_demo_then() -> None:
    pi = interval_from("P", date(2026, 9, 27), Shape(1, 1, 0))
    cadence = (Offset(kind=DEMO, weekday=0), Offset(kind="art-sync", weekday=6))
    demo = next(o for o in occasions(cadence, pi, UTC, [on("2026-09-28")]) if o.kind == DEMO)
    assert (demo.held, demo.days) == (True, (date(2026, 9, 27),))


def test_events_at_the_same_time_say_so_on_both_sides() -> None:
    cadence = (
        Offset(kind="po-sync", which="I1", week=1, weekday=1, at="09:30"),
        Offset(kind="coach-sync", which="I1", week=1, weekday=1, at="09:00"),
        Offset(kind="art-sync", which="I1", week=1, weekday=1, at="10:30"),
    )
    coach, po, art = occasions(cadence, AUTUMN, UTC)
    assert coach.notes == ("at the same time as PO Sync",)
    assert po.notes == ("at the same time as Coach Sync",)
    assert art.notes == ()


@given(
    shape=shapes,
    start=days.map(next_monday),
    weekday=st.integers(0, 4),
    at=st.builds("{:02}:{:02}".format, st.integers(7, 16), st.integers(0, 59)),
)
def test_the_usual_cadence_has_no_clash_and_plans_after_inspecting(
    shape: Shape, start: date, weekday: int, at: str
) -> None:
    cadence = usual(shape, (weekday, at))
    found = occasions(cadence, interval_from("P", start, shape), UTC)
    assert [o.notes for o in found if o.notes] == []
    by_kind = {o.kind: o for o in found}
    assert by_kind["inspect-adapt"].end < by_kind["pi-planning"].start
    demos = [o.iteration for o in found if o.kind == DEMO]
    assert demos == [f"I{n}" for n in range(1, shape.count + 1)]
    syncs = [o for o in found if o.kind in SYNCS]
    assert len(syncs) == shape.length - 1
    assert all(wall(o, ZONES[0])[0].strftime("%H:%M") == at for o in syncs)


# -- words


@given(offsets)
def test_a_line_of_the_cadence_is_read_back_as_it_was_said(offset: Offset) -> None:
    assert read_offset(say_offset(offset)) == offset


def test_an_event_of_ones_own() -> None:
    offset = read_offset("Architects' guild: week 2, IP, fri 9:05, 1h30")
    assert offset == Offset(
        kind="architects-guild", title="Architects' guild", which="IP", week=2, weekday=4,
        at="09:05", minutes=90,
    )  # fmt: skip
    assert read_offset("X: sprint 7, mon 10.00", ["Sprint 7"]).which == "Sprint 7"


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("ART Sync", "a colon"),
        ("ART Sync: each", "needs a day of the week"),
        ("ART Sync: someday 09:00", "no day of the week"),
        ("ART Sync: thu 25:00", "no day of the week with a time"),
        ("ART Sync: thu 09:00, fortnightly", "'fortnightly' is not understood"),
        ("ART Sync: thu 09:00, 0 min", "1 to 1440 minutes"),
        ("ART Sync: thu 09:00, 9 days", "1 to 5 days"),
        (": thu 09:00", "a colon"),
    ],
)
def test_a_line_that_is_no_event_says_why(line: str, part: str) -> None:
    with pytest.raises(ConsoleError) as told:
        read_offset(line)
    assert part in told.value.sentence


@pytest.mark.parametrize(
    "wrong",
    [
        Offset(kind="No Slug"), Offset(kind="x", at="9:00"), Offset(kind="x", weekday=7),
        Offset(kind="x", week=99), Offset(kind="x", minutes=0), Offset(kind="x", days=6),
    ],
)  # fmt: skip
def test_an_offset_out_of_range_is_refused(wrong: Offset) -> None:
    with pytest.raises(RuleBroken):
        checked([wrong])


def test_the_same_event_twice_is_refused() -> None:
    with pytest.raises(RuleBroken, match="twice"):
        checked([Offset(kind="x"), Offset(kind="x")])
    with pytest.raises(RuleBroken, match="at most"):
        checked([Offset(kind=f"x{n}") for n in range(41)])


def test_times_and_holidays_in_words() -> None:
    assert read_time("on Thursday at 9:00") == (3, "09:00")
    today = date(2026, 11, 25)
    text = "2027-01-01 New Year, 8 dec Immaculate Conception,, 25 dec"
    found = read_holidays(text, today)
    assert [(h.on, h.name) for h in found] == [
        ("2026-12-08", "Immaculate Conception"), ("2026-12-25", ""), ("2027-01-01", "New Year"),
    ]  # fmt: skip
    assert read_holidays(say_holidays(found), today) == found
    assert read_holidays("", today) == ()
    for text, part in (("Christmas", "does not begin with a day"), ("30 feb", "no such day")):
        with pytest.raises(UsageFault, match=part):
            read_holidays(text, today)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("5", Shape(5, 2, 2)), ("5 + IP", Shape(5, 2, 2)), ("4+ip, 3 weeks", Shape(4, 3, 3)),
        ("6 without IP", Shape(6, 2, 0)), ("5 + IP, 2 weeks, IP 1 week", Shape(5, 2, 1)),
        ("5 iterations and IP of 2 weeks", Shape(5, 2, 2)),
    ],
)  # fmt: skip
def test_shapes_in_words(text: str, shape: Shape) -> None:
    assert read_shape(text) == shape


@pytest.mark.parametrize("text", ["", "five", "0", "99", "5 + IP, 9 weeks", "5.5", "5 + IQ"])
def test_a_shape_that_is_none(text: str) -> None:
    with pytest.raises(ConsoleError):
        read_shape(text)


def test_names_of_intervals() -> None:
    assert name_for(date(2026, 7, 6)) == "PI-26.3"
    assert name_for(START) == "PI-26.4"
    assert name_after(AUTUMN, date(2026, 12, 21)) == "PI-27.1"
    third = replace(AUTUMN, short="PI-26.3")
    assert name_after(third, START) == "PI-26.4"
    assert name_after(replace(AUTUMN, short="PI 9"), START) == "PI 10"
    assert name_after(replace(AUTUMN, short="Spring"), START) == "PI-26.4"


def test_intervals_do_not_share_days() -> None:
    refuse_overlap(interval_from("N", date(2026, 12, 21), Shape()), [AUTUMN])
    with pytest.raises(RuleBroken, match=r"PI-26\.4 is there from Mon 28 Sep to Sun 20 Dec"):
        refuse_overlap(interval_from("N", date(2026, 12, 20), Shape()), [AUTUMN])
    with pytest.raises(RuleBroken, match="2000 to 2099"):
        interval_from("N", date(1999, 12, 31), Shape())


def test_preparation_is_due_before_and_never_after() -> None:
    planning = date(2026, 12, 16)
    due = {item.key: due_on(item, planning, {date(2026, 12, 15)}) for item in ITEMS}
    assert due["vision"] == date(2026, 11, 11)
    assert due["adapted"] == date(2026, 12, 14)
    monday = {item.key: due_on(item, date(2026, 12, 14)) for item in ITEMS}
    assert monday["adapted"] == date(2026, 12, 11)
    assert (ITEMS[0].distance, ITEMS[-1].distance) == ("T-5 weeks", "T-1 day")


@pytest.mark.parametrize(
    ("ms", "said"),
    [
        (-5, "now"), (0, "now"), (1, "in 1 min"), (40 * 60_000, "in 40 min"),
        (59 * 60_000 + 1, "in 1 h"), (80 * 60_000, "in 1 h 20 m"), (86_399_999, "in 1 d 0 h"),
        (51 * 3_600_000, "in 2 d 3 h"), (13 * 86_400_000 + 1, "in 13 d 0 h"),
        (14 * 86_400_000, "in 14 d"),
    ],
)  # fmt: skip
def test_countdowns(ms: int, said: str) -> None:
    assert until(ms) == said
    assert len(said) <= 12
