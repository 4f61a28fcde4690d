"""The registers of one open train, kept in step with what this and other terminals write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from store.insight.register import Register
from store.insight.snapshot import Snapshot
from store.ledger.ledger import Ledger

if TYPE_CHECKING:
    from store.entry import Doc

GROUND = ("train", "team", "pi")
"""Kinds that everything in a register is read against."""
SAID_OF = {
    "decision": ("event",),
    "objective": ("risk", "impediment", "dependency", "demo"),
    "improvement": (
        *("reading", "measure", "risk", "impediment", "dependency", "decision", "objective"),
        *("action", "demo", "flow", "vote"),
    ),
}
"""Kinds whose records stand in the rows of another kind, and change no order."""
NAMED_BY = {"risk": ("dependency",), "dependency": ("risk", "impediment")}
"""Kinds of which a record may ask for attention where another one names it, or is named by it."""
COUNTED = {"risk": ("event",), "improvement": ("event",)}
"""Kinds that every record of another kind is counted against: syncs since a risk's last letter, the
Inspect & Adapt that asks improvements for their verdict."""
CARRIED = {
    "against": ("dependency", "risk", "impediment"),
    "slipped": ("dependency",),
}
"""What a snapshot works out once from whole tables, and which; the next one of the same day may
have it too while these are as they were. (`store.insight.blocks`, `store.insight.risk_reviews`)"""


class Registers:
    """The register of each kind, made when it is first asked for, and listening from then on."""

    def __init__(self, ledger: Ledger, snapshot: Callable[[], Snapshot] | None = None) -> None:
        self._state = ledger.db.state
        self._given = snapshot or ledger.snapshot
        self._memo: dict[str, tuple[object, Any]] = {}
        self._ledger = ledger
        self._known: dict[str, Register] = {}
        self._day: date | None = None
        self._state.on_change.append(self._changed)
        self._state.on_reset.append(self._restart)

    def of(self, kind: str) -> Register:
        """The register of a kind, as of today."""
        today = self._ledger.today
        if today != self._day:
            self._day = today
            self._restart()
        found = self._known.get(kind)
        if found is None:
            found = self._known[kind] = Register(kind, self._docs_of(kind), self._snapshot)
        return found

    def _docs_of(self, kind: str) -> Callable[[], Mapping[str, Mapping[str, Any]]]:
        return lambda: self._state.tables.get(kind, {})

    def _changed(self, table: str, key: str, old: Doc | None, new: Doc | None) -> None:
        if table in GROUND:
            self._restart()
        closes = table == "moment" and "close" in {(doc or {}).get("do") for doc in (old, new)}
        for kind, register in self._known.items():
            if kind == table:
                register.note(key)
            elif table in NAMED_BY.get(kind, ()):
                for doc in (old, new):
                    if doc is not None:
                        register.note_about(str(doc.get("ref", "")), doc.get("links", ()))
            elif "event" in COUNTED.get(kind, ()) and (closes or table == "event"):
                register.restart()
            elif table in SAID_OF.get(kind, ()):
                register.forget_rows()

    def _snapshot(self) -> Snapshot:
        """The present moment, with what the last one has worked out and still holds."""
        snap = self._given()
        for name, tables in CARRIED.items():
            stands = (snap.today, snap.pi, *map(self._state.touched.get, tables))
            kept = self._memo.get(name)
            if name in snap.memo:
                self._memo[name] = (stands, snap.memo[name])
            elif kept is not None and kept[0] == stands:
                snap.memo[name] = kept[1]
        return snap

    def _restart(self) -> None:
        for register in self._known.values():
            register.restart()
