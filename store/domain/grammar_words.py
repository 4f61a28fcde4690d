"""A line as words, with their places; quoted parts are one word."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

PUNCTUATION = ",.;:!?)"
"""What may follow a key without belonging to it; it stays in the text."""

# A quote opens at the start of a word or right behind a key, and only if it is closed.
_WORD = (
    r"\\?(?:[A-Za-z]+:|@)?(?:\"[^\"]*\"|“[^“”]*”)\S*"
    r"|\S+"
)
_CLOSING = {'"': '"', "“": "”"}


class Word:
    """One word of a line, from `start`."""

    __slots__ = ("start", "text")

    def __init__(self, start: int, text: str) -> None:
        self.start = start
        self.text = text

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def words_of(line: str, start: int = 0) -> Iterator[Word]:
    """The words of `line` from `start` on."""
    for found in re.compile(_WORD).finditer(line, start):
        yield Word(found.start(), found[0])


def value_in(raw: str) -> tuple[str, int]:
    """The value at the start of `raw` and how many of its characters it takes.

    Either what stands in quotes, or all of it but the punctuation at its end. Quotes with
    something other than punctuation behind them are no value: ("", 0).
    """
    closing = _CLOSING.get(raw[:1])
    if closing is None:
        value = raw.rstrip(PUNCTUATION)
        return value, len(value)
    end = raw.find(closing, 1)
    if end < 0 or raw[end + 1 :].strip(PUNCTUATION):
        return "", 0
    return " ".join(raw[1:end].split()), end + 1


def normal(name: str) -> str:
    """A name as it is compared: without case, and with spaces like hyphens."""
    return re.sub(r"[\s_-]+", "-", name.casefold())
