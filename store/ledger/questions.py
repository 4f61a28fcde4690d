"""What has to be known to set a train up: the questions, their usual answers, and the plan they
add up to. Asked by `rte init` and by the setup screen alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from store.domain.cadence_words import read_time
from store.domain.dates import say_day
from store.domain.intervals import Shape, name_for, next_monday, read_shape, refuse_far
from store.domain.setup_words import (
    TEAMS_EXAMPLE,
    TeamWords,
    count_teams,
    read_name,
    read_roles,
    read_start,
    read_teams,
    say_teams,
)
from store.domain.words import DAYS
from store.errors import UsageFault
from store.exchange.zones import read_zone

USUAL_ROLES = ("RTE", "PM", "SA", "BO")
"""Release Train Engineer, Product Management, System Architect, Business Owner."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A train that is about to be set up. `today` is the day in the zone as far as it is known."""

    today: date
    name: str = ""
    zone: str = "UTC"
    teams: tuple[TeamWords, ...] = ()
    roles: tuple[str, ...] = USUAL_ROLES
    first_day: date | None = None
    """First day of its planning interval; None for next Monday."""
    shape: Shape = field(default_factory=Shape)
    interval: str = ""
    """Name of that interval; "" for one made from its days."""
    sync: tuple[int, str] = (3, "09:00")
    """Day of the week, from 0, and time of the ART Sync."""

    @property
    def start(self) -> date:
        """First day of the planning interval."""
        return self.first_day or next_monday(self.today)

    @property
    def pi(self) -> str:
        """Name of the planning interval."""
        return self.interval or name_for(self.start)


def _read_start(text: str, today: date) -> date:
    start = read_start(text, today)
    refuse_far(start)
    return start


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to know. `fact` is the field of the plan, `option` its word on a command line."""

    fact: str
    option: str
    label: str
    ask: str
    hint: str
    read: Callable[[str, date], Any]
    """From what was typed, and today, to the value; raises the refusal."""
    said: Callable[[Plan], str]
    """The present answer as it is typed; "" where there is no usual one."""
    reading: Callable[[Plan], str] | None = None
    """How an answer was understood, where that is not plain from its words."""


QUESTIONS = (
    Question(
        "name", "name", "Name", "Name of the train", "like Tideway ART",
        lambda text, _: read_name(text, "A train"), lambda plan: plan.name,
    ),
    Question(
        "zone", "zone", "Time zone", "Time zone", "a city or a name like Europe/Lisbon",
        lambda text, _: read_zone(text), lambda plan: plan.zone,
    ),
    Question(
        "teams", "teams", "Teams", "Teams", f"name, short id, people: {TEAMS_EXAMPLE}",
        lambda text, _: read_teams(text), lambda plan: say_teams(plan.teams),
        lambda plan: f"{count_teams(plan.teams)}: {' '.join('@' + t.short for t in plan.teams)}",
    ),
    Question(
        "roles", "roles", "Roles", "Roles that own things", "between commas",
        lambda text, _: read_roles(text), lambda plan: ", ".join(plan.roles),
    ),
    Question(
        "first_day", "start", "First day", "First day of the planning interval",
        "like mon, 28 sep or 2026-09-28",
        _read_start, lambda plan: say_day(plan.start), lambda plan: say_day(plan.start),
    ),
    Question(
        "shape", "iterations", "Iterations", "Iterations", "like 5 + IP, or 4 + IP, 3 weeks",
        lambda text, _: read_shape(text), lambda plan: plan.shape.said,
        lambda plan: plan.shape.said,
    ),
    Question(
        "interval", "pi", "Interval", "Name of the planning interval", "like PI-26.4",
        lambda text, _: read_name(text, "A planning interval"), lambda plan: plan.pi,
    ),
    Question(
        "sync", "sync", "ART Sync", "ART Sync each week on", "like Thu 09:00",
        lambda text, _: read_time(text), lambda plan: f"{DAYS[plan.sync[0]]} {plan.sync[1]}",
    ),
)  # fmt: skip
"""In the order in which they are asked."""


def answer(plan: Plan, question: Question, text: str) -> Plan:
    """The plan with one more answer; empty text accepts the usual one. Raises the refusal."""
    if not text.strip():
        if not question.said(plan):
            example = question.hint.removeprefix("like ")
            raise UsageFault(f"{question.ask}: there is no usual answer. Write {example}.")
        return plan
    return replace(plan, **{question.fact: question.read(text, plan.today)})
