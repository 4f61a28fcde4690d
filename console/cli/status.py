"""Where the running event stands: facts for scripts, and the one line for people."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from store.domain.clock import Face, Phase
from store.domain.records import Event
from store.domain.words import balance, clock, countdown
from store.errors import UsageFault
from store.insight.snapshot import Snapshot

PLACES = ("title", "ref", "step", "number", "count", "left", "behind", "ends", "phase")
"""What a --format may hold in braces."""


def moment(ms: int) -> str:
    """A moment for scripts: ISO, UTC, whole seconds."""
    return datetime.fromtimestamp(ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def left_words(face: Face) -> str:
    """`6:42 left`, or `OVER 2:10`."""
    span = countdown(face.left_ms)
    return f"OVER {span}" if face.left_ms < 0 else f"{span} left"


def words(snap: Snapshot, event: Event) -> dict[str, str]:
    """Every place of a --format, filled."""
    face = snap.faces[event.ref]
    return {
        "title": event.title,
        "ref": event.ref,
        "step": face.step.title if face.step else "",
        "number": str(face.index + 1),
        "count": str(face.count),
        "left": left_words(face),
        "behind": balance(face.behind_ms),
        "ends": snap.clock_time(face.ends_at),
        "phase": face.phase.value,
    }


def line(snap: Snapshot, event: Event) -> str:
    """`ART Sync E8 4/7 Impediments 6:42 left · 5 min behind · ends 10:05`."""
    said = words(snap, event)
    face = snap.faces[event.ref]
    if face.phase is Phase.CLOSED:
        took = clock(face.ends_at - (face.started_at or face.ends_at))
        return f"{said['title']} {said['ref']} closed after {took}"
    paused = "paused · " if face.phase is Phase.PAUSED else ""
    step = f"{said['number']}/{said['count']} {said['step']}"
    return (
        f"{said['title']} {said['ref']} {step} {paused}{said['left']} · {said['behind']} · "
        f"ends {said['ends']}"
    )


def facts(snap: Snapshot, event: Event) -> dict[str, Any]:
    """The same for scripts; spans in milliseconds, negative `left_ms` means over."""
    face = snap.faces[event.ref]
    step = face.step
    return {
        "running": face.phase in (Phase.RUNNING, Phase.PAUSED),
        "event": event.ref,
        "title": event.title,
        "phase": face.phase.value,
        "step": {
            "key": step.key,
            "title": step.title,
            "number": face.index + 1,
            "of": face.count,
            "planned_ms": face.planned_ms,
            "spent_ms": face.spent_ms,
        }
        if step
        else None,
        "left_ms": face.left_ms,
        "over": face.left_ms < 0,
        "behind_ms": face.behind_ms,
        "minute": face.minute,
        "started_at": moment(face.started_at) if face.started_at is not None else None,
        "ends_at": moment(face.ends_at),
        "turn": {"item": face.floor.item, "spent_ms": face.floor.spent_ms} if face.floor else None,
        "missed": [row.key for row in face.conflicts],
    }


def check_format(form: str) -> str:
    """Refuse a --format with a place that does not exist."""
    for name in re.findall(r"\{([^{}]*)\}", form):
        if name not in PLACES:
            known = " ".join(f"{{{place}}}" for place in PLACES)
            raise UsageFault(f"--format knows no {{{name[:20]}}}. Use: {known}")
    return form


def fill(form: str, said: dict[str, str]) -> str:
    """`form` with its places filled in; everything else stays as it is."""
    return re.sub(r"\{([^{}]*)\}", lambda found: said[found[1]], form)
