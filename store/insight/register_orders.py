"""The orders of a register: by what needs somebody first, by days, by exposure, by reference.

Never by a person or a team. Objectives stand in the train's own order of teams, which is a place
and no ranking.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, cast

from store.domain.calendar import day, position, slot
from store.domain.records import (
    NAMES,
    NESTED,
    TYPES,
    Action,
    Dependency,
    Impediment,
    Improvement,
    PlanningInterval,
    Record,
    Risk,
    Topic,
    read,
)
from store.domain.refs import parse_ref
from store.insight import (
    blocks,
    dependencies,
    impediments,
    improvements,
    promises,
    risk_reviews,
    risks,
)
from store.insight.called import interval_of
from store.insight.snapshot import Snapshot

LAST = 99
"""The place of what has none."""


class Entry(NamedTuple):
    """What a register knows of one record without making a value of it. Days are ordinals."""

    key: str
    number: int
    """Of its reference; 0 without one."""
    attention: tuple[int, ...]
    began: int
    """The day it was raised or decided; 0 when nobody knows."""
    next_on: int
    """The next day on which it asks for somebody; 0 for none."""
    exposure: int | None
    age: int | None
    bv: int | None
    open: bool
    here: bool
    """Whether it belongs to the current planning interval."""
    archived: bool
    owing: bool = False
    """Whether it owes its verdict now."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The moment and the train that a register is read for."""

    kind: str
    snap: Snapshot
    today: date
    names: Mapping[str, str]
    """Teams' names by their ids, retired ones too."""
    places: Mapping[str, int]
    """Places of the teams in the train."""
    intervals: dict[str, PlanningInterval] = field(default_factory=dict)

    def interval(self, name: str | None) -> PlanningInterval:
        """The planning interval of this name, looked up once."""
        found = self.intervals.get(name or "")
        if found is None:
            found = self.intervals[name or ""] = interval_of(self.snap, name)
        return found


@lru_cache(maxsize=8192)
def _ordinal(text: str) -> int:
    found = day(text)
    return found.toordinal() if found else 0


def _likeness(kind: str) -> type:
    """A class with the fields of a kind's records at their defaults."""
    blank = TYPES[kind](id="")
    return type(kind, (), {name: getattr(blank, name) for name in NAMES[TYPES[kind]]})


_LIKENESSES = {kind: _likeness(kind) for kind in TYPES}


def likeness(kind: str, key: str, doc: Mapping[str, Any]) -> Record:
    """Something with the record's fields, in a fiftieth of the time that a value takes.

    The rules about records read fields and never change them, so that they may read this one. A
    document with parts of its own becomes a value, because rules read the parts too.
    """
    if not NESTED.keys().isdisjoint(doc):
        return read(kind, key, doc)
    found = _LIKENESSES[kind]()
    found.__dict__.update(doc)
    found.__dict__["id"] = key
    return cast(Record, found)


# -- what needs somebody first, by kind. The meanings are those of each kind's own list.


def _risk(record: Record, seen: Seen) -> tuple[int, ...]:
    return risk_reviews.attention_order(seen.snap, cast(Risk, record))


def _impediment(record: Record, seen: Seen) -> tuple[int, ...]:
    off = impediments.holidays(seen.snap)
    return impediments.attention_order(cast(Impediment, record), seen.today, off)


def _dependency(record: Record, seen: Seen) -> tuple[int, ...]:
    item = cast(Dependency, record)
    pi = seen.interval(item.pi)
    found = blocks.against(seen.snap).get(item.id, ())
    urgency = dependencies.health(item, pi, seen.today, found).urgency
    # By their numbers where the interval has no iterations on record, as its own list has it.
    place = position(pi, item.need) if pi.iterations else slot(item.need)
    return (-_ordinal(pi.start), -int(urgency), LAST if place is None else place)


def _action(record: Record, seen: Seen) -> tuple[int, ...]:  # noqa: ARG001 - one shape for all
    action = cast(Action, record)
    return (0 if promises.is_open(action) else 1, _ordinal(action.due or ""))


def _topic(record: Record, seen: Seen) -> tuple[int, ...]:  # noqa: ARG001 - one shape for all
    return (0 if promises.is_open(cast(Topic, record)) else 1,)


def _objective(record: Record, seen: Seen) -> tuple[int, ...]:
    team = getattr(record, "team", None) or ""
    return (_ordinal(seen.interval(record.pi).start), seen.places.get(team, LAST))


def _milestone(record: Record, seen: Seen) -> tuple[int, ...]:
    return (0 if _is_open("milestone", record) else 1, _next_day("milestone", record, seen))


def _improvement(record: Record, seen: Seen) -> tuple[int, ...]:
    return (improvements.attention(cast(Improvement, record), seen.snap),)


