"""Keeps a crash from showing a traceback on a screen that a whole room looks at."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

from textual.app import App

from console import crash


class Containment:
    """Takes the place of the app's own display of errors; the first fault is logged and told."""

    def __init__(self, app: App[Any], folder: Path) -> None:
        self._app = app
        self._folder = folder
        self.sentence = ""
        """What to tell once the terminal is restored; empty when nothing went wrong."""
        self.crashed = False
        """Whether the fault ended the app."""
        self.left_drawing = False
        """Whether the terminal may still be in the state in which it is drawn on."""
        # Textual has no public hook for this: both methods render a traceback with local
        # variables. Replaced on the one instance that runs in a terminal; tests pin the names.
        vars(app)["_fatal_error"] = self._close
        vars(app)["panic"] = self._close

    def in_background(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """A fault in a task that nobody waits for: the room goes on, it is told at the end."""
        error = context.get("exception")
        if isinstance(error, BaseException) and not self.sentence:
            self.sentence = crash.record(error, self._folder, crash.BEHIND)

    def escaped(self, error: Exception) -> None:
        """A fault came out of the app itself."""
        self.left_drawing = True
        self._crash(error)

    def unexplained(self) -> None:
        """The app ended without a return code: nobody asked it to."""
        self._crash(None)

    def _crash(self, error: BaseException | None) -> None:
        if not self.crashed:
            self.crashed = True
            self.sentence = crash.record(error, self._folder)

    def _close(self, *_shown: object) -> None:
        self._crash(self._app._exception or sys.exception())
        self._app._return_code = 1
        self._app._close_messages_no_wait()
