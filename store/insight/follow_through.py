"""What came of what was promised: actions closed, events that left something, items shown live."""

from __future__ import annotations

from collections.abc import Sequence

from store.domain.calendar import day
from store.domain.records import Action, Event
from store.insight.by_interval import (
    days,
    last_day,
    no_data,
    once,
    percent,
    share,
    trend_of,
    within,
)
from store.insight.charts import Trend
from store.insight.demo import live_share
from store.insight.events import is_known, is_over, left_nothing
from store.insight.measured import Figure, Measured, Numbers, Other
from store.insight.percentiles import median
from store.insight.promises import is_open
from store.insight.snapshot import Snapshot

NONE_DUE = "no action of this interval is due yet"
NONE_HELD = "of no event of this interval is it on record what it left behind"
NONE_SHOWN = "no System Demo of this interval has its items on record"
AREA = "follow-through"


def due(snap: Snapshot, pi: str) -> Sequence[Action]:
    """Actions whose day has come, or that are done before it; dropped ones are no promise."""
    on = last_day(snap, pi)
    return [
        a
        for a in within(snap, Action, "action", pi)
        if a.state != "dropped"
        and (not is_open(a) or ((when := day(a.due)) is not None and when <= on))
    ]


def follow_figure(snap: Snapshot, pi: str) -> Figure:
    """Share of the actions that were due and are done."""
    found = due(snap, pi)
    return share(sum(not is_open(a) for a in found), len(found), NONE_DUE)


def lateness(snap: Snapshot, pi: str) -> list[int]:
    """Days by which done actions missed their date; before it is zero."""
    known = [
        (when, done)
        for a in within(snap, Action, "action", pi)
        if a.state == "done" and (when := day(a.due)) and (done := day(a.done))
    ]
    return [max(0, (done - when).days) for when, done in known]


def follow_through(snap: Snapshot, pi: str) -> Measured:
    """Actions that were closed, of those that were due."""
    trend, late = trend_of(snap, pi, follow_figure), lateness(snap, pi)
    waiting = [a for a in due(snap, pi) if is_open(a)]
    rows = tuple((a.ref, a.due or "", a.text) for a in waiting)
    return Measured(
        "follow-through", "Follow-through of actions", AREA, follow_figure(snap, pi),
        "actions that are done ÷ actions that are done or whose date has come; dropped ones left "
        "out",
        "Did we promise too much, or not come back to it?", trend,
        (Other("days late, median", days(median(late), len(late), "no action was done with a date"),
               "days from the date to done, of done actions; in time counts as 0"),),
        (Trend("Actions closed of those due", "%", trend),),
        Numbers(("action", "due", "what"), rows) if rows else None,
        tuple(a.ref for a in waiting[:20]),
    )  # fmt: skip


def held(snap: Snapshot, pi: str) -> Sequence[Event]:
    """Events that took place and whose outcome is on record."""

    def work() -> list[Event]:
        found = within(snap, Event, "event", pi)
        return [e for e in found if is_over(snap, e) and is_known(snap, e)]

    return once(snap, ("held", pi), work)


def empty(snap: Snapshot, pi: str) -> Sequence[Event]:
    """Those that left nothing behind."""
    return once(snap, ("empty", pi), lambda: [e for e in held(snap, pi) if left_nothing(snap, e)])


def nothing_figure(snap: Snapshot, pi: str) -> Figure:
    """Share of events that left nothing behind."""
    whole = held(snap, pi)
    figure = share(len(empty(snap, pi)), len(whole), NONE_HELD)
    if figure.value is None:
        return figure
    said = f"{figure.said}, {len(empty(snap, pi))} of {len(whole)}"
    return Figure(figure.value, said, "%", len(whole))


def left_nothing_behind(snap: Snapshot, pi: str) -> Measured:
    """Events without a decision, an action or a changed state."""
    found, trend = empty(snap, pi), trend_of(snap, pi, nothing_figure)
    rows = tuple((e.ref, e.on or "", e.title) for e in found)
    return Measured(
        "left-nothing", "Events that left nothing behind", AREA, nothing_figure(snap, pi),
        "events without a decision, an action, another record or a changed state ÷ events whose "
        "outcome is on record",
        "What were these for, and what would they need to be worth their time?", trend, (),
        (Trend("Events that left nothing behind", "%", trend),),
        Numbers(("event", "on", "what"), rows) if rows else None,
        tuple(e.ref for e in found),
    )  # fmt: skip


def live_figure(snap: Snapshot, pi: str) -> Figure:
    """Share of demo items shown live."""
    found = [s for e in within(snap, Event, "event", pi) if (s := live_share(snap, e))]
    live, shown = sum(s[0] for s in found), sum(s[1] for s in found)
    if not shown:
        return no_data(NONE_SHOWN, "%")
    value = 100 * live / shown
    return Figure(value, f"{percent(value)}, {live} of {shown}", "%", shown)


def shown_live(snap: Snapshot, pi: str) -> Measured:
    """Items that System Demos showed live."""
    trend = trend_of(snap, pi, live_figure)
    known = [(e, s) for e in within(snap, Event, "event", pi) if (s := live_share(snap, e))]
    rows = tuple((e.ref, e.on or "", str(s[0]), str(s[1])) for e, s in known)
    return Measured(
        "live-share", "Shown live in System Demos", AREA, live_figure(snap, pi),
        "items shown live ÷ items shown, over the interval's System Demos",
        "What would we need to show the rest on one system?", trend, (),
        (Trend("Shown live", "%", trend),) if known else (),
        Numbers(("demo", "on", "live", "shown"), rows) if rows else None,
    )  # fmt: skip
