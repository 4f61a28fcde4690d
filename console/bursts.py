"""Which keys that arrived together are pasted text, and not commands.

A terminal without bracketed paste sends a paste as keys, and outside a field each of them would
act. A person cannot press several different keys at one moment, so a run of them that came in one
piece is text. What a person can do stays keys: a key that is held repeats one character, three keys
may come together over a slow link, and while nobody looked a fast typist can have typed ahead.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual.events import Key, Paste
from textual.message import Message

LEAST: Final = 4
"""Printable characters in one piece from which on they are text."""
DIFFERENT: Final = 3
"""How many of them differ: a held key repeats one, and two alternate when somebody moves about."""
TYPED_A_SECOND: Final = 20
"""More than anybody types; what came within the time in which nobody looked may be as many keys."""
LONGEST_AWAY: Final = 1.0
"""Seconds of not looking that count: a stopped process was away for hours, and nobody typed."""
CALM: Final = 0.1
"""Seconds without a byte after which a paste is over."""

OPENS_A_FIELD: Final = frozenset({"capture", "filter"})
"""Actions after which keys are text for a field: what follows them in one piece is meant for it."""

_BREAKS = {"enter": "\n", "ctrl+m": "\n", "ctrl+j": "\n", "newline": "\n", "tab": "\t"}


class Burst(Paste):
    """A run of keys that is taken for pasted text: `text` is all of it."""


def typed(message: Message) -> str | None:
    """The text that this message is a character of; None if it is no key, or one that is none."""
    if not isinstance(message, Key):
        return None
    if message.key in _BREAKS:
        return _BREAKS[message.key]
    character = message.character
    return character if character is not None and character.isprintable() else None


def run_from(piece: Sequence[Message], at: int) -> tuple[int, str]:
    """Where the run of text that begins at `at` ends, and the text."""
    text: list[str] = []
    for message in piece[at:]:
        character = typed(message)
        if character is None:
            break
        text.append(character)
    return at + len(text), "".join(text)


def looks_pasted(text: str, spare: int = 0) -> bool:
    """Whether a run is text; `spare` more characters than usual may be keys."""
    shown = [character for character in text if character not in "\n\t"]
    return len(shown) >= LEAST + spare and len(set(shown)) >= DIFFERENT


def typed_meanwhile(away: float) -> int:
    """How many keys a person can have typed in `away` seconds in which nobody looked."""
    return int(TYPED_A_SECOND * min(away, LONGEST_AWAY))
