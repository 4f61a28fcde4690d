"""The console: one app, six screens, one tick.

What the first screen does not need is imported where it is first used: whoever opens the console
waits for every module that is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, SystemCommand
from textual.events import Paste
from textual.screen import Screen

from console import config, themes
from console.arriving import Clock, open_session
from console.clock_watch import ClockWatch, jump_words
from console.config import Config
from console.following import Following
from console.picture import blank_picture
from console.places import log_folder
from console.screens.base import ConsoleScreen
from console.screens.left_over import BACK_IN_LINE, tell_left_over
from console.screens.modes import MODES
from console.session import Session
from console.terminal import run_app
from console.trains import remember
from console.widgets.notice import say
from console.widgets.too_small import HORIZONTAL_BREAKPOINTS, VERTICAL_BREAKPOINTS
from store.domain.clock import Phase
from store.errors import ConsoleError, Damaged, NoRights, RuleBroken, UsageFault
from store.ledger.ledger import Uptime

SECOND_MS = 1000
Opener = Callable[[Path], Session]
if TYPE_CHECKING:
    from console.alerts import Alerts
    from console.screens.stage import StageScreen
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
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {**MODES}
    DEFAULT_MODE = "home"

    def __init__(
        self, session: Session, opener: Opener | None = None, settings: Config | None = None
    ) -> None:
        # Textual reads it when it begins: another screen would be built and painted for nothing.
        vars(self)["DEFAULT_MODE"] = _first_mode(session)
        super().__init__()
        self.session = session
        self.follows: Session | None = None
        self._opener = opener
        self.settings = settings if settings is not None else config.load()
        themes.register(self, self.settings.theme)
        self._css_told = self.get_css_variables()
        self.stylesheet.set_variables(self._css_told)
        self.bell_on = self.settings.bell
        """Whether warnings ring here; a key turns it."""
        self._alerts: Alerts | None = None
        self._stage: StageScreen | None = None
        self.following = Following(self, session)
        """What others write, taken in and shown."""
        self._minute = -1
        self._clock_watch = ClockWatch()
        # Before any screen is built: the first one shows who is here, and the draft.
        session.look_around()
        self._draft_found = session.take_left_over()
        session.left.take_over()

    # -- coming and going

    def on_mount(self) -> None:
        """Offer what was left behind, begin to tick and to listen."""
        tell_left_over(self, self.session, self._draft_found)
        self._tell_faults()
        for fault in self.settings.faults[:MAX_FAULTS]:
            say(self, "Setting not used", f"{fault.sentence} See: rte config check")
        self._tick()
        self.following.start()

    def refresh_css(self, animate: bool = True) -> None:
        """Parse the rules again when colours changed; at the start Textual asks twice for nothing.

        The look is chosen before anything is parsed, so until there is a first frame the rules in
        force are the right ones.
        """
        told, self._css_told = self._css_told, self.get_css_variables()
        if self._dom_ready or told != self._css_told:
            super().refresh_css(animate)

    def _tell_faults(self) -> None:
        """Say what recovery found when the store was opened: what, where, and where it is kept."""
        for fault in self.session.ledger.db.log.health().faults[:MAX_FAULTS]:
            kept = f" Its bytes are kept in {fault.kept}." if fault.kept else ""
            where = f"{fault.file}, byte {fault.offset}"
            say(self, "Journal repaired", f"{fault.what} ({where}).{kept} {NEXT}", "error")

    def on_unmount(self) -> None:
        """Stop listening; the records are on disk already."""
        self.following.stop()

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
        if self.session.look_again():
            screen.take_draft()
            say(self, "Draft", BACK_IN_LINE, "information")
        if now // 60_000 != self._minute:
            self._minute = now // 60_000
            screen.reload()
        screen.tick()
        self._tick_stage()
        self._warn()

    def _tick_stage(self) -> None:
        """The stage is no screen of the console: it stands over one, perhaps below its help."""
        if self._stage is not None and self._stage in self.screen_stack:
            self._stage.tick()

    def _warn(self) -> None:
        """Ring and flash, once, when a step or a turn has come to 20 % or 5 % left, or to its end.

        Nobody's focus is taken, and the words under the clock say the same.
        """
        found = self.session.running
        if found is None:
            return
        from console.alerts import Alerts
        from console.widgets.clock_panel import ClockPanel
        from store.insight.turns import turns_of

        alerts = self._alerts = self._alerts or Alerts()
        turns = turns_of(self.session.snapshot, *found)
        if not any((alerts.of(found), alerts.of_turn(found, turns))):
            return
        if self.bell_on:
            self.bell()
        if self.settings.flash and not self.no_color:
            for screen in self.screen_stack:
                for clock in screen.query(ClockPanel):
                    clock.flash()

    def on_paste(self, event: Paste) -> None:
        """Text came where no field was."""
        from console.screens.pasting import ask_what_it_is

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
        from console.screens.stage import StageScreen

        self._stage = StageScreen(self.session, self.settings.zone_infos)
        self.push_screen(self._stage)

    def action_here(self) -> None:
        """Show who is here, and the baton, over whatever is shown."""
        if self.session.read_only:
            say(self, "Read only", "This terminal only looks, so others do not see it.")
            return
        from console.screens.here import HereScreen
        from console.screens.stage import StageScreen

        if not any(isinstance(screen, HereScreen | StageScreen) for screen in self.screen_stack):
            self.push_screen(HereScreen(self.session))

    def action_notes(self) -> None:
        """Open the private notes over whatever is shown, except over what an audience sees."""
        from console.screens.notes import open_notes

        open_notes(self, self.session)

    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        """The screen as SVG; a blank one while private notes are open."""
        from console.screens.notes import NotesScreen

        if any(isinstance(screen, NotesScreen) for screen in self.screen_stack):
            return blank_picture(*self.size, title or self.title)
        return super().export_screenshot(title=title, simplify=simplify)

    def _move_by_itself(self, screen: ConsoleScreen) -> None:
        """Go on where the template asks for that, once the step's time is up."""
        found = self.session.running
        step = found[1].step if found else None
        if found is None or step is None or not step.auto or found[1].left_ms > 0:
            return
        from store.ledger import running

        event, face = found
        if face.phase is Phase.RUNNING and running.following(event, face) is not None:
            with suppress(
                RuleBroken, NoRights
            ):  # another terminal was faster, or this one only looks
                self.session.do(running.go_next, self.session.ledger, step.key)
            screen.reload()

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
        from console.screens.commands import commands_of

        return commands_of(self, screen)


