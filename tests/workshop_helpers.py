"""A risk workshop on the sample train, with one of its surfaces in front."""

from __future__ import annotations

from console.screens.room import RoomScreen
from store.ledger import running
from tests.screen_helpers import Room

MOST = 40
"""More than there are surfaces to turn to."""


async def at(here: Room, surface: str) -> None:
    """In the room, in a risk workshop (begun if it is not), with this surface in front."""
    ledger = here.app.session.ledger
    if ledger.running is None:
        running.start(ledger, "risk-workshop")
    here.app.show("room")
    await here.pilot.pause()
    screen = here.screen
    assert isinstance(screen, RoomScreen)
    for _ in range(MOST):
        if screen.surface_name == surface:
            break
        screen.action_turn(1)
    await here.pilot.pause()
    assert screen.surface_name == surface
