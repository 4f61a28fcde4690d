"""Signals of metric misuse: numbers that people are held to, and what they do then."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from store.domain.records import Objective, PlanningInterval, Record
from store.domain.words import plural
from store.insight.objectives import before_moves
from store.insight.signal import Signal, facts_with, refs_of
from store.insight.snapshot import Snapshot
from store.insight.thresholds import limit

REWARD = re.compile(r"\b(?:bonus(?:es)?|incentives?|appraisals?|performance review)\b", re.I)


def metrics(snap: Snapshot) -> Iterator[Signal]:
    """All of them, over the planning intervals that have objectives on record."""
    found = [
        (pi, mine) for pi in snap.intervals if (mine := snap.of(Objective, "objective", pi.short))
    ]
    yield from _exact(snap, found)
    yield from _uncommitted(snap, found)
    yield from _taken_back(snap)
    yield from _above(snap, found)
    yield from _drifting(snap, found)
    yield from _rewarded(snap)


Found = Sequence[tuple[PlanningInterval, list[Objective]]]


def _exact(snap: Snapshot, found: Found) -> Iterator[Signal]:
    """Every actual value exactly as planned, interval after interval."""
    length = int(limit(snap, "exact-intervals"))
    scored = [(pi, mine) for pi, mine in found if all(o.actual is not None for o in mine)]
    last = scored[-length:]
    if len(last) == length and all(o.actual == o.bv for _, mine in last for o in mine):
        refs = refs_of(o for _, mine in last for o in mine)
        names = " and ".join(pi.short for pi, _ in last)
        yield Signal(
            "exact-values", "metrics", "How was the actual value found?",
            f"Every actual value as planned in {names}", refs,
        )  # fmt: skip


def _uncommitted(snap: Snapshot, found: Found) -> Iterator[Signal]:
    """The uncommitted share of planned value rose sharply from one interval to the next."""
    known = [(pi, mine, share) for pi, mine in found if (share := _share(mine)) is not None]
    if len(known) < 2:
        return
    (before, _, was), (pi, mine, now) = known[-2:]
    if now - was > limit(snap, "uncommitted-rise"):
        words = f"Uncommitted value {was:.0%} in {before.short}, {now:.0%} in {pi.short}"
        refs = refs_of(o for o in mine if o.committed is False)
        yield Signal(
            f"uncommitted:{pi.short}", "metrics", "What made the plan harder to promise?",
            facts_with(words, refs), refs,
        )  # fmt: skip


def _share(mine: Sequence[Objective]) -> float | None:
    planned = sum(o.bv or 0 for o in mine)
    loose = sum(o.bv or 0 for o in mine if o.committed is False)
    return loose / planned if planned else None


def _taken_back(snap: Snapshot) -> Iterator[Signal]:
    """Objectives that were committed in the frozen plan and are not any more."""
    moved = [
        o
        for o in snap.objectives
        if snap.is_current(o) and o.baselined and o.base_committed and o.committed is False
    ]
    if moved:
        said = "; ".join(f"{o.ref} {before_moves(o)}" for o in moved[:3])
        yield Signal(
            f"uncommitted-later:{snap.pi_name}", "metrics", "What did we learn, and who knows it?",
            f"No longer committed since the plan was frozen: {said}", refs_of(moved),
        )  # fmt: skip


def _above(snap: Snapshot, found: Found) -> Iterator[Signal]:
    """A team above 100 % again and again: a question about promising, teams in their order."""
    length = int(limit(snap, "above-intervals"))
    last = found[-length:]
    scored = [(pi, mine) for pi, mine in last if any(o.actual is not None for o in mine)]
    if len(scored) < length:
        return
    for team in snap.teams:
        mine = [[o for o in one if o.team == team.short] for _, one in scored]
        if all(_is_above(objectives) for objectives in mine):
            refs = refs_of(o for objectives in mine for o in objectives)
            words = f"{team.short}: more than planned in {plural(length, 'interval')} running"
            yield Signal(
                f"above:{team.short}", "metrics", "What holds the team back from promising it?",
                facts_with(words, refs), refs,
            )  # fmt: skip


def _is_above(mine: Sequence[Objective]) -> bool:
    if any(o.actual is None for o in mine):
        return False
    planned = sum(o.bv or 0 for o in mine if o.committed)
    return bool(planned) and sum(o.actual or 0 for o in mine) > planned


def _drifting(snap: Snapshot, found: Found) -> Iterator[Signal]:
    """The planned value of an objective, on average, fell from interval to interval."""
    length = int(limit(snap, "rising-intervals"))
    last = [
        (pi, mine, sum(o.bv or 0 for o in valued) / len(valued))
        for pi, mine in found
        if (valued := [o for o in mine if o.bv is not None])
    ][-length:]
    means = [mean for _, _, mean in last]
    if len(last) == length and all(a > b for a, b in pairwise(means)):
        said = " → ".join(f"{pi.short} {mean:.1f}" for pi, _, mean in last)
        yield Signal(
            "values-falling", "metrics", "Is the work worth less, or is the scale another?",
            f"Planned value of an objective, on average: {said}", refs_of(last[-1][1]),
        )  # fmt: skip


def _rewarded(snap: Snapshot) -> Iterator[Signal]:
    """A measure that is tied to a reward."""
    records: list[Record] = [*snap.own_measures, *snap.readings, *snap.improvements]
    tied = [
        r
        for r in records
        if any(REWARD.search(str(getattr(r, f, None) or "")) for f in ("text", "note", "metric"))
    ]
    if refs := refs_of(tied):
        yield Signal(
            "rewards", "metrics", "What will people do to reach the number?",
            facts_with("A measure speaks of a reward", refs), refs,
        )  # fmt: skip
