"""Where and when something is noted, as a line of words."""

from __future__ import annotations

from store.domain.words import week_date
from store.ledger.ledger import Ledger


def stamp_line(ledger: Ledger) -> str:
    """`## Thu 19 Nov 09:14 · ART Sync E8 · Risks · min 14`; outside events the day and time."""
    snap = ledger.snapshot()
    now = snap.local(snap.now)
    parts = [f"{week_date(now.date())} {now:%H:%M}"]
    stamp = ledger.stamp(None)
    event = snap.event_called(stamp.event) if stamp.event else None
    if event is not None:
        titles = {step.key: step.title for step in event.steps}
        parts += [f"{event.title} {event.ref}", titles.get(stamp.step or "", "")]
        parts.append(f"min {stamp.minute}" if stamp.minute is not None else "")
    return "## " + " · ".join(part for part in parts if part)
