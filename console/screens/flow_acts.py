"""Flow items by keyboard: a form that adds one, and one that says when it started or was done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from console.screens.acts import Act
from console.screens.answering import AnswerScreen, Field
from console.screens.base import ConsoleScreen
from console.screens.read_back_form import FormField, ReadBackForm
from console.widgets.notice import say
from store.domain.flowing import NATURES, stands
from store.domain.records import FlowItem
from store.insight.rows import Row
from store.ledger import flowing as use

WORDS = {"start": "started", "done": "done", "drop": "dropped"}
"""What becomes of an item, as a choice says it."""


class FlowForm(ReadBackForm[FlowItem]):
    """A new flow item: only its words are needed; its days make the flow metrics."""

    DEFAULT_CSS: ClassVar[str] = "FlowForm.-low #about { display: none; }"

    def title_words(self) -> str:
        """What stands in the frame."""
        return "Flow item · new"

    def about(self) -> str:
        """What it is for."""
        return "A piece of work with its days. From them come flow time, velocity, load and ageing."

    def fields(self) -> tuple[FormField, ...]:
        """Words, key, nature, team, days, effort."""
        return (
            FormField("text", "what", "gate wait on the portal"),
            FormField("key", "key", "F-12: what it is called where it is kept"),
            FormField("nature", "nature", ", ".join(NATURES)),
            FormField("team", "team", " ".join(t.short for t in self.session.ledger.teams)),
            FormField("started", "started", "12 oct; empty: not started yet"),
            FormField("done", "done", "empty: not done yet"),
            FormField("active", "days worked", "of all its days; empty: not known"),
            FormField("size", "size", "5; empty: not known"),
        )

    def read_back(self, typed: dict[str, str]) -> str:
        """What would be saved."""
        return use.in_words(use.read_fields(self.session.ledger, typed))

    def save(self, typed: dict[str, str]) -> FlowItem:
        """Save it as one change."""
        ledger = self.session.ledger
        return self.session.do(use.add_fields, ledger, typed)


def add(screen: ConsoleScreen, row: Row | None) -> None:  # noqa: ARG001 - an act is given a row
    """Add a flow item by its form."""

    def answered(made: FlowItem | None) -> None:
        if made is not None:
            _again(screen, f"{made.ref} is {stands(made)}")

    screen.app.push_screen(FlowForm(screen.session), answered)


def days(screen: ConsoleScreen, row: Row | None) -> None:
    """Say when an item started, was done or was dropped; the one under the cursor is filled in."""
    ledger = screen.session.ledger
    known = row.ref if row is not None and row.kind == "flow" else ""

    def save(typed: Mapping[str, str]) -> None:
        made.append(
            screen.session.do(
                use.set_days, ledger, typed["item"], typed["deed"], typed["on"], typed["active"]
            )
        )

    def answered(saved: bool | None) -> None:
        if saved and made:
            _again(screen, f"{made[-1].ref} is {stands(made[-1])}")

    made: list[FlowItem] = []
    fields = (
        Field("item", "item", known, "F-12 or W3"),
        Field("deed", "it is", "done", choices=tuple(WORDS.items())),
        Field("on", "on", "", "today; or a day, like 12 nov"),
        Field("active", "days worked", "", "with done: on how many of its days"),
    )
    about = "An item by its key or its reference. A day that was said wrong can be said anew."
    screen.app.push_screen(AnswerScreen("Flow item · its days", about, fields, save), answered)


def _again(screen: ConsoleScreen, done: str) -> None:
    screen.reload()
    screen.tick()
    say(screen.app, "Saved", f"{done} · u takes it back", "information")


ADD = Act("o", "add flow item", add)
"""On the surface of measures: what flow is made of comes in there by keyboard."""
