"""Signals of event theater: everything on schedule, and nothing decided."""

from __future__ import annotations

from collections.abc import Iterator

from store.domain.agenda import KINDS, SYNCS
from store.domain.calendar import position, slot
from store.domain.clock import Phase
from store.domain.demo import event_kind
from store.domain.records import Action, Event, Improvement, Vote
from store.domain.words import plural
from store.insight import promises, risks
from store.insight.events import is_over, left_nothing
from store.insight.expected_kinds import CAPTURED
from store.insight.improvements import owes_verdict
from store.insight.signal import Signal, facts_with, refs_of
from store.insight.since import last_sync
from store.insight.snapshot import Snapshot
from store.insight.thresholds import limit

LAST = 90
"""No iteration has such a number: the IP iteration stands behind all of them."""
LOW = 3
"""Fingers from which down a vote is no vote of fours and fives."""


def theater(snap: Snapshot) -> Iterator[Signal]:
    """All of them for the current planning interval."""
    held = [e for e in snap.events if snap.is_current(e) and is_over(snap, e)]
    yield from _nothing_left(snap, held)
    yield from _empty_steps(snap, held)
    yield from _items(snap, held)
    yield from _votes(snap)
    yield from _untouched(snap)


def _by_kind(held: list[Event]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for event in held:
        found.setdefault(event_kind(event), []).append(event)
    return found


def _nothing_left(snap: Snapshot, held: list[Event]) -> Iterator[Signal]:
    """Events of one kind running that left nothing; the longest run that was reached last."""
    for kind, found in _by_kind(held).items():
        run: list[Event] = []
        kept: list[Event] = []
        for event in found:
            run = [*run, event] if left_nothing(snap, event) else []
            if len(run) >= limit(snap, "empty-events"):
                kept = run
        if kept:
            title = KINDS.get(kind, kept[-1].title)
            words = f"{plural(len(kept), title)} running left nothing behind"
            yield Signal(
                f"left-nothing:{kind}", "theater", "What would make this hour worth it?",
                facts_with(words, refs_of(kept)), refs_of(kept),
            )  # fmt: skip


def _empty_steps(snap: Snapshot, held: list[Event]) -> Iterator[Signal]:
    """A step that should leave records behind, and did in none of the last events of its kind."""
    filled = {
        (record.event, record.step)
        for kind in CAPTURED
        for record in snap.records.get(kind, ())
        if record.event
    }
    for kind, found in _by_kind(held).items():
        runs: dict[str, list[Event]] = {}
        titles: dict[str, str] = {}
        for event in found:
            face = snap.faces.get(event.ref)
            if face is None or face.phase is not Phase.CLOSED or left_nothing(snap, event):
                continue
            for step in event.steps:
                if set(step.expects) & set(CAPTURED) and not set(step.expects) - set(CAPTURED):
                    titles[step.key] = step.title
                    empty = (event.ref, step.key) not in filled
                    runs[step.key] = [*runs.get(step.key, []), event] if empty else []
        for key, run in runs.items():
            if len(run) >= limit(snap, "empty-steps"):
                words = f"{titles[key]} left nothing behind in {plural(len(run), 'event')} running"
                yield Signal(
                    f"empty-step:{kind}/{key}", "theater", "Does this step still have a purpose?",
                    facts_with(words, refs_of(run)), refs_of(run),
                )  # fmt: skip


def _items(snap: Snapshot, held: list[Event]) -> Iterator[Signal]:
    """Improvement items that nobody has taken up, or that an Inspect & Adapt has not looked at."""
    here = _number(snap)
    by = int(limit(snap, "proposed-by"))
    waiting = [m for m in snap.improvements if m.state == "proposed" and _is_for(snap, m)]
    if waiting and here >= by and snap.iteration:
        words = f"Only proposed in {snap.iteration.name}"
        yield Signal(
            f"items-proposed:{snap.pi_name}", "theater", "Who takes it up, or do we drop it?",
            facts_with(words, refs_of(waiting)), refs_of(waiting),
        )  # fmt: skip
    if any(event_kind(event) == "inspect-adapt" for event in held):
        unseen = [m for m in snap.improvements if owes_verdict(m, snap)]
        if unseen:
            words = "Without a verdict after Inspect & Adapt"
            yield Signal(
                f"items-unreviewed:{snap.pi_name}", "theater", "Did it work, and how do we know?",
                facts_with(words, refs_of(unseen)), refs_of(unseen),
            )  # fmt: skip


def _number(snap: Snapshot) -> int:
    """How many-th iteration it is: by its number where its name has one, else by its place."""
    if snap.pi is None or snap.iteration is None:
        return 0
    numbered = slot(snap.iteration.name)
    place = position(snap.pi, snap.iteration.name)
    return numbered if numbered is not None and numbered < LAST else (place or 0) + 1


def _is_for(snap: Snapshot, item: Improvement) -> bool:
    """Whether it was made by an earlier Inspect & Adapt: one of this interval is for the next."""
    return item.meant_for == snap.pi_name or (item.meant_for is None and item.pi != snap.pi_name)


def _votes(snap: Snapshot) -> Iterator[Signal]:
    """Nobody showed less than four, nobody had a concern, and most risks were accepted."""
    votes = [v for v in snap.of(Vote, "vote", snap.pi_name) if sum(v.count)]
    known = [r for r in snap.risks if snap.is_current(r) and risks.is_open(r)]
    accepted = [r for r in known if r.roam == "A"]
    if not votes or not known or len(accepted) <= limit(snap, "accepted-share") * len(known):
        return
    if any(sum(v.count[:LOW]) or v.concern or v.concerns for v in votes):
        return
    words = f"Every hand at 4 or 5, and {len(accepted)} of {plural(len(known), 'risk')} accepted"
    yield Signal(
        f"sure-vote:{snap.pi_name}", "theater", "What did nobody say aloud?",
        facts_with(words, refs_of(accepted)), refs_of([*votes, *accepted]),
    )  # fmt: skip


def _untouched(snap: Snapshot) -> Iterator[Signal]:
    """Actions of a sync that nobody answered for until the next one was over."""
    last = last_sync(snap)
    if last is None:
        return
    earlier = {
        e.ref
        for e in snap.events
        if event_kind(e) in SYNCS and e.ref != last.event.ref and is_over(snap, e)
    }
    found = [a for a in snap.actions if _is_left(a, earlier, last.ended)]
    if found:
        words = f"Not answered for when {last.event.title} {last.event.ref} was over"
        yield Signal(
            "actions-untouched", "theater", "Still needed, or no longer?",
            facts_with(words, refs_of(found)), refs_of(found),
        )  # fmt: skip


def _is_left(action: Action, earlier: set[str], ended: int) -> bool:
    if not promises.is_open(action) or action.event not in earlier:
        return False
    return action.at is not None and action.at < ended and action.answered is None
