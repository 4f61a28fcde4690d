"""Signals: questions that the records ask about how the train works. Never a score, nor a person.

Each names the records that ask it. Whoever knows the answer puts the question aside with a reason;
it comes back when there is more evidence than was looked at then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from store.domain.dismissing import is_covered, latest
from store.domain.words import plural
from store.insight.rows import Row, Section, Surface, Urgency
from store.insight.signal import PATTERNS, Signal, evidence_rows
from store.insight.signals_dependencies import coupling
from store.insight.signals_metrics import metrics
from store.insight.signals_reporting import reporting
from store.insight.signals_rte import manager
from store.insight.signals_theater import theater
from store.insight.snapshot import Snapshot

FINDERS: tuple[Callable[[Snapshot], Iterator[Signal]], ...] = (
    theater,
    reporting,
    coupling,
    metrics,
    manager,
)
SHOWN = 8
"""Records listed under a signal; the list of its evidence has them all."""


def all_signals(snap: Snapshot) -> tuple[Signal, ...]:
    """Every signal that the records give, put aside or not; pattern by pattern."""
    if "signals" not in snap.memo:
        said = snap.dismissals
        snap.memo["signals"] = tuple(
            replace(one, dismissed=latest(one.key, said)) for find in FINDERS for one in find(snap)
        )
    found: tuple[Signal, ...] = snap.memo["signals"]
    return found


def is_standing(signal: Signal) -> bool:
    """Whether it asks: never put aside, or with more evidence than was looked at then."""
    return signal.dismissed is None or not is_covered(signal.refs, signal.dismissed)


def standing(snap: Snapshot) -> tuple[Signal, ...]:
    """Signals that ask now."""
    return tuple(one for one in all_signals(snap) if is_standing(one))


def signal_called(snap: Snapshot, key: str) -> Signal | None:
    """The signal with this key, in whatever case; None when the records do not give it."""
    return next((s for s in all_signals(snap) if s.key.casefold() == key.casefold()), None)


def signal_row(signal: Signal) -> Row:
    """A signal as lists show it."""
    asks, before = is_standing(signal), signal.dismissed
    note = signal.question
    if before is not None:
        note += f" · put aside before: {before.why}" if asks else f" · put aside: {before.why}"
    return Row(
        kind="signal",
        id=signal.key,
        ref="",
        when="",
        state="? asks" if asks else "put aside",
        text=signal.facts,
        who="",
        note=note,
        urgency=Urgency.NORMAL if asks else Urgency.QUIET,
        computed={
            "key": signal.key,
            "pattern": signal.pattern,
            "facts": signal.facts,
            "question": signal.question,
            "refs": list(signal.refs),
            "standing": asks,
            "why_put_aside": before.why if before else None,
        },
    )


def signals(snap: Snapshot) -> Surface:
    """Signals by pattern, each with the records that ask it; behind them what was put aside."""
    found, seen = all_signals(snap), set[str]()
    sections = []
    for pattern, title in PATTERNS.items():
        for one in found:
            if one.pattern == pattern and is_standing(one):
                rows = tuple(_with_evidence(snap, one, seen))
                sections.append(Section(f"{title} {one.question}", rows))
    aside = tuple(signal_row(one) for one in found if not is_standing(one))
    if not sections:
        empty = "The records ask nothing now. That is no verdict: they only know what was captured."
        sections = [Section("Nothing asks", (), empty)]
    if aside:
        sections.append(Section(f"Put aside · {plural(len(aside), 'question')}", aside))
    return Surface("signals", "Signals", tuple(sections), "What happened here?")


def _with_evidence(snap: Snapshot, signal: Signal, seen: set[str]) -> Iterator[Row]:
    """The question, then its records; one that stands above already is not said twice."""
    before = signal.dismissed
    note = f"put aside before: {before.why}" if before else ""
    yield replace(signal_row(signal), note=note)
    fresh = [ref for ref in signal.refs if ref not in seen][:SHOWN]
    seen.update(fresh)
    yield from evidence_rows(snap, fresh)
