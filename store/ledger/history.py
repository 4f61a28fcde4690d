"""What happened to one record: every change, by whom, when and in which step, oldest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from store.domain.dates import say_day
from store.domain.records import Event
from store.domain.words import clock
from store.insight.facts import label, value_in_words
from store.insight.problem_parts import KEYED, change_in_words
from store.journal.journal import JournalLog
from store.ledger.undoing import NAMES

if TYPE_CHECKING:
    from store.domain.records import Record
    from store.entry import Entry, Op
    from store.insight.snapshot import Snapshot
    from store.ledger.ledger import Ledger

HIDDEN = ("rev", "ref", "roamed", "changed_in")
"""Fields that the program counts for itself, or that repeat what other fields say."""
MOVES = {
    "start": "started at",
    "step": "moved to",
    "pause": "paused",
    "resume": "resumed",
    "park": "parked",
    "close": "closed",
}
"""What happens to the clock of an event, in words."""
DEEDS = {"p": "made", "d": "taken back", "u": "changed"}


@dataclass(frozen=True, slots=True)
class Past:
    """One entry of the log, as far as it concerns a record."""

    n: int
    at: int
    by: str | None
    where: str
    do: str
    deed: str
    undo: int | None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    """Field -> old and new value; empty for a record that was made or taken back."""


def history(ledger: Ledger, kind: str, record: Record) -> list[Past]:
    """Everything that is known to have happened to a record; for an event its clock too."""
    entries = [
        [past for op in entry["ops"] if (past := _past(entry, op, kind, record))]
        for entry in _entries(ledger, kind, record)
    ]
    return [past for entry in reversed(entries) for past in entry]


def _entries(ledger: Ledger, kind: str, record: Record) -> Iterator[Entry]:
    """Entries newest first; an event's moments carry its reference and not its id."""
    log = ledger.db.log
    if kind != "event" and isinstance(log, JournalLog):
        return log.past_of(record.id)
    return log.past()


def _past(entry: Entry, op: Op, kind: str, record: Record) -> Past | None:
    if len(op) < 4:
        return None
    code, table, key, facts = op[0], op[1], op[2], op[3]
    if table == kind and key == record.id:
        changes: dict[str, tuple[Any, Any]] = {}
        if code == "u":
            changes = {
                name: (op[4].get(name), facts.get(name))
                for name in (*facts, *(n for n in op[4] if n not in facts))
                if name not in HIDDEN
            }
        return _of(entry, DEEDS.get(str(code), str(code)), changes)
    if kind == "event" and table == "moment" and facts.get("event") == record.ref:
        return _of(entry, _move(facts, str(code), _titles(record)), {})
    return None


def _titles(record: Record) -> dict[str, str]:
    return {s.key: s.title for s in record.steps} if isinstance(record, Event) else {}


def _move(facts: dict[str, Any], code: str, titles: dict[str, str]) -> str:
    """A clock fact in words."""
    step = titles.get(str(facts.get("step")), str(facts.get("step") or ""))
    do = str(facts.get("do", ""))
    if do == "add":
        seconds = int(facts.get("seconds") or 0)
        words = f"{clock(seconds * 1000)} {'more' if seconds > 0 else 'less'} for {step}"
    elif do == "ago":
        seconds = int(facts.get("seconds") or 0)
        earlier = "earlier" if seconds > 0 else "later"
        words = f"{step} really began {clock(seconds * 1000)} {earlier}"
    elif do == "retime":
        words = "re-timed: " + ", ".join(
            f"{titles.get(key, key)} {clock(int(s) * 1000)} less"
            for key, s in facts["give"].items()
        )
    elif do == "turn":
        words = f"{facts.get('item', '')} has the floor in {step}"
    else:
        words = MOVES.get(do, do) + (f" {step}" if step else "")
    return words if code == "p" else f"{words}: taken back"


def _of(entry: Entry, deed: str, changes: dict[str, tuple[Any, Any]]) -> Past:
    return Past(
        n=int(entry["n"]),
        at=int(entry["at"]),
        by=entry.get("by"),
        where=str(entry.get("in") or ""),
        do=str(entry.get("do") or ""),
        deed=deed,
        undo=entry.get("undo"),
        changes=changes,
    )


def in_words(past: Past, kind: str, snap: Snapshot) -> list[str]:
    """The entry as lines for people: when, who, where, what; then each field, old → new."""
    day = snap.local(past.at)
    parts = [f"{say_day(day.date())} {day:%H:%M}", past.by or "nobody named"]
    if past.where:
        parts.append(_place(past.where, snap))
    deed = past.deed
    if past.undo is not None:
        deed += f" (undo of entry {past.undo})"
    elif past.do in NAMES and past.deed == "made":
        deed += f" by {NAMES[past.do]}"
    lines = [" · ".join([*parts, deed])]
    for name, (old, new) in past.changes.items():
        if name == "steps_taken" and new and new[: len(old or ())] == list(old or ()):
            # Each step says where it came from: the earlier ones stand above.
            old, new = None, new[len(old or ()) :]
            lines.append(f"    {label(kind, name)}: {value_in_words(name, new)}")
            continue
        if kind == "problem" and name in KEYED:
            lines.append(f"    {label(kind, name)}: {change_in_words(old, new)}")
            continue
        lines.append(
            f"    {label(kind, name)}: {value_in_words(name, old)} → {value_in_words(name, new)}"
        )
    return lines


def _place(where: str, snap: Snapshot) -> str:
    """`E8/risks` as `ART Sync E8, Risks`."""
    ref, _, key = where.partition("/")
    event = next((e for e in snap.events if e.ref == ref), None)
    if event is None:
        return ref
    step = next((s.title for s in event.steps if s.key == key), key)
    return f"{event.title} {ref}" + (f", {step}" if step else "")
