"""The head of the room: which step this is, what it must leave behind, what it asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.reactive import reactive

from console.widgets.cells import cell_len, cut
from console.widgets.glyphs import GLYPHS
from console.widgets.painted import Line, Painted
from store.domain.clock import Face

LEAVES = "leaves behind: "


@dataclass(frozen=True, slots=True)
class Heading:
    """What the head says. `place` is `4/7`, empty where there is no running order."""

    title: str = ""
    place: str = ""
    leaves: str = ""
    question: str = ""
    hint: str = ""
    """What to do here, where there is nothing to leave behind yet."""


def heading(face: Face, title: str, question: str = "", hint: str = "") -> Heading:
    """The head for a face; `title` and `hint` are shown while no step runs."""
    if face.step is None:
        return Heading(title=title, question=question, hint=hint)
    return Heading(
        title=face.step.title,
        place=f"{face.index + 1}/{face.count}",
        leaves=face.step.leaves,
        question=question,
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
        lines: list[Line] = [
            [(place, "quiet"), (cut(head.title, width - cell_len(place), dots), "strong")]
        ]
        if head.leaves:
            room = width - cell_len(LEAVES)
            lines.append([(LEAVES, "quiet"), (cut(head.leaves, room, dots), "normal")])
        elif head.hint:
            lines.append([(cut(head.hint, width, dots), "quiet")])
        if head.question:
            lines.append([(cut(head.question, width, dots), "quiet")])
        return lines
