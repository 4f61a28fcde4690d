"""The branches of a tree before a line of text: kept where they are, in signs that a terminal has."""

from __future__ import annotations

from console.widgets.glyphs import GLYPHS

BRANCHES = " │├└─|`"
"""What they are drawn with."""
TWINS = str.maketrans("│├└─", "||`-")


def parted(text: str) -> tuple[str, str]:
    """The branches before a text, and the text."""
    words = text.lstrip(BRANCHES)
    return text[: len(text) - len(words)], words


def branched(text: str) -> str:
    """The same text, its branches in signs that this terminal has."""
    if GLYPHS.blocks:
        return text
    lead, words = parted(text)
    return lead.translate(TWINS) + words
