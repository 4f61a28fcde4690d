"""PI objectives: which are in danger, shown by the records that say so.

Nobody states a colour here. An objective is off track when a dependency, a risk or an impediment
that names it (by a link, or by its reference in the words) asks for attention.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from store.domain.records import Objective, Record
from store.domain.refs import normal_ref
from store.insight import blocks, dependencies, impediments, risks
from store.insight.rows import Row, Urgency, ref_order
from store.insight.snapshot import Snapshot

COMMITMENT = {True: "committed", False: "uncommitted"}

REFERENCE = re.compile(r"\b[A-Z]{1,3}[0-9]{1,6}\b")


def references(record: Record, *fields: str) -> set[str]:
    """References that a record names: its links, and those in the fields given, in normal form."""
    found = list(record.links)
    for name in fields:
        value = getattr(record, name, None)
        if isinstance(value, str):
            found += REFERENCE.findall(value)
    return {normal for ref in found if (normal := normal_ref(ref))}


def threats(snap: Snapshot) -> list[tuple[set[str], str]]:
    """For each record that asks for attention: the references it names, and what it says."""
    if "threats" not in snap.memo:
        snap.memo["threats"] = [
            *_dependencies(snap),
            *_risks(snap),
            *_impediments(snap),
        ]
    found: list[tuple[set[str], str]] = snap.memo["threats"]
    return found


def _dependencies(snap: Snapshot) -> Iterator[tuple[set[str], str]]:
    if snap.pi is None:
        return
    blocked = blocks.against(snap)
    for dep in filter(snap.is_current, snap.dependencies):
        seen = dependencies.health(dep, snap.pi, snap.today, blocked.get(dep.id, ()))
        if seen.urgency is Urgency.NEEDS_YOU or dep.state == "missed":
            yield references(dep, "objective", "text"), f"{dep.ref} {seen.word}"


def _risks(snap: Snapshot) -> Iterator[tuple[set[str], str]]:
    for risk in filter(snap.is_current, snap.risks):
        if risks.is_open(risk) and (owed := risks.owed(risk, snap.today)):
            yield references(risk, "text"), f"{risk.ref} {owed}"


def _impediments(snap: Snapshot) -> Iterator[tuple[set[str], str]]:
    named = {normal_ref(risk.ref): references(risk, "text") for risk in snap.risks}
    for item in snap.impediments:
        if impediments.is_open(item):
            via_risk = named.get(normal_ref(item.risk or ""), set()) if item.risk else set()
            yield references(item, "text") | via_risk, f"{item.ref} open"


def objective_row(objective: Objective, threats: Iterable[tuple[set[str], str]]) -> Row:
    """An objective as lists show it: planned business value where others show their age."""
    against = [words for named, words in threats if normal_ref(objective.ref) in named]
    kind = "" if objective.committed is None else COMMITMENT[objective.committed]
    return Row(
        kind="objective",
        id=objective.id,
        ref=objective.ref,
        when=f"BV {objective.bv}" if objective.bv is not None else "no BV",
        state=kind,
        text=objective.text,
        who=objective.team or "",
        note=" · ".join(against),
        urgency=Urgency.NEEDS_YOU if against else Urgency.NORMAL,
        computed={"against": against, "bv": objective.bv, "actual": objective.actual},
    )


def objective_rows(snap: Snapshot, pi: str | None = None) -> list[Row]:
    """Objectives of a planning interval (the current one) in the train's team order."""
    order = {team.short: place for place, team in enumerate(snap.teams)}
    against = threats(snap)
    found = snap.of(Objective, "objective", pi or snap.pi_name)
    found.sort(key=lambda o: (order.get(o.team or "", len(order)), ref_order(o.ref)))
    return [objective_row(o, against) for o in found]
