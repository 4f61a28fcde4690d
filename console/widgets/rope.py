"""A piece of a string as characters, for the screen and for the command line alike."""

from __future__ import annotations

from console.widgets.glyphs import GLYPHS
from store.insight.rows import String

ENDS = {
    "not-yet": GLYPHS.not_yet,
    "half": GLYPHS.half,
    "full": GLYPHS.full,
    "done": GLYPHS.done,
    "missed": GLYPHS.skipped,
    "to-right": GLYPHS.to_right,
    "to-left": GLYPHS.to_left,
    "no-date": "?",
}
"""Each end of a string by its name; every one is a single cell wide."""


def drawn(piece: String, cells: int, now: bool) -> tuple[str, str, str]:
    """What comes in, what stands in the middle and what goes on, `cells` cells together.

    Where nothing is, the middle is a dot, or the line of `now`.
    """
    middle = "".join(ENDS[name] for name in piece.ends)
    if not middle and piece.left and piece.right:
        middle = GLYPHS.rope
    middle = (middle or (GLYPHS.now_line if now else GLYPHS.coming))[:cells]
    before = (cells - len(middle)) // 2
    behind = cells - len(middle) - before
    left = GLYPHS.rope if piece.left else " "
    right = GLYPHS.rope if piece.right else " "
    return left * before, middle, right * behind


def is_bare(piece: String) -> bool:
    """Whether no string comes through here."""
    return not (piece.left or piece.right or piece.ends)
