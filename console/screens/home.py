"""Home: where the train is, what is due and ageing, start or resume an event, recent events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from console.screens.base import ConsoleScreen
from console.screens.start_event import ask_to_start
from console.widgets.key_line import Key
from console.widgets.rows_view import RowsView
from store.insight.home import home


class HomeScreen(ConsoleScreen):
    """The first screen."""

    ABOUT = "What asks for somebody to act stands on top; Enter shows the whole record."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "start", "start an event, or back into it", id="event.start"),
        Binding("m", "minutes", "minutes of the last event", show=False, id="minutes"),
    ]
    DEFAULT_CSS = """
    HomeScreen #where { height: auto; padding: 1 1 0 1; }
    HomeScreen RowsView { height: 1fr; margin: 1 0 0 0; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._where = Static(id="where")
        self._rows = RowsView(id="home-rows")

    def body(self) -> Iterable[Widget]:
        """Where the train is, then the lists."""
        yield self._where
        yield self._rows

    def on_mount(self) -> None:
        """The list takes the keys."""
        super().on_mount()
        self._rows.focus()

    def keys(self) -> list[Key]:
        """Into the room, or to what the planning interval produced."""
        running = self.session.running
        start = "back into the room" if running else "start an event"
        return [Key("s", start), Key("Enter", "open", "enter"), Key("I", "Inspect & Adapt")]

    def reload(self) -> None:
        """Show the present state."""
        seen = home(self.session.snapshot)
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
        ask_to_start(self)

    def action_minutes(self) -> None:
        """Minutes of the latest event that has a clock."""
        self.show_minutes()
