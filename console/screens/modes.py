"""The screens of the app by the name of their mode, each imported when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.screen import Screen


def _home() -> Screen[Any]:
    from console.screens.home import HomeScreen

    return HomeScreen()


def _room() -> Screen[Any]:
    from console.screens.room import RoomScreen

    return RoomScreen()


def _inspect() -> Screen[Any]:
    from console.screens.inspect import InspectScreen

    return InspectScreen()


def _briefing() -> Screen[Any]:
    from console.screens.briefing import BriefingScreen

    return BriefingScreen()


def _registers() -> Screen[Any]:
    from console.screens.register import RegisterScreen

    return RegisterScreen()


def _setup() -> Screen[Any]:
    from console.screens.setup import SetupScreen

    return SetupScreen()


MODES: dict[str, Callable[[], Screen[Any]]] = {
    "home": _home,
    "room": _room,
    "inspect": _inspect,
    "briefing": _briefing,
    "registers": _registers,
    "setup": _setup,
}
