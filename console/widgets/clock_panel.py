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

_TONE = {Level.CALM: "strong", Level.SOON: "strong", Level.LAST: "warning", Level.OVER: "error"}
_WORD = {Level.CALM: "left", Level.SOON: "left, soon", Level.LAST: "left, last minutes"}


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


def _standing(face: Face) -> str:
    """Why the clock stands, and for how long, so that nobody talks on without noticing.

    Whole minutes: a clock that stands has nothing to send every second.
    """
    if face.opens_at is not None:
        return "adjourned"
    over = ", OVER" if face.level is Level.OVER else ""
    stood = face.stood_ms // 60_000
    return f"paused{over}, {stood} min" if stood else f"paused{over}"


def reading(face: Face | None) -> Reading:
    """A face in figures and words. Time that is over counts up; nothing is told by colour alone."""
    if face is None or face.phase is Phase.READY or face.step is None:
        closed = face is not None and face.phase is Phase.CLOSED
        return Reading("-:--", "closed" if closed else "not running", "quiet", "alarm")
    figure = words.countdown(face.left_ms)
    if face.phase is Phase.CLOSED:
        return Reading("-:--", "closed", "quiet", "quiet")
    if face.phase is Phase.PAUSED:
        return Reading(figure, _standing(face), "quiet", "alarm")
    if face.level is Level.OVER:
        return Reading(figure, "OVER", "error", "error")
    tone = _TONE[face.level]
    return Reading(figure, _WORD[face.level], tone, "quiet" if tone == "strong" else tone)


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
    """In the middle of the area instead of at its right edge."""

    def show(self, face: Face | None) -> None:
        """Show this face from now on."""
        self.face = face

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
        now = reading(self.face)
        scale = digits.largest(now.figure, width, height - 1) if GLYPHS.blocks else 0
        scale = min(scale, self.max_scale)
        if not scale:
            line = f" {now.line} " if now.word_tone == "alarm" else now.line
            tone = now.word_tone if now.word_tone in ("alarm", "error") else now.tone
            return [[(self._placed(line, width), "normal"), (line, tone)]]
        rows = digits.draw(now.figure, scale)
        word = f" {now.word} " if now.word_tone == "alarm" else now.word
        top = max(0, (height - len(rows) - 1) // 2) if self.centred else 0
        lines: list[Line] = [[] for _ in range(top)]
        lines += [[(self._placed(row, width), "normal"), (row, now.tone)] for row in rows]
        return [*lines, [(self._placed(word, width), "normal"), (word, now.word_tone)]]
