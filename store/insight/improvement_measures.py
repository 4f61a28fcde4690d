"""Improvements that worked, by the planning interval that they were meant for, as a measure."""

from __future__ import annotations

from store.insight.by_interval import count, no_data, once, percent, trend_of
from store.insight.charts import Stacked, Trend
from store.insight.improvements import Success, success
from store.insight.measured import Figure, Measured, Numbers, Other
from store.insight.snapshot import Snapshot

WORDS = ("moved", "partly", "no effect", "without a verdict", "dropped", "carried on")


def _of(snap: Snapshot, pi: str) -> Success:
    """What became of those meant for an interval; nothing of none."""
    known = once(snap, ("success",), lambda: {one.pi: one for one in success(snap)})
    return known.get(pi, Success(pi, 0, 0, 0, 0, 0, 0))


def _counts(one: Success) -> tuple[int, ...]:
    return (one.moved, one.partly, one.no_effect, one.waiting, one.dropped, one.carried)


def worked_figure(snap: Snapshot, pi: str) -> Figure:
    """Share that moved its measure, of those with a verdict."""
    one = _of(snap, pi)
    if not one.judged:
        return no_data("no improvement meant for this interval has its verdict yet", "%")
    value = 100 * one.moved / one.judged
    said = f"{percent(value)}, {one.moved} of {one.judged}"
    return Figure(value, said, "%", one.judged)


def improvements(snap: Snapshot, pi: str) -> Measured:
    """What became of the improvement items."""
    here, trend = _of(snap, pi), trend_of(snap, pi, worked_figure)
    found = [(name, _counts(_of(snap, name))) for name, _ in trend]
    rows = tuple((name, *map(str, counts)) for name, counts in found)
    bars = tuple((name, tuple(map(float, counts))) for name, counts in found if any(counts))
    others = (
        Other("without a verdict yet", count(here.waiting, here.all, "item"),
              "items meant for the interval that are neither verified nor dropped"),
        Other("moved partly", count(here.partly, here.all, "item"), "verdicts that say partly"),
    )  # fmt: skip
    refs = tuple(one.ref for one in snap.improvements if (one.meant_for or one.pi) == pi)
    return Measured(
        "improvements-worked", "Improvements that worked", "improvements",
        worked_figure(snap, pi),
        "verdicts that say moved ÷ items meant for the interval that have a verdict",
        "What did we learn from those that moved nothing?", trend, others if here.all else (),
        (
            Stacked("Verdicts of improvements", "items", WORDS, bars, False),
            Trend("Improvements that worked", "%", trend),
        ) if bars else (),
        Numbers(("meant for", *WORDS), rows), refs,
    )  # fmt: skip
