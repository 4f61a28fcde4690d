"""Walking over the lines of a journal, forwards and backwards, in blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from store.journal.files import read_at
from store.line import opened

BLOCK = 1 << 18
MAX_SALVAGE = 8 << 20
MAX_TRIES = 4096


def lines(fd: int, start: int, end: int) -> Iterator[tuple[int, bytes, bool]]:
    """Offset, bytes without newline, and whether a newline followed, from `start` up to `end`."""
    offset, rest = start, b""
    at = start
    while at < end:
        block = read_at(fd, at, min(BLOCK, end - at))
        if not block:
            break
        at += len(block)
        parts = (rest + block).split(b"\n") if rest else block.split(b"\n")
        rest = parts.pop()
        for part in parts:
            yield offset, part, True
            offset += len(part) + 1
    if rest:
        yield offset, rest, False


def lines_backwards(fd: int, start: int, end: int) -> Iterator[bytes]:
    """The lines between `start` and `end`, last one first; an unfinished last line is left out."""
    parts: list[bytes] = []  # of the line whose beginning is not read yet, last part first
    at, first = end, True
    while at > start:
        size = min(BLOCK >> 2, at - start)
        at -= size
        pieces = read_at(fd, at, size).split(b"\n")
        parts.append(pieces[-1])
        for index in range(len(pieces) - 2, -1, -1):
            line = b"".join(reversed(parts))
            if not first:
                yield line
            first = False
            parts = [pieces[index]]
    if parts and not first:
        yield b"".join(reversed(parts))


_START = re.compile(rb'\{"n":\d')
_END = re.compile(rb',"z":"[0-9a-f]{8}"\}')


def whole_lines_in(region: bytes) -> list[bytes]:
    """Lines that verify somewhere inside a damaged region, in order.

    Two good lines whose newline was hit look like one bad line; so does a good line behind the
    remains of another. Bounded in effort: a huge region, or one with very many possible lines, is
    only kept aside.
    """
    if len(region) > MAX_SALVAGE:
        return []
    starts = [found.start() for found in _START.finditer(region)]
    ends = [found.end() for found in _END.finditer(region)]
    result: list[bytes] = []
    done = tries = 0
    for start in starts:
        if start < done:
            continue
        for end in ends:
            if end <= start:
                continue
            tries += 1
            if tries > MAX_TRIES:
                return result
            piece = region[start:end]
            if opened(piece) is not None:
                result.append(piece)
                done = end
                break
    return result
