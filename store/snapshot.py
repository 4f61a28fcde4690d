"""A snapshot as lines: what takes the place of the entries that add up to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import orjson

from store.errors import NotSaved
from store.line import sealed

if TYPE_CHECKING:
    from store.entry import Op

DOCS_PER_LINE = 256
"""Few checksums and parse calls on opening, and still little lost if one line is damaged."""


def snapshot_lines(parts: Iterable[Op], n: int) -> Iterator[bytes]:
    """The sealed lines of a snapshot at `n`; the first one says `reset`."""
    first = True
    for op in parts:
        for piece in _pieces(op):
            entry: dict[str, object] = {"n": n, "reset": True} if first else {"n": n}
            entry["ops"] = [piece]
            yield _sealed(entry, n)
            first = False
    if first:
        yield _sealed({"n": n, "reset": True, "ops": []}, n)


def _sealed(entry: dict[str, object], n: int) -> bytes:
    try:
        return sealed(orjson.dumps(entry))
    except TypeError as fault:
        raise NotSaved(f"The snapshot at {n} cannot be written: {fault}.") from fault


def _pieces(op: Op) -> Iterator[Op]:
    if op[0] != "s" or len(op[2]) <= DOCS_PER_LINE:
        yield op
        return
    items = list(op[2].items())
    for at in range(0, len(items), DOCS_PER_LINE):
        yield ["s", op[1], dict(items[at : at + DOCS_PER_LINE])]
