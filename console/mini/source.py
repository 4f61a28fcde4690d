"""What the one-line console must know of the train: what runs, and how a line would be read."""

from __future__ import annotations

from console.moment import real_ms, stated, store_shift, uptime
from store.ledger.quick_clock import brief
from store.ledger.quick_view import QuickView

TYPE_CHECKING = False
if TYPE_CHECKING:
    from console.cli.options import Asked
    from store.domain.grammar import Capture
    from store.ledger.ledger import Ledger
    from store.ledger.quick_clock import Brief


class Source:
    """The train as seen from here: from outside where that is enough, else with its store open."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._folder = asked.folder
        self._shift = 0 if stated(asked.as_of) else store_shift(self._folder)
        self._view = QuickView(self._folder)
        self._ledger: Ledger | None = None
        self.refresh()

    def refresh(self) -> None:
        """Take in what others wrote. Refuses as opening the store does, where that is needed."""
        if self._ledger is not None:
            self._ledger.catch_up()
            return
        if not stated(self._asked.as_of):
            self._view.refresh()
        if stated(self._asked.as_of) or self._view.context is None:
            self._ledger = _opened(self._asked)

    def close(self) -> None:
        """Let go of the store, if it was opened."""
        if self._ledger is not None:
            self._ledger.db.close()
            self._ledger = None

    @property
    def train(self) -> str:
        """The name of the train."""
        if self._ledger is not None:
            return self._ledger.require_train().name
        return str((self._view.context or {}).get("train", ""))

    def running(self) -> Brief | None:
        """Where the open event stands now; None if there is none."""
        if self._ledger is not None:
            return _of_ledger(self._ledger)
        context = self._view.context
        return None if context is None else brief(context, real_ms() + self._shift, uptime())

    def reading(self, line: str, kind: str | None) -> str:
        """How `line` would be captured, in plain words, with a hint about it if there is one."""
        from store.domain.grammar import preview
        from store.domain.refs import kind_of_ref

        found = self._understand(line, kind)
        said = preview(found)
        if found.kind == "feedback" and found.item is None:
            here = self.running()
            if here is not None and here.floor and kind_of_ref(here.floor, self._letters) == "demo":
                said += f" · about {here.floor}"
        return f"{said} — {found.notes[0]}" if found.notes else said

    @property
    def _letters(self) -> dict[str, str]:
        if self._ledger is not None:
            return dict(self._ledger.letters)
        return dict((self._view.context or {})["letters"])

    def _understand(self, line: str, kind: str | None) -> Capture:
        if self._ledger is None:
            found = self._view.understand(line, kind, real_ms() + self._shift)
            if found is not None:
                return found
            self._ledger = _opened(self._asked)  # the zone's clocks are set about now
        from store.ledger.capturing import understand

        return understand(self._ledger, line, kind)


def _opened(asked: Asked) -> Ledger:
    from pathlib import Path

    from console.moment import clock_for, uptime_for
    from console.places import network_allowed
    from store.ledger.opening import open_ledger

    folder = Path(asked.folder)
    ledger = open_ledger(folder, who=asked.who, allow_network_fs=network_allowed())
    try:
        ledger.require_train()
        ledger.now = clock_for(folder, asked.as_of, lambda: ledger.zone)
        ledger.uptime = uptime_for(asked.as_of)
    except BaseException:  # also an interrupt: no open store is left behind
        ledger.db.close()
        raise
    return ledger


def _of_ledger(ledger: Ledger) -> Brief | None:
    from store.ledger.quick_clock import Brief

    event = ledger.running
    if event is None:
        return None
    face = ledger.face(event)
    found = Brief(event.ref, event.title, face.count)
    found.index = face.index
    if face.step is not None:
        found.key, found.step = face.step.key, face.step.title
    found.left_ms, found.planned_ms = face.left_ms, face.planned_ms
    found.paused = face.phase == "paused"
    found.floor = face.floor.item if face.floor else ""
    return found
