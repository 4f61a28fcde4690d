"""Improvements that worked, by the planning interval that they were meant for."""

from __future__ import annotations

from collections.abc import Sequence

from store.domain.records import Improvement
from store.insight.by_interval import count, no_data, once, percent, trend_of
from store.insight.charts import Stacked, Trend
from store.insight.measured import Figure, Measured, Numbers, Other
from store.insight.snapshot import Snapshot

EFFECTS = ("moved", "partly", "no effect")
OWED = "without a verdict"


def meant_for(snap: Snapshot, pi: str) -> Sequence[Improvement]:
    """Improvement items meant for an interval; dropped ones are told apart."""

    def work() -> dict[str, list[Improvement]]:
        found: dict[str, list[Improvement]] = {}
        for item in snap.improvements:
            found.setdefault(item.meant_for or item.pi or "", []).append(item)
        return found

    return once(snap, ("meant for",), work).get(pi, [])


def worked_figure(snap: Snapshot, pi: str) -> Figure:
    """Share that moved its measure, of those with a verdict."""
    judged = [i for i in meant_for(snap, pi) if i.state == "verified" and i.effect in EFFECTS]
    if not judged:
        return no_data("no improvement meant for this interval has its verdict yet", "%")
    moved = sum(i.effect == "moved" for i in judged)
    value = 100 * moved / len(judged)
    return Figure(value, f"{percent(value)}, {moved} of {len(judged)}", "%", len(judged))


def improvements(snap: Snapshot, pi: str) -> Measured:
    """What became of the improvement items."""
    found, trend = meant_for(snap, pi), trend_of(snap, pi, worked_figure)
    words = (*EFFECTS, OWED, "dropped")
    bars, rows = [], []
    for name, _ in trend:
        counts = [0] * len(words)
        for item in meant_for(snap, name):
            counts[words.index(_became(item))] += 1
        rows.append((name, *map(str, counts)))
        if any(counts):
            bars.append((name, tuple(float(c) for c in counts)))
    owed = [i for i in found if _became(i) == OWED]
    partly = sum(i.effect == "partly" for i in found if i.state == "verified")
    others = (
        Other("without a verdict yet", count(len(owed), len(found), "item"),
              "items meant for the interval that are neither verified nor dropped"),
        Other("moved partly", count(partly, len(found), "item"), "verdicts that say partly"),
    )  # fmt: skip
    return Measured(
        "improvements-worked", "Improvements that worked", "improvements",
        worked_figure(snap, pi),
        "verdicts that say moved ÷ items meant for the interval that have a verdict",
        "What did we learn from those that moved nothing?", trend, others if found else (),
        (
            Stacked("Verdicts of improvements", "items", words, tuple(bars), False),
            Trend("Improvements that worked", "%", trend),
        ) if bars else (),
        Numbers(("meant for", *words), tuple(rows)), tuple(i.ref for i in found),
    )  # fmt: skip


def _became(item: Improvement) -> str:
    if item.state == "dropped":
        return "dropped"
    judged = item.state == "verified" and item.effect in EFFECTS
    return item.effect or OWED if judged else OWED
