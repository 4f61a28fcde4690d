"""The console on a backup that somebody only looks at: nothing can be changed in it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from textual.screen import Screen

from console.app import RteApp
from console.places import log_folder, private_place
from console.session import Session
from console.terminal import run_app
from console.widgets.cells import cell_len, cut
from console.widgets.glyphs import GLYPHS
from console.widgets.painted import Line, Painted
from store.journal.backup import restore
from store.journal.onlooking import OnlookerLog
from store.ledger.ledger import Ledger
from store.tiny.db import JournalDB


class LookingBanner(Painted):
    """One loud line at the very top: this is a copy, and nothing can be changed in it."""

    DEFAULT_CSS = """
    LookingBanner { dock: top; width: 100%; height: 1; }
    """

    def paint(self, width: int, height: int) -> Iterable[Line]:  # noqa: ARG002 - one line
        """The words in the middle of a band over the whole width."""
        said = cut("A BACKUP · only to look at · ctrl+q goes back", width, GLYPHS.ellipsis)
        room = width - cell_len(said)
        return [[(" " * (room // 2) + said + " " * (room - room // 2), "alarm")]]


class LookingApp(RteApp):
    """The console with the banner on each of its screens."""

    TITLE = "RTE Console, a backup"

    def on_mount(self) -> None:
        """Mark each screen when it comes to the front."""
        self.screen_change_signal.subscribe(self, self._mark)
        super().on_mount()
        self.call_after_refresh(self._mark, self.screen)

    def _mark(self, screen: Screen[Any]) -> None:
        if not screen.query(LookingBanner):
            screen.mount(LookingBanner())


def session_on(path: Path, root: Path) -> Session:
    """A session on a copy of a backup below `root`, without any way to write."""
    place = root / "train"
    restore(place, path)
    ledger = Ledger(JournalDB(OnlookerLog.open(place, allow_network_fs=True)), who=None)
    return Session(ledger, folder=None, drafts=None)


def look_at(path: str) -> None:
    """Open the console on a copy of a backup; the copy goes again."""
    root = Path(tempfile.mkdtemp(prefix="rte-look-", dir=private_place()))
    try:
        session = session_on(Path(path), root)
        try:
            run_app(LookingApp(session), Path(log_folder()))
        finally:
            session.close()
    finally:
        shutil.rmtree(root, ignore_errors=True)
