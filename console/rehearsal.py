"""A rehearsal: the console on a throw-away copy, with a clock that runs many times as fast."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from textual.screen import Screen

from console.app import RteApp
from console.moment import faster
from console.places import log_folder
from console.session import Session
from console.terminal import run_app
from console.widgets.cells import cell_len, cut
from console.widgets.glyphs import GLYPHS
from console.widgets.painted import Line, Painted
from store.domain.agenda import Template
from store.ledger import rehearsing
from store.ledger.ledger import Ledger


class RehearsalBanner(Painted):
    """One loud line at the very top: nobody shall take this for the event itself."""

    DEFAULT_CSS = """
    RehearsalBanner { dock: top; width: 100%; height: 1; }
    """

    def __init__(self, speed: int) -> None:
        super().__init__()
        self._said = f"REHEARSAL {speed}x · nothing here is kept"

    def paint(self, width: int, height: int) -> Iterable[Line]:  # noqa: ARG002 - one line
        """The words in the middle of a band over the whole width."""
        said = cut(self._said, width, GLYPHS.ellipsis)
        room = width - cell_len(said)
        return [[(" " * (room // 2) + said + " " * (room - room // 2), "alarm")]]


class RehearsalApp(RteApp):
    """The console with the banner on each of its screens, dialogs and the stage too."""

    TITLE = "RTE Console, rehearsal"

    def __init__(self, session: Session, speed: int) -> None:
        super().__init__(session)
        self._speed = speed

    def on_mount(self) -> None:
        """Mark each screen when it comes to the front."""
        self.screen_change_signal.subscribe(self, self._mark)
        super().on_mount()
        self.call_after_refresh(self._mark, self.screen)

    def _mark(self, screen: Screen[Any]) -> None:
        if not screen.query(RehearsalBanner):
            screen.mount(RehearsalBanner(self._speed))


def run_rehearsal(ledger: Ledger, template: Template, speed: int) -> int:
    """Start an event by its template on the copy that `ledger` holds and open the console on it.

    `speed` is how many seconds of the rehearsal pass in one. Closes the ledger; the exit code.
    """
    session = Session(ledger, folder=None, drafts=None)
    try:
        begins = rehearsing.plan(ledger, template, 0.0).begins
        ledger.now = faster(ledger.now, speed, datetime.fromtimestamp(begins / 1000, UTC))
        rehearsing.begin(ledger, template)
        return run_app(RehearsalApp(session, speed), Path(log_folder()))
    finally:
        session.close()
