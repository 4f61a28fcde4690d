"""The console: one app, six screens, one tick."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual.app import App, SystemCommand
from textual.events import Paste
from textual.screen import Screen

from console import config, themes
from console.alerts import Alerts
from console.clock_watch import ClockWatch, jump_words
from console.config import Config
from console.picture import blank_picture
from console.places import network_allowed
from console.restoring import first_session
from console.screens.all_acts import acts_of
from console.screens.base import ConsoleScreen
from console.screens.briefing import BriefingScreen
from console.screens.home import HomeScreen
from console.screens.inspect import TABS, InspectScreen
from console.screens.notes import NotesScreen, open_notes
from console.screens.own_measures import add_measure
from console.screens.pasting import ask_what_it_is
from console.screens.register import RegisterScreen
from console.screens.restoring import store_commands
from console.screens.room import RoomScreen
from console.screens.setup import SetupScreen
from console.screens.stage import StageScreen
from console.session import Session
from console.terminal import run_app
from console.trains import remember
from console.widgets.clock_panel import ClockPanel
from console.widgets.notice import say
from console.widgets.too_small import HORIZONTAL_BREAKPOINTS, VERTICAL_BREAKPOINTS
from store.domain.clock import Phase
from store.domain.kinds import BY_KEY
from store.errors import ConsoleError, RuleBroken
from store.insight.turns import turns_of
from store.journal.drafts import Drafts
from store.ledger import running
from store.ledger.ledger import Uptime
from store.ledger.opening import open_ledger
from store.watch import Watch

SECOND_MS = 1000
Clock = Callable[[Path, Callable[[], tzinfo]], Callable[[], datetime]]
Opener = Callable[[Path], Session]
MAX_FAULTS = 3
"""Findings of recovery told one by one; `rte check` lists all of them."""
NEXT = "See: rte check; or ctrl+p, store: Restore a backup"


class RteApp(App[None]):
    """The app. `session` is all that its screens know of the store.

    `opener` opens the store of another train; None where there is only this one. After the app has
    ended, `follows` is the session to go on with, if another train was chosen.
    """

    TITLE = "RTE Console"
    CSS_PATH = "rte.tcss"
    HORIZONTAL_BREAKPOINTS = HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = VERTICAL_BREAKPOINTS
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        "home": HomeScreen,
        "room": RoomScreen,
        "inspect": InspectScreen,
        "briefing": BriefingScreen,
        "registers": RegisterScreen,
        "setup": SetupScreen,
    }
    DEFAULT_MODE = "home"

    def __init__(
        self, session: Session, opener: Opener | None = None, settings: Config | None = None
    ) -> None:
        super().__init__()
        self.session = session
        self.follows: Session | None = None
        self._opener = opener
        self.settings = settings if settings is not None else config.load()
        self.bell_on = self.settings.bell
        """Whether warnings ring here; a key turns it."""
        self._alerts = Alerts()
        self._watch: Watch | None = None
        self._minute = -1
        self._clock_watch = ClockWatch()
        # Before any screen is built: the first one shows the draft.
        self._draft_found = session.take_left_over()

    # -- coming and going

    def on_mount(self) -> None:
        """Put the look on, offer what was left behind, begin to tick and to listen."""
        themes.register(self, self.settings.theme)
        if self.session.running:
            self.show("room")
        elif self.session.ledger.train is None:
            self.show("setup")
        if self._draft_found:
            say(self, "Draft", "What you were typing is in the capture line again.", "information")
        self._tell_faults()
        for fault in self.settings.faults[:MAX_FAULTS]:
            say(self, "Setting not used", f"{fault.sentence} See: rte config check")
        self._tick()
        self._watch = Watch(self.session.ledger.db.log, self._others_wrote)
        self._watch.start()

    def _tell_faults(self) -> None:
        """Say what recovery found when the store was opened: what, where, and where it is kept."""
        for fault in self.session.ledger.db.log.health().faults[:MAX_FAULTS]:
            kept = f" Its bytes are kept in {fault.kept}." if fault.kept else ""
            where = f"{fault.file}, byte {fault.offset}"
            say(self, "Journal repaired", f"{fault.what} ({where}).{kept} {NEXT}", "error")

    def on_unmount(self) -> None:
        """Stop listening; the records are on disk already."""
        if self._watch is not None:
            self._watch.stop()

    # -- the one tick, and what others do

    def _tick(self) -> None:
        """Paint on the second, so that every terminal changes together."""
        now = self.session.now
        self.set_timer((SECOND_MS - now % SECOND_MS) / SECOND_MS + 0.002, self._tick)
        jump = self._clock_watch.look(now, self.session.ledger.uptime())
        if jump:
            say(self, "Clock set", jump_words(jump))
        screen = self._console_screen()
        if screen is None:
            return
        self._move_by_itself(screen)
        if now // 60_000 != self._minute:
            self._minute = now // 60_000
            screen.reload()
        screen.tick()
        self._tick_stage()
        self._warn()

    def _tick_stage(self) -> None:
        """The stage is no screen of the console: it stands over one, perhaps below its help."""
        for screen in self.screen_stack:
            if isinstance(screen, StageScreen):
                screen.tick()

    def _warn(self) -> None:
        """Ring and flash, once, when a step or a turn has come to 20 % or 5 % left, or to its end.

        Nobody's focus is taken, and the words under the clock say the same.
        """
        found = self.session.running
        turns = turns_of(self.session.snapshot, *found) if found else ()
        if not any((self._alerts.of(found), self._alerts.of_turn(found, turns))):
            return
        if self.bell_on:
            self.bell()
        if self.settings.flash and not self.no_color:
            for screen in self.screen_stack:
                for clock in screen.query(ClockPanel):
                    clock.flash()

    def on_paste(self, event: Paste) -> None:
        """Text came where no field was."""
        ask_what_it_is(self, event, self._console_screen())

    on_burst = on_paste

    def action_mute(self) -> None:
        """Turn the bell off on this terminal, or on again."""
        self.bell_on = not self.bell_on
        screen = self._console_screen()
        if screen is not None:
            screen.tick()

    def action_stage(self) -> None:
        """Show the audience's view over this terminal."""
        self.push_screen(StageScreen(self.session, self.settings.zone_infos))

    def action_notes(self) -> None:
        """Open the private notes over whatever is shown, except over what an audience sees."""
        open_notes(self, self.session)

    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        """The screen as SVG; a blank one while private notes are open."""
        if any(isinstance(screen, NotesScreen) for screen in self.screen_stack):
            return blank_picture(*self.size, title or self.title)
        return super().export_screenshot(title=title, simplify=simplify)

    def _move_by_itself(self, screen: ConsoleScreen) -> None:
        """Go on where the template asks for that, once the step's time is up."""
        found = self.session.running
        step = found[1].step if found else None
        if found is None or step is None or not step.auto or found[1].left_ms > 0:
            return
        event, face = found
        if face.phase is Phase.RUNNING and running.following(event, face) is not None:
            with suppress(RuleBroken):  # another terminal was faster
                self.session.do(running.go_next, self.session.ledger, step.key)
            screen.reload()

    def _others_wrote(self) -> None:
        """Something changed in the store: take it in and show it."""
        try:
            changed = self.session.ledger.catch_up()
        except ConsoleError as fault:
            say(self, fault.title, fault.sentence, "error")
            return
        screen = self._console_screen()
        if changed and screen is not None:
            screen.reload()
            screen.tick()
            self._tick_stage()

    def _console_screen(self) -> ConsoleScreen | None:
        """The screen of the current mode, whatever dialog stands before it."""
        stack = self.screen_stack
        found = next((s for s in reversed(stack) if isinstance(s, ConsoleScreen)), None)
        return found if found is not None and found.is_mounted else None

    # -- going elsewhere

    def show(self, mode: str) -> None:
        """Show the home screen, the event room, Inspect & Adapt, the registers, or the setup."""
        if mode != self.current_mode:
            self.switch_mode(mode)

    def open_train(self, folder: Path) -> None:
        """Leave for another train. Its store is opened first: if that is refused, we stay here.

        This app ends and a new one begins on the other session, so that nothing that any screen
        remembers of one train can show up in the other.
        """
        if self._opener is None:
            say(self, "Not here", "This console was opened on one train only.")
            return
        try:
            self.follows = self._opener(folder)
        except ConsoleError as fault:
            say(self, fault.title, fault.sentence)
            return
        self.exit(return_code=0)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Every action with its group, for the palette."""
        if isinstance(screen, ConsoleScreen):
            for kind in BY_KEY.values():
                yield SystemCommand(
                    f"capture: New {kind.name}",
                    f"key {kind.key}",
                    lambda name=kind.name: screen.action_capture(name),
                )
            for title, key, action in _actions(screen):
                yield SystemCommand(title, f"key {key}", action)
            yield from store_commands(screen)
        for name in themes.PALETTES:
            yield SystemCommand(
                f"look: {name}",
                "change the colours",
                lambda name=name: setattr(self, "theme", name),
            )
        yield SystemCommand("console: Leave", "key ctrl+q; nothing is lost", self.action_quit)


def _actions(screen: ConsoleScreen) -> Iterable[tuple[str, str, Callable[[], object]]]:
    """Actions of a screen that are possible now, as title, key and call."""
    yield "go: Home", "H", lambda: screen.action_go("home")
    yield "go: Event room", "E", lambda: screen.action_go("room")
    yield "go: Inspect & Adapt", "I", lambda: screen.action_go("inspect")
    yield "go: Briefing of the next event", "K", lambda: screen.action_go("briefing")
    yield "go: Registers", "B", lambda: screen.action_go("registers")
    yield "go: Setup", "S", lambda: screen.action_go("setup")
    yield "record: Undo my last change", "u", screen.action_undo
    names = "with" if screen.session.anonymous else "without"
    yield f"capture: Go on {names} names", "o where risks are collected", screen.toggle_anonymous
    yield "measure: Add a measure of our own", "w among the measures", partial(add_measure, screen)
    yield "console: Private notes", "N", lambda: screen.run_action("app.notes")
    yield "console: Help", "?", screen.action_help
    yield "event: Minutes", "m", screen.show_minutes
    yield "event: Stage, the audience's view", "V", lambda: screen.run_action("app.stage")
    yield "event: Does the agenda fit, and rehearse it", "ctrl+p", screen.show_fit
    yield "console: Bell on or off", "M", lambda: screen.run_action("app.mute")
    if isinstance(screen, RoomScreen):
        if screen.session.running is None:
            yield "event: Start an event", "s", screen.action_start
            return
        for act in acts_of(screen.surface_name):
            yield f"surface: {act.does}", act.key, partial(screen.action_act, act.key)
        yield "risks: Walk them one by one, large", "W", screen.action_walk
        yield "event: Next step", "n", screen.action_next
        yield "event: Previous step", "b", screen.action_back
        yield "event: Pause or resume the clock", "Space", screen.action_toggle_clock
        yield "event: Add one minute", "+", lambda: screen.action_add(60)
        yield "event: Add or take time", "t", screen.action_add_time
        yield "event: It really began some minutes ago", "t", screen.action_add_time
        yield "event: Give the time back over the steps to come", "R", screen.action_retime
        yield "event: Park this step for later", "L", screen.action_park
        yield "event: Finish early, to the last step", "F", screen.action_finish
        yield "event: The floor to the next", ".", lambda: screen.action_turn_to(1)
        yield "event: The floor back", ",", lambda: screen.action_turn_to(-1)
        yield "event: Close", "e", screen.action_close_event
    elif isinstance(screen, InspectScreen):
        for number, tab in enumerate(TABS):
            call = partial(screen.action_front, number)
            yield f"inspect: {tab.name}", str(number + 1), call
        for act in acts_of(screen.tab.surface):
            yield f"surface: {act.does}", act.key, partial(screen.action_act, act.key)
        yield "inspect: Earlier planning interval", "[", lambda: screen.action_turn(-1)
        yield "inspect: Later planning interval", "]", lambda: screen.action_turn(1)
        yield "inspect: Chart large, the next one, as it was", "#", screen.pane.action_chart
    elif isinstance(screen, HomeScreen):
        yield "event: Start an event, or back into it", "s", screen.action_start
        yield "go: Another train", "T", screen.action_trains


def run_console(folder: Path, who: str | None, clock: Clock, uptime: Uptime) -> int:
    """Open the console on the store in `folder`; the exit code.

    `clock` makes the clock of a store, given how to ask for the train's zone: a moment without a
    zone that a person stated is in that zone. `uptime` is the machine's own counter. Raises
    `ConsoleError` before anything is drawn if the store cannot be opened.
    """

    def opened(place: Path) -> Session:
        ledger = open_ledger(place, who=who, allow_network_fs=network_allowed())
        ledger.now = clock(place, lambda: ledger.zone)
        ledger.uptime = uptime
        ledger.thresholds = config.load().signals
        return Session(ledger, folder=place, drafts=Drafts(place, "console"))

    session = first_session(opened, folder)
    if isinstance(session, int):
        return session
    while True:
        app = RteApp(session, opened)
        try:
            code = run_app(app, (session.folder or folder) / "logs")
        finally:
            session.close()
        if app.follows is None:
            return code
        session = app.follows
        remember(session.folder)
