"""Other Textual apps to be measured beside the console: one label, or one stock `Input`.

python benchmarks/_label.py [input]
"""

from __future__ import annotations

import sys

from textual.app import App, ComposeResult
from textual.widgets import Input, Label


class LabelApp(App[None]):
    """The least that an app of Textual can be."""

    def compose(self) -> ComposeResult:
        yield Label("one label and nothing else")


class InputApp(App[None]):
    """One field."""

    def compose(self) -> ComposeResult:
        field = Input(placeholder="one field and nothing else")
        field.cursor_blink = False
        yield field


if __name__ == "__main__":
    (InputApp if sys.argv[1:] == ["input"] else LabelApp)().run()
