"""Surfaces of PI planning that are lists: business value, the retrospective, moving forward."""

from __future__ import annotations

from dataclasses import replace

from store.domain.records import Action, Dependency, Event, Objective, Risk, Topic
from store.insight import blocks, dependencies, objectives, promises, risks, votes
from store.insight.improvements import wanting_section
from store.insight.plan import objectives_by_team, of_plan, plan_interval
from store.insight.rows import Row, Section, Surface, Urgency
from store.insight.snapshot import Snapshot

KEEP, CHANGE = "keep", "change"
PLANNING = ("votes", "bv", "plan-review")
"""Surfaces that only an event has which makes a plan."""


def lacks(objective: Objective) -> str:
    """What planning still owes an objective; empty when nothing."""
    lacking = [] if objective.bv is not None else ["no planned value yet"]
    if objective.committed is None:
        lacking.append("committed or uncommitted?")
    return " · ".join(lacking)


# -- business value


def business_value(snap: Snapshot) -> Surface:
    """Objectives of each team with their planned business value, and what they lack."""
    names = {team.short: team.name for team in snap.teams}
    sections = []
    for short, found in objectives_by_team(snap).items():
        rows = []
        for objective in found:
            owed = lacks(objective)
            urgency = Urgency.NEEDS_YOU if owed else Urgency.NORMAL
            row = objectives.objective_row(objective, snap)
            rows.append(replace(row, who="", note=owed, urgency=urgency))
        title = f"{short} {names.get(short, '')}".strip() or "No team"
        sections.append(Section(title, tuple(rows), "No objectives yet."))
    wanting = wanting_section(snap)
    sections += [wanting] if wanting else []
    return Surface(
        "bv",
        "PI objectives and planned business value",
        tuple(sections) or (Section("No teams", (), "This train has no teams yet."),),
        "For each team: which is worth most, a 10, and how much is each beside it?",
    )


# -- retrospective, and what follows


def retro_lines(snap: Snapshot, event: Event | None, state: str) -> list[Topic]:
    """What the retrospective of an event says to keep, or to change."""
    ref = event.ref if event else None
    return [t for t in snap.topics if t.state == state and t.event == ref]


def retrospective(snap: Snapshot) -> Surface:
    """What the room wants kept, and what changed, in how this event runs."""
    event = snap.running
    sections = []
    for state, title, key in ((KEEP, "Keep", "v"), (CHANGE, "Change", "w")):
        found = retro_lines(snap, event, state)
        rows = tuple(replace(promises.topic_row(topic), state="") for topic in reversed(found))
        sections.append(Section(title, rows, f"Nothing yet. Press {key} for a line."))
    return Surface(
        "retro",
        "Retrospective of this event",
        tuple(sections),
        "Which one change do we make next time, and who makes it? Press a for that action.",
    )


def still_open(snap: Snapshot) -> list[Row]:
    """What the plan owes before the event is done: each row is the record that lacks something.

    Objectives and their planned value, a giver's yes to every dependency, a letter for every risk,
    a vote of every team and of the ART with everybody at one or two heard.
    """
    rows: list[Row] = []
    mine = objectives_by_team(snap)
    for team in snap.teams:
        if not mine[team.short]:
            rows.append(
                Row("team", team.id, team.short, "", "", team.name, "", "no objectives yet",
                    Urgency.NEEDS_YOU)
            )  # fmt: skip
    for objective in (one for found in mine.values() for one in found):
        if owed := lacks(objective):
            row = objectives.objective_row(objective, snap)
            rows.append(replace(row, note=owed, urgency=Urgency.NEEDS_YOU))
    pi = plan_interval(snap)
    if pi is not None:
        waiting = [d for d in of_plan(snap, Dependency, "dependency") if d.state == "proposed"]
        rows += dependencies.by_attention(waiting, pi, snap.today, blocks.against(snap))
    plain = [r for r in of_plan(snap, Risk, "risk") if r.roam == "U" and risks.is_open(r)]
    rows += risks.by_attention(plain, snap.today)
    return rows + votes.missing(snap)


def plans(event: Event) -> bool:
    """Whether an event makes a plan, by what its steps put in front of the room."""
    return any(step.surface in PLANNING for step in event.steps)


def moving_forward(snap: Snapshot) -> Surface:
    """Next steps with owners and dates, and what the plan still owes."""
    here = snap.running.ref if snap.running else None
    actions = [a for a in of_plan(snap, Action, "action") if promises.is_open(a)]
    mine = [a for a in actions if here is None or a.event == here]
    topics = [t for t in snap.topics if promises.is_open(t) and t.event == here and here]
    return Surface(
        "forward",
        "Moving forward",
        (
            Section(
                "Next steps",
                tuple(promises.by_due(mine, snap.today)),
                "No next step yet. Press a: what, owner:, due:.",
            ),
            Section(
                "Parked, for after",
                tuple(promises.topic_row(topic) for topic in topics),
                "Nothing is parked.",
            ),
            Section(
                "The plan still owes",
                tuple(still_open(snap)),
                "Nothing: objectives, dependencies, risks and votes are complete.",
            ),
        ),
        "Who does what by when, and when do we look again?",
    )
