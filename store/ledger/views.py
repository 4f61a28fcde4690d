"""Records as values, kept in step with the state.

A value is made from its document when it is first asked for and forgotten when the document
changes, so that a screen which repaints reads only what changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from store.domain.clock import Face
from store.domain.records import TYPES, Event, Record, read
from store.domain.refs import parse_ref
from store.state import State

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Doc

Moment = Mapping[str, Any]
"""A clock fact of an event, as it is stored."""


class Views:
    """Values over a `State`; listens to its changes."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._values: dict[tuple[str, str], Record] = {}
        self._lists: dict[str, tuple[Record, ...]] = {}
        self._refs: dict[str, dict[tuple[str, int], str]] = {}
        self._moments: dict[str, list[Moment]] | None = None
        state.on_change.append(self._changed)
        state.on_reset.append(self.forget)

    def _changed(self, table: str, key: str, old: Doc | None, new: Doc | None) -> None:
        self._values.pop((table, key), None)
        self._lists.pop(table, None)
        index = self._refs.get(table)
        if index is not None and (old or {}).get("ref") != (new or {}).get("ref"):
            _follow(index, key, old, new)
        if table == "moment":
            self._moments = None

    def forget(self) -> None:
        """Drop everything; the state started again."""
        self._values.clear()
        self._lists.clear()
        self._refs.clear()
        self._moments = None

    def get(self, kind: str, key: str) -> Record | None:
        """The record with this id, or None."""
        value = self._values.get((kind, key))
        if value is None:
            doc = self._state.doc(kind, key)
            if doc is None:
                return None
            value = self._values[kind, key] = read(kind, key, doc)
        return value

    def all(self, kind: str) -> tuple[Record, ...]:
        """All records of a kind, in the order in which they were made."""
        found = self._lists.get(kind)
        if found is None:
            made, known = [], self._values
            for key, doc in self._state.tables.get(kind, {}).items():
                value = known.get((kind, key))
                if value is None:
                    value = known[kind, key] = read(kind, key, doc)
                made.append(value)
            found = self._lists[kind] = tuple(made)
        return found

    def by_ref(self, kind: str, ref: tuple[str, int]) -> Record | None:
        """The record of a kind with this reference (letters, number), or None."""
        index = self._refs.get(kind)
        if index is None:
            index = {}
            for key, doc in self._state.tables.get(kind, {}).items():
                parsed = parse_ref(str(doc.get("ref", "")))
                if parsed:
                    index[parsed] = key
            self._refs[kind] = index
        found = index.get(ref)
        return self.get(kind, found) if found is not None else None

    def _by_event(self) -> dict[str, list[Moment]]:
        if self._moments is None:
            grouped: dict[str, list[Moment]] = {}
            for doc in self._state.tables.get("moment", {}).values():
                grouped.setdefault(doc["event"], []).append(doc)
            self._moments = grouped
        return self._moments

    def moments(self, event: str) -> Sequence[Moment]:
        """Clock facts of an event, in the order in which they were recorded."""
        return self._by_event().get(event, ())

    def events_with_clock(self) -> list[Event]:
        """Events that have clock facts."""
        timed = self._by_event()
        return [e for e in self.all("event") if isinstance(e, Event) and e.ref in timed]

    def open_event(self) -> Event | None:
        """The event that has begun and is not closed."""
        timed = self._by_event()
        docs = self._state.tables.get("event", {})
        for key in reversed(list(docs)):
            moments = timed.get(docs[key].get("ref", ""))
            if moments is not None and all(moment["do"] != "close" for moment in moments):
                found = self.get("event", key)
                return found if isinstance(found, Event) else None
        return None

    def faces(self, face: Callable[[Event, Sequence[Moment]], Face]) -> Faces:
        """The clocks of all events that have one, as of now; `face` reads one of them."""
        return Faces(self, self._by_event(), face)


def _follow(index: dict[tuple[str, int], str], key: str, old: Doc | None, new: Doc | None) -> None:
    """Keep an index of references in step; making it anew costs a look at every record."""
    before = parse_ref(str(old.get("ref", ""))) if old else None
    after = parse_ref(str(new.get("ref", ""))) if new else None
    if before is not None and index.get(before) == key:
        del index[before]
    if after is not None:
        index[after] = key


class Faces(Mapping[str, Face]):
    """Clocks by the reference of their event, each read when it is first asked for, and then kept.

    Hardly anything asks for more than the clock that runs. The moments are those that were on
    record when this was made: what is taken in later belongs to the next one.
    """

    def __init__(
        self,
        views: Views,
        moments: Mapping[str, Sequence[Moment]],
        face: Callable[[Event, Sequence[Moment]], Face],
    ) -> None:
        self._views = views
        self._moments = moments
        self._face = face
        self._read: dict[str, Face] = {}

    def __getitem__(self, ref: str) -> Face:
        found = self._read.get(ref)
        if found is None:
            event = self._event(ref) if ref in self._moments else None
            if event is None:
                raise KeyError(ref)
            found = self._read[ref] = self._face(event, self._moments[ref])
        return found

    def _event(self, ref: str) -> Event | None:
        place = parse_ref(ref)
        found = self._views.by_ref("event", place) if place else None
        return found if isinstance(found, Event) and found.ref == ref else None

    def __contains__(self, ref: object) -> bool:
        return isinstance(ref, str) and ref in self._moments and self._event(ref) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(event.ref for event in self._views.events_with_clock())

    def __len__(self) -> int:
        return len(self._views.events_with_clock())


class Kinds(Mapping[str, Sequence[Record]]):
    """Records by kind, made into values when a kind is first asked for, and then kept.

    A list of impediments must not wait for a hundred thousand actions. Whoever wants several
    kinds as of one moment reads them before anything else is taken in, as screens do.
    """

    def __init__(self, views: Views) -> None:
        self._views = views
        self._read: dict[str, Sequence[Record]] = {}

    def __getitem__(self, kind: str) -> Sequence[Record]:
        if kind not in TYPES:
            raise KeyError(kind)
        found = self._read.get(kind)
        if found is None:
            found = self._read[kind] = self._views.all(kind)
        return found

    def record(self, kind: str, key: str) -> Record | None:
        """One record, without making values of all of its kind."""
        return self._views.get(kind, key) if kind in TYPES else None

    def __iter__(self) -> Iterator[str]:
        return iter(TYPES)

    def __len__(self) -> int:
        return len(TYPES)
