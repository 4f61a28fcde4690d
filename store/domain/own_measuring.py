"""The rules of the train's own measures: a name, a unit, and one number a day."""

from __future__ import annotations

from datetime import date

from store.domain.words import short_date
from store.errors import RuleBroken, UsageFault

AREAS = ("outcome", "flow", "competency")
"""The three domains in which SAFe measures: what comes of it, how it flows, how well we do it."""
BETTER = ("up", "down")


def read_area(text: str) -> str:
    """The area as typed, by its beginning; outcome for nothing. Raises `UsageFault`."""
    word = text.strip().lower() or AREAS[0]
    found = [area for area in AREAS if area.startswith(word)]
    if len(found) != 1:
        raise UsageFault(f"{text.strip()[:30]!r} is no area. Write {', '.join(AREAS)}.")
    return found[0]


def read_better(text: str) -> str | None:
    """Which way is better, up or down; None for nothing typed. Raises `UsageFault`."""
    word = text.strip().lower()
    if not word:
        return None
    if word not in BETTER:
        raise UsageFault(f"Better is up or down, not {text.strip()[:20]!r}.")
    return word


def refuse_ahead(on: date, today: date) -> None:
    """Refuse a value of a day that has not come."""
    if on > today:
        raise RuleBroken(
            f"{short_date(on, today)} has not come yet. A value is of a day up to today."
        )
