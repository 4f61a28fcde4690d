"""Flow items: added by a line, started, done, dropped, and brought in from a file.

Each is one use-case. A line says an item as people type it; a file brings many, all of them or
none, and an item that has its key already is changed instead of doubled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from store.domain import flowing
from store.domain.calendar import day
from store.domain.dates import parse_due, say_day
from store.domain.grammar_words import normal, words_of
from store.domain.records import FlowItem
from store.domain.words import plural
from store.errors import RuleBroken, UsageFault
from store.exchange.flow_csv import FIELDS, FlowRow
from store.ledger.capturing import iterations
from store.ledger.ledger import Ledger
from store.ledger.saying import MAX_NAME, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Doc

EXAMPLE = "Gate wait on the portal key:F-12 nature:feature @DRE started:2026-10-01 size:5"
WEEK, YEAR = 7, 365
KEYS = ("key", "nature", "started", "done", "active", "size", "team")


def the_item(ledger: Ledger, ref: str, rev: int | None = None) -> FlowItem:
    """The flow item with this reference, or with this key of where it is kept."""
    by_key = keyed(ledger).get(ref.strip().casefold())
    return by_key if by_key and rev is None else ledger.the(FlowItem, ref, rev)


def keyed(ledger: Ledger) -> dict[str, FlowItem]:
    """Flow items by their own key, without regard to case."""
    found = (item for item in ledger.views.all("flow") if isinstance(item, FlowItem))
    return {item.key.casefold(): item for item in found if item.key}


# -- one line


def read_line(ledger: Ledger, line: str) -> Doc:
    """The document of a new item from one line; `UsageFault` for a key that cannot be read.

    `key:F-12 nature:feature @DRE started:1 oct done:12 oct active:3 size:5`; all but the words may
    be left out. Days are read as everywhere; one of several words stands in quotes.
    """
    doc: Doc = {}
    text: list[str] = []
    for word in words_of(words(line, "A flow item")):
        name, colon, value = word.text.partition(":")
        name, value = name.lower(), value.strip('"“”')
        if word.text.startswith("@") and len(word.text) > 1:
            name, value = "team", word.text[1:].strip('"“”')
        elif not colon or name not in KEYS:
            text.append(word.text)
            continue
        if name in doc:
            raise UsageFault(f"{name}: stands there twice. Say it once.")
        doc[name] = value_of(ledger, name, value)
    if not text:
        raise RuleBroken(f"The flow item has no words yet. For example: {EXAMPLE}")
    return checked(ledger, {"text": " ".join(text), **doc})


def value_of(ledger: Ledger, name: str, value: str) -> object:
    """One value as it is stored, read by what its key means."""
    if not value:
        raise UsageFault(f"{name}: says nothing. Write its value right behind it, or leave it out.")
    if name == "nature":
        return flowing.read_nature(value)
    if name in ("started", "done"):
        return past_day(ledger, value).isoformat()
    if name == "active":
        return flowing.read_number(value, "active: days of work", flowing.MOST_DAYS)
    if name == "size":
        return flowing.read_number(value, "size:", flowing.MOST_SIZE)
    if name == "team":
        return team_of(ledger, value)
    return words(value, "A key", MAX_NAME)


def past_day(ledger: Ledger, text: str) -> date:
    """A day as people type it, of what has happened: `12 oct` and `fri` are the last such ones.

    What is said from today on, like `tomorrow`, or with its year stays as it is.
    """
    said, today, here = words(text, "A day"), ledger.today, iterations(ledger)

    def seen_from(back: int) -> date:
        return parse_due(said, today - timedelta(days=back), here).date

    if said.casefold() == "yesterday":
        return today - timedelta(days=1)
    found = seen_from(0)
    if found <= today or seen_from(1) != found:
        return found
    earlier = (seen_from(back) for back in (WEEK, YEAR))
    return next((on for on in earlier if on <= today), found)


def team_of(ledger: Ledger, value: str) -> str:
    """The short id of a team by id or name; `UsageFault` for one that is not of this train."""
    wanted = normal(value)
    for team in ledger.teams:
        if wanted in (normal(team.short), normal(team.name)):
            return team.short
    known = ", ".join(team.short for team in ledger.teams)
    raise UsageFault(f"There is no team {value[:20]!r}. The train has {known}.")


def checked(ledger: Ledger, doc: Doc) -> Doc:
    """The document once its days fit together, without what is not said."""
    known = {name: value for name, value in doc.items() if value is not None}
    what = str(known.get("key") or f"{str(known['text'])[:30]}")
    active = known.get("active")
    flowing.refuse_impossible(
        what,
        known.get("started"),
        known.get("done"),
        float(active) if active is not None else None,
        ledger.today,
    )
    return known


def _place(ledger: Ledger, doc: Mapping[str, object]) -> str | None:
    started = doc.get("started")
    return flowing.interval_for(ledger.intervals, str(started) if started else None, ledger.today)


def _new(ledger: Ledger, doc: Doc, stamp: Doc) -> Doc:
    where = {**stamp, "pi": _place(ledger, doc)}
    return {**doc, **{name: value for name, value in where.items() if value is not None}}


def read_fields(ledger: Ledger, typed: Mapping[str, str]) -> Doc:
    """The document of a new item from the fields of a form; empty ones are left out."""
    said = {name: value_of(ledger, name, v) for name in KEYS if (v := typed.get(name, "").strip())}
    text = words(typed.get("text", ""), "A flow item")
    if not text:
        raise RuleBroken("Say what the item is. Its words come first, all else may wait.")
    doc = checked(ledger, {"text": text, **said})
    _refuse_known(ledger, doc)
    return doc


def in_words(doc: Mapping[str, object]) -> str:
    """What a document of an item says, for reading back before it is saved."""
    days = [f"{w} {say_day(on)}" for w in ("started", "done") if (on := day(_text(doc.get(w))))]
    numbers = [
        f"{doc[name]:g}{unit}"
        for name, unit in (("active", " d worked on"), ("size", " in size"))
        if name in doc
    ]
    about = [_text(doc.get(name)) for name in ("nature", "team")]
    head = " ".join(part for part in (_text(doc.get("key")), _text(doc.get("text"))) if part)
    return " · ".join(part for part in (head, *about, *days, *numbers) if part)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _refuse_known(ledger: Ledger, doc: Mapping[str, object]) -> None:
    known = keyed(ledger).get(str(doc.get("key", "")).casefold())
    if known:
        raise RuleBroken(
            f"{known.key} is here already: {known.ref}. Set its days instead, or bring a file in."
        )


def add(ledger: Ledger, line: str) -> FlowItem:
    """Add one item from a line. Refuses one whose key is on record already."""
    return _add(ledger, lambda: read_line(ledger, line))


def add_fields(ledger: Ledger, typed: Mapping[str, str]) -> FlowItem:
    """Add one item from the fields of a form; refuses as `add` does."""
    return _add(ledger, lambda: read_fields(ledger, typed))


def _add(ledger: Ledger, read: Callable[[], Doc]) -> FlowItem:
    with ledger.change("flow.add") as change:
        ledger.require_train()
        doc = read()
        _refuse_known(ledger, doc)
        key = change.new("flow", _new(ledger, doc, change.stamp.fields()))
    return _after(ledger, key)


def _after(ledger: Ledger, key: str) -> FlowItem:
    found = ledger.views.get("flow", key)
    assert isinstance(found, FlowItem)  # stored under the lock just now
    return found


# -- its days


def set_days(
    ledger: Ledger, ref: str, deed: str, when: str = "", active: str = "", rev: int | None = None
) -> FlowItem:
    """`start`, `done` or `drop` an item on a day, today where none is said."""
    if deed not in DEEDS:
        raise UsageFault(f"A flow item knows no {deed[:20]!r}. Type one of: {', '.join(DEEDS)}.")
    said = past_day(ledger, when) if when.strip() else ledger.today
    with ledger.change(f"flow.{deed}") as change:
        item = the_item(ledger, ref, rev)
        worked = flowing.read_number(active, "Days of work", flowing.MOST_DAYS) if active else None
        if deed == "start":
            fields = flowing.start(item, said, ledger.today)
            fields["pi"] = _place(ledger, fields)
        elif deed == "done":
            fields = flowing.finish(item, said, ledger.today, worked)
        else:
            fields = flowing.drop(item, said, ledger.today)
        change.amend("flow", item.id, fields, expect_rev=rev)
    return _after(ledger, item.id)


DEEDS = ("start", "done", "drop")


# -- many, from a file


@dataclass(frozen=True, slots=True)
class FlowImport:
    """What a file would change: new items, changed ones with their fields, and how many stay."""

    new: tuple[Doc, ...]
    changed: tuple[tuple[FlowItem, Doc], ...]
    same: int

    @property
    def sentence(self) -> str:
        """`38 new flow items, 2 changed, 1 as it was.`"""
        return (
            f"{plural(len(self.new), 'new flow item')}, {len(self.changed)} changed, "
            f"{self.same} as {'it was' if self.same == 1 else 'they were'}."
        )


def plan_import(ledger: Ledger, rows: Sequence[FlowRow]) -> FlowImport:
    """What rows of a file would change; refuses all of them for one that is wrong, with its line.

    A row whose key is known changes that item: an empty cell leaves a field as it is.
    """
    known = keyed(ledger)
    new: list[Doc] = []
    changed: list[tuple[FlowItem, Doc]] = []
    same = 0
    for row in rows:
        try:
            said: Doc = {n: value_of(ledger, n, v) for n, v in row.cells.items() if n in KEYS}
            if "text" in row.cells:
                said["text"] = row.cells["text"]
            if row.cells.get("state"):
                said["state"] = _state(row.cells["state"])
            item = known.get(str(said["key"]).casefold())
            if item:
                said["key"] = item.key
            before = {name: getattr(item, name) for name in FIELDS} if item else {}
            whole = _checked_row(ledger, before, said)
        except (UsageFault, RuleBroken) as fault:
            raise UsageFault(f"Line {row.line}: {fault.sentence} Nothing was brought in.") from None
        if item is None:
            new.append(whole)
        elif moved := _moved(before, whole, said):
            changed.append((item, moved))
        else:
            same += 1
    return FlowImport(tuple(new), tuple(changed), same)


def _moved(before: Mapping[str, object], whole: Doc, said: Doc) -> Doc:
    """Fields that a row changes; a state other than dropped takes that one away."""
    moved = {name: value for name, value in whole.items() if value != before.get(name)}
    gone = [name for name, value in said.items() if value is None and before.get(name) is not None]
    return moved | dict.fromkeys(gone)


def _state(text: str) -> str | None:
    word = text.strip().casefold()
    if word == flowing.DROPPED:
        return flowing.DROPPED
    if word in ("not started", "open", "in progress", "done"):
        return None
    raise UsageFault(f"{text[:20]!r} is no state: write dropped, or leave it empty.")


def _checked_row(ledger: Ledger, before: Mapping[str, object], said: Doc) -> Doc:
    whole = {**before, **said}
    if not whole.get("text"):
        raise UsageFault("text is missing: what is the item called?")
    dropped = whole.get("state") == flowing.DROPPED
    if dropped and whole.get("done") and not whole.get("started"):
        return {name: value for name, value in whole.items() if value is not None}
    return checked(ledger, whole)


def import_rows(ledger: Ledger, rows: Sequence[FlowRow]) -> FlowImport:
    """Bring the rows of a file in as one change: all of them, or none. Twice changes nothing."""
    ledger.catch_up()
    ledger.require_train()
    if not any((found := plan_import(ledger, rows)).new) and not found.changed:
        return found
    with ledger.change("flow.import") as change:
        found = plan_import(ledger, rows)
        stamp = change.stamp.fields()
        for doc in found.new:
            change.new("flow", _new(ledger, doc, stamp))
        for item, fields in found.changed:
            where = {"pi": _place(ledger, fields)} if "started" in fields else {}
            change.amend("flow", item.id, {**fields, **where}, expect_rev=item.rev)
    return found
