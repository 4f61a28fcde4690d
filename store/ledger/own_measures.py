"""Measures that the train keeps itself, so that outcomes stand beside flow: one number a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from store.domain import own_measuring
from store.domain.calendar import day
from store.domain.improving import read_figure
from store.domain.records import OwnMeasure, Reading
from store.domain.refs import normal_ref
from store.domain.text import clean
from store.domain.words import plural
from store.errors import RuleBroken, UsageFault
from store.exchange.rows_csv import FileRow
from store.ledger.ledger import Change, Ledger
from store.ledger.saying import day_of, role_of, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Doc

MAX_TEXT = 200


def the_measure(ledger: Ledger, ref: str) -> OwnMeasure:
    """The own measure with this reference or of this name; `UsageFault` for anything else."""
    found = _called(ledger, ref)
    return found if found else ledger.the(OwnMeasure, ref)


def _all(ledger: Ledger) -> list[OwnMeasure]:
    found = (one for one in ledger.views.all("measure") if isinstance(one, OwnMeasure))
    return [one for one in found if one.archived is None]


def _called(ledger: Ledger, name: str) -> OwnMeasure | None:
    low, ref = clean(name).casefold(), normal_ref(name)
    return next(
        (
            one
            for one in _all(ledger)
            if one.text.casefold() == low or (ref and normal_ref(one.ref) == ref)
        ),
        None,
    )


def add(
    ledger: Ledger, name: str, unit: str = "", area: str = "", better: str = "", owner: str = ""
) -> OwnMeasure:
    """A measure of one's own. Refuses a name that there is already."""
    doc = _new(name, unit, area, better) | (
        {"owner": role_of(ledger, owner)} if owner.strip() else {}
    )
    with ledger.change("measure.add") as change:
        ledger.require_train()
        key = _add(ledger, change, doc)
    found = ledger.views.get("measure", key)
    assert isinstance(found, OwnMeasure)  # made just now
    return found


def add_with(
    ledger: Ledger, name: str, unit: str, area: str, better: str, value: str = "", on: str = ""
) -> OwnMeasure:
    """A measure of one's own with its first value, in one change; or without any."""
    if not value.strip():
        if on.strip():
            raise UsageFault("A day needs a value. Type the number, or clear the day.")
        return add(ledger, name, unit, area, better)
    number, when = read_figure(value, "The value"), day(day_of(ledger, on)) or ledger.today
    own_measuring.refuse_ahead(when, ledger.today)
    with ledger.change("measure.add") as change:
        ledger.require_train()
        key = _add(ledger, change, _new(name, unit, area, better))
        ref = change.ref_of("measure", key)
        change.new("reading", _reading(change, ref, when.isoformat(), number, ""))
    found = ledger.views.get("measure", key)
    assert isinstance(found, OwnMeasure)  # made just now
    return found


def _add(ledger: Ledger, change: Change, doc: Doc) -> str:
    if known := _called(ledger, str(doc["text"])):
        raise RuleBroken(f"{known.ref} is called that already. Give it values: {known.ref} 72.")
    return change.new("measure", {**change.stamp.fields(), **doc})


def _new(name: str, unit: str, area: str, better: str) -> Doc:
    text = words(name, "The name", MAX_TEXT)
    if not text:
        raise UsageFault("A measure needs a name, like: bookings done in under two minutes.")
    doc: Doc = {
        "text": text,
        "unit": words(unit, "The unit", 32) or None,
        "area": own_measuring.read_area(area),
        "better": own_measuring.read_better(better),
    }
    return {key: value for key, value in doc.items() if value is not None}


def keep(ledger: Ledger, ref: str, value: str, on: str = "", note: str = "") -> Reading:
    """Keep the value of a measure on a day, today where none is said.

    A second value of a day takes the place of the first; both stay in the history.
    """
    number = read_figure(value, "The value")
    when = day(day_of(ledger, on)) or ledger.today
    own_measuring.refuse_ahead(when, ledger.today)
    with ledger.change("measure.value") as change:
        measure = the_measure(ledger, ref)
        key = _keep(ledger, change, measure, when, number, words(note, "The note", MAX_TEXT))
    found = ledger.views.get("reading", key)
    assert isinstance(found, Reading)
    return found


