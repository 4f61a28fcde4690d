"""Leaving what quick capture needs: see `store.ledger.quick`."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from store.errors import ConsoleError
from store.journal.checkpoint import save_checkpoint
from store.journal.journal import JournalLog
from store.ledger.ledger import Ledger
from store.ledger.quick_context import context_of

STRIDES = ((timedelta(days=1), 21), (timedelta(hours=1), 24))
"""The zone's offset is looked up three weeks ahead, by days, and from where it changes by hours."""


def offset_window(zone: ZoneInfo, now: datetime) -> tuple[int, int, int]:
    """From, until (ms UTC) and the seconds that the zone is ahead of UTC during that time.

    Quick capture would otherwise have to load the zone for nothing but today's date. The day's own
    beginning is in it unless the clocks are set today: what has no name is stamped with that.
    """
    begin = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    offset = begin.astimezone(zone).utcoffset() or timedelta()
    end = begin
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    if midnight.utcoffset() == offset:
        begin = min(begin, midnight.astimezone(UTC))
    for stride, count in STRIDES:
        for _ in range(count):
            if (end + stride).astimezone(zone).utcoffset() != offset:
                break
            end += stride
    return int(begin.timestamp() * 1000), int(end.timestamp() * 1000), int(offset.total_seconds())


def leave_checkpoint(ledger: Ledger, folder: Path) -> None:
    """Write the checkpoint of a ledger's store as it stands.

    It is a cache: a disk that refuses it must not refuse the change that is already stored.
    """
    log, state = ledger.db.log, ledger.db.state
    if not isinstance(log, JournalLog) or log.mark().n != state.n:
        return
    context = context_of(state.tables, state.counters.refs, ledger.letters)
    if context is None:
        return
    context["offset"] = offset_window(ledger.zone, ledger.now())
    with suppress(ConsoleError, OSError):
        save_checkpoint(str(folder), log.mark(), context)
