"""Days and moments: the accepted forms are exactly these, all else is refused with an example."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.domain import dates
from store.domain.dates import ImpossibleDate, parse_due, read_moment, say_day
from store.errors import UsageFault

TODAY = date(2026, 11, 18)
ITERATIONS = [
    ("I4", date(2026, 11, 9), date(2026, 11, 20)),
    ("I5", date(2026, 11, 23), date(2026, 12, 4)),
    ("IP Öst", date(2026, 12, 7), date(2026, 12, 18)),
]
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 1))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-18"),
        ("Tomorrow", "2026-11-19"),
        ("thu", "2026-11-19"),
        ("thursday", "2026-11-19"),
        ("wed", "2026-11-25"),
        ("tue", "2026-11-24"),
        ("next wed", "2026-11-25"),
        ("next thu", "2026-11-26"),
        ("next-mon", "2026-11-23"),
        ("next sunday", "2026-11-29"),
        ("next week", "2026-11-23"),
        ("in 1 day", "2026-11-19"),
        ("in 0 days", "2026-11-18"),
        ("in  3   days", "2026-11-21"),
        ("in 2 weeks", "2026-12-02"),
        ("+3d", "2026-11-21"),
        ("+2w", "2026-12-02"),
        ("2026-11-20", "2026-11-20"),
        ("20 nov", "2026-11-20"),
        ("18 nov", "2026-11-18"),
        ("17 nov", "2027-11-17"),
        ("nov 20", "2026-11-20"),
        ("20 November 2026", "2026-11-20"),
        ("1 sept", "2027-09-01"),
        ("20-nov-2026", "2026-11-20"),
        ("29 feb", "2028-02-29"),
        ("fri 20 nov", "2026-11-20"),
        ("I5", "2026-12-04"),
        ("i4", "2026-11-20"),
        ("end of I5", "2026-12-04"),
        ("end-of-i5", "2026-12-04"),
        ("ip öst", "2026-12-18"),
        ("2100-12-31", "2100-12-31"),
    ],
)
def test_accepted(text: str, day: str) -> None:
    due = parse_due(text, TODAY, ITERATIONS)
    assert due.date.isoformat() == day
    assert due.reading == say_day(due.date)


REFUSED = [
    *("", " ", "5", "32", "99", "100"),
    *("1030", "20261120", "-5", "+5", "10.30", "1.", "5,5"),
    *("03/04/2026", "13/04", "04/13"),
    *("3.4.2026", "20.11.", "2026/11/20", "20 11 2026"),
    *("09:00", "09:00 EST", "2026-11-20T09:00", "fri 9am"),
    *("fri 10:00", "24:00", "now", "noon"),
    *("2026-W47", "Q1 2026", "PI 26.1", "I9"),
    *("end of", "end of fri", "yesterday", "yesterdayish"),
    *("sat and sun", "meet Bob at 3 re 2 risks", "next"),
    *("next month", "in days", "in -3 days"),
    *("in 3 months", "in 3.5 days", "+3", "+3y"),
    *("-3d", "+d", "next 3 days", "20 nov 26", "nov"),
    *(
        "٢٠٢٦-١١-٢٠",
        "２０ nov",
        "20 nov\0",
        "20\x1b[2Jnov",
        "fri\n",
        "\ud800",
        "in ٣ days",
        "may 5th",
    ),
    *("9" * 20, "9" * 4301, "1." * 500_000),
    *("9" * 1_000_000, "x" * 1_000_000, " " * 1_000_000),
]
IMPOSSIBLE = [
    *("2026-02-30", "2026-13-01", "2026-00-10"),
    *("0000-01-01", "30 feb", "0 nov", "31 jun 2027"),
    *("29 feb 2027", "thu 20 nov", "mon 20 nov 2026"),
    *("1999-12-31", "2101-01-01", "1 jan 1999"),
    *("in 9999 weeks", "+9999d", "20 nov 0000", "20 nov 9999"),
]


@pytest.mark.parametrize("text", REFUSED + IMPOSSIBLE, ids=lambda text: ascii(text[:24]))
def test_refused_with_one_sentence_and_an_example(text: str) -> None:
    with pytest.raises(UsageFault) as fault:
        parse_due(text, TODAY, ITERATIONS)
    sentence = fault.value.sentence
    assert any(word in sentence for word in ("2026-11-20", "2026-04-03", "Nov 2026"))
    assert len(sentence) < 200
    assert sentence.isprintable()
    assert isinstance(fault.value, ImpossibleDate) == (text in IMPOSSIBLE)


def test_a_long_text_is_refused_before_anything_looks_at_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The time of a refusal does not grow with the text."""

    def looked(*_: object) -> None:
        raise AssertionError("looked at a text that is too long")

    for name in ("_read", "_iteration_end", "_why_not"):
        monkeypatch.setattr(dates, name, looked)
    with pytest.raises(UsageFault):
        parse_due("9" * 65, TODAY, ITERATIONS)


