"""A form that first asks which: a list of choices above, and below it what the one chosen demands.

Arrows choose, Enter goes to the fields; from the first field up, or with Esc, the keys go back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from textual import on
from textual.widget import Widget

from console.screens.read_back_form import ReadBackForm
from console.session import Session
from console.widgets.rows_view import RowsView
from store.insight.rows import Row, Section

T = TypeVar("T")


class ChoosingForm(ReadBackForm[T]):
    """Base of these forms. The id of a choice's row says which it is."""

    DEFAULT_CSS = """
    ChoosingForm #choices { margin: 0 0 1 0; }
    """

    def __init__(self, session: Session, choices: Sequence[Row]) -> None:
        super().__init__(session)
        self._first = choices[0].id
        self.choices = RowsView((Section("", tuple(choices)),), id="choices")
        self.choices.styles.height = len(choices)

    @property
    def chosen(self) -> str:
        """The choice under the cursor."""
        row = self.choices.current
        return row.id if row else self._first

    def show_chosen(self) -> None:
        """Show the fields that the choice under the cursor demands, and what would be saved."""
        raise NotImplementedError

    def take(self) -> None:
        """Go on with the choice: to its fields; one without any is read back at once."""
        if self.rows:
            self.to_first()
        else:
            self.proceed()

    def above(self) -> Iterable[Widget]:
        """What can be chosen now."""
        yield self.choices

    def begin(self) -> None:
        """The choices take the keys."""
        self.show_chosen()
        self.choices.focus()

    @on(RowsView.Highlighted)
    def _other(self, event: RowsView.Highlighted) -> None:
        event.stop()
        if self.is_mounted:
            self.show_chosen()

    @on(RowsView.Opened)
    def _taken(self, event: RowsView.Opened) -> None:
        event.stop()
        self.take()

    def action_step(self, by: int) -> None:
        """To the field above or below; above the first one are the choices."""
        rows = self.rows
        if by < 0 and rows and self.focused is rows[0].input:
            self.choices.focus()
        else:
            super().action_step(by)

    def action_leave(self) -> None:
        """From a field to the choices, from there away."""
        if self.focused is self.choices:
            super().action_leave()
        else:
            self.choices.focus()
