"""What can be done with a PI objective: its business value, its commitment, the frozen plan."""

from __future__ import annotations

from collections.abc import Mapping

from console.screens.acts import Act
from console.screens.answering import AnswerScreen, Field
from console.screens.base import ConsoleScreen
from console.widgets.notice import say
from store.domain.calendar import day
from store.domain.records import Objective
from store.domain.words import plural, short_date
from store.insight.objectives import COMMITMENT, moved
from store.insight.plan import of_plan, plan_name
from store.insight.planning import lacks
from store.insight.rows import Row
from store.ledger import objectives

NO_OBJECTIVE = "Put the cursor on an objective first; rte add objective captures one."
WHY = Field("why", "why", "", "kept beside the plan: what changed since planning")


def _objective(screen: ConsoleScreen, row: Row | None) -> Objective | None:
    found = screen.session.ledger.views.get("objective", row.id) if row else None
    if isinstance(found, Objective):
        return found
    say(screen.app, "No objective", NO_OBJECTIVE)
    return None


def _plan_words(objective: Objective) -> str:
    """What was planned, for one whose plan is frozen: `Planned on 24 Sep: BV 8, committed`."""
    on = day(objective.baselined)
    if on is None:
        return ""
    value = "no BV" if objective.base_bv is None else f"BV {objective.base_bv}"
    kind = objective.base_committed
    said = f"{value}, {'not said' if kind is None else COMMITMENT[kind]}"
    since = f"; since then {', '.join(moved(objective))}" if moved(objective) else ""
    return f"\nPlanned, frozen {short_date(on)}: {said}{since}"


def give_values(screen: ConsoleScreen, row: Row | None) -> None:
    """Planned and actual business value; the plan, once frozen, moves only with a why."""
    found = _objective(screen, row)
    if found is None:
        return
    session = screen.session

    def save(typed: Mapping[str, str]) -> None:
        session.do(
            objectives.give_values, session.ledger, found.ref, typed["bv"], typed["actual"],
            typed.get("why", ""), found.rev,
        )  # fmt: skip

    fields = (
        Field("bv", "planned", "" if found.bv is None else str(found.bv), "1 to 10"),
        Field("actual", "actual", "" if found.actual is None else str(found.actual), "0 to 10"),
        *((WHY,) if found.baselined else ()),
    )
    about = f"{found.text}{_plan_words(found)}"
    screen.app.push_screen(AnswerScreen(f"{found.ref} Business value", about, fields, save))


def turn_commitment(screen: ConsoleScreen, row: Row | None) -> None:
    """Committed, or uncommitted; once the plan is frozen it asks why."""
    found = _objective(screen, row)
    if found is None:
        return
    session, ref, wanted = screen.session, found.ref, found.committed is not True
    if found.baselined is None:
        screen.attempt(lambda: session.do(objectives.set_committed, session.ledger, ref, wanted))
        return

    def save(typed: Mapping[str, str]) -> None:
        session.do(objectives.set_committed, session.ledger, ref, wanted, typed["why"], found.rev)

    about = f"{found.text}{_plan_words(found)}"
    title = f"{ref} Make it {COMMITMENT[wanted]}?"
    screen.app.push_screen(AnswerScreen(title, about, (WHY,), save))


def freeze(screen: ConsoleScreen, row: Row | None) -> None:  # noqa: ARG001 - for the whole plan
    """Ask, then freeze the plan where no PI planning was closed here."""
    session, snap = screen.session, screen.session.snapshot
    mine = of_plan(snap, Objective, "objective")
    owing = [o.ref for o in mine if lacks(o)]
    since = next((on for o in mine if (on := day(o.baselined))), None)
    if since is not None:
        say(
            screen.app,
            "The plan is frozen",
            f"Since {short_date(since)}. What changes now takes a why and is kept as a move.",
        )
        return

    def save(typed: Mapping[str, str]) -> None:
        if typed["it"] == "freeze":
            session.do(objectives.freeze, session.ledger)

    about = (
        f"{plural(len(mine), 'objective')} of {plan_name(snap) or 'no planning interval'}. From "
        "then on commitment and planned value change only with a why, which is kept beside them."
    )
    about += f"\nStill without value or commitment: {', '.join(owing[:8])}" if owing else ""
    fields = (Field("it", "the plan", choices=(("wait", "not yet"), ("freeze", "freeze it"))),)
    screen.app.push_screen(AnswerScreen("Freeze the plan?", about, fields, save))


VALUES = Act("v", "business value", give_values)
COMMIT = Act("o", "committed or not", turn_commitment)
FREEZE = Act("w", "freeze the plan", freeze)
