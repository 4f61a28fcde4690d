"""The checkpoint of the breakouts: what every team is asked at each hourly Coach Sync.

The grid of teams and questions is the classic radiator of PI planning. An answer is done, not yet,
or help; a question that nobody has answered yet is unknown, and is not "not yet".
"""

from __future__ import annotations

from dataclasses import dataclass

from store.domain.text import clean
from store.errors import UsageFault

DONE, NOT_YET, HELP = "done", "not-yet", "help"
STATES = {DONE: "done", NOT_YET: "not yet", HELP: "help"}
"""Stored state -> what people say."""

ACCEPTED, CONCERNS = "accepted", "concerns"
PLAN = "plan"
"""The question of a plan review, whose answers are `accepted` or `concerns`: kept beside the
checkpoints, because it too is asked of every team in turn."""

EVERY_MS = 3_600_000
"""A Coach Sync an hour."""

NEXT = {DONE: NOT_YET, NOT_YET: HELP, HELP: DONE}
"""What an answer becomes when it is turned on; the first answer is done."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its key, a heading of at most nine cells, and the whole of it."""

    key: str
    short: str
    asks: str


QUESTIONS = (
    Question("capacity", "capacity", "Is the capacity of all iterations known?"),
    Question("stories", "stories", "Are most stories of the first two iterations found?"),
    Question("rest", "the rest", "Are the other iterations roughly filled?"),
    Question("dependencies", "depends", "Are dependencies talked over with the other team?"),
    Question("risks", "risks", "Are the risks written down?"),
    Question("objectives", "drafted", "Are the PI objectives drafted?"),
    Question("owner", "BO seen", "Has a Business Owner been here?"),
)

BY_KEY = {question.key: question for question in QUESTIONS}


def question_named(text: str) -> Question:
    """The question with this key, its beginning, or its number from 1. Raises `UsageFault`."""
    word = text.strip().lower()
    if word.isascii() and word.isdigit() and 1 <= int(word[:3]) <= len(QUESTIONS):
        return QUESTIONS[int(word[:3]) - 1]
    found = [question for question in QUESTIONS if word and question.key.startswith(word)]
    if len(found) != 1:
        known = ", ".join(BY_KEY)
        raise UsageFault(f"There is no question {clean(text)[:40]!r}. There is: {known}.")
    return found[0]


def state_named(text: str) -> str:
    """The stored state that a person means. Raises `UsageFault`."""
    word = "-".join(text.lower().replace("-", " ").split())
    word = {"yes": DONE, "no": NOT_YET, "not": NOT_YET}.get(word, word)
    if word not in STATES:
        raise UsageFault(f"An answer is done, not-yet or help, not {clean(text)[:40]!r}.")
    return word
