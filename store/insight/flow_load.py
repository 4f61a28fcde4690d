"""Flow load and the age of open work: what is in progress, and how long it has been."""

from __future__ import annotations

from collections.abc import Sequence

from store.domain.calendar import day
from store.domain.dates import say_day
from store.domain.flowing import NATURES, UNKNOWN, age_on, in_progress
from store.domain.records import FlowItem
from store.domain.words import plural, short_date
from store.insight.by_interval import (
    count,
    days,
    has_days,
    last_day,
    no_data,
    number,
    once,
    trend_of,
    up_to,
)
from store.insight.charts import Trend
from store.insight.flow import NONE_DONE, natures, scatter, times, velocity_figure
from store.insight.measured import Figure, Measured, Numbers, Other
from store.insight.percentiles import MOST, percentile
from store.insight.snapshot import Snapshot

NONE_OPEN = "no flow item is on record; add some with rte flow"


def loaded(snap: Snapshot, pi: str) -> Sequence[FlowItem]:
    """Items in progress at the end of an interval, or today while it runs."""
    on = last_day(snap, pi)
    return once(snap, ("flow load", pi), lambda: [i for i in snap.flow_items if in_progress(i, on)])


def ages(snap: Snapshot, pi: str) -> list[tuple[FlowItem, int]]:
    """Each item in progress with its age then, the oldest first."""
    on = last_day(snap, pi)
    known = [(item, age) for item in loaded(snap, pi) if (age := age_on(item, on)) is not None]
    return sorted(known, key=lambda pair: (-pair[1], pair[0].ref))


def _known(snap: Snapshot, pi: str) -> bool:
    """Whether any item had started by then: before the first one, load is unknown and not zero."""
    begun = once(snap, ("flow began",), lambda: min(
        (i.started for i in snap.flow_items if i.started), default=""))  # fmt: skip
    return has_days(snap, pi) and bool(begun) and begun <= last_day(snap, pi).isoformat()


def load_figure(snap: Snapshot, pi: str) -> Figure:
    """Items in progress; nothing on record at all is no data, none in progress is zero."""
    if not _known(snap, pi):
        return no_data(NONE_OPEN)
    found = loaded(snap, pi)
    return count(len(found), len(found), "item in progress", "items in progress")


def load(snap: Snapshot, pi: str) -> Measured:
    """Flow load: what is in progress, with what Little's law would make of it."""
    figure, speed = load_figure(snap, pi), velocity_figure(snap, pi)
    caveat = (
        "items in progress ÷ items finished per iteration (Little's law); true only of long-run "
        "averages in a stable system, so read it as a question"
    )
    if figure.value is None or not speed.value:
        law = no_data("nothing was finished per iteration yet")
    else:
        value = figure.value / speed.value
        law = Figure(value, f"{number(value)} iterations each", "iterations", figure.n)
    trend = trend_of(snap, pi, load_figure)
    counts = natures(loaded(snap, pi))
    rows = tuple((name, str(c)) for name, c in zip((*NATURES, UNKNOWN), counts, strict=True) if c)
    return Measured(
        "flow-load", "Flow load", "flow", figure,
        "items started and neither done nor dropped, today or on the interval's last day",
        "What could we finish before we start anything?",
        trend, (Other("what is in progress would take", law, caveat),),
        (Trend("Items in progress", "items", trend),),
        Numbers(("nature", "in progress"), rows) if rows else None,
    )  # fmt: skip


def expectation(snap: Snapshot, pi: str) -> Figure:
    """85th percentile of what was finished in this interval and the one before."""
    known = [t for name in up_to(snap, pi)[-2:] for t in times(snap, name)]
    return days(percentile(known, MOST), len(known), NONE_DONE)


def ageing_figure(snap: Snapshot, pi: str) -> Figure:
    """How many of those in progress are older than most finished ones became."""
    found, most = ages(snap, pi), expectation(snap, pi).value
    if most is None:
        return no_data("nothing was finished to compare with; add flow items with rte flow")
    older = sum(age > most for _, age in found)
    said = f"{older} of {plural(len(found), 'open item')} older than {number(most)} d"
    return Figure(float(older), said, "items", len(found))


def total_age_figure(snap: Snapshot, pi: str) -> Figure:
    """Days of age of all that is in progress together."""
    if not _known(snap, pi):
        return no_data(NONE_OPEN, "d")
    found = ages(snap, pi)
    return days(float(sum(age for _, age in found)), len(found), NONE_OPEN)


def ageing(snap: Snapshot, pi: str) -> Measured:
    """Ageing of open work against the 85th percentile of finished work."""
    found, most = ages(snap, pi), expectation(snap, pi)
    lines = ((f"{MOST} %", most.value),) if most.value is not None else ()
    on = last_day(snap, pi)
    rows = tuple(
        (i.ref, i.key or "", i.nature or UNKNOWN, _day(i.started), f"{age} d",
         "older" if most.value is not None and age > most.value else "")
        for i, age in found
    )  # fmt: skip
    total = total_age_figure(snap, pi)
    return Measured(
        "flow-ageing", "Ageing of open work", "flow", ageing_figure(snap, pi),
        "items in progress whose age is above the 85th percentile of what was finished in this "
        "interval and the one before",
        "What keeps these from being done?",
        trend_of(snap, pi, ageing_figure),
        (
            Other("total age", total, "days of age of all items in progress, added up; a rising "
                  "sum means that more is started than finished"),
            Other("85th percentile it is compared with", most,
                  "flow time of what was finished in this interval and the one before"),
        ),
        (scatter(f"Age on {short_date(on)}", "days", found, lines, done=False),) if found else (),
        Numbers(("item", "key", "nature", "started", "age", "than most"), rows) if rows else None,
        tuple(i.ref for i, age in found if most.value is not None and age > most.value),
    )  # fmt: skip


def _day(text: str | None) -> str:
    found = day(text)
    return say_day(found) if found else ""
