"""The records of a train as immutable values, read from stored documents.

A document is a plain dict of facts; `read(kind, key, doc)` gives the value that rules and screens
work with. Fields that are absent in the document are None (or the default that the field has): a
fact that nobody stated is unknown, never zero. Fields this version does not know stay in the
document untouched.

Dates are ISO dates in the train's zone, moments are milliseconds since 1970 in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from store.domain.calendar_records import Holiday as Holiday
from store.domain.calendar_records import Offset as Offset
from store.domain.calendar_records import Prep as Prep
from store.domain.event_records import Check as Check
from store.domain.event_records import Concern as Concern
from store.domain.event_records import DemoItem as DemoItem
from store.domain.event_records import Event as Event
from store.domain.event_records import Feedback as Feedback
from store.domain.event_records import Moment as Moment
from store.domain.event_records import Step as Step
from store.domain.event_records import Vote as Vote
from store.domain.loop_records import Cause as Cause
from store.domain.loop_records import Dismissal as Dismissal
from store.domain.loop_records import FlowItem as FlowItem
from store.domain.loop_records import Improvement as Improvement
from store.domain.loop_records import ImprovementStep as ImprovementStep
from store.domain.loop_records import OwnMeasure as OwnMeasure
from store.domain.loop_records import Problem as Problem
from store.domain.loop_records import Reading as Reading
from store.domain.loop_records import Solution as Solution
from store.domain.record import Record as Record
from store.domain.register_records import Action as Action
from store.domain.register_records import Decision as Decision
from store.domain.register_records import Dependency as Dependency
from store.domain.register_records import Escalation as Escalation
from store.domain.register_records import Impediment as Impediment
from store.domain.register_records import Milestone as Milestone
from store.domain.register_records import Objective as Objective
from store.domain.register_records import ObjectiveMove as ObjectiveMove
from store.domain.register_records import Topic as Topic
from store.domain.risk_records import Lettered as Lettered


@dataclass(frozen=True, kw_only=True)
class Train(Record):
    """The Agile Release Train itself: one per store."""

    short: str = ""
    name: str = ""
    purpose: str = ""
    zone: str = "UTC"
    people: int | None = None
    roles: tuple[str, ...] = ()
    letters: Mapping[str, str] | None = None
    """Reference letters of each kind, where they differ from the defaults."""
    cadence: tuple[Offset, ...] | None = None
    """The events of each planning interval; None where nobody has said, which means the usual."""
    holidays: tuple[Holiday, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Team(Record):
    """A team of the train; `short` is the id that people type after `@`."""

    short: str = ""
    name: str = ""
    does: str = ""
    people: int | None = None
    order: int = 0
    """Place in the train's own order, which every list keeps."""
    retired: str | None = None
    """Day since which it is no longer part of the train; its records stay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Iteration:
    """One iteration; `end` is its last day."""

    name: str
    start: str
    end: str


@dataclass(frozen=True, kw_only=True)
class PlanningInterval(Record):
    """A planning interval with its iterations, in order; `short` is its name, like PI-26.4."""

    short: str = ""
    start: str = ""
    end: str = ""
    state: str = "planned"
    iterations: tuple[Iteration, ...] = ()
    closed: str | None = None
    """Day on which everything still open in it was carried or closed; None before."""
    note: str | None = None
    """What was said when it was closed, or opened again."""
    given_predictability: float | None = None
    """ART predictability in percent as reported for an interval whose objectives are not here."""


@dataclass(frozen=True, kw_only=True)
class Risk(Record):
    """A risk: condition and consequence, exposure, and its ROAM letter with its duties."""

    team: str | None = None
    condition: str | None = None
    consequence: str | None = None
    p: int | None = None
    i: int | None = None
    roam: str = "U"
    """R, O, A, M, or U for a risk that is not ROAMed yet."""
    owner: str | None = None
    review: str | None = None
    action: str | None = None
    due: str | None = None
    note: str | None = None
    letters_before: tuple[str, ...] = ()
    occurred: str | None = None
    impediment: str | None = None
    raised: str | None = None
    merged: str | None = None
    """Reference of the risk that says the same and stands for this one too."""
    level: str | None = None
    """team for one that was handed back to its team; None for one that the train looks after."""
    needs: str | None = None
    """leaders for one that the room marked for them."""
    contingency: str | None = None
    """What the train does if it happens all the same."""
    trigger: str | None = None
    """The sign by which the train sees that it is happening."""
    roamed: tuple[Lettered, ...] = ()
    """Every letter that was given here, oldest first, with its duties; its handing back too."""
    settled_in: str | None = None
    """Reference of the event in which it was merged or happened."""


TYPES: dict[str, type[Record]] = {
    "train": Train,
    "team": Team,
    "pi": PlanningInterval,
    "objective": Objective,
    "dependency": Dependency,
    "risk": Risk,
    "impediment": Impediment,
    "decision": Decision,
    "action": Action,
    "topic": Topic,
    "event": Event,
    "improvement": Improvement,
    "vote": Vote,
    "moment": Moment,
    "check": Check,
    "demo": DemoItem,
    "feedback": Feedback,
    "prep": Prep,
    "milestone": Milestone,
    "problem": Problem,
    "measure": OwnMeasure,
    "reading": Reading,
    "flow": FlowItem,
    "dismissal": Dismissal,
}
"""The type of each kind; the kind is also the name of its TinyDB table."""

Part = (
    Step
    | Iteration
    | Concern
    | Lettered
    | Offset
    | Holiday
    | Escalation
    | ObjectiveMove
    | Cause
    | Solution
    | ImprovementStep
)

NESTED: dict[str, type[Part]] = {
    "steps": Step,
    "iterations": Iteration,
    "concerns": Concern,
    "roamed": Lettered,
    "cadence": Offset,
    "holidays": Holiday,
    "escalations": Escalation,
    "moves": ObjectiveMove,
    "causes": Cause,
    "solutions": Solution,
    "steps_taken": ImprovementStep,
}

NAMES = {cls: frozenset(f.name for f in fields(cls)) for cls in (*TYPES.values(), *NESTED.values())}
"""The fields of each type, looked up once: thousands of documents are read at a time."""


def _part(part: type[Part], item: dict[str, Any]) -> object:
    names = NAMES[part]
    known: dict[str, Any] = {
        name: _listed(name, stored) if isinstance(stored, list) else stored
        for name, stored in item.items()
        if name in names
    }
    return part(**known)


def _listed(name: str, stored: list[Any]) -> tuple[object, ...]:
    part = NESTED.get(name)
    return tuple(stored) if part is None else tuple([_part(part, item) for item in stored])


def read(kind: str, key: str, doc: Mapping[str, Any]) -> Record:
    """The value of a stored document of `kind`; `key` is the record's id.

    Fields that the document does not have are found as the defaults of the class.
    """
    cls = TYPES[kind]
    names = NAMES[cls]
    known = dict(doc)
    if not known.keys() <= names or None in known.values():
        known = {n: value for n, value in known.items() if n in names and value is not None}
    for name in [n for n, value in known.items() if value.__class__ is list]:
        known[name] = _listed(name, known[name])
    known["id"] = key
    made = cls.__new__(cls)
    object.__setattr__(made, "__dict__", known)
    return made
