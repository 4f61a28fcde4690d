"""Running an event: every move of its clock is one use-case and one stored fact."""

from __future__ import annotations

from collections.abc import Sequence

from store.domain.agenda import AGENDAS, ALIASES
from store.domain.clock import Face, Phase
from store.domain.records import Event, Step
from store.domain.text import clean
from store.errors import RuleBroken, UsageFault
from store.ledger.ledger import Change, Ledger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Doc

MAX_ADDED_S = 24 * 3600
"""No timebox is longer than a day."""


def kind_named(text: str) -> str:
    """The kind of event that a person means by `text`; `UsageFault` names those there are."""
    word = " ".join(text.lower().split())
    word = ALIASES.get(word, word.replace(" ", "-"))
    if word not in AGENDAS:
        known = ", ".join(AGENDAS)
        raise UsageFault(f"There is no event kind {clean(text)[:40]!r}. There is: {known}.")
    return word


def _steps_doc(steps: Sequence[Step]) -> list[Doc]:
    return [
        {
            "key": s.key,
            "title": s.title,
            "minutes": s.minutes,
            "purpose": s.purpose,
            "leaves": s.leaves,
            "surface": s.surface,
            "flexible": s.flexible,
        }
        for s in steps
    ]


def _moment(change: Change, event: Event, do: str, **facts: object) -> None:
    stamp = change.stamp
    doc: Doc = {"event": event.ref, "do": do, "at": stamp.at, "by": stamp.by, **facts}
    change.new("moment", {k: v for k, v in doc.items() if v is not None})


def start(ledger: Ledger, kind: str) -> Event:
    """Begin an event of `kind` now, at its first step. Refuses while another one is running."""
    ledger.require_train()
    kind = kind_named(kind)
    title, steps = AGENDAS[kind]
    with ledger.change("event.start") as change:
        other = ledger.running
        if other:
            raise RuleBroken(
                f"{other.title} {other.ref} is still open. Close it first, or go on with it."
            )
        pi = ledger.pi
        doc: Doc = {
            "kind": kind,
            "title": title,
            "text": title,
            "on": ledger.today.isoformat(),
            "pi": pi.short if pi else None,
            "at": change.stamp.at,
            "by": change.stamp.by,
            "steps": _steps_doc(steps),
        }
        key = change.new("event", {k: v for k, v in doc.items() if v is not None})
        event = Event(id=key, ref=change.ref_of("event", key), steps=steps)
        _moment(change, event, "start", step=steps[0].key)
    found = ledger.views.get("event", key)
    assert isinstance(found, Event)  # stored just now
    return found


def the_running(ledger: Ledger) -> tuple[Event, Face]:
    """The open event and its clock, or the refusal that says how to start one."""
    event = ledger.running
    if event is None:
        raise RuleBroken("No event is running. Start one: rte event start art-sync.")
    return event, ledger.face(event)


def go_to(ledger: Ledger, key: str) -> Event:
    """Move the room to the step with this key, forward or back."""
    with ledger.change("event.step") as change:
        event, seen = the_running(ledger)
        if key not in {step.key for step in event.steps}:
            raise UsageFault(f"{event.title} has no step {clean(key)[:40]!r}.")
        if seen.step and seen.step.key == key:
            raise RuleBroken(f"{seen.step.title} is the current step already.")
        _moment(change, event, "step", step=key)
    return event


def _beside(ledger: Ledger, by: int) -> Event:
    with ledger.change("event.next" if by > 0 else "event.back") as change:
        event, seen = the_running(ledger)
        place = seen.index + by
        if place >= seen.count:
            raise RuleBroken("This is the last step. Close the event when the room is done.")
        if place < 0:
            raise RuleBroken("This is the first step; there is none before it.")
        _moment(change, event, "step", step=event.steps[place].key)
    return event


def go_next(ledger: Ledger) -> Event:
    """Move to the next step. Refuses on the last one."""
    return _beside(ledger, 1)


def go_back(ledger: Ledger) -> Event:
    """Move to the step before. Refuses on the first one."""
    return _beside(ledger, -1)


def pause(ledger: Ledger) -> Event:
    """Let the clock stand. Refuses if it already does."""
    with ledger.change("event.pause") as change:
        event, seen = the_running(ledger)
        if seen.phase is Phase.PAUSED:
            raise RuleBroken("The clock is paused already. Resume it to go on.")
        _moment(change, event, "pause")
    return event


def resume(ledger: Ledger) -> Event:
    """Let the clock go on. Refuses if it already runs."""
    with ledger.change("event.resume") as change:
        event, seen = the_running(ledger)
        if seen.phase is not Phase.PAUSED:
            raise RuleBroken("The clock is running already.")
        _moment(change, event, "resume")
    return event


def toggle(ledger: Ledger) -> Event:
    """Pause a running clock, resume a paused one."""
    _, seen = the_running(ledger)
    return resume(ledger) if seen.phase is Phase.PAUSED else pause(ledger)


def add_time(ledger: Ledger, seconds: int) -> Event:
    """Give the current step `seconds` more, or take them if negative.

    Refuses to take more than the step has, and to make it longer than a day.
    """
    with ledger.change("event.add") as change:
        event, seen = the_running(ledger)
        if seen.step is None or seconds == 0:
            raise RuleBroken("Say how much time: 5m, 90s, 1h30.")
        planned = seen.planned_ms // 1000 + seconds
        if planned < 0:
            raise RuleBroken(f"{seen.step.title} has less than that to give. Take less.")
        if planned > MAX_ADDED_S:
            raise RuleBroken("A step cannot be longer than a day. Add less.")
        _moment(change, event, "add", step=seen.step.key, seconds=seconds)
    return event


def close(ledger: Ledger) -> Event:
    """End the open event. What it still lacks is asked for by the closing, never forced."""
    with ledger.change("event.close") as change:
        event, _ = the_running(ledger)
        _moment(change, event, "close")
    return event
