"""A train that holds nothing but hostile words, through every screen, list and dialog.

The words are as other hands would have left them in a store: never cleaned. Whatever is drawn has
no control code in it, nothing acts, nothing ends the app. What each field is shown as is tested
where it is typed; here it is that no place was forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from functools import cache, partial

import pytest

from console.guard import install
from console.screens.all_acts import acts_of
from console.screens.inspect import TABS
from console.screens.room import RoomScreen
from store.insight.register_views import REGISTERS_OF, VIEWS
from store.insight.surfaces import SURFACES
from store.ledger import running
from store.ledger.opening import memory_ledger
from tests.hostile_helpers import poison
from tests.screen_helpers import Clock, Room, room

CONTROL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff]"
)


class Tour:
    """Somebody who opens everything and looks at it."""

    def __init__(self, here: Room) -> None:
        self.here = here
        self.looks = 0

    def look(self, where: str) -> None:
        """What is on the terminal now is harmless, and the app runs."""
        found = CONTROL.search(self.here.text)
        assert found is None, f"{where}: {found[0]!r}"
        assert self.here.app.is_running, where
        assert self.here.app.return_code is None, where
        self.looks += 1

    async def open(self, where: str, keys: Iterable[str]) -> None:
        """Open what each key opens, look at it and at what Enter does there, and come back."""
        app = self.here.app
        for key in keys:
            depth = len(app.screen_stack)
            await self.here.press(key)
            self.look(f"{where} {key}")
            if len(app.screen_stack) == depth:
                await self.here.press("escape")  # what it opened may be a line of the bar
                continue
            if key != "enter":
                await self.here.press("enter")
                self.look(f"{where} {key}, enter")
            for _ in range(12):
                if len(app.screen_stack) <= depth:
                    break
                await self.here.press("escape")
            assert len(app.screen_stack) == depth, f"{where} {key} cannot be left"


async def _around(tour: Tour) -> None:
    press = tour.here.press
    await press("H")
    tour.look("home")
    await tour.open("home", ("T", "question_mark", "N", "m"))
    await press("S")
    tour.look("setup")
    for _ in range(5):
        await press("tab")
        tour.look("setup")
    await press("escape", "K")
    tour.look("briefing")
    await press("ctrl+p")
    tour.look("palette")


async def _room(tour: Tour) -> None:
    await tour.open("room", ("W", "V", "t", "R", "e"))
    await tour.here.press("I")
    for number, tab in enumerate(TABS):
        await tour.here.press(str(number + 1))
        tour.look(tab.name)
    await tour.open("inspect", ("P",))


async def _registers(tour: Tour, share: slice) -> None:
    await tour.here.press("B")
    for number, kind in list(enumerate(REGISTERS_OF))[share]:
        await tour.here.press(str((number + 1) % 10))
        tour.look(kind)
        await tour.open(kind, ("enter",))
        for view in VIEWS.get(kind, ()):
            await tour.here.press("b")
            tour.look(f"{kind}, {view}")
    await tour.open("the last of them", ("e",))


@cache
def _acts() -> dict[str, tuple[str, ...]]:
    """The keys of what can be done on each surface, each act where it is offered first."""
    seen: set[str] = set()
    found = {}
    for name in SURFACES:
        found[name] = tuple(act.key for act in acts_of(name) if act.does not in seen)
        seen |= {act.does for act in acts_of(name)}
    return found


async def _surfaces(tour: Tour, share: slice) -> None:
    for name in list(SURFACES)[share]:
        if not isinstance(tour.here.screen, RoomScreen):
            await tour.here.press("E")
        await tour.here.turn_to(name)
        tour.look(name)
        await tour.open(name, _acts()[name])


SLICES = 7
PARTS: dict[str, Callable[[Tour], Awaitable[None]]] = {
    "around": _around,
    "room": _room,
    "registers": lambda tour: _registers(tour, slice(0, 4)),
    "more registers": lambda tour: _registers(tour, slice(4, None)),
    **{
        f"surfaces {n + 1}": partial(_surfaces, share=slice(n, None, SLICES)) for n in range(SLICES)
    },
}
"""Small parts: each is a test of its own, so that workers share them."""


@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", [*PARTS])
async def test_hostile_words_of_every_field_through_every_screen(part: str) -> None:
    clock = Clock()
    ledger = memory_ledger(now=clock)
    poison(ledger, raw=True)
    running.start(ledger, "art-sync")
    size = (80, 24) if part in ("around", "room") else (120, 36)
    async with room(size, clock, ledger) as here:
        install(here.app)
        tour = Tour(here)
        tour.look("room")
        await PARTS[part](tour)
        assert tour.looks > 8
