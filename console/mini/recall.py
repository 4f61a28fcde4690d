"""Earlier lines of a visit, and what was being typed when they were looked at."""

from __future__ import annotations

from console.widgets.history import History


class Recall:
    """Goes up and down; nothing that was typed is lost on the way."""

    def __init__(self) -> None:
        self._history = History()
        self._aside = ""
        self._shown = ""

    @property
    def aside(self) -> str:
        """What was being typed before an earlier line was brought back; "" while at it."""
        return "" if self._history.at_present else self._aside

    def step(self, by: int, present: str) -> str | None:
        """The line `by` places on; None at the ends, and from an earlier line that was changed."""
        was_present = self._history.at_present
        if not was_present and present != self._shown:
            return None
        found = self._history.step(by, present)
        if found is not None:
            self._aside = present if was_present else self._aside
            self._shown = found
        return found

    def saved(self, text: str) -> str:
        """`text` was saved; what to go on with."""
        back = self.aside
        self._history.add(text)
        return back
