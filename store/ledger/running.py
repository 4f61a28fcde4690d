"""Running an event: every move of its clock is one use-case and one stored fact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import date, timedelta

from store.domain.agenda import Template, rotated
from store.domain.clock import Face, Phase
from store.domain.demo import event_kind
from store.domain.event_records import Event, Step
from store.domain.records import PlanningInterval
from store.domain.text import clean
from store.errors import RuleBroken, UsageFault
from store.exchange.templates import shipped
from store.ledger.batons import moving, take_with_start
from store.ledger.ledger import Change, Ledger
from store.ledger.objectives import freeze_with

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Doc

ADJOURN_MS = 30 * 60_000
"""A step that is fixed to begin later than this ahead waits for it: the room is adjourned."""

PLANNED_AHEAD = timedelta(days=28)
"""PI planning is held at most so long before the interval that it plans."""

LOOKED_BACK = timedelta(days=14)
"""Inspect & Adapt is held at most so long after the interval that it looks at."""

_STEP_DEFAULTS = {f.name: f.default for f in fields(Step)}


def _step_doc(step: Step) -> Doc:
    """A step as it is stored; what is as it is by default is left out."""
    told = {k: v for k, v in asdict(step).items() if v != _STEP_DEFAULTS.get(k)}
    return {k: list(v) if isinstance(v, tuple) else v for k, v in told.items()}


def note_moment(
    change: Change, ledger: Ledger, event: Event, do: str, *, by_itself: bool = False,
    **facts: object,
) -> None:  # fmt: skip
    """Store one clock fact of an event, with what the machine's own counter says.

    Refuses with `RuleBroken` for somebody who does not have the baton; a move that the clock makes
    `by_itself` is nobody's.
    """
    if do == "start":
        take_with_start(change, ledger, event.ref)
    elif not by_itself:
        moving(change, ledger, event)
    stamp, uptime = change.stamp, ledger.uptime()
    doc: Doc = {"event": event.ref, "do": do, "at": stamp.at, "by": stamp.by, **facts}
    if uptime is not None:
        doc["boot"], doc["up"] = uptime
    change.new("moment", {k: v for k, v in doc.items() if v is not None})


def _with_minutes(steps: Sequence[Step], minutes: Mapping[str, int]) -> tuple[Step, ...]:
    for key, planned in minutes.items():
        if not 1 <= planned <= 24 * 60:
            raise UsageFault(f"A step takes from one minute to a day, not {planned} min: {key}.")
    return tuple(replace(s, minutes=minutes.get(s.key, s.minutes)) for s in steps)


def _interval_of(ledger: Ledger, kind: str) -> PlanningInterval | None:
    """The interval that an event belongs to.

    PI planning is held before the one that it plans, and Inspect & Adapt belongs to the one that it
    looks at, also when that has just ended.
    """
    coming = [p for p in ledger.intervals if p.start > ledger.today.isoformat()]
    if kind == "pi-planning" and coming:
        ahead = date.fromisoformat(coming[0].start) - ledger.today
        if ahead <= PLANNED_AHEAD:
            return coming[0]
    if (
        kind == "inspect-adapt"
        and (over := _just_over(ledger))
        and not _was_held(ledger, kind, over)
    ):
        return over
    return ledger.pi


def _just_over(ledger: Ledger) -> PlanningInterval | None:
    """The last interval that is over, if it ended not long ago."""
    today, ended = ledger.today.isoformat(), [p for p in ledger.intervals if p.end]
    over = [p for p in ended if p.end < today]
    if over and ledger.today - date.fromisoformat(over[-1].end) <= LOOKED_BACK:
        return over[-1]
    return None


def _was_held(ledger: Ledger, kind: str, pi: PlanningInterval) -> bool:
    events = (e for e in ledger.views.all("event") if isinstance(e, Event))
    return any(e.pi == pi.short and event_kind(e) == kind for e in events)


def _event_doc(ledger: Ledger, template: Template, steps: Sequence[Step], begins: str) -> Doc:
    pi, teams = _interval_of(ledger, template.kind), [team.short for team in ledger.teams]
    in_turn = any(step.each == "team" for step in steps)
    held = [
        e
        for e in ledger.views.all("event")
        if isinstance(e, Event) and e.kind == template.kind and e.order
    ]
    doc: Doc = {
        "kind": template.kind,
        "title": template.title,
        "text": template.title,
        "on": ledger.today.isoformat(),
        "begins": begins,
        "pi": pi.short if pi else None,
        "order": list(rotated(teams, len(held))) if in_turn else None,
        "steps": [_step_doc(step) for step in steps],
    }
    return {k: v for k, v in doc.items() if v}


def start(
    ledger: Ledger,
    which: Template | str,
    *,
    begins: str | None = None,
    minutes: Mapping[str, int] | None = None,
) -> Event:
    """Begin an event by its template now, at its first step. Refuses while another one is running.

    A word for `which` means one of the templates that ship (`UsageFault` names them).
    `begins` is the start that was planned (wall-clock time of the train, `2026-11-18T09:00`): the
    agenda is behind from there. `minutes` gives steps by key another length than the template's.
    """
    ledger.require_train()
    template = shipped().named(which) if isinstance(which, str) else which
    steps = _with_minutes(template.steps, minutes or {})
    with ledger.change("event.start") as change:
        other = ledger.running
        if other:
            raise RuleBroken(
                f"{other.title} {other.ref} is still open. Close it first, or go on with it."
            )
        stamp = {"at": change.stamp.at, "by": change.stamp.by}
        doc = _event_doc(ledger, template, steps, begins or "") | stamp
        key = change.new("event", {k: v for k, v in doc.items() if v is not None})
        event = Event(id=key, ref=change.ref_of("event", key), steps=steps)
        note_moment(change, ledger, event, "start", step=steps[0].key)
    found = ledger.views.get("event", key)
    assert isinstance(found, Event)  # stored just now
    return found


def the_running(ledger: Ledger) -> tuple[Event, Face]:
    """The open event and its clock, or the refusal that says how to start one."""
    event = ledger.running
    if event is None:
        raise RuleBroken("No event is running. Start one: rte event start art-sync.")
    return event, ledger.face(event)


def following(event: Event, seen: Face) -> Step | None:
    """The step that comes next: the following one, and behind the last one those that were parked.

    None when the agenda is through.
    """
    steps = {step.key: step for step in event.steps}
    ahead = [row.key for row in seen.rows if row.state == "to come"]
    waiting = [row.key for row in seen.parked]
    return next((steps[key] for key in (*ahead, *waiting)), None)


def _enter(
    change: Change, ledger: Ledger, event: Event, seen: Face, step: Step, by_itself: bool = False
) -> None:
    """Move the room to a step; one that is fixed to begin much later waits for its time."""
    row = next(row for row in seen.rows if row.key == step.key)
    early = (row.fixed_at or 0) - ledger.now_ms
    later_day = step.day > event.steps[seen.index].day and not row.spent_ms
    if later_day and early > ADJOURN_MS and seen.phase is not Phase.PAUSED:
        note_moment(change, ledger, event, "pause", by_itself=by_itself)
    note_moment(change, ledger, event, "step", step=step.key, by_itself=by_itself)


def step_named(event: Event, text: str) -> Step:
    """The step that a person means: its number, its key, or the beginning of its title."""
    word = clean(text).lower().strip()
    if word.isdecimal() and 1 <= int(word) <= len(event.steps):
        return event.steps[int(word) - 1]
    for step in event.steps:
        if word == step.key:
            return step
    found = [s for s in event.steps if word and s.title.lower().startswith(word)]
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"{n} {s.key}" for n, s in enumerate(event.steps, start=1))
    raise UsageFault(f"{event.title} has no one step {clean(text)[:40]!r}. Steps: {known}.")


def go_to(ledger: Ledger, key: str) -> Event:
    """Move the room to the step with this key, forward or back."""
    with ledger.change("event.step") as change:
        event, seen = the_running(ledger)
        step = next((step for step in event.steps if step.key == key), None)
        if step is None:
            raise UsageFault(f"{event.title} has no step {clean(key)[:40]!r}.")
        if seen.step and seen.step.key == key:
            raise RuleBroken(f"{seen.step.title} is the current step already.")
        _enter(change, ledger, event, seen, step)
    return event


def go_next(ledger: Ledger, leaving: str | None = None) -> Event:
    """Move to the next step; behind the last one to those that were parked.

    Refuses when there is none. With `leaving` (a step's key) nothing happens unless the room is
    still in that step: whoever moves it by the clock must not move it twice.
    """
    with ledger.change("event.next") as change:
        event, seen = the_running(ledger)
        if leaving is not None and (seen.step is None or seen.step.key != leaving):
            raise RuleBroken("The room has moved on already.")
        step = following(event, seen)
        if step is None:
            raise RuleBroken("This is the last step. Close the event when the room is done.")
        _enter(change, ledger, event, seen, step, by_itself=leaving is not None)
    return event


def go_back(ledger: Ledger) -> Event:
    """Move to the step before. Refuses on the first one."""
    with ledger.change("event.back") as change:
        event, seen = the_running(ledger)
        if seen.index <= 0:
            raise RuleBroken("This is the first step; there is none before it.")
        note_moment(change, ledger, event, "step", step=event.steps[seen.index - 1].key)
    return event


def finish(ledger: Ledger) -> Event:
    """Come to the end early: on to the last step of the agenda, past everything before it."""
    with ledger.change("event.finish") as change:
        event, seen = the_running(ledger)
        last = event.steps[-1]
        if seen.step == last:
            raise RuleBroken("This is the last step. Close the event when the room is done.")
        note_moment(change, ledger, event, "step", step=last.key)
    return event


def pause(ledger: Ledger) -> Event:
    """Let the clock stand. Refuses if it already does."""
    with ledger.change("event.pause") as change:
        event, seen = the_running(ledger)
        if seen.phase is Phase.PAUSED:
            raise RuleBroken("The clock is paused already. Resume it to go on.")
        note_moment(change, ledger, event, "pause")
    return event


def resume(ledger: Ledger) -> Event:
    """Let the clock go on. Refuses if it already runs."""
    with ledger.change("event.resume") as change:
        event, seen = the_running(ledger)
        if seen.phase is not Phase.PAUSED:
            raise RuleBroken("The clock is running already.")
        note_moment(change, ledger, event, "resume")
    return event


def toggle(ledger: Ledger) -> Event:
    """Pause a running clock, resume a paused one."""
    _, seen = the_running(ledger)
    return resume(ledger) if seen.phase is Phase.PAUSED else pause(ledger)


def close(ledger: Ledger) -> Event:
    """End the open event. What it still lacks is asked for by the closing, never forced.

    The end of PI planning freezes the plan: commitment and value of every objective.
    """
    with ledger.change("event.close") as change:
        event, _ = the_running(ledger)
        note_moment(change, ledger, event, "close")
        freeze_with(change, ledger, event)
    return event
