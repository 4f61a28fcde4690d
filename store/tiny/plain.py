"""Copies of documents that share nothing with the original."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_FLAT = frozenset({str, int, float, bool, type(None)})


def plain(doc: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of a document down to its last list, with tuples as the lists they are stored as."""
    copy = dict(doc)
    for field, value in copy.items():
        if value.__class__ not in _FLAT:
            copy[field] = _value(value)
    return copy


def _value(value: object) -> object:
    if isinstance(value, dict):
        return {key: _value(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_value(item) for item in value]
    return value
