"""Backups of a train: what there is to go back to, what each would cost, and going back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import ClassVar, cast

from textual import on, work
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from console.screens.base import ConsoleScreen
from console.session import Session
from console.widgets.glyphs import GLYPHS
from console.widgets.key_line import Key, KeyLine
from console.widgets.notice import say
from console.widgets.rows_view import RowsView
from store.checkup.backups import Backup, Held, backups_of, look_into
from store.domain.words import plural
from store.errors import ConsoleError
from store.insight.rows import Row, Section, Urgency
from store.journal.backup import backup, restore

MOST = 30
"""Copies that are listed; each of them is read to its end."""
TALLEST = 11
"""Lines of the list; more of them scroll."""
NONE_YET = (
    "There is no copy in the store's own folders. If there is one elsewhere: rte restore FILE. "
    "Nothing is lost by leaving: what stands in the folder stays there."
)
READING = "being read"


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in the folder now. `fault` says what is wrong with it, or is ""."""

    folder: Path
    zone: tzinfo
    fault: str = ""
    n: int | None = None
    """Number of its last entry, where it can be read."""
    journal: str = ""
    """Which history it is."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of it: the copy that was restored, or one that somebody only wants to see."""

    path: str
    restored: bool


class BackupsScreen(ModalScreen[Answer | None]):
    """Lists the copies, verified before they are offered. None: everything is as it was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "go back to it", show=False),
        Binding("v", "view", "only look at it"),
        Binding("escape,q", "leave", "leave all as it is", key_display="Esc"),
    ]
    DEFAULT_CSS = """
    BackupsScreen KeyLine { dock: bottom; }
    BackupsScreen RowsView { height: auto; margin: 1 0; }
    BackupsScreen #wrong, BackupsScreen #said { height: auto; }
    BackupsScreen #said { color: $text-muted; min-height: 2; }
    BackupsScreen #said.-refused { color: $text-warning; }
    """

    def __init__(self, here: Standing) -> None:
        super().__init__()
        self._here = here
        every = backups_of(here.folder)
        self._copies = {one.path: one for one in every[:MOST]}
        self._older = len(every) - len(self._copies)
        self._held: dict[str, Held] = {}
        self._rows = RowsView()
        self._keys = KeyLine()

    # -- showing

    def compose(self) -> ComposeResult:
        """What is wrong, the copies, and what the one under the cursor would mean."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content("Damaged store" if self._here.fault else "Backups")
            yield Static(Content(self._wrong()), id="wrong")
            yield self._rows
            yield Static(id="said")
        yield self._keys

    def _wrong(self) -> str:
        if not self._here.fault:
            return (
                "Going back puts a copy in the place of what is here now, and keeps that in "
                "archive/. Nothing is deleted."
            )
        return f"{GLYPHS.needs_you} {self._here.fault}\nNothing was changed by looking."

    def on_mount(self) -> None:
        """The newest copy is offered first; each is read while the list is there already."""
        self._show()
        self._rows.styles.height = max(4, min(len(self._copies) + 1, TALLEST))
        self._rows.focus()
        look = (Key("v", "only look at it", "v"),) if self._here.fault else ()
        choose = (Key("Enter", "go back to it, asks", "enter"),) if self._copies else ()
        self._keys.show(*choose, *look, Key("Esc", self._leaves(), "escape"))
        self._read_all()

    @work(thread=True, exclusive=True)
    def _read_all(self) -> None:
        for path in [*self._copies]:
            if not self.is_attached:
                return
            held = look_into(path)
            self.app.call_from_thread(self._has_read, path, held)

    def _has_read(self, path: str, held: Held) -> None:
        first = held.whole and not any(one.whole for one in self._held.values())
        self._held[path] = held
        if not self.is_attached:
            return
        self._show()
        if first:  # the newest that can be restored is offered
            self._rows.move_to(path)
            self._tell(self._rows.current)

    def _leaves(self) -> str:
        opens = self._here.fault and self._here.n is not None
        return "open what there is" if opens else "leave all as it is"

    def _show(self) -> None:
        rows = tuple(self._row(one) for one in self._copies.values())
        older = f"Copies ({self._older} older ones are not listed)" if self._older else "Copies"
        self._rows.show((Section(older, rows, NONE_YET),))
        self._tell(self._rows.current)

    def _row(self, one: Backup) -> Row:
        held = self._held.get(one.path)
        if held is None:
            text, note, urgency = one.kind, READING, Urgency.NORMAL
        elif held.fault:
            text, note, urgency = one.kind, "cannot be restored", Urgency.NEEDS_YOU
        else:
            text, note = f"{one.kind}, {plural(held.records, 'record')}", f"whole, entry {held.n}"
            urgency = Urgency.NORMAL
        return Row("backup", one.path, "", self._time(one.at), "", text, "", note, urgency)

    def _time(self, ms: int | None) -> str:
        if ms is None:
            return "no entry"
        return f"{datetime.fromtimestamp(ms / 1000, self._here.zone):%-d %b %H:%M}"

    @on(RowsView.Highlighted)
    def _moved(self, event: RowsView.Highlighted) -> None:
        event.stop()
        self._tell(event.row)

    def _tell(self, row: Row | None) -> None:
        said = self.query_one("#said", Static)
        said.set_class(False, "-refused")
        held = self._held.get(row.id) if row is not None else None
        if row is None or held is None:
            said.update(Content(""))
        elif held.fault:
            said.update(Content(f"{Path(row.id).name}: {held.fault}"))
        else:
            train = f"{held.train}, last" if held.train else "Last"
            until = f"{train} written {self._time(held.last_at)}."
            said.update(Content(f"{until}\n{self._cost(held)}"))

    def _cost(self, held: Held) -> str:
        """What would be missing afterwards, compared with now."""
        here = self._here
        if here.n is None:
            return "How much was written since cannot be told: the journal cannot be read."
        if held.journal != here.journal:
            return (
                f"It ends with entry {held.n} of a history from before a restore; "
                f"now there are {here.n}."
            )
        since = here.n - held.n
        if since < 0:
            return f"It goes to entry {held.n}, and the journal to {here.n} only."
        if since == 0:
            return "Nothing was written since."
        return f"{plural(since, 'entry', 'entries')} since then would be missing here."

    # -- doing

    @on(RowsView.Opened)
    def _opened(self, event: RowsView.Opened) -> None:
        event.stop()
        self.action_choose()

    def _whole(self) -> tuple[Backup, Held] | None:
        """The copy under the cursor, if it can be restored; else it says why not."""
        row = self._rows.current
        held = self._held.get(row.id) if row is not None else None
        if row is None:
            return None
        if held is None or held.fault:
            self._refuse(
                f"It cannot be restored: {held.fault}" if held else "It is still being read."
            )
            return None
        return self._copies[row.id], held

    def _refuse(self, sentence: str) -> None:
        said = self.query_one("#said", Static)
        said.update(Content(f"{GLYPHS.needs_you} {sentence}"))
        said.set_class(True, "-refused")

    def action_choose(self) -> None:
        """Ask once more, for another key."""
        found = self._whole()
        if found is None:
            return
        one, held = found
        question = (
            f"Go back to the {one.kind} of {self._time(one.at)}, with "
            f"{plural(held.records, 'record')}?\n{self._cost(held)}\n"
            "What is here now is kept in archive/. Everybody who has this train open goes on from "
            "the copy."
        )
        self.app.push_screen(GoBackScreen(question), partial(self._answered, one))

    def _answered(self, one: Backup, sure: bool | None) -> None:
        if not sure:
            return
        try:
            restore(self._here.folder, Path(one.path))
        except ConsoleError as fault:
            self._refuse(fault.sentence)
            return
        self.dismiss(Answer(one.path, restored=True))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Looking at a copy is for when there is nothing else to look at."""
        return action != "view" or bool(self._here.fault)

    def action_view(self) -> None:
        """Look at the train as it is in this copy, and change nothing."""
        found = self._whole()
        if found is not None:
            self.dismiss(Answer(found[0].path, restored=False))

    def action_leave(self) -> None:
        """Nothing changes."""
        self.dismiss(None)


class GoBackScreen(ModalScreen[bool]):
    """The second key, which is another one: only `R` goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("R", "yes", "go back to it", key_display="R"),
        Binding("escape,n", "no", "leave all as it is", key_display="Esc"),
    ]
    DEFAULT_CSS = """
    GoBackScreen Static { height: auto; }
    """

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """What would happen."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content("Restore")
            yield Static(Content(self._question))
        yield Footer(show_command_palette=False)

    def action_yes(self) -> None:
        """Go back."""
        self.dismiss(True)

    def action_no(self) -> None:
        """Leave it."""
        self.dismiss(False)


# -- from a console that is well


def store_commands(screen: ConsoleScreen) -> Iterable[SystemCommand]:
    """What the palette offers for the store itself; nothing where it lives in memory only."""
    folder = screen.session.folder
    if folder is None:
        return
    yield SystemCommand(
        "store: Back up now", "a verified copy into backups/", partial(back_up, screen, folder)
    )
    yield SystemCommand(
        "store: Restore a backup",
        "what there is to go back to; asks first",
        partial(open_backups, screen, folder),
    )


def back_up(screen: ConsoleScreen, folder: Path) -> None:
    """Make a copy, as `rte backup` does."""
    made = screen.attempt(lambda: backup(folder))
    if made is not None:
        say(screen.app, "Backed up", f"Read back and whole: {made}", "information")


def open_backups(screen: ConsoleScreen, folder: Path) -> None:
    """Show the copies of the train that is open."""
    session = screen.session
    here = Standing(
        folder, session.snapshot.zone, n=session.ledger.db.state.n, journal=_identity(session)
    )

    def answered(answer: Answer | None) -> None:
        if answer is None:
            return
        session.ledger.catch_up()
        screen.reload()
        screen.tick()
        say(
            screen.app,
            "Restored",
            "The train is as it was then. What was here before is kept in archive/.",
            "information",
        )

    screen.app.push_screen(BackupsScreen(here), answered)


def _identity(session: Session) -> str:
    mark = getattr(session.ledger.db.log, "mark", None)
    return cast(str, mark().journal) if mark is not None else ""
