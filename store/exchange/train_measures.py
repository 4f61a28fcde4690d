"""The train's own measures in a train file: each with its values by day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from store.domain.refs import parse_ref
from store.errors import UsageFault
from store.exchange import fields
from store.exchange.fields import TITLE
from store.exchange.train_intervals import interval_on
from store.insight.gauges import find_gauge

if TYPE_CHECKING:
    from store.entry import Doc

READINGS = "readings"
Values = list["Doc"]


def gauge(value: object, where: str) -> str:
    """The key of a measure that is computed, or the reference of one of the train's own."""
    said = fields.name(value, where)
    known = find_gauge(said)
    if known is not None:
        return known.key
    if parse_ref(said) is None:
        instead = "a measure that is computed, like late-share, or one of measures, like K1"
        raise fields.fault(where, value, instead)
    return said.upper()


def values_of(item: Mapping[str, Any], intervals: list[Doc], where: str) -> Values:
    """The values of one measure; of which it is, is known once all have their references."""
    listed = item.get(READINGS) or []
    if not isinstance(listed, list):
        raise fields.fault(f"{where}.{READINGS}", listed, "a list in square brackets")
    found: dict[str, Doc] = {}
    for place, value in enumerate(listed):
        here = f"{where}.{READINGS}[{place}]"
        doc = _value(fields.mapping(value, here), here)
        if doc["on"] in found:
            raise fields.fault(f"{here}.date", doc["on"], "one value a day")
        pi = interval_on(intervals, doc["on"])
        found[doc["on"]] = doc | ({"pi": pi} if pi else {})
    return list(found.values())


def _value(item: Mapping[str, Any], where: str) -> Doc:
    for key in ("date", "value"):
        if item.get(key) is None:
            raise UsageFault(f"{where}: {key!r} is missing.", title=TITLE)
    doc: Doc = {
        "on": fields.day(item["date"], f"{where}.date"),
        "value": fields.figure(item["value"], f"{where}.value"),
    }
    if item.get("note") is not None:
        doc["note"] = fields.text(item["note"], f"{where}.note")
    return doc
