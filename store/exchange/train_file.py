"""Reading a train file: JSON in, documents out, or one sentence about the first thing wrong.

Nothing is stored here; `store.ledger.bringing` does that, all or nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from store.domain.kinds import LETTERS
from store.domain.refs import format_ref, parse_ref
from store.domain.text import clean
from store.errors import UsageFault
from store.exchange import fields
from store.exchange.fields import TITLE
from store.exchange.train_format import GIVEN, LISTS, REQUIRED, Fields
from store.exchange.train_intervals import extras, interval_on, read_intervals, refuse_doubles
from store.exchange.train_json import MAX_BYTES, parse
from store.exchange.train_measures import READINGS, Values, values_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Doc

__all__ = ["MAX_BYTES", "TrainFile", "read_train"]

TOP = ("art", "roles", "pis", "iterations", "history", *LISTS)
ART_KEYS = ("id", "name", "purpose", "people", "tz", "as_of")
COUNT = fields.number(0, 100_000)


@dataclass(frozen=True, slots=True)
class TrainFile:
    """A train file that was read whole: documents by kind in file order, and what was odd."""

    docs: tuple[tuple[str, Doc], ...]
    as_of: str | None
    """The day for which the file was written, if it says so."""
    notes: tuple[str, ...]

    @property
    def name(self) -> str:
        """The train's name."""
        return str(next(doc["name"] for kind, doc in self.docs if kind == "train"))


def read_train(data: bytes) -> TrainFile:
    """The train in `data`; raises `UsageFault` with place, value and what to write instead."""
    top = parse(data)
    art = fields.mapping(top.get("art"), "art")
    train = _train(art, top)
    pis, iterations, history = (_list(top, key) for key in ("pis", "iterations", "history"))
    intervals = read_intervals(pis, iterations, history)
    docs: list[tuple[str, Doc]] = []
    valued: list[tuple[Doc, Values]] = []
    for key, (kind, spec) in LISTS.items():
        for place, item in enumerate(_list(top, key)):
            where = f"{key}[{place}]"
            doc = _finish(kind, _doc(kind, item, spec, where), intervals)
            if kind == "measure":
                valued.append((doc, values_of(item, intervals, where)))
            docs.append((kind, doc | {"order": place} if kind == "team" else doc))
    refuse_doubles([str(doc["text"]).casefold() for doc, _ in valued], "measure")
    refuse_doubles([str(doc["short"]) for kind, doc in docs if kind == "team"], "team")
    _check_unique(docs)
    train["letters"] = letters_of(docs)
    _number(docs, train["letters"])
    for doc, values in valued:
        docs += [("reading", {"measure": doc["ref"], **value}) for value in values]
    as_of = art.get("as_of")
    return TrainFile(
        docs=(("train", train), *(("pi", doc) for doc in intervals), *docs),
        as_of=fields.day(as_of, "art.as_of") if as_of is not None else None,
        notes=(*_unknown_lists(top), *_unknown_intervals(docs, intervals)),
    )


def _train(art: Mapping[str, Any], top: Mapping[str, Any]) -> Doc:
    name = fields.name(art.get("name"), "art.name")
    train: Doc = {
        "short": fields.name(art.get("id"), "art.id"),
        "name": name,
        "text": name,
        "purpose": fields.text(art.get("purpose", ""), "art.purpose"),
        "zone": fields.zone(art.get("tz", "UTC"), "art.tz"),
        "roles": fields.many(fields.name)(top.get("roles", []), "roles"),
        **extras(art, ART_KEYS, "art"),
    }
    if art.get("people") is not None:
        train["people"] = COUNT(art["people"], "art.people")
    return train


