"""Capture: one line that is always there. Nothing typed into it is dropped by itself.

The bar neither parses nor saves. It posts what is typed; the screen sets `preview`, and answers
`Submitted` with `saved` or `refused`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.timer import Timer
from textual.widgets import Input

from console.widgets.capture_line import CaptureLine
from console.widgets.cells import cell_len, cut
from console.widgets.glyphs import GLYPHS
from console.widgets.painted import Line, Painted
from store.domain.births import CONFIDENTIAL

ANY_KIND = "capture"
"""The badge when the kind is in the first word, or still open."""


WIDTH = 14
"""Cells of the badge. Fixed: a badge that grows would lay out the screen, 18 kB for one key."""
PATIENCE = 0.02
"""Seconds that a new text waits to be painted together with its preview, if there comes one."""


class _Badge(Painted):
    """The kind of what is typed, and whether keys go here."""

    DEFAULT_CSS = f"""
    _Badge {{ width: {WIDTH}; height: 1; }}
    """

    kind: reactive[str] = reactive(ANY_KIND, repaint=False)
    active: reactive[bool] = reactive(False, repaint=False)

    def watch_kind(self) -> None:
        self.repaint()

    def watch_active(self) -> None:
        self.repaint()

    def paint(self, width: int, height: int) -> Iterable[Line]:  # noqa: ARG002 - one line
        tone = "accent" if self.active else "quiet"
        bar = GLYPHS.bar if self.active else " "
        return [[(f"{bar} {cut(self.kind, width - 4, GLYPHS.ellipsis)}", tone), (": ", "quiet")]]


ANONYMOUS = " WITHOUT A NAME "
"""Stands before what the bar says while no name is stored; in a narrow bar that rests, the sentence
on confidentiality stands alone."""


IN_SHORT = "not anonymous to this machine's administrator"
"""The same where there is no room for the whole of it; the notice has said the whole."""


class _Said(Painted):
    """What was understood, or why it was refused."""

    DEFAULT_CSS = f"""
    _Said {{ height: 1; padding: 0 0 0 {WIDTH}; }}
    """

    said: reactive[tuple[str, str]] = reactive(("", "quiet"), repaint=False)

    anonymous: reactive[bool] = reactive(False, repaint=False)

    def watch_said(self) -> None:
        self.repaint()

    def watch_anonymous(self) -> None:
        self.repaint()

    def paint(self, width: int, height: int) -> Iterable[Line]:  # noqa: ARG002 - one line
        text, tone = self.said
        if self.anonymous and text == CONFIDENTIAL and width < cell_len(ANONYMOUS + text) + 1:
            said = text if cell_len(text) <= width else IN_SHORT
            return [[(cut(said, width, GLYPHS.ellipsis), "alarm")]]
        mark = f"{GLYPHS.needs_you} " if tone == "warning" and text else ""
        badge = f"{ANONYMOUS} " if self.anonymous else ""
        room = width - len(mark) - len(badge)
        line = [(mark + cut(text, room, GLYPHS.ellipsis), tone)]
        return [[(ANONYMOUS, "alarm"), (" ", "normal"), *line] if badge else line]


class CaptureBar(Vertical):
    """Badge, text, and one line that says what was understood."""

    DEFAULT_CSS = """
    CaptureBar { height: 2; }
    CaptureBar > Horizontal { height: 1; }
    """

    kind: reactive[str] = reactive(ANY_KIND, repaint=False)
    """What the key asked for: `risk`, `decision`, ...; `capture` leaves it to the first word."""
    preview: reactive[str] = reactive("", repaint=False, always_update=True)
    """What the screen understood of the text; shown until there is something to refuse."""
    hint: reactive[str] = reactive("", repaint=False)
    """Shown while nothing is typed."""
    anonymous: reactive[bool] = reactive(False, repaint=False)
    """Whether nobody's name is stored with what is captured; said conspicuously."""

    @dataclass
    class Changed(Message):
        """The text is another: for the preview, and to keep as a draft."""

        bar: CaptureBar
        text: str

        @property
        def control(self) -> CaptureBar:
            """The bar it came from."""
            return self.bar

    @dataclass
    class Submitted(Message):
        """Enter: to be answered with `bar.saved()` or `bar.refused(sentence)`."""

        bar: CaptureBar
        text: str
        kind: str

        @property
        def control(self) -> CaptureBar:
            """The bar it came from."""
            return self.bar

    @dataclass
    class Left(Message):
        """Escape; `text` is still in the bar."""

        bar: CaptureBar
        text: str

        @property
        def control(self) -> CaptureBar:
            """The bar it came from."""
            return self.bar

    @dataclass
    class Pasted(Message):
        """Several lines were pasted. `text` is all of it, as it came, and is not in the bar."""

        bar: CaptureBar
        text: str

        @property
        def lines(self) -> tuple[str, ...]:
            """The lines of it that are not blank, as they came."""
            return tuple(line for line in self.text.splitlines() if line.strip())

        @property
        def control(self) -> CaptureBar:
            """The bar it came from."""
            return self.bar

    def __init__(
        self,
        *,
        placeholder: str = "",
        hint: str = "",
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._badge = _Badge()
        self._line = CaptureLine(placeholder)
        self._said = _Said()
        self._refusal = ""
        self._waits: Timer | None = None
        self._submitted_text = ""
        self.set_reactive(CaptureBar.hint, hint)

    def compose(self) -> ComposeResult:
        """Badge and text in one row, what was understood below."""
        with Horizontal():
            yield self._badge
            yield self._line
        yield self._said

    def on_mount(self) -> None:
        """Say what there is to say."""
        self._tell()

    # -- for the screen ---------------------------------------------------------------------

    @property
    def text(self) -> str:
        """What is typed now."""
        return self._line.value

    @property
    def active(self) -> bool:
        """Whether keys go into the text."""
        return self._line.has_focus

    def open(self, kind: str = ANY_KIND) -> None:
        """Let keys go into the text, as this kind; what stands there already keeps its own."""
        if kind != ANY_KIND or not self.text:
            self.kind = kind
        self._line.focus(scroll_visible=False)

    def restore(self, text: str, kind: str = ANY_KIND) -> None:
        """Put a draft back, as if it had been typed."""
        self.kind = kind
        self._line.put(text)

    def saved(self, said: str = "") -> None:
        """It is on disk: empty the line for the next one, and say `said` (`saved R12`).

        What was typed after Enter, while it was being saved, stays.
        """
        submitted, self._submitted_text = self._submitted_text, ""
        self._line.history.add(submitted)
        self._refusal = ""
        self._line.put(self.text.removeprefix(submitted))
        self.set_reactive(CaptureBar.preview, said)
        self._tell()
        self._line.show_text()

    def refused(self, sentence: str) -> None:
        """It is not saved: the text stays, with the reason under it until the text changes."""
        self._refusal = sentence
        self._tell()

    # -- what is said -----------------------------------------------------------------------

    def _tell(self) -> None:
        if self._refusal:
            self._said.said = (self._refusal, "warning")
        elif self.anonymous and not (self.preview or self.text):
            self._said.said = (CONFIDENTIAL, "normal")
        else:
            self._said.said = (self.preview or ("" if self.text else self.hint), "quiet")

    def watch_preview(self) -> None:
        """Say what was understood, in one frame with the text it was understood of."""
        self._stop_waiting()
        self._tell()
        self._line.show_text()

    def _stop_waiting(self) -> None:
        if self._waits is not None:
            self._waits.stop()
            self._waits = None

    def watch_hint(self) -> None:
        """Say what to do here."""
        self._tell()

    def watch_anonymous(self, anonymous: bool) -> None:
        """Say that no name is stored."""
        self._said.anonymous = anonymous
        self._tell()

    def watch_kind(self, kind: str) -> None:
        """Show the kind."""
        self._badge.kind = kind

    # -- from the line ----------------------------------------------------------------------

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._refusal = ""
        if event.value:
            self.set_reactive(CaptureBar.preview, "")
        else:
            self._tell()
        self.post_message(self.Changed(self, event.value))
        if self._line.waits:
            self._stop_waiting()
            self._waits = self.set_timer(PATIENCE, self._line.show_text)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip():
            self._submitted_text = event.value
            self.post_message(self.Submitted(self, event.value, self.kind))

    @on(CaptureLine.Left)
    def _left(self, event: CaptureLine.Left) -> None:
        event.stop()
        self.post_message(self.Left(self, self.text))

    @on(CaptureLine.Pasted)
    def _pasted(self, event: CaptureLine.Pasted) -> None:
        event.stop()
        self.post_message(self.Pasted(self, event.text))

    @on(CaptureLine.Full)
    def _full(self, event: CaptureLine.Full) -> None:
        event.stop()
        self.refused(
            f"A line holds 10,000 characters; {event.dropped:,} more were not taken. "
            "Keep longer text in a file and name it here."
        )

    def on_descendant_focus(self) -> None:
        """Keys go here."""
        self._badge.active = True

    def on_descendant_blur(self) -> None:
        """Keys go elsewhere."""
        self._badge.active = False
