"""Problem candidates: what the planning interval put on record, gathered around what may be one.

A candidate is a question with its sources. Its weight of evidence is how many facts speak of it
and over how many intervals; that orders the list, ties by what was met first. Never by team.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from store.domain.records import Dependency, Improvement, Objective
from store.domain.refs import parse_ref
from store.domain.words import plural
from store.insight import impediments, promises
from store.insight.called import interval_of
from store.insight.coupling import was_late
from store.insight.demo import all_feedback
from store.insight.events import left_nothing
from store.insight.overruns import overruns
from store.insight.pairs import all_pairs
from store.insight.rows import Row, Section, Surface, Urgency
from store.insight.signal import by_ref, evidence_rows, refs_of
from store.insight.snapshot import Snapshot
from store.insight.stuck import recurring
from store.insight.thresholds import limit

LONG_DAYS = 14
"""Days after which an impediment is a candidate by itself: longer than an iteration."""
SHOWN = 12
"""Sources listed under a candidate; the list of its sources has them all."""
NEGATIVE = ("change", "unclear")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that may be a problem worth solving. `key` names what it is about."""

    key: str
    title: str
    refs: tuple[str, ...]
    intervals: tuple[str, ...]
    """Planning intervals that the facts are from."""
    events: int = 0
    """Events that the facts were captured in or are themselves."""
    first: int = 0
    """Place of its first fact among all: what was met first comes first where weights are alike."""

    @property
    def weight(self) -> str:
        """`4 facts in 2 intervals`: the weight of evidence."""
        said = plural(len(self.refs), "fact")
        if len(self.intervals) > 1:
            return f"{said} in {plural(len(self.intervals), 'interval')}"
        return f"{said} in {plural(self.events, 'event')}" if self.events > 1 else said


Group = tuple[str, str, tuple[str, ...]]
"""Key, question, references."""


def problem_candidates(snap: Snapshot, pi: str | None = None) -> tuple[Candidate, ...]:
    """Candidates of an interval (the current one), the weightiest evidence first."""
    name = pi or snap.pi_name
    memo: dict[str, tuple[Candidate, ...]] = snap.memo.setdefault("candidates", {})
    if name not in memo:
        places = {record.ref: n for n, (_, record) in enumerate(by_ref(snap).values())}
        found = [
            _candidate(snap, group, name, places) for find in FINDERS for group in find(snap, name)
        ]
        found.sort(key=lambda c: (-len(c.refs), -len(c.intervals), c.first))
        memo[name] = tuple(found)
    return memo[name]


def _candidate(snap: Snapshot, group: Group, pi: str, places: dict[str, int]) -> Candidate:
    key, title, refs = group
    known = by_ref(snap)
    places_of = (parse_ref(ref) for ref in refs)
    records = [known[place][1] for place in places_of if place in known]
    order = [one.short for one in snap.intervals]
    named = {record.pi or pi for record in records}
    intervals = tuple(short for short in order if short in named) or (pi,)
    events = {r.ref if r.id.startswith("event") else r.event for r in records} - {None}
    first = min((places.get(ref, 0) for ref in refs), default=0)
    return Candidate(key, title, refs, intervals, len(events), first)


def _causes(snap: Snapshot, pi: str) -> Iterator[Group]:
    """Causes met again and again that reach into this interval."""
    by = {i.ref: i for i in snap.impediments}
    for group in recurring(snap, snap.impediments, every=True):
        here = [by[ref] for ref in group["refs"]]
        if any(snap.in_interval(i, pi) or impediments.is_open(i) for i in here):
            refs = (*group["refs"], *(m["ref"] for m in group["improvements"]))
            first = by[group["refs"][0]]
            yield f"cause:{first.ref}", f"Why does it come back: {first.text}?", refs


