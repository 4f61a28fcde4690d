"""The event room: agenda, clock, the surface of the step, and what was captured."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from console.screens.add_time import AddTimeScreen, Said
from console.screens.all_acts import acts_of
from console.screens.base import ConsoleScreen
from console.screens.closing import ClosingScreen
from console.screens.record import RecordScreen
from console.screens.retiming import RetimeScreen
from console.screens.start_event import ask_to_start
from console.widgets.agenda_pane import AgendaPane
from console.widgets.clock_panel import ClockPanel
from console.widgets.grid_view import NOTHING, GridView
from console.widgets.key_line import Key
from console.widgets.notice import say
from console.widgets.rows_view import RowsView
from console.widgets.step_header import Heading, StepHeader, heading
from store.domain.clock import Face, Phase
from store.domain.records import Event
from store.insight.events import captured_sections
from store.insight.rows import Row, Section, Surface
from store.insight.surfaces import REGISTERS, SURFACES, surface
from store.insight.turns import turns_of
from store.ledger import leaving, running, timing
from store.ledger.ledger import Ledger

PANES = ("agenda", "surface", "captured")
NO_EVENT = (Section("No event is open", (), "Press s to start one, or H for home."),)
LATE_MS = 30_000
"""From half a minute on the agenda counts as behind."""
NOTHING_YET = "Nothing yet. c or r i d x a p opens the line below."


class RoomScreen(ConsoleScreen):
    """One event, run by keys."""

    ABOUT = "The clock never moves the room by itself; every move can be undone with u."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "next", "next step", id="event.next"),
        Binding("b", "back", "back", id="event.back"),
        Binding("space", "toggle_clock", "pause", key_display="Space", id="event.toggle"),
        Binding("plus,equals_sign", "add(60)", "+1 min", key_display="+", id="event.add1"),
        Binding("t", "add_time", "add or take time, or correct its start", id="event.add"),
        Binding("full_stop", "turn_to(1)", "floor to the next", key_display=".", id="event.turn"),
        Binding("comma", "turn_to(-1)", "floor back", key_display=",", show=False),
        Binding("R", "retime", "give the time back", show=False, id="event.retime"),
        Binding("L", "park", "this step later", show=False, id="event.park"),
        Binding("F", "finish", "finish early: to the last step", show=False, id="event.finish"),
        Binding("e", "close_event", "close", id="event.close"),
        Binding("s", "start", "start an event", show=False, id="event.start"),
        Binding("m", "minutes", "minutes", show=False, id="minutes"),
        Binding("v", "act('v')", "act on what is shown", show=False),
        Binding("o", "act('o')", "act on what is shown", show=False),
        Binding("w", "act('w')", "act on what is shown", show=False),
        Binding("left_square_bracket", "turn(-1)", "other surface", key_display="[", show=False),
        Binding("right_square_bracket", "turn(1)", "other surface", key_display="]", show=False),
        Binding("1", "pane('agenda')", "agenda", show=False),
        Binding("2", "pane('surface')", "surface of the step", show=False),
        Binding("3", "pane('captured')", "what was captured", show=False),
    ]
    DEFAULT_CSS = """
    RoomScreen #head { height: 4; padding: 0 1; margin: 1 0 0 0; }
    RoomScreen #tabs { height: 1; padding: 0 1; display: none; }
    RoomScreen #panes { height: 1fr; }
    RoomScreen #left { width: 38; }
    RoomScreen #agenda { width: 1fr; max-height: 60%; padding: 0 1; }
    RoomScreen #captured { width: 1fr; height: 1fr; padding: 0 1; }
    RoomScreen #surface, RoomScreen #grid { width: 1fr; height: 1fr; padding: 0 1; }
    RoomScreen #grid, RoomScreen.-with-grid #surface { display: none; }
    RoomScreen.-with-grid #grid { display: block; }
    RoomScreen.-narrow #head, RoomScreen.-low #head { margin: 0; }
    RoomScreen.-narrow #tabs { display: block; }
    RoomScreen.-narrow #left { width: 1fr; }
    RoomScreen.-narrow #agenda { max-height: 100%; }
    RoomScreen.-narrow.-at-agenda #captured, RoomScreen.-narrow.-at-agenda #surface,
    RoomScreen.-narrow.-at-agenda #grid, RoomScreen.-narrow.-at-captured #grid,
    RoomScreen.-narrow.-at-captured #agenda, RoomScreen.-narrow.-at-captured #surface,
    RoomScreen.-narrow.-at-surface #left { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.head = StepHeader()
        self.clock = ClockPanel()
        self.agenda = AgendaPane(id="agenda")
        self.rows = RowsView(id="surface")
        self.grid = GridView(id="grid")
        self.captured = RowsView(id="captured")
        self._tabs = Static(id="tabs")
        self._turned: str | None = None
        self._step: str | None = None
        self._asked: tuple[str, str] | None = None  # event and step that were asked about
        self.add_class("-at-surface")

    def body(self) -> Iterable[Widget]:
        """Head with the clock, then the three panes."""
        yield Horizontal(self.head, self.clock, id="head")
        yield self._tabs
        left = Vertical(self.agenda, self.captured, id="left")
        yield Horizontal(left, self.rows, self.grid, id="panes")

    def on_mount(self) -> None:
        """The surface takes the keys."""
        super().on_mount()
        self.rows.focus()

    def keys(self) -> list[Key]:
        """Moves of the clock first."""
        found = self._event()
        if found is None:
            return [Key("s", "start an event"), Key("H", "home"), Key("I", "Inspect & Adapt")]
        event, face = found
        paused = face.phase is Phase.PAUSED
        turns = [Key(".", "next turn", "full_stop")] if face.step and face.step.each else []
        behind = [Key("R", "re-time")] if face.behind_ms >= LATE_MS else []
        return [
            Key("n", "next step", possible=running.following(event, face) is not None),
            *turns,
            *(Key(act.key, act.does) for act in acts_of(self.surface_name)),
            Key("Space", "go on" if paused else "pause", "space"),
            Key("+", "1 min", "plus"),
            *behind,
            Key("b", "back", possible=face.index > 0),
            Key("e", "close"),
        ]

    def leave_bar(self) -> None:
        """Esc in the capture bar: keys go to the pane in front."""
        narrow = self.has_class("-narrow")
        self._pane(self._front if narrow else "surface").focus()

    # -- showing

    @property
    def _front(self) -> str:
        """The pane that a narrow screen shows."""
        return next(name for name in PANES if self.has_class(f"-at-{name}"))

    def _event(self) -> tuple[Event, Face] | None:
        """The open event; else nothing: a closed one is read in its minutes."""
        return self.session.running

    @property
    def surface_name(self) -> str:
        """The surface on the screen: the step's own, unless another was turned to."""
        if self._turned:
            return self._turned
        found = self._event()
        step = found[1].step if found else None
        return step.surface if step else "readback"

    def reload(self) -> None:
        """Show the present state of event and records."""
        snap = self.session.snapshot
        found = self._event()
        if found is None:
            self.titles("no event")
            self.rows.show(NO_EVENT)
            self.captured.show(())
            self._clock_only(None)
            return
        event, face = found
        step = face.step.key if face.step else None
        if step != self._step:
            self._step, self._turned = step, None
        self.titles(f"{event.title} {event.ref}")
        self._show(surface(snap, self.surface_name))
        said = captured_sections(snap, event)
        self.captured.show(said or (Section("Captured", (), NOTHING_YET),))
        self._tabs.update(self._tab_line(sum(len(part.rows) for part in said)))
        self._clock_only((event, face))
        self.agenda.styles.height = self.agenda.line_count(0) + 1

    def _show(self, seen: Surface) -> None:
        """The surface as a grid where it has one, else as lists; the keys go where it is."""
        self.grid.show(seen.grid or NOTHING)
        self.rows.show(seen.sections)
        hidden = self.rows if seen.grid else self.grid.cells
        had_keys = hidden.has_focus
        self.set_class(seen.grid is not None, "-with-grid")
        if had_keys:
            self._pane("surface").focus()

    def _pane(self, name: str) -> Widget:
        """A pane by name; the surface is whichever of its two forms is shown."""
        gridded = name == "surface" and self.has_class("-with-grid")
        return self.grid if gridded else self.query_one(f"#{name}")

    @property
    def current_row(self) -> Row | None:
        """What an act of the surface is about: the row, or the cell's row, under the cursor."""
        if not self.has_class("-with-grid"):
            return self.rows.current
        cell = self.grid.current
        return cell.row if cell else None

    @on(GridView.Opened)
    def _cell_opened(self, event: GridView.Opened) -> None:
        """Enter on a cell is its act, where the surface has one for that; else its record."""
        event.stop()
        row = event.cell.row
        act = next((act for act in acts_of(self.surface_name) if act.on_enter), None)
        if act is not None:
            act.run(self, row)
        elif row is not None:
            self.app.push_screen(RecordScreen(self.session, row.kind, row.id))

    def _clock_only(self, found: tuple[Event, Face] | None) -> None:
        """What changes with the second: head, clock, agenda."""
        self.clock.show(found[1] if found else None)
        if found is None:
            self.head.show(Heading(title="No event is open", hint="s starts one"))
            self.agenda.show((), self.session.ledger.zone)
            return
        event, face = found
        seen = surface(self.session.snapshot, self.surface_name)
        asked = f"{seen.title} · [ ] back to the step" if self._turned else seen.question
        turns = turns_of(self.session.snapshot, event, face)
        self.head.show(heading(face, event.title, question=asked, turns=turns))
        self.agenda.show(face.rows, self.session.ledger.zone)

    def _tab_line(self, captured: int) -> Content:
        here = self._front
        labels = {
            "agenda": "1 Agenda",
            "surface": "2 Surface",
            "captured": f"3 Captured {captured}",
        }
        parts: list[tuple[str, str]] = []
        for name in PANES:
            parts.append((labels[name], "bold underline" if name == here else "$text-muted"))
            parts.append(("   ", ""))
        return Content.assemble(*parts)

    def tick(self) -> None:
        """A second has passed."""
        super().tick()
        self._clock_only(self._event())

    # -- moving

    def _move(self, use_case: Callable[[Ledger], Event]) -> None:
        self.attempt(lambda: self.session.do(use_case, self.session.ledger))

    def action_next(self) -> None:
        """To the next step; asks once if this one has not left behind what it should."""
        found = self._event()
        lacks = leaving.lacks(self.session.ledger) if found else ""
        here = (found[0].ref, found[1].step.key) if found and found[1].step else None
        if lacks and here != self._asked:
            self._asked = here
            say(self.app, "Before you move on", f"{lacks[0].upper()}{lacks[1:]}. n moves on.")
            return
        self._move(running.go_next)

    def action_back(self) -> None:
        """To the step before."""
        self._move(running.go_back)

    def action_toggle_clock(self) -> None:
        """Pause, or go on."""
        self._move(running.toggle)

    def action_add(self, seconds: int) -> None:
        """Give the current step more time."""
        self._move(lambda ledger: timing.add_time(ledger, seconds))

    def action_add_time(self) -> None:
        """Ask how much time to add or take, or when the step really began."""

        def answered(said: Said | None) -> None:
            if said is None:
                return
            if said.ago:
                self._move(lambda ledger: timing.began_ago(ledger, said.seconds))
            else:
                self.action_add(said.seconds)

        self.app.push_screen(AddTimeScreen(), answered)

    def action_park(self) -> None:
        """Leave this step for later."""
        self._move(timing.park)

    def action_finish(self) -> None:
        """Past everything else, to the last step."""
        self._move(running.finish)

    def action_turn_to(self, by: int) -> None:
        """The floor to the next one, or back."""
        self._move(timing.next_turn if by > 0 else timing.last_turn)

    def action_retime(self) -> None:
        """Show how the deficit would be spread; taken only when somebody says so."""
        found = self.attempt(lambda: timing.proposal(self.session.ledger))
        if found is None:
            return
        if not found.deficit_ms:
            say(self.app, "On time", "The agenda is not behind: there is nothing to spread.")
            return

        def answered(give: dict[str, int] | None) -> None:
            if give:
                self._move(lambda ledger: timing.retime(ledger, give))

        self.app.push_screen(RetimeScreen(found), answered)

    @on(AgendaPane.StepChosen)
    def _step_chosen(self, event: AgendaPane.StepChosen) -> None:
        event.stop()
        self._move(lambda ledger: running.go_to(ledger, event.key))

    def action_start(self) -> None:
        """Ask which event to start, when none is open."""
        ask_to_start(self)

    def action_close_event(self) -> None:
        """Show what the event leaves behind, and close it from there."""
        found = self._event()
        if found is None:
            self.attempt(lambda: running.the_running(self.session.ledger))
            return

        def answered(closed: bool | None) -> None:
            self.reload()
            if closed:
                self.show_minutes()

        self.app.push_screen(ClosingScreen(self.session, found[0].ref), answered)

    def action_minutes(self) -> None:
        """Minutes as they stand."""
        self.show_minutes()

    # -- looking

    def action_turn(self, by: int) -> None:
        """Show another surface without leaving the step: those of this event, then the lists."""
        found = self._event()
        mine = [step.surface for step in found[0].steps] if found else []
        names = list(dict.fromkeys(n for n in (*mine, *REGISTERS) if n in SURFACES))
        place = names.index(self.surface_name) if self.surface_name in names else 0
        self._turned = names[(place + by) % len(names)]
        self.reload()

    def action_act(self, key: str) -> None:
        """Do what the surface offers under this key, on the row under the cursor."""
        for act in acts_of(self.surface_name):
            if act.key == key:
                act.run(self, self.current_row)

    @on(RowsView.Opened)
    def _row_opened(self, event: RowsView.Opened) -> None:
        """Enter on a row of the surface is its act, where it has one for that."""
        acts = acts_of(self.surface_name) if event.view is self.rows else ()
        act = next((act for act in acts if act.on_enter), None)
        if act is not None:
            event.stop()
            event.prevent_default()
            act.run(self, event.row)

    def action_pane(self, name: str) -> None:
        """Bring a pane to the front (narrow screens) and give it the keys."""
        for pane in PANES:
            self.set_class(pane == name, f"-at-{pane}")
        self.reload()
        self._pane(name).focus()