def _list(top: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = top.get(key, [])
    if not isinstance(value, list):
        raise fields.fault(key, value, "a list in square brackets")
    return [fields.mapping(item, f"{key}[{n}]") for n, item in enumerate(value)]


def _doc(kind: str, item: Mapping[str, Any], spec: Fields, where: str) -> Doc:
    """One record: known keys checked, keys of others kept under `extra`."""
    given = {"event": GIVEN, "measure": (READINGS,)}.get(kind, ())
    doc: Doc = {}
    for key, (field, check) in spec.items():
        if item.get(key) is not None:
            doc[field] = check(item[key], f"{where}.{key}")
    counts = {
        k: COUNT(item[k], f"{where}.{k}") for k in given if k in GIVEN and item.get(k) is not None
    }
    if counts:
        doc["given"] = counts
    doc |= extras(item, (*spec, *given), where)
    if kind == "risk" and "text" not in doc and {"condition", "consequence"} <= doc.keys():
        doc["text"] = f"if {doc['condition']}, then {doc['consequence']}"
    names = {field: key for key, (field, _) in spec.items()}
    for field in REQUIRED[kind]:
        if field not in doc:
            raise UsageFault(f"{where}: {names[field]!r} is missing.", title=TITLE)
    if "ref" in doc and parse_ref(doc["ref"]) is None:
        raise fields.fault(f"{where}.id", doc["ref"], "letters and a number, like R12")
    return doc


def _finish(kind: str, doc: Doc, intervals: list[Doc]) -> Doc:
    """Facts that the file states in another form than the store."""
    if "ref" in doc:
        doc["ref"] = doc["ref"].upper()
    if kind == "objective" and "committed" in doc:
        doc["committed"] = doc["committed"] == "C"
    elif kind == "event":
        doc["text"] = doc["title"]
        doc.setdefault("pi", interval_on(intervals, doc["on"]))
    elif kind == "decision" and "on" in doc:
        doc.setdefault("pi", interval_on(intervals, doc["on"]))
    elif kind == "flow" and "started" in doc:
        doc.setdefault("pi", interval_on(intervals, doc["started"]))
    elif kind == "improvement" and "meant_for" in doc:
        doc["pi"] = doc["meant_for"]
    return {k: v for k, v in doc.items() if v is not None}


def letters_of(docs: list[tuple[str, Doc]]) -> dict[str, str]:
    """Reference letters of each kind: those the file uses, and free ones for the other kinds."""
    used: dict[str, Counter[str]] = {}
    for kind, doc in docs:
        parsed = parse_ref(str(doc.get("ref", "")))
        if parsed:
            used.setdefault(kind, Counter())[parsed[0]] += 1
    found = {kind: counted.most_common(1)[0][0] for kind, counted in used.items()}
    taken = {letters for counted in used.values() for letters in counted}
    for kind, letters in LETTERS.items():
        if kind not in found:
            found[kind] = letters if letters not in taken else kind[:3].upper()
            taken.add(found[kind])
    return found


def _number(docs: list[tuple[str, Doc]], letters: Mapping[str, str]) -> None:
    """Give a reference to each record whose kind has them and that came without one."""
    highest: Counter[str] = Counter()
    for _, doc in docs:
        if parsed := parse_ref(str(doc.get("ref", ""))):
            highest[parsed[0]] = max(highest[parsed[0]], parsed[1])
    for kind, doc in docs:
        if kind in letters and "ref" not in doc:
            highest[letters[kind]] += 1
            doc["ref"] = format_ref(letters[kind], highest[letters[kind]])


def _check_unique(docs: list[tuple[str, Doc]]) -> None:
    seen: dict[tuple[str, int], str] = {}
    for _, doc in docs:
        parsed = parse_ref(str(doc.get("ref", "")))
        if parsed and parsed in seen:
            raise UsageFault(
                f"The reference {doc['ref']} is used twice. Give each record its own.", title=TITLE
            )
        if parsed:
            seen[parsed] = doc["ref"]


def _unknown_lists(top: Mapping[str, Any]) -> list[str]:
    return [
        f"{clean(key)[:40]!r} is not a list of this format; it was left out."
        for key in top
        if key not in TOP
    ]


def _unknown_intervals(docs: list[tuple[str, Doc]], intervals: list[Doc]) -> list[str]:
    """A record in an interval that is not there would be found in no list of the current one."""
    known = {doc["short"] for doc in intervals}
    counted = Counter(str(doc["pi"]) for _, doc in docs if doc.get("pi", None) is not None)
    return [
        f"{count} of the records name a planning interval {name[:40]!r} that is not in pis."
        for name, count in counted.items()
        if name not in known
    ]
