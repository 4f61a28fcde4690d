"""Planning intervals: moved, divided anew, planned. Iterations keep their names, whatever moves."""

from __future__ import annotations

from datetime import date, timedelta

from store.domain.calendar import day
from store.domain.dates import say_day
from store.domain.intervals import (
    Shape,
    checked,
    interval_from,
    iterations_from,
    moved,
    name_after,
    name_for,
    next_monday,
    refuse_overlap,
    shape_of,
)
from store.domain.records import Dependency, Event, PlanningInterval
from store.domain.setup_words import read_name
from store.errors import RuleBroken, UsageFault
from store.ledger.ledger import Ledger
from store.ledger.setting_up import interval_doc


def intervals(ledger: Ledger) -> list[PlanningInterval]:
    """All planning intervals, by their start."""
    found = [p for p in ledger.views.all("pi") if isinstance(p, PlanningInterval)]
    return sorted(found, key=lambda p: p.start)


def interval_called(ledger: Ledger, name: str) -> PlanningInterval:
    """The planning interval of this name; `UsageFault` names those there are."""
    every = intervals(ledger)
    found = next((p for p in every if p.short.casefold() == name.strip().casefold()), None)
    if found is None:
        known = ", ".join(p.short for p in every) or "none yet"
        raise UsageFault(f"There is no planning interval {name[:20]!r}. There is: {known}.")
    return found


def move_start(
    ledger: Ledger, name: str, start: date, expect_rev: int | None = None
) -> PlanningInterval:
    """Let an interval begin on another day: its iterations move by as much, the calendar follows.

    Refuses a closed interval, and one that would share days with another.
    """
    with ledger.change("pi.move") as change:
        old = _open(ledger, name)
        new = moved(old, start)
        refuse_overlap(new, _others(ledger, old))
        change.amend("pi", old.id, _days(new, ledger), expect_rev)
    return new


def reshape(
    ledger: Ledger, name: str, shape: Shape, expect_rev: int | None = None
) -> PlanningInterval:
    """Divide an interval anew from its start.

    Refuses when an iteration would go that records name, or when it would share days with another.
    """
    with ledger.change("pi.reshape") as change:
        old = _open(ledger, name)
        start = day(old.start)
        if start is None:
            raise RuleBroken(f"{old.short} has no start on record. Plan a new interval instead.")
        new = interval_from(old.short, start, checked(shape))
        kept = {iteration.name for iteration in iterations_from(start, shape)}
        _refuse_named(ledger, old, {i.name for i in old.iterations} - kept)
        refuse_overlap(new, _others(ledger, old))
        change.amend("pi", old.id, _days(new, ledger), expect_rev)
    return new


def next_in_line(ledger: Ledger) -> tuple[str, date, Shape]:
    """Name, start and shape that the next interval would usually have."""
    dated = [p for p in intervals(ledger) if p.start and p.end]
    if not dated:
        start = next_monday(ledger.today)
        return name_for(start), start, Shape()
    last = dated[-1]
    start = (day(last.end) or ledger.today) + timedelta(days=1)
    return name_after(last, start), start, shape_of(last)


def plan_next(ledger: Ledger, name: str, start: date, shape: Shape) -> PlanningInterval:
    """Add a planning interval. Refuses a name that is in use, and days that are."""
    ledger.require_train()
    new = interval_from(read_name(name, "A planning interval"), start, checked(shape))
    with ledger.change("pi.plan") as change:
        every = intervals(ledger)
        if any(p.short.casefold() == new.short.casefold() for p in every):
            raise RuleBroken(f"There is a {new.short} already. Give the new one another name.")
        refuse_overlap(new, every)
        stamp = {"at": change.stamp.at, "by": change.stamp.by}
        doc = interval_doc(new, ledger.today) | stamp
        change.new("pi", {k: v for k, v in doc.items() if v is not None})
    return new


def _open(ledger: Ledger, name: str) -> PlanningInterval:
    found = interval_called(ledger, name)
    if found.state == "closed":
        raise RuleBroken(f"{found.short} is closed; its days are history. Plan a new one instead.")
    return found


def _others(ledger: Ledger, one: PlanningInterval) -> list[PlanningInterval]:
    return [p for p in intervals(ledger) if p.id != one.id]


def _days(new: PlanningInterval, ledger: Ledger) -> dict[str, object]:
    doc = interval_doc(new, ledger.today)
    return {name: doc[name] for name in ("start", "end", "state", "iterations")}


def _refuse_named(ledger: Ledger, old: PlanningInterval, going: set[str]) -> None:
    """Refuse to drop an iteration that a dependency or an event of the interval names."""
    for kind in ("dependency", "event"):
        for record in ledger.views.all(kind):
            if (record.pi or old.short) != old.short:
                continue
            named: list[str | None] = []
            if isinstance(record, Dependency):
                named = [record.need, record.plan, record.done]
            elif isinstance(record, Event):
                named = [record.iteration]
            lost = next((n for n in named if n in going), None)
            if lost is not None:
                raise RuleBroken(
                    f"{record.ref} names {lost}, so {old.short} keeps it. Keep at least as many "
                    "iterations, or change that record first."
                )


def told(interval: PlanningInterval) -> str:
    """`PI-26.4 runs from Mon 28 Sep 2026 to Sun 20 Dec 2026.`"""
    start, end = day(interval.start), day(interval.end)
    span = f" runs from {say_day(start)} to {say_day(end)}" if start and end else " has no days"
    return f"{interval.short}{span}."