def _long(snap: Snapshot, pi: str) -> Iterator[Group]:
    """Impediments that took longer than an iteration, together."""
    found = [
        i
        for i in snap.impediments
        if (snap.in_interval(i, pi) or (pi == snap.pi_name and impediments.is_open(i)))
        and (impediments.age_days(i, snap.today) or 0) >= LONG_DAYS
    ]
    if found:
        yield "impediments:long", f"What keeps us stuck for {LONG_DAYS} d and more?", refs_of(found)


def _dependencies(snap: Snapshot, pi: str) -> Iterator[Group]:
    """Pairs that come back without a reduction that moved, then what else came late."""
    mine = [d for d in snap.dependencies if snap.in_interval(d, pi)]
    late = [d for d in mine if was_late(d, interval_of(snap, pi), snap.today)]
    in_pairs: set[str] = set()
    for pair in all_pairs(snap):
        moved = pair.removed or any(m.effect == "moved" for m in pair.reductions)
        if moved or not any(d.ref in pair.refs for d in mine):
            continue
        in_pairs.update(pair.refs)
        refs = (*pair.refs, *refs_of(pair.reductions))
        between = f"{pair.provider}→{pair.consumer}"
        yield f"pair:{pair.provider}>{pair.consumer}", f"What would remove {between}?", refs
    rest: dict[tuple[str, str], list[Dependency]] = {}
    for one in late:
        if one.ref not in in_pairs:
            rest.setdefault((one.provider or "?", one.consumer or "?"), []).append(one)
    for (provider, consumer), found in rest.items():
        title = f"What made {provider}→{consumer} come late?"
        yield f"late:{provider}>{consumer}", title, refs_of(found)


def _objectives(snap: Snapshot, pi: str) -> Iterator[Group]:
    """Objectives far under their planned value."""
    found = [
        o
        for o in snap.of(Objective, "objective", pi)
        if o.actual is not None and o.bv and o.actual <= limit(snap, "far-under") * o.bv
    ]
    if found:
        title = "What came between these objectives and their value?"
        yield "objectives:under", title, refs_of(found)


def _events(snap: Snapshot, pi: str) -> Iterator[Group]:
    """Events that left nothing behind, and steps that take longer than planned."""
    held = [e for e in snap.events if snap.in_interval(e, pi)]
    nothing = [e for e in held if left_nothing(snap, e)]
    if nothing:
        yield "events:nothing", "What would make these events worth it?", refs_of(nothing)
    for one in overruns(snap, held):
        title = f"Why does {one.title} need more than planned?"
        yield f"step:{one.kind}/{one.step}", title, one.refs


def _risks(snap: Snapshot, pi: str) -> Iterator[Group]:
    """Risks that happened, with the impediments they became."""
    found = [r for r in snap.risks if snap.in_interval(r, pi) and r.occurred]
    if found:
        became = tuple(r.impediment for r in found if r.impediment)
        yield "risks:happened", "What could we have seen earlier?", (*refs_of(found), *became)


def _promises(snap: Snapshot, pi: str) -> Iterator[Group]:
    """Actions that nobody closed though their day is over."""
    today = snap.today.isoformat()
    found = [
        a
        for a in snap.actions
        if snap.in_interval(a, pi) and promises.is_open(a) and a.due and a.due < today
    ]
    if found:
        yield "actions:open", "Why do promises stay open?", refs_of(found)


def _improvements(snap: Snapshot, pi: str) -> Iterator[Group]:
    """Improvements of this interval without their effect: told as one question about the loop."""
    found = [m for m in snap.improvements if _for(m, pi) and m.effect in ("no effect", "partly")]
    if found:
        yield "improvements:effect", "Why did these not move what they should?", refs_of(found)


def _for(item: Improvement, pi: str) -> bool:
    return pi in (item.meant_for, item.pi) or pi in item.carried


