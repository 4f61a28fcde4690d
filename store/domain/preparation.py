"""What has to be ready before a PI planning, and by when.

Readiness of organisation, content and logistics, as checks with a distance from the first day of
the planning. A due day that is no working day comes earlier, never later.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta

from store.domain.intervals import SATURDAY


@dataclass(frozen=True, slots=True)
class Item:
    """One check: `key` is stored, `before` is its distance in days, `text` what is asked."""

    key: str
    before: int
    text: str

    @property
    def distance(self) -> str:
        """`T-5 weeks`, `T-1 week`, `T-1 day`."""
        if self.before % 7:
            return f"T-{self.before} day{'s' if self.before > 1 else ''}"
        weeks = self.before // 7
        return f"T-{weeks} week{'s' if weeks > 1 else ''}"


ITEMS = (
    Item("vision", 35, "Vision shared, WSJF updated, roadmaps aligned"),
    Item("features", 28, "Top features: benefit, acceptance, size"),
    Item("spillover", 28, "Likely spill-over known"),
    Item("sequence", 21, "Features sequenced by WSJF"),
    Item("enablers", 21, "Enablers agreed, runway updated"),
    Item("briefings", 14, "Two feature briefings held"),
    Item("capacity", 14, "Stories sliced; capacity, holidays, risks seen"),
    Item("measures", 14, "Objectives and data for I&A asked for"),
    Item("rehearsal", 7, "Tools and speakers rehearsed"),
    Item("agenda", 7, "Agenda out, with times in every zone"),
    Item("board", 7, "Board and risk log open, helpers named"),
    Item("adapted", 1, "I&A held, its items in the ART backlog"),
)
"""The checks, earliest first: five weeks to one day before."""

BY_KEY = {item.key: item for item in ITEMS}


def due_on(item: Item, planning: date, holidays: Container[date] = ()) -> date:
    """The working day by which an item is to be done, for a planning that begins on that day."""
    due = planning - timedelta(days=item.before)
    while due.weekday() >= SATURDAY or due in holidays:
        due -= timedelta(days=1)
    return due
