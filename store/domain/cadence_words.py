"""Events of the cadence and holidays as a line of text: written, and read back the same.

ART Sync: each but IP, every week, Thu 09:00, 60 min
PI Planning: IP, last week, Wed 08:00, 10 h, 2 days
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from store.domain.agenda import KINDS
from store.domain.cadence import (
    EACH,
    EACH_BUT_IP,
    EACH_BUT_LAST,
    EVERY_WEEK,
    LAST,
    LAST_WEEK,
    checked,
    title_of,
)
from store.domain.calendar import day
from store.domain.calendar_records import Holiday, Offset
from store.domain.dates import ImpossibleDate, parse_due, say_day
from store.domain.durations import parse_duration
from store.domain.text import clean
from store.domain.words import DAYS, plural
from store.errors import UsageFault

MAX_NAME = 60
MAX_HOLIDAYS = 100
EXAMPLE = "ART Sync: each but IP, every week, Thu 09:00, 60 min"
_DAY = {name.lower(): n for n, name in enumerate(DAYS)}
_TIME = r"([01]?[0-9]|2[0-3])[:.h]([0-5][0-9])"


def say_time(offset: Offset) -> str:
    """`Thu 09:00`."""
    return f"{DAYS[offset.weekday]} {offset.at}"


def read_time(text: str) -> tuple[int, str]:
    """Day of the week from 0 and time of day of `Thu 09:00`."""
    found = re.fullmatch(rf"(?:on )?([a-z]{{3,9}})(?: at)? {_TIME}", " ".join(text.lower().split()))
    weekday = _DAY.get(found[1][:3]) if found else None
    if found is None or weekday is None:
        raise UsageFault(f"{text[:40]!r} is no day of the week with a time: write Thu 09:00.")
    return weekday, f"{int(found[2]):02}:{found[3]}"


def say_offset(offset: Offset) -> str:
    """The line of an event of the cadence; `read_offset` gives the same back."""
    week = {EVERY_WEEK: "every week", LAST_WEEK: "last week"}.get(offset.week)
    which = "last iteration" if offset.which == LAST else offset.which
    parts = [which, week or f"week {offset.week}", say_time(offset), _length(offset.minutes)]
    if offset.days > 1:
        parts.append(plural(offset.days, "day"))
    return f"{title_of(offset)}: {', '.join(parts)}"


def _length(minutes: int) -> str:
    return f"{minutes // 60} h" if minutes > 60 and minutes % 60 == 0 else f"{minutes} min"


def read_offset(line: str, iterations: Sequence[str] = ()) -> Offset:
    """The event of the cadence that a line describes; UsageFault names what is not understood.

    `iterations` are names that iterations of the train have, beside I1, I2, ... and IP.
    """
    name, colon, rest = clean(line).partition(":")
    name = name.strip()[:MAX_NAME]
    if not (name and colon and rest.strip()):
        raise UsageFault(f"An event is a name, a colon and when it is held: write {EXAMPLE}.")
    offset = _named(name)
    timed = False
    for part in (piece.strip() for piece in rest.split(",")):
        changed = _part(part, iterations)
        if not changed:
            raise UsageFault(f"{part[:40]!r} is not understood there: write {EXAMPLE}.")
        timed = timed or "weekday" in changed
        offset = replace(offset, **changed)
    if not timed:
        raise UsageFault(f"{title_of(offset)} needs a day of the week and a time: write Thu 09:00.")
    return checked((offset,))[0]


def _named(name: str) -> Offset:
    low = " ".join(name.casefold().split())
    for kind, title in KINDS.items():
        if low in (kind, title.casefold()):
            return Offset(kind=kind)
    kind = re.sub(r"[^a-z0-9]+", "-", low).strip("-")[:40]
    return Offset(kind=kind or "event", title=name)


def _part(part: str, iterations: Sequence[str]) -> dict[str, Any]:
    """The fields that one part between commas states; none if it is not understood."""
    low = " ".join(part.lower().split())
    if found_name := next((name for name in iterations if name.lower() == low), None):
        return {"which": found_name}
    return _which(low) or _length_of(low) or _moment_of(part, low)


def _which(low: str) -> dict[str, Any]:
    """Iteration and week."""
    if low in ("each", "each iteration"):
        return {"which": EACH}
    if low in (EACH_BUT_IP.lower(), "each iteration but ip"):
        return {"which": EACH_BUT_IP}
    if low == EACH_BUT_LAST:
        return {"which": EACH_BUT_LAST}
    if low in ("last iteration", LAST):
        return {"which": LAST}
    if low in ("every week", "weekly"):
        return {"week": EVERY_WEEK}
    if low == "last week":
        return {"week": LAST_WEEK}
    if found := re.fullmatch(r"week ([1-9][0-9]?)", low):
        return {"week": int(found[1])}
    if re.fullmatch(r"(?:in )?(ip|i[1-9][0-9]?)", low):
        return {"which": low.removeprefix("in ").upper()}
    return {}


def _length_of(low: str) -> dict[str, Any]:
    """Days, and minutes of each."""
    if found := re.fullmatch(r"([1-9]) days?", low):
        return {"days": int(found[1])}
    if found := re.fullmatch(r"([0-9]{1,4}) ?min(?:utes)?", low):
        return {"minutes": int(found[1])}
    if re.fullmatch(r"[0-9]{1,2} ?h(?: ?[0-9]{1,2} ?m?)?", low):
        return {"minutes": parse_duration(low.replace(" ", "")) // 60}
    return {}


def _moment_of(part: str, low: str) -> dict[str, Any]:
    """Day of the week and time."""
    if not re.search("[0-9][:.h][0-9]", low):
        return {}
    weekday, at = read_time(part)
    return {"weekday": weekday, "at": at}


def say_holidays(holidays: Sequence[Holiday]) -> str:
    """`Tue 8 Dec 2026 Immaculate Conception, Fri 25 Dec 2026`."""
    shown = [(day(h.on), h.name) for h in holidays]
    return ", ".join(f"{say_day(on)} {name}".strip() for on, name in shown if on)


def read_holidays(text: str, today: date) -> tuple[Holiday, ...]:
    """Days with a name behind each if wanted, between commas; by date, each day once.

    `8 dec Immaculate Conception, 2026-12-25`. A day without a year is the next such day.
    """
    found: dict[str, str] = {}
    for part in clean(text).split(","):
        words = part.split()
        if words:
            on, used = _leading_day(words, today)
            found[on.isoformat()] = " ".join(words[used:])[:MAX_NAME]
    if len(found) > MAX_HOLIDAYS:
        raise UsageFault(f"At most {MAX_HOLIDAYS} holidays are kept. Take out those that are past.")
    return tuple(Holiday(on=on, name=name) for on, name in sorted(found.items()))


def _leading_day(words: list[str], today: date) -> tuple[date, int]:
    """The day that the first words name, the longest reading first, and how many they are."""
    impossible: ImpossibleDate | None = None
    for used in range(min(4, len(words)), 0, -1):
        try:
            return parse_due(" ".join(words[:used]), today).date, used
        except ImpossibleDate as fault:
            impossible = fault
        except UsageFault:
            continue
    if impossible is not None:
        raise impossible
    shown = " ".join(words)[:40]
    raise UsageFault(f"{shown!r} does not begin with a day: write 8 dec Immaculate Conception.")
