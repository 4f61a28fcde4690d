"""The zone of a machine is not the train's: moving a laptop changes no clock and no day."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from store.domain.records import Action
from store.ledger import running
from store.ledger.capturing import capture
from tests.ledger_helpers import Hands, sample_ledger

ZONES = ("Asia/Kolkata", "America/New_York", "Pacific/Kiritimati", "UTC")


@pytest.fixture
def somewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """A machine whose zone can be set."""
    yield monkeypatch
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("started_in", ZONES)
def test_a_machine_that_is_taken_to_another_zone_changes_nothing(
    somewhere: pytest.MonkeyPatch, started_in: str
) -> None:
    somewhere.setenv("TZ", started_in)
    time.tzset()
    hands = Hands(datetime(2026, 11, 18, 23, 30, tzinfo=UTC))  # half past eleven in Lisbon too
    ledger = sample_ledger(hands)
    event = running.start(ledger, "art-sync")
    made = capture(ledger, "action: said before the flight due:fri").record
    hands.on(minutes=7)
    seen = []
    for zone in ZONES:
        somewhere.setenv("TZ", zone)
        time.tzset()
        face = ledger.face(event)
        snap = ledger.snapshot()
        seen.append((face.left_ms, face.ends_at, snap.clock_time(face.ends_at), ledger.today,
                     snap.stamp(made), snap.local(hands.ms).isoformat()))  # fmt: skip
    assert len(set(seen)) == 1
    assert ledger.today.isoformat() == "2026-11-18"
    later = capture(ledger, "action: said after it due:fri").record
    assert (later.at or 0) - (made.at or 0) == 7 * 60_000
    assert isinstance(later, Action)
    assert isinstance(made, Action)
    assert later.due == made.due == "2026-11-20"
