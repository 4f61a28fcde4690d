"""Snapshots made of a few records, for tests of figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from store.domain.records import Iteration, PlanningInterval, Record, Team
from store.insight.snapshot import Snapshot

ITERATIONS = (
    Iteration(name="I1", start="2026-09-28", end="2026-10-09"),
    Iteration(name="I2", start="2026-10-12", end="2026-10-23"),
    Iteration(name="I3", start="2026-10-26", end="2026-11-06"),
    Iteration(name="I4", start="2026-11-09", end="2026-11-20"),
)
BEFORE = PlanningInterval(id="pi-3", short="P3", start="2026-07-06", end="2026-09-27")
NOW = PlanningInterval(
    id="pi-4", short="P4", start="2026-09-28", end="2026-12-20", iterations=ITERATIONS
)
TEAMS = tuple(
    Team(id=f"team-{n}", short=short, name=short, order=n)
    for n, short in enumerate(("ANC", "BEA", "CAP"))
)
TODAY = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


def snap(
    *, pis: Sequence[PlanningInterval] = (BEFORE, NOW), **records: Sequence[Record]
) -> Snapshot:
    """A snapshot on 18 November of P4 with these records by kind."""
    return Snapshot(
        now=int(TODAY.timestamp() * 1000),
        zone=ZoneInfo("UTC"),
        train=None,
        pi=NOW,
        iteration=ITERATIONS[-1],
        records={"team": TEAMS, "pi": pis, **records},
    )


TABLE = (
    ("ANC", "16", "14", "5", "0", "14", "87.5 %"),
    ("BEA", "16", "16", "6", "5", "21", "131.3 %"),
    ("CAP", "20", "16", "0", "0", "16", "80.0 %"),
    ("DRE", "15", "11", "7", "0", "11", "73.3 %"),
    ("ENS", "15", "15", "4", "4", "19", "126.7 %"),
    ("FAT", "15", "10", "0", "0", "10", "66.7 %"),
    ("GAN", "15", "14", "3", "3", "17", "113.3 %"),
    ("ART", "112", "96", "25", "12", "108", "96.4 %"),
)
"""ART predictability of PI-26.3 of the sample by team in the train's order: planned and actual of
committed objectives, of uncommitted ones, all actual, achievement."""
