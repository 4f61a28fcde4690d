"""Opening a store that cannot be opened: what is wrong, what there is to go back to, and the way.

The console on a damaged store is this one screen. Nothing is changed before somebody has chosen a
copy with one key and said so again with another.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from textual.app import App

from console import config, themes
from console.places import log_folder
from console.screens.restoring import Answer, BackupsScreen, Standing
from console.session import Session
from console.terminal import run_app
from console.widgets.too_small import HORIZONTAL_BREAKPOINTS, VERTICAL_BREAKPOINTS
from console.zone import machine_zone
from store.checkup.backups import backups_of, look_into
from store.domain.words import plural
from store.errors import Damaged, UsageFault
from store.journal.files import JOURNAL
from store.journal.journal import JournalLog

NEWER = "Newer format"


class RestoreApp(App[Answer | None]):
    """The one screen of a store that cannot be opened."""

    TITLE = "RTE Console, restore"
    CSS_PATH = "rte.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = VERTICAL_BREAKPOINTS

    def __init__(self, here: Standing) -> None:
        super().__init__()
        self._here = here
        self.answer: Answer | None = None

    def on_mount(self) -> None:
        """Show what there is."""
        themes.register(self, config.load().theme)
        self.push_screen(BackupsScreen(self._here), self._answered)

    def _answered(self, answer: Answer | None) -> None:
        self.answer = answer
        self.exit(return_code=0)


def first_session(
    open_it: Callable[[Path], Session], folder: Path, opened: Session | None = None
) -> Session | int:
    """The session of the store in `folder`; if it is damaged, of what somebody has gone back to.

    `opened` is the session of it if it is open already: what recovery found is told once only.

    An exit code instead, if they have left all as it was. Raises what `open_it` raises where there
    is nothing to go back to or nothing wrong with the journal. A journal that can be opened and
    has lost its end is offered a backup that knows more; who declines goes on with what there is.
    """
    asked = False
    while True:
        try:
            session, opened = opened or open_it(folder), None
        except (Damaged, UsageFault) as fault:
            said = damage(folder, fault)
            if not said:
                raise
            here, declined = Standing(folder, ZoneInfo(machine_zone()), said), fault.exit_code
        else:
            found = None if asked else lost(session, folder)
            if found is None:
                return session
            here, declined = found, 0
            session.let_go()
        app = RestoreApp(here)
        code = run_app(app, Path(log_folder()))
        if code or (app.answer is None and declined):
            return code or declined
        asked = app.answer is None
        if app.answer is not None and not app.answer.restored:
            from console.looking import look_at  # here: it is a console, which begins with this

            look_at(app.answer.path)


def lost(session: Session, folder: Path) -> Standing | None:
    """How the store stands, if its journal is damaged and a backup knows more than it does."""
    log = session.ledger.db.log
    if not isinstance(log, JournalLog) or not log.health().faults:
        return None
    n, journal = session.ledger.db.state.n, log.mark().journal
    for one in backups_of(folder):
        held = look_into(one.path)
        if held.whole and held.journal == journal:
            records = sum(map(len, session.ledger.db.state.tables.values()))
            if held.n <= n and held.records <= records:
                return None
            said = (
                f"The journal is damaged: {plural(records, 'record')} can be read, up to entry {n}."
                f" A backup has {held.records}, up to entry {held.n}. Esc opens what there is."
            )
            return Standing(folder, session.snapshot.zone, said, n, journal)
    return None


def damage(folder: Path, fault: Damaged | UsageFault) -> str:
    """The sentence for a journal that only a backup can replace; "" for any other fault."""
    there = os.path.lexists(folder / JOURNAL)
    if isinstance(fault, UsageFault):
        if there or not backups_of(folder):
            return ""
        return f"{folder / JOURNAL} is gone, and there are backups of it."
    if fault.title == NEWER or (there and look_into(str(folder / JOURNAL)).whole):
        return ""
    return fault.sentence
