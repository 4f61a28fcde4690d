"""What is open against a dependency: risks and impediments of its provider, linked to it."""

from __future__ import annotations

from collections.abc import Iterator

from store.domain.records import Dependency, Impediment, Record, Risk
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
    yield from (risk for risk in snap.risks if risks.is_open(risk))
    yield from (item for item in snap.impediments if impediments.is_open(item))


def _links(record: Record) -> set[str]:
    return {normal for ref in record.links if (normal := normal_ref(ref))}


def _against(snap: Snapshot) -> Against:
    by_ref: dict[str, Dependency] = {}
    naming: dict[str, list[Dependency]] = {}
    for dependency in snap.dependencies:
        if is_open(dependency) and dependency.state != "delivered":
            by_ref[normal_ref(dependency.ref) or ""] = dependency
            for ref in _links(dependency):
                naming.setdefault(ref, []).append(dependency)
    found: dict[str, set[str]] = {}
    for item in _open(snap) if by_ref else ():
        linked = [by_ref[ref] for ref in _links(item) if ref in by_ref]
        for dependency in (*linked, *naming.get(normal_ref(item.ref) or "", ())):
            if _of_provider(item, dependency):
                found.setdefault(dependency.id, set()).add(item.ref)
    return {key: tuple(sorted(refs, key=ref_order)) for key, refs in found.items()}


def _of_provider(item: Risk | Impediment, dependency: Dependency) -> bool:
    teams = [team for team in (item.team, *item.teams) if team]
    return not teams or dependency.provider in teams
