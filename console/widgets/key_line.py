"""The keys that matter now, in one line.

Instead of Textual's footer, which builds a widget for each key anew whenever the focus moves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual import events
from textual.reactive import reactive

from console.widgets.cells import cell_len
from console.widgets.painted import Line, Painted, Span

_GAP = "   "


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is shown, what it does, and Textual's name of it for the mouse."""

    shown: str
    does: str
    name: str = ""
    possible: bool = True


class KeyLine(Painted):
    """Keys in order of importance. Those that do not fit are left out, but never the last one."""

    DEFAULT_CSS = """
    KeyLine { height: 1; padding: 0 1; }
    """

    keys: reactive[tuple[Key, ...]] = reactive[tuple[Key, ...]]((), repaint=False)

    def show(self, *keys: Key) -> None:
        """Show these keys; the last one is always there."""
        self.keys = keys

    def watch_keys(self) -> None:
        """Send what changed."""
        self.repaint()

    def _fitting(self, width: int) -> list[Key]:
        *others, last = self.keys
        room = width - self._cells(last)
        fitting = []
        for key in others:
            room -= self._cells(key) + len(_GAP)
            if room < 0:
                break
            fitting.append(key)
        return [*fitting, last]

    @staticmethod
    def _cells(key: Key) -> int:
        return cell_len(key.shown) + 1 + cell_len(key.does)

    def paint(self, width: int, height: int) -> Iterable[Line]:  # noqa: ARG002 - one line
        """`space next step   c capture   ? help`; what is not possible now is dim throughout."""
        line: list[Span] = []
        for key in self._fitting(width) if self.keys else ():
            if line:
                line.append((_GAP, "quiet"))
            line.append((key.shown, "strong" if key.possible else "quiet"))
            line.append((f" {key.does}", "quiet"))
        return [line]

    def on_click(self, event: events.Click) -> None:
        """A click on a key is the key."""
        offset = event.get_content_offset(self)
        if offset is None or not self.keys:
            return
        left = 0
        for key in self._fitting(self.content_size.width):
            if left <= offset.x < left + self._cells(key):
                self.app.simulate_key(key.name or key.shown)
                return
            left += self._cells(key) + len(_GAP)
