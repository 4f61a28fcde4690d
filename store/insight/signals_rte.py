"""Signals of the RTE as manager: a role that owns what teams and leaders should own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from store.domain.records import Action, Impediment
from store.insight import impediments, promises
from store.insight.rte_role import RTE
from store.insight.signal import Signal, facts_with, refs_of
from store.insight.snapshot import Snapshot
from store.insight.thresholds import limit

SCOPE = re.compile(r"\b(?:scope|priorit(?:y|ies|ise[sd]?|ize[sd]?)|descop\w*)\b", re.I)


def rte_share(snap: Snapshot) -> tuple[int, int, tuple[str, ...]]:
    """How many open actions and impediments the RTE's role owns, of how many; and which."""
    waiting: list[Action | Impediment] = [a for a in snap.actions if promises.is_open(a)]
    waiting += [i for i in snap.impediments if impediments.is_open(i)]
    mine = [one for one in waiting if one.owner == RTE]
    return len(mine), len(waiting), refs_of(mine)


def manager(snap: Snapshot) -> Iterator[Signal]:
    """All of them, about the role alone."""
    mine, whole, refs = rte_share(snap)
    if whole >= limit(snap, "rte-least") and mine > limit(snap, "rte-share") * whole:
        words = f"RTE owns {mine} of {whole} open actions and impediments"
        yield Signal(
            "rte-owns", "rte", "Which of them belong to a team or to leaders?",
            facts_with(words, refs), refs,
        )  # fmt: skip
    decided = [
        d
        for d in snap.decisions
        if snap.is_current(d) and d.owner == RTE and d.state == "agreed"
        and SCOPE.search(f"{d.text} {d.what or ''}")
    ]  # fmt: skip
    if decided:
        words = "Decided on scope or priority by the RTE"
        yield Signal(
            f"rte-decides:{snap.pi_name}", "rte", "Who should have decided it?",
            facts_with(words, refs_of(decided)), refs_of(decided),
        )  # fmt: skip