def _feedback(snap: Snapshot, pi: str) -> Iterator[Group]:
    """Feedback that asked for a change, or found it unclear, more than once."""
    found = [f for f in all_feedback(snap) if snap.in_interval(f, pi) and f.verdict in NEGATIVE]
    if len(found) > 1:
        yield "feedback:change", "What do we learn too late from those who use it?", refs_of(found)


FINDERS: tuple[Callable[[Snapshot, str], Iterator[Group]], ...] = (
    _causes,
    _long,
    _dependencies,
    _objectives,
    _events,
    _risks,
    _promises,
    _improvements,
    _feedback,
)
"""What makes a candidate, each a reading of the records of an interval."""


def candidate_called(snap: Snapshot, key: str, pi: str | None = None) -> Candidate | None:
    """The candidate with this key, of the interval that is looked at if no other is named."""
    found = problem_candidates(snap, pi or asked_interval(snap))
    return next((one for one in found if one.key == key), None)


def candidate_resting_on(snap: Snapshot, ref: str, pi: str | None = None) -> Candidate | None:
    """The weightiest candidate that rests on a record; None if none does."""
    found = problem_candidates(snap, pi or asked_interval(snap))
    return next((one for one in found if ref and ref in one.refs), None)


def asked_interval(snap: Snapshot) -> str:
    """The interval that is inspected: the open event's, else the current one."""
    return (snap.running.pi if snap.running else None) or snap.pi_name


def taken(snap: Snapshot, candidate: Candidate) -> tuple[str, ...]:
    """References of the problems that were made from all of its sources."""
    wanted = set(candidate.refs)
    return refs_of(p for p in snap.problems if p.state != "dropped" and wanted <= set(p.links))


def candidate_row(snap: Snapshot, candidate: Candidate) -> Row:
    """A candidate as lists show it."""
    problems = taken(snap, candidate)
    return Row(
        kind="candidate",
        id=candidate.key,
        ref="",
        when=plural(len(candidate.refs), "fact"),
        state="taken" if problems else "?",
        text=candidate.title,
        who="",
        note=" · ".join(part for part in (_spread(candidate), _is(problems)) if part),
        urgency=Urgency.QUIET if problems else Urgency.NORMAL,
        computed={
            "key": candidate.key,
            "facts": len(candidate.refs),
            "intervals": list(candidate.intervals),
            "events": candidate.events,
            "refs": list(candidate.refs),
            "problems": list(problems),
        },
    )


def _spread(candidate: Candidate) -> str:
    """`in 2 intervals`: the weight without its count of facts, which stands in front of the row."""
    return candidate.weight.removeprefix(plural(len(candidate.refs), "fact")).strip()


def _is(problems: Sequence[str]) -> str:
    """`is Q1`: what a candidate became in the workshop."""
    return f"is {', '.join(problems)}" if problems else ""


def candidates(snap: Snapshot) -> Surface:
    """Those of the interval that is looked at."""
    return candidates_for(snap, asked_interval(snap))


def candidates_for(snap: Snapshot, pi: str) -> Surface:
    """Each candidate with its sources below it; a source is listed under the first that has it."""
    found = problem_candidates(snap, pi)
    seen: set[str] = set()
    sections = tuple(_section(snap, n, one, seen) for n, one in enumerate(found, start=1))
    if not sections:
        empty = "Nothing on record asks to be solved. p keeps what the room says."
        sections = (Section("Problem candidates", (), empty),)
    question = "Which one to three are worth solving, and what did the records not see?"
    return Surface("candidates", "Problem candidates", sections, question)


def _section(snap: Snapshot, number: int, one: Candidate, seen: set[str]) -> Section:
    fresh = [ref for ref in one.refs if ref not in seen][:SHOWN]
    seen.update(fresh)
    title = f"{number} · {one.title}"
    row = candidate_row(snap, one)
    # Its question is the title already.
    row = replace(row, when="", text=one.weight, note=_is(taken(snap, one)))
    return Section(title, (row, *evidence_rows(snap, fresh)))
