"""One quiet line at the bottom: how the room stands, and what is saved."""

from __future__ import annotations

from collections.abc import Iterable

from textual.reactive import reactive

from console.widgets.cells import cell_len, cut
from console.widgets.glyphs import GLYPHS
from console.widgets.painted import Line, Painted, Span

Part = tuple[str, str]
"""Words and their tone: `quiet`, `normal`, `strong`, `accent`, `warning`, `error`."""

BETWEEN = " · "


class StatusLine(Painted):
    """Parts in order of importance; those that do not fit are left out from the right."""

    DEFAULT_CSS = """
    StatusLine { height: 1; padding: 0 1; }
    """

    keep_last = False
    """Whether a part that does not fit is cut instead of left out."""

    parts: reactive[tuple[Part, ...]] = reactive[tuple[Part, ...]]((), repaint=False)

    def show(self, *parts: Part) -> None:
        """Show these parts; empty ones are passed over."""
        self.parts = parts

    def watch_parts(self) -> None:
        """Send what changed."""
        self.repaint()

    def paint(self, width: int, height: int) -> Iterable[Line]:  # noqa: ARG002 - one line
        """As many parts as fit; the first is always there, cut if it must be."""
        dot = BETWEEN if GLYPHS.blocks else " | "
        line: list[Span] = []
        used = 0
        for text, tone in self.parts:
            if not text:
                continue
            needed = cell_len(text) + (cell_len(dot) if line else 0)
            if line and used + needed > width:
                if self.keep_last:
                    rest = cut(text, width - used - cell_len(dot), GLYPHS.ellipsis)
                    line += [(dot, "quiet"), (rest, tone)]
                break
            if line:
                line.append((dot, "quiet"))
            line.append((cut(text, width, GLYPHS.ellipsis), tone))
            used += needed
        return [line]
