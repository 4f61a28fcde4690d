"""A screen with a capture bar: what is typed there is previewed, kept, and saved."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Protocol, TypeVar, cast

from textual import on
from textual.binding import Binding, BindingType
from textual.screen import Screen

from console.config import Config
from console.screens.paste import PasteScreen
from console.session import Session
from console.widgets.capture_bar import ANY_KIND, CaptureBar
from console.widgets.notice import say
from store.domain.births import CONFIDENTIAL
from store.domain.kinds import BY_KEY
from store.errors import ConsoleError
from store.ledger.capturing import Captured

R = TypeVar("R")

PASTED = "pasted lines"
"""Where a paste waits that was not answered for."""


class Host(Protocol):
    """What a screen asks of the app it stands in."""

    session: Session
    settings: Config
    bell_on: bool

    def show(self, mode: str) -> None:
        """Show another screen."""

    def open_train(self, folder: Path) -> None:
        """Go on with the train in this folder."""


CAPTURE_KEYS: list[BindingType] = [
    Binding("c", "capture", "capture", id="new"),
    *(
        Binding(
            key,
            f"capture('{kind.name}')",
            f"capture {kind.name}",
            show=False,
            id=f"new.{kind.name}",
        )
        for key, kind in BY_KEY.items()
    ),
]
"""The keys that open a capture, on every screen and dialog."""


class CapturingScreen(Screen[R]):
    """Holds the capture bar. Subclasses place it, and say what follows a capture and Esc."""

    BINDINGS: ClassVar[list[BindingType]] = CAPTURE_KEYS

    def __init__(self) -> None:
        super().__init__()
        self.bar = CaptureBar(
            placeholder="what was said",
            hint="c or r i d x a p f captures · Esc leaves, text is kept",
        )
        self._told = False  # the bar says what was saved, until the next character

    @property
    def session(self) -> Session:
        """The session that all screens share."""
        return cast(Host, self.app).session

    def take_draft(self) -> None:
        """Show in the bar what was typed and not saved, wherever it was typed."""
        self.bar.anonymous = self.session.anonymous
        text, kind = self.session.draft
        if text != self.bar.text:
            self.bar.restore(text, kind)

    def _keep_draft(self, text: str) -> None:
        try:
            self.session.keep_draft(text, self.bar.kind)
        except ConsoleError as fault:
            say(self.app, "Draft not kept", fault.sentence)

    def _put(self, text: str) -> None:
        """Into the bar, and into the draft at once: a screen that comes back shows the draft."""
        self._keep_draft(text)
        self.bar.restore(text, self.bar.kind)

    def action_capture(self, kind: str = ANY_KIND) -> None:
        """Let keys go into the capture bar, for this kind."""
        self.bar.anonymous = self.session.anonymous
        self.bar.open(kind)
        self._preview(self.bar.text)

    def toggle_anonymous(self) -> None:
        """Store nobody's name with what is captured from now on, or names again."""
        try:
            self.session.go_anonymous(not self.session.anonymous)
        except ConsoleError as fault:
            say(self.app, "Draft not kept", fault.sentence)
        self.bar.anonymous = self.session.anonymous
        if self.session.anonymous:
            say(
                self.app,
                "Without a name",
                f"What is captured here now carries no name and no minute: {CONFIDENTIAL}. Nobody "
                "can take it back.",
                "information",
            )
        else:
            say(self.app, "With names", "Captures carry a name again.", "information")

    def _kind(self) -> str | None:
        return None if self.bar.kind == ANY_KIND else self.bar.kind

    def _preview(self, text: str) -> None:
        said, note = self.session.preview(text, self._kind())
        self.bar.preview = f"{said} — {note}" if note else said

    @on(CaptureBar.Changed)
    def _changed(self, event: CaptureBar.Changed) -> None:
        event.stop()
        if event.text or not self._told:
            self._told = False
            self._preview(event.text)
        self._keep_draft(event.text)

    @on(CaptureBar.Submitted)
    def _submitted(self, event: CaptureBar.Submitted) -> None:
        event.stop()
        self.save([event.text])

    def others_wrote(self) -> None:
        """What is typed may name what others wrote just now: read it again. The text stays."""
        if self.bar.text and not self._told:
            self._preview(self.bar.text)

    def save(self, lines: list[str]) -> bool:
        """Capture lines; refused, everything typed stays where it was."""
        try:
            made = self.session.capture(lines, self._kind())
        except ConsoleError as fault:
            self.bar.refused(fault.sentence)
            return False
        self._told = True
        self.bar.saved(f"saved {_refs(made)} · {self._undo_words()}")
        self._keep_draft(self.bar.text)
        self.after_capture()
        return True

    @on(CaptureBar.Left)
    def _left(self, event: CaptureBar.Left) -> None:
        event.stop()
        self.leave_bar()

    def after_capture(self) -> None:
        """Something was captured here."""
        raise NotImplementedError

    def leave_bar(self) -> None:
        """Esc in the capture bar."""
        raise NotImplementedError

    @on(CaptureBar.Pasted)
    def _pasted(self, event: CaptureBar.Pasted) -> None:
        event.stop()
        self.ask_pasted(event.text)

    def ask_pasted(self, text: str) -> None:
        """Ask what the lines of a paste shall become; they wait on disk until that is answered."""
        self.session.left[PASTED] = text

        def answered(choice: list[str] | None) -> None:
            self.session.left.pop(PASTED, None)
            self.session.left.release(self)
            if not choice:
                return
            if len(choice) == 1 or not self.save(choice):
                self.put_behind(" ".join(choice))

        self.app.push_screen(PasteScreen(text), answered)

    def put_behind(self, text: str) -> None:
        """Put text into the line, behind what is typed there."""
        self._put(f"{self.bar.text} {text}".strip())

    def capture_pasted(self, lines: list[str], kind: str | None) -> str:
        """Capture lines that were pasted outside the line; the refusal, or "" when it is done."""
        try:
            made = self.session.capture(lines, kind)
        except ConsoleError as fault:
            return fault.sentence
        say(self.app, "Captured", f"{_refs(made)} {self._undo_words('.')}", "information")
        self.after_capture()
        return ""

    def _undo_words(self, end: str = "") -> str:
        if self.session.anonymous:
            return f"it carries no name, so nobody can take it back{end}"
        return f"u undoes it{end or ' outside this line'}"


def _refs(made: list[Captured]) -> str:
    refs = ", ".join(one.record.ref for one in made[:5])
    return f"{refs} and {len(made) - 5} more" if len(made) > 5 else refs
