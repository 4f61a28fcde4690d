"""What a list of one kind adds up to: a few sentences for people, the same figures for scripts.

Never a figure per person or per team, and nothing that could be sorted by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast

from store.domain.deciding import AGREED, PROPOSED
from store.domain.flowing import stands
from store.domain.kinds import BY_NAME
from store.domain.records import (
    Action,
    Decision,
    Dependency,
    Event,
    FlowItem,
    Objective,
    PlanningInterval,
    Record,
    Risk,
)
from store.domain.words import plural
from store.insight import (
    coupling,
    decisions,
    dependencies,
    events,
    objectives,
    promises,
    risks,
)
from store.insight.called import interval_of
from store.insight.demo import live_share
from store.insight.mixed import row_of
from store.insight.pairs import Pair, recurring_pairs
from store.insight.snapshot import Snapshot
from store.insight.stuck import impediment_summary, named

TOP = 3
"""Risks named as the highest exposures."""

MOST_PAIRS = 6
"""Pairs that come back, each named in a sentence of its own."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Sentences, and the figures they say."""

    lines: tuple[str, ...]
    figures: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Listing:
    """What was asked for: the records listed, and those of every interval that match as well."""

    snap: Snapshot
    records: Sequence[Record]
    matching: Sequence[Record]
    intervals: Sequence[str]
    """Planning intervals that were asked for, by name."""


def _of_risks(listing: Listing) -> Summary:
    today, found = listing.snap.today, cast("Sequence[Risk]", listing.records)
    waiting = [risk for risk in found if risks.is_open(risk)]
    letters = Counter(risk.roam for risk in found if risks.is_on_board(risk))
    top = sorted(
        ((value, r.ref) for r in waiting if (value := risks.exposure(r)) is not None),
        key=lambda pair: (-pair[0], pair[1]),
    )[:TOP]
    happened = [(r.ref, r.impediment) for r in found if r.occurred is not None]
    said = " · ".join(f"{word} {letters[k]}" for k, word in risks.LETTERS.items() if letters[k])
    lines = [f"{len(waiting)} open of {plural(len(found), 'risk')}"]
    if said:
        lines.append(f"by letter: {said}")
    if top:
        lines.append("highest open exposure: " + ", then ".join(f"{ref} {n}" for n, ref in top))
    if happened:
        lines.append("happened: " + named([f"{ref} → {imp or '?'}" for ref, imp in happened]))
    elsewhere = [(r.ref, risks.gone(r)) for r in found if r.occurred is None and risks.gone(r)]
    if elsewhere:
        lines.append("no longer on the board: " + named([f"{r} {why}" for r, why in elsewhere]))
    rows = {risk.ref: row_of("risk", risk, listing.snap).computed for risk in waiting}
    return Summary(
        tuple(lines),
        {
            "open": len(waiting),
            "listed": len(found),
            "letters": dict(letters),
            "top_exposure": [{"ref": ref, "exposure": n} for n, ref in top],
            "not_roamed": [r.ref for r in waiting if r.roam == "U"],
            "review_overdue": [ref for ref, row in rows.items() if row["review_overdue_days"]],
            "action_overdue": [ref for ref, row in rows.items() if row["action_overdue_days"]],
            "happened": [{"ref": ref, "impediment": imp} for ref, imp in happened],
            "elsewhere": [{"ref": ref, "where": where} for ref, where in elsewhere],
            "as_of_day": today.isoformat(),
        },
    )


def _of_dependencies(listing: Listing) -> Summary:
    lines: list[str] = []
    figures: dict[str, Any] = {}
    matching = cast("Sequence[Dependency]", listing.matching)
    for name in listing.intervals:
        mine = [d for d in matching if d.pi == name]
        pi = interval_of(listing.snap, name)
        late = [d.ref for d in mine if dependencies.was_late(d, pi)]
        healths = {d.ref: dependencies.health(d, pi, listing.snap.today) for d in mine}
        overdue = [ref for ref, seen in healths.items() if seen.word.startswith("overdue")]
        waiting = [d.ref for d in mine if dependencies.is_open(d)]
        figures[name] = {
            "dependencies": len(mine),
            "open": len(waiting),
            "late_or_missed": late,
            "overdue": overdue,
            **_whole(listing.snap, mine, pi),
        }
        line = f"{name}: {len(waiting)} open; late or missed {len(late)} of {len(mine)}"
        line += f" ({named(late)})" if late else ""
        lines.append(line + (f"; overdue now {named(overdue)}" if overdue else ""))
    if not lines:
        waiting = [d.ref for d in matching if dependencies.is_open(d)]
        lines.append(f"{len(waiting)} open of {len(matching)}")
    pairs = recurring_pairs(listing.snap, matching)
    lines += [f"again: {pair.words}" for pair in pairs[:MOST_PAIRS]]
    if len(pairs) > MOST_PAIRS:
        lines.append(f"again: {len(pairs) - MOST_PAIRS:,} more pairs")
    here = [d for d in matching if listing.snap.is_current(d)]
    lines += [one.words for one in coupling.fan_in(listing.snap, here)]
    return Summary(
        tuple(lines), {"intervals": figures, "recurring_pairs": [_pair_figures(p) for p in pairs]}
    )


