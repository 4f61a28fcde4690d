"""Several people at terminals of one train on disk, in one process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from console.app import RteApp
from console.session import Session
from tests.screen_helpers import Clock, Room

SIZES = ((120, 36), (80, 24))

Sit = Callable[[str], Session]
"""Somebody more at a terminal of the same train, by role; a fixture of `conftest`."""


@asynccontextmanager
async def at(session: Session, size: tuple[int, int] = SIZES[0]) -> AsyncIterator[Room]:
    app = RteApp(session)
    app.animation_level = "none"
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield Room(app, pilot, Clock())


async def until(pilot: Pilot[None], seen: Callable[[], bool]) -> None:
    for _ in range(200):
        if seen():
            return
        await pilot.pause(0.05)
    raise AssertionError("it was never seen")
