"""Where the running event stands: facts for scripts, and the one line for people."""

from __future__ import annotations

from store.domain.words import balance, clock, countdown
from store.errors import UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Protocol

    from store.domain.clock import Face
    from store.domain.records import Event
    from store.ledger.quick_clock import Brief

    class Clocks(Protocol):
        """Whoever knows the faces of events by reference, and the time of day: a snapshot does."""

        @property
        def faces(self) -> Mapping[str, Face]:
            """The clocks by the references of their events."""

        def clock_time(self, ms: int) -> str:
            """`09:14` in the train's zone."""


PLACES = ("title", "ref", "step", "number", "count", "left", "behind", "ends", "phase")
"""What a --format may hold in braces."""
BRIEF = frozenset(("title", "ref", "step", "number", "count", "left", "phase"))
"""Places that are filled without working out when the event ends."""


def moment(ms: int) -> str:
    """A moment for scripts: ISO, UTC, whole seconds."""
    from datetime import UTC, datetime

    return datetime.fromtimestamp(ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def left_words(left_ms: int) -> str:
    """`6:42 left`, or `OVER 2:10`."""
    span = countdown(left_ms)
    return f"OVER {span}" if left_ms < 0 else f"{span} left"


def brief_words(seen: Brief) -> dict[str, str]:
    """The places that are filled from a brief look."""
    return {
        "title": seen.title,
        "ref": seen.ref,
        "step": seen.step,
        "number": str(seen.index + 1),
        "count": str(seen.count),
        "left": left_words(seen.left_ms),
        "phase": "paused" if seen.paused else "running",
    }


def words(snap: Clocks, event: Event) -> dict[str, str]:
    """Every place of a --format, filled."""
    face = snap.faces[event.ref]
    return {
        "title": event.title,
        "ref": event.ref,
        "step": face.step.title if face.step else "",
        "number": str(face.index + 1),
        "count": str(face.count),
        "left": left_words(face.left_ms),
        "behind": balance(face.behind_ms),
        "ends": snap.clock_time(face.ends_at),
        "phase": face.phase.value,
    }


def line(snap: Clocks, event: Event) -> str:
    """`ART Sync E8 4/7 Impediments 6:42 left · 5 min behind · ends 10:05`."""
    said = words(snap, event)
    face = snap.faces[event.ref]
    if face.phase == "closed":
        took = clock(face.ends_at - (face.started_at or face.ends_at))
        return f"{said['title']} {said['ref']} closed after {took}"
    paused = "paused · " if face.phase == "paused" else ""
    step = f"{said['number']}/{said['count']} {said['step']}"
    return (
        f"{said['title']} {said['ref']} {step} {paused}{said['left']} · {said['behind']} · "
        f"ends {said['ends']}"
    )


def facts(snap: Clocks, event: Event) -> dict[str, Any]:
    """The same for scripts; spans in milliseconds, negative `left_ms` means over."""
    face = snap.faces[event.ref]
    step = face.step
    return {
        "running": face.phase in ("running", "paused"),
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


def places_of(form: str) -> list[str]:
    """The places that a --format holds; a brace without its other one is plain text."""
    found: list[str] = []
    for piece in form.split("{")[1:]:
        name, brace, _ = piece.partition("}")
        if brace:
            found.append(name)
    return found


def check_format(form: str) -> str:
    """Refuse a --format with a place that does not exist."""
    for name in places_of(form):
        if name not in PLACES:
            known = " ".join(f"{{{place}}}" for place in PLACES)
            raise UsageFault(f"--format knows no {{{name[:20]}}}. Use: {known}")
    return form


def fill(form: str, said: Mapping[str, str]) -> str:
    """`form` with its places filled in; everything else stays as it is, also in what is filled."""
    head, *pieces = form.split("{")
    found = [head]
    for piece in pieces:
        name, brace, rest = piece.partition("}")
        found.append(said[name] + rest if brace else "{" + piece)
    return "".join(found)
