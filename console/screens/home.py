"""Home: where the train is, what is due and ageing, start or resume an event, recent events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import ClassVar, cast

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from console.screens.base import ConsoleScreen
from console.screens.capturing import Host
from console.widgets.key_line import Key
from console.widgets.rows_view import RowsView
from console.widgets.status_line import Part
from store.domain.wall_clock import wall_moment
from store.insight.home import Home, home
from store.insight.snapshot import Snapshot
from store.insight.upcoming import coming, next_occasion, preparation

AROUND_MS = 30 * 60_000
"""An event of the calendar is the one that is meant half an hour around its start."""
ON_ROW = {
    "prep": Key("Space", "check off", "space"),
    "occasion": Key("Enter", "calendar", "enter"),
}
"""What can be done with a row that is no record."""


class HomeScreen(ConsoleScreen):
    """The first screen."""

    ABOUT = "What asks for somebody to act stands on top; Enter shows the whole record."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "start", "start an event, or back into it", id="event.start"),
        Binding("K", "brief", "briefing of the next event, or the one under the cursor"),
        Binding("m", "minutes", "minutes of the last event", show=False, id="minutes"),
        Binding("space", "check_off", "check off a preparation", key_display="Space"),
        Binding("S", "go('setup')", "set the train up: facts, cadence, calendar", id="go.setup"),
        Binding("T", "trains", "another train", id="trains"),
    ]
    DEFAULT_CSS = """
    HomeScreen #where { height: auto; padding: 1 1 0 1; }
    HomeScreen RowsView { height: 1fr; margin: 1 0 0 0; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._where = Static(id="where")
        self._rows = RowsView(id="home-rows")
        self._seen: tuple[Snapshot, Home] | None = None

    def body(self) -> Iterable[Widget]:
        """Where the train is, then the lists."""
        yield self._where
        yield self._rows

    def on_mount(self) -> None:
        """The list takes the keys, at the first line that is a record."""
        super().on_mount()
        self._rows.focus()
        rows = (row for section in self._rows.sections for row in section.rows)
        first = next((row for row in rows if row.kind not in ON_ROW), None)
        if first is not None:
            self._rows.move_to(first.id)

    def keys(self) -> list[Key]:
        """Into the room, or to what the planning interval produced."""
        running = self.session.running
        start = "back into the room" if running else "start an event"
        row = self._rows.current
        second = ON_ROW.get(row.kind if row is not None else "", Key("Enter", "open", "enter"))
        brief = Key("K", "briefing")
        return [Key("s", start), second, Key("I", "Inspect & Adapt"), brief, Key("S", "setup")]

    def reload(self) -> None:
        """Show the present state."""
        snap = self.session.snapshot
        if self._seen is None or self._seen[0] is not snap:
            self._seen = (snap, home(snap))  # asked for several times while a screen comes up
        seen = self._seen[1]
        first = seen.lines[0] if seen.lines else ""
        rest = "\n".join(seen.lines[1:])
        lines = [Content.styled(first, "bold"), Content.styled(rest, "$text-muted")]
        if seen.running:
            lines.append(
                Content.styled(f"{seen.running} is open: s goes back into the room", "$accent")
            )
        self._where.update(Content("\n").join(line for line in lines if line.plain))
        self._rows.show(seen.sections)
        self.titles("Home")

    def action_start(self) -> None:
        """Ask which event to start, or go back into the one that is open."""
        from console.screens.start_event import ask_to_start

        snap = self.session.snapshot
        due = next_occasion(snap, AROUND_MS)
        if due is None:
            ask_to_start(self)
            return
        on, _, at = due.begins.partition("T")
        late = snap.now - wall_moment(date.fromisoformat(on), at, snap.zone)
        # Begun long after its time, the plan of the calendar is no plan any more.
        ask_to_start(self, due.kind, due.begins if late <= AROUND_MS else None)

    @on(RowsView.Highlighted)
    def _highlighted(self, event: RowsView.Highlighted) -> None:
        event.stop()
        self.show_keys()
        self.status.show(*self.status_parts())

    def status_parts(self) -> list[Part]:
        """On a row that Enter does not show whole, first of all the whole row."""
        row = self._rows.current
        parts = super().status_parts()
        if row is None or row.kind not in ON_ROW:
            return parts
        return [(" · ".join(words for words in (row.text, row.note) if words), "normal"), *parts]

    @on(RowsView.Opened)
    def _chosen(self, event: RowsView.Opened) -> None:
        """A check is checked off, an event of the calendar leads to it; the rest are records."""
        if event.row.kind == "prep":
            event.prevent_default()
            self.action_check_off()
        elif event.row.kind == "occasion":
            event.prevent_default()
            self.action_go("setup")

    def action_brief(self) -> None:
        """The briefing of the event of the calendar under the cursor, else of the next one."""
        from store.insight.briefing import PARTS

        row = self._rows.current
        place = row.id if row is not None and row.kind == "occasion" else ""
        ahead = (one for one in coming(self.session.snapshot) if one.id == place)
        self.session.briefed = next((one.kind for one in ahead if one.kind in PARTS), None)
        self.action_go("briefing")

    def action_check_off(self) -> None:
        """Check off the preparation under the cursor, or open it again."""
        from store.ledger.preparing import check_off

        row = self._rows.current
        found = preparation(self.session.snapshot)
        if row is None or row.kind != "prep" or found is None:
            return
        session, pi, key, done = self.session, found.pi, row.id, not row.computed["done"]
        self.attempt(lambda: session.do(check_off, session.ledger, pi, key, done))

    def action_trains(self) -> None:
        """Choose another train of this machine."""
        from console.screens.switching import TrainsScreen

        def chosen(folder: Path | None) -> None:
            if folder is not None:
                cast(Host, self.app).open_train(folder)

        self.app.push_screen(TrainsScreen(self.session.folder), chosen)

    def action_minutes(self) -> None:
        """Minutes of the latest event that has a clock."""
        self.show_minutes()
