"""The head of the workshop: what its part asks, and the group's problem in whole words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.reactive import reactive

from console.widgets.cells import cell_len, cut
from console.widgets.glyphs import GLYPHS
from console.widgets.painted import Line, Painted
from console.widgets.stage_parts import wrapped

WORDS_LINES = 2
"""Lines that the problem's words may take; all of them stand in part 1."""


@dataclass(frozen=True, slots=True)
class ProblemHeading:
    """What the head says; `place` is `2/6`, `progress` how far the six parts are, in words."""

    question: str = ""
    place: str = ""
    words: str = ""
    progress: str = ""

    def told(self, width: int, height: int) -> list[Line]:
        """The words, never cut while a second line could hold them; then how far it is."""
        lines: list[Line] = [
            [(line, "normal")] for line in wrapped(self.words, width, min(WORDS_LINES, height))
        ]
        if self.progress and len(lines) < height:
            lines.append([(cut(self.progress, width, GLYPHS.ellipsis), "quiet")])
        return lines


class ProblemWords(Painted):
    """The problem's words over the whole width, where the clock leaves them too little."""

    DEFAULT_CSS = "ProblemWords { height: 2; padding: 0 1; }"
    heading: reactive[ProblemHeading] = reactive(ProblemHeading(), repaint=False)

    def show(self, heading: ProblemHeading) -> None:
        """Show this from now on."""
        self.heading = heading

    def watch_heading(self) -> None:
        """Send what changed."""
        self.repaint()

    def paint(self, width: int, height: int) -> Iterable[Line]:
        """Words first."""
        return self.heading.told(width, height)


class ProblemHead(ProblemWords):
    """What the part asks, and below it the words as far as there is height."""

    DEFAULT_CSS = "ProblemHead { width: 1fr; height: 1fr; padding: 0; }"

    def paint(self, width: int, height: int) -> Iterable[Line]:
        """`2/6  Why? And why is that?`, then the words."""
        head = self.heading
        place = f"{head.place}  " if head.place else ""
        question = cut(head.question, width - cell_len(place), GLYPHS.ellipsis)
        first: Line = [(place, "quiet"), (question, "strong")]
        return [first, *head.told(width, height - 1)] if height > 1 else [first]
