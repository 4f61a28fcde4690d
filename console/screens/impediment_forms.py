"""The forms of an impediment besides escalation: its next step, and how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.binding import Binding, BindingType

from console.screens.choosing_form import ChoosingForm
from console.screens.escalate import step_in_words
from console.screens.impediment_choices import CHOICES
from console.screens.read_back_form import FieldRow, FormField, ReadBackForm
from console.session import Session
from store.domain import impeding as rules
from store.domain.calendar import day
from store.domain.dates import say_day
from store.domain.records import Impediment
from store.insight.rows import Row
from store.ledger import impeding


class StepScreen(ReadBackForm[Impediment | None]):
    """What comes next, by when, and who removes it: one line."""

    def __init__(self, session: Session, impediment: Impediment) -> None:
        super().__init__(session)
        self._impediment = impediment

    def title_words(self) -> str:
        """The impediment."""
        return f"{self._impediment.ref} · next step"

    def about(self) -> str:
        """What it says, and the step there is."""
        item = self._impediment
        due = day(item.due)
        now = f" Until now: {item.next or 'a step'}, by {say_day(due)}." if due else ""
        return f"{item.text}.{now} What is the next step, by when, and who removes it?"

    def fields(self) -> tuple[FormField, ...]:
        """One line, as in a capture."""
        return (FormField("line", "next step", "ask the vendor for a date due:fri owner:SM-GAN"),)

    def read_back(self, typed: dict[str, str]) -> str:
        """What was understood of it, or what it lacks."""
        ledger, found = self.session.ledger, impeding.read_step(self.session.ledger, typed["line"])
        rules.step(self._impediment, found.text, found.due, found.owner, ledger.today)
        return f"{self._impediment.ref} next: {step_in_words(self.session, typed['line'])}"

    def save(self, typed: dict[str, str]) -> Impediment:
        """Say it."""
        item = self._impediment
        return self.session.do(
            impeding.step, self.session.ledger, item.ref, typed["line"], item.rev
        )


UP = "escalate"
"""The answer of the dialog where the question goes further up: that is a form of its own."""

FURTHER_UP = ("further up", "no answer has come: ask the next level, with a brief")
AT_THE_TOP = ("ask again", "its brief is not on record: ask once more, with one")
SAME_CAUSE = ("same cause", "it comes from the cause of another one")


class StandingScreen(ChoosingForm[Impediment | str | None]):
    """How it stands: a choice, then only what that choice demands."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "number(1)", "choose", key_display="1 2 3"),
        *(Binding(str(n), f"number({n})", show=False) for n in range(2, 9)),
    ]

    def __init__(self, session: Session, impediment: Impediment) -> None:
        self._impediment = impediment
        self._names = [name for name in rules.deeds_of(impediment) if name in CHOICES]
        self._is_at_top = impediment.level == rules.LEVELS[-1]
        if "answer" in self._names and not (self._is_at_top and rules.awaited(impediment)):
            self._names.append(UP)
        self._names.append("cause")
        super().__init__(session, [self._choice(n, name) for n, name in enumerate(self._names, 1)])

    def _choice(self, number: int, name: str) -> Row:
        known = {"cause": SAME_CAUSE, UP: AT_THE_TOP if self._is_at_top else FURTHER_UP}
        word, means = known.get(name) or _means(self._impediment, name)
        return Row("choice", name, str(number), "", word, means, "")

    def title_words(self) -> str:
        """The impediment, and how it stands now."""
        item = self._impediment
        return f"{item.ref} · {item.state} · {rules.WORDS.get(item.level, item.level)}"

    def about(self) -> str:
        """What it says."""
        return f"{self._impediment.text}. How does it stand?"

    def fields(self) -> tuple[FormField, ...]:
        """Every field that a choice may demand; those of the present one are shown."""
        item = self._impediment
        known = {"begin-owner": item.owner or "", "verify-team": item.team or ""}
        known["resolve-cause"] = item.cause or ""
        return tuple(
            FormField(f"{name}-{one.name}", one.label, one.example,
                      known.get(f"{name}-{one.name}", ""))
            for name in self._names if name != UP
            for one in CHOICES[name].fields
        )  # fmt: skip

    def show_chosen(self) -> None:
        """Only the fields of this choice."""
        for row in self.query(FieldRow):
            row.display = row.field.startswith(f"{self.chosen}-")
        self.preview()

    def take(self) -> None:
        """To the fields; further up is a form of its own."""
        if self.chosen == UP:
            self.dismiss(UP)
        else:
            super().take()

    def action_number(self, number: int) -> None:
        """Choose by its number."""
        if number <= len(self._names) and self.choices.move_to(self._names[number - 1]):
            self.show_chosen()
            self.take()

    def _said(self, typed: Mapping[str, str]) -> dict[str, str]:
        return {name.partition("-")[2]: text for name, text in typed.items()}

    def read_back(self, typed: dict[str, str]) -> str:
        """What it would be, in words; raises what the use-case would refuse, before it is asked."""
        if self.chosen == UP:
            return "Enter opens the brief."
        return CHOICES[self.chosen].read(self.session, self._impediment, self._said(typed))

    def save(self, typed: dict[str, str]) -> Impediment:
        """Do it."""
        does, said = CHOICES[self.chosen].does, self._said(typed)
        return self.session.do(does, self.session, self._impediment, said)


def _means(item: Impediment, name: str) -> tuple[str, str]:
    deed = rules.DEEDS[name]
    if name == "reopen" and item.state == "resolved":
        return "not gone", "the team that raised it says that it is still there: why"
    if name == "hold" and item.state == "on hold":
        return "still on hold", deed.means
    return deed.word, deed.means
