"""Before Inspect & Adapt and before PI planning: what closes the loop, and what begins it anew."""

from __future__ import annotations

from collections.abc import Iterator

from store.domain.records import Dependency, Objective, Record
from store.domain.words import plural
from store.insight import dependencies, impediments, promises, risks
from store.insight.briefing_parts import Part, agreements_part, pair_row, rows_of, signals_part
from store.insight.candidates import asked_interval, candidate_row, problem_candidates
from store.insight.improvements import owing, wants_room
from store.insight.pairs import all_pairs
from store.insight.plan import plan_name
from store.insight.rows import Row
from store.insight.snapshot import Snapshot


def before_inspect(snap: Snapshot) -> Iterator[Part]:
    """Did last time's improvements work? Then everything of the interval, weightiest first."""
    waiting = owing(snap, asked_interval(snap))
    yield Part(
        "verdicts", "Did it work? Items that wait for a verdict",
        rows_of(snap, "improvement", waiting), "Every improvement item has its verdict.", most=12,
    )  # fmt: skip
    found = problem_candidates(snap, asked_interval(snap))
    title = f"Problem candidates of {asked_interval(snap) or 'the train'}, by weight of evidence"
    yield Part(
        "candidates", title, tuple(candidate_row(snap, one) for one in found),
        "Nothing on record asks to be solved.", most=12,
    )  # fmt: skip
    yield signals_part(snap)
    yield agreements_part(snap)


def before_planning(snap: Snapshot) -> Iterator[Part]:
    """What wants room in the plan, what comes along, and what could go away."""
    asking = [item for item in snap.improvements if wants_room(item, snap)]
    yield Part(
        "room", "Improvement items that want room in the plan",
        rows_of(snap, "improvement", asking), "No improvement item waits for room.", most=8,
    )  # fmt: skip
    carried = tuple(_carried(snap))
    yield Part(
        "carried", "Carried into this plan", carried, "Nothing was carried over yet.", most=8
    )
    pairs = all_pairs(snap)
    yield Part("pairs", "Pairs that come back", tuple(pair_row(one) for one in pairs), most=6)
    before = interval_before(snap)
    missed = [
        o
        for o in snap.of(Objective, "objective", before)
        if before and o.actual is not None and o.bv and o.actual < o.bv
    ]
    yield Part("spill", f"Not reached in {before}", rows_of(snap, "objective", missed), most=6)
    yield signals_part(snap)
    yield agreements_part(snap)


def interval_before(snap: Snapshot) -> str:
    """The interval before the one that is planned: the current one, unless that is planned."""
    names = [pi.short for pi in snap.intervals]
    planned = plan_name(snap)
    if planned not in names:
        return snap.pi_name
    if planned != snap.pi_name or snap.running is None:
        return snap.pi_name
    place = names.index(planned)
    return names[place - 1] if place else ""


def _carried(snap: Snapshot) -> Iterator[Row]:
    """What is open and was carried, or goes on with something of an earlier interval."""
    kinds: tuple[tuple[str, list[Record]], ...] = (
        ("dependency", [d for d in snap.dependencies if dependencies.is_open(d)]),
        ("risk", [r for r in snap.risks if risks.is_open(r)]),
        ("impediment", [i for i in snap.impediments if impediments.is_open(i)]),
        ("action", [a for a in snap.actions if promises.is_open(a)]),
    )
    for kind, found in kinds:
        for record in found:
            goes_on = record.carries if isinstance(record, Dependency) else None
            if record.carried or goes_on:
                times = plural(len(record.carried), "time") if len(record.carried) > 1 else ""
                why = f"goes on with {goes_on}" if goes_on else f"carried {times}".strip()
                yield from rows_of(snap, kind, [record], why)
