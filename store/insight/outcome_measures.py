"""Measures of the train's own, so that outcomes stand beside flow."""

from __future__ import annotations

from store.domain.calendar import day
from store.domain.records import OwnMeasure, Reading
from store.domain.refs import normal_ref
from store.domain.words import short_date
from store.insight.by_interval import (
    has_days,
    interval_called,
    last_day,
    no_data,
    number,
    once,
    up_to,
)
from store.insight.charts import Trend
from store.insight.measured import Figure, Measured, Numbers
from store.insight.snapshot import Snapshot

ADD = "no outcome is measured yet; add one with rte measure, with a number a date"
AREAS = ("outcome", "flow", "competency")


def _ref(ref: str) -> str:
    return normal_ref(ref) or ref


def own_measures(snap: Snapshot) -> tuple[OwnMeasure, ...]:
    """The train's own measures, outcomes first, then as they were made."""
    place = {area: n for n, area in enumerate(AREAS)}
    return tuple(sorted(snap.own_measures, key=lambda m: place.get(m.area or "", len(place))))


def own_called(snap: Snapshot, ref: str) -> OwnMeasure | None:
    """The own measure with this reference, however it is typed."""
    wanted = _ref(ref)
    return next((m for m in snap.own_measures if _ref(m.ref) == wanted), None)


def readings(snap: Snapshot, ref: str) -> list[Reading]:
    """Its readings that have a value and a day, oldest first."""

    def work() -> dict[str, list[Reading]]:
        found: dict[str, list[Reading]] = {}
        for one in snap.readings:
            if one.value is not None and day(one.on):
                found.setdefault(_ref(one.measure), []).append(one)
        for mine in found.values():
            mine.sort(key=lambda r: (r.on or "", r.at or 0))
        return found

    return once(snap, ("readings",), work).get(_ref(ref), [])


def said(value: float, unit: str | None) -> str:
    """`71 %`, `4.2 days`, `12`."""
    return f"{number(value, 2)} {unit}" if unit else number(value, 2)


def own_figure(snap: Snapshot, measure: OwnMeasure, pi: str) -> Figure:
    """The newest reading up to the end of an interval, if it is of that interval.

    In the current one an older reading still holds, and the words say of which day it is.
    """
    if pi != snap.pi_name and not has_days(snap, pi):
        return no_data("its days are not on record", measure.unit or "")
    known = readings(snap, measure.ref)
    last = last_day(snap, pi).isoformat()
    interval = interval_called(snap, pi)
    first = interval.start if interval and pi != snap.pi_name else ""
    here = [one for one in known if first <= (one.on or "") <= last]
    if not here:
        return no_data("no reading of this interval; add one with rte measure", measure.unit or "")
    newest = here[-1]
    assert newest.value is not None  # readings() leaves out those without
    on = day(newest.on)
    words = said(newest.value, measure.unit)
    dated = f"{words} on {short_date(on)}" if on else words
    return Figure(newest.value, dated, measure.unit or "", len(here))


def own(snap: Snapshot, measure: OwnMeasure, pi: str) -> Measured:
    """One measure of the train's own, with all its readings."""
    last = last_day(snap, pi).isoformat()
    known = [one for one in readings(snap, measure.ref) if (one.on or "") <= last]
    points = tuple((_day(one.on), one.value) for one in known)
    rows = tuple(
        (_day(one.on), said(one.value or 0, measure.unit), one.note or "") for one in known
    )
    better = f"; better is {measure.better}" if measure.better else ""
    title = f"{measure.text}, {measure.unit}" if measure.unit else measure.text
    return Measured(
        measure.ref, title, measure.area or "outcome", own_figure(snap, measure, pi),
        f"the newest reading of what the train measures itself{better}",
        "What did our work change for those whom it is for?",
        tuple((name, own_figure(snap, measure, name).value) for name in up_to(snap, pi)), (),
        (Trend(measure.text, measure.unit or "", points),) if points else (),
        Numbers(("on", "value", "note"), rows) if rows else None, (measure.ref,),
    )  # fmt: skip


def _day(text: str | None) -> str:
    found = day(text)
    return short_date(found) if found else ""


def no_outcome(snap: Snapshot, pi: str) -> Measured:  # noqa: ARG001 - called like every measure
    """What stands where an outcome should: that there is none yet, and how to add one."""
    return Measured(
        "outcome", "Outcomes", "outcome", no_data(ADD),
        "the newest reading of a measure of the train's own in the area outcome",
        "How would our customers notice that we did well?",
    )  # fmt: skip
