"""PI objectives: which are in danger, what was seen of them, how they moved since the plan.

Nobody states a colour here. An objective is off track when a dependency, a risk or an impediment
that names it (by a link, or by its reference in the words) asks for attention; what was shown of
it is evidence for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from store.domain.naming import REFERENCE
from store.domain.records import Objective, Record
from store.domain.refs import normal_ref
from store.insight import (
    blocks,
    dependencies,
    evidence,
    impediments,
    risks,
)
from store.insight.rows import Row, Urgency, ref_order
from store.insight.snapshot import Snapshot

COMMITMENT = {True: "committed", False: "uncommitted"}

NAMING = ("risk", "impediment", "dependency", "demo", "decision", "action", "topic")
"""Kinds of records that can name an objective."""


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


def _against(snap: Snapshot) -> dict[str, list[str]]:
    """For each reference that a threat names, what the threats say: looked up row after row."""
    if "threats.by_ref" not in snap.memo:
        by_ref: dict[str, list[str]] = {}
        for named, words in threats(snap):
            for ref in named:
                by_ref.setdefault(ref, []).append(words)
        snap.memo["threats.by_ref"] = by_ref
    found: dict[str, list[str]] = snap.memo["threats.by_ref"]
    return found


def against(objective: Objective, snap: Snapshot) -> list[str]:
    """What is on record against an objective: `R12 review due`."""
    return _against(snap).get(normal_ref(objective.ref) or "", [])


def moved(objective: Objective) -> list[str]:
    """How it stands apart from the plan as it was frozen: `BV 8 → 6`, `committed → uncommitted`."""
    if objective.baselined is None:
        return []
    said = []
    if objective.base_bv != objective.bv:
        said.append(f"BV {_or(objective.base_bv)} → {_or(objective.bv)}")
    if objective.base_committed is not objective.committed:
        said.append(f"{_word(objective.base_committed)} → {_word(objective.committed)}")
    return said


def before_moves(objective: Objective) -> str:
    """`planned BV 8, committed`: what the plan said where it stands otherwise now."""
    if not moved(objective):
        return ""
    was = []
    if objective.base_bv != objective.bv:
        was.append("no BV" if objective.base_bv is None else f"BV {objective.base_bv}")
    if objective.base_committed is not objective.committed:
        was.append(_word(objective.base_committed))
    return f"planned {', '.join(was)}"


def _or(value: int | None) -> str:
    return "none" if value is None else str(value)


def _word(committed: bool | None) -> str:
    return "not said" if committed is None else COMMITMENT[committed]


def is_late(objective: Objective, snap: Snapshot) -> bool:
    """Whether it was added after its interval's plan was frozen."""
    if "baselines" not in snap.memo:
        snap.memo["baselines"] = {o.pi for o in snap.objectives if o.baselined}
    return objective.baselined is None and objective.pi in snap.memo["baselines"]


def remarks(objective: Objective, snap: Snapshot) -> list[str]:
    """What else lists say of it: moves since the plan, its coming later, a value above the plan."""
    said = [was] if (was := before_moves(objective)) else []
    if is_late(objective, snap):
        said.append("added after planning")
    if objective.bv is not None and (objective.actual or 0) > objective.bv:
        said.append("above planned")
    return said


def objective_row(objective: Objective, snap: Snapshot) -> Row:
    """An objective as lists show it: planned business value where others show their age.

    Its status is what records say: first what speaks against it, then what was seen of it.
    """
    threat = against(objective, snap)
    seen = evidence.status(objective, snap)
    kind = "" if objective.committed is None else COMMITMENT[objective.committed]
    planned = f"BV {objective.bv}" if objective.bv is not None else "no BV"
    return Row(
        kind="objective",
        id=objective.id,
        ref=objective.ref,
        when=planned if objective.actual is None else f"{planned} · {objective.actual}",
        state=kind,
        text=objective.text,
        who=objective.team or "",
        note=" · ".join([*threat, *([seen] if seen else []), *remarks(objective, snap)]),
        urgency=Urgency.NEEDS_YOU if threat else Urgency.NORMAL,
        computed={
            "against": threat,
            "bv": objective.bv,
            "actual": objective.actual,
            "committed": objective.committed,
            "base_bv": objective.base_bv,
            "base_committed": objective.base_committed,
            "moves": len(objective.moves),
            "added_after_planning": is_late(objective, snap),
            "evidence": list(evidence.of(objective, snap)),
        },
    )


def objective_rows(snap: Snapshot, pi: str | None = None) -> list[Row]:
    """Objectives of a planning interval (the current one) in the train's team order."""
    order = {team.short: place for place, team in enumerate(snap.teams)}
    found = snap.of(Objective, "objective", pi or snap.pi_name)
    found.sort(key=lambda o: (order.get(o.team or "", len(order)), ref_order(o.ref)))
    return [objective_row(o, snap) for o in found]


def naming(objective: Objective, snap: Snapshot) -> list[tuple[str, Record]]:
    """Every record of `NAMING` that names an objective.

    By its link, its `objective`, or the reference in its words; in the order in which they were
    made, kind by kind.
    """
    wanted = normal_ref(objective.ref)
    return [
        (kind, record)
        for kind in NAMING
        for record in snap.of(Record, kind)
        if wanted in references(record, "objective", "text")
    ]
