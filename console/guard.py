"""The last gate before the terminal: no control code of anybody's text passes it.

Text is cleaned when it comes in. This is for what was missed: imported files of older versions, a
widget that shows something else, a defect. Every piece of every line that Textual draws passes
here, whatever the widget.
"""

from __future__ import annotations

import re
from typing import Any

from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter

UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f\ufff9-\ufffb\ud800-\udfff]"
)
"""Controls of both sets, bidirectional overrides, isolates and marks, surrogates. Rich counts
them as no cells wide, except for surrogates, so taking them out moves nothing."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def harmless(text: str) -> str:
    """`text` without anything that a terminal would obey; its width stays the same."""
    if not UNSAFE.search(text):
        return text
    return UNSAFE.sub("", _SURROGATE.sub("\ufffd", text))


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