def _keep(
    ledger: Ledger, change: Change, measure: OwnMeasure, on: date, value: float, note: str
) -> str:
    said = on.isoformat()
    for one in ledger.views.all("reading"):
        if isinstance(one, Reading) and one.measure == measure.ref and one.on == said:
            change.amend("reading", one.id, {"value": value, "note": note or one.note})
            return one.id
    return change.new("reading", _reading(change, measure.ref, said, value, note))


def _reading(change: Change, ref: str, on: str, value: float, note: str) -> Doc:
    doc: Doc = {**change.stamp.fields(), "measure": ref, "on": on, "value": value}
    return doc | ({"note": note} if note else {})


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file brought: new measures by name, new values, and values that were changed."""

    measures: tuple[str, ...]
    new: int
    changed: int
    same: int

    @property
    def sentence(self) -> str:
        """`1 new measure, 12 new values, 0 changed, 3 as they were.`"""
        return (
            f"{plural(len(self.measures), 'new measure')}, {plural(self.new, 'new value')}, "
            f"{self.changed} changed, {self.same} as they were."
        )


def bring_in(ledger: Ledger, rows: Sequence[FileRow]) -> Taken:
    """Take values from a file, all or none; a fault names its line.

    A name that is not known yet makes a measure; a day that has a value gets the new one.
    """
    read = [(row, *_read(ledger, row)) for row in rows]
    with ledger.change("measure.import") as change:
        ledger.require_train()
        return _take(ledger, change, read)


def _read(ledger: Ledger, row: FileRow) -> tuple[date, float]:
    cells = row.cells
    try:
        if "value" not in cells or "date" not in cells:
            raise UsageFault("It needs a date and a value.")
        on = day(cells["date"]) or day(day_of(ledger, cells["date"]))
        assert on is not None  # day_of refuses what is no day
        own_measuring.refuse_ahead(on, ledger.today)
        _new(*(cells.get(n, "") for n in ("measure", "unit", "area", "better")))
        return on, read_figure(cells["value"], "The value")
    except (UsageFault, RuleBroken) as fault:
        raise UsageFault(f"Line {row.line}: {fault.sentence} Nothing was brought in.") from None


def _take(ledger: Ledger, change: Change, read: Sequence[tuple[FileRow, date, float]]) -> Taken:
    by_name = {one.text.casefold(): one.ref for one in _all(ledger)}
    by_name |= {one.ref.casefold(): one.ref for one in _all(ledger)}
    known = {
        (one.measure, one.on): one
        for one in ledger.views.all("reading")
        if isinstance(one, Reading)
    }
    made: list[str] = []
    new: dict[tuple[str, str], str] = {}
    changed = same = 0
    for row, on, value in read:
        cells = row.cells
        ref = by_name.get(cells["measure"].casefold())
        if ref is None:
            said = (cells.get(n, "") for n in ("measure", "unit", "area", "better"))
            doc: Doc = {**change.stamp.fields(), **_new(*said)}
            ref = change.ref_of("measure", change.new("measure", doc))
            by_name[cells["measure"].casefold()] = ref
            made.append(str(doc["text"]))
        place, note = (ref, on.isoformat()), cells.get("note", "")
        before = known.get(place)
        if before is not None and before.value == value and (before.note or "") == note:
            same += 1
        elif before is not None:
            change.amend("reading", before.id, {"value": value, "note": note or before.note})
            changed += 1
        elif place in new:
            raise UsageFault(
                f"Line {row.line}: {cells['measure'][:40]!r} has two values on that day. Nothing "
                "was brought in."
            )
        else:
            new[place] = change.new("reading", _reading(change, ref, on.isoformat(), value, note))
    return Taken(tuple(made), len(new), changed, same)
