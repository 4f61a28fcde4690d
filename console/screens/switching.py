"""Another train of this machine: a list to choose from."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Footer, Static

from console.screens.dialog import Dialog
from console.trains import KnownTrain, known_trains
from console.widgets.rows_view import RowsView
from store.insight.rows import Row, Section, Urgency

NONE_YET = "No train is kept in the data folder yet. Set one up: rte init --train NAME"


class TrainsScreen(Dialog[Path | None]):
    """Answers with the folder of the chosen train; None to stay with the one that is open."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "stay here", key_display="Esc"),
    ]
    DEFAULT_CSS = """
    TrainsScreen RowsView { height: auto; max-height: 16; min-height: 3; margin: 1 0; }
    TrainsScreen #said { height: auto; color: $text-muted; }
    """

    def __init__(self, here: Path | None) -> None:
        super().__init__()
        self._here = here
        self._trains: dict[str, KnownTrain] = {}

    def compose(self) -> ComposeResult:
        """The trains, and how to get another one."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content("Trains of this machine")
            yield RowsView(self._sections())
            yield Static(
                Content(
                    "Enter opens it here, and makes it the one that rte means in a shell. "
                    "Another one: rte init --train NAME"
                ),
                id="said",
            )
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """The list takes the keys, on the train that is open."""
        rows = self.query_one(RowsView)
        rows.focus()
        rows.styles.height = max(3, len(self._trains) + 1)
        if self._here is not None:
            rows.move_to(str(self._here))

    def _sections(self) -> tuple[Section, ...]:
        self._trains = {str(one.folder): one for one in known_trains()}
        rows = tuple(self._row(one) for one in self._trains.values())
        return (Section("", rows, NONE_YET),)

    def _row(self, one: KnownTrain) -> Row:
        here = self._here is not None and one.folder == self._here
        return Row(
            kind="train",
            id=str(one.folder),
            ref="",
            when="",
            state=one.name,
            text=one.title or "no train in it yet",
            who="",
            note=one.fault or ("open now" if here else ""),
            urgency=Urgency.NEEDS_YOU if one.fault else Urgency.NORMAL,
        )

    @on(RowsView.Opened)
    def _chosen(self, event: RowsView.Opened) -> None:
        event.stop()
        one = self._trains[event.row.id]
        if one.fault:
            self.query_one("#said", Static).update(Content(one.fault))
        else:
            self.dismiss(None if one.folder == self._here else one.folder)

    def action_leave(self) -> None:
        """Nothing changes."""
        self.dismiss(None)
