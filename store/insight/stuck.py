"""What is stuck: the queue of impediments in a few figures, and causes that come back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from store.domain.calendar import day
from store.domain.impeding import LEVELS, OPEN, WORDS
from store.domain.records import Impediment, Improvement, Record
from store.domain.refs import normal_ref
from store.domain.words import plural
from store.insight.impediments import (
    age_days,
    answer_overdue,
    holidays,
    is_open,
    too_long,
)
from store.insight.snapshot import Snapshot

RTE = "RTE"
"""The role whose share of the queue is shown: a queue that the RTE holds has lost its owners."""


MOST_NAMED = 12
"""References named in one sentence; of more the sentence says how many."""


def named(refs: Sequence[str]) -> str:
    """`R1, R4, R9`; of many the first ones, and how many more there are."""
    said = ", ".join(refs[:MOST_NAMED])
    more = len(refs) - MOST_NAMED
    return f"{said} and {more:,} more" if more > 0 else said


def impediment_summary(
    snap: Snapshot, listed: Sequence[Record], matching: Sequence[Record]
) -> tuple[list[str], dict[str, Any]]:
    """Sentences and figures; causes are looked for in `matching`, over all planning intervals."""
    waiting = [i for i in cast("Sequence[Impediment]", listed) if is_open(i)]
    aged = sorted(
        ((days, i) for i in waiting if (days := age_days(i, snap.today)) is not None),
        key=lambda pair: (-pair[0], pair[1].ref),
    )
    nothing: list[tuple[int | None, str]] = [(days, i.ref) for days, i in aged if not i.due]
    nothing += [(None, i.ref) for i in waiting if not i.due and age_days(i, snap.today) is None]
    steps = {i.ref: step for i in waiting if (step := day(i.due))}
    due_today = sorted(ref for ref, step in steps.items() if step == snap.today)
    overdue = sorted(ref for ref, step in steps.items() if step < snap.today)
    held = sum(1 for i in waiting if (i.owner or "").upper() == RTE)
    causes = recurring(snap, cast("Sequence[Impediment]", matching))
    off = holidays(snap)
    unanswered = [i.ref for i in waiting if answer_overdue(i, snap.today)]
    past = [i.ref for i in waiting if too_long(i, snap.today, off)]
    verifying = [i.ref for i in listed if getattr(i, "state", "") == "resolved"]
    figures = {
        "open": len(waiting),
        "listed": len(listed),
        "by_level": {level: sum(1 for i in waiting if i.level == level) for level in LEVELS},
        "by_state": {state: sum(1 for i in waiting if i.state == state) for state in OPEN},
        "no_answer": unanswered,
        "past_threshold": past,
        "to_be_verified": verifying,
        "oldest": {"ref": aged[0][1].ref, "age_days": aged[0][0]} if aged else None,
        "no_next_step": [ref for _, ref in nothing],
        "next_step_due_today": due_today,
        "next_step_overdue": overdue,
        "rte_holds": held,
        "same_cause": causes,
    }
    head = f"{len(waiting)} open"
    if aged:
        days, oldest = aged[0]
        head += f"; oldest {oldest.ref} {plural(days, 'day')}"
        head += "" if oldest.due else ", no next step"
        head += f"; the RTE role holds {held} of {len(waiting)}"
    lines = [head]
    if waiting:
        lines.append(_spread(waiting))
    if nothing:
        said = (
            f"{ref} ({plural(days, 'day')})" if days is not None else ref for days, ref in nothing
        )
        lines.append("no next step: " + named(list(said)))
    asking = (
        ("next step due today", due_today),
        ("next step overdue", overdue),
        ("no answer in time", unanswered),
        ("longer at its level than expected", past),
        ("to be verified by the team that raised it", verifying),
    )
    for words, refs in asking:
        if refs:
            lines.append(f"{words}: {named(refs)}")
    lines += [_cause_line(cause) for cause in causes]
    return lines, figures


def _spread(waiting: Sequence[Impediment]) -> str:
    """How many are open at each level, and how they stand: never by whom."""
    levels = [
        f"{WORDS[level]} {count}"
        for level in LEVELS
        if (count := sum(1 for i in waiting if i.level == level))
    ]
    states = [
        f"{state} {count}"
        for state in OPEN
        if (count := sum(1 for i in waiting if i.state == state))
    ]
    return f"by level: {' · '.join(levels)}; by state: {' · '.join(states)}"


def recurring(
    snap: Snapshot, found: Sequence[Impediment], *, every: bool = False
) -> list[dict[str, Any]]:
    """Causes met more than once and still open somewhere, with the improvements meant for them.

    With `every`, those that are all closed as well.
    """
    by_ref = {normal_ref(i.ref): i for i in found}
    groups: dict[str, list[Impediment]] = {}
    for item in found:
        first, seen = item, {item.ref}
        while (earlier := by_ref.get(normal_ref(first.like or ""))) and earlier.ref not in seen:
            first = earlier
            seen.add(first.ref)
        groups.setdefault(first.ref, []).append(item)
    return [
        {
            "refs": [i.ref for i in group],
            "systemic": any(i.systemic for i in group),
            "improvements": [
                {"ref": m.ref, "state": m.state, "effect": m.effect}
                for m in snap.improvements
                if any(meant_for(m, i) for i in group)
            ],
            "open": any(is_open(i) for i in group),
            "intervals": list(dict.fromkeys(i.pi or snap.pi_name for i in group)),
        }
        for group in groups.values()
        if len(group) > 1 and (every or any(is_open(i) for i in group))
    ]


def meant_for(improvement: Improvement, impediment: Impediment) -> bool:
    """Whether they are linked, or the impediment's words hold all words of the measure."""
    linked = {normal_ref(ref) for ref in (*improvement.links, *impediment.links)}
    if normal_ref(improvement.ref) in linked or normal_ref(impediment.ref) in linked:
        return True
    measure = (improvement.metric or "").casefold().split()
    return len(measure) > 1 and set(measure) <= set(impediment.text.casefold().split())


def times_word(count: int) -> str:
    """`twice`, `three times`."""
    return {2: "twice", 3: "three times"}.get(count, f"{count} times")


def _cause_line(cause: dict[str, Any]) -> str:
    line = f"same cause {times_word(len(cause['refs']))}: {named(cause['refs'])}"
    tried = [
        f"{m['ref']} {m['state']}" + (f", {m['effect']}" if m["effect"] else "")
        for m in cause["improvements"]
    ]
    line += f" → {'; '.join(tried)}" if tried else ""
    return line + (" (systemic)" if cause["systemic"] else "")
