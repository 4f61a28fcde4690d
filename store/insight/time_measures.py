"""Timeboxes: what was planned for the steps of events, and what they took."""

from __future__ import annotations

from dataclasses import dataclass

from store.domain.clock import MINUTE, Phase
from store.domain.records import Event
from store.insight.by_interval import no_data, number, once, share, trend_of, within
from store.insight.charts import Trend
from store.insight.measured import Figure, Measured, Numbers, Other
from store.insight.percentiles import median
from store.insight.snapshot import Snapshot

NONE = "no event with an agenda was closed in this interval"
NOT_PLANNED = "not on record"


@dataclass(frozen=True, slots=True)
class Box:
    """One step of one closed event, in minutes."""

    event: str
    kind: str
    key: str
    title: str
    planned: float
    spent: float

    @property
    def over(self) -> float:
        """Minutes beyond the agenda; below zero where it was done before."""
        return self.spent - self.planned


def boxes(snap: Snapshot, pi: str) -> tuple[Box, ...]:
    """The steps of the interval's closed events that took place, as the agenda planned them."""

    def work() -> tuple[Box, ...]:
        found: list[Box] = []
        for event in within(snap, Event, "event", pi):
            face = snap.faces.get(event.ref)
            if face is None or face.phase is not Phase.CLOSED:
                continue
            planned = {step.key: step.minutes for step in event.steps}
            found += [
                Box(event.ref, event.kind or "", row.key, row.title, planned.get(row.key, 0),
                    row.spent_ms / MINUTE)
                for row in face.rows
                if row.state == "done"
            ]  # fmt: skip
        return tuple(found)

    return once(snap, ("boxes", pi), work)


def minutes(value: float | None, n: int, nothing: str) -> Figure:
    """Minutes over (or under) the timebox, in words."""
    if value is None:
        return no_data(nothing, "min")
    word = "over" if value > 0 else "under"
    said = f"{number(abs(value))} min {word}" if value else "0 min over"
    return Figure(value, said, "min", n)


def overrun_figure(snap: Snapshot, pi: str) -> Figure:
    """Median of the minutes beyond the timebox, over all steps."""
    found = boxes(snap, pi)
    return minutes(median(box.over for box in found), len(found), NONE)


def step_figure(snap: Snapshot, pi: str, kind: str, key: str) -> Figure:
    """Median minutes that one step of one kind of event took beyond its timebox."""
    found = [box.over for box in boxes(snap, pi) if box.kind == kind and box.key == key]
    return minutes(median(found), len(found), f"no {kind} with a step {key} was closed")


def timeboxes(snap: Snapshot, pi: str) -> Measured:
    """Planned against actual, by kind of event and step."""
    found, trend = boxes(snap, pi), trend_of(snap, pi, overrun_figure)
    grouped: dict[tuple[str, str], list[Box]] = {}
    for box in found:
        grouped.setdefault((box.kind, box.key), []).append(box)
    rows = [
        (kind, own[-1].title, str(len(own)), f"{number(median(b.planned for b in own) or 0)} min",
         f"{number(median(b.spent for b in own) or 0)} min",
         minutes(median(b.over for b in own), len(own), NONE).said)
        for (kind, _), own in grouped.items()
    ]  # fmt: skip
    rows += [
        (event.title, "whole event", "1", NOT_PLANNED, f"{event.minutes} min", "")
        for event in within(snap, Event, "event", pi)
        if event.ref not in snap.faces and event.minutes is not None
    ]
    within_box = share(sum(box.over <= 0 for box in found), len(found), NONE)
    return Measured(
        "timebox-overrun", "Timeboxes, planned against actual", "time", overrun_figure(snap, pi),
        "median of (time taken − minutes of the agenda) over the steps of closed events",
        "Which step never fits, and what would it need?", trend,
        (Other("steps within their timebox", within_box,
               "steps that took no longer than the agenda gave them ÷ all steps"),),
        (Trend("Minutes over the timebox, median", "min", trend),) if found else (),
        Numbers(("event", "step", "times", "planned", "taken", "difference"), tuple(rows))
        if rows else None,
    )  # fmt: skip
