"""What the calendar is made of, as immutable values: offsets, holidays, checks of preparation.

The calendar itself is never stored: `store.domain.occasions` computes it from these.
"""

from __future__ import annotations

from dataclasses import dataclass

from store.domain.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Offset:
    """An event of the cadence: where it lies in each planning interval. Never a date."""

    kind: str
    """Name of the event's template: art-sync, system-demo, ..."""
    title: str = ""
    """What people call it; "" for the usual name of its kind."""
    which: str = "each"
    """Iterations it is held in: "each", "each but IP", "each but last", "last", or one's name."""
    week: int = 0
    """Week of the iteration, from 1; 0 is every week, -1 the last one."""
    weekday: int = 0
    """Day of that week, 0 for Monday to 6 for Sunday."""
    at: str = "09:00"
    """Start as wall-clock time of the train, whatever the clocks do in between."""
    minutes: int = 60
    """Length on each of its days."""
    days: int = 1
    """Days in a row, Saturdays and Sundays not counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A day on which the train does not work."""

    on: str
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Prep(Record):
    """One check of the preparation for a PI planning.

    The record's `pi` is the planning interval in which that planning is held, its `at` and `by`
    say when it was last checked or unchecked, and by whom.
    """

    item: str = ""
    """Key of the check (`store.domain.preparation`)."""
    state: str = "open"
    """open or done."""
