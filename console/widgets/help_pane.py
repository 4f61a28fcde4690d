"""Help for where you are, put together from the tables that bind the keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from console.widgets.cells import cell_len, pad


@dataclass(frozen=True, slots=True)
class HelpSection:
    """A title, a sentence or two, and keys with what they do."""

    title: str
    text: str = ""
    keys: tuple[tuple[str, str], ...] = ()


def help_content(sections: Iterable[HelpSection]) -> Content:
    """The sections as one text: keys in one column, what they do in the next."""
    pieces: list[str | tuple[str, str]] = []
    chosen = list(sections)
    widest = max((cell_len(key) for section in chosen for key, _ in section.keys), default=0)
    for number, section in enumerate(chosen):
        pieces.append(("\n" if number else "") + "")
        pieces.append((section.title + "\n", "bold"))
        if section.text:
            pieces.append((section.text + "\n", "$text-muted"))
        for key, what in section.keys:
            pieces.append(("  " + pad(key, widest) + "  ", "bold $text-accent"))
            pieces.append(what + "\n")
    return Content.assemble(*(piece for piece in pieces if piece))


class HelpPane(VerticalScroll):
    """Shows help sections; scrolls when they are longer than the room."""

    DEFAULT_CSS = """
    HelpPane { padding: 1 2; scrollbar-size-vertical: 1; }
    HelpPane > Static { height: auto; }
    """

    def __init__(self, sections: Iterable[HelpSection] = (), *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._content = help_content(sections)

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(self._content)

    def show(self, sections: Iterable[HelpSection]) -> None:
        """Show these sections instead."""
        self._content = help_content(sections)
        if self.is_mounted:
            self.query_exactly_one(Static).update(self._content)
