"""What can be done on a surface besides capturing: entering a vote, answering a question, a letter.

`console.screens.all_acts` gives each surface its acts; the room binds their keys, shows them in
the key line and hands over the row under the cursor.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from console.screens.base import ConsoleScreen
from store.insight.rows import Row

ACT_KEYS = ("v", "o", "w")


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its key (one of `ACT_KEYS`), what it does in two or three words, and how."""

    key: str
    does: str
    run: Callable[[ConsoleScreen, Row | None], None]
    on_enter: bool = False
    """Whether Enter on a row does it too, in place of showing the whole record."""
