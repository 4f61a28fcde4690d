"""The records that an event is made of, as immutable values: agenda, clock facts, what was shown.

Dates are ISO dates in the train's zone, moments are milliseconds since 1970 in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from store.domain.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of an agenda."""

    key: str
    title: str
    minutes: int
    purpose: str = ""
    leaves: str = ""
    """What it must leave behind, in words."""
    surface: str = ""
    lead: str = ""
    """The role that leads it."""
    flexible: bool = True
    """Whether it may give up time; a break and a vote never do."""
    expects: tuple[str, ...] = ()
    """What must be on record before the room moves on (`store.insight.expected` says how each is
    checked); `leaves` says the same in words."""
    each: str = ""
    """What it goes through one by one, each with a timebox of its own: "team", "risk", "item"."""
    each_seconds: int | None = None
    """Length of that timebox; None shares the step's time evenly."""
    day: int = 1
    """Working day of the event that it belongs to, from 1."""
    at: str | None = None
    """Fixed start, `12:00` in the train's zone; None begins when the step before ends."""
    auto: bool = False
    """Whether the room moves on by itself when its time is up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """What somebody who voted one or two wanted heard; never who."""

    text: str
    """Their words; empty when they were given the word and did not take it."""
    became: str | None = None
    """Reference of the record that it led to; None when it was heard and no more."""


@dataclass(frozen=True, kw_only=True)
class Event(Record):
    """An ART event with its agenda; its clock facts are moments of their own."""

    kind: str = ""
    title: str = ""
    iteration: str | None = None
    on: str | None = None
    steps: tuple[Step, ...] = ()
    minutes: int | None = None
    """How long it took, for one that was imported."""
    given: Mapping[str, int] | None = None
    """What an imported event is said to have produced: decisions, actions, changes, shown, ..."""
    begins: str | None = None
    """Planned start as wall-clock time of the train, `2026-11-18T09:00`; None for one that was
    started without a plan."""
    order: tuple[str, ...] = ()
    """Teams in the order in which they present, where a step goes through the teams."""
    roti: tuple[int, ...] = ()
    """Return on time invested: how many showed one to five fingers at the closing, never who."""


@dataclass(frozen=True, kw_only=True)
class Vote(Record):
    """A confidence vote: how many showed one to five fingers, never who."""

    scope: str = ""
    """`ART`, or the short id of the team that voted on its own objectives."""
    round: int = 1
    count: tuple[int, ...] = ()
    concern: str | None = None
    """A concern as imported, in one line."""
    concerns: tuple[Concern, ...] = ()
    """One line for each one or two that was shown."""
    result: str | None = None
    change: str | None = None
    """What was replanned before this round."""


@dataclass(frozen=True, kw_only=True)
class Moment(Record):
    """A clock fact: something that happened to an event's clock at `at`."""

    do: str = ""
    seconds: int | None = None
    before: str | None = None
    """Key of the step that was left, where time moves between two steps."""
    give: Mapping[str, int] | None = None
    """Seconds by step that a re-timing adds, or takes if negative."""
    item: str | None = None
    """What has the floor: a team's short id or a reference."""
    up: int | None = None
    """Milliseconds that the machine has been up, sleep included, when it happened."""
    boot: str | None = None
    """Which run of the machine `up` counts from."""


@dataclass(frozen=True, kw_only=True)
class Check(Record):
    """One cell of a checkpoint: how a team answered a question during the breakouts.

    One without team and question says that its round began. The verdict on a team's plan is one
    too, with its concerns as text.
    """

    round: int = 1
    """Which checkpoint of the event it belongs to, from 1; of a plan, its how many-th verdict."""
    team: str | None = None
    question: str = ""
    """Key of the question (`store.domain.checkpoints`)."""
    state: str = ""
    """done, not-yet or help; of a plan accepted or concerns."""


@dataclass(frozen=True, kw_only=True)
class DemoItem(Record):
    """Something that a System Demo shows, or could not show."""

    team: str | None = None
    objective: str | None = None
    """Reference of the PI objective that it is evidence for."""
    place: int = 0
    """Place in the running order, from 1."""
    seconds: int | None = None
    """Its own timebox; None shares the step's time evenly."""
    environment: str | None = None
    version: str | None = None
    shown: str | None = None
    """live, not-live (a recording, slides) or no; None while it is not known yet."""
    why: str | None = None
    """Why it could not be shown, or not live."""


@dataclass(frozen=True, kw_only=True)
class Feedback(Record):
    """What somebody said about something that was shown."""

    item: str | None = None
    """Reference of the demo item."""
    team: str | None = None
    owner: str | None = None
    """The role that gave it."""
    verdict: str | None = None
    """fits, change or unclear."""
    state: str = "open"
    """open, done, planned or declined: what became of it, asked at the next demo."""
    answer: str | None = None
    due: str | None = None
