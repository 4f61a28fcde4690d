"""The stage: what the audience sees. It shows, and there is nothing on it that could change.

It knows no session and no use-case: it is given something to look at. Its help is a dialog of its
own, because the console's dialogs can capture.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Protocol
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen

from console import themes
from console.widgets.help_pane import HelpPane, HelpSection
from console.widgets.stage_view import StageView
from store.domain.clock import Face
from store.domain.records import Event
from store.insight.snapshot import Snapshot
from store.insight.stage import scene


class Sight(Protocol):
    """What a stage looks at: a train and its clock, to be read and no more."""

    @property
    def snapshot(self) -> Snapshot:
        """Everything as of now."""

    @property
    def running(self) -> tuple[Event, Face] | None:
        """The open event and its clock at this very moment."""


class StageHelp(ModalScreen[None]):
    """What the keys of the stage do."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1", "leave", "back", key_display="Esc"),
    ]
    DEFAULT_CSS = """
    StageHelp HelpPane { height: auto; }
    """

    def compose(self) -> ComposeResult:
        """The keys, from the table that binds them."""
        keys = [one for one in StageScreen.BINDINGS if isinstance(one, Binding)]
        section = HelpSection(
            "The stage",
            "The audience's view. It follows the running event by itself and changes nothing. "
            "Notes, names of those who recorded something, and lines that begin with private: "
            "never stand on it.",
            tuple((one.key_display or one.key, one.description) for one in keys),
        )
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content("Help")
            yield HelpPane([section])

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)


class StageScreen(Screen[None]):
    """The audience's view of the running event, over the whole terminal."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "leave the stage", key_display="Esc q"),
        Binding("t", "theme", "other colours"),
        Binding("question_mark,f1", "help", "help", key_display="?"),
    ]

    def __init__(self, sight: Sight, zones: Sequence[ZoneInfo] = ()) -> None:
        super().__init__()
        self.view = StageView()
        self._sight = sight
        self._zones = zones

    def compose(self) -> ComposeResult:
        """The one composition."""
        yield self.view

    def on_mount(self) -> None:
        """Show what there is."""
        self.tick()

    def tick(self) -> None:
        """A second has passed, or something was written."""
        running = self._sight.running
        face = running[1] if running else None
        self.view.show(scene(self._sight.snapshot, face, self._zones))

    def others_wrote(self) -> None:
        """Show it at once, and not with the next second."""
        self.tick()

    def trouble(self, sentence: str) -> None:
        """Say what keeps the stage from following; "" when it follows again."""
        self.view.foot.trouble = sentence

    def action_leave(self) -> None:
        """Go back to where the stage was opened."""
        self.dismiss(None)

    def action_theme(self) -> None:
        """The next of the looks."""
        names = list(themes.PALETTES)
        here = names.index(self.app.theme) if self.app.theme in names else -1
        self.app.theme = names[(here + 1) % len(names)]

    def action_help(self) -> None:
        """Say what can be done here."""
        self.app.push_screen(StageHelp())
