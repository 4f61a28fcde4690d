"""Sends only the cells that changed.

Textual knows which cells of a widget changed, but its partial update starts each line at the left
edge of the widget: a digit at the right of a clock brings all the digits before it along, and
each typed character the whole line. And a focus that moves repaints the whole screen, although
both widgets repaint themselves. Over a slow link that is most of what is sent.
"""

from __future__ import annotations

from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate
from textual.screen import Screen


def render_changes(update: ChopsUpdate, console: Console) -> str:
    """The terminal's sequences for the changed spans of an update, and nothing beside them."""
    sequences: list[str] = []
    for y, x1, x2 in update.spans:
        pieces = zip(update.chop_ends[y], update.chops[y].items(), strict=False)
        for end, (x, strip) in pieces:
            first, last = max(x, x1), min(end, x2)
            if strip is None or first >= last:
                continue
            sequences.append(Control.move_to(first, y).segment.text)
            sequences.append(strip.crop(first - x, last - x).render(console))
    return "".join(sequences)


def install() -> None:
    """Make Textual send no more than what changed, in this process."""
    # There is no public hook between the compositor and the driver, nor for what a screen does
    # when the focus moves. A test compares the screens that both ways leave behind.
    setattr(ChopsUpdate, "render_segments", render_changes)  # noqa: B010 - mypy forbids assigning
    vars(Screen)["focused"]._repaint = False
