"""Text was pasted: one record each line, one line of all, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from console.bursts import Burst
from console.widgets.cells import cut
from console.widgets.glyphs import GLYPHS
from store.domain.grammar import split_lines
from store.domain.kinds import BY_KEY
from store.domain.text import MAX_LINE, clean
from store.domain.words import plural

SHOWN = 8
"""Pasted lines shown before the choice; the rest is counted."""
SHOWN_CELLS = 180
"""Cells shown of each."""


class PasteScreen(ModalScreen[list[str] | None]):
    """Answers with the lines to capture: several, or one that joins them; None for neither."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,e", "each", "one record each", key_display="Enter"),
        Binding("j", "join", "join into one line"),
        Binding("escape,n", "leave", "neither", key_display="Esc"),
    ]

    DEFAULT_CSS = """
    PasteScreen Static { height: auto; }
    PasteScreen #asks { color: $text-muted; margin: 1 0 0 0; }
    PasteScreen #asks.-refused { color: $text-warning; }
    """
    QUESTION: ClassVar[str] = ""
    """What is asked, where the keys below do not say it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self._lines = split_lines(text)
        self._shown = Static()
        self._asks = Static(id="asks")

    def title_words(self) -> str:
        """What the dialog says it is about."""
        return f"{plural(len(self._lines), 'line')} pasted"

    def compose(self) -> ComposeResult:
        """What was pasted, and the answers."""
        with Vertical(classes="dialog"):
            yield self._shown
            yield self._asks
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show the lines."""
        self._show()
        self._ask(self.QUESTION)

    def _ask(self, sentence: str, refused: bool = False) -> None:
        self._asks.update(Content(f"{GLYPHS.needs_you} {sentence}" if refused else sentence))
        self._asks.set_class(refused, "-refused")
        self._asks.display = bool(sentence)

    def _show(self) -> None:
        shown = [cut(clean(line), SHOWN_CELLS, GLYPHS.ellipsis) for line in self._lines[:SHOWN]]
        if len(self._lines) > SHOWN:
            shown.append(f"… and {len(self._lines) - SHOWN} more")
        self._shown.update(Content("\n".join(shown)))
        self.query_one(".dialog").border_title = Content(self.title_words())

    def add(self, text: str) -> None:
        """More of it came, or it was pasted again."""
        self._text = f"{self._text}{text}"
        self._lines = split_lines(self._text)
        self._show()

    def on_paste(self, event: events.Paste) -> None:
        """While it asks, more of the paste may come: it belongs to the same question."""
        event.stop()
        self.add(f"\n{event.text}")

    def on_burst(self, event: Burst) -> None:
        """A burst goes on where the last one stopped."""
        event.stop()
        self.add(event.text)

    def action_each(self) -> None:
        """One record each."""
        self.dismiss(self._lines)

    def action_join(self) -> None:
        """All in one line, to go on typing."""
        joined = " ".join(self._lines)
        if len(joined) > MAX_LINE:
            self._ask(
                f"A line holds {MAX_LINE:,} characters, and this would be one of {len(joined):,}. "
                "Take one record each, or keep it in a file and name that.",
                refused=True,
            )
            return
        self.dismiss([joined])

    def action_leave(self) -> None:
        """Leave the paste out; what was typed before is still there."""
        self.dismiss(None)


Capture = Callable[[list[str], str | None], str]
"""Captures lines as this kind, or each by its first word; gives the refusal, or ""."""
Press = Callable[[str], None]
"""Hands text over as the keys that it may have been."""


class OutsideScreen(PasteScreen):
    """The same for text that came where no field was: it asks what it is, and nothing acts.

    Refused, the text stays here with the reason. It answers with a line for the capture line, or
    with nothing. `press` is None where it was a paste for sure.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "each", "one record each", key_display="Enter"),
        *(Binding(key, f"each_as('{kind.name}')", show=False) for key, kind in BY_KEY.items()),
        Binding("j", "join", "into the capture line"),
        Binding("k", "press", "they were keys"),
        Binding("escape", "leave", "drop it", key_display="Esc"),
        Binding("e,n", "nothing", show=False),
    ]
    QUESTION = (
        "It came outside a field, so nothing was done with it. Enter captures each line as what "
        f"its first word says; {' '.join(BY_KEY)} capture each as a record of that kind."
    )

    def __init__(self, text: str, capture: Capture, press: Press | None) -> None:
        super().__init__(text)
        self._capture = capture
        self._press = press

    def title_words(self) -> str:
        """That it was taken for text."""
        return f"This looks like pasted text: {plural(len(self._lines), 'line')}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Keys can be pressed again only where there may have been some."""
        return action != "press" or self._press is not None

    def action_nothing(self) -> None:
        """Keys of the dialog that asks over the capture line mean nothing here."""

    def action_each(self) -> None:
        """One record each, by its first word."""
        self._each(None)

    def action_each_as(self, kind: str) -> None:
        """One record of this kind each."""
        self._each(kind)

    def _each(self, kind: str | None) -> None:
        refusal = self._capture(self._lines, kind)
        if refusal:
            self._ask(refusal, refused=True)
        else:
            self.dismiss(None)

    def action_press(self) -> None:
        """It was no paste: do what these keys do."""
        self.dismiss(None)
        if self._press is not None:
            self._press(self._text)
