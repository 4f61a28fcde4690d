"""Putting records away instead of deleting them: which need a reason."""

from __future__ import annotations

from store.domain import improving
from store.domain.record import Record
from store.domain.records import (
    Action,
    Decision,
    Dependency,
    Impediment,
    Improvement,
    Milestone,
    Objective,
    Risk,
    Topic,
)
from store.errors import RuleBroken, UsageFault

KINDS = (
    *("risk", "impediment", "dependency", "decision", "objective", "action", "topic"),
    *("milestone", "improvement", "feedback", "demo"),
)
"""Kinds of which a record can be put away."""

SETTLED: dict[type[Record], tuple[str, ...]] = {
    Impediment: ("closed",),
    Dependency: ("accepted", "removed", "declined", "missed"),
    Decision: ("rejected", "superseded"),
    Action: ("done", "dropped", "resolved", "closed"),
    Topic: ("done", "dropped", "resolved", "closed", "keep", "change"),
    Milestone: ("reached", "missed"),
}
"""States in which a record of a kind owes nothing any more."""


def is_settled(record: Record) -> bool:
    """Whether it owes nothing: it can be put away without a reason.

    What is open may be put away too, with a reason that its history keeps: a double, a test, a
    thing that nobody means any more. A deletion would not even leave that. What is in a frozen
    plan always takes one: the plan would shrink in silence.
    """
    if isinstance(record, Risk):
        return record.roam == "R" or record.occurred is not None or record.merged is not None
    if isinstance(record, Objective):
        return record.actual is not None and record.baselined is None
    if isinstance(record, Improvement):
        return record.state not in improving.OPEN
    states = SETTLED.get(type(record))
    return states is None or getattr(record, "state", "") in states


def put_away(kind: str, record: Record, why: str, today: str) -> dict[str, str]:
    """The fields of a record that is put away today.

    Refuses one that is put away already, and an open one without a reason.
    """
    if kind not in KINDS:
        raise UsageFault(
            f"{record.ref or kind} cannot be archived ({kind}). Archive entries of a register."
        )
    if record.archived is not None:
        raise RuleBroken(f"{record.ref} is archived already.")
    if not why and isinstance(record, Objective) and record.baselined is not None:
        raise RuleBroken(f"{record.ref} is in a frozen plan. Say in a line why it is put away.")
    if not why and not is_settled(record):
        raise RuleBroken(f"{record.ref} is still open. Say in a line why it is put away.")
    return {"archived": today, **({"archived_why": why} if why else {})}


def brought_back(record: Record) -> dict[str, None]:
    """The fields of a record that is taken up again. Refuses one that is not put away."""
    if record.archived is None:
        raise RuleBroken(f"{record.ref} is not archived.")
    return {"archived": None, "archived_why": None}
