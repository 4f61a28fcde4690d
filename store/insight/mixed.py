"""Rows of any kind of record, for lists that mix them."""

from __future__ import annotations

from typing import cast

from store.domain.records import (
    Action,
    Decision,
    DemoItem,
    Dependency,
    Event,
    Feedback,
    FlowItem,
    Impediment,
    Improvement,
    Milestone,
    Objective,
    Problem,
    Record,
    Risk,
    Team,
    Topic,
    Vote,
)
from store.insight import (
    blocks,
    decisions,
    demo,
    dependencies,
    events,
    impediments,
    improvements,
    milestones,
    objectives,
    problems,
    promises,
    risk_reviews,
    votes,
)
from store.insight.called import interval_of
from store.insight.flow_rows import flow_row
from store.insight.rows import Row
from store.insight.snapshot import Snapshot


def row_of(kind: str, record: Record, snap: Snapshot) -> Row:
    """The row of a record of `kind`, worded as in the kind's own list."""
    today = snap.today
    match kind:
        case "risk":
            return risk_reviews.risk_row(snap, cast(Risk, record))
        case "impediment":
            return impediments.impediment_row(
                cast(Impediment, record), today, impediments.holidays(snap)
            )
        case "dependency":
            pi = interval_of(snap, record.pi)
            found = blocks.against(snap).get(record.id, ())
            return dependencies.dependency_row(cast(Dependency, record), pi, today, found)
        case "decision":
            return decisions.decision_row(cast(Decision, record), snap)
        case "action":
            return promises.action_row(cast(Action, record), today)
        case "topic":
            return promises.topic_row(cast(Topic, record))
        case "objective":
            return objectives.objective_row(cast(Objective, record), snap)
        case "event":
            return events.event_row(snap, cast(Event, record))
        case "improvement":
            return improvements.improvement_row(cast(Improvement, record), snap)
        case "demo":
            return demo.item_row(cast(DemoItem, record), snap)
        case "feedback":
            return demo.feedback_row(cast(Feedback, record))
        case "vote":
            return votes.single_vote_row(cast(Vote, record))
        case "milestone":
            pi = interval_of(snap, record.pi)
            return milestones.milestone_row(cast(Milestone, record), pi, today)
        case "flow":
            return flow_row(cast(FlowItem, record), today)
        case "problem":
            return problems.problem_row(cast(Problem, record), snap)
        case "team":
            return _team_row(cast(Team, record))
        case _:
            return Row(kind, record.id, record.ref, "", "", record.text, "")


def _team_row(team: Team) -> Row:
    people = f"{team.people} people" if team.people is not None else ""
    state = "retired" if team.retired else people
    text = f"{team.name}: {team.does}" if team.does else team.name
    return Row("team", team.id, team.short, "", state, text, "")
