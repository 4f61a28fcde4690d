"""What comes next: the calendar of the train as of now, and the preparation of the PI planning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from store.domain.cadence import PLANNING, usual
from store.domain.calendar import day
from store.domain.calendar_records import Offset
from store.domain.intervals import shape_of
from store.domain.occasions import MINUTE_MS, Occasion, occasions
from store.domain.preparation import ITEMS, Item, due_on
from store.domain.records import PlanningInterval, Prep
from store.domain.words import due_word, plural, short_date, until, week_date
from store.insight.rows import Row, Section, Urgency
from store.insight.snapshot import Snapshot

WHEN_CELLS = len("Thu 19 Nov 09:00")
SOON_MS = 60 * MINUTE_MS
"""From an hour before on, an event asks for the room's attention."""


def cadence_of(snap: Snapshot, interval: PlanningInterval) -> tuple[Offset, ...]:
    """The cadence of the train; the usual one for the interval's shape where none was stated."""
    stated = snap.train.cadence if snap.train else ()
    return usual(shape_of(interval)) if stated is None else stated


def is_stated(snap: Snapshot) -> bool:
    """Whether the train has said which events it holds."""
    return snap.train is not None and snap.train.cadence is not None


def calendar(snap: Snapshot) -> tuple[Occasion, ...]:
    """Occasions of all planning intervals that are not over, by their start."""
    known = snap.memo.get("calendar")
    if known is None:
        found: list[Occasion] = []
        for interval in snap.intervals:
            end = day(interval.end)
            if end is not None and end >= snap.today and interval.state != "closed":
                found += calendar_of(snap, interval)
        known = tuple(sorted(found, key=lambda o: (o.start, o.title, o.iteration)))
        snap.memo["calendar"] = known
    result: tuple[Occasion, ...] = known
    return result


def calendar_of(snap: Snapshot, interval: PlanningInterval) -> tuple[Occasion, ...]:
    """Occasions of one planning interval."""
    holidays = snap.train.holidays if snap.train else ()
    return occasions(cadence_of(snap, interval), interval, snap.zone, holidays)


def coming(snap: Snapshot) -> list[Occasion]:
    """Occasions that are not over, those that are left out with their reason among them."""
    return [one for one in calendar(snap) if one.end > snap.now]


def countdown(one: Occasion, now: int) -> str:
    """`in 2 d 3 h`; `now` from its start to its end; of several days, when the next one begins."""
    length = one.minutes * MINUTE_MS
    following = next((start for start in one.starts if start + length > now), one.starts[-1])
    return until(following - now)


def occasion_row(one: Occasion, now: int) -> Row:
    """An occasion as lists show it: how far away, what and when, what is out of the ordinary."""
    soon = one.held and one.start - now <= SOON_MS
    if not one.held:
        urgency = Urgency.QUIET
    else:
        urgency = Urgency.NEEDS_YOU if soon else Urgency.NORMAL
    return Row(
        kind="occasion",
        id=one.id,
        ref="",
        when="",
        state=countdown(one, now) if one.held else "not held",
        text=f"{one.title} · {one.when}",
        who="",
        note=" · ".join(one.notes),
        urgency=urgency,
        computed={"begins": one.local, "iteration": one.iteration, "held": one.held},
    )


def next_events(snap: Snapshot, count: int) -> Section:
    """The next occasions with their countdowns, in a section for the home screen."""
    found = coming(snap)[:count]
    usual_word = "" if is_stated(snap) else " · usual cadence, S sets yours"
    return Section(
        f"Next events · K tells what to know{usual_word}" if found else "Next events",
        tuple(occasion_row(one, snap.now) for one in found),
        _nothing_ahead(snap),
    )


def _nothing_ahead(snap: Snapshot) -> str:
    if is_stated(snap) and not (snap.train and snap.train.cadence):
        return "The cadence holds no event. S sets them."
    if snap.pi is None:
        return "There is no planning interval. S plans one."
    return f"{snap.pi.short} holds no more events. S plans the next interval."


@dataclass(frozen=True, slots=True)
class Upcoming:
    """An event that a room is about to hold: kind, title, planned local start."""

    kind: str
    title: str
    begins: str
    """Wall-clock time of the train: `2026-11-19T09:00`."""


def next_occasion(snap: Snapshot, within_ms: int) -> Upcoming | None:
    """The event that is on by the calendar now or begins within `within_ms`; None if none is.

    One that was begun already, on one of its days, is not meant again.
    """
    for one in coming(snap):
        if one.held and one.start - snap.now <= within_ms and not _begun(snap, one):
            return Upcoming(one.kind, one.title, one.local)
    return None


def _begun(snap: Snapshot, one: Occasion) -> bool:
    days = {on.isoformat() for on in one.days}
    return any(e.kind == one.kind and (e.on in days or e.begins == one.local) for e in snap.events)


