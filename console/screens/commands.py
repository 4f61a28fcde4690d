"""What the palette offers: every action that is possible on a screen, with its key."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from textual.app import App, SystemCommand
from textual.screen import Screen

from console import themes
from console.screens.all_acts import acts_of
from console.screens.base import ConsoleScreen
from console.screens.home import HomeScreen
from console.screens.inspect import TABS, InspectScreen
from console.screens.own_measures import add_measure
from console.screens.restoring import store_commands
from console.screens.room import RoomScreen
from store.domain.kinds import BY_KEY


def commands_of(app: App[Any], screen: Screen[Any]) -> Iterable[SystemCommand]:
    """Every action with its group, for the palette."""
    if isinstance(screen, ConsoleScreen):
        for kind in BY_KEY.values():
            yield SystemCommand(
                f"capture: New {kind.name}",
                f"key {kind.key}",
                lambda name=kind.name: screen.action_capture(name),
            )
        for title, key, action in _actions(screen):
            yield SystemCommand(title, f"key {key}", action)
        yield from store_commands(screen)
    for name in themes.PALETTES:
        yield SystemCommand(
            f"look: {name}",
            "change the colours",
            lambda name=name: setattr(app, "theme", name),
        )
    yield SystemCommand("console: Leave", "key ctrl+q; nothing is lost", app.action_quit)


def _actions(screen: ConsoleScreen) -> Iterable[tuple[str, str, Callable[[], object]]]:
    """Actions of a screen that are possible now, as title, key and call."""
    yield "go: Home", "H", lambda: screen.action_go("home")
    yield "go: Event room", "E", lambda: screen.action_go("room")
    yield "go: Inspect & Adapt", "I", lambda: screen.action_go("inspect")
    yield "go: Briefing of the next event", "K", lambda: screen.action_go("briefing")
    yield "go: Registers", "B", lambda: screen.action_go("registers")
    yield "go: Setup", "S", lambda: screen.action_go("setup")
    yield "record: Undo my last change", "u", screen.action_undo
    names = "with" if screen.session.anonymous else "without"
    yield f"capture: Go on {names} names", "o where risks are collected", screen.toggle_anonymous
    yield "measure: Add a measure of our own", "w among the measures", partial(add_measure, screen)
    yield "console: Private notes", "N", lambda: screen.run_action("app.notes")
    yield "console: Who is here, and the baton", "@", lambda: screen.run_action("app.here")
    yield "console: Help", "?", screen.action_help
    yield "event: Minutes", "m", screen.show_minutes
    yield "event: Stage, the audience's view", "V", lambda: screen.run_action("app.stage")
    yield "event: Does the agenda fit, and rehearse it", "ctrl+p", screen.show_fit
    yield "console: Bell on or off", "M", lambda: screen.run_action("app.mute")
    if isinstance(screen, RoomScreen):
        if screen.session.running is None:
            yield "event: Start an event", "s", screen.action_start
            return
        for act in acts_of(screen.surface_name):
            yield f"surface: {act.does}", act.key, partial(screen.action_act, act.key)
        yield "risks: Walk them one by one, large", "W", screen.action_walk
        yield "event: Next step", "n", screen.action_next
        yield "event: Previous step", "b", screen.action_back
        yield "event: Pause or resume the clock", "Space", screen.action_toggle_clock
        yield "event: Add one minute", "+", lambda: screen.action_add(60)
        yield "event: Add or take time", "t", screen.action_add_time
        yield "event: It really began some minutes ago", "t", screen.action_add_time
        yield "event: Give the time back over the steps to come", "R", screen.action_retime
        yield "event: Park this step for later", "L", screen.action_park
        yield "event: Finish early, to the last step", "F", screen.action_finish
        yield "event: The floor to the next", ".", lambda: screen.action_turn_to(1)
        yield "event: The floor back", ",", lambda: screen.action_turn_to(-1)
        yield "event: Close", "e", screen.action_close_event
    elif isinstance(screen, InspectScreen):
        for number, tab in enumerate(TABS):
            call = partial(screen.action_front, number)
            yield f"inspect: {tab.name}", str(number + 1), call
        for act in acts_of(screen.tab.surface):
            yield f"surface: {act.does}", act.key, partial(screen.action_act, act.key)
        yield "inspect: Earlier planning interval", "[", lambda: screen.action_turn(-1)
        yield "inspect: Later planning interval", "]", lambda: screen.action_turn(1)
        yield "inspect: Chart large, the next one, as it was", "#", screen.pane.action_chart
    elif isinstance(screen, HomeScreen):
        yield "event: Start an event, or back into it", "s", screen.action_start
        yield "go: Another train", "T", screen.action_trains
