"""Agendas: what a template of an event says, and what follows from it.

Durations are the data; clock times are computed from them (`store.domain.running_order`). A step
with a fixed start keeps wall-clock time in the train's zone, also over a night in which the
clocks change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from store.domain.event_records import Event, Step
from store.domain.wall_clock import wall_moment

KINDS = {
    "pi-planning": "PI Planning",
    "art-sync": "ART Sync",
    "coach-sync": "Coach Sync",
    "po-sync": "PO Sync",
    "system-demo": "System Demo",
    "inspect-adapt": "Inspect & Adapt",
    "risk-workshop": "Risk workshop",
    "mid-pi-review": "Mid-PI review",
}
"""Kinds of event that the console knows, and their usual names; several templates may be of one
kind."""

SYNCS = ("art-sync", "coach-sync", "po-sync")

EACH = {"team": "the teams", "risk": "the risks", "item": "the running order"}
"""What a step can go through one by one."""


@dataclass(frozen=True, slots=True)
class Template:
    """A template of an event: how one of its kind runs."""

    name: str
    """Its file without `.toml`: what people type."""
    kind: str
    title: str
    steps: tuple[Step, ...]
    aliases: tuple[str, ...] = ()
    about: str = ""
    file: str = ""
    """Where it was read from; empty for one that ships."""

    @property
    def minutes(self) -> int:
        """Planned length of all days together."""
        return sum(step.minutes for step in self.steps)

    @property
    def days(self) -> int:
        """Working days that it takes."""
        return max(step.day for step in self.steps)


def day_minutes(steps: Iterable[Step]) -> dict[int, int]:
    """Planned minutes by day."""
    found: dict[int, int] = {}
    for step in steps:
        found[step.day] = found.get(step.day, 0) + step.minutes
    return found


def working_day(first: date, number: int) -> date:
    """The `number`th working day of an event whose first day is `first`; weekends are left out."""
    found = first
    for _ in range(number - 1):
        found += timedelta(days=1)
        while found.weekday() >= 5:
            found += timedelta(days=1)
    return found


def first_day(event: Event) -> date | None:
    """The first day of an event: that of its planned start, else the one it was held on."""
    said = event.begins or event.on
    return date.fromisoformat(said[:10]) if said else None


def fixed_starts(steps: Sequence[Step], first: date, zone: ZoneInfo) -> dict[str, int]:
    """Key -> fixed start in ms UTC, for an event that begins on `first`."""
    return {
        step.key: wall_moment(working_day(first, step.day), step.at, zone)
        for step in steps
        if step.at is not None
    }


def planned_start(event: Event, zone: ZoneInfo) -> int:
    """When an event was planned to begin, in ms UTC; 0 if it was started without a plan."""
    if event.begins is None:
        return 0
    on, _, at = event.begins.partition("T")
    return wall_moment(date.fromisoformat(on), at, zone)


def rotated(teams: Sequence[str], held: int) -> tuple[str, ...]:
    """Teams in the order in which they present, after `held` earlier events of the kind.

    Each event begins one team further, so that over as many events as there are teams everybody
    is first once, and last once.
    """
    by = held % len(teams) if teams else 0
    return (*teams[by:], *teams[:by])


def turn_order(event: Event, step: Step) -> tuple[str, ...]:
    """The teams in the order of this step: a later round begins half the train further.

    Who came late in the draft plan review comes early in the final one.
    """
    rounds = [each.key for each in event.steps if each.each == "team"]
    by = rounds.index(step.key) * ((len(event.order) + 1) // 2) if step.key in rounds else 0
    return rotated(event.order, by)


def find(templates: Mapping[str, Template], text: str) -> Template | None:
    """The template that a person means by `text`: its name, its title or another word for it."""
    word = " ".join(text.lower().split())
    dashed = word.replace(" ", "-")
    if dashed in templates:
        return templates[dashed]
    for template in templates.values():
        if word in (template.title.lower(), *(alias.lower() for alias in template.aliases)):
            return template
    return None
