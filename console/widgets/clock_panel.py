"""The clock of the running step: large digits, and the state in a word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.reactive import reactive

from console.widgets import digits
from console.widgets.cells import cell_len
from console.widgets.glyphs import GLYPHS
from console.widgets.painted import Line, Painted
from store.domain import words
from store.domain.clock import Face, Level, Phase
from store.insight.stage import level_words

_TONE = {Level.CALM: "strong", Level.SOON: "strong", Level.LAST: "warning", Level.OVER: "error"}
FLASH_S = 2.0
"""How long a warning shows as another tone of the digits, in seconds; once, it never blinks."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a clock shows: the figure, the word under it, and the tones of both."""

    figure: str
    word: str
    tone: str
    word_tone: str

    @property
    def line(self) -> str:
        """Both in one line: `6:42 left`, `OVER 2:10`, `paused 6:42`."""
        if self.word == "OVER" or self.word_tone == "alarm":
            return f"{self.word} {self.figure}".strip()
        return f"{self.figure} {self.word}".strip()


def reading(face: Face | None) -> Reading:
    """A face in figures and words. Time that is over counts up; nothing is told by colour alone."""
    word = level_words(face)
    if face is None or face.phase is Phase.READY or face.step is None:
        return Reading("-:--", word, "quiet", "alarm")
    figure = words.countdown(face.left_ms)
    if face.phase is Phase.CLOSED:
        return Reading("-:--", word, "quiet", "quiet")
    if face.phase is Phase.PAUSED:
        return Reading(figure, word, "quiet", "alarm")
    tone = _TONE[face.level]
    return Reading(figure, word, tone, "quiet" if tone == "strong" else tone)


class ClockPanel(Painted):
    """Shows a `Face`. A tick sends the digits that changed and nothing else.

    Digits grow with the room there is; in one row, or with the class `-compact`, the reading is
    one line of text.
    """

    DEFAULT_CSS = """
    ClockPanel { width: 28; height: 4; }
    ClockPanel.-compact { width: 22; height: 1; }
    """

    face: reactive[Face | None] = reactive[Face | None](None, repaint=False)
    max_scale: reactive[int] = reactive(1, repaint=False)
    """How large the digits may become; the stage sets more."""
    centred: reactive[bool] = reactive(False, repaint=False)
    """In the middle of the area instead of at its right edge, OVER in a band: for the stage."""
    idle: reactive[Reading | None] = reactive[Reading | None](None, repaint=False)
    """What is shown while there is no face, instead of dashes."""
    flashing: reactive[bool] = reactive(False, repaint=False)

    def show(self, face: Face | None) -> None:
        """Show this face from now on."""
        self.face = face

    def flash(self) -> None:
        """Draw the figure in another tone for a moment: a warning was reached."""
        self.flashing = True
        self.set_timer(FLASH_S, self._calm)

    def _calm(self) -> None:
        self.flashing = False

    def watch_flashing(self) -> None:
        """Redraw in the other tone."""
        self.repaint()

    def watch_idle(self) -> None:
        """Redraw what stands for a face."""
        self.repaint()

    def watch_face(self) -> None:
        """Repaint when what is shown changed; most ticks change one digit, some none."""
        self.repaint()

    def watch_max_scale(self) -> None:
        """Redraw at the new size."""
        self.repaint()

    def watch_centred(self) -> None:
        """Redraw at the new place."""
        self.repaint()

    def _placed(self, text: str, width: int) -> str:
        room = max(0, width - cell_len(text))
        return " " * (room // 2 if self.centred else room)

    def paint(self, width: int, height: int) -> Iterable[Line]:
        """Large digits and the word under them, or one line where there is no room."""
        now = self.idle if self.face is None and self.idle else reading(self.face)
        plain = not GLYPHS.blocks
        scale = min(digits.largest(now.figure, width, height - 1, plain), self.max_scale)
        if not scale:
            tone = now.word_tone if now.word_tone in ("alarm", "error") else now.tone
            line = f" {now.line} " if now.word_tone == "alarm" else now.line
            lines: list[Line] = [[(self._placed(line, width), "normal"), (line, tone)]]
        else:
            rows = digits.draw(now.figure, scale, plain)
            loud = now.word_tone == "alarm" or (self.centred and now.word_tone == "error")
            word, word_tone = (f" {now.word} ", "alarm") if loud else (now.word, now.word_tone)
            lines = [[(self._placed(row, width), "normal"), (row, now.tone)] for row in rows]
            lines.append([(self._placed(word, width), "normal"), (word, word_tone)])
        above: list[Line] = [[] for _ in range((height - len(lines)) // 2 if self.centred else 0)]
        drawn = [*above, *lines]
        return _reversed(drawn, width, height) if self.flashing else drawn


def _reversed(lines: list[Line], width: int, height: int) -> list[Line]:
    """The whole panel in reverse, its empty cells too, so that the figure stays readable."""
    texts = ["".join(text for text, _ in line) for line in lines]
    texts += [""] * (height - len(lines))
    return [[(text + " " * max(0, width - cell_len(text)), "alarm")] for text in texts]
