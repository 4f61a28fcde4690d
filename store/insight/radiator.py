"""The radiator of the breakouts: teams against the questions of the hourly Coach Sync."""

from __future__ import annotations

from dataclasses import dataclass

from store.domain.checkpoints import BY_KEY, EVERY_MS, HELP, NOT_YET, QUESTIONS, STATES, Question
from store.domain.records import Check, Event, Team
from store.domain.words import minutes
from store.insight.rows import Cell, Grid, GridLine, Mark, Row, Section, Surface, Urgency
from store.insight.snapshot import Snapshot

SHOWN = 4
"""Checkpoints whose answers stand in a cell, the present one included."""

LEGEND = tuple((state, word) for state, word in (*STATES.items(), ("unknown", "not asked")))


@dataclass(frozen=True, slots=True)
class Radiator:
    """The checkpoints of an event. `began` has the moment of each round in ms UTC, from round 1."""

    answers: dict[tuple[int, str, str], Check]
    """By round, team and question."""
    began: tuple[int, ...]

    @property
    def round(self) -> int:
        """The present checkpoint, from 1."""
        return max(1, len(self.began))

    def states(self, team: str, question: str) -> tuple[str, ...]:
        """The answer of each round, the present one last; "" where nobody answered."""
        found = (self.answers.get((n, team, question)) for n in range(1, self.round + 1))
        return tuple(check.state if check else "" for check in found)


def checks_of(snap: Snapshot, event: str) -> list[Check]:
    """Everything that was recorded in rounds during an event, in the order of recording."""
    return [check for check in snap.of(Check, "check") if check.event == event]


def event_of(snap: Snapshot) -> Event | None:
    """The event whose rounds are shown: the open one, else the last that has any."""
    if snap.running:
        return snap.running
    last = snap.of(Check, "check")[-1:]
    return snap.event_called(last[0].event) if last and last[0].event else None


def radiator_of(snap: Snapshot, event: Event | None) -> Radiator:
    """The checkpoints of `event`."""
    answers: dict[tuple[int, str, str], Check] = {}
    began: dict[int, int] = {}
    for check in checks_of(snap, event.ref) if event else ():
        if check.question and check.question not in BY_KEY:
            continue
        began.setdefault(check.round, check.at or 0)
        if check.team and check.question:
            answers[check.round, check.team, check.question] = check
    rounds = range(1, max(began, default=0) + 1)
    return Radiator(answers, tuple(began.get(n, 0) for n in rounds))


def _words(state: str) -> str:
    return STATES.get(state, state) or "not asked"


def _says(snap: Snapshot, seen: Radiator, team: Team, question: Question) -> str:
    """`Dredger: Are the risks written down? 14:05 not yet, 15:02 done`."""
    states = seen.states(team.short, question.key)
    told = [
        f"{snap.clock_time(at)} {_words(state)}"
        for at, state in zip(seen.began, states, strict=False)
        if state
    ]
    return f"{team.name}: {question.asks} {', '.join(told) or 'Nobody has answered yet.'}"


def _cell(snap: Snapshot, seen: Radiator, team: Team, question: Question) -> Cell:
    *earlier, now = seen.states(team.short, question.key)[-SHOWN:]
    key = f"{team.short}/{question.key}"
    says = _says(snap, seen, team, question)
    urgency = Urgency.NEEDS_YOU if now == HELP else Urgency.NORMAL
    marks = [Mark(sign=state or "unknown", urgency=Urgency.QUIET) for state in earlier]
    if earlier:
        marks.append(Mark(" "))
    marks.append(Mark(sign=now or "unknown", urgency=urgency if now else Urgency.QUIET))
    facts = {"team": team.short, "question": question.key, "state": now}
    row = Row("team", team.id, team.short, question.short, _words(now), question.asks,
              "", "", urgency, facts)  # fmt: skip
    return Cell(key, tuple(marks), says, row)


def _question(snap: Snapshot, seen: Radiator) -> str:
    if not seen.began:
        return "Ask every team, every hour: done, not yet, or help?"
    last = seen.began[-1]
    since = snap.now - last
    said = f"Checkpoint {seen.round}, since {snap.clock_time(last)}"
    if since >= EVERY_MS:
        return f"{said}, {minutes(since)} ago: the next Coach Sync is due. w begins it."
    return f"{said}. Who helps whom, and who stays stuck?"


def radiator(snap: Snapshot) -> Surface:
    """Teams against questions, with the answers of this checkpoint and of those before it.

    In a cell the present answer stands last, behind a space.
    """
    seen = radiator_of(snap, event_of(snap))
    lines = tuple(
        GridLine(team.short, tuple(_cell(snap, seen, team, question) for question in QUESTIONS))
        for team in snap.teams
    )
    grid = Grid(
        tuple(question.short for question in QUESTIONS),
        lines,
        LEGEND,
        empty="This train has no teams yet.",
    )
    rows = [cell.row for line in lines for cell in line.cells if cell.row]
    return Surface(
        "radiator",
        "Breakouts",
        (
            Section(
                "Help is wanted",
                tuple(row for row in rows if row.computed["state"] == HELP),
                "No team has asked for help.",
            ),
            Section("Not yet", tuple(row for row in rows if row.computed["state"] == NOT_YET)),
        ),
        _question(snap, seen),
        grid,
    )
