"""What goes on into the next planning interval, on purpose: which kinds, and what each demands.

At the end of an interval every open risk, impediment, dependency and action is closed by its own
rules or carried over with a reason. A risk that is carried has a day on which it is looked at
again, an action has a day that has not passed. Iterations belong to one interval, so a dependency
goes on as a new one that its provider is asked for again, and the old one was missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from store.domain.calendar import day
from store.domain.record import Record
from store.domain.records import Action, Dependency, Risk
from store.domain.words import short_date
from store.errors import RuleBroken

KINDS = ("risk", "impediment", "dependency", "action")
"""Kinds of which nothing may stay open in an interval that is closed."""

DATED = {"risk": "review", "action": "due"}
"""Kinds that need a day ahead, and the field that holds it."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said with a carrying: why, and the day that its kind demands."""

    why: str = ""
    day: str | None = None


def latest(record: Record, current: str) -> str:
    """The planning interval that a record belongs to last: its own, or where it was carried."""
    return record.carried[-1] if record.carried else (record.pi or current)


def lacks_day(record: Record, today: date) -> str | None:
    """The field that needs another day before it can be carried; None where none does."""
    if isinstance(record, Risk):
        review = day(record.review)
        return None if review and review >= today else "review"
    if isinstance(record, Action):
        due = day(record.due)
        return None if due and due >= today else "due"
    return None


def carried(record: Record, target: str, said: Said, today: date) -> dict[str, Any]:
    """The fields of a record that goes on in `target`. Refuses what lacks a reason or a day.

    For a dependency these are those of the old one; `successor` makes the new one.
    """
    if not said.why:
        raise RuleBroken(
            f"Carrying {record.ref} needs a reason. Say in a line why it goes on in {target}."
        )
    if isinstance(record, Dependency):
        return {"state": "missed", "note": said.why, "touched": today.isoformat()}
    fields: dict[str, Any] = {"carried": [*record.carried, target], "carried_why": said.why}
    wanted = lacks_day(record, today)
    on = day(said.day)
    if wanted and on is None:
        what = "a day on which somebody looks at it again" if wanted == "review" else "another date"
        raise RuleBroken(f"{record.ref} needs {what} to be carried. Type one, like fri or 12 jan.")
    if on is not None and on < today:
        raise RuleBroken(f"{short_date(on, today)} is over. Give {record.ref} a day from today on.")
    if on is not None:
        if isinstance(record, Risk):
            fields["review"] = on.isoformat()
        elif isinstance(record, Action):
            fields["due"] = on.isoformat()
    return fields


SAME = ("provider", "consumer", "team", "teams", "text", "nature", "test", "away", "way", "owner")
"""What a dependency that goes on keeps of the one before: who needs what of whom."""


def successor(old: Dependency, doc: dict[str, Any], target: str) -> dict[str, Any]:
    """The facts of the dependency that goes on with `old`, from its stored document.

    It is only proposed: a provider that said yes for one interval has not for the next one.
    """
    kept = {name: doc[name] for name in SAME if doc.get(name) is not None}
    return {**kept, "pi": target, "state": "proposed", "carries": old.ref}
