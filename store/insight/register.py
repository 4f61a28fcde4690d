"""The register of one kind: all its records in order, filtered, and found by place, id and number.

It is read from the documents, a slice at a time, so that a hundred thousand records are no pause.
A row is made when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from store.domain.calendar import day
from store.domain.kinds import LETTERS
from store.domain.records import Team, read
from store.domain.refs import normal_ref, parse_ref
from store.insight.mixed import row_of
from store.insight.register_filter import ARCHIVED, HERE, Filter, Has, Reading, parse_filter
from store.insight.register_orders import Entry, Order, Seen, entry_of, orders_of
from store.insight.register_search import Search, longer
from store.insight.register_text import plain, tags_of, words_of
from store.insight.register_view import Shown, View, with_code
from store.insight.rows import Row
from store.insight.snapshot import Snapshot

Docs = Mapping[str, Mapping[str, Any]]
SLICE = 1_000
"""Records read at a time: a few hundredths of a second."""
MAX_ROWS = 4_000
"""Rows that are kept once made."""


class Register:
    """Everything of one kind. `docs` gives its documents, `snapshot` the present moment.

    Whoever owns it says what changed (`note`, `forget_rows`, `restart`) and calls `grow` until it
    is `done`; what was read so far can be shown at any time.
    """

    def __init__(
        self, kind: str, docs: Callable[[], Docs], snapshot: Callable[[], Snapshot]
    ) -> None:
        self.kind = kind
        self._docs = docs
        self._snapshot = snapshot
        self.version = 0
        """Another number when what is shown may be another."""
        self.restart()

    # -- reading

    def restart(self) -> None:
        """Forget everything: the day, the teams or the planning intervals are others."""
        self.entries: list[Entry | None] = []
        self._at: dict[str, int] = {}
        self._numbers: dict[int, int] = {}
        self._views: dict[tuple[str, str], View] = {}
        self._now: View | None = None
        self._rows: dict[tuple[int, bool], Row] = {}
        self._pending: list[str] | None = None
        self._read = 0
        self._changed: set[str] = set()
        self._about: set[str] = set()
        self._seen: Seen | None = None
        self._search: Search | None = None
        self.version += 1

    @property
    def seen(self) -> Seen:
        """The moment that everything here is read for."""
        if self._seen is None:
            snap = self._snapshot()
            teams = snap.of(Team, "team")
            self._seen = Seen(
                self.kind,
                snap,
                snap.today,
                {team.short: team.name for team in teams},
                {team.short: place for place, team in enumerate(snap.teams)},
            )
        return self._seen

    @property
    def search(self) -> Search:
        """The records' words."""
        if self._search is None:
            self._search = Search(self.entries, self.seen.today.toordinal())
        return self._search

    def _begin(self) -> list[str]:
        """What there is to read, the newest first: they are asked for first."""
        if self._pending is None:
            self._pending = list(self._docs())[::-1]
        return self._pending

    @property
    def is_ordered(self) -> bool:
        """Whether everything was read and stands in its order."""
        view = self._now
        is_read = self._read == len(self._begin())
        return is_read and view is not None and view.upto == len(self.entries)

    @property
    def done(self) -> bool:
        """Whether everything stands in its order and can be searched."""
        return self.is_ordered and self.searched == len(self.entries)

    @property
    def searched(self) -> int:
        """How many records a filter looks through by now."""
        return len(self.search.words)

    def __len__(self) -> int:
        """How many records of the kind there are, in every scope."""
        return len(self._docs())

    def grow(self, count: int = SLICE) -> bool:
        """Read the next `count` records, else make as many searchable; True when `done`."""
        self.settle()
        self._begin()
        view = self._now or self._view(orders_of(self.kind)[0], HERE)
        if not self.is_ordered:
            self._read_more(count)
            if self._take_in(view, count):
                self._is_another()
        elif self.searched < len(self.entries):
            self._tell(count)
            if self.searched == len(self.entries) or self.searched % (8 * count) < count:
                self._is_another()
        return self.done

    def grow_whole(self) -> None:
        """Read everything now, for a command that prints and ends."""
        while not self.grow():
            pass

    def _take_in(self, view: View, count: int) -> bool:
        is_read = self._read == len(self._begin())
        return view.grow(self.entries, max(count, 10 * SLICE), last=is_read)

    def _read_more(self, count: int) -> None:
        docs, pending = self._docs(), self._begin()
        for key in pending[self._read : self._read + count]:
            doc = docs.get(key)
            if doc is not None and key not in self._at:
                self._append(key, doc)
        self._read = min(len(pending), self._read + count)

    def _append(self, key: str, doc: Mapping[str, Any]) -> int:
        slot = len(self.entries)
        entry = entry_of(key, doc, self.seen)
        self.entries.append(entry)
        self._at[key] = slot
        self._numbers[entry.number] = slot
        return slot

    def _tell(self, count: int) -> None:
        docs, first = self._docs(), self.searched
        for slot in range(first, min(len(self.entries), first + count)):
            entry = self.entries[slot]
            doc = docs.get(entry.key) if entry is not None else None
            self.search.put(slot, *self._texts(entry, doc))

    def _texts(self, entry: Entry | None, doc: Mapping[str, Any] | None) -> tuple[str, str]:
        if entry is None or doc is None:
            return "", ""
        names, state = self.seen.names, "open" if entry.open else ""
        return (
            words_of(self.kind, doc, names, entry.age, entry.exposure),
            tags_of(self.kind, doc, names, state),
        )

    # -- keeping in step

    def note(self, key: str) -> None:
        """A record was made, changed or taken away; it finds its place when next looked at."""
        self._changed.add(key)

    def note_about(self, ref: str, links: Iterable[str]) -> None:
        """A record of another kind changed: those that name it or that it names are read again."""
        self._about.update((ref, *links))

    def forget_rows(self) -> None:
        """Make every row anew: what rows say of other records may be another."""
        self._rows.clear()
        self.version += 1

    def settle(self) -> None:
        """Bring every record that changed to its place."""
        if self._about:
            self._changed |= self._naming(self._about)
            self._about = set()
        if not self._changed:
            return
        changed, self._changed = self._changed, set()
        self._seen = None  # the same day, with what was changed
        self._begin()
        docs = self._docs()
        gone: list[tuple[int, Entry]] = []
        come: list[tuple[int, Entry]] = []
        for key in sorted(changed):
            doc, known = docs.get(key), self.slot_and_entry(key)
            if known is not None:
                gone.append(known)
                self._forget(*known, is_kept=doc is not None)
            if doc is not None:
                come.append(self._put(key, doc, known[0] if known is not None else None))
        for view in self._views.values():
            view.change(gone, come)
        self._is_another()

    def _naming(self, refs: Iterable[str]) -> set[str]:
        """Ids of the records that have one of these references, or name one in their words."""
        slots: set[int] = set(range(self.searched, len(self.entries)))
        for ref in refs:
            found = parse_ref(ref)
            if found is not None:
                slots.add(self._numbers.get(found[1], -1))
                for needle in {plain(ref), plain(normal_ref(ref) or ref)}:
                    slots.update(n for n, words in enumerate(self.search.words) if needle in words)
        return {key for slot in slots if slot >= 0 and (key := self.key_at(slot))}

    def _put(self, key: str, doc: Mapping[str, Any], slot: int | None) -> tuple[int, Entry]:
        if slot is None:
            slot = self._append(key, doc)
            for view in self._views.values():
                view.upto += view.upto == slot
        else:
            self.entries[slot] = entry_of(key, doc, self.seen)
        entry = self.entries[slot]
        assert entry is not None  # it was just made
        self._numbers[entry.number] = slot
        if slot <= self.searched:
            self.search.put(slot, *self._texts(entry, doc))
        return slot, entry

    def _forget(self, slot: int, old: Entry, *, is_kept: bool) -> None:
        for coded in (False, True):
            self._rows.pop((slot, coded), None)
        if self._numbers.get(old.number) == slot:
            del self._numbers[old.number]
        if not is_kept:
            self.entries[slot] = None
            del self._at[old.key]
            if slot < self.searched:
                self.search.put(slot, "", "")

    def _is_another(self) -> None:
        self.version += 1
        self.search.forget()

    # -- asking

    def _view(self, order: Order, scope: str) -> View:
        view = self._views.get((order.name, scope))
        if view is None:
            view = self._views[order.name, scope] = View(order, scope)
        self._now = view
        return view

    def read_filter(self, text: str) -> Filter:
        """What `text` means for this register today."""
        seen = self.seen
        iterations = [
            (i.name, start, end)
            for i in (seen.snap.pi.iterations if seen.snap.pi else ())
            if (start := day(i.start)) and (end := day(i.end))
        ]
        teams = {plain(name) for pair in seen.names.items() for name in pair}
        train = seen.snap.train
        letters = {**LETTERS, **((train.letters if train else None) or {})}.get(self.kind, "")
        reading = Reading(seen.today, iterations, frozenset(teams), letters.upper())
        return parse_filter(text, reading)

    def show(self, order: Order, wanted: Filter, *, coded: bool = False) -> Shown:
        """The rows in this order that meet the filter, of what was read so far.

        `coded` puts the short code beside a long reference.
        """
        self.settle()
        view = self._view(order, wanted.scope)
        if not self.entries:
            self._read_more(SLICE)
        if view.upto == 0:
            view.grow(self.entries, 10 * SLICE, last=True)
        hits = self.search.narrowed(view.slots, wanted)
        # What is named whole is found in every planning interval.
        front = self.named(wanted)
        if wanted.begins:
            front += longer(wanted.begins, self._numbers, hits)
        front = list(dict.fromkeys(front))
        if front:
            ahead = set(front)
            hits = [*front, *(slot for slot in hits if slot not in ahead)]
        return Shown(self, view, hits, len(front), coded)

    def named(self, wanted: Filter) -> list[int]:
        """The slots that a filter names whole, by number and by short code.

        Not what is put away, unless that is asked for; and only what meets the rest of it.
        """
        numbers = (wanted.number, wanted.code)
        found = [s for n in numbers if n is not None and (s := self._numbers.get(n, -1)) >= 0]
        words = [t for t in wanted.terms if isinstance(t, Has) and not (t.tags or t.without)]
        for term in wanted.terms:
            if term not in words:
                found = self.search.passing(term, found)
        is_away = wanted.scope == ARCHIVED
        return [s for s in found if (e := self.entries[s]) is not None and e.archived == is_away]

    # -- records

    def key_at(self, slot: int) -> str:
        """The id of the record in a slot."""
        entry = self.entries[slot]
        return entry.key if entry is not None else ""

    def slot_and_entry(self, key: str) -> tuple[int, Entry] | None:
        """Where a record is kept, or None."""
        slot = self._at.get(key)
        entry = self.entries[slot] if slot is not None else None
        return (slot, entry) if slot is not None and entry is not None else None

    def row(self, key: str) -> Row | None:
        """The row of a record as every list shows it, or None if it is gone."""
        self.settle()
        slot = self._at.get(key)
        return self.row_at(slot, coded=False) if slot is not None else None

    def row_at(self, slot: int, coded: bool) -> Row:
        """The row in a slot; with its short code beside a long reference if `coded`."""
        row = self._rows.get((slot, coded))
        if row is None:
            row = with_code(self._make(slot)) if coded else self._make(slot)
            if len(self._rows) >= MAX_ROWS:
                self._rows.clear()
            self._rows[slot, coded] = row
        return row

    def _make(self, slot: int) -> Row:
        entry = self.entries[slot]
        doc = self._docs().get(entry.key) if entry is not None else None
        if entry is None or doc is None:
            return Row(self.kind, "", "", "", "", "taken back meanwhile", "")
        return row_of(self.kind, read(self.kind, entry.key, doc), self._snapshot())
