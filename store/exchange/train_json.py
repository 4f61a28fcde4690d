"""The JSON of a train file, read strictly: what can be read in two ways is refused."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any, NoReturn

from store.errors import UsageFault
from store.exchange.fields import TITLE

MAX_BYTES = 20_000_000
MAX_VALUES = 3_000_000
"""Commas and brackets: a small file of nothing else would take gigabytes of memory."""


def parse(data: bytes) -> Mapping[str, Any]:
    """The object in `data`; `UsageFault` for anything that is not one JSON object in UTF-8."""
    if len(data) > MAX_BYTES:
        raise _no(f"The file has {len(data):,} bytes; a train file has at most {MAX_BYTES:,}.")
    if sum(map(data.count, (b",", b"[", b"{"))) > MAX_VALUES:
        raise _no(f"The file holds more than {MAX_VALUES:,} values. Bring in a smaller one.")
    if not data.strip():
        raise _no("The file is empty. Name a train file.")
    try:
        found = json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_no_doubles, parse_constant=_no_constant
        )
    except UnicodeDecodeError as fault:
        raise _no(f"Byte {fault.start} is not UTF-8. Save the file as UTF-8.") from None
    except json.JSONDecodeError as fault:
        place = f"Line {fault.lineno}, column {fault.colno}"
        raise _no(f"{place}: not JSON ({fault.msg}). Correct it there.") from None
    except (RecursionError, ValueError):
        raise _no("The JSON is nested too deep or holds a number too long.") from None
    if not isinstance(found, dict):
        raise _no('A train file is one JSON object that begins like {"art": {"id": ...}}.')
    return found


def _no(sentence: str) -> UsageFault:
    return UsageFault(sentence, title=TITLE)


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        double = next(key for key, n in Counter(key for key, _ in pairs).items() if n > 1)
        raise _no(f"The key {double[:40]!a} stands twice in one object. Keep one.")
    return found


def _no_constant(name: str) -> NoReturn:
    raise _no(f"{name} is not a number here. Write null if it is unknown.")
