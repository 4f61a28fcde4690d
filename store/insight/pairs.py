"""Pairs that depend on each other again and again: a question about the train's cut, not a score.

A pair that comes back in two planning intervals is worth a look; one that comes back with three
dependencies or more, and with nothing under way to reduce them, is a signal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from store.domain.records import Dependency, Improvement
from store.domain.refs import normal_ref
from store.domain.words import plural
from store.insight.by_interval import once
from store.insight.called import interval_of
from store.insight.coupling import was_late
from store.insight.dependencies import asks_how
from store.insight.snapshot import Snapshot

RECURS_IN = 2
"""Planning intervals from which on a pair counts as recurring."""

SIGNAL_FROM = 3
"""Dependencies in all from which on a recurring pair without a reduction is a signal."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A provider and a consumer, with what they owe each other over the planning intervals."""

    provider: str
    consumer: str
    refs: tuple[str, ...]
    intervals: tuple[str, ...]
    """Planning intervals in which the pair appears."""
    of: int
    """Planning intervals that have dependencies on record at all."""
    reductions: tuple[Improvement, ...]
    """Improvement items that name the pair."""
    late: tuple[str, ...] = ()
    """Those that came late, were missed, or are overdue now."""
    removed: tuple[str, ...] = ()
    """Those that went away: a reduction, and not counted in `refs`."""
    unasked: tuple[str, ...] = ()
    """Open ones of which nobody has said how they could go away."""

    @property
    def signal(self) -> bool:
        """Whether it is worth the question: what would remove this?"""
        return len(self.refs) >= SIGNAL_FROM and not self.reductions and not self.removed

    @property
    def words(self) -> str:
        """`DRE→BEA 4 in 2 of 2 intervals: no reduction item. What would remove it?`"""
        head = f"{self.provider}→{self.consumer} {len(self.refs)}"
        head += f" in {len(self.intervals)} of {plural(self.of, 'interval')}"
        if self.signal:
            return f"{head}: no reduction item. What would remove it?"
        tried = [f"{m.ref} {m.effect or 'not yet moved'}" for m in self.reductions]
        tried += [f"{ref} removed" for ref in self.removed]
        return f"{head}: {', '.join(tried)}" if tried else head


def recurring_pairs(snap: Snapshot, dependencies: Sequence[Dependency]) -> list[Pair]:
    """Pairs that appear in at least two planning intervals, as the train has its teams.

    Providers and then consumers, others behind as they were met: no pair is above another one.
    One that was removed no longer counts: that is what the question is for. An idea of how one
    could go away changes nothing yet.
    """
    counted = [d for d in dependencies if d.pi and d.state != "removed"]
    gone: dict[tuple[str | None, str | None], list[str]] = {}
    for item in dependencies:
        if item.state == "removed":
            gone.setdefault((item.provider, item.consumer), []).append(item.ref)
    order = [pi.short for pi in snap.intervals]
    known = sorted({d.pi or "" for d in counted}, key=lambda p: order.index(p) if p in order else 0)
    grouped: dict[tuple[str, str], list[Dependency]] = {}
    for item in counted:
        if item.provider and item.consumer:
            grouped.setdefault((item.provider, item.consumer), []).append(item)
    found = [
        _pair(snap, between, items, known, gone.get(between, ()))
        for between, items in grouped.items()
    ]
    recurring = [pair for pair in found if len(pair.intervals) >= RECURS_IN]
    place = {team.short: number for number, team in enumerate(snap.teams)}
    last = len(place)
    return sorted(
        recurring, key=lambda p: (place.get(p.provider, last), place.get(p.consumer, last))
    )


def all_pairs(snap: Snapshot) -> list[Pair]:
    """Recurring pairs of everything on record, worked out once for a snapshot."""
    return once(snap, ("all pairs",), lambda: recurring_pairs(snap, snap.dependencies))


def _pair(
    snap: Snapshot,
    between: tuple[str, str],
    items: Sequence[Dependency],
    known: Sequence[str],
    removed: Sequence[str],
) -> Pair:
    provider, consumer = between
    late = [d.ref for d in items if _came_late(snap, d)]
    mine = {normal_ref(d.ref) for d in items}
    naming = {normal_ref(ref) for d in items for ref in d.links}
    return Pair(
        provider,
        consumer,
        refs=tuple(d.ref for d in items),
        intervals=tuple(name for name in known if any(d.pi == name for d in items)),
        of=len(known),
        reductions=tuple(m for m in snap.improvements if _reduces(snap, m, between, mine, naming)),
        late=tuple(late),
        removed=tuple(removed),
        unasked=tuple(d.ref for d in items if asks_how(d)),
    )


def _came_late(snap: Snapshot, one: Dependency) -> bool:
    """Looked up once: every later interval asks it of all the earlier ones."""
    return once(
        snap,
        ("came late", one.id),
        lambda: was_late(one, interval_of(snap, one.pi), snap.today),
    )


def _reduces(
    snap: Snapshot,
    item: Improvement,
    between: tuple[str, str],
    dependencies: Set[str | None],
    naming: Set[str | None],
) -> bool:
    """Whether an improvement is linked to one of the pair's dependencies, or names both teams.

    `naming` is what the dependencies are linked to themselves.
    """
    if item.state == "dropped":
        return False
    linked = (normal_ref(ref) for ref in item.links)
    if normal_ref(item.ref) in naming or any(ref in dependencies for ref in linked):
        return True
    return all(_names(snap, item, team) for team in between)


def _names(snap: Snapshot, item: Improvement, team: str) -> bool:
    """Whether the words of an improvement name a team; looked up once for all of its pairs."""

    def work() -> bool:
        said = " ".join(part for part in (item.metric, item.text, item.cause) if part)
        short, full = _names_of(snap, team)
        return short.search(said) is not None or full.search(said) is not None

    return once(snap, ("names", item.id, team), work)


def _names_of(snap: Snapshot, team: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a team is called: its short id as it is written, its name in any case."""

    def work() -> tuple[re.Pattern[str], re.Pattern[str]]:
        full = next((t.name for t in snap.teams if t.short == team), team)
        return (
            re.compile(rf"\b{re.escape(team)}\b"),
            re.compile(rf"\b{re.escape(full)}\b", re.IGNORECASE),
        )

    return once(snap, ("names of", team), work)
