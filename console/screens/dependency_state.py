"""How a dependency stands: what can be done with it now, and what that demands."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.widget import Widget

from console.screens.read_back_form import FieldRow, FormField, ReadBackForm
from console.session import Session
from console.widgets.rows_view import RowsView
from store.domain import depending
from store.domain.depending import Need, Said
from store.domain.records import Dependency
from store.insight.rows import Row, Section
from store.ledger import depending as use

FIELDS = ("when", "way", "how", "why")
"""The fields from above; only those of the chosen deed are shown."""


class DependencyScreen(ReadBackForm[Dependency | None]):
    """Answers with the dependency as it is then. A deed by arrows, then what it demands."""

    DEFAULT_CSS = """
    DependencyScreen #deeds { margin: 0 0 1 0; }
    """

    def __init__(self, session: Session, dependency: Dependency) -> None:
        super().__init__(session)
        self._dependency = dependency
        self._deeds = depending.choices(dependency)
        rows = tuple(Row("deed", d.name, "", "", d.name, d.means, "") for d in self._deeds)
        self._list = RowsView((Section("", rows),), id="deeds")
        self._list.styles.height = len(rows)

    @property
    def deed(self) -> str:
        """The deed under the cursor."""
        row = self._list.current
        return row.id if row else self._deeds[0].name

    def title_words(self) -> str:
        """The dependency, and where it stands."""
        found = self._dependency
        return f"{found.ref} · {found.provider or '?'}→{found.consumer or '?'} · {found.state}"

    def about(self) -> str:
        """Its words and its iterations."""
        found = self._dependency
        plan = f"planned {found.plan}" if found.plan else "not planned yet"
        need = f"needed {found.need}" if found.need else "nobody said by when"
        return f"{found.text} · {plan}, {need}"

    def above(self) -> Iterable[Widget]:
        """What can be done now."""
        yield self._list

    # -- the fields of a deed

    def fields(self) -> tuple[FormField, ...]:
        """Every field there may be; `_show_deed` hides those that the deed has no place for."""
        return tuple(FormField(name, name) for name in FIELDS)

    def begin(self) -> None:
        """The deeds take the keys."""
        self._show_deed()
        self._list.focus()

    def _wanted(self) -> dict[str, Need]:
        found, deed = self._dependency, self.deed
        both = depending.needs(found, deed) + depending.optional(found, deed)
        return {need.field: need for need in both}

    def _show_deed(self) -> None:
        """The fields that this deed has a place for; what was typed into the others stays there."""
        wanted = self._wanted()
        for row in self.query(FieldRow):
            need = wanted.get(row.field)
            row.display = need is not None
            if need is not None:
                row.call(FormField(row.field, need.label, need.example))
        self.preview()

    @on(RowsView.Highlighted)
    def _highlighted(self, event: RowsView.Highlighted) -> None:
        event.stop()
        if self.is_mounted:
            self._show_deed()

    @on(RowsView.Opened)
    def _chosen(self, event: RowsView.Opened) -> None:
        """Enter goes to the fields; a deed without any is read back at once."""
        event.stop()
        if self.rows:
            self.to_first()
        else:
            self.proceed()

    def action_step(self, by: int) -> None:
        """To the field above or below; above the first one are the deeds."""
        rows = self.rows
        if by < 0 and rows and self.focused is rows[0].input:
            self._list.focus()
        else:
            super().action_step(by)

    def action_leave(self) -> None:
        """From a field to the deeds, from there away."""
        if self.focused is self._list:
            self.dismiss(None)
        else:
            self._list.focus()

    # -- reading back and saving

    def read_back(self, typed: dict[str, str]) -> str:
        """What it would be then, in one line."""
        said = Said(**{name: value or None for name, value in typed.items()})
        ledger, found = self.session.ledger, self._dependency
        fields = use.preview(ledger, found, self.deed, said)
        return depending.told(found, fields)

    def save(self, typed: dict[str, str]) -> Dependency:
        """Do it."""
        said = Said(**{name: value or None for name, value in typed.items()})
        ledger, found = self.session.ledger, self._dependency
        return self.session.do(use.do, ledger, found.ref, self.deed, said, found.rev)
