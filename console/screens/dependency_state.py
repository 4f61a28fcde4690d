"""How a dependency stands: what can be done with it now, and what that demands."""

from __future__ import annotations

from console.screens.choosing_form import ChoosingForm
from console.screens.read_back_form import FieldRow, FormField
from console.session import Session
from store.domain import depending
from store.domain.depending import Need, Said
from store.domain.records import Dependency
from store.insight.rows import Row
from store.ledger import depending as use

FIELDS = ("when", "way", "how", "why")
"""The fields from above; only those of the chosen deed are shown."""


class DependencyScreen(ChoosingForm[Dependency | None]):
    """Answers with the dependency as it is then. A deed by arrows, then what it demands."""

    def __init__(self, session: Session, dependency: Dependency) -> None:
        deeds = depending.choices(dependency)
        super().__init__(session, [Row("deed", d.name, "", "", d.name, d.means, "") for d in deeds])
        self._dependency = dependency

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

    # -- the fields of a deed

    def fields(self) -> tuple[FormField, ...]:
        """Every field there may be; `show_chosen` hides those that the deed has no place for."""
        return tuple(FormField(name, name) for name in FIELDS)

    def _wanted(self) -> dict[str, Need]:
        found, deed = self._dependency, self.chosen
        both = depending.needs(found, deed) + depending.optional(found, deed)
        return {need.field: need for need in both}

    def show_chosen(self) -> None:
        """The fields that this deed has a place for; what was typed into the others stays there."""
        wanted = self._wanted()
        for row in self.query(FieldRow):
            need = wanted.get(row.field)
            row.display = need is not None
            if need is not None:
                row.call(FormField(row.field, need.label, need.example))
        self.preview()

    # -- reading back and saving

    def read_back(self, typed: dict[str, str]) -> str:
        """What it would be then, in one line."""
        said = Said(**{name: value or None for name, value in typed.items()})
        ledger, found = self.session.ledger, self._dependency
        fields = use.preview(ledger, found, self.chosen, said)
        return depending.told(found, fields)

    def save(self, typed: dict[str, str]) -> Dependency:
        """Do it."""
        said = Said(**{name: value or None for name, value in typed.items()})
        ledger, found = self.session.ledger, self._dependency
        return self.session.do(use.do, ledger, found.ref, self.chosen, said, found.rev)
