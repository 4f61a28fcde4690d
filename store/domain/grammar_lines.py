"""A pasted text as lines, one record each."""

from __future__ import annotations

import re

# str.splitlines also divides at the separators 1C to 1E, which nobody means as a new line.
_BREAK = "\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]"
_BULLET = r"(?:[-*+•‣–]|[0-9]{1,3}[.)])(?=\s|$)"
_BOX = r"\[[ xX]?\](?=\s|$)"


def split_lines(text: str) -> list[str]:
    """The lines of `text` that say something, without list marks: `- `, `* `, `1. `, `[ ] `."""
    lines = (_without_mark(line.strip()) for line in re.split(_BREAK, text))
    return [line for line in lines if line]


def _without_mark(line: str) -> str:
    for mark in (_BULLET, _BOX):
        found = re.match(mark, line)
        if found is not None:
            line = line[found.end() :].lstrip()
    return line
