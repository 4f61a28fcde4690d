"""Dependencies: slack in iterations, and health in words.

Slack is the consumer's need-by iteration minus the provider's planned one. Provider earlier is
fine, the same iteration is a caution, later is a conflict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from store.domain.calendar import day, iteration_on, position, slot
from store.domain.depending_terms import SETTLED
from store.domain.records import Dependency, PlanningInterval
from store.domain.words import plural
from store.insight.rows import Row, Urgency, ref_order

STARTED = ("in progress", "delivered", "accepted")
STALE_AFTER = 2
"""Iterations after which somebody should ask whether to escalate what nobody has touched."""

Against = Mapping[str, Sequence[str]]
"""By id of a dependency, what is open against it (`store.insight.blocks`)."""
NOTHING: Against = {}


@dataclass(frozen=True, slots=True)
class Health:
    """What is known of a dependency's chances. `late` is in iterations, None if not delivered."""

    word: str
    urgency: Urgency
    slack: int | None
    late: int | None
    stale: int | None = None
    """Iterations that have begun since anybody touched it; None if that is unknown, or settled."""

    @property
    def urgent(self) -> bool:
        """Whether somebody should act."""
        return self.urgency is Urgency.NEEDS_YOU


SIGNS = {"in progress": "half", "delivered": "full", "accepted": "done", "missed": "missed"}
"""The sign of each state by its name; what is only asked for or agreed has another one."""


def sign(dependency: Dependency, urgency: Urgency) -> str:
    """The sign for its health, by name: the words that go with it say the same."""
    return "help" if urgency is Urgency.NEEDS_YOU else SIGNS.get(dependency.state, "not-yet")


def _place(pi: PlanningInterval, name: str | None) -> int | None:
    """By the interval's own iterations; by their numbers only where it has none on record."""
    return position(pi, name) if pi.iterations else slot(name)


def is_open(dependency: Dependency) -> bool:
    """Whether somebody still has to do something about it."""
    return dependency.state not in SETTLED


def slack(dependency: Dependency, pi: PlanningInterval) -> int | None:
    """Need-by minus planned, in iterations; None unless both are known."""
    need, plan = _place(pi, dependency.need), _place(pi, dependency.plan)
    return need - plan if need is not None and plan is not None else None


def lateness(dependency: Dependency, pi: PlanningInterval) -> int | None:
    """Iterations between need-by and delivery, never below 0; None while not delivered."""
    need, done = _place(pi, dependency.need), _place(pi, dependency.done)
    return max(0, done - need) if need is not None and done is not None else None


def was_late(dependency: Dependency, pi: PlanningInterval) -> bool:
    """Delivered after it was needed, or missed."""
    return dependency.state == "missed" or bool(lateness(dependency, pi))


def untouched(dependency: Dependency, pi: PlanningInterval, today: date) -> int | None:
    """Iterations that have begun since somebody last touched it; None if nobody knows when."""
    days = [day(dependency.touched), day(dependency.agreed)]
    if dependency.at is not None:
        days.append(datetime.fromtimestamp(dependency.at / 1000, UTC).date())
    known = [one for one in days if one is not None]
    if not known or not pi.iterations:
        return None
    begun = [start for one in pi.iterations if (start := day(one.start)) is not None]
    return sum(max(known) < start <= today for start in begun)


def health(
    dependency: Dependency, pi: PlanningInterval, today: date, against: Sequence[str] = ()
) -> Health:
    """The first thing that asks for attention, in words, with the figures behind it.

    `against` are the references of what is open against it at its provider. At risk is: needed
    before it is planned, or in the same iteration and not started, or without a yes, or with
    something open against it, or needed within an iteration and not begun.
    """
    gap, late = slack(dependency, pi), lateness(dependency, pi)
    word, urgency = _verdict(dependency, pi, today, gap, late, against)
    stale = untouched(dependency, pi, today) if is_open(dependency) else None
    if stale is not None and stale > STALE_AFTER:
        since = f"untouched for {plural(stale, 'iteration')}"
        word = f"{word}; escalate?" if urgency is Urgency.NEEDS_YOU else f"{since}: escalate?"
        urgency = Urgency.NEEDS_YOU
    return Health(word, urgency, gap, late, stale)


