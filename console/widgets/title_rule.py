"""The top line of a screen: where we are on the left, what this is on the right, in a rule."""

from __future__ import annotations

from collections.abc import Iterable

from textual.reactive import reactive

from console.widgets.cells import cell_len, cut
from console.widgets.glyphs import GLYPHS
from console.widgets.painted import Line, Painted


class TitleRule(Painted):
    """`Tideway ART · PI-26.4 · I4 ─────────── ART Sync E8`; the right part gives way last."""

    DEFAULT_CSS = """
    TitleRule { height: 1; padding: 0 1; }
    """

    titles: reactive[tuple[str, str]] = reactive(("", ""), repaint=False)

    def show(self, left: str, right: str) -> None:
        """Show these words from now on."""
        self.titles = (left, right)

    def watch_titles(self) -> None:
        """Send what changed."""
        self.repaint()

    def paint(self, width: int, height: int) -> Iterable[Line]:  # noqa: ARG002 - one line
        """Left, rule, right."""
        left, right = self.titles
        right = cut(right, width, GLYPHS.ellipsis)
        left = cut(left, max(0, width - cell_len(right) - 4), GLYPHS.ellipsis)
        gap = max(0, width - cell_len(left) - cell_len(right) - 2)
        return [[(left, "strong"), (f" {GLYPHS.rule * gap} ", "rule"), (right, "accent")]]
