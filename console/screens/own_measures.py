"""Measures of the train's own by keyboard: a new one, and its value on a day."""

from __future__ import annotations

from collections.abc import Mapping

from console.screens.answering import AnswerScreen, Field
from console.screens.base import ConsoleScreen
from console.screens.flow_acts import days
from console.widgets.notice import say
from store.domain.own_measuring import AREAS
from store.domain.records import OwnMeasure
from store.insight.outcome_measures import own_called
from store.insight.rows import Row
from store.ledger import own_measures as use

BETTER_IS = (("up", "up"), ("down", "down"), ("", "neither"))
"""Which way is better, and its words."""


def _saved(screen: ConsoleScreen, said: str) -> None:
    screen.reload()
    screen.tick()
    say(screen.app, "Saved", f"{said} · u takes it back", "information")


def add_measure(screen: ConsoleScreen, row: Row | None = None) -> None:  # noqa: ARG001 - a new one
    """A new measure, and its first value if there is one."""
    session = screen.session
    made: list[OwnMeasure] = []

    def save(typed: Mapping[str, str]) -> None:
        made.append(
            session.do(
                use.add_with, session.ledger, typed["name"], typed["unit"], typed["area"],
                typed["better"], typed["value"], typed["on"],
            )
        )  # fmt: skip

    def answered(done: bool | None) -> None:
        if done and made:
            _saved(screen, f"{made[-1].ref} {made[-1].text}")

    fields = (
        Field("name", "what", "", "bookings done in under two minutes"),
        Field("unit", "unit", "", "%, days, per week"),
        Field("area", "it is", choices=tuple((area, area) for area in AREAS)),
        Field("better", "better is", "up", choices=BETTER_IS),
        Field("value", "value", "", "72; may come later"),
        Field("on", "on", "", "today; or a day, like 12 nov"),
    )
    about = "What users get of the work, how it flows, or how well we do it: a number a day."
    screen.app.push_screen(AnswerScreen("A measure of our own", about, fields, save), answered)


def give_value(screen: ConsoleScreen, measure: OwnMeasure) -> None:
    """What a measure says on a day."""
    session = screen.session

    def save(typed: Mapping[str, str]) -> None:
        session.do(use.keep, session.ledger, measure.ref, typed["value"], typed["on"],
                   typed["note"])  # fmt: skip

    def answered(done: bool | None) -> None:
        if done:
            _saved(screen, measure.ref)

    fields = (
        Field("value", "value", "", f"in {measure.unit}" if measure.unit else "72"),
        Field("on", "on", "", "today; or a day, like 12 nov"),
        Field("note", "note", "", "first week with the new gate form"),
    )
    about = f"{measure.text}\nA second value of a day takes the place of the first."
    screen.app.push_screen(AnswerScreen(f"{measure.ref} Its value", about, fields, save), answered)


def tend(screen: ConsoleScreen, row: Row | None) -> None:
    """A value for the own measure under the cursor; a new one where none is; else flow days."""
    found = own_called(screen.session.snapshot, row.id) if row is not None else None
    if found is not None:
        give_value(screen, found)
    elif row is not None and row.id == "outcome":
        add_measure(screen)
    else:
        days(screen, row)
