"""Handing out a report: which one, in which form, for whom, and what it leaves out."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Footer, Static

from console.screens.dialog import Dialog
from console.session import Session
from console.widgets.notice import say
from store.errors import ConsoleError
from store.exchange.files import write_new
from store.exchange.report import FORMATS, KINDS, Making, file_name, render
from store.exchange.report_profile import FULL, PROFILES

FOLDER = "reports"
SLICE = 0.01
"""Seconds between two parts, in which keys are heard."""


class ReportScreen(Dialog[None]):
    """Choose, see what is left out, write; counts the parts while it is made."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "kind", "other report"),
        Binding("2", "form", "other form"),
        Binding("3", "profile", "other profile"),
        Binding("w", "write", "write the file"),
        Binding("escape,q", "leave", "back", key_display="Esc"),
    ]
    DEFAULT_CSS = """
    ReportScreen Static { height: auto; }
    """

    def __init__(self, session: Session, pi: str) -> None:
        super().__init__()
        self._session = session
        self._pi = pi
        self._kind, self._form, self._profile = 0, FORMATS.index("html"), 0
        self._making: Making | None = None
        self._text = Static()

    def compose(self) -> ComposeResult:
        """What is chosen, and what is left out."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(f"Report of {self._pi or 'this train'}")
            yield self._text
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show the usual choice."""
        self._show()

    def _chosen(self) -> tuple[str, str, str]:
        return [*KINDS][self._kind], FORMATS[self._form], [*PROFILES][self._profile]

    def _show(self, progress: str = "") -> None:
        kind, form, profile = self._chosen()
        making = self._making or Making(self._session.snapshot, kind, self._pi, profile)
        left = (
            "The journal and the facilitator's notes are never in a report."
            if profile == FULL
            else making.left_out.sentence()
        )
        lines = (
            f"1  report   {KINDS[kind]} {making.pi}",
            f"2  form     {form}",
            f"3  profile  {profile}",
            "",
            PROFILES[profile],
            left,
            "",
            progress or "w writes a new file that only you can read.",
        )
        self._text.update(Content("\n".join(lines)))

    def _turn(self, name: str, count: int) -> None:
        if self._making is None:
            setattr(self, name, (getattr(self, name) + 1) % count)
            self._show()

    def action_kind(self) -> None:
        """The other report."""
        self._turn("_kind", len(KINDS))

    def action_form(self) -> None:
        """The next form."""
        self._turn("_form", len(FORMATS))

    def action_profile(self) -> None:
        """The other profile."""
        self._turn("_profile", len(PROFILES))

    def action_write(self) -> None:
        """Begin to make it, one part after the other."""
        if self._making is not None:
            return
        if self._session.folder is None:
            say(self.app, "No file", "This train lives in memory only, so there is no folder.")
            return
        kind, _, profile = self._chosen()
        self._making = Making(self._session.snapshot, kind, self._pi, profile)
        self._step()

    def _step(self) -> None:
        making = self._making
        if making is None:
            return
        if making.done:
            self._write(making)
            return
        making.step()
        self._show(f"Part {making.count} of {making.total}")
        self.set_timer(SLICE, self._step)

    def _write(self, making: Making) -> None:
        folder, (_, form, _) = self._session.folder, self._chosen()
        self._making = None
        assert folder is not None  # looked at before the first part was made
        document = making.document
        try:
            path = write_new(folder / FOLDER, file_name(document, form), render(document, form))
        except ConsoleError as fault:
            say(self.app, fault.title, fault.sentence)
            self._show()
            return
        say(self.app, "Written", f"{FOLDER}/{path.name} in {folder}", "information")
        self.dismiss(None)

    def action_leave(self) -> None:
        """Go back; what was being made is given up."""
        self._making = None
        self.dismiss(None)
