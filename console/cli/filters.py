"""Which records `rte list` shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from store.domain.kinds import KINDS, Kind, find_kind
from store.domain.records import Event, Record
from store.domain.refs import same_ref
from store.errors import UsageFault
from store.insight.mixed import row_of

if TYPE_CHECKING:
    from store.insight.snapshot import Snapshot
    from store.ledger.ledger import Ledger

UNLISTED = ("train", "moment", "vote", "prep")
LISTED = tuple(kind for kind in KINDS if kind.name not in UNLISTED)
TIMELESS = ("team", "pi")
"""Kinds that belong to the train and not to a planning interval."""
WITHOUT_END = ("decision", "objective", "team", "pi")
"""Kinds that are never open or done."""
TEAM_FIELDS = ("team", "provider", "consumer", "teams")


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for; None and False ask for nothing."""

    team: str | None = None
    owner: str | None = None
    pi: str | None = None
    event: str | None = None
    text: str | None = None
    open: bool = False
    all: bool = False
    filter: str | None = None
    """Words of the filter language that the registers have."""
    sort: str | None = None
    """Name of an order."""


def kind_named(word: str) -> Kind:
    """The kind that can be listed under `word`: name, plural, spoken word or letter."""
    low = word.lower()
    kind = next((k for k in LISTED if low in (k.name, k.plural)), None) or find_kind(low)
    if kind is None:
        from console.cli.verbs import nearest

        names = [k.name for k in LISTED]
        raise UsageFault(
            f"There is no list of {word[:40]!r}.{nearest(word, names)} Kinds: {', '.join(names)}."
        )
    return kind


def check(kind: Kind, filters: Filters, ledger: Ledger) -> Filters:
    """The filters with names as the train writes them. Refuses those that cannot be meant."""
    if filters.open and kind.name in WITHOUT_END:
        raise UsageFault(f"A {kind.name} is never open or done; leave out --open.")
    pi = filters.pi and _interval(filters.pi, ledger)
    team = filters.team and _team(filters.team, ledger)
    event = filters.event and ledger.the(Event, filters.event).ref
    return replace(filters, team=team, pi=pi, event=event)


def _interval(name: str, ledger: Ledger) -> str:
    known = [pi.short for pi in ledger.snapshot().intervals]
    found = next((short for short in known if short.lower() == name.lower()), None)
    if found is None:
        there = ", ".join(known) or "none yet"
        raise UsageFault(f"There is no planning interval {name[:40]!r}. There is: {there}.")
    return found


def _team(name: str, ledger: Ledger) -> str:
    """A team by id or name; a provider outside the train counts if a dependency names it."""
    low = name.lower()
    for team in ledger.teams:
        if low in (team.short.lower(), team.name.lower()):
            return team.short
    for doc in ledger.db.state.tables.get("dependency", {}).values():
        for field in ("provider", "consumer"):
            if str(doc.get(field, "")).lower() == low:
                return str(doc[field])
    there = ", ".join(team.short for team in ledger.teams) or "none yet"
    raise UsageFault(f"There is no team {name[:40]!r}. There is: {there}.")


def is_open(kind: str, record: Record, snap: Snapshot) -> bool:
    """Whether a record still waits for somebody."""
    if kind == "event":
        return snap.running is not None and snap.running.id == record.id
    return bool(row_of(kind, record, snap).computed.get("open"))


def matcher(filters: Filters) -> Callable[[Record, Mapping[str, Any]], bool]:
    """Whether a record and its document pass every filter that is not about intervals."""

    def passes(record: Record, doc: Mapping[str, Any]) -> bool:
        if filters.team and filters.team not in _teams(doc):
            return False
        if filters.owner and str(doc.get("owner", "")).lower() != filters.owner.lower():
            return False
        if filters.event and not same_ref(record.event or "", filters.event):
            return False
        return not filters.text or filters.text.casefold() in record.text.casefold()

    return passes


def _teams(doc: Mapping[str, Any]) -> list[str]:
    found: list[str] = []
    for field in TEAM_FIELDS:
        value = doc.get(field)
        found += value if isinstance(value, list) else [str(value)]
    return found


def in_scope(
    kind: str, records: Sequence[Record], filters: Filters, snap: Snapshot
) -> list[Record]:
    """Records of the interval asked for; else those of the current one and older open ones."""
    found = list(records)
    if filters.pi:
        found = [r for r in found if interval_name(kind, r) == filters.pi]
    if filters.open:
        return [r for r in found if is_open(kind, r, snap)]
    if filters.pi or filters.all or filters.event or kind in TIMELESS or snap.pi is None:
        return found
    closed = kind in WITHOUT_END
    return [r for r in found if _is_here(r, snap) or (not closed and is_open(kind, r, snap))]


def _is_here(record: Record, snap: Snapshot) -> bool:
    """Whether a record belongs to the current interval, by its name or else by its date."""
    if record.pi is not None or snap.pi is None:
        return record.pi == snap.pi_name
    on = getattr(record, "on", None) or getattr(record, "raised", None)
    if on is None and record.at is not None:
        on = snap.local(record.at).date().isoformat()
    return on is None or str(on) >= snap.pi.start


def interval_name(kind: str, record: Record) -> str | None:
    """The planning interval that a record belongs to."""
    if kind == "pi":
        return getattr(record, "short", None)
    return record.pi
