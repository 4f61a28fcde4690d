"""Text that came where no field was: it is asked about, and nothing of it acts as a command."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.events import Paste
from textual.widgets import Input, TextArea

from console.bursts import Burst
from console.screens.capturing import CapturingScreen
from console.screens.dialog import Dialog
from console.screens.paste import OutsideScreen, Press
from console.screens.stage import StageScreen


def ask_what_it_is(app: App[Any], event: Paste, behind: CapturingScreen[Any] | None) -> None:
    """Ask what becomes of a paste or a burst of keys that no field has taken.

    `behind` is the screen that captures it; without one there is nothing that it could become.
    """
    if behind is None or not event.text.strip() or _went_into_a_field(app, event):
        return
    over = app.screen
    if isinstance(over, StageScreen):  # an audience does not read what somebody has copied
        behind.put_behind(" ".join(event.text.split()))
        return

    def answered(line: list[str] | None) -> None:
        if line:
            behind.put_behind(line[0])
            if isinstance(over, CapturingScreen | Dialog):
                over.action_capture()

    press = _press(app) if isinstance(event, Burst) else None
    app.push_screen(OutsideScreen(event.text, behind.capture_pasted, press), answered)


def _went_into_a_field(app: App[Any], event: Paste) -> bool:
    """Textual's text area takes a paste and lets it go on, as if nobody had."""
    field = app.screen.focused
    return not isinstance(event, Burst) and isinstance(field, Input | TextArea)


def _press(app: App[Any]) -> Press | None:
    """How to hand a burst over as keys; None for a driver that cannot."""
    press: Press | None = getattr(app._driver, "press_again", None)
    return press
