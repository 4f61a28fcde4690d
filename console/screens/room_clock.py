"""The moves of a running event's clock, as keys of the room."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType

from console.screens.add_time import AddTimeScreen, Said
from console.screens.base import ConsoleScreen
from console.screens.retiming import RetimeScreen
from console.widgets.notice import say
from store.domain.records import Event
from store.ledger import leaving, running, timing
from store.ledger.ledger import Ledger


class ClockMoves(ConsoleScreen):
    """A screen that moves the room: each key is one use-case, and `u` takes it back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "next", "next step", id="event.next"),
        Binding("b", "back", "back", id="event.back"),
        Binding("space", "toggle_clock", "pause", key_display="Space", id="event.toggle"),
        Binding("plus,equals_sign", "add(60)", "+1 min", key_display="+", id="event.add1"),
        Binding("t", "add_time", "add or take time, or correct its start", id="event.add"),
        Binding("full_stop", "turn_to(1)", "floor to the next", key_display=".", id="event.turn"),
        Binding("comma", "turn_to(-1)", "floor back", key_display=",", show=False),
        Binding("R", "retime", "give the time back", show=False, id="event.retime"),
        Binding("L", "park", "this step later", show=False, id="event.park"),
        Binding("F", "finish", "finish early: to the last step", show=False, id="event.finish"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._asked: set[tuple[str, str]] = set()  # events and steps that were asked about

    def _move(self, use_case: Callable[[Ledger], Event]) -> bool:
        return self.attempt(lambda: self.session.do(use_case, self.session.ledger)) is not None

    def action_next(self) -> None:
        """To the next step; asks once if this one has not left behind what it should."""
        found = self.session.running
        lacks = leaving.lacks(self.session.ledger) if found else ""
        here = (found[0].ref, found[1].step.key) if found and found[1].step else None
        if lacks and here is not None and here not in self._asked:
            self._asked.add(here)
            say(self.app, "Before you move on", f"{lacks[0].upper()}{lacks[1:]}. n moves on.")
            return
        self._move(running.go_next)

    def action_back(self) -> None:
        """To the step before."""
        self._move(running.go_back)

    def action_toggle_clock(self) -> None:
        """Pause, or go on."""
        self._move(running.toggle)

    def action_add(self, seconds: int) -> None:
        """Give the current step more time."""
        self._move(lambda ledger: timing.add_time(ledger, seconds))

    def action_add_time(self) -> None:
        """Ask how much time to add or take, or when the step really began."""

        def answered(said: Said | None) -> None:
            if said is None:
                return
            if said.ago:
                self._move(lambda ledger: timing.began_ago(ledger, said.seconds))
            else:
                self.action_add(said.seconds)

        self.app.push_screen(AddTimeScreen(), answered)

    def action_park(self) -> None:
        """Leave this step for later."""
        if self._move(timing.park):
            said = "The step comes back at the end. u takes it back."
            say(self.app, "Parked", said, "information")

    def action_finish(self) -> None:
        """Past everything else, to the last step."""
        if self._move(running.finish):
            say(self.app, "To the last step", "u goes back to where it was.", "information")

    def action_turn_to(self, by: int) -> None:
        """The floor to the next one, or back."""
        self._move(timing.next_turn if by > 0 else timing.last_turn)

    def action_retime(self) -> None:
        """Show how the deficit would be spread; taken only when somebody says so."""
        found = self.attempt(lambda: timing.proposal(self.session.ledger))
        if found is None:
            return
        if not found.deficit_ms:
            say(self.app, "On time", "The agenda is not behind: there is nothing to spread.")
            return

        def answered(give: dict[str, int] | None) -> None:
            if give:
                self._move(lambda ledger: timing.retime(ledger, give))

        self.app.push_screen(RetimeScreen(found), answered)
