"""The briefing: what the room must know before an event, most important first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from store.domain.agenda import KINDS
from store.domain.demo import event_kind
from store.insight import upcoming
from store.insight.briefing_demo import before_demo
from store.insight.briefing_loop import before_inspect, before_planning
from store.insight.briefing_parts import Part
from store.insight.briefing_risks import before_risks
from store.insight.briefing_syncs import before_sync
from store.insight.rows import Row, Section, Surface, Urgency
from store.insight.snapshot import Snapshot

USUAL = "art-sync"
"""What is told where no event is open and the calendar holds none."""

PARTS: dict[str, Callable[[Snapshot], Iterable[Part]]] = {
    "art-sync": before_sync,
    "coach-sync": partial(before_sync, kind="coach-sync"),
    "po-sync": partial(before_sync, kind="po-sync"),
    "system-demo": before_demo,
    "risk-workshop": before_risks,
    "mid-pi-review": before_risks,
    "pi-planning": before_planning,
    "inspect-adapt": before_inspect,
}
"""What each kind of event is told beforehand."""


@dataclass(frozen=True, slots=True)
class About:
    """Which event the briefing is for, and when that is in words."""

    kind: str
    words: str


def about(snap: Snapshot, kind: str | None = None) -> About:
    """The open event, else the next one of the calendar; with `kind` the next of that kind."""
    running = snap.running
    if running is not None and kind in (None, event_kind(running)):
        return About(event_kind(running), f"{running.title} {running.ref}, running now")
    for one in upcoming.coming(snap):
        if one.held and one.kind in PARTS and kind in (None, one.kind):
            return About(one.kind, f"{one.title} {upcoming.countdown(one, snap.now)}")
    known = kind or USUAL
    return About(known, KINDS.get(known, known))


def brief(snap: Snapshot) -> Surface:
    """The briefing of the open event, else of the next one."""
    return brief_for(snap)


def brief_for(snap: Snapshot, kind: str | None = None, *, whole: bool = False) -> Surface:
    """The briefing before an event of this kind; with `whole` nothing is left to "and more"."""
    asked = about(snap, kind)
    memo: dict[tuple[str, bool], Surface] = snap.memo.setdefault("briefings", {})
    if (asked.kind, whole) not in memo:
        parts = PARTS.get(asked.kind, before_sync)(snap)
        title = f"Briefing · {asked.words}"
        sections = _sections(list(parts), whole=whole)
        question = "What does the room have to know before it begins?"
        memo[asked.kind, whole] = Surface("brief", title, sections, question)
    return memo[asked.kind, whole]


def _sections(parts: Sequence[Part], *, whole: bool) -> tuple[Section, ...]:
    """Parts as sections: each record once, where it matters most, and each part cut to its most.

    Parts that only say that there is nothing stand behind those that tell something.
    """
    seen: set[tuple[str, str]] = set()
    sections = []
    for part in parts:
        fresh = [row for row in part.rows if (row.kind, row.id) not in seen]
        seen.update((row.kind, row.id) for row in fresh)
        if not fresh and not part.empty:
            continue
        shown = fresh if whole or len(fresh) <= part.most + 1 else fresh[: part.most]
        rows = [*shown]
        count = f" · {len(fresh)} in all" if len(shown) < len(fresh) else ""
        if len(shown) < len(fresh):
            rows.append(_more(part, fresh[len(shown) :]))
        sections.append(Section(f"{part.title}{count}", tuple(rows), part.empty))
    return tuple(sorted(sections, key=lambda section: not section.rows))


def _more(part: Part, hidden: Sequence[Row]) -> Row:
    """`and 12 more`: one key opens the whole list. It asks as much as what it stands for."""
    urgency = max((row.urgency for row in hidden), default=Urgency.NORMAL)
    return Row(
        "more", f"more:{part.key}", "", "", "", f"and {len(hidden)} more", "", "w shows them all",
        urgency, {"part": part.key, "hidden": len(hidden)},
    )  # fmt: skip


def part_rows(snap: Snapshot, kind: str | None, key: str) -> tuple[Row, ...]:
    """All rows of one part of a briefing, for the line that says that there are more."""
    parts = PARTS.get(about(snap, kind).kind, before_sync)(snap)
    found = next((part for part in parts if part.key == key), None)
    return tuple(replace(row) for row in found.rows) if found else ()
