"""Lengths of time as a facilitator types them: 15m, 1h30, 90s, +5."""

from __future__ import annotations

import re

from store.errors import UsageFault

MAX_CHARS = 16
MIN_SECONDS = 1
MAX_SECONDS = 24 * 3600
EXAMPLES = "15m, 1h30, 90s or +5"

_UNITS = r"(?:([0-9]{1,4})h(?:([0-9]{1,2})m?)?|([0-9]{1,4})m(?:([0-9]{1,2})s)?|([0-9]{1,5})s)"
_CLOCK = r"([0-9]{1,2}):([0-9]{2})"
_PLUS = r"\+([0-9]{1,4})"


def parse_duration(text: str) -> int:
    """Seconds, from 1 to 86,400.

    `90s`, `15m`, `7m30s`, `1h`, `1h30`, `1h30m`, `1:30` (hours and minutes) and `+5` (minutes).
    Anything else is a UsageFault: a bare number too, for it names no unit.
    """
    if len(text) > MAX_CHARS:
        raise UsageFault(
            f"A length of time has at most {MAX_CHARS} characters: write {EXAMPLES}.",
        )
    seconds = _read(text.strip().lower())
    if seconds is None:
        raise UsageFault(f"{text!a} is not a length of time: write {EXAMPLES}.")
    if not MIN_SECONDS <= seconds <= MAX_SECONDS:
        raise UsageFault(
            f"{text!a} is out of range: a length of time is 1 second to 24 hours, "
            f"for example {EXAMPLES}.",
        )
    return seconds


def _read(text: str) -> int | None:
    """Seconds before the bounds are looked at, or None when the form is not known."""
    if found := re.fullmatch(_PLUS, text):
        return int(found[1]) * 60
    if found := re.fullmatch(_CLOCK, text):
        hours, minutes = int(found[1]), int(found[2])
        return hours * 3600 + minutes * 60 if minutes < 60 else None
    found = re.fullmatch(_UNITS, text)
    if found is None:
        return None
    hours, extra_minutes, minutes, extra_seconds, seconds = (int(n or 0) for n in found.groups())
    if extra_minutes > 59 or extra_seconds > 59:
        return None
    return hours * 3600 + (extra_minutes + minutes) * 60 + extra_seconds + seconds
