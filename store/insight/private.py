"""What is kept from others: lines that whoever typed them began with `private:`.

The console shows them to whoever opened it. The stage, minutes and copies do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from store.domain.record import Record
from store.insight.snapshot import Snapshot

PRIVATE = ("private:", "(private)")
"""How a line begins that others must not see."""


def is_private(record: Record) -> bool:
    """Whether whoever captured it kept it from others."""
    return is_private_text(record.text)


def is_private_text(text: str) -> bool:
    """Whether a text begins as private ones do."""
    return text.lstrip().lower().startswith(PRIVATE)


def quotes_private(said: str) -> bool:
    """Whether words that may stand for several records hold those of a private one."""
    low = said.lower()
    return any(mark in low for mark in PRIVATE)


class _Public(Mapping[str, Sequence[Record]]):
    """Records by kind without the private ones, looked at when a kind is asked for."""

    def __init__(self, records: Mapping[str, Sequence[Record]]) -> None:
        self._records = records

    def __getitem__(self, kind: str) -> Sequence[Record]:
        return [record for record in self._records[kind] if not is_private(record)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)


def without_private(snap: Snapshot) -> Snapshot:
    """The train as others may see it: in no list, no count and no line is a private record."""
    return replace(snap, records=_Public(snap.records), memo={})
