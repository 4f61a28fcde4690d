"""Whether a step has left behind what it should, asked once before the room moves on.

A step's `expects` names kinds of record, of which at least one must have been captured or changed
in it, and conditions, each of which must hold. Nothing here forces anybody: what lacks is said.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.domain.event_records import Check, Event, Step
from store.domain.records import Objective, Risk
from store.domain.words import plural
from store.insight import demo, promises, risks, votes
from store.insight.expected_loop import LOOP_CONDITIONS
from store.insight.plan import of_plan
from store.insight.rows import Urgency
from store.insight.surfaces import surface
from store.insight.turns import turns_of

if TYPE_CHECKING:
    from store.domain.clock import Face
    from store.insight.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked at: the step, the event, and which kinds were touched in the step."""

    snap: Snapshot
    event: Event
    step: Step
    touched: Collection[str]
    """Kinds of record that were captured or changed in this step."""
    face: Face


def _nothing_waiting(asked: Asked) -> str:
    """Something was captured or changed here, or nothing on the surface asks for anybody."""
    if asked.touched:
        return ""
    rows = surface(asked.snap, asked.step.surface).rows
    waiting = [row for row in rows if row.urgency is Urgency.NEEDS_YOU]
    if not waiting:
        return ""
    return f"{plural(len(waiting), 'line')} here still {_ask(len(waiting))} for somebody to act"


def _ask(count: int) -> str:
    return "asks" if count == 1 else "ask"


def _promises_complete(asked: Asked) -> str:
    """Everything promised in the event has an owner and a date."""
    lacking = [
        record.ref
        for kind in ("action", "decision", "impediment", "topic")
        for record in asked.snap.records.get(kind, ())
        if record.event == asked.event.ref
        and record.archived is None
        and promises.missing(record, kind)
    ]
    return f"no owner or no date yet: {', '.join(lacking)}" if lacking else ""


def _risks_roamed(asked: Asked) -> str:
    """No open risk of the interval that the event is about is without its letter."""
    here = of_plan(asked.snap, Risk, "risk")
    bare = [r.ref for r in here if r.roam == "U" and risks.is_open(r)]
    return f"without a letter: {', '.join(bare)}" if bare else ""


def _votes_carried(asked: Asked) -> str:
    """Every team and the train have voted, each last average carries, and low votes were heard."""
    found = votes.standings(asked.snap)
    missing = [one.scope for one in found if one.latest is None]
    below = [one.scope for one in found if one.latest and not votes.tally(one.latest).accepted]
    unheard = [one.scope for one in found if one.unheard]
    said = [
        ("no vote yet", missing),
        ("below 3", below),
        ("a one or two has not been heard", unheard),
    ]
    return "; ".join(f"{words}: {', '.join(scopes)}" for words, scopes in said if scopes)


def _checkpoint(asked: Asked) -> str:
    """At least one checkpoint was answered in this step."""
    mine = [
        check
        for check in asked.snap.of(Check, "check")
        if check.event == asked.event.ref and check.step == asked.step.key
    ]
    return "" if mine else "no checkpoint was answered in this step"


def _all_turns(asked: Asked) -> str:
    """Everybody has had the floor."""
    waiting = [
        turn.label
        for turn in turns_of(asked.snap, asked.event, asked.face)
        if turn.state == "to come"
    ]
    return f"not had the floor yet: {', '.join(waiting)}" if waiting else ""


def _objectives_valued(asked: Asked) -> str:
    """Every objective of the interval that is planned has its planned business value."""
    here = of_plan(asked.snap, Objective, "objective")
    bare = [o.ref for o in here if o.bv is None]
    if not here:
        return "no objective is on record"
    return f"without a planned business value: {', '.join(bare)}" if bare else ""


def _items_answered(asked: Asked) -> str:
    """Every item of the running order was shown, or it is said why not."""
    items = demo.items_on(asked.snap, asked.event)
    bare = [i.ref for i in items if i.shown is None]
    if not items:
        return "nothing was shown"
    return f"shown or not is not said yet: {', '.join(bare)}" if bare else ""


CONDITIONS: dict[str, Callable[[Asked], str]] = {
    "nothing-waiting": _nothing_waiting,
    "promises-complete": _promises_complete,
    "risks-roamed": _risks_roamed,
    "votes-carried": _votes_carried,
    "checkpoint": _checkpoint,
    "all-turns": _all_turns,
    "objectives-valued": _objectives_valued,
    "items-answered": _items_answered,
}
"""Conditions by name; each gives what lacks, in words, or nothing."""

KINDS = (
    *("decision", "action", "risk", "impediment", "dependency", "topic", "feedback", "vote"),
    *("problem", "improvement"),
)
"""Kinds of record that a step may be expected to leave behind."""

EXPECTED = (*KINDS, *CONDITIONS, *LOOP_CONDITIONS)
"""Everything that `expects` may name."""


def lacking(asked: Asked) -> str:
    """What the step has not left behind yet, in words without a full stop; empty if nothing."""
    kinds = [name for name in asked.step.expects if name in KINDS]
    loop = [LOOP_CONDITIONS[n](asked.snap) for n in asked.step.expects if n in LOOP_CONDITIONS]
    said = [CONDITIONS[name](asked) for name in asked.step.expects if name in CONDITIONS]
    if kinds and not any(kind in asked.touched for kind in kinds):
        said.insert(0, f"no {' and no '.join(kinds)} yet")
    return "; ".join(part for part in (*said, *loop) if part)
