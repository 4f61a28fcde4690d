"""A risk workshop on the sample train, with one of its surfaces in front."""

from __future__ import annotations

from store.ledger import running
from tests.screen_helpers import Room


async def at(here: Room, surface: str) -> None:
    """In the room, in a risk workshop (begun if none is), with this surface in front."""
    ledger = here.app.session.ledger
    if ledger.running is None:
        running.start(ledger, "risk-workshop")
    here.app.show("room")
    await here.pilot.pause()
    await here.turn_to(surface)
