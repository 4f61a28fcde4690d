"""From a draft to the bytes of a line and back, by the quick encoder of the long-lived handle."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

import orjson

from store.errors import NotSaved
from store.line import opened, sealed

if TYPE_CHECKING:
    from store.entry import Draft, Entry

_STRICT = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS


def encode(n: int, draft: Draft) -> bytes:
    """The line for entry `n`, newline included.

    Raises `NotSaved` for what JSON cannot carry unchanged: NaN and infinities (the encoder would
    write null without a word), whole numbers over 64 bits, half of a surrogate pair, keys that are
    not text, objects.
    """
    entry: dict[str, Any] = {"n": n}
    entry.update(draft)
    entry["n"] = n
    try:
        body = orjson.dumps(entry, option=_STRICT)
    except TypeError as fault:
        raise NotSaved(f"Entry {n} cannot be written: {fault}; nothing was changed.") from fault
    if b"null" in body and not _finite(entry):
        raise NotSaved(f"Entry {n} holds a number that is not finite; nothing was changed.")
    if "z" in entry or "reset" in entry:
        raise NotSaved(f"Entry {n} uses a name that belongs to the journal; nothing was changed.")
    return sealed(body)


def decode(line: bytes) -> Entry | None:
    """The entry on a line (without its newline), or None if it does not verify."""
    body = opened(line)
    if body is None:
        return None
    try:
        entry: Entry = orjson.loads(body)
        whole = type(entry["n"]) is int and type(entry["ops"]) is list
    except (ValueError, KeyError, TypeError, IndexError):
        return None
    return entry if whole else None


def number_of(line: bytes) -> int | None:
    """The `n` of a line that verifies, without decoding the rest of it."""
    if not line.startswith(b'{"n":'):
        return None
    digits = line[5 : line.find(b",", 5)]
    return int(digits) if digits.isdigit() else None


def _finite(value: object) -> bool:
    if isinstance(value, float):
        return isfinite(value)
    if isinstance(value, dict):
        return all(map(_finite, value.values()))
    if isinstance(value, list | tuple):
        return all(map(_finite, value))
    return True
