"""A train seen from outside: what quick capture knows of it, followed as others write.

Nothing is opened, locked or written. `context` is None as long as the whole store would have to be
opened to know better; whoever looks says less then, or opens it.
"""

from __future__ import annotations

from store.journal.quick_look import QuickLook
from store.ledger.quick_context import advance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from store.domain.grammar import Capture
    from store.entry import Entry

    Context = dict[str, Any]

NEEDED = ("train", "teams", "letters", "intervals", "refs", "offset", "moments", "event")
"""What a context holds that can be looked at; one that an earlier version left lacks some."""


class QuickView:
    """What is known of the train in `folder`."""

    def __init__(self, folder: str) -> None:
        self.context: Context | None = None
        self._look = QuickLook(folder)
        self._last = 0

    def refresh(self) -> list[Entry]:
        """Take in what was written since the last look, and give it; at first there is nothing."""
        found = self._look.more() if self._look.n else None
        if found is None:
            return self._begin()
        if found and self.context is not None and not advance(self.context, found):
            self.context = None
        new = self._new(found)
        return new if self.context is not None else [*new, *self._begin()]

    def _begin(self) -> list[Entry]:
        """From the checkpoint, which every writer moves on."""
        self.context = None
        begun = self._look.begin()
        if begun is None:
            return []
        context, entries = begun
        known = all(name in context for name in NEEDED)
        known = known and (not context["event"] or "steps" in context["event"])
        if known and advance(context, entries):
            self.context = context
        first = self._last == 0
        found = self._new(entries)
        return [] if first else found

    def _new(self, entries: list[Entry]) -> list[Entry]:
        found = [entry for entry in entries if entry["n"] > self._last]
        self._last = max(self._last, self._look.n)
        return found

    def understand(self, line: str, kind: str | None, now: int) -> Capture | None:
        """How `line` would be captured at `now` (ms UTC); None where that cannot be told here."""
        from store.domain.grammar import parse_capture  # here: a status line reads no grammar
        from store.ledger.quick import Links, grammar_of, offset_at

        context = self.context
        if context is None or offset_at(context, now) is None:
            return None
        return parse_capture(
            line, kind=kind, context=grammar_of(context, now, Links(context["refs"]))
        )
