"""One risk, large, for the whole room: its words in the middle, what the room must know below."""

from __future__ import annotations

from collections.abc import Iterable

from textual.reactive import reactive

from console.widgets.cells import cell_len, cut, pad, wrap
from console.widgets.glyphs import GLYPHS
from console.widgets.painted import Line, Painted
from store.insight.risk_page import Page
from store.insight.rows import Told

LABEL = 12
READABLE = 84
"""Cells of a line of the risk's words; longer lines are hard to read from the back of a room."""
LEAST_WORDS = 3
"""Lines that the words of the risk keep, however much there is to know of it."""


class RiskView(Painted):
    """Draws a `Page`; takes no key."""

    DEFAULT_CSS = "RiskView { width: 1fr; height: 1fr; padding: 0 1 1 1; }"

    page: reactive[Page | None] = reactive[Page | None](None, repaint=False)

    def show(self, page: Page | None) -> None:
        """Show this risk from now on."""
        self.page = page

    def watch_page(self) -> None:
        """Repaint what became another."""
        self.repaint()

    def paint(self, width: int, height: int) -> Iterable[Line]:
        """The words in the middle of what the facts leave."""
        if self.page is None:
            return [[("This risk was taken back. n goes to the next one, Esc goes back.", "quiet")]]
        words = _words(self.page.parts, width)
        room = max(LEAST_WORDS, min(len(words), height // 2))
        facts = _facts(self.page.facts, width, max(0, height - room - 1))
        words = _shortened(words, max(LEAST_WORDS, height - len(facts) - 1))
        above = max(0, height - len(facts) - len(words)) // 2
        below = max(0, height - len(facts) - len(words) - above)
        return [*([()] * above), *words, *([()] * below), *facts]


def _words(parts: tuple[tuple[str, str], ...], width: int) -> list[Line]:
    """Each part with its word before it, as a block in the middle; one blank line between."""
    label = max((cell_len(before) for before, _ in parts), default=0)
    label += 2 if label else 0
    cells = max(8, min(READABLE, width - label))
    wrapped = [(before, wrap(text, cells)) for before, text in parts]
    widest = max((cell_len(line) for _, lines in wrapped for line in lines), default=0)
    left = " " * max(0, (width - label - widest) // 2)
    found: list[Line] = []
    for before, lines in wrapped:
        found += [()] if found else []
        for number, line in enumerate(lines):
            shown = pad("" if number else before, label)
            found.append([(left + shown, "quiet"), (line, "strong")])
    return found


def _shortened(lines: list[Line], most: int) -> list[Line]:
    """As many lines as there is room for; blank ones go first, what is cut is marked."""
    if len(lines) > most:
        lines = [line for line in lines if line]
    if len(lines) <= most:
        return lines
    *kept, last = lines[:most]
    text, tone = last[-1]
    return [*kept, [*last[:-1], (f"{text} {GLYPHS.ellipsis}", tone)]]


def _facts(facts: tuple[Told, ...], width: int, most: int) -> list[Line]:
    """Label and words of each fact; wrapped where there is room for all of it, else cut."""
    cells = max(1, width - LABEL)
    whole = [wrap(fact.words, cells) for fact in facts]
    if sum(map(len, whole)) > most:
        whole = [[cut(fact.words, cells, GLYPHS.ellipsis)] for fact in facts]
    lines: list[Line] = []
    for fact, said in zip(facts, whole, strict=True):
        for number, line in enumerate(said):
            label = pad("" if number else fact.label, LABEL, ellipsis=GLYPHS.ellipsis)
            lines.append([(label, "quiet"), (line, "strong" if fact.strong else "normal")])
    return lines[:most]
