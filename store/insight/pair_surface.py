"""Pairs of teams that depend on each other again and again, and what the whole train's string says.

A question for after the planning: is the train cut where the work flows? Pairs stand in the
train's own order, and no figure is one of a team.
"""

from __future__ import annotations

from collections.abc import Sequence

from store.domain.records import Dependency
from store.domain.words import plural
from store.insight.coupling import fan_in, median_slack, named, removed_share, web_words
from store.insight.mixed import row_of
from store.insight.pairs import Pair, all_pairs
from store.insight.plan import of_plan, plan_interval, plan_name
from store.insight.rows import Section, Surface, Told, ref_order
from store.insight.snapshot import Snapshot

QUESTION = "What would remove it?"


def pairs(snap: Snapshot) -> Surface:
    """The whole first, then each pair that comes back, with its dependencies newest first."""
    found = all_pairs(snap)
    by_ref = {d.ref: d for d in snap.dependencies}
    sections = [_whole(snap, found)]
    for pair in found:
        sections += _sections(snap, pair, by_ref)
    return Surface(
        "pairs", "Pairs that come back", tuple(sections), "Is the train cut where the work flows?"
    )


def _whole(snap: Snapshot, found: Sequence[Pair]) -> Section:
    pi, name = plan_interval(snap), plan_name(snap)
    mine = of_plan(snap, Dependency, "dependency")
    removed, ended = removed_share(mine)
    told = [Told("!", one.words) for one in fan_in(snap, mine)]
    middle = median_slack(mine, pi) if pi else None
    if middle is not None:
        told.append(Told("slack", f"the middle of what is open is {middle:g}".replace("-", "−")))
    if ended:
        told.append(Told("gone", f"{removed} of {ended} that ended were removed: a good end"))
    if words := web_words(mine, name):
        told.append(Told("?", words))
    empty = "" if found else "No pair comes back in two planning intervals or more."
    return Section(f"All of {name or 'the train'}", (), empty, tuple(told))


def _sections(snap: Snapshot, pair: Pair, by_ref: dict[str, Dependency]) -> list[Section]:
    """What is told of the pair, then its dependencies: apart, so that the cursor keeps its row."""
    mark = "! " if pair.signal else ""
    many = plural(len(pair.refs), "dependency", "dependencies")
    title = f"{mark}{pair.provider}→{pair.consumer}: {many}"
    title += f" in {len(pair.intervals)} of {plural(pair.of, 'interval')}"
    refs = sorted((*pair.refs, *pair.removed), key=ref_order, reverse=True)
    rows = tuple(row_of("dependency", by_ref[ref], snap) for ref in refs if ref in by_ref)
    return [Section(title, (), "", tuple(_told(pair))), Section("", rows)]


def _told(pair: Pair) -> list[Told]:
    tried = [f"{m.ref} {m.text}: {m.effect or 'not yet moved'}" for m in pair.reductions]
    tried += [f"{ref} removed" for ref in pair.removed]
    told = [Told("late", f"{len(pair.late)} of {len(pair.refs)} late, missed or overdue")]
    if pair.late:
        told = [Told("late", f"{told[0].words} ({named(pair.late)})")]
    if pair.removed:
        gone, whole = len(pair.removed), len(pair.removed) + len(pair.refs)
        told.append(Told("gone", f"{gone} of {whole} removed"))
    told.append(Told("tried", " · ".join(tried) or "nothing on record", strong=pair.signal))
    ask = f" Nobody has said it of {named(pair.unasked)} yet." if pair.unasked else ""
    told.append(Told("ask", f"{QUESTION}{ask}", strong=pair.signal))
    return told
