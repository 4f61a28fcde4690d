"""What another terminal wrote, on this one: which screens are told, and how often.

Taking in costs little and is done at once, for each line; showing is a screen's whole reload. So
the first line of others is shown at once, and what comes while somebody else goes on writing is
shown together, as often as leaves this terminal time for the person at its keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol, runtime_checkable

from textual.app import App
from textual.screen import Screen

from console.pacing import Paced
from console.session import Session
from console.widgets.notice import say
from store.domain.baton import Baton, told
from store.errors import ConsoleError
from store.journal.notify import FolderBell
from store.ledger.batons import seat_of
from store.watch import Watch

DOOR_S = 60.0
"""How often it is looked who is here although no bell rang."""


@runtime_checkable
class Follows(Protocol):
    """A screen that shows something of the store."""

    def others_wrote(self) -> None:
        """Show what is now; what is being typed, the cursor and the place in a list stay."""


def in_sight(stack: Sequence[Screen[Any]]) -> Iterator[Follows]:
    """The screens that can be seen, from the one that fills the terminal up, if they follow.

    What lies below is shown anew when it comes back.
    """
    lowest = next((n for n in range(len(stack) - 1, 0, -1) if not stack[n].is_modal), 0)
    for screen in stack[lowest:]:
        if screen.is_mounted and isinstance(screen, Follows):
            yield screen


class Following:
    """Takes in what others write to a session's store, and has the screens of an app show it."""

    def __init__(self, app: App[Any], session: Session) -> None:
        self._app = app
        self._session = session
        self._watch = Watch(session.ledger.db.log, self.look)
        self._door: Watch | None = None
        self._bell: FolderBell | None = None
        self._news = Paced(self._show)
        self._lost = ""
        """Why the store cannot be read; said once, "" while it can."""

    def start(self) -> None:
        """Begin to listen, in the running loop."""
        self._watch.start()
        presence = self._session.presence
        if presence is not None:
            self._bell = FolderBell(presence.folder)
            self._door = Watch(self._bell, self._came_or_went, DOOR_S)
            self._door.start()

    def stop(self) -> None:
        """Listen no more."""
        self._watch.stop()
        if self._door is not None:
            self._door.stop()
        if self._bell is not None:
            self._bell.close()
        self._news.stop()

    def look(self) -> None:
        """Take in what there is, and show it as soon as that is due."""
        before = self._session.baton
        try:
            changed = self._session.ledger.catch_up()
        except ConsoleError as fault:
            if fault.sentence != self._lost:
                say(self._app, fault.title, fault.sentence, "error")
            self._lost = fault.sentence
            return
        self._lost = ""
        if changed:
            self._news.ask()
            self._tell_baton(before)

    def _came_or_went(self) -> None:
        """The status line counts terminals, and a list of them follows."""
        if self._session.look_around():
            self._news.ask()

    def _tell_baton(self, before: Baton | None) -> None:
        """Say what became of the baton, where it concerns this terminal."""
        seat = seat_of(self._session.ledger)
        sentence = told(before, self._session.baton, seat) if seat is not None else ""
        if sentence:
            say(self._app, "Baton", sentence)

    def _show(self) -> None:
        for screen in in_sight(self._app.screen_stack):
            screen.others_wrote()
