"""Where in a template's text a field stands, so that a fault can name its line."""

from __future__ import annotations

import re

_STEP = re.compile(r"\s*\[\[\s*(?:step|\"step\"|'step')\s*\]\]")
_FIELD = re.compile(r"\s*[\"']?([^\s\"'=\[#][^\"'=]*?)[\"']?\s*=")
_AT_LINE = re.compile(r"at line (\d+)")


class Lines:
    """The lines of a template: fields before the first `[[step]]`, and those of each step."""

    def __init__(self, text: str) -> None:
        self._heads: list[int] = []
        self._fields: dict[tuple[int | None, str], int] = {}
        self._count = max(1, len(text.splitlines()))
        for number, line in enumerate(text.splitlines(), start=1):
            self._take(number, line)

    def _take(self, number: int, line: str) -> None:
        if _STEP.match(line):
            self._heads.append(number)
            return
        found = _FIELD.match(line)
        if found:
            place = len(self._heads) - 1 if self._heads else None
            self._fields.setdefault((place, found[1]), number)

    def of(self, key: str | None, step: int | None) -> int:
        """The line of a field, else the head of its step, else the first line; from 1.

        `step` counts from 0; None means the template itself.
        """
        if key is not None and (step, key) in self._fields:
            return self._fields[step, key]
        if step is not None and step < len(self._heads):
            return self._heads[step]
        return 1

    def of_fault(self, message: str) -> int:
        """The line that a message of the TOML reader names; the last one if it names the end."""
        found = _AT_LINE.search(message)
        return int(found[1]) if found else self._count