def _whole(snap: Snapshot, mine: Sequence[Dependency], pi: PlanningInterval) -> dict[str, Any]:
    removed, ended = coupling.removed_share(mine)
    waiting = coupling.fan_in(snap, mine)
    return {
        "median_slack": coupling.median_slack(mine, pi),
        "removed": removed,
        "ended": ended,
        "wait_for": [asdict(one) for one in waiting],
    }


def _pair_figures(pair: Pair) -> dict[str, Any]:
    return {
        "provider": pair.provider,
        "consumer": pair.consumer,
        "refs": list(pair.refs),
        "intervals": list(pair.intervals),
        "of_intervals": pair.of,
        "reductions": [m.ref for m in pair.reductions],
        "late": list(pair.late),
        "removed": list(pair.removed),
        "unasked": list(pair.unasked),
        "signal": pair.signal,
    }


def _of_events(listing: Listing) -> Summary:
    snap, found = listing.snap, cast("Sequence[Event]", listing.records)
    nothing = [e.ref for e in found if events.left_nothing(snap, e)]
    shares = []
    for event in found:
        share = live_share(snap, event)
        if share is not None and share[0] < share[1]:
            shares.append({"ref": event.ref, "live": share[0], "shown": share[1]})
    lines = [plural(len(found), "event")]
    if nothing:
        lines.append(f"left nothing behind: {named(nothing)}. What happened there?")
    lines += [f"{s['ref']}: {s['live']} of {s['shown']} items live" for s in shares]
    figures = {"events": len(found), "left_nothing": nothing, "not_all_live": shares}
    return Summary(tuple(lines), figures)


def _of_actions(listing: Listing) -> Summary:
    found = cast("Sequence[Action]", listing.records)
    waiting = [a for a in found if promises.is_open(a)]
    today = listing.snap.today.isoformat()
    late = [a.ref for a in waiting if a.due and a.due < today]
    lacking = [a.ref for a in waiting if promises.missing(a, "action")]
    line = f"{len(waiting)} open of {plural(len(found), 'action')}"
    line += f"; overdue {named(late)}" if late else ""
    line += f"; without an owner or a date {named(lacking)}" if lacking else ""
    figures = {"open": len(waiting), "listed": len(found), "overdue": late, "lacking": lacking}
    return Summary((line,), figures)


def _of_decisions(listing: Listing) -> Summary:
    found = cast("Sequence[Decision]", listing.records)
    nobody = [d.ref for d in found if not d.owner and d.state == AGREED]
    due = [d.ref for d in found if decisions.is_due(d, listing.snap.today)]
    proposed = [d.ref for d in found if d.state == PROPOSED]
    line = plural(len(found), "decision")
    line += f"; proposed {named(proposed)}" if proposed else ""
    line += f"; who decided {named(nobody)}?" if nobody else ""
    line += f"; look again at {named(due)}" if due else ""
    figures = {"nobody_named": nobody, "proposed": proposed, "look_again": due}
    return Summary((line,), {"decisions": len(found), **figures})


def _of_objectives(listing: Listing) -> Summary:
    found = cast("Sequence[Objective]", listing.records)
    off = [o.ref for o in found if objectives.against(o, listing.snap)]
    kinds = Counter(objectives.COMMITMENT[o.committed] for o in found if o.committed is not None)
    said = ", ".join(f"{count} {word}" for word, count in sorted(kinds.items()))
    line = plural(len(found), "objective") + (f": {said}" if said else "")
    line += f"; a record speaks against {named(off)}" if off else ""
    return Summary((line,), {"objectives": len(found), **kinds, "off_track": off})


def _plain(kind: str, many: str) -> Callable[[Listing], Summary]:
    def count(listing: Listing) -> Summary:
        states = Counter(s for r in listing.records if (s := getattr(r, "state", None)))
        said = ", ".join(f"{n} {state}" for state, n in sorted(states.items()))
        line = plural(len(listing.records), kind, many) + (f": {said}" if said else "")
        return Summary((line,), {"listed": len(listing.records), "states": dict(states)})

    return count


def _of_impediments(listing: Listing) -> Summary:
    lines, figures = impediment_summary(listing.snap, listing.records, listing.matching)
    return Summary(tuple(lines), figures)


def _of_flow(listing: Listing) -> Summary:
    """How they stand follows from their days, and is no stored state."""
    states = Counter(stands(i) for i in listing.records if isinstance(i, FlowItem))
    said = ", ".join(f"{n} {state}" for state, n in sorted(states.items()))
    count = len(listing.records)
    line = plural(count, "flow item") + (f": {said}" if said else "")
    return Summary((line,), {"listed": count, "states": dict(states)})


OF: dict[str, Callable[[Listing], Summary]] = {
    "risk": _of_risks,
    "impediment": _of_impediments,
    "dependency": _of_dependencies,
    "event": _of_events,
    "action": _of_actions,
    "decision": _of_decisions,
    "objective": _of_objectives,
    "milestone": _plain("milestone", "milestones"),
    "topic": _plain("topic", "topics"),
    "feedback": _plain("piece of feedback", "pieces of feedback"),
    "demo": _plain("demo item", "demo items"),
    "improvement": _plain("improvement", "improvements"),
    "flow": _of_flow,
    "team": _plain("team", "teams"),
    "pi": _plain("planning interval", "planning intervals"),
}
"""The summary of each kind that can be listed."""


def summary(kind: str, listing: Listing) -> Summary:
    """What the records of a list add up to."""
    known = OF.get(kind) or _plain(BY_NAME[kind].name, BY_NAME[kind].plural)
    return known(listing)
