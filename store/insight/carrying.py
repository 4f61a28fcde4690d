"""Carry or close: what is still open in a planning interval, and what was decided of the rest."""

from __future__ import annotations

from collections.abc import Sequence

from store.domain.carrying import KINDS, lacks_day, latest
from store.domain.kinds import BY_NAME
from store.domain.records import Action, Dependency, Impediment, Record, Risk
from store.domain.words import plural
from store.insight import dependencies, impediments, promises, risks
from store.insight.inspecting import inspected
from store.insight.rows import Row, Section, Surface, Told, ref_order
from store.insight.snapshot import Snapshot
from store.insight.stuck import named

QUESTION = "What goes on, and what ends here?"
NONE_OPEN = "Nothing is open in it any more."


def is_open(record: Record) -> bool:
    """Whether it still waits for somebody, by the rules of its kind."""
    match record:
        case Risk():
            return risks.is_open(record)
        case Impediment():
            return impediments.is_open(record)
        case Dependency():
            return dependencies.is_open(record)
        case Action():
            return promises.is_open(record)
    return False


def swept(snap: Snapshot) -> str:
    """The interval that is swept: the inspected one, else the oldest over with something open.

    Else the current one.
    """
    here = inspected(snap)
    if here:
        return here
    today = snap.today.isoformat()
    over = [pi.short for pi in snap.intervals if pi.end and pi.end < today]
    return next((name for name in over if any_open(snap, name)), snap.pi_name)


def _by_interval(snap: Snapshot) -> dict[str, dict[str, list[Record]]]:
    """Open records by the interval that they belong to last, and by kind."""
    if "carrying" not in snap.memo:
        found: dict[str, dict[str, list[Record]]] = {}
        for kind in KINDS:
            for record in snap.of(Record, kind):
                if is_open(record):
                    where = latest(record, snap.pi_name)
                    found.setdefault(where, {}).setdefault(kind, []).append(record)
        snap.memo["carrying"] = found
    known: dict[str, dict[str, list[Record]]] = snap.memo["carrying"]
    return known


def still_open(snap: Snapshot, pi: str) -> dict[str, list[Record]]:
    """What is still open in an interval and not carried on, by kind; each by its reference."""
    found = _by_interval(snap).get(pi, {})
    return {
        kind: sorted(found[kind], key=lambda one: ref_order(one.ref))
        for kind in KINDS
        if found.get(kind)
    }


def any_open(snap: Snapshot, pi: str) -> bool:
    """Whether anything is still open in an interval."""
    return bool(_by_interval(snap).get(pi))


def counts_in_words(found: dict[str, list[Record]]) -> str:
    """`2 risks, 1 dependency`."""
    return ", ".join(
        plural(len(records), kind, BY_NAME[kind].plural) for kind, records in found.items()
    )


def carried_from(snap: Snapshot, pi: str, kinds: Sequence[str] = KINDS) -> list[tuple[str, Record]]:
    """What was carried out of an interval, with its kind: also dependencies that go on anew."""
    found: list[tuple[str, Record]] = []
    for kind in kinds:
        for record in snap.of(Record, kind):
            if isinstance(record, Dependency):
                if record.carried_as and (record.pi or snap.pi_name) == pi:
                    found.append((kind, record))
                continue
            way = [record.pi or snap.pi_name, *record.carried]
            if pi in way[:-1]:
                found.append((kind, record))
    return found


def carried_into(snap: Snapshot, pi: str, kinds: Sequence[str] = KINDS) -> list[tuple[str, Record]]:
    """What was carried into an interval, with its kind: what it starts with."""
    return [
        (kind, record)
        for kind in kinds
        for record in snap.of(Record, kind)
        if pi in record.carried
        or (isinstance(record, Dependency) and record.carries and record.pi == pi)
    ]


def row(kind: str, record: Record, snap: Snapshot) -> Row:
    """The row of its own list, with what carrying it would ask for."""
    from store.insight.mixed import row_of  # here: the home screen only counts what is open

    made = row_of(kind, record, snap)
    lack = lacks_day(record, snap.today)
    ask = {"review": "a review day to carry it", "due": "a date to carry it"}.get(lack or "", "")
    note = " · ".join(part for part in (made.note, ask) if part)
    return Row(
        made.kind, made.id, made.ref, made.when, made.state, made.text, made.who, note,
        made.urgency, made.computed,
    )  # fmt: skip


def rows(kind: str, found: Sequence[Record], snap: Snapshot) -> tuple[Row, ...]:
    """Rows of a kind."""
    return tuple(row(kind, record, snap) for record in found)


def carrying(snap: Snapshot) -> Surface:
    """What was carried out of the interval so far, then what is still open, kind by kind."""
    name = swept(snap)
    found = still_open(snap, name)
    gone = carried_from(snap, name)
    words = f"{counts_in_words(found)} to go" if found else NONE_OPEN
    told = [Told("open", words, strong=bool(found))]
    if gone:
        # In words and not as rows: the cursor goes on to what is still open.
        told.append(Told("carried", f"{len(gone)}: {named([one.ref for _, one in gone])}"))
    closed = next((pi.closed for pi in snap.intervals if pi.short == name), None)
    if closed:
        told.append(Told("closed", f"on {closed}"))
    elif not found:
        told.append(Told("next", f"w closes {name or 'the interval'}"))
    sections = [Section(f"All of {name or 'the train'}", (), "", tuple(told))]
    for kind, records in found.items():
        title = BY_NAME[kind].plural
        sections.append(Section(f"{title[:1].upper()}{title[1:]}", rows(kind, records, snap)))
    return Surface("carrying", f"Carry or close · {name}".rstrip(" ·"), tuple(sections), QUESTION)


def left_over(snap: Snapshot) -> str:
    """`1 risk of PI-26.3 is open: carry or close`, for intervals that are over; "" for none."""
    today = snap.today.isoformat()
    over = [pi.short for pi in snap.intervals if pi.end and pi.end < today]
    said = [
        f"{counts_in_words(found)} of {name}" for name in over if (found := still_open(snap, name))
    ]
    return f"still open: {'; '.join(said)}. Carry or close: I" if said else ""


def all_carried(snap: Snapshot) -> str:
    """What lacks until everything of the interval is carried or closed; "" when all is."""
    name = swept(snap)
    found = still_open(snap, name)
    return f"still open in {name}: {counts_in_words(found)}" if found else ""
