"""Signals of dependency normalization: tracked in every planning interval, and never reduced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from store.domain.calendar import day
from store.domain.records import Dependency, Objective, PlanningInterval
from store.domain.words import plural
from store.insight.coupling import FEW, median_slack, removed_share, waits
from store.insight.dependencies import slack
from store.insight.pairs import all_pairs
from store.insight.signal import Signal, facts_with, refs_of
from store.insight.snapshot import Snapshot
from store.insight.thresholds import limit


def coupling(snap: Snapshot) -> Iterator[Signal]:
    """All of them: pairs over all intervals, the others for the current one."""
    yield from _pairs(snap)
    mine = [d for d in snap.dependencies if snap.is_current(d)]
    yield from _fan_in(snap, mine)
    yield from _slack(snap, mine)
    yield from _none_removed(snap)
    yield from _rising(snap)


def _pairs(snap: Snapshot) -> Iterator[Signal]:
    for pair in all_pairs(snap):
        many = len(pair.refs) >= limit(snap, "pair-total")
        if many and not pair.reductions and not pair.removed:
            between = f"{pair.provider}→{pair.consumer}"
            words = f"{between} {len(pair.refs)} in {plural(len(pair.intervals), 'interval')}, "
            yield Signal(
                f"pair:{pair.provider}>{pair.consumer}", "dependencies", "What would remove it?",
                facts_with(words + "no reduction item", pair.refs), pair.refs,
            )  # fmt: skip


def _fan_in(snap: Snapshot, mine: Sequence[Dependency]) -> Iterator[Signal]:
    """A provider that much of what is open waits for; providers in the train's order."""
    waiting = [d for d in mine if waits(d) and d.provider]
    counts = Counter(d.provider or "" for d in waiting)
    order = [team.short for team in snap.teams]
    for name in [*order, *(other for other in counts if other not in order)]:
        enough = counts[name] > limit(snap, "fan-in") * len(waiting)
        if len(waiting) >= FEW and counts[name] > 1 and enough:
            refs = refs_of(d for d in waiting if d.provider == name)
            words = f"{counts[name]} of {len(waiting)} open dependencies wait for {name}"
            yield Signal(
                f"fan-in:{name}", "dependencies", "Is the train cut where the work flows?",
                facts_with(words, refs), refs,
            )  # fmt: skip


def _slack(snap: Snapshot, mine: Sequence[Dependency]) -> Iterator[Signal]:
    if snap.pi is None:
        return
    pi = snap.pi
    tight = [d for d in mine if waits(d) and slack(d, pi) is not None]
    middle = median_slack(tight, pi)
    if middle is not None and len(tight) >= FEW and middle <= limit(snap, "median-slack"):
        said = f"{middle:g}".replace("-", "−")
        words = f"The middle slack of {len(tight)} open dependencies is {said}"
        yield Signal(
            f"slack:{snap.pi_name}", "dependencies", "What could come earlier, or be needed later?",
            facts_with(words, refs_of(tight)), refs_of(tight),
        )  # fmt: skip


def _none_removed(snap: Snapshot) -> Iterator[Signal]:
    """The latest interval that is over: dependencies ended, and none of them went away."""
    over = [pi for pi in snap.intervals if (end := day(pi.end)) and end < snap.today]
    if not over:
        return
    ended = [
        d
        for d in snap.of(Dependency, "dependency", over[-1].short)
        if d.state in ("delivered", "accepted", "removed")
    ]
    removed, whole = removed_share(ended)
    if whole >= limit(snap, "ended-least") and not removed:
        words = f"None of {plural(whole, 'dependency', 'dependencies')} of {over[-1].short} "
        yield Signal(
            f"none-removed:{over[-1].short}", "dependencies", "Which one could have gone away?",
            facts_with(words + "was removed", refs_of(ended)), refs_of(ended),
        )  # fmt: skip


def _rising(snap: Snapshot) -> Iterator[Signal]:
    """Dependencies per objective rose from interval to interval."""
    length = int(limit(snap, "rising-intervals"))
    known = [
        (pi, found, len(found) / objectives)
        for pi in snap.intervals
        if (objectives := _objectives(snap, pi))
        and (found := snap.of(Dependency, "dependency", pi.short))
    ][-length:]
    shares = [share for _, _, share in known]
    if len(known) == length and all(a < b for a, b in pairwise(shares)):
        refs = refs_of(known[-1][1])
        said = " → ".join(f"{pi.short} {share:.1f}" for pi, _, share in known)
        yield Signal(
            "dependencies-rising", "dependencies", "What makes the work need more teams?",
            f"Dependencies per objective: {said}", refs,
        )  # fmt: skip


def _objectives(snap: Snapshot, pi: PlanningInterval) -> int:
    return len(snap.of(Objective, "objective", pi.short))
