"""What is open against a dependency: risks and impediments of its provider that are linked to it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from store.domain.records import Dependency, Impediment, Risk
from store.domain.refs import normal_ref
from store.insight import impediments, risks
from store.insight.dependencies import Against, is_open
from store.insight.rows import ref_order
from store.insight.snapshot import Snapshot


def against(snap: Snapshot) -> Against:
    """By id of each open dependency, references of what is open against it at its provider.

    Linked is what names the dependency, or is named by it. A record of no team counts as well:
    nobody has said that it is another team's. Worked out once for a snapshot.
    """
    if "against" not in snap.memo:
        snap.memo["against"] = _against(snap)
    found: Against = snap.memo["against"]
    return found


def _open(snap: Snapshot) -> Iterator[Risk | Impediment]:
    return chain(filter(risks.is_open, snap.risks), filter(impediments.is_open, snap.impediments))


def _against(snap: Snapshot) -> Against:
    waiting = [d for d in snap.dependencies if is_open(d) and d.state != "delivered"]
    by_ref = {normal_ref(d.ref): d for d in waiting}
    naming: dict[str, list[Dependency]] = {}
    for dependency in waiting:
        for ref in dependency.links:
            naming.setdefault(normal_ref(ref), []).append(dependency)
    found: dict[str, list[str]] = {}
    for item in _open(snap):
        linked = [by_ref[ref] for ref in map(normal_ref, item.links) if ref in by_ref]
        for dependency in {
            d.id: d for d in (*linked, *naming.get(normal_ref(item.ref), ()))
        }.values():
            if _of_provider(item, dependency):
                found.setdefault(dependency.id, []).append(item.ref)
    return {key: tuple(sorted(refs, key=ref_order)) for key, refs in found.items()}


def _of_provider(item: Risk | Impediment, dependency: Dependency) -> bool:
    teams = [team for team in (item.team, *item.teams) if team]
    return not teams or dependency.provider in teams
