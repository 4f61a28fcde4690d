"""What happened since the last prompt: the clock, the step, and what others captured."""

from __future__ import annotations

from collections.abc import Callable

from console.cli.status import left_words
from store.domain.clock import Level, level_of
from store.domain.kinds import CAPTURED
from store.domain.private import is_private_text
from store.entry import Entry
from store.ledger.quick_clock import Brief, brief
from store.ledger.quick_view import QuickView

SHOWN = 5
"""Captures of others that are told one by one; the rest is counted."""
_KINDS = frozenset(kind.name for kind in CAPTURED)
_WARNING = {
    Level.SOON: "A fifth of the time is left",
    Level.LAST: "Little time is left",
    Level.OVER: "Time is up",
}


class News:
    """What this terminal has been told, and what it has not. Reads; opens and locks nothing."""

    def __init__(
        self, folder: str, who: str, clock: Callable[[], tuple[int, tuple[str, int] | None]]
    ) -> None:
        self._who = who
        self._clock = clock
        self._view = QuickView(folder)
        self._view.refresh()
        self._others: list[str] = []
        self._last_known: Brief | None = None
        self._here = self._now()
        self._level = self._level_of(self._here)

    def _now(self) -> Brief | None:
        context = self._view.context
        return brief(context, *self._clock()) if context is not None else self._last_known

    def done(self) -> bool:
        """Something was done from here: what of it is one's own is no news.

        True if it led the room into another step.
        """
        self._take(self._view.refresh(), own=True)
        here = self._now()
        moved = here is not None and _place(here) != _place(self._here)
        self._settle(here)
        return moved

    def told(self) -> list[str]:
        """What is new since the last time."""
        self._take(self._view.refresh(), own=False)
        here = self._now()
        said = [*self._event(here), *self._others[:SHOWN]]
        if len(self._others) > SHOWN:
            said.append(f"and {len(self._others) - SHOWN} more were captured by others")
        self._others = []
        level = self._level_of(here)
        if _place(here) == _place(self._here) and here is not None and level > self._level:
            said.append(f"{_WARNING[list(Level)[level]]}: {here.step}, {left_words(here.left_ms)}.")
        self._settle(here)
        return said

    def _settle(self, here: Brief | None) -> None:
        self._here = self._last_known = here
        self._level = self._level_of(here)

    @staticmethod
    def _level_of(here: Brief | None) -> int:
        """Place of the warning level in their order; 0 while the clock stands."""
        if here is None or here.index < 0 or here.paused:
            return 0
        return list(Level).index(level_of(here.left_ms, here.planned_ms))

    def _event(self, here: Brief | None) -> list[str]:
        before = self._here
        if _place(here) == _place(before):
            if here is not None and before is not None and here.paused != before.paused:
                return [f"The clock of {here.step} {'stands' if here.paused else 'goes on'}."]
            return []
        if here is None:
            return [f"{before.title} {before.ref} was closed."] if before is not None else []
        began = before is None or before.ref != here.ref
        said = [f"{here.title} {here.ref} has begun."] if began else []
        where = f"{here.index + 1}/{here.count} {here.step}, {left_words(here.left_ms)}"
        return [*said, f"The room is at {where}. To read: look"]

    def _take(self, entries: list[Entry], own: bool) -> None:
        for entry in entries:
            by = entry.get("by")
            if own and by in (None, self._who):
                continue
            for op in entry["ops"]:
                if op[0] == "p" and op[1] in _KINDS and entry.get("do") != "import":
                    self._others.append(_capture(op[1], op[3], by))


def _place(here: Brief | None) -> tuple[str, str]:
    return ("", "") if here is None else (here.ref, here.key)


def _capture(kind: str, doc: Entry, by: str | None) -> str:
    text = str(doc.get("text", ""))
    said = "a private line" if is_private_text(text) else text
    return f"new: {doc.get('ref')} {kind}: {said}" + (f", by {by}" if by else "")
