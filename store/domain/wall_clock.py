"""Between the clock on a wall in some zone and moments, which are milliseconds in UTC.

A time that the clocks skip in spring is the one as long after midnight by the old offset (2:30 is
3:30 then); one that comes twice in autumn is the first.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, tzinfo

from store.domain.words import DAYS


def moment_of(on: date, at: str, zone: tzinfo) -> datetime:
    """The moment, in UTC, at which the clocks of a zone show `at` (`08:00`) on a day."""
    return datetime.combine(on, time.fromisoformat(at), zone).astimezone(UTC)


def wall_moment(on: date, at: str, zone: tzinfo) -> int:
    """The same in ms UTC."""
    return int(moment_of(on, at, zone).timestamp() * 1000)


def local(ms: int, zone: tzinfo) -> datetime:
    """A moment (ms UTC) as the clocks of a zone show it."""
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone(zone)


def time_of_day(ms: int, zone: tzinfo) -> str:
    """`09:35`."""
    return local(ms, zone).strftime("%H:%M")


def day_and_time(ms: int, zone: tzinfo) -> str:
    """`Thu 09:35`; days are the same words on every host."""
    return f"{DAYS[local(ms, zone).weekday()]} {time_of_day(ms, zone)}"
