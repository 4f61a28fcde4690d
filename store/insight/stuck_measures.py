"""Measures of impediments: how many at which level and of which cause, and what they took.

Ages count from the day on which an impediment was raised; nothing that happened since resets them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from store.domain.calendar import day
from store.domain.impeding import LEVELS, WORDS
from store.domain.impeding import is_open as stands_open
from store.domain.records import Impediment
from store.domain.refs import normal_ref
from store.domain.words import plural
from store.insight.by_interval import (
    count,
    days,
    has_days,
    last_day,
    no_data,
    once,
    trend_of,
    up_to,
    within,
)
from store.insight.charts import Pareto, Stacked, Trend
from store.insight.measured import Figure, Measured, Numbers, Other
from store.insight.percentiles import MOST, median, percentile
from store.insight.snapshot import Snapshot

NONE = "no impediment of this interval is on record"
NOT_SAID = "not said"
AREA = "impediments"


def of_interval(snap: Snapshot, pi: str) -> Sequence[Impediment]:
    """Impediments that were raised in an interval or carried into it."""
    return within(snap, Impediment, "impediment", pi)


def was_open(item: Impediment, on: date) -> bool:
    """Whether it stood in the way at the end of a day."""
    raised, done = day(item.raised), day(item.done)
    if raised is None or raised > on:
        return False
    return stands_open(item) or (done is not None and done > on)


def open_ages(snap: Snapshot, pi: str) -> list[tuple[Impediment, int]]:
    """Those open today, or at the end of a past interval, with their age then."""
    on = last_day(snap, pi)

    def work() -> list[tuple[Impediment, int]]:
        items = snap.impediments if has_days(snap, pi) else []
        known = [(i, day(i.raised)) for i in items if was_open(i, on)]
        return [(i, (on - raised).days) for i, raised in known if raised]

    return once(snap, ("open impediments", pi), work)


def resolutions(snap: Snapshot, pi: str) -> list[int]:
    """Days from raised to resolved, of the interval's impediments that are."""
    found = [
        (raised, done)
        for i in of_interval(snap, pi)
        if not stands_open(i) and (raised := day(i.raised)) and (done := day(i.done))
    ]
    return [max(0, (done - raised).days) for raised, done in found]


def steps(snap: Snapshot, pi: str) -> list[int]:
    """Days from raised to the first time that a next step was said."""
    found = [
        (raised, said)
        for i in of_interval(snap, pi)
        if (raised := day(i.raised)) and (said := day(i.first_step))
    ]
    return [max(0, (said - raised).days) for raised, said in found]


def age_figure(snap: Snapshot, pi: str) -> Figure:
    """Median age of the open ones."""
    found = [age for _, age in open_ages(snap, pi)]
    return days(median(found), len(found), "no impediment was open")


def resolution_figure(snap: Snapshot, pi: str) -> Figure:
    """Median time to resolution."""
    found = resolutions(snap, pi)
    return days(median(found), len(found), "no impediment of this interval is resolved")


def step_figure(snap: Snapshot, pi: str) -> Figure:
    """Median time to the first next step."""
    found = steps(snap, pi)
    return days(
        median(found), len(found), "of no impediment is it on record when a step was first said"
    )


def level_figure(snap: Snapshot, pi: str) -> Figure:
    """How many were open."""
    found = open_ages(snap, pi)
    if not found and not of_interval(snap, pi):
        return no_data(NONE)
    return count(len(found), len(of_interval(snap, pi)), "open impediment")


def by_level(snap: Snapshot, pi: str) -> Measured:
    """Open impediments by their level, lowest first."""
    bars, rows = [], []
    for name in up_to(snap, pi):
        found = [i for i, _ in open_ages(snap, name)]
        counts = [sum(i.level == level for i in found) for level in LEVELS]
        rows.append((name, *map(str, counts), str(len(found))))
        if found:
            bars.append((name, tuple(float(c) for c in counts)))
    levels = tuple(WORDS[level] for level in LEVELS)
    chart = Stacked("Open impediments by level", "impediments", levels, tuple(bars), False)
    return Measured(
        "impediment-level", "Impediments by level", AREA, level_figure(snap, pi),
        "impediments that are open, today or on the interval's last day, at the level where they "
        "are now",
        "Is each one at the lowest level that can help?",
        trend_of(snap, pi, level_figure), (), (chart,) if bars else (),
        Numbers(("interval", *levels, "all"), tuple(rows)),
    )  # fmt: skip


def causes(snap: Snapshot) -> list[tuple[str, tuple[Impediment, ...]]]:
    """Impediments by cause: those said to be like another one stand with it.

    Called by its root cause as somebody wrote it, else by its nature, else not said.
    """

    def work() -> list[tuple[str, tuple[Impediment, ...]]]:
        known = {normal_ref(i.ref): i for i in snap.impediments}

        def root(item: Impediment) -> Impediment:
            seen: set[str] = set()
            while item.like and item.id not in seen:
                seen.add(item.id)
                item = known.get(normal_ref(item.like), item)
            return item

        groups: dict[str, list[Impediment]] = {}
        for item in snap.impediments:
            groups.setdefault(root(item).id, []).append(item)
        return [(_called(members), tuple(members)) for members in groups.values()]

    return once(snap, ("causes",), work)


