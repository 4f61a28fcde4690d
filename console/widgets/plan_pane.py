"""The plan of an event before it is started: clock times, minutes, and what steps usually took."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from console.widgets.cells import cell_len, pad
from console.widgets.day_list import DayList, day_lines
from console.widgets.glyphs import GLYPHS
from console.widgets.painted import Line, Span
from store.domain.wall_clock import time_of_day
from store.domain.words import span
from store.insight.outlook import PlanRow

NARROW = 52
"""Below this width what is usual is told by its minutes alone."""


def plan_line(each: PlanRow, zones: tuple[ZoneInfo, ...], width: int) -> Line:
    """`09:00  15:00  12  Dependencies due      usually 14 min, n=4`."""
    row = each.row
    spans: list[Span] = [
        (f"{time_of_day(row.starts_at, zone)} ", "accent" if not n else "quiet")
        for n, zone in enumerate(zones)
    ]
    spans.append((f"{each.minutes:>4}  ", "normal"))
    said = f"reached {span(row.late_ms)} late" if row.late_ms > 0 else ""
    usual = each.usual_words if width >= NARROW else _short(each)
    note, tone = (said, "warning") if said else (usual, "quiet")
    room = width - sum(cell_len(text) for text, _ in spans) - cell_len(note) - 1
    spans.append((pad(row.title, max(0, room), ellipsis=GLYPHS.ellipsis), "normal"))
    spans.append((f" {note}", tone))
    return spans


def _short(each: PlanRow) -> str:
    return f"{each.usual.minutes} n={each.usual.n}" if each.usual else ""


class PlanPane(DayList):
    """Rows of a plan, with a line before each day but a first one that is alone."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._rows: tuple[PlanRow, ...] = ()
        self._zones: tuple[ZoneInfo, ...] = (ZoneInfo("UTC"),)

    def show(self, rows: tuple[PlanRow, ...], zones: tuple[ZoneInfo, ...], keep: bool) -> None:
        """Show this plan at the clock times of `zones`; `keep` leaves the cursor where it is."""
        before = self.before_change()
        self._rows, self._zones = rows, zones
        self.lines = day_lines([each.row for each in rows], zones[0])
        self.after_change(before, self.cursor if keep else 0)

    @property
    def key(self) -> str | None:
        """Key of the step under the cursor."""
        return self._rows[self.cursor].row.key if 0 <= self.cursor < len(self._rows) else None

    def step_line(self, item: int, width: int) -> Line:
        """A step of the plan."""
        return plan_line(self._rows[item], self._zones, width)

    def chosen(self, item: int) -> None:
        """Enter is the dialog's: it starts the event."""
