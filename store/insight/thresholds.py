"""The thresholds of the signals: one table of names, usual values, and what each means.

None of them comes from the framework: they are choices, and a train makes its own in the settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.insight.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Threshold:
    """A setting: its usual value, the least and the most it may be, and what it means."""

    value: float
    least: float
    most: float
    means: str


THRESHOLDS: dict[str, Threshold] = {
    "empty-events": Threshold(2, 1, 20, "events of one kind running that left nothing behind"),
    "empty-steps": Threshold(2, 1, 20, "events running in which the same step left nothing"),
    "proposed-by": Threshold(3, 1, 12, "iteration from which on no item is only proposed"),
    "accepted-share": Threshold(0.5, 0, 1, "share of accepted risks that a vote of 4 and 5 hides"),
    "live-share": Threshold(0.8, 0, 1, "share of a demo's items that are shown live"),
    "quiet-iterations": Threshold(2, 1, 12, "iterations running without a new risk"),
    "far-under": Threshold(0.5, 0, 1, "share of its planned value under which an objective is far"),
    "round-share": Threshold(0.5, 0, 1, "share of a sync that goes round the teams"),
    "captured-least": Threshold(20, 1, 1000, "records from which on it counts who wrote them down"),
    "pair-total": Threshold(3, 2, 50, "dependencies of a pair that comes back"),
    "fan-in": Threshold(0.3, 0, 1, "share of what is open that waits for one provider"),
    "median-slack": Threshold(0, -12, 12, "slack in iterations that the middle should be above"),
    "ended-least": Threshold(3, 1, 50, "dependencies that ended, none of them removed"),
    "rising-intervals": Threshold(3, 2, 10, "planning intervals running in which a figure moved"),
    "exact-intervals": Threshold(2, 1, 10, "intervals running with every actual value as planned"),
    "uncommitted-rise": Threshold(0.15, 0, 1, "rise of the uncommitted share of planned value"),
    "above-intervals": Threshold(2, 1, 10, "intervals running in which a team is above 100 %"),
    "rte-share": Threshold(0.4, 0, 1, "share of what is open that the RTE's role owns"),
    "rte-least": Threshold(5, 1, 100, "open records below which that share says nothing"),
}
"""Thresholds by name, in the order of the patterns."""


def limit(snap: Snapshot, name: str) -> float:
    """The threshold in force: as it was set, else the usual value."""
    return float(snap.thresholds.get(name, THRESHOLDS[name].value))
