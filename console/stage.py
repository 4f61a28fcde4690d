"""`rte stage`: the audience's view in a terminal of its own, on a store that it can only read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from pathlib import Path

from textual.app import App

from console import themes
from console.alerts import Alerts
from console.config import Config, load
from console.pacing import Paced
from console.places import log_folder, network_allowed
from console.screens.stage import StageScreen
from console.terminal import run_app
from console.widgets.too_small import HORIZONTAL_BREAKPOINTS, VERTICAL_BREAKPOINTS
from store.errors import ConsoleError
from store.ledger.onlooking import Onlooker, open_onlooker
from store.watch import Watch

SECOND_MS = 1000
Clock = Callable[[Callable[[], tzinfo]], Callable[[], datetime]]


class StageApp(App[None]):
    """One screen that follows the running event. No palette: there is nothing to be done here.

    It flashes and does not ring: the bell is the facilitator's, who can mute it.
    """

    TITLE = "RTE Console, stage"
    CSS_PATH = "rte.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = VERTICAL_BREAKPOINTS

    def __init__(self, train: Onlooker, settings: Config) -> None:
        super().__init__()
        self._train = train
        self._settings = settings
        self._stage = StageScreen(train, settings.zone_infos)
        self._alerts = Alerts()
        self._watch = Watch(train.log, self._written)
        self._news = Paced(self._show_news)
        self._lost_at = ""
        """Since when the store cannot be read; "" while it can."""

    def on_mount(self) -> None:
        """Put the look on, show the stage, begin to tick and to listen."""
        themes.register(self, self._settings.theme)
        self.push_screen(self._stage, self._left)
        self._tick()
        self._watch.start()

    def on_unmount(self) -> None:
        """Stop listening."""
        self._news.stop()
        self._watch.stop()

    def _left(self, _: None) -> None:
        self.exit(return_code=0)

    def _tick(self) -> None:
        """Paint on the second, together with the other terminals."""
        now = self._train.now
        self.set_timer((SECOND_MS - now % SECOND_MS) / SECOND_MS + 0.002, self._tick)
        if not self._stage.is_mounted:
            return
        self._stage.tick()
        crossed = self._alerts.of(self._train.running)
        if crossed and self._settings.flash and not self.no_color:
            self._stage.view.clock.flash()

    def _written(self) -> None:
        """Something was written: show it. A store that is gone meanwhile is said, and awaited."""
        try:
            changed = self._train.catch_up()
        except ConsoleError as fault:
            since = self._lost_at = self._lost_at or self._clock_time()
            self._stage.trouble(f"{fault.title}: this is as of {since}. See: rte check")
            return
        self._lost_at = ""
        self._stage.trouble("")
        if changed:
            self._news.ask()

    def _show_news(self) -> None:
        if self._stage.is_mounted:
            self._stage.others_wrote()

    def _clock_time(self) -> str:
        return self._train.snapshot.clock_time(self._train.now)


def run_stage(folder: Path, clock: Clock) -> int:
    """Open the stage on the store in `folder`; the exit code.

    `clock` makes the clock, given how to ask for the train's zone. Raises `ConsoleError` before
    anything is drawn if there is nothing to see.
    """
    train = open_onlooker(folder, allow_network_fs=network_allowed())
    try:
        train.keep_time(clock(lambda: train.zone))
        return run_app(StageApp(train, load()), Path(log_folder()))
    finally:
        train.close()
