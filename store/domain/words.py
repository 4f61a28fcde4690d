"""How dates, ages and durations are written, the same everywhere.

Names of days and months are fixed English words, not the machine's locale: the same minutes must
come out on every host.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


FAR_DAYS = 180
"""From half a year away on, a date without its year can be taken for another one."""


def short_date(day: date, today: date | None = None) -> str:
    """`19 Nov`; `19 Nov 2027` if that is half a year or more from `today`."""
    said = f"{day.day} {MONTHS[day.month - 1]}"
    far = today is not None and abs((day - today).days) >= FAR_DAYS
    return f"{said} {day.year}" if far else said


def week_date(day: date) -> str:
    """`Thu 19 Nov`."""
    return f"{DAYS[day.weekday()]} {short_date(day)}"


def age(days: int) -> str:
    """`13 d`."""
    return f"{days} d"


def clock(ms: int) -> str:
    """A span as `6:42`, `1:05:00` or `1 d 02:03:04`; the sign is the caller's business.

    It never wraps: from a day on the days stand before it, however many they are.
    """
    minutes, seconds = divmod(abs(ms) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} d {hours:02}:{minutes:02}:{seconds:02}"
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def countdown(left_ms: int) -> str:
    """Time left as `6:42`, rounded up so that it shows 0:00 exactly at the end; over as elapsed."""
    return clock(-(-left_ms // 1000) * 1000) if left_ms > 0 else clock(left_ms)


def minutes(ms: int) -> str:
    """`12 min`, rounded to the nearest minute."""
    return f"{(abs(ms) + 30_000) // 60_000} min"


def span(ms: int) -> str:
    """`45 min`; from two hours on `2 h 5 min`, rounded to the nearest minute."""
    whole = (abs(ms) + 30_000) // 60_000
    if whole < 120:
        return f"{whole} min"
    hours, rest = divmod(whole, 60)
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def balance(behind_ms: int) -> str:
    """`5 min behind`, `3 min ahead` or `on time`, within half a minute."""
    if abs(behind_ms) < 30_000:
        return "on time"
    return f"{span(behind_ms)} {'behind' if behind_ms > 0 else 'ahead'}"


def due_word(due: date, today: date) -> str:
    """`8 d overdue`, `due today`, `due tomorrow`, `due Thu 26 Nov`, `due 19 Nov 2027`."""
    days = (due - today).days
    if days < 0:
        return f"{-days} d overdue"
    if days == 0:
        return "due today"
    if days == 1:
        return "due tomorrow"
    return f"due {week_date(due) if days < 14 else short_date(due, today)}"


HOUR_MS, DAY_MS = 3_600_000, 86_400_000
HOURS_MATTER = 14
"""Days ahead from which nobody counts the hours."""


def until(ms: int) -> str:
    """How far away a moment is: `in 2 d 3 h`, `in 1 h 20 m`, `in 40 min`, `now`; 12 cells at most.

    Minutes are rounded up, so that it says `now` when the moment has come and not before.
    """
    if ms <= 0:
        return "now"
    days, rest = divmod(ms, DAY_MS)
    if days >= HOURS_MATTER:
        return f"in {days} d"
    if days:
        return f"in {days} d {rest // HOUR_MS} h"
    hours, left = divmod(-(-rest // 60_000), 60)
    if hours >= 24:
        return "in 1 d 0 h"
    if not hours:
        return f"in {left} min"
    return f"in {hours} h {left} m" if left else f"in {hours} h"


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 risk`, `3 risks`."""
    return f"{count} {one if count == 1 else many or one + 's'}"
