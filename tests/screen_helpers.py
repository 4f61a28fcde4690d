"""A console on a sample train in memory, with a clock that the test moves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from importlib.resources import files

from textual.pilot import Pilot

from console.app import RteApp
from console.screens.base import ConsoleScreen
from console.screens.room import RoomScreen
from console.session import Session
from store.exchange.train_file import read_train
from store.ledger.bringing import bring_in
from store.ledger.ledger import Ledger
from store.ledger.opening import memory_ledger

START = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


class Clock:
    """Time that passes only when the test says so."""

    def __init__(self, start: datetime = START) -> None:
        self.at = start

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, *, minutes: float = 0, seconds: float = 0) -> None:
        """Let time pass."""
        self.at += timedelta(minutes=minutes, seconds=seconds)


def sample_ledger(clock: Clock, who: str = "RTE") -> Ledger:
    """The sample train, as it is on 18 November."""
    ledger = memory_ledger(who="import", now=clock)
    bring_in(ledger, read_train(files("store.sample").joinpath("tideway.json").read_bytes()))
    ledger.who = who
    return ledger


class Room:
    """The person at the keys: what they press, and what they see."""

    def __init__(self, app: RteApp, pilot: Pilot[None], clock: Clock) -> None:
        self.app = app
        self.pilot = pilot
        self.clock = clock

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type text where the focus is."""
        await self.pilot.press(*(NAMES.get(character, character) for character in text))
        await self.pilot.pause()

    async def capture(self, key: str, line: str) -> None:
        """Capture one line by its key, and leave the bar."""
        await self.press(key)
        await self.type(line)
        await self.press("enter", "escape")

    async def next_step(self) -> None:
        """Move on; where the room is asked first whether it wants to, say so again."""
        before = self.place
        await self.press("n")
        if self.place == before:
            await self.press("n")

    @property
    def place(self) -> str | None:
        """Key of the current step."""
        found = self.app.session.running
        return found[1].step.key if found and found[1].step else None

    async def wait(self, *, minutes: float = 0, seconds: float = 0) -> None:
        """Let time pass and the screen notice."""
        self.clock.pass_by(minutes=minutes, seconds=seconds)
        screen = self.screen
        screen.reload()
        screen.tick()
        await self.pilot.pause()

    async def turn_to(self, name: str) -> None:
        """Bring a surface of the room to the front, whether its event has it or not."""
        screen = self.screen
        assert isinstance(screen, RoomScreen)
        screen.turn_to(name)
        await self.pilot.pause()
        assert screen.surface_name == name

    @property
    def screen(self) -> ConsoleScreen:
        """The screen behind any dialog."""
        return next(s for s in reversed(self.app.screen_stack) if isinstance(s, ConsoleScreen))

    @property
    def text(self) -> str:
        """Everything on the terminal, line by line."""
        width, height = self.app.size
        lines = self.app.screen._compositor.render_strips(self.app.size)
        assert len(lines) <= height
        return "\n".join(strip.text[:width] for strip in lines)


NAMES = {" ": "space", "\n": "enter", "\t": "tab"}


@asynccontextmanager
async def room(
    size: tuple[int, int] = (120, 36), clock: Clock | None = None, ledger: Ledger | None = None
) -> AsyncIterator[Room]:
    """A console on the sample train (or on `ledger`) in a terminal of `size`."""
    clock = clock or Clock()
    session = Session(ledger or sample_ledger(clock), folder=None, drafts=None)
    app = RteApp(session)
    app.animation_level = "none"
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield Room(app, pilot, clock)