@pytest.mark.parametrize("text", ["in 3660 days", "fri", "tomorrow", "next week"])
def test_the_end_of_the_calendar_is_a_refusal_and_no_overflow(text: str) -> None:
    with pytest.raises(UsageFault):
        parse_due(text, date.max, ITERATIONS)


@given(DAYS)
def test_what_is_read_back_can_be_typed(day: date) -> None:
    assert parse_due(say_day(day), TODAY).date == day
    assert parse_due(day.isoformat(), TODAY).date == day


@given(DAYS, st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))
def test_a_weekday_is_the_first_after_today_and_next_is_in_the_week_after(
    today: date, name: str
) -> None:
    number = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].index(name)
    soon = parse_due(name, today).date
    assert soon.weekday() == number
    assert 1 <= (soon - today).days <= 7
    later = parse_due(f"next {name}", today).date
    monday = today - timedelta(days=today.weekday())
    assert later == monday + timedelta(days=7 + number)


@given(DAYS, st.integers(0, 300))
def test_distances_count_from_today(today: date, count: int) -> None:
    assert parse_due(f"in {count} days", today).date == today + timedelta(days=count)
    assert parse_due(f"+{count}d", today).date == today + timedelta(days=count)
    assert parse_due(f"+{count % 50}w", today).date == today + timedelta(weeks=count % 50)


@given(st.text(max_size=70) | st.text("0123456789 -/.:+fridaynovINTZ", max_size=24))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        due = parse_due(text, TODAY, ITERATIONS)
    except UsageFault:
        return
    assert 2000 <= due.date.year <= 2100


def test_of_iterations_with_one_name_the_first_that_has_not_ended_counts() -> None:
    runs = [("I1", date(y, 1, 5), date(y, 1, 16)) for y in (2027, 2025, 2026)]
    assert parse_due("I1", TODAY, runs).date == date(2027, 1, 16)
    assert parse_due("I1", date(2026, 1, 16), runs).date == date(2026, 1, 16)
    assert parse_due("I1", date(2030, 1, 1), runs).date == date(2027, 1, 16)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-18", "2026-11-18T09:00:00"),
        ("2026-11-18T09:30", "2026-11-18T09:30:00"),
        ("2026-11-18 09:30:15", "2026-11-18T09:30:15"),
        ("2026-11-18T09:30:15.25", "2026-11-18T09:30:15.250000"),
        ("2026-11-18T09:30Z", "2026-11-18T09:30:00+00:00"),
        ("2026-11-18t09:30z", "2026-11-18T09:30:00+00:00"),
        ("2026-11-18T09:30+01:00", "2026-11-18T09:30:00+01:00"),
        ("2026-11-18T09:30-03:30", "2026-11-18T09:30:00-03:30"),
    ],
)
def test_moments(text: str, moment: str) -> None:
    assert read_moment(text).isoformat() == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "fri",
        "20261118",
        "2026-11-18Z",
        "2026-11-18T9:00",
        "2026-11-18T24:00",
        "2026-02-30",
        "2026-11-18T25:00",
        "2026-11-18T09:00+25:00",
        "2026-11-18T09:00+23:00",
        "1999-12-31",
        "2101-01-01",
        "2026-11-18T09:00 EST",
        "٢٠٢٦-١١-١٨",
        "2026-W47-3",
        "1" * 1000000,
        "2026-11-18\x00",
    ],
    ids=lambda text: ascii(text[:24]),
)
def test_refused_moments(text: str) -> None:
    with pytest.raises(UsageFault) as fault:
        read_moment(text)
    assert "2026-11-18T09:00" in fault.value.sentence
    assert len(fault.value.sentence) < 300
    assert fault.value.sentence.isprintable()


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001 - naive is meant
def test_every_moment_written_in_iso_reads_back(moment: datetime) -> None:
    assert read_moment(moment.isoformat()) == moment


def test_dateutil_is_loaded_only_for_a_weekday() -> None:
    code = (
        "import sys, datetime, store.domain.dates as d\n"
        "d.parse_due('2026-11-20', datetime.date(2026, 11, 18))\n"
        "assert not any(m.startswith('dateutil') for m in sys.modules)\n"
        "d.parse_due('fri', datetime.date(2026, 11, 18))\n"
        "assert 'dateutil.relativedelta' in sys.modules\n"
    )
    root = Path(__file__).parent.parent
    subprocess.run([sys.executable, "-c", code], cwd=root, check=True, timeout=60)
