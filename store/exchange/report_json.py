"""A report as JSON: figures as numbers, and null where there is no data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from typing import Any, cast

from store.exchange.report_document import Chapter, Document, Part, Reading
from store.insight.charts import Chart
from store.insight.measured import Figure, Measured

SCHEMA = "rte.report.1"


def facts(document: Document) -> dict[str, Any]:
    """Everything of a report as plain values, its schema apart."""
    return {
        "report": document.kind,
        "title": document.title,
        "train": document.train,
        "pi": document.pi or None,
        "as_of": document.moment,
        "profile": document.profile,
        "left_out": asdict(document.left_out),
        "chapters": [chapter_facts(chapter) for chapter in document.chapters],
    }


def chapter_facts(chapter: Chapter) -> dict[str, Any]:
    """One chapter as plain values."""
    return {
        "key": chapter.key,
        "title": chapter.title,
        "question": chapter.question,
        "parts": [_part(part) for part in chapter.parts],
    }


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, Reading):
        return {"part": "reading", **_measured(part.measured)}
    return {"part": type(part).__name__.lower(), **_fields(part)}


def _figure(figure: Figure) -> dict[str, Any]:
    return {"state": figure.state, **_fields(figure)}


def _measured(one: Measured) -> dict[str, Any]:
    others = [{"label": o.label, **_figure(o.figure), "formula": o.formula} for o in one.others]
    return {
        "key": one.key,
        "title": one.title,
        "area": one.area,
        "figure": _figure(one.figure),
        "formula": one.formula,
        "question": one.question,
        "trend": [{"pi": label, "value": value} for label, value in one.trend],
        "others": others,
        "charts": [_chart(chart) for chart in one.charts],
        "numbers": None if one.numbers is None else _plain(one.numbers),
        "refs": list(one.refs),
    }


def _chart(chart: Chart) -> dict[str, Any]:
    return {"chart": type(chart).__name__.lower(), **_fields(chart)}


def _fields(value: object) -> dict[str, Any]:
    """The fields of one of our own values, each as a plain one."""
    return {one.name: _plain(getattr(value, one.name)) for one in fields(cast("Any", value))}


def _plain(value: object) -> object:
    """A value without types of our own; of what JSON does not know, its words."""
    if is_dataclass(value) and not isinstance(value, type):
        return _fields(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(found) for key, found in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)
