"""No key that is stuck, and none that is pressed twice, destroys anything.

What destroys needs a second key that is another one. What only moves is taken back by `u`, and says
so. The table names both; a binding that sounds like either and is in no table fails.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Awaitable, Callable

import pytest
from textual.binding import Binding
from textual.screen import Screen

import console.screens
from console.screens.sure import SureScreen
from store.domain.records import Risk
from store.ledger import promising
from tests.screen_helpers import Room, room

Deed = Callable[[Room], Awaitable[None]]

SECOND_KEY = {
    "undo": "the first takes back one change, the next asks",
    "close_event": "e shows what is left behind, C closes",
    "act('archive')": "Z asks for y, or for the why",
    "on_rows('Z')": "Z asks for y, or for the why",
    "take_away": "D asks for y",
    "take_out": "Del asks for y",
    "choose": "Enter on a backup asks for R",
    "retime": "R shows the proposal, Enter takes it",
}
"""Bindings that destroy, and how the second key is another."""
TAKEN_BACK = {
    "finish": "u goes back",
    "park": "u takes it back",
    "next": "b and u go back",
    "back": "n and u go on",
}
"""Bindings that only move: `u` at once."""
NOT_HERE = {
    "finish": "of a problem: asks in a form",
    "take": "the second key of the re-timing",
    "take(True)": "the second key of an escalation: the brief was read back",
    "take(False)": "back to the fields",
    "yes": "the second key itself",
    "leave": "leaves a dialog; what was typed stays",
}
SOUNDS = ("undo", "close", "archive", "take", "finish", "park", "drop", "merge", "restore",
          "retire", "delete", "remove", "purge", "quit", "yes")  # fmt: skip


def bindings() -> dict[str, set[str]]:
    """Action -> names of the screens that bind it."""
    found: dict[str, set[str]] = {}
    for module in pkgutil.iter_modules(console.screens.__path__):
        for thing in vars(importlib.import_module(f"console.screens.{module.name}")).values():
            if isinstance(thing, type) and issubclass(thing, Screen):
                for one in thing.BINDINGS:
                    if isinstance(one, Binding):
                        found.setdefault(one.action, set()).add(thing.__name__)
    return found


def test_every_binding_that_sounds_like_it_destroys_is_in_a_table() -> None:
    known = {*SECOND_KEY, *TAKEN_BACK, *NOT_HERE}
    actions = bindings()
    assert len(actions) > 60
    loud = {action for action in actions if any(word in action for word in SOUNDS)}
    assert loud <= known, loud - known
    assert {name for name in known if name not in actions} == set(), "a table names what is gone"


# -- the same key, five times


async def in_room(here: Room) -> None:
    await here.press("s", "enter")
    assert here.place is not None


async def captured(here: Room) -> None:
    for number in range(6):
        here.app.session.capture([f"risk: number {number}"], None)


async def on_settled_actions(here: Room) -> None:
    session = here.app.session
    for number in range(6):
        (made,) = session.capture([f"action: number {number}"], None)
        promising.close(session.ledger, made.record.ref, "done")
    await here.press("B", "6", "slash")
    await here.type("is:all number")
    await here.press("tab")
    assert "number 5" in here.text


async def in_setup(here: Room) -> None:
    await here.press("S")
    fields = here.screen.query("#fields").first()
    fields.move_to("event:2")  # type: ignore[attr-defined] # a list of rows
    await here.pilot.pause()


def facts(here: Room) -> object:
    """What five presses must leave alone: all records, without clock facts."""
    state = here.app.session.ledger.db.state
    return {name: dict(docs) for name, docs in state.tables.items() if name != "moment"}


@pytest.mark.parametrize(
    ("before", "key"),
    [(in_room, "e"), (in_room, "C"), (on_settled_actions, "Z"), (in_setup, "delete"),
     (in_setup, "backspace"), (in_room, "R")],
)  # fmt: skip
async def test_the_same_key_five_times_destroys_nothing(before: Deed, key: str) -> None:
    async with room() as here:
        await before(here)
        was = facts(here)
        for _ in range(5):
            await here.press(key)
        assert facts(here) == was


async def test_a_stuck_undo_takes_back_one_change_and_asks() -> None:
    async with room() as here:
        await captured(here)
        await here.press("u", "u", "u", "u", "u")
        assert isinstance(here.app.screen, SureScreen)
        assert "the capture: R17." in here.text
        texts = {risk.text for risk in here.app.session.snapshot.risks}
        assert "number 4" in texts
        assert "number 5" not in texts
        await here.press("y")
        texts = {risk.text for risk in here.app.session.snapshot.risks}
        assert "number 4" not in texts
        here.app.session.capture(["risk: one more"], None)
        await here.press("u")
        found = [one for one in here.app.session.snapshot.risks if isinstance(one, Risk)]
        assert "one more" not in {one.text for one in found}, "after a change it is the first again"


@pytest.mark.parametrize(("key", "title"), [("F", "To the last step"), ("L", "Parked")])
async def test_what_only_moves_says_that_u_takes_it_back(key: str, title: str) -> None:
    async with room() as here:
        await in_room(here)
        was = here.place
        await here.press(key)
        assert here.place != was
        said = {note.title: note.message for note in here.app._notifications}
        assert said[title].rsplit(".", 2)[-2].strip().startswith("u ") or "u " in said[title]
        await here.press("u")
        assert here.place == was


async def test_settled_ones_are_archived_by_another_key() -> None:
    async with room() as here:
        await on_settled_actions(here)
        await here.press("Z")
        assert isinstance(here.app.screen, SureScreen)
        await here.press("y")
        ledger = here.app.session.ledger
        assert len([one for one in ledger.views.all("action") if one.archived]) == 1
