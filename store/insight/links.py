"""What a record is linked with, seen from both sides, and what each tie says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from store.domain.loop_records import Problem
from store.domain.naming import WORDS, named_in
from store.domain.record import Record
from store.domain.records import TYPES
from store.domain.refs import normal_ref, same_ref
from store.insight.mixed import row_of
from store.insight.rows import Row, Section, Urgency
from store.insight.snapshot import Snapshot

FORTH = {
    "impediment": "became",
    "risk": "was risk",
    "like": "same cause as",
    "objective": "for objective",
    "merged": "merged into",
    "supersedes": "supersedes",
    "superseded": "superseded by",
    "item": "about",
    "answered": "answered by",
    "became": "concern became",
    "problem": "from problem",
    "measure": "value of",
    "gauge": "measured by",
    "carries": "goes on with",
    "carried_as": "goes on as",
    "links": "links to",
    WORDS: "names",
}
"""What a tie says, read from the record that holds it."""

BACK = {
    "impediment": "was risk",
    "risk": "became",
    "like": "same cause as",
    "objective": "serves it",
    "merged": "stands for",
    "supersedes": "superseded by",
    "superseded": "supersedes",
    "item": "said about it",
    "answered": "is answer to",
    "became": "was concern of",
    "problem": "led to",
    "measure": "has the value",
    "gauge": "measures",
    "carries": "goes on as",
    "carried_as": "goes on with",
    "links": "linked from",
    WORDS: "named by",
}
"""What it says, read from the record that is named."""

TOLD_BY_OTHERS = ("objective",)
"""Kinds whose note is read from all other records. Here it would be seconds in a large train, and
of a risk that names an objective it would say that risk again; the objective's own page has it."""

RAISED = "captured in"
GONE = "taken back"


class References(Protocol):
    """References in both directions (`store.insight.references`)."""

    def place(self, ref: str) -> tuple[str, str] | None:
        """Kind and id of the record with this reference."""

    def naming(self, ref: str) -> Sequence[tuple[str, str]]:
        """Kind and id of each record that names this reference."""


@dataclass(frozen=True, slots=True)
class Linked:
    """The other end of a tie. Without `id` there is nothing there any more: it was taken back."""

    kind: str
    id: str
    ref: str
    text: str
    how: str
    archived: bool = False

    @property
    def words(self) -> str:
        """`R12 tide tables late`, `R12 (taken back)`, `R12 (archived) tide tables late`."""
        if not self.id:
            return f"{self.ref} ({GONE})"
        return f"{self.ref}{' (archived)' if self.archived else ''} {self.text}".rstrip()


def links_of(
    snap: Snapshot, record: Record, references: References | None = None
) -> tuple[Linked, ...]:
    """Every record that this one is tied to, each once; the closest tie tells what it says.

    Last come those that are only named in words, this one's or theirs. Without `references` every
    record is looked at, which is for lists of a test's size.
    """
    index = references or _scanned(snap)
    every = [*_forth(snap, index, record), *_back(snap, index, record)]
    if record.event:
        every.append((RAISED, _linked(snap, index, record.event, RAISED)))
    found: dict[str, Linked] = {}
    for _, other in sorted(every, key=lambda tie: tie[0] == WORDS):
        found.setdefault(other.ref, other)
    return tuple(found.values())


Tie = tuple[str, Linked]
"""The field that holds it, and its other end."""


def _forth(snap: Snapshot, index: References, record: Record) -> Iterator[Tie]:
    for field, ref in named_in(_doc(record)):
        if not same_ref(ref, record.ref):
            other = _linked(snap, index, ref, _says(record, field))
            if field != WORDS or (other.id and not _is_iteration(snap, ref)):
                yield field, other


def _says(record: Record, field: str) -> str:
    """What a tie says; solutions became something as well as concerns did."""
    return BACK["problem"] if isinstance(record, Problem) and field == "became" else FORTH[field]


def _back(snap: Snapshot, index: References, record: Record) -> Iterator[Tie]:
    for kind, key in index.naming(record.ref) if record.ref else ():
        there = _record(snap, kind, key)
        if there is not None and there.ref and there.id != record.id:
            fields = [f for f, ref in named_in(_doc(there)) if same_ref(ref, record.ref)]
            for field in fields[:1]:
                if field != WORDS or not _is_iteration(snap, record.ref):
                    yield field, _tie(kind, there, BACK[field])


def _is_iteration(snap: Snapshot, ref: str) -> bool:
    """Whether words that say so mean an iteration: `load test in I4`."""
    if "iterations" not in snap.memo:
        snap.memo["iterations"] = {
            normal_ref(one.name) for pi in snap.intervals for one in pi.iterations
        }
    return normal_ref(ref) in snap.memo["iterations"]


def link_section(snap: Snapshot, links: Sequence[Linked], references: References) -> Section:
    """The links as rows for a list; `when` is the tie's number, `state` what it says."""
    rows = tuple(_row(snap, number, link, references) for number, link in enumerate(links, 1))
    return Section("Links", rows, "Nothing is linked with it yet. Press l to link it.")


def _row(snap: Snapshot, number: int, link: Linked, references: References) -> Row:
    place = references.place(link.ref)
    there = _record(snap, *place) if place else None
    note, urgency = "", Urgency.NORMAL
    if there is not None and not link.archived and link.kind not in TOLD_BY_OTHERS:
        own = row_of(link.kind, there, snap)
        note, urgency = own.note, own.urgency
    key = str(number) if number < 10 else ""
    text = link.text if link.id else GONE
    text = f"archived · {text}" if link.archived else text
    key_of_row = link.id or f"gone-{link.ref}"
    return Row(link.kind, key_of_row, link.ref, key, link.how, text, "", note, urgency)


def _linked(snap: Snapshot, index: References, ref: str, how: str) -> Linked:
    place = index.place(ref)
    there = _record(snap, *place) if place else None
    if place is None or there is None:
        return Linked("", "", ref, "", how)
    return _tie(place[0], there, how)


def _tie(kind: str, there: Record, how: str) -> Linked:
    text = there.text or str(getattr(there, "title", ""))
    return Linked(kind, there.id, there.ref, text, how, there.archived is not None)


def _doc(record: Record) -> Mapping[str, Any]:
    return asdict(record)


def _record(snap: Snapshot, kind: str, key: str) -> Record | None:
    get = getattr(snap.records, "record", None)
    if get is not None:
        found: Record | None = get(kind, key)
        return found
    return next((r for r in snap.records.get(kind, ()) if r.id == key), None)


class _Scanned:
    """References of a snapshot, read from all its records."""

    def __init__(self, snap: Snapshot) -> None:
        self._all = [(kind, r) for kind in TYPES for r in snap.records.get(kind, ())]

    def place(self, ref: str) -> tuple[str, str] | None:
        return next(((kind, r.id) for kind, r in self._all if same_ref(r.ref, ref)), None)

    def naming(self, ref: str) -> tuple[tuple[str, str], ...]:
        return tuple(self._naming(ref))

    def _naming(self, ref: str) -> Iterator[tuple[str, str]]:
        for kind, record in self._all:
            if any(same_ref(named, ref) for _, named in named_in(_doc(record))):
                yield kind, record.id


def _scanned(snap: Snapshot) -> _Scanned:
    if "references" not in snap.memo:
        snap.memo["references"] = _Scanned(snap)
    found: _Scanned = snap.memo["references"]
    return found
