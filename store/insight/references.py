"""References in both directions, kept in step with the state: found by name, and named by whom.

Made from all documents, in slices where somebody has the time (`grow`) or else when it is first
asked, and from then on only by what changed: opening a record among a hundred thousand must not
read them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store.domain.naming import named_in
from store.domain.records import TYPES
from store.domain.refs import parse_ref
from store.state import State

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Doc

Place = tuple[str, str]
"""Kind and id of a record."""
Ref = tuple[str, int]
SLICE = 1_000
"""Documents read at a time: about a hundredth of a second."""


class References:
    """An index over a `State`; listens to its changes."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._pending: list[Place] | None = None
        self._read = 0
        self._places: dict[Ref, Place] = {}
        self._naming: dict[Ref, dict[Place, None]] = {}
        state.on_change.append(self._changed)
        state.on_reset.append(self._forget)

    def place(self, ref: str) -> Place | None:
        """Where the record with this reference is; None when there is none."""
        wanted = parse_ref(ref)
        return self._now().get(wanted) if wanted else None

    def naming(self, ref: str) -> tuple[Place, ...]:
        """Records that name this reference, in the order in which they came to."""
        wanted = parse_ref(ref)
        self._now()
        return tuple(self._naming.get(wanted, ())) if wanted else ()

    @property
    def done(self) -> bool:
        """Whether all documents are read."""
        return self._pending is not None and self._read == len(self._pending)

    def grow(self, count: int = SLICE) -> bool:
        """Read the next `count` documents; True when all are read."""
        tables = self._state.tables
        if self._pending is None:
            self._pending = [(kind, key) for kind in TYPES for key in tables.get(kind, ())]
        for kind, key in self._pending[self._read : self._read + count]:
            doc = tables.get(kind, {}).get(key)
            if doc is not None:
                self._take_in((kind, key), doc)
        self._read = min(len(self._pending), self._read + count)
        return self.done

    def _now(self) -> dict[Ref, Place]:
        while not self.grow():
            pass
        return self._places

    def _forget(self) -> None:
        self._pending, self._read = None, 0
        self._places, self._naming = {}, {}

    def _changed(self, table: str, key: str, old: Doc | None, new: Doc | None) -> None:
        if self._pending is None or table not in TYPES:
            return
        if old is not None:
            self._take_out((table, key), old)
        if new is not None:
            self._take_in((table, key), new)

    def _take_in(self, place: Place, doc: Mapping[str, Any]) -> None:
        if own := parse_ref(str(doc.get("ref", ""))):
            self._places[own] = place
        for _, ref in named_in(doc):
            if named := parse_ref(ref):
                self._naming.setdefault(named, {})[place] = None

    def _take_out(self, place: Place, doc: Mapping[str, Any]) -> None:
        own = parse_ref(str(doc.get("ref", "")))
        if own and self._places.get(own) == place:
            del self._places[own]
        for _, ref in named_in(doc):
            if named := parse_ref(ref):
                self._naming.get(named, {}).pop(place, None)
