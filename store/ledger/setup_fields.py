"""The facts a train is set up from as fields of text: shown, previewed, saved, each by itself.

A field is identified by what it belongs to, so that a list that changes meanwhile does no harm. Its
`rev` is that of the record as it was shown; a change by somebody else since then is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

from store.domain.cadence import usual
from store.domain.calendar_records import Holiday, Offset
from store.domain.intervals import interval_from
from store.domain.occasions import Occasion, occasions
from store.domain.records import PlanningInterval
from store.errors import RuleBroken
from store.ledger import setting_up
from store.ledger.ledger import Ledger
from store.ledger.questions import QUESTIONS, Plan, Question, answer


@dataclass(frozen=True, slots=True)
class Field:
    """One fact: what it is called, how it is shown, how it is typed, what may be written."""

    id: str
    label: str
    shown: str
    text: str
    hint: str
    rev: int = 1
    removes: str = ""
    """What taking it out means, in words; "" where it cannot be taken out."""
    makes: bool = False
    """Whether saving it adds something instead of changing what is there."""


Sections = tuple[tuple[str, tuple[Field, ...]], ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the calendar is computed from, as it is or as it would be."""

    cadence: tuple[Offset, ...]
    intervals: tuple[PlanningInterval, ...]
    zone: str
    holidays: tuple[Holiday, ...] = ()

    @property
    def occasions(self) -> tuple[Occasion, ...]:
        """The calendar of these intervals, one behind the other."""
        zone = ZoneInfo(self.zone)
        return tuple(
            one
            for interval in self.intervals
            for one in occasions(self.cadence, interval, zone, self.holidays)
        )


class Facts(Protocol):
    """Facts that can be edited: those of a train, or of one that is about to be set up."""

    def sections(self) -> Sections:
        """The fields as they are now."""

    def outlook(self, field: Field | None = None, text: str = "") -> Outlook:
        """The calendar's facts, as if `text` were saved in `field`. Raises its refusal."""

    def save(self, field: Field, text: str) -> str:
        """Save a field, and say in one sentence what it is now. Raises the refusal."""

    def take_out(self, field: Field) -> str:
        """Take out what a field is about, and say so. Raises the refusal."""


class PlanFacts:
    """The facts of a train that is not set up yet; `plan` holds them until it is."""

    MAKE = "make"

    def __init__(self, ledger: Ledger, zone: str) -> None:
        self._ledger = ledger
        self.plan = Plan(ledger.now().astimezone(ZoneInfo(zone)).date(), zone=zone)

    def sections(self) -> Sections:
        """One field a question, and the one that makes the train."""
        asked = tuple(self._field(question) for question in QUESTIONS)
        lacking = [f.label.lower() for f in asked if not f.text]
        said = f"still needs: {', '.join(lacking)}" if lacking else "Enter sets it up"
        make = Field(self.MAKE, "Set this train up", said, "", "", makes=True)
        return (("A new train", asked), ("When all is right", (make,)))

    def _field(self, question: Question) -> Field:
        said = question.said(self.plan)
        return Field(question.fact, question.label, said or "not yet", said, question.hint)

    def _answered(self, field: Field, text: str) -> Plan:
        question = next(q for q in QUESTIONS if q.fact == field.id)
        return answer(self.plan, question, text)

    def outlook(self, field: Field | None = None, text: str = "") -> Outlook:
        """The calendar that the plan would have."""
        plan = self.plan
        if field is not None and field.id != self.MAKE:
            plan = self._answered(field, text)
        interval = interval_from(plan.pi, plan.start, plan.shape)
        return Outlook(usual(plan.shape, plan.sync), (interval,), plan.zone)

    def save(self, field: Field, text: str) -> str:
        """Keep an answer in the plan; or set the train up, which alone writes anything."""
        if field.id == self.MAKE:
            setting_up.init(self._ledger, self.plan)
            return f"{self.plan.name} is set up."
        self.plan = self._answered(field, text)
        return f"{field.label} noted. Nothing is stored until the train is set up."

    def take_out(self, field: Field) -> str:
        """A plan has nothing to take out."""
        raise RuleBroken(f"{field.label} cannot be taken out. Enter changes it.")
