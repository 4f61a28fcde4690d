"""One record, whole: its words, what it is linked with, every field, and all that happened to it.

A link is followed by Enter or its number; Esc goes back along the trail that the frame shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Footer

from console.screens import register_acts
from console.screens.dialog import Dialog
from console.screens.register_acts import Acting
from console.screens.taking_back import take_back
from console.session import Session
from console.widgets.notice import say
from console.widgets.record_view import Block, RecordView
from store.domain.records import Record
from store.errors import ConsoleError
from store.insight.facts import origin, told
from store.insight.figures import figures_in_words
from store.insight.links import link_section, links_of
from store.insight.mixed import row_of
from store.insight.problem_parts import parts_told, shown_fields
from store.insight.problem_tree import INDENTED
from store.insight.rows import Row
from store.ledger.history import history, in_words

if TYPE_CHECKING:
    from console.screens.acts import Act
    from console.screens.base import ConsoleScreen

MAX_SHOWN = 2_000
"""Characters of one value that are drawn; nothing unbounded is."""
MAX_PAST = 300
"""Entries of a history that are drawn; all of it is told by `rte show REF --history`."""
NUMBERED = 9
"""Links that have a number to follow them by; the others stand below the facts."""

T = TypeVar("T")


class RecordScreen(Dialog[None]):
    """A record with its links and history; what can be done with it is done here too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,backspace", "back", "back", key_display="Esc"),
        Binding("q", "leave", "close", show=False),
        Binding("e", "act('edit')", "edit"),
        Binding("l", "act('link')", "link"),
        Binding("y", "act('copy')", "copy"),
        Binding("Z", "act('archive')", "archive", key_display="Z"),
        Binding("u", "undo", "undo"),
        *(Binding(str(n), f"follow({n})", f"link {n}", show=False) for n in range(1, NUMBERED + 1)),
        *(Binding(key, f"kind_act('{key}')", show=False) for key in "vow"),
    ]
    DEFAULT_CSS = """
    RecordScreen .dialog { padding: 1 1; }
    RecordScreen RecordView { height: 1fr; }
    """

    def __init__(self, session: Session, kind: str, record_id: str) -> None:
        super().__init__()
        self._session = session
        self._trail: list[tuple[str, str]] = [(kind, record_id)]
        self._view = RecordView(id="record")
        self._frame = Vertical(classes="dialog")

    @property
    def session(self) -> Session:
        """The session that all screens share."""
        return self._session

    def compose(self) -> ComposeResult:
        """The record in its frame, and the keys."""
        with self._frame:
            yield self._view
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Keys go into the record at once."""
        self._show(anew=True)
        self._view.focus()

    def on_screen_resume(self) -> None:
        """A form over it is gone: show what it is now."""
        self.reload()

    # -- showing

    def reload(self) -> None:
        """Show the present state of the record."""
        self._show(anew=False)

    def others_wrote(self) -> None:
        """The record, a record that it names, or its history may be another one now."""
        self.reload()

    def _record(self, place: tuple[str, str] | None = None) -> Record | None:
        return self._session.ledger.views.get(*(place or self._trail[-1]))

    def _row(self) -> Row | None:
        record = self._record()
        kind = self._trail[-1][0]
        return row_of(kind, record, self._session.snapshot) if record else None

    def _show(self, *, anew: bool) -> None:
        record, kind = self._record(), self._trail[-1][0]
        names = [self._called(place) for place in self._trail]
        self._frame.border_title = Content(" › ".join(names) + f" {kind}")
        self._frame.border_subtitle = Content(self._more_keys(kind) if record else "")
        if record is None:
            gone = "It was taken back. Its history: rte show with its reference."
            self._view.show((Block(words=((gone, "normal"),)),), anew=anew)
            return
        self._view.show(tuple(self._blocks(kind, record)), anew=anew)

    def _called(self, place: tuple[str, str]) -> str:
        record = self._record(place)
        if record is None:
            return "gone"
        return record.ref or str(getattr(record, "short", ""))

    def _more_keys(self, kind: str) -> str:
        """Keys of this kind of record, as its register has them."""
        return " · ".join(f"{act.key} {act.does}" for act in _acts_of_kind(kind))

    def _blocks(self, kind: str, record: Record) -> Iterator[Block]:
        ledger, snap = self._session.ledger, self._session.snapshot
        row = row_of(kind, record, snap)
        name = record.text or str(getattr(record, "name", "") or getattr(record, "title", ""))
        words = [(name[:MAX_SHOWN], "strong")]
        words += [(row.note, "warning" if row.urgency > 1 else "quiet")] if row.note else []
        yield Block(words=tuple(words))
        ties = links_of(snap, record, ledger.references)
        links = link_section(snap, ties, ledger.references)
        near, far = tuple(links.rows[:NUMBERED]), tuple(links.rows[NUMBERED:])
        yield Block(links.title, words=() if near else ((links.empty, "quiet"),), links=near)
        doc = ledger.db.state.doc(kind, record.id) or {}
        for title, lines in parts_told(record, INDENTED):
            yield Block(title, words=tuple((line[:MAX_SHOWN], "normal") for line in lines))
        own = shown_fields(kind, {n: value for n, value in doc.items() if n != "links"})
        facts = [*told(kind, own), *figures_in_words(row.computed)]
        facts.append(("came from", origin(snap, record)))
        yield Block("Facts", facts=tuple((label, said[:MAX_SHOWN]) for label, said in facts))
        if far:
            yield Block("More links", links=far)
        yield Block("History, newest first", words=tuple(self._past(kind, record)))

    def _past(self, kind: str, record: Record) -> Iterator[tuple[str, str]]:
        snap = self._session.snapshot
        entries = history(self._session.ledger, kind, record)
        if not entries:
            yield "Nothing is known of its past.", "quiet"
        for entry in reversed(entries[-MAX_PAST:]):
            for line in in_words(entry, kind, snap):
                yield line[:MAX_SHOWN], "quiet" if line.startswith(" ") else "normal"
        if len(entries) > MAX_PAST:
            more = len(entries) - MAX_PAST
            yield f"{more:,} older entries: rte show {record.ref} --history", "quiet"

    # -- following links

    @on(RecordView.Followed)
    def _followed(self, event: RecordView.Followed) -> None:
        event.stop()
        self._follow(event.row)

    def action_follow(self, number: int) -> None:
        """Follow the link with this number."""
        links = self._view.links
        if number <= len(links):
            self._follow(links[number - 1])

    def _follow(self, row: Row) -> None:
        if not row.kind:
            say(self.app, "Taken back", f"{row.ref} was taken back. l and -{row.ref} clears it.")
            return
        self._trail.append((row.kind, row.id))
        self._show(anew=True)

    def action_back(self) -> None:
        """Back along the trail, and out at its beginning."""
        if len(self._trail) == 1:
            self.dismiss(None)
            return
        self._trail.pop()
        self._show(anew=True)

    def action_leave(self) -> None:
        """Out, from wherever the trail has led."""
        self.dismiss(None)

    # -- doing

    def attempt(self, use_case: Callable[[], T]) -> T | None:
        """Run a use-case; a refusal becomes a notice and None. Everything else is a defect."""
        try:
            return use_case()
        except ConsoleError as fault:
            say(self.app, fault.title, fault.sentence, "warning")
            return None
        finally:
            self.reload()

    def action_act(self, name: str) -> None:
        """Edit, link, copy or archive the record that is shown."""
        row = self._row()
        if row is not None:
            ACTS[name](self, (row,))

    def action_kind_act(self, key: str) -> None:
        """What its register does with this key."""
        row = self._row()
        below = _console_below(self.app.screen_stack)
        act = next((a for a in _acts_of_kind(self._trail[-1][0]) if a.key == key), None)
        if row is not None and below is not None and act is not None:
            act.run(below, row)

    def action_undo(self) -> None:
        """Take back this person's last use-case."""
        take_back(self.app, self._session, self.attempt)


ACTS: dict[str, Callable[[Acting, tuple[Row, ...]], None]] = {
    "edit": register_acts.edit,
    "link": register_acts.link,
    "copy": register_acts.copy,
    "archive": register_acts.archive,
}
"""What is done with records of any kind, by the name that a key gives it."""


def _acts_of_kind(kind: str) -> tuple[Act, ...]:
    from console.screens.all_acts import acts_of_kind  # acts know the screens that open records

    return acts_of_kind(kind)


def _console_below(screens: Sequence[object]) -> ConsoleScreen | None:
    from console.screens.base import ConsoleScreen  # it opens this one

    return next((s for s in reversed(screens) if isinstance(s, ConsoleScreen)), None)
