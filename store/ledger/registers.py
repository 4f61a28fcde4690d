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
SAID_OF = {"decision": ("event",), "objective": ("risk", "impediment", "dependency", "demo")}
"""Kinds whose records stand in the rows of another kind."""


class Registers:
    """The register of each kind, made when it is first asked for, and listening from then on."""

    def __init__(self, ledger: Ledger, snapshot: Callable[[], Snapshot] | None = None) -> None:
        self._state = ledger.db.state
        self._snapshot = snapshot or ledger.snapshot
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

    def _changed(self, table: str, key: str, old: Doc | None, new: Doc | None) -> None:  # noqa: ARG002 - what it is now is looked up
        if table in GROUND:
            self._restart()
        for kind, register in self._known.items():
            if kind == table:
                register.note(key)
            elif table in SAID_OF.get(kind, ()):
                register.forget_rows()

    def _restart(self) -> None:
        for register in self._known.values():
            register.restart()
