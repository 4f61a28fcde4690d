"""How a line begins that others must not see. Light: every command line is looked at for it."""

from __future__ import annotations

PRIVATE = ("private:", "(private)")
"""How a line begins that others must not see."""


def is_private_text(text: str) -> bool:
    """Whether a text begins as private ones do."""
    return text.lstrip().lower().startswith(PRIVATE)