ATTENTION: dict[str, Callable[[Record, Seen], tuple[int, ...]]] = {
    "risk": _risk,
    "impediment": _impediment,
    "dependency": _dependency,
    "action": _action,
    "topic": _topic,
    "objective": _objective,
    "milestone": _milestone,
    "improvement": _improvement,
}


OPEN_STATE = {"decision": "proposed", "milestone": "planned"}
"""The state in which a record waits for somebody, of kinds without a rule of their own."""


def _is_open(kind: str, record: Record) -> bool:
    match kind:
        case "risk":
            return risks.is_open(cast(Risk, record))
        case "impediment":
            return impediments.is_open(cast(Impediment, record))
        case "dependency":
            return dependencies.is_open(cast(Dependency, record))
        case "improvement":
            return improvements.is_open(cast(Improvement, record))
        case _:
            return bool(getattr(record, "state", "") == OPEN_STATE.get(kind, "open"))


def _next_day(kind: str, record: Record, seen: Seen) -> int:
    """The nearest day that a record names, past or to come; else the end of its iteration."""
    found = [
        ordinal
        for name in ("due", "review", "revisit")
        if (text := getattr(record, name, None)) and (ordinal := _ordinal(text))
    ]
    if found:
        return min(found)
    name = {"dependency": "need", "milestone": "iteration", "improvement": "planned"}.get(kind)
    wanted = getattr(record, name, None) if name else None
    if not wanted:
        return 0
    pi = seen.interval(record.pi)
    place = position(pi, wanted)
    return 0 if place is None else _ordinal(pi.iterations[place].end)


def _began(record: Record, seen: Seen) -> int:
    text = getattr(record, "raised", None) or getattr(record, "on", None)
    if text:
        return _ordinal(text)
    at = record.at
    return seen.snap.local(at).toordinal() if at is not None else 0


def entry_of(key: str, doc: Mapping[str, Any], seen: Seen) -> Entry:
    """What a register has to know of a record."""
    kind = seen.kind
    record = likeness(kind, key, doc)
    ref = parse_ref(str(doc.get("ref", "")))
    began = _began(record, seen)
    if kind == "impediment":
        age = impediments.age_days(cast(Impediment, record), seen.today)
    else:
        age = max(0, seen.today.toordinal() - began) if began else None
    attention = ATTENTION.get(kind)
    return Entry(
        key,
        ref[1] if ref else 0,
        attention(record, seen) if attention else (),
        began,
        _next_day(kind, record, seen),
        risks.exposure(cast(Risk, record)) if kind == "risk" else None,
        age,
        doc.get("bv"),
        _is_open(kind, record),
        seen.snap.pi is None or seen.snap.is_current(record),
        doc.get("archived") is not None,
        kind == "improvement" and improvements.owes_verdict(cast(Improvement, record), seen.snap),
    )


Key = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """One way to order a register. `key` sees nothing that names a person or a team."""

    name: str
    """What `--sort` takes."""
    says: str
    key: Callable[[Entry], Key]


_ATTENTION = Order("attention", "what needs somebody first", lambda e: e.attention)
_PLACE = Order("place", "the train's order", lambda e: e.attention)
_NEWEST = Order("newest", "newest first", lambda e: (-e.began, -e.number))
_OLDEST = Order("oldest", "oldest first", lambda e: (0 if e.began else 1, e.began))
_NEXT = Order(
    "next",
    "next date first",
    lambda e: (0 if e.open else 1, 0 if e.next_on else 1, e.next_on),
)
_EXPOSURE = Order(
    "exposure", "highest exposure first", lambda e: (0 if e.open else 1, -(e.exposure or 0))
)
_REFERENCE = Order("ref", "by reference", lambda _: ())

_OTHERS = (_NEWEST, _OLDEST, _NEXT, _REFERENCE)
ORDERS: dict[str, tuple[Order, ...]] = {
    "risk": (_ATTENTION, _EXPOSURE, *_OTHERS),
    "impediment": (_ATTENTION, *_OTHERS),
    "dependency": (_ATTENTION, *_OTHERS),
    "decision": (_NEWEST, _OLDEST, _NEXT, _REFERENCE),
    "objective": (_PLACE, _NEWEST, _OLDEST, _REFERENCE),
    "action": (_ATTENTION, *_OTHERS),
    "topic": (_ATTENTION, *_OTHERS),
    "milestone": (_ATTENTION, *_OTHERS),
    "improvement": (_ATTENTION, *_OTHERS),
}
"""The orders of each kind; the first is how its register opens."""


def orders_of(kind: str) -> tuple[Order, ...]:
    """The orders of a kind; one without a register is listed as it was made."""
    return ORDERS.get(kind, (_REFERENCE, _NEWEST, _OLDEST))


def order_named(kind: str, name: str) -> Order | None:
    """The order of a kind with this name, or None."""
    return next((order for order in orders_of(kind) if order.name == name), None)