@dataclass(frozen=True, slots=True)
class Ready:
    """One check of the preparation, with its due day and what was said about it."""

    number: int
    item: Item
    due: date
    prep: Prep | None

    @property
    def done(self) -> bool:
        """Whether somebody checked it off."""
        return self.prep is not None and self.prep.state == "done"


@dataclass(frozen=True, slots=True)
class Preparation:
    """The checks for one PI planning; `pi` is the interval in which it is held."""

    pi: str
    planning: Occasion
    checks: tuple[Ready, ...]

    @property
    def done(self) -> int:
        """How many are checked off."""
        return sum(check.done for check in self.checks)


def preparation(snap: Snapshot) -> Preparation | None:
    """The preparation of the next PI planning; None when the calendar holds none."""
    planning = next((o for o in coming(snap) if o.kind == PLANNING and o.held), None)
    if planning is None:
        return None
    said = {p.item: p for p in snap.of(Prep, "prep") if p.pi == planning.pi}
    holidays = snap.train.holidays if snap.train else ()
    free = {on for holiday in holidays if (on := day(holiday.on))}
    checks = tuple(
        Ready(n, item, due_on(item, planning.days[0], free), said.get(item.key))
        for n, item in enumerate(ITEMS, start=1)
    )
    return Preparation(planning.pi, planning, checks)


def ready_row(snap: Snapshot, check: Ready) -> Row:
    """A check as lists show it."""
    if check.done and check.prep is not None:
        at = week_date(snap.local(check.prep.at).date()) if check.prep.at is not None else ""
        note, urgency = " · ".join(p for p in (check.prep.by or "", at) if p), Urgency.QUIET
    else:
        late = check.due <= snap.today
        note = due_word(check.due, snap.today) if late else check.item.distance
        urgency = Urgency.NEEDS_YOU if late else Urgency.NORMAL
    return Row(
        kind="prep",
        id=check.item.key,
        ref=str(check.number),
        when=short_date(check.due, snap.today),
        state="✓ done" if check.done else "· open",
        text=check.item.text,
        who="",
        note=note,
        urgency=urgency,
        computed={"due": check.due.isoformat(), "done": check.done, "at": check.item.distance},
    )


def preparation_section(snap: Snapshot) -> Section:
    """The checks for the home screen."""
    found = preparation(snap)
    if found is None:
        return Section("Preparation", (), "No PI Planning is ahead in the calendar.")
    return Section(
        f"Preparation of {found.planning.title}, {week_date(found.planning.days[0])} · "
        f"{found.done} of {len(found.checks)} done",
        tuple(ready_row(snap, check) for check in found.checks),
    )


def preparation_line(snap: Snapshot) -> str:
    """What of the preparation asks for somebody now: `1 overdue, 2 due today`; "" for nothing."""
    found = preparation(snap)
    waiting = [c for c in found.checks if not c.done] if found else []
    overdue = sum(c.due < snap.today for c in waiting)
    today = sum(c.due == snap.today for c in waiting)
    parts = [f"{overdue} overdue"] if overdue else []
    parts += [f"{today} due today"] if today else []
    return f"Preparation of PI Planning: {', '.join(parts)}" if parts else ""


def calendar_sections(found: Sequence[Occasion]) -> tuple[Section, ...]:
    """A calendar as a list, one section an iteration; what is unusual stands below its event."""
    names = dict.fromkeys((one.pi, one.iteration) for one in found)
    return tuple(
        Section(
            f"{pi} {iteration}",
            tuple(
                row
                for one in found
                if (one.pi, one.iteration) == (pi, iteration)
                for row in _dated_rows(one)
            ),
        )
        for pi, iteration in names
    )


def _dated_rows(one: Occasion) -> list[Row]:
    unusual = Urgency.NEEDS_YOU if one.notes else Urgency.NORMAL
    # One day at a time makes a column of titles; several days are worth their width.
    text = f"{one.when:<{WHEN_CELLS}}  {one.title}"
    rows = [Row("occasion", one.id, "", "", "", text, "", "", unusual)]
    rows += [
        Row("occasion", f"{one.id}/{n}", "", "", "", f"    {note}", "", "", Urgency.QUIET)
        for n, note in enumerate(one.notes, start=1)
    ]
    return rows


def calendar_words(found: Sequence[Occasion]) -> str:
    """`20 events, 1 moved, 1 not held, 2 at the same time`: what to look at, in words."""
    notes = [note for one in found for note in one.notes]
    parts = [plural(sum(one.held for one in found), "event")]
    parts += [
        f"{count} {word}"
        for word, count in (
            ("moved", sum(note.startswith("moved") for note in notes)),
            ("not held", sum(not one.held for one in found)),
            ("on a holiday", sum("choose another day" in note for note in notes)),
            ("at the same time", sum(note.startswith("at the same") for note in notes)),
        )
        if count
    ]
    return ", ".join(parts)


def first_ahead(found: Sequence[Occasion], now: int) -> Occasion | None:
    """The first occasion that is not over; None when all are."""
    return next((one for one in found if one.end > now), None)
