"""One line of a check-up: a word, what it is, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How things stand. A note is worth knowing; only a problem wants something done."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found. `do` is what to do about it, a command where there is one, or ""."""

    state: State
    area: str
    what: str
    do: str = ""


def ok(area: str, what: str) -> Finding:
    """All is well."""
    return Finding(State.OK, area, what)


def note(area: str, what: str, do: str = "") -> Finding:
    """Worth knowing."""
    return Finding(State.NOTE, area, what, do)


def problem(area: str, what: str, do: str) -> Finding:
    """Something should be done."""
    return Finding(State.PROBLEM, area, what, do)


def some(names: list[str], most: int = 3) -> str:
    """The first few of many names."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
