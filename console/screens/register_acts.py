"""What can be done with records of every kind, one or several: edit, link, copy, archive.

Each act gets the screen and the rows that are meant: those that are selected, else the one under
the cursor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Protocol, TypeVar

from textual.app import App
from textual.screen import Screen

from console.copying import copy_out
from console.screens.answering import AnswerScreen, Field
from console.screens.edit_forms import EditManyScreen, EditScreen, named
from console.screens.sure import SureScreen
from console.session import Session
from console.widgets.notice import say
from store.domain.kinds import BY_NAME
from store.domain.putting_away import is_settled
from store.domain.record import Record
from store.errors import RuleBroken
from store.exchange.record_markdown import list_markdown, record_markdown
from store.insight.links import links_of
from store.insight.rows import Row
from store.ledger import archiving, linking
from store.ledger.history import history, in_words

Rows = tuple[Row, ...]
T = TypeVar("T")


class Acting(Protocol):
    """What the acts ask of the screen they are done on; every screen of the console has it."""

    @property
    def app(self) -> App[Any]:
        """The app."""

    @property
    def session(self) -> Session:
        """The session that all screens share."""

    def attempt(self, use_case: Callable[[], T]) -> T | None:
        """Run a use-case; a refusal becomes a notice and None."""

    def reload(self) -> None:
        """Show the present state of the records."""


def edit(screen: Acting, rows: Rows) -> None:
    """Edit one record in a form of its words and key words, or several by one line."""
    found = screen.attempt(lambda: records(screen.session, rows))
    if found is None:
        return

    def answered(said: str | None) -> None:
        if said:
            _saved(screen, f"{said} edited")

    if len(found) == 1:
        ((kind, record),) = found
        form: Screen[Any] = EditScreen(screen.session, kind, record)
    else:
        form = EditManyScreen(screen.session, [record.ref for _, record in found])
    screen.app.push_screen(form, answered)


def link(screen: Acting, rows: Rows) -> None:
    """Ask with what a record is linked, or what is taken away; for one record."""
    found = screen.attempt(lambda: _only(screen.session, rows, "linked"))
    if found is None:
        return
    record = found[1]

    def save(typed: Mapping[str, str]) -> None:
        words = typed["refs"].replace(",", " ").split()
        screen.session.do(linking.relink, screen.session.ledger, record.ref, words)

    def answered(done: bool | None) -> None:
        if done:
            _saved(screen, f"{record.ref} linked anew")

    now = links_of(screen.session.snapshot, record, screen.session.ledger.references)
    with_what = ", ".join(f"{tie.how} {tie.ref}" for tie in now) or "nothing yet"
    about = f"{record.text}\nNow: {with_what}. A minus takes a link away: -I7"
    fields = (Field("refs", "link with", hint="I7 D3"),)
    screen.app.push_screen(AnswerScreen(f"{record.ref} · link", about, fields, save), answered)


def copy(screen: Acting, rows: Rows) -> None:
    """Copy as Markdown: one record whole, several as a table."""

    def copied() -> str:
        session = screen.session
        found = records(session, rows)
        if len(found) == 1:
            ((kind, record),) = found
            name, text = f"{record.ref}.md", whole(session, kind, record)
        else:
            title = title_of(rows)
            name, text = f"{title.lower()}.md", list_markdown(title, rows)
        return copy_out(screen.app, session.folder, name, text)

    where = screen.attempt(copied)
    if where:
        say(screen.app, "Copied as Markdown", f"{where}.", "information")


def archive(screen: Acting, rows: Rows) -> None:
    """Put records away; asks for the why where one still counts. Archived ones come back."""
    found = screen.attempt(lambda: records(screen.session, rows))
    if found is None:
        return
    refs = [record.ref for _, record in found]
    ledger = screen.session.ledger
    if all(record.archived for _, record in found):
        if screen.attempt(lambda: screen.session.do(archiving.bring_back, ledger, refs)):
            _saved(screen, f"{named(refs)} brought back")
        return
    open_ones = [record.ref for _, record in found if not is_settled(record)]
    if not open_ones:

        def sure(yes: bool | None) -> None:
            put_away = partial(screen.session.do, archiving.archive, ledger, refs)
            if yes and screen.attempt(put_away):
                _saved(screen, f"{named(refs)} archived")

        about = "Archived records keep their history and links, and are in no list or figure."
        asked = SureScreen(f"{named(refs)} · archive", about, "archives", "leaves all as it is")
        screen.app.push_screen(asked, sure)
        return

    def save(typed: Mapping[str, str]) -> None:
        screen.session.do(archiving.archive, ledger, refs, typed["why"])

    def answered(done: bool | None) -> None:
        if done:
            _saved(screen, f"{named(refs)} archived")

    still = "still counts" if len(open_ones) == 1 else "still count"
    about = (
        f"{named(open_ones)} {still}. Archived records keep their history and links, and are in "
        "no list or figure."
    )
    fields = (Field("why", "why", hint="a double of R7; captured as a test"),)
    screen.app.push_screen(AnswerScreen(f"{named(refs)} · archive", about, fields, save), answered)


# -- shared with the record's own screen


def records(session: Session, rows: Rows) -> list[tuple[str, Record]]:
    """Kind and record of each row. Refuses none, and one that was taken back meanwhile."""
    if not rows:
        raise RuleBroken("There is no record under the cursor. Move to one first.")
    found: list[tuple[str, Record]] = []
    for row in rows:
        record = session.ledger.views.get(row.kind, row.id)
        if record is None:
            raise RuleBroken(f"{row.ref} was taken back meanwhile. Move to another one.")
        if not record.ref:
            raise RuleBroken("That line has no reference, so it cannot be named. See its own keys.")
        found.append((row.kind, record))
    return found


def whole(session: Session, kind: str, record: Record) -> str:
    """A record as Markdown, with its links and its history."""
    ledger, snap = session.ledger, session.snapshot
    return record_markdown(
        snap, kind, record, ledger.db.state.doc(kind, record.id) or {},
        links=links_of(snap, record, ledger.references),
        history=[
            line
            for past in history(ledger, kind, record)
            for line in in_words(past, kind, snap)
        ],
    )  # fmt: skip


def title_of(rows: Rows) -> str:
    """`Risks`, or `Records` where kinds are mixed."""
    kinds = {row.kind for row in rows}
    known = BY_NAME.get(kinds.pop()) if len(kinds) == 1 else None
    return known.plural.capitalize() if known else "Records"


def _only(session: Session, rows: Rows, done: str) -> tuple[str, Record]:
    found = records(session, rows)
    if len(found) > 1:
        raise RuleBroken(
            f"{len(found)} records are selected, and one is {done} at a time. For all of them, e "
            "takes #REF."
        )
    return found[0]


def _saved(screen: Acting, what: str) -> None:
    screen.reload()
    say(screen.app, "Saved", f"{what} · u takes it back", "information")
