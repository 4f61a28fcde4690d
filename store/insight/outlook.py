"""What an event would be like if it were started: its agenda, what experience says, its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from store.domain.agenda import Template, fixed_starts
from store.domain.clock import face
from store.domain.running_order import AgendaRow
from store.insight.learned import Learned, learned, suggested

if TYPE_CHECKING:
    from store.insight.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One step of a plan: its place in time, and what it took in the past (None: no data)."""

    row: AgendaRow
    minutes: int
    usual: Learned | None

    @property
    def usual_words(self) -> str:
        """`usually 11 min, n=4`; empty where nothing is known yet."""
        return f"usually {self.usual.minutes} min, n={self.usual.n}" if self.usual else ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of an event that has not been started. Moments in ms UTC."""

    rows: tuple[PlanRow, ...]
    begins_at: int
    ends_at: int
    minutes: int
    suggested: Mapping[str, int]
    """Step key -> minutes that experience suggests instead."""

    @property
    def conflicts(self) -> tuple[AgendaRow, ...]:
        """Steps with a fixed start that this agenda would miss."""
        return tuple(each.row for each in self.rows if each.row.late_ms > 0)


def plan(
    snap: Snapshot,
    template: Template,
    minutes: Mapping[str, int] | None = None,
    begins: int | None = None,
) -> Plan:
    """The plan for an event of this template that begins at `begins` (ms UTC), or now.

    `minutes` gives steps by key another length than the template's.
    """
    chosen = minutes or {}
    steps = tuple(replace(s, minutes=chosen.get(s.key, s.minutes)) for s in template.steps)
    at = begins if begins is not None else snap.now
    fixed = fixed_starts(steps, snap.local(at).date(), snap.zone)
    seen = face(steps, (), at, at, fixed=fixed)
    known = learned(snap, template.kind)
    rows = tuple(
        PlanRow(row, step.minutes, known.get(step.key))
        for row, step in zip(seen.rows, steps, strict=True)
    )
    return Plan(
        rows=rows,
        begins_at=at,
        ends_at=rows[-1].row.ends_at,
        minutes=sum(step.minutes for step in steps),
        suggested=suggested(steps, known),
    )
