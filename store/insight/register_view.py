"""The order of a register, kept while its records come in and change; and what a list is given.

Every slice of records stands in order as soon as it is read. A change of one moves one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol, overload

from store.domain.refs import parse_ref
from store.insight.register_filter import ALL, ARCHIVED
from store.insight.register_orders import Entry, Order
from store.insight.register_text import short_code
from store.insight.rows import LazyRows, Row

AT_ONCE = 32
"""Changes up to which each finds its place by itself; more are sorted in together."""
LEAST = 200
"""Records that are worth a sorting."""
_BITS = 24
_MIDDLE = 1 << _BITS - 1
_SLOT = (1 << _BITS) - 1


def packed(parts: Iterable[int]) -> int:
    """The parts of a key as one number of the same order: numbers sort five times as fast.

    Each part is below eight million in size: days, references, slots and small figures are.
    """
    key = 0
    for part in parts:
        key = (key << _BITS) + part + _MIDDLE
    return key


class View:
    """The slots of a register's records in one order and scope."""

    def __init__(self, order: Order, scope: str) -> None:
        self.order = order
        self.scope = scope
        self.keys: list[int] = []
        self.slots: Sequence[int] = ()
        self.upto = 0
        self._fresh: list[int] = []

    def key(self, entry: Entry, slot: int) -> int:
        """Where an entry stands; the slot makes every key another one."""
        return packed((*self.order.key(entry), entry.number, slot))

    def takes(self, entry: Entry) -> bool:
        """Whether an entry is in the scope."""
        if self.scope == ARCHIVED or entry.archived:
            return entry.archived and self.scope == ARCHIVED
        return self.scope == ALL or entry.here or entry.open

    def grow(self, entries: Sequence[Entry | None], count: int, last: bool) -> bool:
        """Take in the next `count` entries; True when the order shown became another.

        A slice is sorted in when it is worth it, so that all slices together cost one sorting.
        """
        stop = min(len(entries), self.upto + count)
        for slot in range(self.upto, stop):
            entry = entries[slot]
            if entry is not None and self.takes(entry):
                self._fresh.append(self.key(entry, slot))
        self.upto = stop
        whole = last and stop == len(entries)
        if not self._fresh or not (whole or len(self._fresh) >= max(LEAST, len(self.keys) // 2)):
            return False
        self.keys += self._fresh
        self._fresh = []
        self._settle()
        return True

    def _settle(self) -> None:
        self.keys.sort()
        self.slots = [(key & _SLOT) - _MIDDLE for key in self.keys]

    def change(self, gone: Iterable[tuple[int, Entry]], come: Iterable[tuple[int, Entry]]) -> None:
        """Take entries out and put others in; only those that were taken in before."""
        out = [self.key(e, slot) for slot, e in gone if slot < self.upto and self.takes(e)]
        new = [self.key(e, slot) for slot, e in come if slot < self.upto and self.takes(e)]
        if len(out) + len(new) > AT_ONCE:
            left = set(out)
            self.keys = [key for key in self.keys if key not in left] + new
            self._fresh = [key for key in self._fresh if key not in left]
            self._settle()
            return
        slots = list(self.slots)
        for key in out:
            place = bisect_left(self.keys, key)
            if place < len(self.keys) and self.keys[place] == key:
                del self.keys[place], slots[place]
            elif key in self._fresh:
                self._fresh.remove(key)
        for key in new:
            place = bisect_left(self.keys, key)
            self.keys.insert(place, key)
            slots.insert(place, (key & _SLOT) - _MIDDLE)
        self.slots = slots


class Records(Protocol):
    """What a list of rows asks of the register that it belongs to."""

    @property
    def entries(self) -> Sequence[Entry | None]:
        """What is known of each record, by its slot."""

    def key_at(self, slot: int) -> str:
        """The id of the record in a slot."""

    def slot_and_entry(self, key: str) -> tuple[int, Entry] | None:
        """Where a record is kept, or None."""

    def row_at(self, slot: int, coded: bool) -> Row:
        """The row of the record in a slot."""


class Shown(LazyRows):
    """The rows of a register that a filter lets through, each made when it is asked for."""

    def __init__(
        self, register: Records, view: View, slots: Sequence[int], front: int, coded: bool
    ) -> None:
        self._register = register
        self._view = view
        self._slots = slots
        self._front = front  # so many stand before the others, because they are what was named
        self._coded = coded
        self._keys = [register.key_at(slot) for slot in slots[:front]]

    def __len__(self) -> int:
        return len(self._slots)

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...

    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        if isinstance(place, slice):
            return tuple(self[n] for n in range(*place.indices(len(self))))
        return self._register.row_at(self._slots[place], self._coded)

    def ids(self) -> list[str]:
        """The ids of all of them, without making a row."""
        return [self._register.key_at(slot) for slot in self._slots]

    def place(self, record_id: str) -> int | None:
        """The place of a record, without looking through all; None if it is not here."""
        if record_id in self._keys:
            return self._keys.index(record_id)
        found = self._register.slot_and_entry(record_id)
        if found is None:
            return None
        slot, entry = found
        if self._slots is self._view.slots:
            place = bisect_left(self._view.keys, self._view.key(entry, slot))
            return place if place < len(self) and self._slots[place] == slot else None
        wanted, entries = self._view.key(entry, slot), self._register.entries

        def key(other: int) -> int:
            known = entries[other]
            return self._view.key(known, other) if known is not None else 0

        place = bisect_left(self._slots, wanted, lo=self._front, key=key)
        return place if place < len(self) and self._slots[place] == slot else None


def with_code(row: Row) -> Row:
    """A row whose reference shows its short code too: `R7342 ew6`."""
    found = parse_ref(row.ref)
    code = short_code(found[1]) if found else ""
    return replace(row, ref=f"{row.ref} {code}") if code else row
