"""Widgets that draw their own lines and repaint only the cells that changed.

Textual sends the whole area of a refreshed widget, and any `layout` sends a second frame. On a
slow link that is the difference between a clock that ticks in 60 bytes and one that takes 5,000.
So a widget says what it looks like now (`paint`), and the difference to what it looked like
before is what goes on the wire.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.cells import cell_len, split_graphemes
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

Span = tuple[str, str]
"""A piece of text and the tone it is drawn in."""
Line = Sequence[Span]

TONES = ("normal", "strong", "quiet", "rule", "accent", "warning", "error", "alarm")
CLASSES = {f"tone--{tone}" for tone in TONES}


def tone_css(widget: str) -> str:
    """Rules of the tones for a widget type: theme variables only, never a colour."""
    return f"""
    {widget} > .tone--normal {{ color: $foreground; }}
    {widget} > .tone--strong {{ color: $foreground; text-style: bold; }}
    {widget} > .tone--quiet {{ color: $text-muted; }}
    {widget} > .tone--rule {{ color: $border-blurred; }}
    {widget} > .tone--accent {{ color: $text-accent; text-style: bold; }}
    {widget} > .tone--warning {{ color: $text-warning; }}
    {widget} > .tone--error {{ color: $text-error; text-style: bold; }}
    {widget} > .tone--alarm {{ color: $background; background: $foreground; text-style: bold; }}
    """


def to_strip(line: Line, width: int, style_of: dict[str, Style], fill: str = "normal") -> Strip:
    """A line of spans as a strip of exactly `width` cells."""
    segments = [Segment(text, style_of[tone]) for text, tone in line if text]
    strip = Strip(segments)
    if strip.cell_length > width:
        return strip.crop(0, width)
    return strip.extend_cell_length(width, style_of[fill])


def _cells(strip: Strip) -> list[tuple[str, Style | None]]:
    """One entry per cell; the second half of a wide character repeats it."""
    cells: list[tuple[str, Style | None]] = []
    for text, style, _control in strip:
        if text.isascii():
            cells.extend((char, style) for char in text)
            continue
        for start, end, size in split_graphemes(text)[0]:
            cells.extend([(text[start:end], style)] * size)
    return cells


def _is_inside(cells: Sequence[tuple[str, Style | None]], at: int) -> bool:
    """Whether the edge before cell `at` may cut a wide character in two."""
    return 0 < at < len(cells) and cells[at] == cells[at - 1] and cell_len(cells[at][0]) > 1


def changed_span(old: Strip, new: Strip) -> tuple[int, int] | None:
    """First and last + 1 cell in which two lines differ; None when they look the same."""
    before, after = _cells(old), _cells(new)
    if before == after:
        return None
    if len(before) != len(after):
        return (0, max(len(before), len(after)))
    first, last = 0, len(after)
    while before[first] == after[first]:
        first += 1
    while before[last - 1] == after[last - 1]:
        last -= 1
    while _is_inside(before, first) or _is_inside(after, first):
        first -= 1
    while _is_inside(before, last) or _is_inside(after, last):
        last += 1
    return (first, last)


def changed_regions(old: Sequence[Strip], new: Sequence[Strip]) -> list[Region]:
    """The cells in which two drawings of equal height differ, at most one region a line."""
    regions = []
    for y, (before, after) in enumerate(zip(old, new, strict=True)):
        if before != after and (span := changed_span(before, after)):
            regions.append(Region(span[0], y, span[1] - span[0], 1))
    return regions


class Painted(Widget):
    """A widget that is a few lines of toned text. Subclasses give `paint` and call `repaint`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = CLASSES
    DEFAULT_CSS = tone_css("Painted")
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._strips: list[Strip] | None = None

    def paint(self, width: int, height: int) -> Iterable[Line]:
        """The lines of this widget, as many as there are, for a content area of this size."""
        raise NotImplementedError

    def styles_by_tone(self) -> dict[str, Style]:
        """The style that each tone has here and now."""
        return {tone: self.get_component_rich_style(f"tone--{tone}") for tone in TONES}

    def _draw(self) -> list[Strip]:
        width, height = self.content_size
        styles = self.styles_by_tone()
        strips = [to_strip(line, width, styles) for line in self.paint(width, height)][:height]
        return strips + [to_strip((), width, styles)] * (height - len(strips))

    def repaint(self) -> None:
        """Draw again and send only the cells that changed."""
        if self._strips is None or not self.is_mounted:
            self._strips = None
            self.refresh()
            return
        before, self._strips = self._strips, self._draw()
        if len(before) != len(self._strips):
            self.refresh()
        elif regions := changed_regions(before, self._strips):
            self.refresh(*regions)

    def notify_style_update(self) -> None:
        """Theme or classes changed: nothing of the last drawing holds."""
        self._strips = None
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """Line API: line `y` of the content."""
        width, height = self.content_size
        strips = self._strips
        if strips is None or len(strips) != height or strips[0].cell_length != width:
            strips = self._strips = self._draw()
        return strips[y] if y < len(strips) else Strip.blank(width)
