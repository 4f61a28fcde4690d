"""Events with the steps that the tests of System Demo and syncs need."""

from __future__ import annotations

from store.domain.records import Event
from store.ledger.ledger import Ledger
from store.ledger.running import close

DEMO_STEPS = (
    ("feedback", "What became of last demo's feedback", 5, "demo-feedback"),
    ("order", "What is shown", 30, "demo-order"),
    ("talk", "Questions and feedback", 10, "demo-talk"),
    ("evidence", "Objectives by evidence", 5, "demo-evidence"),
    ("actions", "Actions", 5, "last-actions"),
)
SYNC_STEPS = (
    ("actions", "Last actions", 2, "last-actions"),
    ("questions", "The four questions", 12, "questions"),
    ("risks", "Risks due for review", 3, "risks-due"),
    ("scope", "Scope", 6, "scope"),
    ("after", "Meet-after", 5, "meet-after"),
    ("ready", "Next planning", 5, "readiness"),
)
TITLES = {
    "system-demo": "System Demo",
    "coach-sync": "Coach Sync",
    "inspect-adapt": "Inspect & Adapt",
}


def hold(ledger: Ledger, kind: str = "system-demo", step: str | None = None) -> Event:
    """Begin an event of `kind` now, at `step` or its first one."""
    steps = SYNC_STEPS if kind == "coach-sync" else DEMO_STEPS
    with ledger.change("event.start") as change:
        key = change.new(
            "event",
            {
                "kind": kind,
                "title": TITLES[kind],
                "text": TITLES[kind],
                "on": ledger.today.isoformat(),
                "pi": "PI-26.4",
                "at": change.stamp.at,
                "steps": [
                    {"key": name, "title": title, "minutes": minutes, "surface": surface}
                    for name, title, minutes, surface in steps
                ],
            },
        )
        ref = change.ref_of("event", key)
        first = step or steps[0][0]
        change.new("moment", {"event": ref, "do": "start", "at": change.stamp.at, "step": first})
    found = ledger.views.get("event", key)
    assert isinstance(found, Event)
    return found


def hold_and_close(ledger: Ledger, kind: str = "system-demo") -> Event:
    """An event that began and ended at this moment."""
    event = hold(ledger, kind)
    close(ledger)
    return event
