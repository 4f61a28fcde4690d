"""Days and moments as people type them: a small strict grammar, read back to the person.

Strict on purpose: a form that two people can read in two ways (3/4, 5, 10.30) is refused with an
example, and every reading is shown (`Fri 20 Nov 2026`) before anything is saved.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from store.domain.words import DAYS, week_date
from store.errors import UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Iteration = tuple[str, date, date]

MAX_CHARS = 64
FIRST_YEAR = 2000
LAST_YEAR = 2100
MAX_AHEAD = 3660
EXAMPLES = "fri, 20 nov, in 3 days or 2026-11-20"

_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH_NAMES = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_DAY_OF = {name[:size]: n for n, name in enumerate(_DAY_NAMES) for size in (3, len(name))}
_DAY_OF |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_MONTH_OF = {name[:size]: n for n, name in enumerate(_MONTH_NAMES, 1) for size in (3, len(name))}
_MONTH_OF |= {"sept": 9}

_ISO = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_MOMENT = (
    rf"({_ISO})(?:[Tt ]([0-9]{{2}}:[0-9]{{2}}(?::[0-9]{{2}}(?:\.[0-9]{{1,6}})?)?)"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})?)?"
)
_START_OF_DAY = "09:00"
_MAX_OFFSET = timedelta(hours=14)


class Due:
    """A day and how it is read back: `Fri 20 Nov 2026`."""

    __slots__ = ("date", "reading")

    def __init__(self, day: date) -> None:
        self.date = day
        self.reading = say_day(day)


class ImpossibleDate(UsageFault):
    """It has the form of a date, but there is no such day, or none that is allowed."""


def say_day(day: date) -> str:
    """A day in words that cannot be read in two ways, whatever the locale: `Fri 20 Nov 2026`."""
    return f"{week_date(day)} {day.year}"


def parse_due(text: str, today: date, iterations: Sequence[Iteration] = ()) -> Due:
    """The day that `text` names, seen from `today` in the train's time zone.

    today, tomorrow; mon .. sunday (the first such day after today, so `fri` on a Friday is a week
    away); `next fri` (that day of the week after this one, weeks begin on Monday); `next week`
    (its Monday); `in 3 days`, `in 2 weeks`, `+3d`, `+2w`; 2026-11-20; `20 nov`, `nov 20`, `20 Nov
    2026`, `Fri 20 Nov 2026`; the name of an iteration, `I5` or `end of I5` (its last day).
    A day and a month without a year are the next such day, today included. Words may be joined by
    hyphens. UsageFault, with an example, for everything else.
    """
    if len(text) > MAX_CHARS:
        raise UsageFault(f"A date has at most {MAX_CHARS} characters: write {EXAMPLES}.")
    if not (text.isascii() and text.isprintable()):
        day = _iteration_end(" ".join(text.lower().split()), today, iterations)
        if day is None:
            raise UsageFault(f"A date has plain letters and digits only: write {EXAMPLES}.")
        return Due(day)
    words = " ".join(text.lower().split())
    try:
        day = _read(words, today, iterations)
    except (ValueError, OverflowError):
        raise ImpossibleDate(f"There is no such day as {words}: write {EXAMPLES}.") from None
    if day is None:
        raise UsageFault(_why_not(words))
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ImpossibleDate(
            f"{words} is outside the years {FIRST_YEAR} to {LAST_YEAR}: write {EXAMPLES}.",
        )
    return Due(day)


def read_moment(text: str) -> datetime:
    """The moment that `--as-of` or RTE_NOW names.

    An ISO date (09:00 of that day) or date and time: 2026-11-18, 2026-11-18T09:00, with Z or an
    offset such as +01:00 if wanted. Without one the result is naive and means the train's zone.
    """
    example = "write for example 2026-11-18 or 2026-11-18T09:00+01:00"
    found = None
    if len(text) <= MAX_CHARS and text.isascii():
        found = re.fullmatch(_MOMENT, text.strip())
    if found is None:
        raise UsageFault(f"{_shown(text)} is not a moment: {example}.")
    day, clock, zone = found.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{clock or _START_OF_DAY}{(zone or '').upper()}")
        offset = moment.utcoffset() or timedelta()
    except (ValueError, OverflowError):
        raise UsageFault(f"There is no such moment as {_shown(text)}: {example}.") from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR or abs(offset) > _MAX_OFFSET:
        raise UsageFault(
            f"{_shown(text)} is outside the years {FIRST_YEAR} to {LAST_YEAR} or the time zones "
            f"of the earth: {example}.",
        )
    return moment


def _shown(text: str) -> str:
    return ascii(text if len(text) <= MAX_CHARS else text[:MAX_CHARS] + "...")


def _read(words: str, today: date, iterations: Sequence[Iteration]) -> date | None:
    """The day, or None when no form fits. ValueError for a day that does not exist."""
    if re.fullmatch(_ISO, words):
        return date.fromisoformat(words)
    day = None if words.isdigit() else _iteration_end(words, today, iterations)
    if day is not None:
        return day
    if not words.startswith(("-", "+")):
        words = words.replace("-", " ")
    return _relative(words, today) or _calendar(words, today)


def _iteration_end(words: str, today: date, iterations: Sequence[Iteration]) -> date | None:
    """The last day of the iteration called so; of several, the first that has not ended."""
    name = words.removeprefix("end of ")
    if name == words:
        name = words.removeprefix("end-of-")
    ends = sorted(end for called, _, end in iterations if called.lower() == name)
    if not ends:
        return None
    return next((end for end in ends if end >= today), ends[-1])


def _relative(words: str, today: date) -> date | None:
    """A day told by its distance from today."""
    if words == "today":
        return today
    if words == "tomorrow":
        return today + timedelta(days=1)
    if words in _DAY_OF:
        return _weekday_after(today, _DAY_OF[words])
    if words == "next week":
        return _weekday_after(today, 0)
    if words.startswith("next ") and words[5:] in _DAY_OF:
        sunday = _weekday_after(today, 0) - timedelta(days=1)
        return _weekday_after(sunday, _DAY_OF[words[5:]])
    found = re.fullmatch(r"in ([0-9]{1,4}) (day|week)s?|\+([0-9]{1,4})([dw])", words)
    if found is None:
        return None
    count = int(found[1] or found[3])
    days = count * 7 if (found[2] or found[4]).startswith("w") else count
    if days > MAX_AHEAD:
        raise ImpossibleDate(f"{words} is more than ten years away: write {EXAMPLES}.")
    return today + timedelta(days=days)


def _weekday_after(day: date, number: int) -> date:
    """The first such day of the week strictly after `day`; 0 is Monday."""
    # Here and not above: most captures have no date, and must not wait for this.
    from dateutil.relativedelta import relativedelta, weekday

    return day + relativedelta(days=1, weekday=weekday(number, 1))


def _calendar(words: str, today: date) -> date | None:
    """A day told by its number and month, with a weekday in front and a year behind if wanted."""
    found = re.fullmatch(
        r"(?:([a-z]+) )?(?:([0-9]{1,2}) ([a-z]+)|([a-z]+) ([0-9]{1,2}))(?: ([0-9]{4}))?",
        words,
    )
    if found is None:
        return None
    weekday, number, month = found[1], int(found[2] or found[5]), found[3] or found[4]
    if month not in _MONTH_OF or (weekday and weekday not in _DAY_OF):
        return None
    if found[6]:
        day = date(int(found[6]), _MONTH_OF[month], number)
    else:
        day = _next_such(today, _MONTH_OF[month], number)
    if weekday and day.weekday() != _DAY_OF[weekday]:
        raise ImpossibleDate(
            f"{words} is no {DAYS[_DAY_OF[weekday]]}: write {say_day(day)}, or the day you mean.",
        )
    return day


def _next_such(today: date, month: int, number: int) -> date:
    """The next day of that number and month, today included; 29 February may be years away."""
    # Eight years reach over a century that skips its leap year.
    for year in range(today.year, today.year + 9):
        try:
            day = date(year, month, number)
        except ValueError:
            continue
        if day >= today:
            return day
    raise ValueError("no such day in any year")


def _why_not(words: str) -> str:
    """One sentence for a text that is no date."""
    if not words:
        return f"A date is missing: write {EXAMPLES}."
    if words.isdigit():
        return f"The number {words} alone names no day: write {EXAMPLES}."
    if re.search("[0-9][/.][0-9]", words):
        return f"{words} can be read in two ways: name the month, as in 3 apr or 2026-04-03."
    if re.search("[0-9]:[0-9]", words):
        return f"A due date has no time of day, and {words} has one: write {EXAMPLES}."
    return f"{words} is not a date: write {EXAMPLES}."
