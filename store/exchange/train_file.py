"""Reading a train file: JSON in, documents out, or one sentence about the first thing wrong.

Nothing is stored here; `store.ledger.bringing` does that, all or nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from store.domain.kinds import LETTERS
from store.domain.refs import parse_ref
from store.exchange import fields
from store.exchange.fields import Check
from store.exchange.train_format import GIVEN, LISTS, REQUIRED
from store.errors import UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Doc

MAX_BYTES = 20_000_000
TOP = ("art", "roles", "pis", "iterations", "history", *LISTS)
TITLE = "Not imported"


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


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    counted = Counter(key for key, _ in pairs)
    double = next((key for key, count in counted.items() if count > 1), None)
    if double is not None:
        raise UsageFault(
            f"The key {ascii(double[:40])} stands twice in one object. Keep one.", title=TITLE
        )
    return dict(pairs)


def _no_constant(name: str) -> Any:
    raise UsageFault(f"{name} is not a number here. Write null if it is unknown.", title=TITLE)


def _parse(data: bytes) -> Mapping[str, Any]:
    if len(data) > MAX_BYTES:
        raise UsageFault(
            f"The file has {len(data):,} bytes; a train file has at most {MAX_BYTES:,}.",
            title=TITLE,
        )
    try:
        found = json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_no_doubles, parse_constant=_no_constant
        )
    except UnicodeDecodeError as fault:
        raise UsageFault(
            f"Byte {fault.start} is not UTF-8. Save the file as UTF-8.", title=TITLE
        ) from None
    except json.JSONDecodeError as fault:
        raise UsageFault(
            f"Line {fault.lineno}, column {fault.colno}: not JSON ({fault.msg}).", title=TITLE
        ) from None
    except (RecursionError, ValueError):
        raise UsageFault("The JSON is nested too deep or holds a number too long.", title=TITLE) from None
    if not isinstance(found, dict):
        raise UsageFault("A train file is one JSON object with a key art.", title=TITLE)
    return found


def _doc(kind: str, item: Any, spec: Mapping[str, tuple[str, Check]], where: str) -> Doc:
    """One record: known keys checked, keys of others kept under `extra`."""
    doc: Doc = {}
    extra: Doc = {}
    for key, value in fields.mapping(item, where).items():
        if key not in spec:
            extra[fields.text(key, where)] = value
        elif value is not None:
            field, check = spec[key]
            doc[field] = check(value, f"{where}.{key}")
    if extra:
        doc["extra"] = extra
    if kind == "risk" and "text" not in doc and {"condition", "consequence"} <= doc.keys():
        doc["text"] = f"if {doc['condition']}, then {doc['consequence']}"
    names = {field: key for key, (field, _) in spec.items()}
    for field in (*REQUIRED[kind], *(("text",) if kind == "risk" else ())):
        if field not in doc:
            raise UsageFault(f"{where}: {names[field]!r} is missing.", title=TITLE)
    if "ref" in doc and parse_ref(doc["ref"]) is None:
        raise fields.fault(f"{where}.id", doc["ref"], "letters and a number, like R12")
    return doc


def _finish(kind: str, doc: Doc, place: int, intervals: list[Doc]) -> Doc:
    """Facts that the file states in another form than the store."""
    if kind == "team":
        doc["order"] = place
    elif kind == "objective" and "committed" in doc:
        doc["committed"] = doc["committed"] == "C"
    elif kind == "event":
        extra = doc.pop("extra", {})
        given = {k: fields.number(0, 100_000)(extra.pop(k), k) for k in GIVEN if k in extra}
        doc |= {"given": given, "text": doc["title"]} | ({"extra": extra} if extra else {})
    elif kind == "decision" and "pi" not in doc and "on" in doc:
        doc |= {"pi": _interval_on(intervals, doc["on"])}
    elif kind == "improvement" and "meant_for" in doc:
        doc["pi"] = doc["meant_for"]
    return {k: v for k, v in doc.items() if v is not None}


def _interval_on(intervals: list[Doc], on: str) -> str | None:
    return next(
        (str(p["short"]) for p in intervals if p.get("start", "9") <= on <= p.get("end", "")), None
    )


def _intervals(top: Mapping[str, Any]) -> list[Doc]:
    """Planning intervals with their iterations, those known by a figure alone first."""
    figures = {
        fields.name(item.get("pi"), f"history[{n}].pi"): fields.figure(
            item.get("predictability"), f"history[{n}].predictability"
        )
        for n, item in enumerate(_list(top, "history"))
    }
    found: list[Doc] = []
    for n, item in enumerate(_list(top, "pis")):
        where = f"pis[{n}]"
        doc = {
            "short": fields.name(item.get("id"), f"{where}.id"),
            "start": fields.day(item.get("start"), f"{where}.start"),
            "end": fields.day(item.get("end"), f"{where}.end"),
            "state": fields.one_of("planned", "running", "closed")(
                item.get("state", "planned"), f"{where}.state"
            ),
        }
        if doc["end"] < doc["start"]:
            raise fields.fault(f"{where}.end", doc["end"], f"a day after {doc['start']}")
        found.append(doc)
    for n, item in enumerate(_list(top, "iterations")):
        where = f"iterations[{n}]"
        part = {
            "name": fields.name(item.get("id"), f"{where}.id"),
            "start": fields.day(item.get("start"), f"{where}.start"),
            "end": fields.day(item.get("end"), f"{where}.end"),
        }
        home = next((p for p in found if p["start"] <= part["start"] <= p["end"]), None)
        if home is None:
            raise fields.fault(f"{where}.start", part["start"], "a day inside one of the pis")
        home.setdefault("iterations", []).append(part)
    known = {doc["short"]: doc for doc in found}
    for short, value in figures.items():
        if short in known:
            known[short]["given_predictability"] = value
    past: list[Doc] = [
        {"short": short, "state": "closed", "given_predictability": value}
        for short, value in figures.items()
        if short not in known
    ]
    return past + found


def _list(top: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = top.get(key, [])
    if not isinstance(value, list):
        raise fields.fault(key, value, "a list in square brackets")
    return [fields.mapping(item, f"{key}[{n}]") for n, item in enumerate(value)]


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


def read_train(data: bytes) -> TrainFile:
    """The train in `data`; raises `UsageFault` with place, value and what to write instead."""
    top = _parse(data)
    art = fields.mapping(top.get("art"), "art")
    train: Doc = {
        "short": fields.name(art.get("id"), "art.id"),
        "name": fields.name(art.get("name"), "art.name"),
        "text": fields.name(art.get("name"), "art.name"),
        "purpose": fields.text(art.get("purpose", ""), "art.purpose"),
        "zone": fields.zone(art.get("tz", "UTC"), "art.tz"),
        "roles": fields.many(fields.name)(top.get("roles", []), "roles"),
    }
    if art.get("people") is not None:
        train["people"] = fields.number(0, 100_000)(art["people"], "art.people")
    intervals = _intervals(top)
    docs: list[tuple[str, Doc]] = []
    for key, (kind, spec) in LISTS.items():
        for place, item in enumerate(_list(top, key)):
            doc = _doc(kind, item, spec, f"{key}[{place}]")
            docs.append((kind, _finish(kind, doc, place, intervals)))
    _check_unique(docs)
    train["letters"] = letters_of(docs)
    as_of = art.get("as_of")
    notes = [f"{k!r} is not a list of this format; it was left out." for k in top if k not in TOP]
    return TrainFile(
        docs=(("train", train), *(("pi", doc) for doc in intervals), *docs),
        as_of=fields.day(as_of, "art.as_of") if as_of is not None else None,
        notes=tuple(notes),
    )
