"""One PI objective, large, with what was seen of it: the sitting of actual business value."""

from __future__ import annotations

from collections.abc import Iterable

from textual.reactive import reactive

from console.widgets import digits
from console.widgets.canvas import Canvas
from console.widgets.cells import cut, pad, wrap
from console.widgets.glyphs import GLYPHS
from console.widgets.painted import Line, Painted
from store.insight.actual_value import Seat

LABEL = 10
READABLE = 84
"""Cells of a line of the objective's words; longer ones are hard to read from the back."""
NO_VALUE = "not yet"
TALL, SCALE = 20, 2
"""Lines from which both values stand in large digits, and how large."""
BETWEEN = 26
"""Cells from the planned value to the actual one."""


class SeatView(Painted):
    """Draws a `Seat`, or the sentences of the end; takes no key."""

    DEFAULT_CSS = "SeatView { width: 1fr; height: 1fr; padding: 1 2; }"

    seen: reactive[tuple[Seat | None, tuple[str, ...]]] = reactive[
        tuple[Seat | None, tuple[str, ...]]
    ]((None, ()), repaint=False)

    def show(self, seat: Seat | None, *sentences: str) -> None:
        """Show this objective, or these sentences where there is none."""
        self.seen = (seat, sentences)

    def watch_seen(self) -> None:
        """Repaint what became another."""
        self.repaint()

    def paint(self, width: int, height: int) -> Iterable[Line]:
        """Team and place, the words, the two values, what was seen."""
        seat, sentences = self.seen
        if seat is None:
            return [[(line, "strong")] for said in sentences for line in (*wrap(said, width), "")]
        return seat_lines(seat, width, height)


def seat_lines(seat: Seat, width: int, height: int) -> list[Line]:
    """The lines of an objective; with little height its words and facts are shortened."""
    facts: list[Line] = []
    for fact in seat.facts:
        for n, line in enumerate(wrap(fact.words, max(10, width - LABEL))):
            facts.append([(pad("" if n else fact.label, LABEL), "quiet"), (line, "normal")])
    values = _large(seat, width) if height >= TALL else _small(seat)
    words = wrap(seat.text, min(READABLE, width))
    room = height - len(values) - 5
    least = min(len(facts), 2)
    words = _shortened(words, max(1, room - least), width)
    facts = facts[: max(least, room - len(words))]
    head = [[(cut(seat.team, width, GLYPHS.ellipsis), "normal")], ()]
    named: list[Line] = [[(line, "strong")] for line in words]
    lines: list[Line] = [
        *head, [(f"{seat.ref}  ", "accent"), (seat.place, "quiet")], *named, (), *values, (),
        *facts,
    ]  # fmt: skip
    return lines[:height]


def _small(seat: Seat) -> list[Line]:
    """Both values, a line each."""
    tone = "accent" if seat.actual else "quiet"
    return [
        [(pad("planned", LABEL), "quiet"), (seat.planned, "strong")],
        [(pad("actual", LABEL), "quiet"), (seat.actual or NO_VALUE, tone)],
    ]


def _large(seat: Seat, width: int) -> list[Line]:
    """Both values side by side in digits for the back of the room, with their words below."""
    plain = not GLYPHS.blocks
    high = digits.size("0", SCALE, plain)[1]
    canvas = Canvas(width, high + 2)
    values = ((0, seat.bv, "normal"), (BETWEEN, seat.actual, "accent"))
    for x, value, tone in values:
        rows = digits.draw(value or "-", SCALE, plain)
        for y, row in enumerate(rows):
            canvas.put(x, y, row, tone if value else "quiet")
    canvas.put(0, high + 1, "planned: " + seat.planned.removeprefix("BV "), "quiet")
    canvas.put(BETWEEN, high + 1, f"actual: {seat.actual or NO_VALUE}", "quiet")
    return canvas.lines()


def _shortened(lines: list[str], most: int, width: int) -> list[str]:
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], cut(" ".join(lines[most - 1 :]), width, GLYPHS.ellipsis)]
