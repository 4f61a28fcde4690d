"""What the dependencies of a train say about how it is cut: figures of pairs and of the whole.

Second-loop learning: much string means that the train is cut wrong, and that is a question to look
at calmly after a planning. None of these figures is a score, and no list is sorted by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from store.domain.records import Dependency, PlanningInterval
from store.insight import dependencies
from store.insight.rows import Section, Told
from store.insight.snapshot import Snapshot

MUCH = 0.3
"""Share of the open dependencies from which on waiting for one provider is worth a question."""
FEW = 3
"""Open dependencies below which a share says nothing."""
NAMED = 8
"""References named in a line; the others are a number."""


def waits(dependency: Dependency) -> bool:
    """Whether its provider still has to give it."""
    return dependencies.is_open(dependency) and dependency.state != "delivered"


def was_late(dependency: Dependency, pi: PlanningInterval, today: date) -> bool:
    """Whether it came late, was missed, or is overdue now."""
    overdue = dependencies.health(dependency, pi, today).word.startswith("overdue")
    return overdue or dependencies.was_late(dependency, pi)


def median_slack(found: Iterable[Dependency], pi: PlanningInterval) -> float | None:
    """The middle slack of those that wait and have both iterations; None if there are none."""
    gaps = [gap for d in found if waits(d) and (gap := dependencies.slack(d, pi)) is not None]
    return float(median(gaps)) if gaps else None


def removed_share(found: Sequence[Dependency]) -> tuple[int, int]:
    """How many were removed, of those that were removed or delivered."""
    removed = sum(d.state == "removed" for d in found)
    return removed, removed + sum(d.state in ("delivered", "accepted") for d in found)


@dataclass(frozen=True, slots=True)
class FanIn:
    """A provider that much waits for: a question about the train's cut and not about the team."""

    provider: str
    waiting: int
    of: int

    @property
    def words(self) -> str:
        """`2 of 4 open dependencies wait for DRE. Is the train cut where the work flows?`"""
        return (
            f"{self.waiting} of {self.of} open dependencies wait for {self.provider}. "
            "Is the train cut where the work flows?"
        )


def fan_in(snap: Snapshot, found: Iterable[Dependency]) -> list[FanIn]:
    """Providers that more than `MUCH` of what is open waits for, in the train's order."""
    waiting = [d.provider for d in found if waits(d) and d.provider]
    if len(waiting) < FEW:
        return []
    counts = Counter(waiting)
    order = [team.short for team in snap.teams]
    names = [*order, *(name for name in counts if name not in order)]
    return [
        FanIn(name, counts[name], len(waiting))
        for name in names
        if counts[name] > 1 and counts[name] > MUCH * len(waiting)
    ]


def named(refs: Sequence[str]) -> str:
    """`D401, D404`; of many the first, and how many more."""
    more = f" and {len(refs) - NAMED:,} more" if len(refs) > NAMED else ""
    return ", ".join(refs[:NAMED]) + more


def how_told(found: Iterable[Dependency]) -> tuple[Section, ...]:
    """The quiet question to open dependencies that nobody has asked it yet; nothing if asked."""
    asked = [d.ref for d in found if dependencies.asks_how(d)]
    if not asked:
        return ()
    told = Told("o", f"Nobody has said it yet of {named(asked)}.")
    return (Section("How could they go away?", (), "", (told,)),)


def web_words(found: Sequence[Dependency], name: str) -> str:
    """What having none, or many, may mean; "" where there is nothing to ask."""
    if not found:
        return (
            f"No dependency on record for {name or 'this interval'}. That is as odd as a spider's "
            "web: who has asked whom?"
        )
    return ""
