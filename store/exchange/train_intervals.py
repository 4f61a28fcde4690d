"""Planning intervals and iterations of a train file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from store.errors import UsageFault
from store.exchange import fields
from store.exchange.fields import TITLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Doc

    Items = Sequence[Mapping[str, Any]]

PI_KEYS = ("id", "start", "end", "state")
ITERATION_KEYS = ("id", "start", "end", "pi")


def read_intervals(pis: Items, iterations: Items, history: Items) -> list[Doc]:
    """Planning intervals with their iterations, those known by a figure alone first."""
    found = [_interval(item, f"pis[{n}]") for n, item in enumerate(pis)]
    refuse_doubles([str(doc["short"]) for doc in found], "planning interval")
    for n, item in enumerate(iterations):
        _place(item, f"iterations[{n}]", found)
    known = {doc["short"]: doc for doc in found}
    past: list[Doc] = []
    for n, item in enumerate(history):
        short = fields.name(item.get("pi"), f"history[{n}].pi")
        figure = fields.figure(item.get("predictability"), f"history[{n}].predictability")
        if short not in known:
            known[short] = {"short": short, "state": "closed"}
            past.append(known[short])
        known[short]["given_predictability"] = figure
    return past + found


def interval_on(intervals: Sequence[Doc], on: str) -> str | None:
    """Name of the first planning interval that contains a day, or None."""
    return next(
        (str(p["short"]) for p in intervals if p.get("start", "9") <= on <= p.get("end", "")), None
    )


def refuse_doubles(names: Sequence[str], what: str) -> None:
    """Refuse two things of one name; case carries no meaning, as people type it."""
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise UsageFault(
                f"The {what} {name[:40]!r} stands there twice. Keep one of them.", title=TITLE
            )
        seen.add(name.casefold())


def extras(item: Mapping[str, Any], known: Sequence[str], where: str) -> Doc:
    """What stands under keys that this version does not know, as a field of its own."""
    found: Doc = {}
    for key, value in item.items():
        if key not in known:
            name = fields.text(key, where)
            if name in found:
                raise UsageFault(f"{where}: the key {name[:40]!r} stands twice.", title=TITLE)
            found[name] = fields.unknown(value, f"{where}.{name[:40]}")
    return {"extra": found} if found else {}


def _span(item: Mapping[str, Any], where: str) -> tuple[str, str]:
    start = fields.day(item.get("start"), f"{where}.start")
    end = fields.day(item.get("end"), f"{where}.end")
    if end < start:
        raise fields.fault(f"{where}.end", end, f"a day from {start} on")
    return start, end


def _interval(item: Mapping[str, Any], where: str) -> Doc:
    start, end = _span(item, where)
    state = fields.one_of("planned", "running", "closed")
    return {
        "short": fields.name(item.get("id"), f"{where}.id"),
        "start": start,
        "end": end,
        "state": state(item.get("state", "planned"), f"{where}.state"),
        **extras(item, PI_KEYS, where),
    }


def _place(item: Mapping[str, Any], where: str, intervals: Sequence[Doc]) -> None:
    """Put an iteration into the interval that it names, else into the one that contains it."""
    start, end = _span(item, where)
    name = fields.name(item.get("id"), f"{where}.id")
    if item.get("pi") is not None:
        wanted = fields.name(item["pi"], f"{where}.pi")
        home = next((p for p in intervals if p["short"] == wanted), None)
        if home is None:
            raise fields.fault(f"{where}.pi", wanted, "the id of one of the pis")
    else:
        home = next((p for p in intervals if p["start"] <= start <= p["end"]), None)
        if home is None:
            raise fields.fault(f"{where}.start", start, "a day inside one of the pis")
    parts = home.setdefault("iterations", [])
    refuse_doubles([*(part["name"] for part in parts), name], f"iteration of {home['short']}")
    parts.append({"name": name, "start": start, "end": end, **extras(item, ITERATION_KEYS, where)})
    parts.sort(key=lambda part: part["start"])
