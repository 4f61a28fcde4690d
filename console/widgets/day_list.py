"""A list of steps with a head before each day, where there are several."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from console.widgets.line_list import LineList
from console.widgets.painted import Line
from store.domain.running_order import AgendaRow
from store.domain.wall_clock import local
from store.domain.words import week_date


def day_lines(rows: Sequence[AgendaRow], zone: ZoneInfo) -> list[int | str]:
    """Places of the rows in order, with a head before each day where there are several."""
    lines: list[int | str] = []
    many = bool(rows) and rows[-1].day > 1
    for place, row in enumerate(rows):
        if many and (place == 0 or rows[place - 1].day != row.day):
            on = local(row.starts_at, zone).date()
            lines.append(f"Day {row.day} · {week_date(on)}")
        lines.append(place)
    return lines


class DayList(LineList):
    """Subclasses set `lines` (as `day_lines` gives them) and say what a step's line looks like."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self.lines: list[int | str] = []

    def step_line(self, item: int, width: int) -> Line:
        """The line of a step."""
        raise NotImplementedError

    def item_count(self) -> int:
        """Steps."""
        return sum(1 for line in self.lines if isinstance(line, int))

    def line_count(self, width: int) -> int:  # noqa: ARG002 - the same at every width
        """One line a step, and one for each day where there are several."""
        return len(self.lines)

    def line_of(self, item: int) -> int:
        """The line of a step."""
        return self.lines.index(item)

    def item_at(self, line: int) -> int | None:
        """The step on a line; None on the head of a day."""
        found = self.lines[line] if 0 <= line < len(self.lines) else None
        return found if isinstance(found, int) else None

    def spans(self, line: int, width: int) -> Line:
        """A step, or the head of a day."""
        found = self.lines[line]
        return [(found, "quiet")] if isinstance(found, str) else self.step_line(found, width)
