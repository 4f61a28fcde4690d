"""Two risks that say the same: which other one, and which of them stays."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from console.screens.read_back_form import FormField, ReadBackForm
from console.session import Session
from console.widgets.rows_view import RowsView
from store.domain.records import Risk
from store.errors import ConsoleError, UsageFault
from store.insight.risks import risk_row
from store.insight.rows import Section
from store.ledger import merging, roaming

WHICH = "Which one stays on the board?"


class MergeScreen(ReadBackForm[Risk | None]):
    """Answers with the risk that stays. `like` is the one that is suspected, "" for none."""

    DEFAULT_CSS = """
    MergeScreen #pair { height: 3; margin: 0 0 1 0; }
    """

    def __init__(self, session: Session, risk: Risk, like: str = "") -> None:
        super().__init__(session)
        self._risk = risk
        self._like = like
        self._pair = RowsView(id="pair")

    def title_words(self) -> str:
        """The risk."""
        return f"{self._risk.ref} · says the same as another"

    def about(self) -> str:
        """Its words."""
        return f"{self._risk.ref} {self._risk.text}"

    def above(self) -> Iterable[Widget]:
        """Both, to choose from."""
        yield self._pair

    def fields(self) -> tuple[FormField, ...]:
        """The other one, by its reference."""
        return (FormField("other", "the same as", "the reference of the other: R4", self._like),)

    def begin(self) -> None:
        """A suspected pair is there to be chosen from; else the other one is asked for."""
        self.preview()
        if self._like:
            self._pair.focus()
        else:
            self.to_first()

    def preview(self) -> None:
        """Show both, with the one that is named under the cursor, and what merging would mean."""
        self._show_pair()
        super().preview()

    def _show_pair(self) -> None:
        today = self.session.ledger.today
        rows = [risk_row(self._risk, today)]
        with suppress(ConsoleError):  # what is typed names no other risk yet; the line says so
            rows.insert(0, risk_row(self._other(self.typed), today))
        self._pair.show((Section(WHICH, tuple(rows)),))
        self._pair.move_to(rows[0].id)

    def _other(self, typed: dict[str, str]) -> Risk:
        if not typed["other"].strip():
            raise UsageFault(f"Which risk says the same as {self._risk.ref}? Type its reference.")
        return roaming.the_risk(self.session.ledger, typed["other"])

    def _both(self, typed: dict[str, str]) -> tuple[Risk, Risk]:
        """The one that stays, and its double."""
        other, chosen = self._other(typed), self._pair.current
        if chosen is not None and chosen.id == self._risk.id:
            return self._risk, other
        return other, self._risk

    def read_back(self, typed: dict[str, str]) -> str:
        """Both, in words."""
        stays, double = self._both(typed)
        merging.refuse_merge(stays, double)
        return f"{stays.ref} stays: {stays.text}\n{double.ref} is merged into it: {double.text}"

    def save(self, typed: dict[str, str]) -> Risk:
        """Merge them."""
        stays, double = self._both(typed)
        return self.session.do(merging.merge, self.session.ledger, stays.ref, [double.ref])

    def proceed(self) -> None:
        """From the field to the choice; from there on as in every form."""
        if not isinstance(self.focused, Input):
            super().proceed()
            return
        pair = self.refuse(lambda: self._both(self.typed))
        if pair is not None:
            self._pair.focus()

    @on(RowsView.Highlighted)
    def _highlighted(self, event: RowsView.Highlighted) -> None:
        event.stop()
        if self.is_mounted:
            super().preview()

    @on(RowsView.Opened)
    def _chosen(self, event: RowsView.Opened) -> None:
        event.stop()
        self.proceed()
