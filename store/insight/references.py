"""References in both directions, kept in step with the state: found by name, and named by whom.

Made from all documents when it is first asked, and from then on only by what changed: opening a
record among a hundred thousand must not read them all.
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


class References:
    """An index over a `State`; listens to its changes."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._places: dict[Ref, Place] | None = None
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

    def _now(self) -> dict[Ref, Place]:
        if self._places is None:
            self._places = {}
            for table, docs in self._state.tables.items():
                if table in TYPES:
                    for key, doc in docs.items():
                        self._take_in((table, key), doc)
        return self._places

    def _forget(self) -> None:
        self._places = None
        self._naming = {}

    def _changed(self, table: str, key: str, old: Doc | None, new: Doc | None) -> None:
        if self._places is None or table not in TYPES:
            return
        if old is not None:
            self._take_out((table, key), old)
        if new is not None:
            self._take_in((table, key), new)

    def _take_in(self, place: Place, doc: Mapping[str, Any]) -> None:
        assert self._places is not None  # only called once it is there
        if own := parse_ref(str(doc.get("ref", ""))):
            self._places[own] = place
        for _, ref in named_in(doc):
            if named := parse_ref(ref):
                self._naming.setdefault(named, {})[place] = None

    def _take_out(self, place: Place, doc: Mapping[str, Any]) -> None:
        assert self._places is not None  # only called once it is there
        own = parse_ref(str(doc.get("ref", "")))
        if own and self._places.get(own) == place:
            del self._places[own]
        for _, ref in named_in(doc):
            if named := parse_ref(ref):
                self._naming.get(named, {}).pop(place, None)
