"""Dialogs: what floats over a screen. Capture works from each of them."""

from __future__ import annotations

from typing import ClassVar, TypeVar, cast

from textual import on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from console.screens.capturing import CAPTURE_KEYS, CapturingScreen, Host
from console.widgets.capture_bar import ANY_KIND
from console.widgets.notice import say
from store.errors import ConsoleError

R = TypeVar("R")


class CaptureOver(CapturingScreen[None], ModalScreen[None]):
    """The capture bar over a dialog, for what is said while it is open; Esc leaves it."""

    DEFAULT_CSS = """
    CaptureOver { align: left bottom; background: $background 40%; }
    CaptureOver Vertical { height: auto; padding: 1; background: $surface; }
    """

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._opens = kind

    def compose(self) -> ComposeResult:
        """The bar alone."""
        with Vertical():
            yield self.bar

    def on_mount(self) -> None:
        """Keys go into the bar at once."""
        self.take_draft()
        self.action_capture(self._opens)

    def after_capture(self) -> None:
        """Nothing more to show: the dialog below looks again when it is back."""

    def leave_bar(self) -> None:
        """Esc goes back to the dialog; what is typed stays as the draft."""
        self.dismiss(None)


class Dialog(ModalScreen[R]):
    """A modal screen from which something can be captured without leaving it.

    What stands in its fields is kept with every character, so that it is there again when the same
    dialog is opened after the link has dropped.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *CAPTURE_KEYS,
        Binding("N", "app.notes", "private notes", show=False),
    ]

    def action_capture(self, kind: str = ANY_KIND) -> None:
        """Open the capture bar over this dialog."""
        self.app.push_screen(CaptureOver(kind))

    def typed_so_far(self) -> dict[str, str]:
        """What would be lost if this ended now, by the place where it waits."""
        return {}

    @on(Input.Changed)
    def _keep_typed(self) -> None:
        host = cast(Host, self.app)
        try:
            host.session.left.hold(self, self.typed_so_far())
        except ConsoleError as fault:
            say(self.app, "Draft not kept", fault.sentence)

    def dismiss(self, result: R | None = None) -> AwaitComplete:
        """Close; what was not left on purpose is saved or given up."""
        cast(Host, self.app).session.left.release(self)
        return super().dismiss(result)
