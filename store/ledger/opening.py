"""Opening a train's store for a person."""

from __future__ import annotations

from pathlib import Path

from store.errors import Damaged
from store.journal.files import JOURNAL
from store.journal.journal import JournalLog
from store.journal.onlooking import OnlookerLog
from store.journal.presence import Presence
from store.ledger.checkpointing import leave_checkpoint
from store.ledger.ledger import Ledger, Now, utc_now
from store.log import Log
from store.memory import MemoryLog
from store.tiny.db import JournalDB


def open_ledger(
    folder: Path,
    *,
    who: str | None,
    now: Now = utc_now,
    create: bool = False,
    shared: bool = False,
    allow_network_fs: bool = False,
    read_only: bool = False,
) -> Ledger:
    """The ledger of the store in `folder`; with `create`, of a new store there.

    With `read_only` the journal is opened for reading, so that the system itself would refuse a
    write; every use-case is refused with `NoRights`.
    Raises `UsageFault` (no store there, or one is there already), `Damaged`, `NoRights`, `Busy`.
    """
    log: Log
    if read_only and not create:
        log = OnlookerLog.open(folder, allow_network_fs=allow_network_fs)
        return _ledger(log, folder, who, now)
    if create:
        log = JournalLog.create(folder, shared=shared, allow_network_fs=allow_network_fs, user=who)
    else:
        log = JournalLog.open(folder, allow_network_fs=allow_network_fs, user=who)
    ledger = _ledger(log, folder, who, now)
    ledger.on_saved.append(lambda: leave_checkpoint(ledger, folder))
    return ledger


def _ledger(log: Log, folder: Path, who: str | None, now: Now) -> Ledger:
    ledger = Ledger(_loaded(log, folder), who=who, now=now)
    ledger.is_here = Presence(folder).is_here
    return ledger


def _loaded(log: Log, folder: Path) -> JournalDB:
    """The tables that the log adds up to; an entry that says nothing is damage, and no defect."""
    try:
        return JournalDB(log)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as fault:
        log.close()
        raise Damaged(
            f"An entry of {folder / JOURNAL} is whole and still says nothing that can be applied; "
            "it was left untouched. Bring back a backup with `rte restore FILE`."
        ) from fault
    except BaseException:
        log.close()
        raise


def memory_ledger(*, who: str | None = "RTE", now: Now = utc_now) -> Ledger:
    """A ledger on a log that lives in this process only: for tests and rehearsals."""
    return Ledger(JournalDB(MemoryLog()), who=who, now=now)
