"""A risk gets its letter: which one, and what that letter owes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from console.screens.read_back_form import FieldRow, FormField, ReadBackForm
from console.session import Session
from console.widgets.rows_view import RowsView
from store.domain import roam
from store.domain.calendar import day
from store.domain.dates import say_day
from store.domain.records import Risk
from store.domain.words import due_word, week_date
from store.insight.risk_walk import exposure_in_words, letters_in_words
from store.insight.rows import Row, Section
from store.ledger import roaming

MEANS = {
    "R": "all agree that it is no longer a concern",
    "O": "somebody on the train settles it later",
    "A": "it is understood, and we live with it",
    "M": "a plan makes it less likely or less bad",
    "U": "it is a concern again",
}
EXAMPLES = {
    "action": "load test at twice the peak",
    "owner": "SM-DRE",
    "due": "fri, 20 nov, in 3 days, I5",
    "review": "fri, 20 nov, in 3 days, I5",
    "note": "",
}
"""The fields from above, each with an example."""

DATES = ("due", "review")


class RoamScreen(ReadBackForm[Risk | None]):
    """Answers with the risk as it is then. A letter by its key or by arrows, then its duties."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("R", "letter('R')", "choose a letter", key_display="R O A M"),
        *(Binding(letter, f"letter('{letter}')", show=False) for letter in "OAMU"),
    ]
    DEFAULT_CSS = """
    RoamScreen #letters { margin: 0 0 1 0; }
    """

    def __init__(self, session: Session, risk: Risk, letter: str = "") -> None:
        """`letter` is chosen already; without one the letters are asked for first."""
        super().__init__(session)
        self._risk = risk
        self._first = letter
        self._choices = roam.choices(risk)
        self._list = RowsView((Section("", tuple(map(self._choice, self._choices))),), id="letters")
        self._list.styles.height = len(self._choices)
        self._put: dict[str, str] = {}

    # -- what it is about

    @property
    def letter(self) -> str:
        """The letter under the cursor."""
        row = self._list.current
        return row.ref if row else self._choices[0]

    @property
    def _today(self) -> date:
        return self.session.ledger.today

    def title_words(self) -> str:
        """The risk, and where it stands."""
        return f"{self._risk.ref} · {letters_in_words(self.session.snapshot, self._risk)}"

    def about(self) -> str:
        """Its words and its exposure."""
        return f"{self._risk.text} · exposure {exposure_in_words(self._risk)}"

    def above(self) -> Iterable[Widget]:
        """The letters that may be given now."""
        yield self._list

    def _choice(self, letter: str) -> Row:
        word = "Reopen" if letter == "U" else roam.WORDS[letter]
        means = "review: it stays so" if letter == self._risk.roam else MEANS[letter]
        return Row("letter", letter, letter, "", word, means, "")

    # -- the fields of a letter

    def fields(self) -> tuple[FormField, ...]:
        """Every field there may be; `_show_letter` hides those that the letter does not need."""
        return tuple(FormField(name, name, example) for name, example in EXAMPLES.items())

    def begin(self) -> None:
        """The letters take the keys; a letter that is to be reviewed is under the cursor.

        One that was chosen already leads straight into what it owes.
        """
        self._list.move_to(self._first or self._risk.roam)
        self._show_letter()
        if self._first:
            self.to_first()
        else:
            self._list.focus()

    def _show_letter(self) -> None:
        """The fields that this letter needs. What was typed stays, what was only put there goes."""
        letter = self.letter
        labels = {duty.field: duty.label for duty in roam.duties(self._risk.roam, letter)}
        known = roam.known(self._risk, letter, self._today)
        for row in self.query(FieldRow):
            name = row.field
            row.display = name in labels
            row.call(FormField(name, labels.get(name, name), self._example(name)))
            if row.input.value == self._put.get(name, ""):
                self._put[name] = self._shown(name, getattr(known, name))
                with self.prevent(Input.Changed):
                    row.input.value = self._put[name]
        self.preview()

    @staticmethod
    def _shown(name: str, value: str | None) -> str:
        found = day(value) if name in DATES else None
        return say_day(found) if found else value or ""

    def _example(self, name: str) -> str:
        """An example; of a day that is past, which it was."""
        found = day(getattr(self._risk, name)) if name in DATES else None
        if found and found < self._today:
            return f"was {week_date(found)}, {due_word(found, self._today)}"
        return EXAMPLES[name]

    @on(RowsView.Highlighted)
    def _highlighted(self, event: RowsView.Highlighted) -> None:
        event.stop()
        if self.is_mounted:
            self._show_letter()

    @on(RowsView.Opened)
    def _chosen(self, event: RowsView.Opened) -> None:
        event.stop()
        self.to_first()

    def action_letter(self, letter: str) -> None:
        """Choose a letter by its key; one that may not follow says why."""
        if self._list.move_to(letter):
            self._show_letter()
            self.to_first()
        else:
            self._asked = False
            self.refuse(lambda: roam.give(self._risk, letter, roam.Said(), self._today))

    def action_step(self, by: int) -> None:
        """To the field above or below; above the first one are the letters."""
        rows = self.rows
        if by < 0 and rows and self.focused is rows[0].input:
            self._list.focus()
        else:
            super().action_step(by)

    def action_leave(self) -> None:
        """From a field to the letters, from there away."""
        if self.focused is self._list:
            self.dismiss(None)
        else:
            self._list.focus()

    # -- reading back and saving

    def read_back(self, typed: dict[str, str]) -> str:
        """The letter with its duties, the days in full."""
        said = roaming.understand(self.session.ledger, typed)
        facts = roam.give(self._risk, self.letter, said, self._today)
        return f"{self._risk.ref} {roam.in_words(self.letter, facts)}"

    def save(self, typed: dict[str, str]) -> Risk:
        """Give the letter."""
        ledger, risk = self.session.ledger, self._risk
        said = roaming.understand(ledger, typed)
        return self.session.do(roaming.give_letter, ledger, risk.ref, self.letter, said, risk.rev)
