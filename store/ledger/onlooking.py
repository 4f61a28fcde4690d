"""A train as somebody sees it who can change nothing: what the stage is made from.

There is no way to write: no `change`, and the log underneath refuses it too.
"""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from store.domain.clock import Face
from store.domain.records import Event
from store.insight.snapshot import Snapshot
from store.journal.onlooking import OnlookerLog
from store.ledger.ledger import Ledger, Now, utc_now
from store.log import Log
from store.tiny.db import JournalDB


class Onlooker:
    """Reads a train and follows it."""

    def __init__(self, log: Log, *, now: Now = utc_now) -> None:
        self.log = log
        self._ledger = Ledger(JournalDB(log), who=None, now=now)
        self._seen: tuple[int, int, Snapshot] | None = None

    def keep_time(self, now: Now) -> None:
        """Go by another clock."""
        self._ledger.now = now
        self._seen = None

    @property
    def now(self) -> int:
        """Now, in milliseconds UTC."""
        return self._ledger.now_ms

    @property
    def zone(self) -> ZoneInfo:
        """The train's zone."""
        return self._ledger.zone

    @property
    def snapshot(self) -> Snapshot:
        """Everything as of now; made anew when something changed or a minute passed."""
        key = (self._ledger.db.state.n, self.now // 60_000)
        if self._seen is None or self._seen[:2] != key:
            self._seen = (*key, self._ledger.snapshot())
        return self._seen[2]

    @property
    def running(self) -> tuple[Event, Face] | None:
        """The open event and its clock at this very moment."""
        event = self._ledger.running
        return (event, self._ledger.face(event)) if event else None

    def catch_up(self) -> bool:
        """Take in what was written; True if there was anything."""
        return self._ledger.catch_up()

    def close(self) -> None:
        """Let go of the store. Idempotent."""
        self._ledger.db.close()


def open_onlooker(folder: Path, *, allow_network_fs: bool = False) -> Onlooker:
    """Look at the store in `folder`; raises what `OnlookerLog.open` raises."""
    return Onlooker(OnlookerLog.open(folder, allow_network_fs=allow_network_fs))
