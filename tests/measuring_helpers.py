"""Measures of a made-up interval, for screens and lists that show measures."""

from __future__ import annotations

import pytest

from store.insight import measuring
from store.insight.charts import Dot, Pareto, Scatter, Stacked, Trend
from store.insight.measured import Figure, Measured, Numbers, Other
from store.insight.snapshot import Snapshot

TREND = (("PI-26.1", 83.0), ("PI-26.2", None), ("PI-26.3", 96.4))
FORMULA = "actual of committed and uncommitted ÷ planned of committed, all teams pooled"

PREDICTABILITY = Measured(
    "predictability",
    "ART predictability",
    "predictability",
    Figure(96.42857, "96.4 %", "%", 19),
    FORMULA,
    "What did we promise, and what came of it?",
    TREND,
    (
        Other(
            "mean of teams", Figure(97.0, "97.0 %", "%", 7), "each team by itself, then the mean"
        ),
        Other("committed only", Figure(85.7, "85.7 %", "%", 15), "96 ÷ 112"),
    ),
    (Trend("ART predictability", "%", TREND, band=(80.0, 100.0)),),
    Numbers(
        ("team", "planned", "actual", "achievement"),
        (("ANC", "16", "14", "87.5 %"), ("BEA", "16", "21", "131.3 %")),
    ),
    ("O301", "O302"),
)
FLOW_TIME = Measured(
    "flow-time",
    "Flow time, 85 of 100 within",
    "flow",
    Figure(24.0, "24 d", "d", 40),
    "days from start to done",
    charts=(
        Scatter(
            "Flow time",
            "done on",
            "days",
            (Dot(1, 4, "W1"), Dot(5, 21, "W2"), Dot(9, 30, "W3", True), Dot(7, 12, "W4")),
            (("50 %", 12.0), ("85 %", 24.0)),
            ((1, "1 Oct"), (9, "18 Nov")),
        ),
        Stacked(
            "Flow distribution",
            "items",
            ("feature", "enabler", "defect", "debt"),
            (("PI-26.3", (12.0, 5.0, 2.0, 1.0)), ("PI-26.4", (9.0, 6.0, 4.0, 1.0))),
        ),
    ),
)
CAUSES = Measured(
    "impediment-cause",
    "Impediments by cause",
    "impediments",
    Figure(None, "incomplete", "", 14, "3 without a cause"),
    "impediments raised in the interval, counted by cause",
    charts=(Pareto("Causes", "impediments", (("Test environment", 5.0), ("No date", 3.0))),),
)
OUTCOME = Measured(
    "K1",
    "Gate wait at noon",
    "outcome",
    Figure(18.0, "18 min", "min", 3),
    "as read at the gates",
    trend=(("PI-26.2", 26.0), ("PI-26.3", 18.0)),
)
BARE = Measured("load", "Flow load", "flow", Figure(None, "no data"), "open items a day")
ALL = (PREDICTABILITY, FLOW_TIME, CAUSES, OUTCOME, BARE)


def with_measures(patch: pytest.MonkeyPatch, *found: Measured) -> list[str | None]:
    """Let these be the measures of every interval; the list fills with those that were asked of."""
    asked: list[str | None] = []

    def measured(snap: Snapshot, pi: str | None = None) -> tuple[Measured, ...]:
        asked.append(pi)
        return found

    def measure_called(snap: Snapshot, key: str, pi: str | None = None) -> Measured | None:
        return next((each for each in measured(snap, pi) if each.key == key), None)

    patch.setattr(measuring, "measured", measured)
    patch.setattr(measuring, "measure_called", measure_called)
    return asked
