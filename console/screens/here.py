"""Who is here: the terminals that have this train open, and the baton among them."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Footer, Static

from console.screens.dialog import Dialog
from console.session import Session
from console.widgets.rows_view import RowsView
from store.domain.baton import Baton, Seat
from store.errors import ConsoleError, RuleBroken
from store.insight.rows import Section
from store.ledger import batons
from store.ledger.attending import terminal_row

T = TypeVar("T")

SAYS = "Whoever has the baton moves the room. Everybody captures, with it or without."
NO_EVENT = "No event is running: whoever starts one has its baton. Everybody captures."
ROWS = 12


class HereScreen(Dialog[None]):
    """The terminals, oldest first; asking for the baton, handing it over, keeping it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "back", key_display="Esc"),
        Binding("b", "ask", "ask for the baton"),
        Binding("h", "hand", "hand it over"),
        Binding("n", "keep", "not now"),
    ]
    DEFAULT_CSS = """
    HereScreen RowsView { height: auto; min-height: 3; max-height: 14; margin: 1 0; }
    HereScreen #says { height: auto; color: $text-muted; }
    HereScreen #said { height: auto; margin: 1 0 0 0; }
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._seats: dict[str, Seat] = {}
        self._rows = RowsView()
        self._says = Static(id="says")
        self._said = Static(id="said")

    def compose(self) -> ComposeResult:
        """The list, what the baton is, and what came of a key."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content("Who is here")
            yield self._rows
            yield self._says
            yield self._said
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show them; the cursor stands on whoever asks for the baton."""
        self.others_wrote()
        baton = batons.current_baton(self._session.ledger)
        if baton is not None and baton.asker is not None and baton.asker.terminal:
            self._rows.move_to(baton.asker.terminal)
        self._rows.focus()

    def others_wrote(self) -> None:
        """Somebody came, went, or did something: show it."""
        session = self._session
        baton = batons.current_baton(session.ledger)
        everybody = session.everybody()
        self._seats = {one.terminal: Seat(one.who, one.terminal) for one in everybody}
        rows = tuple(terminal_row(one, baton, session.now, session.terminal) for one in everybody)
        self._rows.show((Section("", rows, "Only this terminal, which is not seen."),))
        self._rows.styles.height = max(3, min(ROWS, len(rows)) + 1)
        self._says.update(Content(_about(baton, self._seats)))

    # -- keys

    def action_ask(self) -> None:
        """Ask for the baton, or take it where nobody is there to answer."""
        passed = self._try(lambda: batons.ask(self._session.ledger))
        if passed is not None:
            said = "The baton is yours." if passed else "Asked. The answer comes as a notice."
            self._say(said)

    def action_hand(self) -> None:
        """Hand it to the one under the cursor, or to whoever asks."""
        row = self._rows.current
        chosen = self._seats.get(row.id) if row is not None else None
        to = chosen if chosen is not None and chosen.terminal != self._session.terminal else None
        given = self._try(lambda: batons.give(self._session.ledger, to))
        if given is not None:
            self._say(f"{given.who} has the baton now.")

    def action_keep(self) -> None:
        """Keep it for now."""
        asked = self._try(lambda: batons.keep(self._session.ledger))
        if asked is not None:
            self._say(f"{asked.who} is told that it stays here for now.")

    def action_leave(self) -> None:
        """Nothing changes."""
        self.dismiss(None)

    def _try(self, deed: Callable[[], T]) -> T | None:
        try:
            done = self._session.do(deed)
        except RuleBroken as fault:
            self._say(fault.sentence)
            return None
        except ConsoleError as fault:
            self._say(f"{fault.title}: {fault.sentence}")
            return None
        self.others_wrote()
        return done

    def _say(self, sentence: str) -> None:
        self._said.update(Content(sentence))


def _about(baton: Baton | None, seats: dict[str, Seat]) -> str:
    """How the baton stands, in a sentence or two."""
    if baton is None:
        return NO_EVENT
    holder = baton.holder
    where = "" if holder.terminal in seats else ", whose terminal is not seen here"
    asks = f" {baton.asker.who} asks for it." if baton.asker is not None else ""
    return f"{holder.who} has the baton of {baton.event}{where}.{asks} {SAYS}"
