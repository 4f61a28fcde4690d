"""Gauges: figures by key that an improvement can be measured by, filled in by the console itself.

A key may carry a parameter: `pair:DRE>FAT` counts the dependencies of that pair,
`step:art-sync/risks` is the overrun of that step. The reference of a measure of the train's own,
like K3, is a key too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from store.insight import (
    dependency_measures,
    flow,
    flow_load,
    follow_through,
    stuck_measures,
    time_measures,
)
from store.insight.by_interval import name_of, no_data
from store.insight.measured import Figure
from store.insight.outcome_measures import own_called, own_figure
from store.insight.predictability import FORMULA, art_figure
from store.insight.snapshot import Snapshot

Better = Literal["up", "down"]
Value = Callable[[Snapshot, str], Figure]


@dataclass(frozen=True, slots=True)
class Gauge:
    """A figure that the console computes; `better` is None where neither way is."""

    key: str
    title: str
    unit: str
    better: Better | None
    formula: str


_TABLE: tuple[tuple[Gauge, Value], ...] = (
    (Gauge("predictability", "ART predictability", "%", "up", FORMULA), art_figure),
    (Gauge("impediment-age", "median age of open impediments", "d", "down",
           "median days since an open impediment was raised"), stuck_measures.age_figure),
    (Gauge("impediment-resolution", "median time to resolution of impediments", "d", "down",
           "median days from raised to resolved"), stuck_measures.resolution_figure),
    (Gauge("next-step-time", "median time to the next step of impediments", "d", "down",
           "median days from raised to the first next step"), stuck_measures.step_figure),
    (Gauge("late-share", "dependencies late or missed", "%", "down",
           "late, missed or overdue ÷ dependencies not removed or declined"),
     dependency_measures.late_figure),
    (Gauge("removed-share", "dependencies removed", "%", "up",
           "removed ÷ (removed + delivered)"), dependency_measures.removed_figure),
    (Gauge("recurring-pairs", "pairs of teams that come back", "", "down",
           "pairs with a dependency in this interval and in an earlier one"),
     dependency_measures.recurring_figure),
    (Gauge("follow-through", "actions closed of those due", "%", "up",
           "actions done ÷ actions done or due"), follow_through.follow_figure),
    (Gauge("left-nothing", "events that left nothing behind", "%", "down",
           "events without any outcome ÷ events whose outcome is on record"),
     follow_through.nothing_figure),
    (Gauge("live-share", "demo items shown live", "%", "up", "items shown live ÷ items shown"),
     follow_through.live_figure),
    (Gauge("flow-time-85", "flow time, 85th percentile", "d", "down",
           "85 % of the finished items took this long or less"), flow.time_figure()),
    (Gauge("flow-load", "items in progress", "items", "down",
           "items started and neither done nor dropped"), flow_load.load_figure),
    (Gauge("flow-velocity", "items finished per iteration", "items", "up",
           "items finished ÷ iterations that have ended"), flow.velocity_figure),
    (Gauge("flow-efficiency", "flow efficiency", "%", "up",
           "active days ÷ days from start to done"), flow.efficiency_figure),
    (Gauge("timebox-overrun", "minutes over the timebox, median", "min", "down",
           "median of time taken − minutes of the agenda"), time_measures.overrun_figure),
)  # fmt: skip

GAUGES: dict[str, Gauge] = {gauge.key: gauge for gauge, _ in _TABLE}
"""Gauges without a parameter, by key."""
_VALUES: dict[str, Value] = {gauge.key: value for gauge, value in _TABLE}

PAIR = re.compile(r"pair:([^\s>:]{1,32})>([^\s>:]{1,32})", re.IGNORECASE)
STEP = re.compile(r"step:([a-z0-9-]{1,64})/([a-z0-9-]{1,64})", re.IGNORECASE)
FORMS = ("pair:PROVIDER>CONSUMER", "step:KIND/KEY")
"""How keys with a parameter are written."""


def find_gauge(key: str) -> Gauge | None:
    """The gauge of a key, with or without a parameter; None for one that is no gauge.

    The references of own measures are no gauges of this table: `gauge_value` reads them.
    """
    key = key.strip()
    if found := GAUGES.get(key.lower()):
        return found
    if pair := PAIR.fullmatch(key):
        provider, consumer = pair[1].upper(), pair[2].upper()
        return Gauge(f"pair:{provider}>{consumer}", f"dependencies of {consumer} on {provider}",
                     "dependencies", "down",
                     "dependencies of the pair in the interval that were not removed")  # fmt: skip
    if step := STEP.fullmatch(key):
        kind, name = step[1].lower(), step[2].lower()
        return Gauge(f"step:{kind}/{name}", f"overrun of the step {name} of {kind}", "min", "down",
                     "median of time taken − minutes of the agenda")  # fmt: skip
    return None


def gauge_value(snap: Snapshot, key: str, pi: str | None = None) -> Figure:
    """The present value of a gauge, or the newest reading of an own measure (K3)."""
    name, gauge = name_of(snap, pi), find_gauge(key)
    if gauge is None:
        own = own_called(snap, key)
        return own_figure(snap, own, name) if own else no_data("there is no such measure")
    if pair := PAIR.fullmatch(gauge.key):
        return dependency_measures.pair_count(snap, pair[1], pair[2], name)
    if step := STEP.fullmatch(gauge.key):
        return time_measures.step_figure(snap, name, step[1], step[2])
    return _VALUES[gauge.key](snap, name)
