"""The agenda of the running event: what was, what is, what comes, and when."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from textual.message import Message

from console.widgets.cells import cell_len, pad
from console.widgets.day_list import DayList, day_lines
from console.widgets.glyphs import GLYPHS
from console.widgets.painted import Line
from store.domain.running_order import AgendaRow
from store.domain.wall_clock import time_of_day
from store.domain.words import clock

_MARKS = {
    "done": GLYPHS.done,
    "now": GLYPHS.running,
    "to come": GLYPHS.coming,
    "skipped": GLYPHS.skipped,
    "parked": GLYPHS.paused,
}
_MINUTE = 60_000


def _minutes(row: AgendaRow) -> str:
    """`10` planned; `12/10` spent of planned, once it was entered; `14 late` for a fixed start."""
    planned = round(row.planned_ms / _MINUTE)
    if row.state in ("skipped", "parked"):
        return row.state
    if row.late_ms >= _MINUTE:
        return f"{row.late_ms // _MINUTE} late"
    exact = f"{planned}" if row.planned_ms % _MINUTE == 0 else clock(row.planned_ms)
    return exact if row.state == "to come" else f"{row.spent_ms // _MINUTE}/{exact}"


def agenda_line(row: AgendaRow, zone: ZoneInfo, width: int) -> Line:
    """`▶ 09:35 Impediments and escal…  4/10`."""
    now = row.state == "now"
    over = (now and row.spent_ms > row.planned_ms) or row.late_ms >= _MINUTE
    tone = {"now": "strong", "to come": "normal"}.get(row.state, "quiet")
    minutes = _minutes(row)
    room = width - 9 - cell_len(minutes)
    title = pad(row.title, max(0, room), ellipsis=GLYPHS.ellipsis)
    return [
        (f"{_MARKS[row.state]} ", "accent" if now else "quiet"),
        (f"{time_of_day(row.starts_at, zone)} ", "accent" if now else "quiet"),
        (title, tone),
        (f" {minutes}", "warning" if over else "quiet"),
    ]


class AgendaPane(DayList):
    """Rows of the agenda; a click or Enter posts `StepChosen`."""

    DEFAULT_CSS = """
    AgendaPane { width: 32; }
    """

    @dataclass
    class StepChosen(Message):
        """Somebody points at a step: `key` is the step's key."""

        pane: AgendaPane
        key: str

        @property
        def control(self) -> AgendaPane:
            """The pane it came from."""
            return self.pane

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._rows: tuple[AgendaRow, ...] = ()
        self._zone = ZoneInfo("UTC")
        self._now: str | None = None

    def show(self, rows: tuple[AgendaRow, ...], zone: ZoneInfo) -> None:
        """Show these steps at the clock times of `zone`; the cursor follows a new current step."""
        if rows == self._rows and zone == self._zone:
            return
        before = self.before_change()
        self._rows, self._zone = rows, zone
        self.lines = day_lines(rows, zone)
        current = next((n for n, row in enumerate(rows) if row.state == "now"), None)
        key = rows[current].key if current is not None else None
        moved = key != self._now and current is not None
        self._now = key
        self.after_change(before, current if moved and current is not None else self.cursor)

    def step_line(self, item: int, width: int) -> Line:
        """A step as the agenda shows it."""
        return agenda_line(self._rows[item], self._zone, width)

    def click_chooses(self, again: bool) -> bool:  # noqa: ARG002 - every click points at a step
        """One click is enough: what follows is the screen's to ask."""
        return True

    def chosen(self, item: int) -> None:
        """Tell which step was pointed at."""
        self.post_message(self.StepChosen(self, self._rows[item].key))