def _verdict(
    dependency: Dependency,
    pi: PlanningInterval,
    today: date,
    gap: int | None,
    late: int | None,
    against: Sequence[str],
) -> tuple[str, Urgency]:
    state = dependency.state
    if state == "removed":
        return (f"removed: {dependency.how}" if dependency.how else "removed", Urgency.QUIET)
    if state in ("declined", "missed"):
        return state, Urgency.NEEDS_YOU if state == "declined" else Urgency.QUIET
    if state == "accepted":
        word = f"accepted, {plural(late, 'iteration')} late" if late else "accepted"
        return word, Urgency.QUIET
    if state == "delivered":
        return "delivered, not accepted", Urgency.NEEDS_YOU
    return _open_verdict(dependency, pi, today, gap, against)


def _open_verdict(
    dependency: Dependency,
    pi: PlanningInterval,
    today: date,
    gap: int | None,
    against: Sequence[str],
) -> tuple[str, Urgency]:
    now = iteration_on(pi, today)
    here = position(pi, now.name) if now else None
    need = position(pi, dependency.need)
    left = need - here if need is not None and here is not None else None
    started = dependency.state in STARTED
    end = day(pi.end)
    if end and today > end:
        return f"overdue, {pi.short} is over", Urgency.NEEDS_YOU
    if left is not None and left < 0 and now:
        return f"overdue, now {now.name}", Urgency.NEEDS_YOU
    if gap is not None and gap < 0:
        return f"conflict, slack −{-gap}", Urgency.NEEDS_YOU
    if dependency.state == "proposed":
        when = {0: ", needed now", 1: ", needed next"}.get(left, "") if left is not None else ""
        return f"not agreed{when}", Urgency.NEEDS_YOU
    if against:
        return f"{', '.join(against)} open against it", Urgency.NEEDS_YOU
    if gap == 0 and not started:
        return "slack 0, not started", Urgency.NEEDS_YOU
    if left is not None and left <= 1 and not started:
        return "due soon, not started", Urgency.NEEDS_YOU
    return f"slack {gap}" if gap is not None else "no dates", Urgency.NORMAL


def asks_how(dependency: Dependency) -> bool:
    """Whether nobody has said yet how it could go away, though it is still open."""
    return is_open(dependency) and dependency.state != "delivered" and not dependency.away


def dependency_row(
    dependency: Dependency, pi: PlanningInterval, today: date, against: Sequence[str] = ()
) -> Row:
    """A dependency as lists show it: need-by where other records show their age."""
    seen = health(dependency, pi, today, against)
    return Row(
        kind="dependency",
        id=dependency.id,
        ref=dependency.ref,
        when=dependency.need or "no need-by",
        state=dependency.state,
        text=dependency.text,
        who=f"{dependency.provider or '?'}→{dependency.consumer or '?'}",
        note=seen.word if seen.word != dependency.state else "",
        urgency=seen.urgency,
        computed={
            "open": is_open(dependency),
            "slack": seen.slack,
            "late": seen.late,
            "health": seen.word,
            "against": list(against),
            "untouched": seen.stale,
            "away": dependency.away,
        },
    )


def by_attention(
    dependencies: Iterable[Dependency],
    pi: PlanningInterval,
    today: date,
    against: Against = NOTHING,
) -> list[Row]:
    """What needs somebody first, then by need-by iteration."""

    def order(pair: tuple[Dependency, Row]) -> tuple[int, int, tuple[str, int]]:
        item, row = pair
        place = _place(pi, item.need)
        return (-row.urgency, 99 if place is None else place, ref_order(item.ref))

    rows = [(d, dependency_row(d, pi, today, against.get(d.id, ()))) for d in dependencies]
    return [row for _, row in sorted(rows, key=order)]
