"""Which planning interval is being inspected and adapted."""

from __future__ import annotations

from store.domain.demo import event_kind
from store.insight.snapshot import Snapshot

INSPECTING = "inspect-adapt"


def inspected(snap: Snapshot) -> str | None:
    """The interval that the open Inspect & Adapt looks at; None outside of one."""
    event = snap.running
    if event is None or event_kind(event) != INSPECTING:
        return None
    return event.pi or snap.pi_name
