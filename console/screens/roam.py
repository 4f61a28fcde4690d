"""A risk gets its letter: which one, and what that letter owes."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from console.screens.choosing_form import ChoosingForm
from console.screens.read_back_form import FieldRow, FormField
from console.session import Session
from store.domain import roam
from store.domain.calendar import day
from store.domain.dates import say_day
from store.domain.records import Risk
from store.domain.words import due_word, week_date
from store.insight.risk_walk import exposure_in_words, letters_in_words
from store.insight.rows import Row
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


class RoamScreen(ChoosingForm[Risk | None]):
    """Answers with the risk as it is then. A letter by its key or by arrows, then its duties."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("R", "letter('R')", "choose a letter", key_display="R O A M"),
        *(Binding(letter, f"letter('{letter}')", show=False) for letter in "OAMU"),
    ]

    def __init__(self, session: Session, risk: Risk, letter: str = "") -> None:
        """`letter` is chosen already; without one the letters are asked for first."""
        self._risk = risk
        self._straight = letter
        self._put: dict[str, str] = {}
        super().__init__(session, [self._choice(one) for one in roam.choices(risk)])

    # -- what it is about

    @property
    def letter(self) -> str:
        """The letter under the cursor."""
        return self.chosen

    @property
    def _today(self) -> date:
        return self.session.ledger.today

    def title_words(self) -> str:
        """The risk, and where it stands."""
        return f"{self._risk.ref} · {letters_in_words(self.session.snapshot, self._risk)}"

    def about(self) -> str:
        """Its words and its exposure."""
        return f"{self._risk.text} · exposure {exposure_in_words(self._risk)}"

    def _choice(self, letter: str) -> Row:
        word = "Reopen" if letter == "U" else roam.WORDS[letter]
        means = "review: it stays so" if letter == self._risk.roam else MEANS[letter]
        return Row("letter", letter, letter, "", word, means, "")

    # -- the fields of a letter

    def fields(self) -> tuple[FormField, ...]:
        """Every field there may be; `show_chosen` hides those that the letter does not need."""
        return tuple(FormField(name, name, example) for name, example in EXAMPLES.items())

    def begin(self) -> None:
        """The letters take the keys; a letter that is to be reviewed is under the cursor.

        One that was chosen already leads straight into what it owes.
        """
        self.choices.move_to(self._straight or self._risk.roam)
        super().begin()
        if self._straight:
            self.to_first()

    def show_chosen(self) -> None:
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

    def known(self, name: str) -> str:
        """What the present letter put there."""
        return self._put.get(name, "")

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

    def action_letter(self, letter: str) -> None:
        """Choose a letter by its key; one that may not follow says why."""
        if self.choices.move_to(letter):
            self.show_chosen()
            self.take()
        else:
            self._asked = False
            self.refuse(lambda: roam.give(self._risk, letter, roam.Said(), self._today))

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
