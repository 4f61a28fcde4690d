"""Checks of imported values: each turns one JSON value into a stored one, or says what to write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from store.domain.text import clean
from store.errors import UsageFault

Check = Callable[[Any, str], Any]
"""Takes the value and where it stands (`risks[3].p`); returns what to store."""


def fault(where: str, value: object, instead: str) -> UsageFault:
    """The one sentence for a value that cannot be used."""
    shown = clean(str(value))[:40]
    return UsageFault(f"{where}: {shown!r} cannot be used. Write {instead}.", title="Not imported")


def text(value: Any, where: str) -> str:
    """Words, cleaned."""
    if not isinstance(value, str):
        raise fault(where, value, "text in quotes")
    return clean(value)


def name(value: Any, where: str) -> str:
    """A short name that is not empty."""
    found = text(value, where)
    if not found:
        raise fault(where, value, "a name that is not empty")
    return found


def day(value: Any, where: str) -> str:
    """An ISO date from 2000 to 2100."""
    try:
        found = date.fromisoformat(value)
    except (ValueError, TypeError):
        raise fault(where, value, "a date like 2026-11-18") from None
    if not 2000 <= found.year <= 2100 or not isinstance(value, str):
        raise fault(where, value, "a date from 2000 to 2100")
    return found.isoformat()


def number(low: int, high: int) -> Check:
    """A whole number from `low` to `high`."""

    def check(value: Any, where: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise fault(where, value, f"a whole number from {low} to {high}")
        return value

    return check


def figure(value: Any, where: str) -> float | int:
    """Any finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e15:
        raise fault(where, value, "a number")
    return value


def one_of(*words: str, **other: str) -> Check:
    """One of `words`, or a spelling in `other` that stands for one."""

    def check(value: Any, where: str) -> str:
        found = other.get(str(value), value)
        if found not in words:
            raise fault(where, value, "one of " + ", ".join([*other, *words]))
        return str(found)

    return check


def flag(value: Any, where: str) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise fault(where, value, "true or false")
    return value


def zone(value: Any, where: str) -> str:
    """An IANA zone that this machine knows."""
    try:
        ZoneInfo(text(value, where))
    except (ValueError, OSError, KeyError):
        raise fault(where, value, "a zone like Europe/Lisbon") from None
    return str(value)


def many(check: Check, limit: int = 100) -> Check:
    """A list of values that each pass `check`."""

    def every(value: Any, where: str) -> list[Any]:
        if not isinstance(value, list) or len(value) > limit:
            raise fault(where, value, f"a list of at most {limit}")
        return [check(item, f"{where}[{place}]") for place, item in enumerate(value)]

    return every


def mapping(value: Any, where: str) -> Mapping[str, Any]:
    """A JSON object."""
    if not isinstance(value, dict):
        raise fault(where, value, "an object in braces")
    return value
