"""The records by which a train learns: problems, improvements, measures, flow, dismissed questions.

Dates are ISO dates in the train's zone, moments are milliseconds since 1970 in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass

from store.domain.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One cause on a fishbone: on a bone, or under another cause as the answer to a why."""

    key: str
    """Its own in its problem, like c3; never used again."""
    text: str
    bone: str | None = None
    """The bone it hangs on; None for one under another cause, which hangs where that one does."""
    under: str | None = None
    """Key of the cause that it explains."""
    dots: int | None = None
    """Dots that the room gave it; None before anybody was asked, never who."""
    at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """One idea of the brainstorm."""

    key: str
    """Its own in its problem, like s2; never used again."""
    text: str
    dots: int | None = None
    became: str | None = None
    """Reference of the improvement item that it led to."""
    at: int | None = None


@dataclass(frozen=True, kw_only=True)
class Problem(Record):
    """A problem that a group works through: statement, causes, dots, restatement, solutions.

    `text` is what happens, as observed. `links` are the records that show it.
    """

    group: str | None = None
    """What the group at work calls itself."""
    where: str | None = None
    when: str | None = None
    effect: str | None = None
    bones: tuple[str, ...] = ()
    """Bones of its fishbone, in order; empty for the usual five."""
    causes: tuple[Cause, ...] = ()
    keys: int = 0
    """How many keys of causes and solutions were given so far: none is used twice."""
    voters: int | None = None
    """How many gave dots."""
    each: int | None = None
    """Dots that each of them had."""
    root: str | None = None
    """Key of the cause that the room chose as the biggest."""
    restated: str | None = None
    """The problem said again, sharper, for that cause."""
    solutions: tuple[Solution, ...] = ()
    state: str = "open"
    """open, gathered: told to the whole room, or dropped."""
    note: str | None = None
    """Why it was dropped; what the room said when it was gathered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementStep:
    """One change of an improvement's state: kept, so that none is rewritten."""

    state: str
    before: str
    on: str
    at: int | None = None
    event: str | None = None
    """Reference of the event during which it was said."""
    by: str | None = None
    why: str | None = None
    value: float | None = None
    """What its measure said then."""
    effect: str | None = None
    """moved, partly or no effect, with a verdict."""
    meant_for: str | None = None
    """Planning interval that it was carried to."""
    left: str | None = None
    """Planning interval that it was carried from."""


@dataclass(frozen=True, kw_only=True)
class Improvement(Record):
    """An improvement item from an Inspect & Adapt. `text` is what is done: "if we ..."."""

    team: str | None = None
    owner: str | None = None
    nature: str | None = None
    """backlog item, policy or working agreement."""
    problem: str | None = None
    """Reference of the problem that it comes from."""
    cause: str | None = None
    metric: str | None = None
    """What it is meant to move, in words."""
    gauge: str | None = None
    """Key of a measure that the console computes (`store.insight.gauges`), or the reference of a
    measure of one's own: then the present value fills itself in."""
    base: float | None = None
    goal: float | None = None
    present: float | None = None
    """Present value as somebody said it; one of a gauge is computed."""
    due: str | None = None
    """Day by which the measure should have moved."""
    size: str | None = None
    backlog: str | None = None
    """What it is called in the ART backlog."""
    state: str = "proposed"
    """proposed, accepted, planned, doing, done, verified, dropped or carried."""
    effect: str | None = None
    """moved, partly or no effect: the verdict of a later Inspect & Adapt."""
    raised_in: str | None = None
    meant_for: str | None = None
    """Planning interval in which it should be done."""
    planned: str | None = None
    """Iteration that it is planned in."""
    done: str | None = None
    times_carried: int = 0
    """How often it was carried to another planning interval."""
    note: str | None = None
    """What was said with its present state."""
    steps_taken: tuple[ImprovementStep, ...] = ()
    """Every change of its state, oldest first."""


@dataclass(frozen=True, kw_only=True)
class OwnMeasure(Record):
    """A measure that the train keeps itself, like an outcome; `text` is its name."""

    unit: str | None = None
    area: str | None = None
    """outcome, flow or competency."""
    better: str | None = None
    """up or down; None where neither is better."""
    owner: str | None = None


@dataclass(frozen=True, kw_only=True)
class Reading(Record):
    """One value of a measure of one's own, on a day."""

    measure: str = ""
    """Reference of the measure."""
    value: float | None = None
    on: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class FlowItem(Record):
    """A piece of work as it flowed through the train: a feature, an enabler, a defect, ..."""

    key: str | None = None
    """What it is called where it is kept: its second import changes it instead of doubling it."""
    team: str | None = None
    nature: str | None = None
    """feature, enabler, defect, risk or debt."""
    started: str | None = None
    done: str | None = None
    active: float | None = None
    """Days on which somebody worked on it, of all that it took."""
    size: float | None = None
    state: str | None = None
    """dropped for one that was given up; else it follows from its days."""


@dataclass(frozen=True, kw_only=True)
class Dismissal(Record):
    """A question of the console that somebody put aside, and why."""

    signal: str = ""
    """Key of the signal, with what it is about."""
    why: str = ""
    refs: tuple[str, ...] = ()
    """The evidence that was looked at: with more of it the question comes back."""
    on: str | None = None
