"""Lines, circles, words and patterns of an SVG drawing; each word in it is escaped."""

from __future__ import annotations

from html import escape

INK, QUIET, PAPER = "#111", "#555", "#fff"
FONT = "DejaVu Sans, Verdana, Helvetica, Arial, sans-serif"

PATTERNS = (
    '<rect width="8" height="8" fill="#1d5f5d"/>',
    '<rect width="8" height="8" fill="#fff"/><path d="M0 8L8 0" stroke="#111"/>',
    '<rect width="8" height="8" fill="#ddd"/><circle cx="4" cy="4" r="1.6" fill="#111"/>',
    '<rect width="8" height="8" fill="#fff"/><path d="M0 4H8M4 0V8" stroke="#111"/>',
    '<rect width="8" height="8" fill="#999"/>',
    '<rect width="8" height="8" fill="#fff"/><path d="M0 2H8M0 6H8" stroke="#111"/>',
    '<rect width="8" height="8" fill="#fff"/>',
)
"""Fillings that look apart on paper without colour, neighbours most of all."""


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _clean(text: str) -> str:
    """Words without what XML does not allow, escaped."""
    kept = "".join(c for c in text if c >= " " and not 0xD800 <= ord(c) <= 0xDFFF)
    return escape(kept.replace("\ufffe", "").replace("\uffff", ""))


class Drawing:
    """A drawing that is being made; `height` may grow until it is asked for as a whole."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._made: list[str] = []
        self._patterns: set[int] = set()

    def text(
        self, x: float, y: float, words: str, *, bold: bool = False, end: bool = False,
        middle: bool = False, quiet: bool = False,
    ) -> None:  # fmt: skip
        """Words whose start, middle or end is at `x`."""
        anchor = ' text-anchor="end"' if end else ' text-anchor="middle"' if middle else ""
        weight = ' font-weight="bold"' if bold else ""
        fill = f' fill="{QUIET}"' if quiet else ""
        self._made.append(
            f'<text x="{_n(x)}" y="{_n(y)}"{anchor}{weight}{fill}>{_clean(words)}</text>'
        )

    def line(
        self, x1: float, y1: float, x2: float, y2: float, stroke: str, wide: int = 1, *,
        dashed: bool = False,
    ) -> None:  # fmt: skip
        """A straight line."""
        dash = ' stroke-dasharray="5 4"' if dashed else ""
        self._made.append(
            f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" stroke="{stroke}"'
            f' stroke-width="{wide}"{dash}/>'
        )

    def rect(
        self, x: float, y: float, wide: float, high: float, fill: str, stroke: str = ""
    ) -> None:
        """An area; none where it has no size."""
        if wide <= 0 or high <= 0:
            return
        edge = f' stroke="{stroke}"' if stroke else ""
        self._made.append(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(wide)}" height="{_n(high)}"'
            f' fill="{fill}"{edge}/>'
        )

    def circle(self, x: float, y: float, r: int, filled: bool, label: str = "") -> None:
        """A point; `label` is told when the mouse rests on it."""
        fill = "#1d5f5d" if filled else PAPER
        told = f"<title>{_clean(label)}</title>" if label else ""
        self._made.append(
            f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{r}" fill="{fill}" stroke="{INK}">'
            f"{told}</circle>"
        )

    def pattern(self, number: int) -> str:
        """What to fill part `number` with."""
        known = number % len(PATTERNS)
        self._patterns.add(known)
        return f"url(#rte-fill-{known})"

    def whole(self, title: str, desc: str) -> str:
        """The drawing, with its name and what it says for who does not see it."""
        fills = "".join(
            f'<pattern id="rte-fill-{n}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f"{PATTERNS[n]}</pattern>"
            for n in sorted(self._patterns)
        )
        defs = f"<defs>{fills}</defs>" if fills else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}"'
            f' role="img" font-family="{FONT}" font-size="12" fill="{INK}">'
            f"<title>{_clean(title)}</title><desc>{_clean(desc)}</desc>{defs}"
            f'<rect width="{self.width}" height="{self.height}" fill="{PAPER}"/>'
            f"{''.join(self._made)}</svg>"
        )
