"""One record, whole: every fact in words, and what happened to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from store.domain.records import Record
from store.entry import Entry
from store.insight.snapshot import Snapshot

LABELS = {
    "bv": "planned business value",
    "actual": "actual business value",
    "p": "probability",
    "i": "impact",
    "roam": "ROAM letter",
    "review": "review on",
    "due": "due",
    "done": "done",
    "like": "same cause as",
    "letters_before": "letters before",
    "need": "needed by",
    "plan": "planned in",
    "during": "decided at",
    "on": "date",
    "pi": "planning interval",
    "by": "recorded by",
    "how": "how it went away",
    "present": "measure now",
}
HIDDEN = {"id", "ref", "text", "at", "event", "step", "minute", "rev", "steps", "title"}


@dataclass(frozen=True, slots=True)
class Happening:
    """One change of a record: when (ms UTC), who, where, and what became of which field."""

    at: int
    by: str | None
    where: str | None
    do: str
    undone: bool
    changes: tuple[tuple[str, Any, Any], ...]
    """(field, old value or None, new value or None); of a new record the fields it began with."""


def facts(record: Record) -> list[tuple[str, str]]:
    """What is known of a record, as label and value; what nobody stated is left out."""
    found: list[tuple[str, str]] = []
    for item in fields(record):
        value = getattr(record, item.name)
        if item.name in HIDDEN or value in (None, "", (), {}, False):
            continue
        found.append((LABELS.get(item.name, item.name.replace("_", " ")), in_words(value)))
    return found


def in_words(value: object) -> str:
    """A stored value as people read it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | list):
        return ", ".join(in_words(part) for part in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {in_words(part)}" for key, part in value.items())
    return str(value)


def history(entries: Iterable[Entry], record_id: str) -> list[Happening]:
    """What happened to a record, oldest first; `entries` come newest first, as a log gives them."""
    found: list[Happening] = []
    undone: set[int] = set()
    for entry in entries:
        if "undo" in entry:
            undone.add(int(entry["undo"]))
        for op in entry["ops"]:
            if op[0] in "pud" and op[2] == record_id:
                found.append(_happening(entry, op, int(entry["n"]) in undone))
    return found[::-1]


def _happening(entry: Entry, op: list[Any], undone: bool) -> Happening:
    code = op[0]
    if code == "u":
        names = [*op[3], *(name for name in op[4] if name not in op[3])]
        changes = [(name, op[4].get(name), op[3].get(name)) for name in names if name != "rev"]
    else:
        doc = op[3]
        shown = [name for name in doc if name not in HIDDEN or name in ("text",)]
        changes = [(n, doc[n], None) if code == "d" else (n, None, doc[n]) for n in shown]
    do = {"p": "recorded", "u": "changed", "d": "taken back"}[code]
    if entry.get("do") == "undo" and code != "d":
        do = "put back"
    return Happening(int(entry["at"]), entry.get("by"), entry.get("in"), do, undone, tuple(changes))


def where_in_words(snap: Snapshot, where: str | None) -> str:
    """`E8/risks` as `ART Sync E8, Risks`."""
    if not where:
        return ""
    ref, _, key = where.partition("/")
    event = next((e for e in snap.events if e.ref == ref), None)
    if event is None:
        return ref
    step = next((s.title for s in event.steps if s.key == key), "")
    return f"{event.title} {ref}" + (f", {step}" if step else "")