def _called(members: Sequence[Impediment]) -> str:
    said = next((i.cause for i in members if i.cause), None)
    if said:
        return said
    if len(members) > 1:
        return members[0].text
    return members[0].nature or NOT_SAID


def cause_figure(snap: Snapshot, pi: str) -> Figure:
    """How many causes came back: two impediments or more, at least one in this interval."""
    mine = {i.id for i in of_interval(snap, pi)}
    if not mine:
        return no_data(NONE)
    back = [m for _, m in causes(snap) if len(m) > 1 and any(i.id in mine for i in m)]
    named = "; ".join(", ".join(i.ref for i in members) for members in back[:3])
    said = plural(len(back), "cause came back", "causes came back")
    return Figure(float(len(back)), f"{said}: {named}" if back else said, "causes", len(mine))


def by_cause(snap: Snapshot, pi: str) -> Measured:
    """Impediments of an interval by what caused them, most first."""
    mine = {i.id for i in of_interval(snap, pi)}
    counts: dict[str, list[str]] = {}
    for called, members in causes(snap):
        if any(i.id in mine for i in members):
            counts.setdefault(called, []).extend(i.ref for i in members)
    ordered = sorted(counts.items(), key=lambda pair: -len(pair[1]))
    bars = tuple((name, float(len(refs))) for name, refs in ordered)
    rows = tuple((name, str(len(refs)), ", ".join(refs)) for name, refs in ordered)
    return Measured(
        "impediment-cause", "Impediments by cause", AREA, cause_figure(snap, pi),
        "impediments of the interval grouped by root cause where one is said (with earlier ones of "
        "the same cause), else by nature",
        "Which of these would stay away if we removed its cause?",
        trend_of(snap, pi, cause_figure), (),
        (Pareto("Impediments by cause", "impediments", bars),) if bars else (),
        Numbers(("cause", "impediments", "which"), rows) if rows else None,
    )  # fmt: skip


def ages(snap: Snapshot, pi: str) -> Measured:
    """Median age of what is open."""
    found = open_ages(snap, pi)
    whole = [age for _, age in found]
    rows = tuple((i.ref, f"{a} d", WORDS.get(i.level, i.level)) for i, a in sorted(
        found, key=lambda pair: -pair[1]))  # fmt: skip
    return Measured(
        "impediment-age", "Age of open impediments", AREA, age_figure(snap, pi),
        "median days since an open impediment was raised, today or on the interval's last day; "
        "nothing resets an age",
        "What does the oldest one need from us?",
        trend_of(snap, pi, age_figure),
        (
            Other("85th percentile", days(percentile(whole, MOST), len(whole), "none was open"),
                  "85 % of the open ones are this old or younger (nearest rank)"),
            Other("oldest", days(max(whole, default=None), len(whole), "none was open"),
                  "the largest of the ages"),
        ),
        (Trend("Median age of open impediments", "d", trend_of(snap, pi, age_figure)),),
        Numbers(("impediment", "age", "level"), rows) if rows else None,
        tuple(i.ref for i, _ in found[:20]),
    )  # fmt: skip


def to_resolution(snap: Snapshot, pi: str) -> Measured:
    """Median and 85th percentile of the time to resolution."""
    found, trend = resolutions(snap, pi), trend_of(snap, pi, resolution_figure)
    return Measured(
        "impediment-resolution", "Impediments, time to resolution", AREA,
        resolution_figure(snap, pi),
        "median days from raised to resolved, of the interval's impediments that are resolved",
        "What made the short ones short?", trend,
        (Other("85th percentile", days(percentile(found, MOST), len(found), NONE),
               "85 % took this long or less (nearest rank)"),),
        (Trend("Time to resolution, median", "d", trend),),
    )  # fmt: skip


def to_next_step(snap: Snapshot, pi: str) -> Measured:
    """Median and 85th percentile of the time to the first next step."""
    found, trend = steps(snap, pi), trend_of(snap, pi, step_figure)
    without = [i.ref for i, _ in open_ages(snap, pi) if not i.due]
    still = len(open_ages(snap, pi))
    none = count(len(without), still, "impediment") if still else no_data("none was open")
    return Measured(
        "next-step-time", "Impediments, time to next step", AREA, step_figure(snap, pi),
        "median days from raised to the day on which a next step was first said; those brought in "
        "without that day are left out",
        "What keeps a next step from being said at once?", trend,
        (
            Other("85th percentile", days(percentile(found, MOST), len(found), NONE),
                  "85 % had a next step within this time (nearest rank)"),
            Other("without a next step now", none, "open impediments without a date for it"),
        ),
        (Trend("Time to next step, median", "d", trend),) if found else (),
        None, tuple(without),
    )  # fmt: skip
