"""The event room: agenda, clock, the surface of the step, and what was captured."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from console.screens.all_acts import acts_of
from console.screens.closing import ClosingScreen
from console.screens.record import RecordScreen
from console.screens.room_clock import ClockMoves
from console.screens.start_event import ask_to_start
from console.screens.walk import walk
from console.widgets.agenda_pane import AgendaPane
from console.widgets.clock_panel import ClockPanel
from console.widgets.help_pane import HelpSection
from console.widgets.key_line import Key
from console.widgets.rows_view import RowsView
from console.widgets.step_header import Heading, StepHeader, heading
from console.widgets.surface_pane import SurfacePane
from store.domain.clock import Face, Phase
from store.domain.records import Event
from store.insight.events import captured_sections
from store.insight.rows import Row, Section, Surface
from store.insight.surfaces import REGISTERS, SURFACES, surface
from store.insight.turns import turns_of
from store.ledger import running

PANES = ("agenda", "surface", "captured")
NO_EVENT = (Section("No event is open", (), "Press s to start one, or H for home."),)
LATE_MS = 30_000
"""From half a minute on the agenda counts as behind."""
NOTHING_YET = "Nothing yet. c or r i d x a p f opens the line below."


class RoomScreen(ClockMoves):
    """One event, run by keys."""

    ABOUT = "The clock never moves the room by itself; every move can be undone with u."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "close_event", "close", id="event.close"),
        Binding("s", "start", "start an event", show=False, id="event.start"),
        Binding("m", "minutes", "minutes", show=False, id="minutes"),
        Binding("v", "act('v')", "act on what is shown", show=False),
        Binding("o", "act('o')", "act on what is shown", show=False),
        Binding("w", "act('w')", "act on what is shown", show=False),
        Binding("W", "walk", "walk the risks in front", show=False),
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
    RoomScreen #front > * { padding: 0 1; }
    RoomScreen.-narrow #head, RoomScreen.-low #head { margin: 0; }
    RoomScreen.-narrow #tabs { display: block; }
    RoomScreen.-narrow #left { width: 1fr; }
    RoomScreen.-narrow #agenda { max-height: 100%; }
    RoomScreen.-narrow.-at-agenda #captured, RoomScreen.-narrow.-at-agenda #front,
    RoomScreen.-narrow.-at-captured #agenda, RoomScreen.-narrow.-at-captured #front,
    RoomScreen.-narrow.-at-surface #left { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.head = StepHeader()
        self.clock = ClockPanel()
        self.agenda = AgendaPane(id="agenda")
        self.front = SurfacePane(rows="surface", id="front")
        self.rows, self.grid = self.front.rows, self.front.grid
        self.captured = RowsView(id="captured")
        self.captured.stays_on_top = True
        self._tabs = Static(id="tabs")
        self._turned: str | None = None
        self._step: str | None = None
        self._floor: str | None = None
        self._showing = ("", "")  # step and surface that the cursor belongs to
        self.add_class("-at-surface")

    def body(self) -> Iterable[Widget]:
        """Head with the clock, then the three panes."""
        yield Horizontal(self.head, self.clock, id="head")
        yield self._tabs
        left = Vertical(self.agenda, self.captured, id="left")
        yield Horizontal(left, self.front, id="panes")

    def on_mount(self) -> None:
        """The surface takes the keys."""
        super().on_mount()
        self._pane("surface").focus()

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
            *([Key("#", "chart", "number_sign")] if self.front.has_charts else []),
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
            self._step = None
            self._show(Surface("none", "", NO_EVENT))
            self.captured.show(())
            self._clock_only(None)
            return
        event, face = found
        step = face.step.key if face.step else None
        if step != self._step:
            self._step, self._turned = step, None
        self.titles(f"{event.title} {event.ref}")
        self._show(surface(snap, self.surface_name))
        self._follow_floor(face)
        said = captured_sections(snap, event)
        self.captured.show(said or (Section("Captured", (), NOTHING_YET),))
        captured = sum(len(part.rows) for part in said)
        self._tabs.update(self._tab_line(captured), layout=False)
        self._clock_only((event, face))
        self.agenda.styles.height = self.agenda.line_count(0) + 1

    def _follow_floor(self, face: Face) -> None:
        """The cursor goes to what was given the floor, so that an act is about it."""
        item = face.floor.item if face.floor else None
        if item != self._floor and item is not None:
            self.front.move_to_ref(item)
        self._floor = item

    def _show(self, seen: Surface) -> None:
        """The surface in the form that says it best; in another step it begins on top."""
        self.front.show(seen)
        showing = (self._step or "", seen.name)
        if showing != self._showing:
            self._showing, self._floor = showing, None
            self.front.to_first()

    def _pane(self, name: str) -> Widget:
        """A pane by name."""
        return self.front if name == "surface" else self.query_one(f"#{name}")

    @property
    def current_row(self) -> Row | None:
        """What an act of the surface is about: what is under the cursor."""
        return self.front.current

    @on(SurfacePane.Opened)
    def _surface_opened(self, event: SurfacePane.Opened) -> None:
        """Enter is the act of the surface, where it has one for that; else the whole record."""
        event.stop()
        row = event.row
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
        purpose = face.step.purpose if face.step else ""
        # A grid says which of its rounds this is; a list leaves the line to the step's purpose.
        asked = seen.question if seen.grid else purpose or seen.question
        if self._turned:
            asked = f"{seen.title} · [ ] back to the step"
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

    def help_sections(self) -> list[HelpSection]:
        """The keys of the room, and behind them what the surface in front offers."""
        acts = tuple((act.key, act.does) for act in acts_of(self.surface_name))
        title = surface(self.session.snapshot, self.surface_name).title
        offers = [HelpSection(f"On {title}", "", acts)] if acts else []
        first, *others = super().help_sections()
        return [first, *offers, *others]

    # -- coming and going

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
        self.turn_to(names[(place + by) % len(names)])

    def turn_to(self, name: str) -> None:
        """Show the surface of this name until the room moves on."""
        self._turned = name
        self.reload()

    def action_act(self, key: str) -> None:
        """Do what the surface offers under this key, on the row under the cursor."""
        for act in acts_of(self.surface_name):
            if act.key == key:
                act.run(self, self.current_row)

    def action_walk(self) -> None:
        """One open risk of the surface at a time, large, from the one under the cursor."""
        rows = surface(self.session.snapshot, self.surface_name).rows
        here = self.current_row
        walk(self, (row for row in rows if row.computed.get("open")), here.id if here else "")

    def action_pane(self, name: str) -> None:
        """Bring a pane to the front (narrow screens) and give it the keys."""
        for pane in PANES:
            self.set_class(pane == name, f"-at-{pane}")
        self.reload()
        self._pane(name).focus()
