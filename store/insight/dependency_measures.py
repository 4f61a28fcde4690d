"""Measures of dependencies: late or missed, removed, and pairs that come back."""

from __future__ import annotations

from collections.abc import Sequence

from store.domain.records import Dependency
from store.insight import dependencies
from store.insight.by_interval import count, no_data, not_defined, once, share, trend_of, within
from store.insight.called import interval_of
from store.insight.charts import Stacked, Trend
from store.insight.coupling import removed_share, was_late
from store.insight.measured import Figure, Measured, Numbers, Other
from store.insight.pairs import Pair, recurring_pairs
from store.insight.snapshot import Snapshot

NONE = "no dependency of this interval is on record"
AREA = "dependencies"


def of_interval(snap: Snapshot, pi: str) -> Sequence[Dependency]:
    """Dependencies of an interval."""
    return within(snap, Dependency, "dependency", pi)


def counted(snap: Snapshot, pi: str) -> Sequence[Dependency]:
    """Those that somebody waits or waited for: neither removed nor declined."""
    return [d for d in of_interval(snap, pi) if d.state not in ("removed", "declined")]


def late(snap: Snapshot, pi: str) -> list[Dependency]:
    """Those that came late, were missed, or are overdue now."""
    interval = interval_of(snap, pi)

    def work() -> list[Dependency]:
        return [d for d in counted(snap, pi) if was_late(d, interval, snap.today)]

    return once(snap, ("late", pi), work)


def late_figure(snap: Snapshot, pi: str) -> Figure:
    """Share that was late or missed, of those that were not removed or declined."""
    whole = counted(snap, pi)
    if not whole:
        return no_data(NONE, "%")
    figure = share(len(late(snap, pi)), len(whole), NONE)
    said = f"{figure.said}, {len(late(snap, pi))} of {len(whole)}"
    return Figure(figure.value, said, "%", len(whole))


def removed_figure(snap: Snapshot, pi: str) -> Figure:
    """Share that went away, of those that went away or were delivered."""
    found = of_interval(snap, pi)
    if not found:
        return no_data(NONE, "%")
    removed, settled = removed_share(found)
    if not settled:
        return not_defined("none is removed or delivered yet", "%")
    figure = share(removed, settled, NONE)
    return Figure(figure.value, f"{figure.said}, {removed} of {settled}", "%", settled)


def pair_count(snap: Snapshot, provider: str, consumer: str, pi: str) -> Figure:
    """Dependencies between two teams in an interval, without those that were removed."""
    found = of_interval(snap, pi)
    if not found:
        return no_data(NONE)
    here = [
        d for d in found
        if (d.provider or "").upper() == provider and (d.consumer or "").upper() == consumer
        and d.state != "removed"
    ]  # fmt: skip
    return count(len(here), len(found), "dependency", "dependencies")


def recurring(snap: Snapshot, pi: str) -> list[Pair]:
    """Recurring pairs that appear in an interval, as of the intervals up to it."""

    def work() -> list[Pair]:
        order = [one.short for one in snap.intervals]
        last = order.index(pi) if pi in order else len(order)
        known = set(order[: last + 1])
        found = recurring_pairs(snap, [d for d in snap.dependencies if d.pi in known])
        return [pair for pair in found if pi in pair.intervals]

    return once(snap, ("pairs", pi), work)


def recurring_figure(snap: Snapshot, pi: str) -> Figure:
    """How many pairs came back in this interval."""
    if not of_interval(snap, pi):
        return no_data(NONE)
    return count(len(recurring(snap, pi)), len(of_interval(snap, pi)), "pair came back",
                 "pairs came back")  # fmt: skip


def lateness(snap: Snapshot, pi: str) -> Measured:
    """Late or missed dependencies."""
    found, trend = late(snap, pi), trend_of(snap, pi, late_figure)
    interval = interval_of(snap, pi)
    rows = tuple(
        (d.ref, f"{d.provider or '?'}→{d.consumer or '?'}", d.need or "", d.done or "",
         dependencies.health(d, interval, snap.today).word)
        for d in found
    )  # fmt: skip
    bars = tuple((name, _parts(snap, name)) for name, _ in trend if of_interval(snap, name))
    return Measured(
        "late-share", "Dependencies late or missed", AREA, late_figure(snap, pi),
        "dependencies delivered after their need-by iteration, missed, or overdue now ÷ all of the "
        "interval that were not removed or declined",
        "What would have removed these?", trend, (),
        (
            Trend("Late or missed", "%", trend),
            Stacked("Dependencies of the interval", "dependencies",
                    ("in time or still to come", "late or missed", "removed"), bars, False),
        ),
        Numbers(("dependency", "pair", "needed by", "delivered", "how"), rows) if rows else None,
        tuple(d.ref for d in found),
    )  # fmt: skip


def _parts(snap: Snapshot, pi: str) -> tuple[float, ...]:
    mine, slow = len(counted(snap, pi)), len(late(snap, pi))
    gone = sum(d.state == "removed" for d in of_interval(snap, pi))
    return (float(mine - slow), float(slow), float(gone))


def removed(snap: Snapshot, pi: str) -> Measured:
    """Removed dependencies: a good end."""
    found = [d for d in of_interval(snap, pi) if d.state == "removed"]
    trend = trend_of(snap, pi, removed_figure)
    rows = tuple((d.ref, d.way or "", d.how or "") for d in found)
    return Measured(
        "removed-share", "Dependencies removed", AREA, removed_figure(snap, pi),
        "removed ÷ (removed + delivered): those that are settled",
        "Which one could go away next, and how?", trend, (),
        (Trend("Dependencies removed", "%", trend),) if found else (),
        Numbers(("dependency", "way", "how"), rows) if rows else None,
        tuple(d.ref for d in found),
    )  # fmt: skip


def pairs(snap: Snapshot, pi: str) -> Measured:
    """Pairs that depend on each other again, in the train's order."""
    found = recurring(snap, pi)
    asked = [pair for pair in found if pair.signal]
    rows = tuple(
        (f"{p.provider}→{p.consumer}", str(len(p.refs)), f"{len(p.intervals)} of {p.of}",
         ", ".join(m.ref for m in p.reductions) or "none")
        for p in found
    )  # fmt: skip
    signal = count(len(asked), len(found), "pair", "pairs") if found else no_data(NONE)
    return Measured(
        "recurring-pairs", "Pairs that come back", AREA, recurring_figure(snap, pi),
        "pairs of provider and consumer with a dependency in this interval and in an earlier one; "
        "removed ones do not count",
        "Is the train cut where the work flows?", trend_of(snap, pi, recurring_figure),
        (Other("three or more and nothing that reduces them", signal,
               "recurring pairs with three dependencies or more and no improvement item"),),
        (), Numbers(("pair", "in all", "intervals", "reduction"), rows) if rows else None,
        tuple(ref for pair in found for ref in pair.refs),
    )  # fmt: skip
