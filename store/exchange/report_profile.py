"""What of a train may be handed out: the profiles `art` and `full`.

`art` holds nothing private: no record whose line was kept private, no field that holds private
words or quotes such a line, no reference to one; and nothing of who captured what, in which step
and minute, because one record without an author among many with one tells who kept silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from store.domain.record import Record
from store.exchange.report_document import Document, Entry, LeftOut
from store.insight.private import PRIVATE, is_private, quotes_private
from store.insight.snapshot import Snapshot

R = TypeVar("R", bound=Record)

ART, FULL = "art", "full"
PROFILES = {
    ART: "For the whole train: nothing private, and of where a record came from only the event.",
    FULL: "With private lines (marked as such), who captured what, and the minute. Not for all.",
}
HIDDEN = "left out"
"""Stands where words of a table or chart are not told."""
QUOTABLE = 12
"""Characters from which on the words of a private line are looked for inside other texts; shorter
ones count as quoted only where they are the whole text: "private: late" must not hide every text
with the word late in it."""
TRACES = ("by", "step", "minute")
"""Fields that tell who captured a record, and when to the minute."""


class Veil:
    """Tells which words are private: by their mark, or because they quote a private line."""

    def __init__(self, snap: Snapshot) -> None:
        private = [r for records in snap.records.values() for r in records if is_private(r)]
        bodies = {body for record in private if (body := _body(record.text))}
        self.refs = frozenset(record.ref for record in private if record.ref)
        self._whole = frozenset(bodies)
        inside = sorted((b for b in bodies if len(b) >= QUOTABLE), key=lambda b: (-len(b), b))
        self._inside = re.compile("|".join(map(re.escape, inside))) if inside else None

    def hides(self, text: str) -> bool:
        """Whether a text may not be handed out."""
        if quotes_private(text):
            return True
        if not self._whole:
            return False
        low = _flat(text)
        return low in self._whole or bool(self._inside and self._inside.search(low))


def _flat(text: str) -> str:
    return " ".join(text.casefold().split())


def _body(text: str) -> str:
    low = _flat(text)
    mark = next((mark for mark in PRIVATE if low.startswith(mark)), "")
    return low.removeprefix(mark).strip()


def for_art(snap: Snapshot, veil: Veil, *, traces: bool = False) -> Snapshot:
    """The train as all of it may see it: in no list, no count and no quote is a private word.

    With `traces` the record of who captured what, and when, stays: minutes of one event tell it.
    """
    return replace(
        snap,
        records=_Handed(snap.records, veil, traces),
        train=_handed(snap.train, veil, traces),
        pi=_handed(snap.pi, veil, traces),
        running=_handed(snap.running, veil, traces),
        memo={},
    )


class _Handed(Mapping[str, Sequence[Record]]):
    """Records by kind without what is not handed out, looked at when a kind is asked for."""

    def __init__(self, records: Mapping[str, Sequence[Record]], veil: Veil, traces: bool) -> None:
        self._records = records
        self._veil = veil
        self._traces = traces
        self._known: dict[str, Sequence[Record]] = {}

    def __getitem__(self, kind: str) -> Sequence[Record]:
        if kind not in self._known:
            kept = (_handed(record, self._veil, self._traces) for record in self._records[kind])
            self._known[kind] = [record for record in kept if record is not None]
        return self._known[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)


def _handed(record: R | None, veil: Veil, traces: bool) -> R | None:
    """A record without its traces and without private words; None for a private one."""
    if record is None or is_private(record) or veil.hides(record.text):
        return None
    gone = () if traces else TRACES
    changed: dict[str, Any] = {name: None for name in gone if getattr(record, name) is not None}
    for name, value in _told(record):
        kept = _kept(value, veil)
        if kept is not value:
            changed[name] = _blank(record, name) if kept is None else kept
    return replace(record, **changed) if changed else record


def _told(part: object) -> Iterator[tuple[str, object]]:
    """The fields of a record that hold words, references or parts."""
    for one in fields(cast("Any", part)):
        value = getattr(part, one.name)
        if isinstance(value, str | tuple | Mapping) and one.name not in ("id", "ref"):
            yield one.name, value


def _blank(part: object, name: str) -> object:
    """What a field holds that nobody filled in."""
    default = next(one.default for one in fields(cast("Any", part)) if one.name == name)
    return "" if default is MISSING else default


def _kept(value: object, veil: Veil) -> object:
    """A field's value without what is hidden: the very same object if nothing is."""
    if isinstance(value, str):
        return None if value in veil.refs or veil.hides(value) else value
    if isinstance(value, Mapping):
        kept_map = {k: v for k, v in value.items() if not veil.hides(f"{k} {v}")}
        return value if len(kept_map) == len(value) else kept_map
    if isinstance(value, tuple):
        parts = [_part(item, veil) for item in value]
        kept = tuple(part for part in parts if part is not None)
        same = len(kept) == len(value) and all(a is b for a, b in zip(kept, value, strict=True))
        return value if same else kept
    return value


def _part(item: object, veil: Veil) -> object:
    if not is_dataclass(item):
        return _kept(item, veil)
    text = getattr(item, "text", "")
    if text and veil.hides(text):
        return None
    changed: dict[str, Any] = {"by": None} if getattr(item, "by", None) is not None else {}
    for name, value in _told(item):
        kept = _kept(value, veil)
        if kept is not value:
            changed[name] = _blank(item, name) if kept is None else kept
    return replace(cast("Any", item), **changed) if changed else item


def left_out(snap: Snapshot, veil: Veil, pi: str) -> LeftOut:
    """How much of an interval the profile `art` leaves out; of what, it does not tell."""
    lines = quotes = minutes = 0
    authors: set[str] = set()
    for records in snap.records.values():
        for record in records:
            if not snap.in_interval(record, pi):
                continue
            if is_private(record):
                lines += 1
                continue
            if veil.hides(record.text):
                quotes += 1
                continue
            quotes += sum(_kept(value, veil) is not value for _, value in _told(record))
            minutes += record.minute is not None
            if record.by:
                authors.add(record.by)
    return LeftOut(lines, quotes, len(authors), minutes)


def swept(document: Document, veil: Veil) -> Document:
    """The document without any words that the veil hides: the last door before it is written.

    The train was veiled before anything was computed; this finds what clocks, settings or a
    measure's own words might still carry.
    """
    return cast("Document", _swept(document, veil))


def _swept(value: object, veil: Veil) -> object:
    if isinstance(value, str):
        return HIDDEN if veil.hides(value) else value
    if isinstance(value, tuple):
        return tuple(_swept(item, veil) for item in value if not _is_hidden(item, veil))
    if isinstance(value, Mapping):
        return {_swept(k, veil): _swept(v, veil) for k, v in value.items()}
    if isinstance(value, list):
        return [_swept(item, veil) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        new = {one.name: _swept(getattr(value, one.name), veil) for one in fields(value)}
        return replace(cast("Any", value), **new)
    return value


def _is_hidden(item: object, veil: Veil) -> bool:
    """A record is left out as a whole: what it would still show may tell which one it was."""
    return isinstance(item, Entry) and veil.hides(item.text)
