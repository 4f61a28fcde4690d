"""The home screen: where the train is, what is due and ageing, what happened lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from store.domain.calendar import day
from store.domain.records import Iteration, Train
from store.domain.words import plural, short_date, week_date
from store.insight import (
    blocks,
    carrying,
    decisions,
    dependencies,
    events,
    impediments,
    promises,
    risk_reviews,
    risks,
    upcoming,
)
from store.insight.rows import Row, Section, Urgency
from store.insight.snapshot import Snapshot

SATURDAY = 5
NEXT = 3
"""Next events on the home screen; the setup screen has the whole calendar."""
RECENT = 6
"""Recent events on the home screen; the rest is one key away."""


@dataclass(frozen=True, slots=True)
class Home:
    """What the home screen shows; `lines` say where the train is, in plain words."""

    title: str
    lines: tuple[str, ...]
    sections: tuple[Section, ...]
    running: str = ""
    """Title and reference of the event that is open now, "" if there is none."""


def working_days(start: date, end: date) -> int:
    """Mondays to Fridays from `start` to `end`, both counted."""
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return sum(day.weekday() < SATURDAY for day in days)


def where_in_interval(snap: Snapshot) -> str:
    """`PI-26.4 · I4, day 8 of 10 · ends Fri 20 Nov · I&A ...`, from the current interval."""
    if snap.pi is None:
        return "no planning interval yet"
    parts = [snap.pi.short, *_where_in_iteration(snap.iteration, snap.today)]
    start, end = day(snap.pi.start), day(snap.pi.end)
    if start and start > snap.today:
        parts.append(f"begins {week_date(start)}")
    elif end and end < snap.today:
        parts.append(f"ended {short_date(end, snap.today)}")
    elif end:
        weeks = (end - snap.today).days // 7
        parts.append(f"{plural(weeks, 'week')} left" if weeks else f"ends {short_date(end)}")
    return " · ".join(parts)


def _where_in_iteration(iteration: Iteration | None, today: date) -> list[str]:
    if iteration is None:
        return []
    start, end = day(iteration.start), day(iteration.end)
    if start is None or end is None:
        return [f"iteration {iteration.name}"]
    if today > end:
        return [f"iteration {iteration.name} is over"]
    at, span = working_days(start, today), working_days(start, end)
    return [
        f"iteration {iteration.name}",
        f"day {max(at, 1)} of {span}",
        f"ends {week_date(end)}",
    ]


def due(snap: Snapshot) -> list[Row]:
    """Everything that asks somebody to act now, dependencies first, never more than it says."""
    rows: list[Row] = []
    if snap.pi:
        mine = [d for d in snap.dependencies if snap.is_current(d) and dependencies.is_open(d)]
        rows += dependencies.by_attention(mine, snap.pi, snap.today, blocks.against(snap))
    known = [r for r in snap.risks if snap.is_current(r) and risks.is_open(r)]
    rows += risk_reviews.by_attention(snap, known)
    rows += promises.by_due([a for a in snap.actions if promises.is_open(a)], snap.today)
    waiting = [i for i in snap.impediments if impediments.is_open(i) and i.due]
    rows += impediments.by_attention(waiting, snap.today, impediments.holidays(snap))
    rows += decisions.due_rows(snap)
    return [row for row in rows if row.urgency is Urgency.NEEDS_YOU]


def ageing(snap: Snapshot) -> list[Row]:
    """Open impediments without a next step, oldest first."""
    stuck = [i for i in snap.impediments if impediments.is_open(i) and not i.due]
    return impediments.by_attention(stuck, snap.today, impediments.holidays(snap))


def home(snap: Snapshot) -> Home:
    """The home screen's content at this moment."""
    train = snap.train
    if train is None:
        said = "Set one up with S, or bring one in with: rte import FILE"
        return Home("No train yet", (said,), ())
    recent = events.event_rows(snap, snap.events, RECENT)
    running = snap.running
    return Home(
        title=train.name,
        lines=tuple(
            line
            for line in (
                where_in_interval(snap),
                _who_we_are(snap, train),
                upcoming.preparation_line(snap),
                carrying.left_over(snap),
            )
            if line
        ),
        sections=(
            upcoming.next_events(snap, NEXT),
            Section("Stuck without a next step", tuple(ageing(snap)), "Nothing is stuck."),
            Section("Due now", tuple(due(snap)), "Nothing is due today."),
            upcoming.preparation_section(snap),
            Section("Recent events", tuple(recent), "No event yet. Press s to start one."),
        ),
        running=f"{running.title} {running.ref}" if running else "",
    )


def _who_we_are(snap: Snapshot, train: Train) -> str:
    """`port terminal booking · 7 teams · 68 people`; people as stated, else if all teams say so."""
    counts = [team.people for team in snap.teams]
    known = [n for n in counts if n is not None]
    people = train.people
    if people is None and known and len(known) == len(counts):
        people = sum(known)
    parts = [train.purpose, plural(len(counts), "team")]
    parts.append("" if people is None else f"{people} people")
    return " · ".join(part for part in parts if part)
