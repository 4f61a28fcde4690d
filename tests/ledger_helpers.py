"""What the tests of rules, use-cases and lists share: a train, a clock that is set by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from store.exchange.train_file import read_train
from store.insight.snapshot import Snapshot
from store.ledger.bringing import bring_in
from store.ledger.ledger import Ledger
from store.ledger.opening import memory_ledger, open_ledger
from store.log import Log
from store.memory import MemoryLog
from store.tiny.db import JournalDB

SAMPLE = Path(__file__).parent.parent / "store" / "sample" / "tideway.json"

MORNING = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
"""09:00 in Lisbon too: a Wednesday, day 8 of I4 of PI-26.4."""


class Hands:
    """A clock that moves only when a test moves it."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    @property
    def ms(self) -> int:
        return int(self.now.timestamp() * 1000)

    def on(self, **span: float) -> None:
        """Let time pass: `on(minutes=5)`."""
        self.now += timedelta(**span)


def sample_bytes() -> bytes:
    return SAMPLE.read_bytes()


def sample_ledger(hands: Hands, who: str | None = "RTE") -> Ledger:
    """The sample train on a log in memory."""
    ledger = memory_ledger(who=who, now=hands)
    bring_in(ledger, read_train(sample_bytes()))
    return ledger


def sample_folder(folder: Path, hands: Hands, who: str | None = "RTE") -> Ledger:
    """The sample train in a store on disk."""
    ledger = open_ledger(folder, who=who, now=hands, create=True)
    bring_in(ledger, read_train(sample_bytes()))
    return ledger


def beside(ledger: Ledger, who: str | None, hands: Hands) -> Ledger:
    """Another person's ledger on the same memory log, as a second terminal would have it."""
    log = ledger.db.log
    assert isinstance(log, MemoryLog)
    return Ledger(JournalDB(log.another()), who=who, now=hands)


def tables(ledger: Ledger) -> dict[str, dict[str, Any]]:
    """Every document as it stands, copied; tables without documents left out."""
    ledger.catch_up()
    found = {name: dict(docs) for name, docs in ledger.db.state.tables.items() if docs}
    copied: dict[str, dict[str, Any]] = json.loads(json.dumps(found))
    return copied


def entries(log: Log) -> list[dict[str, Any]]:
    """Every entry of the log, oldest first."""
    return list(log.past())[::-1]


def now_of(ledger: Ledger) -> Snapshot:
    ledger.catch_up()
    return ledger.snapshot()


def train_bytes(change: Callable[[dict[str, Any]], object] | None = None) -> bytes:
    """A small train of another making: other letters, no iterations, two open intervals."""
    train: dict[str, Any] = {
        "art": {"id": "ALP", "name": "Alpine ART", "tz": "America/New_York"},
        "roles": ["RTE", "PM"],
        "teams": [{"id": "RED", "name": "Redstart"}, {"id": "TIT", "name": "Coal Tit"}],
        "pis": [
            {"id": "24.1", "start": "2024-01-08", "end": "2024-03-31", "state": "running"},
            {"id": "24.2", "start": "2024-03-25", "end": "2024-06-16", "state": "running"},
        ],
        "risks": [{"id": "RK7", "pi": "24.1", "text": "ice on the pass", "p": 2, "i": 5}],
        "impediments": [
            {"id": "A3", "pi": "24.1", "by": "TIT", "what": "no lift", "raised": "2024-02-01"},
        ],
        "actions": [{"what": "ring the valley"}, {"id": "T2", "what": "count ropes"}],
        "votes": [{"scope": "ART", "count": [0, 0, 1, 2, 3]}],
    }
    if change is not None:
        change(train)
    return json.dumps(train).encode()
