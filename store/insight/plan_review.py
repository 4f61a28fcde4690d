"""The review of every team's plan: what is on record of it, and the verdict.

What a team has on record is counted for that team's own review and never compared with another's.
"""

from __future__ import annotations

from dataclasses import dataclass

from store.domain.checkpoints import ACCEPTED, CONCERNS, PLAN, STATES
from store.domain.records import Check, Dependency, Event, Objective, Risk, Team
from store.domain.words import plural
from store.insight import risks
from store.insight.plan import objectives_by_team, of_plan
from store.insight.radiator import checks_of, event_of, radiator_of
from store.insight.rows import Cell, Grid, GridLine, Mark, Row, Section, Surface, Urgency
from store.insight.snapshot import Snapshot

GONE = ("removed", "declined")
COLUMNS = ("verdict", "capacity", "committed", "uncommit.", "risks", "gives", "takes")


def reviews(snap: Snapshot, event: Event | None) -> dict[str, list[Check]]:
    """Verdicts on each team's plan during an event, in the order in which they were given."""
    found: dict[str, list[Check]] = {}
    for check in checks_of(snap, event.ref) if event else ():
        if check.question == PLAN and check.team:
            found.setdefault(check.team, []).append(check)
    return found


@dataclass(frozen=True, slots=True)
class Plan:
    """A team's plan as far as it is on record."""

    team: Team
    objectives: tuple[Objective, ...]
    risks: int
    """Open ones that name the team."""
    gives: int
    takes: int
    """Dependencies that are still wanted."""
    capacity: str
    """The team's last answer to the radiator's question about it; empty without one."""
    verdicts: tuple[Check, ...]

    @property
    def committed(self) -> int:
        """Committed objectives."""
        return sum(1 for objective in self.objectives if objective.committed is True)

    @property
    def uncommitted(self) -> int:
        """Uncommitted objectives."""
        return sum(1 for objective in self.objectives if objective.committed is False)

    @property
    def verdict(self) -> str:
        """The last verdict; empty before the first."""
        return self.verdicts[-1].state if self.verdicts else ""

    @property
    def concerns(self) -> str:
        """What speaks against it now; empty when it is accepted or was not reviewed."""
        return self.verdicts[-1].text if self.verdict == CONCERNS else ""

    @property
    def load(self) -> str:
        """The team's load, of which only its own word on capacity is on record."""
        return f"capacity {STATES[self.capacity]}" if self.capacity in STATES else "load no data"


def plans_of(snap: Snapshot) -> list[Plan]:
    """The plan of every team, in the train's order."""
    event = event_of(snap)
    given, seen, mine = reviews(snap, event), radiator_of(snap, event), objectives_by_team(snap)
    exposed = [risk for risk in of_plan(snap, Risk, "risk") if risks.is_open(risk)]
    tied = [d for d in of_plan(snap, Dependency, "dependency") if d.state not in GONE]
    found = []
    for team in snap.teams:
        answered = [state for state in seen.states(team.short, "capacity") if state]
        found.append(
            Plan(
                team,
                tuple(mine[team.short]),
                sum(1 for risk in exposed if team.short in (risk.team, *risk.teams)),
                sum(1 for dep in tied if dep.provider == team.short),
                sum(1 for dep in tied if dep.consumer == team.short),
                answered[-1] if answered else "",
                tuple(given.get(team.short, ())),
            )
        )
    return found


def _owes(plan: Plan) -> list[str]:
    owed = [plan.concerns] if plan.concerns else []
    if not plan.objectives:
        owed.append("no objectives yet")
    if unvalued := sum(1 for objective in plan.objectives if objective.bv is None):
        owed.append(f"{unvalued} without planned value")
    if neither := len(plan.objectives) - plan.committed - plan.uncommitted:
        owed.append(f"{neither} neither committed nor uncommitted")
    return owed


def _row(plan: Plan) -> Row:
    owed, loose = _owes(plan), plan.uncommitted
    text = (
        f"{plural(len(plan.objectives), 'objective')}{f' ({loose} uncommitted)' if loose else ''}"
        f" · {plural(plan.risks, 'risk')} · gives {plan.gives}, takes {plan.takes} · {plan.load}"
    )
    return Row(
        kind="team",
        id=plan.team.id,
        ref=plan.team.short,
        when="",
        state=plan.verdict or "no verdict",
        text=text,
        who=plan.team.name,
        note=" · ".join(owed),
        urgency=Urgency.NEEDS_YOU if owed else Urgency.NORMAL,
        computed={"team": plan.team.short, "verdict": plan.verdict or None},
    )


def _line(plan: Plan, row: Row) -> GridLine:
    signs = {ACCEPTED: "done", CONCERNS: "help"}
    urgency = Urgency.NEEDS_YOU if plan.verdict == CONCERNS else Urgency.NORMAL
    load = STATES.get(plan.capacity, "no data")
    marks = [
        Mark(plan.verdict, signs.get(plan.verdict, "unknown"), urgency),
        Mark(load, urgency=Urgency.NORMAL if plan.capacity else Urgency.QUIET),
    ]
    counts = (plan.committed, plan.uncommitted, plan.risks, plan.gives, plan.takes)
    marks += [Mark(str(count)) for count in counts]
    note = f" · {row.note}" if row.note else ""
    says = f"{plan.team.name}, {row.state}: {row.text}{note}"
    team = plan.team.short
    cells = zip(COLUMNS, marks, strict=True)
    return GridLine(
        team, tuple(Cell(f"{team}/plan/{name}", (mark,), says, row) for name, mark in cells)
    )


def plan_review(snap: Snapshot) -> Surface:
    """Each team's plan as far as it is on record, and whether it was accepted."""
    plans = plans_of(snap)
    rows = [_row(plan) for plan in plans]
    lines = tuple(_line(plan, row) for plan, row in zip(plans, rows, strict=True))
    empty = "This train has no teams yet."
    legend = (("done", "accepted"), ("help", "concerns"), ("unknown", "no verdict"))
    return Surface(
        "plan-review",
        "Plan review",
        (Section("Plans, as they are on record", tuple(rows), empty),),
        "Can the Business Owners accept this plan? If not, what would have to change?",
        Grid(COLUMNS, lines, legend, empty=empty),
    )
