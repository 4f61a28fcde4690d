"""The last gate before the terminal: no control code of anybody's text passes it.

Text is cleaned when it comes in. This is for what was missed: imported files of older versions, a
widget that shows something else, a defect. Every piece of every line that Textual draws passes
here, whatever the widget.
"""

from __future__ import annotations

from typing import Any

from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter

from console.harmless import UNSAFE
from console.harmless import harmless as harmless


class Guard(LineFilter):
    """Takes control codes and hyperlinks out of all that is drawn."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - the filter's interface
        """The segments, harmless; Textual's own control segments have no text of people."""
        return [self._segment(segment) for segment in segments]

    @staticmethod
    def _segment(segment: Segment) -> Segment:
        text, style, control = segment
        if control:
            return segment
        if style is not None and style.link:
            style = style.update_link(None)
        elif not UNSAFE.search(text):
            return segment
        return Segment(harmless(text), style, None)


def install(app: App[Any]) -> None:
    """Put the guard behind every other filter of the app, once."""
    # The list is Textual's private one: there is no public way to add a filter. A test pins it.
    filters = app._filters
    if not any(isinstance(item, Guard) for item in filters):
        filters.append(Guard())
