"""The rules of PI objectives: their values, the baseline of the plan, and moves after it.

At the end of PI planning the plan is a promise: commitment and planned business value of every
objective are frozen. They can still change, but never in silence: each later move is kept with its
day and its why. (Committed or not, and how much it is worth, are what predictability is made of.)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store.domain.calendar import day
from store.domain.event_records import Event
from store.domain.register_records import Objective
from store.domain.text import clean
from store.domain.words import short_date
from store.errors import RuleBroken, UsageFault

LOWEST_PLANNED, LOWEST_ACTUAL, HIGHEST = 1, 0, 10
"""Business value: planned 1 to 10, actual 0 to 10."""

PLANNING_KIND = "pi-planning"
"""Kind of event that ends with the baseline."""

FROZEN = {"committed": "base_committed", "bv": "base_bv"}
"""Fields that the baseline holds, and where it keeps them."""


def read_value(text: str) -> int:
    """Planned business value as typed, 1 to 10. Raises `UsageFault`."""
    return _read(text, LOWEST_PLANNED, "Planned")


def read_actual(text: str) -> int:
    """Actual business value as typed, 0 to 10. Raises `UsageFault`."""
    return _read(text, LOWEST_ACTUAL, "Actual")


def _read(text: str, lowest: int, which: str) -> int:
    word = text.strip()
    if not (word.isascii() and word.isdigit() and lowest <= int(word[:4]) <= HIGHEST):
        raise UsageFault(
            f"{which} business value goes from {lowest} to {HIGHEST}, not {clean(word)[:20]!r}."
        )
    return int(word)


def say_since(baselined: str) -> str:
    """The day of a baseline as people say it."""
    on = day(baselined)
    return short_date(on) if on else baselined


def makes_plan(event: Event) -> bool:
    """Whether the end of an event freezes the plan of its interval."""
    return event.kind == PLANNING_KIND


def frozen(objective: Objective, today: str) -> dict[str, Any]:
    """The fields that hold the baseline of an objective as it stands now."""
    return {"baselined": today} | {
        base: getattr(objective, field) for field, base in FROZEN.items()
    }


def moves(
    objective: Objective, wanted: Mapping[str, Any], why: str, today: str, event: str | None
) -> list[dict[str, Any]]:
    """What must be kept of a change of frozen fields: empty before the baseline.

    Refuses, for an objective with a baseline, a change without a reason.
    """
    moved = [name for name in FROZEN if name in wanted and wanted[name] != getattr(objective, name)]
    if objective.baselined is None or not moved:
        return []
    if not why:
        raise RuleBroken(
            f"{objective.ref} is part of the plan since {say_since(objective.baselined)}. Say in a "
            "line why it changes; that is kept beside the plan."
        )
    made: list[dict[str, Any]] = []
    for name in moved:
        facts = {
            "field": name,
            "before": getattr(objective, name),
            "after": wanted[name],
            "on": today,
            "why": why,
            "event": event,
        }
        made.append({key: value for key, value in facts.items() if value is not None})
    return made


def guard(old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """Refuse a change of a stored objective that moves the plan in silence, by whatever way.

    The baseline itself never changes; what it holds changes only together with a move that says
    so; no move is ever lost.
    """
    if old.get("baselined") is None:
        return
    ref = old.get("ref", "It")
    if any(old.get(name) != new.get(name) for name in ("baselined", *FROZEN.values())):
        raise RuleBroken(f"The baseline of {ref} stays. What changed since is kept as a move.")
    before, after = list(old.get("moves") or []), list(new.get("moves") or [])
    if after[: len(before)] != before:
        raise RuleBroken(f"What was moved on {ref} since its baseline stays on record.")
    told = {move["field"]: move.get("after") for move in after[len(before) :]}
    for name in FROZEN:
        moved = old.get(name) != new.get(name)
        if moved and (name not in told or told[name] != new.get(name)):
            raise RuleBroken(f"{ref} is part of the plan. Change it with rte objective, and why.")
