"""A signal: a question that the records ask, with the records that ask it. Never a score."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from store.domain.loop_records import Dismissal
from store.domain.records import TYPES, Record
from store.domain.refs import parse_ref
from store.insight.coupling import named
from store.insight.mixed import row_of
from store.insight.rows import Row
from store.insight.snapshot import Snapshot

PATTERNS = {
    "theater": "Event theater:",
    "reporting": "Reporting layer:",
    "dependencies": "Dependencies as usual:",
    "metrics": "Numbers misused:",
    "rte": "The RTE as manager:",
}
"""The patterns that signals belong to, in words before the question that each signal asks."""


@dataclass(frozen=True, slots=True)
class Signal:
    """A question with its evidence. `key` names what it is about, so that it can be put aside."""

    key: str
    pattern: str
    question: str
    facts: str
    """What is on record, in words."""
    refs: tuple[str, ...]
    """References of the records that ask it."""
    dismissed: Dismissal | None = field(default=None)
    """When it was last put aside, and why."""

    @property
    def words(self) -> str:
        """Facts and question in one line."""
        return f"{self.facts}. {self.question}"


def by_ref(snap: Snapshot) -> dict[tuple[str, int], tuple[str, Record]]:
    """Kind and record by reference, for all that people speak of; looked up once a snapshot."""
    if "records by ref" not in snap.memo:
        found: dict[tuple[str, int], tuple[str, Record]] = {}
        for kind in TYPES:
            if kind in ("moment", "check", "reading", "prep", "team", "pi"):
                continue
            for record in snap.records.get(kind, ()):
                if record.ref and (place := parse_ref(record.ref)):
                    found[place] = (kind, record)
        snap.memo["records by ref"] = found
    known: dict[tuple[str, int], tuple[str, Record]] = snap.memo["records by ref"]
    return known


def evidence_rows(snap: Snapshot, refs: Iterable[str]) -> tuple[Row, ...]:
    """The records of these references as their own lists show them, without those gone."""
    known = by_ref(snap)
    places = (parse_ref(ref) for ref in refs)
    found = (known[place] for place in places if place in known)
    return tuple(row_of(kind, record, snap) for kind, record in found)


def refs_of(records: Iterable[Record]) -> tuple[str, ...]:
    """References of records, each once, as they come."""
    return tuple(dict.fromkeys(record.ref for record in records if record.ref))


def facts_with(words: str, refs: Iterable[str]) -> str:
    """`Words: E6, E7`: what is on record and which records say so."""
    return f"{words}: {named(tuple(refs))}"
