"""The head of the room: which step this is, what it must leave behind, what it asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.reactive import reactive

from console.widgets.cells import cell_len, cut
from console.widgets.glyphs import GLYPHS
from console.widgets.painted import Line, Painted
from store.domain import words
from store.domain.clock import Face, Level
from store.insight.turns import Turn, current_turn

LEAVES = "leaves behind: "


@dataclass(frozen=True, slots=True)
class TurnWords:
    """Whose turn it is, and the time of it, which is never cut."""

    who: str = ""
    time: str = ""
    tone: str = "quiet"

    def spans(self, width: int) -> Line:
        """`Anchor · 6:10 left · 2/7` in `width` cells."""
        between = " · " if self.time else ""
        room = width - cell_len(between) - cell_len(self.time)
        return [(f"{cut(self.who, room, GLYPHS.ellipsis)}{between}{self.time}", self.tone)]


@dataclass(frozen=True, slots=True)
class Heading:
    """What the head says. `place` is `4/7`, empty where there is no running order."""

    title: str = ""
    place: str = ""
    leaves: str = ""
    question: str = ""
    hint: str = ""
    """What to do here, where there is nothing to leave behind yet."""
    turn: TurnWords | None = None
    """Who or what has the floor, and how long still; stands in place of the question."""
    lead: str = ""
    """The role that leads the step."""


_TURN_TONE = {
    Level.CALM: "accent",
    Level.SOON: "accent",
    Level.LAST: "warning",
    Level.OVER: "error",
}


def turn_words(turns: Sequence[Turn]) -> TurnWords | None:
    """Whose turn it is, or whose would be first; None without turns, or when all are through."""
    here = current_turn(turns)
    if here is None:
        first = next((turn for turn in turns if turn.state == "to come"), None)
        if first is None:
            return None
        return TurnWords(
            f". gives the floor to {first.label}", f"{words.clock(first.planned_ms)} each"
        )
    turn = here[1]
    span = words.countdown(turn.left_ms)
    left = f"OVER {span}" if turn.level is Level.OVER else f"{span} left"
    done = sum(1 for each in turns if each.state != "to come")
    return TurnWords(turn.label, f"{left} · {done}/{len(turns)}", _TURN_TONE[turn.level])


def heading(
    face: Face, title: str, question: str = "", hint: str = "", turns: Sequence[Turn] = ()
) -> Heading:
    """The head for a face; `title` and `hint` are shown while no step runs."""
    if face.step is None:
        return Heading(title=title, question=question, hint=hint)
    return Heading(
        title=face.step.title,
        place=f"{face.index + 1}/{face.count}",
        leaves=face.step.leaves,
        lead=face.step.lead,
        question=question,
        turn=turn_words(turns),
    )


class StepHeader(Painted):
    """Shows a `Heading` in three lines; with less height the question goes, then what is left."""

    DEFAULT_CSS = """
    StepHeader { width: 1fr; height: 3; }
    """

    heading: reactive[Heading] = reactive(Heading(), repaint=False)

    def show(self, value: Heading) -> None:
        """Show this head from now on."""
        self.heading = value

    def watch_heading(self) -> None:
        """Send what changed."""
        self.repaint()

    def paint(self, width: int, height: int) -> Iterable[Line]:  # noqa: ARG002 - cut from below
        """Title, what it leaves behind, the question."""
        head = self.heading
        dots = GLYPHS.ellipsis
        place = f"{head.place}  " if head.place else ""
        lead = f"   led by {head.lead}" if head.lead else ""
        room = width - cell_len(place)
        if cell_len(head.title) + cell_len(lead) > room:
            lead = ""
        lines: list[Line] = [
            [(place, "quiet"), (cut(head.title, room, dots), "strong"), (lead, "quiet")]
        ]
        if head.leaves:
            room = width - cell_len(LEAVES)
            lines.append([(LEAVES, "quiet"), (cut(head.leaves, room, dots), "normal")])
        elif head.hint:
            lines.append([(cut(head.hint, width, dots), "quiet")])
        if head.turn:
            lines.append(head.turn.spans(width))
        elif head.question:
            lines.append([(cut(head.question, width, dots), "quiet")])
        return lines
