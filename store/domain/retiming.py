"""Spreading a deficit over the steps that may give time: a proposal, never a move.

The steps that are still to come and may give time give in proportion to what they have to give,
in whole seconds; none keeps less than half of the minutes that its agenda planned. Breaks, votes
and whatever else the agenda protects give nothing. A fixed start ahead (lunch) is a target of its
own: only what stands before it can help to reach it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from store.domain.clock import Face
from store.domain.event_records import Step
from store.domain.running_order import MINUTE, AgendaRow

KEEPS = 2
"""A step keeps at least one part in this many of its planned minutes."""
SECOND = 1000


@dataclass(frozen=True, slots=True)
class Give:
    """One step of a proposal: what it has now and what it would have, in ms."""

    key: str
    title: str
    from_ms: int
    to_ms: int

    @property
    def seconds(self) -> int:
        """What it gives, as seconds to add: zero or less."""
        return (self.to_ms - self.from_ms) // SECOND


@dataclass(frozen=True, slots=True)
class Proposal:
    """What re-timing would do. Spans in milliseconds."""

    gives: tuple[Give, ...]
    """The steps that would give time, in the order of the agenda."""
    deficit_ms: int
    """By how much the agenda is behind, or will miss a fixed start."""
    rest_ms: int
    """What the steps together cannot give: park a step, or end later."""

    @property
    def give(self) -> dict[str, int]:
        """Key -> seconds to add, as a moment stores it."""
        return {each.key: each.seconds for each in self.gives}


def least_ms(step: Step) -> int:
    """The least that a step keeps when it gives time: half of its planned minutes."""
    return step.minutes * MINUTE // KEEPS


def _can_give(row: AgendaRow, step: Step) -> int:
    """Whole seconds, in ms, that a step still to come can give."""
    if row.state != "to come" or not row.flexible:
        return 0
    kept = max(least_ms(step), row.spent_ms)
    return max(0, row.planned_ms - kept) // SECOND * SECOND


def _spread(needed: int, room: Sequence[int]) -> list[int]:
    """`needed` ms in proportion to `room`, in whole seconds, never more than there is.

    The seconds that rounding leaves over go one by one to those with the largest remainder.
    """
    total = sum(room)
    if not total:
        return [0] * len(room)
    wanted = min(total, -(-needed // SECOND) * SECOND)
    shares = [wanted * each // total // SECOND * SECOND for each in room]
    remainders = [wanted * each % (total * SECOND) for each in room]
    over = (wanted - sum(shares)) // SECOND
    order = sorted(range(len(room)), key=lambda n: (-remainders[n], n))
    for n in [n for n in order if shares[n] < room[n]][:over]:
        shares[n] += SECOND
    return shares


def _segments(
    rows: Sequence[AgendaRow], day: int
) -> list[tuple[list[AgendaRow], AgendaRow | None]]:
    """Steps of the day to come, cut in front of each fixed start; with the one that follows."""
    found: list[tuple[list[AgendaRow], AgendaRow | None]] = []
    part: list[AgendaRow] = []
    for row in (r for r in rows if r.state == "to come" and r.day == day):
        if row.fixed_at is not None:
            found.append((part, row))
            part = []
        part.append(row)
    return [*found, (part, None)]


def propose(steps: Sequence[Step], face: Face) -> Proposal:
    """The proposal for an event at this moment; without gives when it is on time or nothing can.

    Every fixed start of the day is aimed at in turn, then the planned end. What cannot be made
    good before a fixed start is asked of the steps behind it.
    """
    by_key = {step.key: step for step in steps}
    day = face.step.day if face.step else 1
    taken: dict[str, int] = {}
    gained = deficit = 0
    for part, anchor in _segments(face.rows, day):
        behind = anchor.late_ms if anchor is not None else face.behind_ms
        deficit = max(deficit, behind)
        room = [_can_give(row, by_key[row.key]) for row in part]
        shares = _spread(max(0, behind - gained), room)
        taken |= {row.key: share for row, share in zip(part, shares, strict=True) if share}
        gained = _gained_behind(anchor, gained + sum(shares))
    gives = tuple(
        Give(row.key, row.title, row.planned_ms, row.planned_ms - taken[row.key])
        for row in face.rows
        if row.key in taken
    )
    return Proposal(gives, max(0, deficit), max(0, face.behind_ms - gained))


def _gained_behind(anchor: AgendaRow | None, gained: int) -> int:
    """Of what was gained, what still counts behind a fixed start: time to wait gains nothing."""
    return gained if anchor is None else min(gained, anchor.late_ms)
