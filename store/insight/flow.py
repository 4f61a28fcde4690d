"""Flow: distribution, velocity, time and efficiency, from flow items and their days.

An item counts in the interval in which it was done; what is open counts today. Nothing here is told
by team: a train looks at its own flow over time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from store.domain.calendar import day
from store.domain.dates import say_day
from store.domain.flowing import (
    NATURES,
    UNKNOWN,
    finished,
    flow_time,
)
from store.domain.records import FlowItem
from store.domain.words import short_date
from store.insight.by_interval import (
    days,
    interval_called,
    no_data,
    number,
    once,
    percent,
    share,
    trend_of,
    up_to,
)
from store.insight.charts import Dot, Scatter, Stacked, Trend
from store.insight.measured import Figure, Measured, Numbers, Other
from store.insight.percentiles import HALF, MOST, natural_limits, percentile
from store.insight.snapshot import Snapshot

Figures = Callable[[Snapshot, str], Figure]
FORTNIGHT = timedelta(days=14)
NONE_DONE = "no flow item was finished in this interval; add some with rte flow"
FEW = 200
"""Dots of a scatter at most: more cannot be told apart. The newest are kept."""


@dataclass(frozen=True, slots=True)
class Period:
    """An iteration, with the days up to the next one; `over` once it has ended."""

    name: str
    start: date
    end: date
    over: bool


def periods(snap: Snapshot, pi: str) -> tuple[Period, ...]:
    """The iterations of an interval that have begun; without any, fortnights from its start."""

    def work() -> tuple[Period, ...]:
        interval = interval_called(snap, pi)
        first, last = (day(interval.start), day(interval.end)) if interval else (None, None)
        if interval is None or first is None or last is None:
            return ()
        begun = [(i.name, on) for i in interval.iterations if (on := day(i.start))]
        if not begun:
            weeks = range((last - first).days // 14 + 1)
            begun = [(short_date(first + n * FORTNIGHT), first + n * FORTNIGHT) for n in weeks]
        ends = [on - timedelta(days=1) for _, on in begun[1:]] + [last]
        return tuple(
            Period(name, start, end, end < snap.today)
            for (name, start), end in zip(begun, ends, strict=True)
            if start <= snap.today
        )

    return once(snap, ("periods", pi), work)


def done_in(snap: Snapshot, pi: str) -> Sequence[FlowItem]:
    """Items that were finished between the first and the last day of an interval, by that day."""

    def work() -> dict[str, list[FlowItem]]:
        found: dict[str, list[FlowItem]] = {}
        spans = [(p.start, p.end, p.short) for p in snap.intervals if p.start]
        for item in sorted(
            (i for i in snap.flow_items if finished(i)), key=lambda i: (i.done or "", i.ref)
        ):
            on = item.done or ""
            name = next((short for start, end, short in spans if start <= on <= end), "")
            found.setdefault(name, []).append(item)
        return found

    return once(snap, ("flow done",), work).get(pi, [])


def times(snap: Snapshot, pi: str) -> list[int]:
    """Flow times of what was finished in an interval."""
    return [t for item in done_in(snap, pi) if (t := flow_time(item)) is not None]


# -- distribution


def natures(items: Sequence[FlowItem]) -> tuple[int, ...]:
    """How many there are of each nature, those of which it is not said last."""
    found = [item.nature if item.nature in NATURES else UNKNOWN for item in items]
    return tuple(found.count(name) for name in (*NATURES, UNKNOWN))


def distribution_figure(snap: Snapshot, pi: str) -> Figure:
    """Share of features of what was finished; the others are said behind it."""
    items = done_in(snap, pi)
    if not items:
        return no_data(NONE_DONE, "%")
    counts = dict(zip((*NATURES, UNKNOWN), natures(items), strict=True))
    said = [f"{name} {percent(100 * c / len(items))}" for name, c in counts.items() if c]
    return Figure(100 * counts["feature"] / len(items), ", ".join(said), "%", len(items))


def distribution(snap: Snapshot, pi: str) -> Measured:
    """Flow distribution: what the finished work was for."""
    names = up_to(snap, pi)
    bars = [(name, natures(done_in(snap, name))) for name in names]
    drawn = tuple((name, tuple(float(c) for c in counts)) for name, counts in bars if any(counts))
    rows = tuple((name, *map(str, counts), str(sum(counts))) for name, counts in bars)
    parts = (*NATURES, UNKNOWN)
    return Measured(
        "flow-distribution", "Flow distribution", "flow", distribution_figure(snap, pi),
        "finished items of each nature ÷ all that were finished in the interval; the trend is that "
        "of features",
        "Is that the balance we agreed between new work and keeping the house in order?",
        trend_of(snap, pi, distribution_figure), (),
        (Stacked("Finished work by nature", "items", parts, drawn),) if drawn else (),
        Numbers(("interval", *parts, "all"), rows),
    )  # fmt: skip


# -- velocity


def _counts(snap: Snapshot, pi: str) -> list[tuple[Period, int]]:
    dates = [item.done or "" for item in done_in(snap, pi)]
    return [
        (p, sum(p.start.isoformat() <= on <= p.end.isoformat() for on in dates))
        for p in periods(snap, pi)
    ]


def velocity_figure(snap: Snapshot, pi: str) -> Figure:
    """Items finished per iteration, over the iterations that have ended."""
    counts = [c for p, c in _counts(snap, pi) if p.over]
    if not any(done_in(snap, name) for name in up_to(snap, pi)):
        return no_data(NONE_DONE)
    if not counts:
        return no_data("no iteration of this interval has ended yet")
    value = sum(counts) / len(counts)
    return Figure(value, f"{number(value)} per iteration", "items per iteration", sum(counts))


def velocity(snap: Snapshot, pi: str) -> Measured:
    """Flow velocity: items finished per iteration, with the natural limits of the process."""
    trend = trend_of(snap, pi, velocity_figure)
    every = [(name, p, c) for name in up_to(snap, pi) for p, c in _counts(snap, name)]
    first = next((n for n, (_, _, c) in enumerate(every) if c), len(every))
    known = every[first:]
    ended = [float(c) for _, p, c in known if p.over]
    limits = natural_limits(ended)
    formula = "mean ± 2.66 × mean moving range of the iterations that have ended (XmR)"
    if limits:
        said = f"{number(limits.low)} to {number(limits.high)}, mean {number(limits.mean)}"
        outside = sum(not limits.low <= value <= limits.high for value in ended)
        natural = Figure(limits.mean, f"{said}; {outside} outside", "items", len(ended))
    else:
        natural = no_data("fewer than five iterations have ended", "items")
    points = tuple((f"{name} {p.name}", float(c) if p.over else None) for name, p, c in known)
    band = (limits.low, limits.high) if limits else None
    rows = tuple((name, p.name, str(c), "" if p.over else "still runs") for name, p, c in known)
    return Measured(
        "flow-velocity", "Flow velocity", "flow", velocity_figure(snap, pi),
        "items finished ÷ iterations of the interval that have ended; where its iterations are not "
        "on record, fortnights",
        "Is a value outside the natural limits? Then ask what happened; within them it is noise.",
        trend, (Other("natural limits of the process", natural, formula),),
        (_by_iteration(points, band),) if points else (),
        Numbers(("interval", "iteration", "finished", "note"), rows) if rows else None,
    )  # fmt: skip


# -- time


def time_figure(percent_of: int = MOST) -> Figures:
    """The figure of one percentile of the flow times of an interval."""

    def figure(snap: Snapshot, pi: str) -> Figure:
        known = times(snap, pi)
        return days(percentile(known, percent_of), len(known), NONE_DONE)

    return figure


def time(snap: Snapshot, pi: str) -> Measured:
    """Flow time: from start to done with all its waits, 50th and 85th percentile."""
    most = time_figure(MOST)
    middle = time_figure(HALF)(snap, pi)
    whole = most(snap, pi)
    items = [(item, t) for item in done_in(snap, pi) if (t := flow_time(item)) is not None]
    lines = tuple(
        (f"{p} %", f.value) for p, f in ((HALF, middle), (MOST, whole)) if f.value is not None
    )
    dots = scatter("Flow time of what was finished", "days", items, lines, done=True)
    rows = tuple(
        (i.ref, i.key or "", i.nature or UNKNOWN, _day_said(i.started), _day_said(i.done), f"{t} d")
        for i, t in items
    )
    return Measured(
        "flow-time", "Flow time, 85th percentile", "flow", whole,
        "days from start to done, both counted, waits included; 85 % of the finished items took "
        "this long or less (nearest rank)",
        "What did the longest ones wait for?",
        trend_of(snap, pi, most),
        (Other("50th percentile", middle, "half of the items took this long or less"),),
        (dots,) if items else (),
        Numbers(("item", "key", "nature", "started", "done", "took"), rows) if rows else None,
        tuple(i.ref for i, _ in items[:20]),
    )  # fmt: skip


def scatter(
    title: str,
    y_name: str,
    items: Sequence[tuple[FlowItem, int]],
    lines: tuple[tuple[str, float], ...],
    *,
    done: bool,
) -> Scatter:
    """Items by the day on which they were done, or that they started, against their days."""

    def on(item: FlowItem) -> date:
        return day(item.done if done else item.started) or date.min

    shown = sorted(items, key=lambda pair: on(pair[0]))[-FEW:]
    dots = tuple(
        Dot(float(on(item).toordinal()), float(value), item.key or item.ref, not done)
        for item, value in shown
    )
    ends = sorted({on(item) for item, _ in shown})
    known = dict.fromkeys([ends[0], ends[len(ends) // 2], ends[-1]]) if ends else {}
    labels = tuple((float(one.toordinal()), short_date(one)) for one in known)
    return Scatter(title, "done" if done else "started", y_name, dots, lines, labels)


# -- efficiency


def efficiency_figure(snap: Snapshot, pi: str) -> Figure:
    """Active days of all their days, over finished items of which somebody recorded it."""
    known = [
        (item.active, t)
        for item in done_in(snap, pi)
        if item.active is not None and (t := flow_time(item))
    ]
    worked, took = sum(active for active, _ in known), sum(t for _, t in known)
    return share(worked, took, "nobody recorded the active days of finished items", len(known))


def efficiency(snap: Snapshot, pi: str) -> Measured:
    """Flow efficiency, where active days are recorded."""
    trend = trend_of(snap, pi, efficiency_figure)
    return Measured(
        "flow-efficiency", "Flow efficiency", "flow", efficiency_figure(snap, pi),
        "active days ÷ days from start to done, summed over finished items with active days",
        "Where does work wait?", trend, (),
        (Trend("Flow efficiency", "%", trend),) if any(v is not None for _, v in trend) else (),
    )  # fmt: skip


def _by_iteration(
    points: tuple[tuple[str, float | None], ...], band: tuple[float, float] | None
) -> Trend:
    return Trend("Items finished by iteration", "items", points, band=band, band_is="noise")


def _day_said(text: str | None) -> str:
    found = day(text)
    return say_day(found) if found else ""