def _first_mode(session: Session) -> str:
    """The screen that is shown first: the room of an open event, else home or, anew, the setup."""
    if session.running:
        return "room"
    return "setup" if session.ledger.train is None else "home"


def _first_session(opened: Opener, folder: Path) -> Session | int:
    """The session to begin with; where the store is damaged, what somebody has chosen instead."""
    session = None
    try:
        session = opened(folder)
    except (Damaged, UsageFault):
        pass  # it is opened once more there, and asked about
    else:
        if not session.ledger.db.log.health().faults:
            return session
    from console.restoring import first_session

    return first_session(opened, folder, session)


def run_console(
    folder: Path, who: str | None, clock: Clock, uptime: Uptime, *, read_only: bool = False
) -> int:
    """Open the console on the store in `folder`; the exit code.

    For `clock`, `uptime` and `read_only` see `open_session`. Raises `ConsoleError` before anything
    is drawn if the store cannot be opened.
    """

    def opened(place: Path) -> Session:
        return open_session(place, who, clock, uptime, read_only=read_only)

    session = _first_session(opened, folder)
    if isinstance(session, int):
        return session
    while True:
        app = RteApp(session, opened)
        try:
            code = run_app(app, session.folder / "logs" if session.folder else Path(log_folder()))
        finally:
            session.close()
        if app.follows is None:
            return code
        session = app.follows
        if session.folder is not None:
            remember(session.folder)
