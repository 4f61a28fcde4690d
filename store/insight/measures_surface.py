"""What a planning interval comes to in measures: outcomes first, each with its chart and trend."""

from __future__ import annotations

import re

from store.insight import measuring
from store.insight.charts import Chart, Trend
from store.insight.measured import NO_DATA, Measured
from store.insight.plan import plan_name
from store.insight.rows import Row, Section, Surface
from store.insight.snapshot import Snapshot

AREAS = {
    "outcome": "Outcomes",
    "predictability": "Predictability",
    "flow": "Flow",
    "confidence": "Confidence",
    "impediments": "Impediments",
    "risks": "Risks",
    "dependencies": "Dependencies",
    "time": "Timeboxes",
    "follow-through": "Follow-through",
    "improvements": "Improvements",
}
"""Headings by the area of a measure, in the order in which they are shown.

What reached customers stands on top, so that the flow of work is read beside what it was for.
"""

TREND = 4
"""Values of a trend that a row tells; the chart has all of them."""

NO_OUTCOME = (
    "No outcome is measured yet. A measure of the train's own, with a value now and then, tells "
    "what the work was for."
)


def measures(snap: Snapshot, pi: str | None = None) -> Surface:
    """Every measure of an interval (the one that the event is about), by area; never a ranking."""
    name = pi or plan_name(snap)
    found = measuring.measured(snap, name or None)
    by_area: dict[str, list[Measured]] = {area: [] for area in AREAS}
    for each in found:
        by_area.setdefault(each.area, []).append(each)
    sections = tuple(
        Section(
            AREAS.get(area, area.capitalize()),
            tuple(measure_row(each, name) for each in mine),
            NO_OUTCOME if area == "outcome" else "",
        )
        for area, mine in by_area.items()
        if mine or area == "outcome"
    )
    return Surface(
        "measures",
        f"Measures of {name or 'no planning interval'}",
        sections,
        "What do we decide with this?",
        charts={each.key: charts for each in found if (charts := charts_of(each))},
    )


RATIO = re.compile(r"\d+/\d+")
"""The two sums that a figure is made of: told beside it."""


def measure_row(item: Measured, pi: str) -> Row:
    """A measure as lists show it: its name and its figure in words, then its trend."""
    figure = item.figure
    told, trend = f"{item.title}: {figure.said}", trend_words(item)
    if RATIO.fullmatch(figure.why):
        told += f" ({figure.why})"
    elif figure.value is None and figure.why:
        told += f", {figure.why}"
    return Row(
        kind="measured",
        id=item.key,
        ref="",
        when=f"n {item.figure.n}",
        state="",
        text=f"{told} · {trend}" if trend else told,
        who="",
        computed={
            "key": item.key,
            "pi": pi,
            "value": item.figure.value,
            "state": item.figure.state,
            "n": item.figure.n,
            "formula": item.formula,
        },
    )


def trend_words(item: Measured) -> str:
    """`83 → no data → 96.4`: the last values of a trend, oldest first; "" for a single one."""
    last = list(item.trend[-TREND:])
    while last and last[0][1] is None:  # before the first value there is nothing to tell
        last.pop(0)
    if len(last) < 2:
        return ""
    words = [NO_DATA if value is None else f"{value:.1f}".removesuffix(".0") for _, value in last]
    return " → ".join(words)


def charts_of(item: Measured) -> tuple[Chart, ...]:
    """The charts of a measure; where it has none of its own, its trend as one."""
    if item.charts:
        return item.charts
    if sum(value is not None for _, value in item.trend) < 2:
        return ()
    return (Trend(item.title, item.figure.unit, item.trend),)
