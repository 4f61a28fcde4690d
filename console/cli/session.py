"""An open train for the length of one command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from console.cli.streams import say
from console.config import load
from console.moment import clock_for, stated, uptime_for
from console.places import network_allowed
from store.domain.dates import read_moment
from store.ledger.ledger import Ledger
from store.ledger.opening import open_ledger

if TYPE_CHECKING:
    from console.cli.options import Asked


@contextmanager
def ledger_of(asked: Asked, *, create: bool = False, shared: bool = False) -> Iterator[Ledger]:
    """The ledger of the store that is meant, at the moment that is meant, closed afterwards.

    Tells on stderr what recovery found wrong in the journal.
    """
    moment = stated(asked.as_of)
    if moment:
        read_moment(moment)  # refuses before anything is opened or made
    folder = Path(asked.folder)
    ledger = open_ledger(
        folder,
        who=asked.who,
        create=create,
        shared=shared,
        allow_network_fs=network_allowed(),
        read_only=asked.read_only,
    )
    try:
        ledger.now = clock_for(folder, asked.as_of, lambda: ledger.zone)
        ledger.uptime = uptime_for(asked.as_of)
        ledger.thresholds = load().signals
        for fault in ledger.db.log.health().faults:
            kept = f" A copy of the bytes is in {fault.kept}." if fault.kept else ""
            say(f"rte: {fault.file}, byte {fault.offset}: {fault.what}.{kept} See: rte check")
        yield ledger
    finally:
        ledger.db.close()
