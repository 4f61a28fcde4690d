"""Words for terminals that show ASCII only: signs have twins there, letters their nearest.

For what is printed line by line. What the console draws has its twins in `console.widgets.glyphs`.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

SIGNS = str.maketrans(
    {
        "·": "-",
        "—": "-",
        "–": "-",
        "…": "...",
        "→": "->",
        "←": "<-",
        "►": ">",
        "◄": "<",
        "▶": ">",
        "▸": ">",
        "⏸": "=",
        "✓": "x",
        "◆": "*",
        "○": "o",
        "◐": "%",
        "●": "@",
        "↑": "^",
        "≡": "#",
        "■": "#",
        "─": "-",
        "━": "=",
        "┊": ":",
        "×": "x",
        "“": '"',
        "”": '"',
        "’": "'",
    }
)
"""Our signs, and what stands for each."""
_SEVEN_BIT = ("vt100", "vt102", "vt220")
COERCED = "C.UTF-8"
"""What Python writes into LC_CTYPE when it was started in the locale C."""


def locale_name(environ: Mapping[str, str], started_plain: bool) -> str:
    """The locale that the person asked for; "" for none.

    `started_plain`: Python found the locale C and set another one for itself.
    """
    ctype = environ.get("LC_CTYPE", "")
    if started_plain and ctype == COERCED:
        ctype = ""
    return environ.get("LC_ALL") or ctype or environ.get("LANG", "")


def is_seven_bit(environ: Mapping[str, str], started_plain: bool) -> bool:
    """Whether the terminal shows ASCII only, by its kind or by the locale that was asked for."""
    name = locale_name(environ, started_plain).lower()
    return environ.get("TERM", "") in _SEVEN_BIT or (bool(name) and "utf" not in name)


class Voice:
    """Says a text such that this terminal can show it."""

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        env = os.environ if environ is None else environ
        self._seven_bit = is_seven_bit(env, bool(sys.flags.utf8_mode))
        self._signs = self._seven_bit or env.get("RTE_PLAIN", "") not in ("", "0")

    def __call__(self, text: str) -> str:
        """`text` as it can be shown; what has no letter near it becomes a question mark."""
        if text.isascii() or not self._signs:
            return text
        said = text.translate(SIGNS)
        return said if said.isascii() or not self._seven_bit else _nearest(said)

    def typed(self, text: str) -> str:
        """What stands in a line that is being edited, as wide as it is."""
        if text.isascii() or not self._seven_bit:
            return text
        from console.cli.width import cells
        from console.mini.line import clusters

        return "".join(c if c.isascii() else "?" * max(1, cells(c)) for c in clusters(text))


def _nearest(text: str) -> str:
    from unicodedata import combining, normalize

    found = (ch for ch in normalize("NFKD", text) if not combining(ch))
    return "".join(ch if ch.isascii() else "?" for ch in found)
