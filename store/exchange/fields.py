"""Checks of imported values: each turns one JSON value into a stored one, or says what to write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from store.domain.text import MAX_LINE, clean
from store.errors import UsageFault

Check = Callable[[object, str], Any]
"""Takes the value and where it stands (`risks[3].p`); returns what to store."""

TITLE = "Not imported"
MAX_DEPTH = 20
"""Levels of a value that this version keeps without knowing what it is."""

BIGGEST = 10**15
"""Figures of a train are far below; a number above is a slip, and some would not fit the store."""


def fault(where: str, value: object, instead: str) -> UsageFault:
    """The one sentence for a value that cannot be used."""
    if value is None:
        return UsageFault(f"{where} is missing. Write {instead}.", title=TITLE)
    return UsageFault(f"{where}: {_shown(value)} cannot be used. Write {instead}.", title=TITLE)


def _shown(value: object) -> str:
    """A value in a few words: what people wrote is cut, what is nested is not unfolded."""
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(clean(str(value))[:40])


def text(value: object, where: str) -> str:
    """Words, cleaned; never cut."""
    if not isinstance(value, str):
        raise fault(where, value, "text in quotes")
    found = clean(value, limit=MAX_LINE + 1)
    if len(found) > MAX_LINE:
        raise fault(where, value, f"at most {MAX_LINE:,} characters")
    return found


def name(value: object, where: str) -> str:
    """Words, and at least one."""
    found = text(value, where)
    if not found:
        raise fault(where, value, "text that is not empty")
    return found


def day(value: object, where: str) -> str:
    """An ISO date from 2000 to 2100."""
    try:
        found = date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise fault(where, value, "a date like 2026-11-18") from None
    if not 2000 <= found.year <= 2100:
        raise fault(where, value, "a date from 2000 to 2100")
    return found.isoformat()


def number(low: int, high: int) -> Check:
    """A whole number from `low` to `high`."""

    def check(value: object, where: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise fault(where, value, f"a whole number from {low} to {high}")
        return value

    return check


def figure(value: object, where: str) -> float | int:
    """Any number of a size that a measure can have."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < BIGGEST:
        raise fault(where, value, "a number")
    return value


def one_of(*words: str) -> Check:
    """One of `words`."""

    def check(value: object, where: str) -> str:
        if not isinstance(value, str) or value not in words:
            raise fault(where, value, "one of " + ", ".join(words))
        return value

    return check


def flag(value: object, where: str) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise fault(where, value, "true or false")
    return value


def zone(value: object, where: str) -> str:
    """An IANA zone that this machine knows."""
    found = text(value, where)
    try:
        ZoneInfo(found)
    except (ValueError, OSError, KeyError):
        raise fault(where, value, "a zone like Europe/Lisbon") from None
    return found


def many(check: Check, limit: int = 100) -> Check:
    """A list of values that each pass `check`."""

    def every(value: object, where: str) -> list[Any]:
        if not isinstance(value, list) or len(value) > limit:
            raise fault(where, value, f"a list of at most {limit}")
        return [check(item, f"{where}[{place}]") for place, item in enumerate(value)]

    return every


def exactly(count: int, check: Check) -> Check:
    """A list of `count` values that each pass `check`."""

    def every(value: object, where: str) -> list[Any]:
        if not isinstance(value, list) or len(value) != count:
            raise fault(where, value, f"a list of {count}")
        return [check(item, f"{where}[{place}]") for place, item in enumerate(value)]

    return every


def mapping(value: object, where: str) -> Mapping[str, Any]:
    """A JSON object."""
    if not isinstance(value, dict):
        raise fault(where, value, "an object in braces")
    return value


def unknown(value: object, where: str, depth: int = 0) -> Any:  # noqa: ANN401 - any JSON value
    """A value under a key that this version does not know, kept as it is, its words cleaned."""
    if depth > MAX_DEPTH:
        raise UsageFault(f"{where} is nested too deep. Keep it under {MAX_DEPTH}.", title=TITLE)
    if isinstance(value, str):
        return text(value, where)
    if isinstance(value, list):
        return [unknown(item, f"{where}[{n}]", depth + 1) for n, item in enumerate(value)]
    if isinstance(value, dict):
        return {
            text(key, where): unknown(item, f"{where}.{clean(key)[:40]}", depth + 1)
            for key, item in value.items()
        }
    return value if value is None or isinstance(value, bool) else figure(value, where)
