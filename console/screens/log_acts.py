"""What can be done with decisions, objectives, actions and parked topics, by key."""

from __future__ import annotations

from dataclasses import replace

from console.screens import decision_acts, objective_acts, promise_acts
from console.screens.acts import Act
from console.screens.base import ConsoleScreen
from store.insight.rows import Row

DECISION = (decision_acts.SUPERSEDE, decision_acts.ANSWER, decision_acts.WEIGH)
OBJECTIVE = (objective_acts.VALUES, objective_acts.COMMIT, objective_acts.FREEZE)


def _or_answer(act: Act) -> Act:
    """The same act; on a row that was promised, among others, it answers for that."""

    def run(screen: ConsoleScreen, row: Row | None) -> None:
        promised = row is not None and row.kind in ("action", "topic")
        (promise_acts.answer_for if promised else act.run)(screen, row)

    return replace(act, run=run)


LOG_ACTS: dict[str, tuple[Act, ...]] = {
    "decision": DECISION,
    "objective": OBJECTIVE,
    "action": (promise_acts.ANSWER, promise_acts.REOPEN),
    "topic": (promise_acts.SETTLE, promise_acts.REOPEN),
}
"""Acts by the kind of record, in its register."""

LOG_SURFACES: dict[str, tuple[Act, ...]] = {
    "decisions": DECISION,
    "scope": (_or_answer(decision_acts.SUPERSEDE), *DECISION[1:]),
    "objectives": (_or_answer(objective_acts.VALUES), *OBJECTIVE[1:]),
}
"""Acts by the name of the surface."""
