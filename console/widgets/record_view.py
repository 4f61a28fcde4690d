"""A record told whole: words, links under a cursor, facts and history, in one list that scrolls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.message import Message

from console.widgets.cells import cell_len, cut, pad, wrap
from console.widgets.glyphs import GLYPHS
from console.widgets.laid_list import Laid, LaidList
from console.widgets.painted import Line
from store.insight.rows import Row, Urgency

MARGIN = 1
GAP = 2
LABEL_CELLS = 24
NARROW_LABEL = 20
NARROW_CELLS = 70
"""Width below which labels stand in a narrower column."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part under a title: words told in paragraphs, facts with a label, or rows to follow."""

    title: str = ""
    words: tuple[tuple[str, str], ...] = ()
    """Paragraphs with their tone; one that begins with spaces keeps that indent."""
    facts: tuple[tuple[str, str], ...] = ()
    links: tuple[Row, ...] = ()
    """Rows of `store.insight.links`: number, what the tie says, reference, words."""


class RecordView(LaidList):
    """Blocks of one record. The cursor goes over its links; keys scroll where there is none."""

    @dataclass
    class Followed(Message):
        """Somebody goes to the other end of a link."""

        view: RecordView
        row: Row

        @property
        def control(self) -> RecordView:
            """The view it came from."""
            return self.view

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._blocks: tuple[Block, ...] = ()
        self._links: tuple[Row, ...] = ()

    def show(self, blocks: tuple[Block, ...], *, anew: bool) -> None:
        """Show these blocks; `anew` for another record, which begins at its top."""
        before = self.before_change()
        self._blocks = blocks
        self._links = tuple(row for block in blocks for row in block.links)
        self.forget_lines()
        if anew:
            self.scroll_to(y=0, animate=False)
        self.after_change(before, 0 if anew else self.cursor)

    @property
    def links(self) -> tuple[Row, ...]:
        """The rows that can be followed, in their order."""
        return self._links

    # -- lines and items

    def lay_out(self, width: int, height: int) -> Laid:  # noqa: ARG002 - all of it scrolls
        """All blocks, wrapped at this width."""
        return list(_lines(self._blocks, max(20, width)))

    def item_count(self) -> int:
        """Links."""
        return len(self._links)

    def chosen(self, item: int) -> None:
        """Tell that a link is followed."""
        self.post_message(self.Followed(self, self._links[item]))

    # -- moving: over the links in sight, else by lines

    def action_move(self, by: int) -> None:
        """To the next link if it can be seen, else a line further."""
        item = self.cursor + by
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        exists = self.cursor >= 0 and 0 <= item < self.item_count()
        if exists and top <= self.line_of(item) < top + height:
            self.cursor = item
        else:
            self._scroll(by)

    def action_page(self, direction: int) -> None:
        """By what can be seen, less one line that stays for the eye."""
        self._scroll(direction * max(1, self.scrollable_content_region.height - 1))

    def action_edge(self, end: int) -> None:
        """To the top or the bottom."""
        self._scroll(len(self._now) if end else -len(self._now))

    def _scroll(self, by: int) -> None:
        most = max(0, len(self._now) - self.scrollable_content_region.height)
        self.scroll_to(y=max(0, min(self.scroll_offset.y + by, most)), animate=False)


def _lines(blocks: tuple[Block, ...], width: int) -> Iterator[tuple[Line, int | None]]:
    item = 0
    for number, block in enumerate(blocks):
        if number:
            yield (), None
        if block.title:
            yield _title(block, width), None
        for said, tone in block.words:
            for line in _paragraph(said, width):
                yield [(line, tone)], None
        for label, words in block.facts:
            yield from ((line, None) for line in _fact(label, words, width))
        for row in block.links:
            yield _link(row, width), item
            item += 1


def _title(block: Block, width: int) -> Line:
    count = f" {len(block.links)}" if block.links else ""
    rule = max(0, width - cell_len(block.title) - 1 - cell_len(count))
    return [(block.title, "strong"), (" " + GLYPHS.rule * rule, "rule"), (count, "quiet")]


def _paragraph(said: str, width: int) -> list[str]:
    indent = " " * (MARGIN + len(said) - len(said.lstrip(" ")))
    return [indent + line for line in wrap(said, width - len(indent) - MARGIN)]


def _fact(label: str, words: str, width: int) -> Iterator[Line]:
    column = LABEL_CELLS if width >= NARROW_CELLS else NARROW_LABEL
    for number, line in enumerate(wrap(words, width - MARGIN - column) or [""]):
        shown = pad("" if number else label, column - GAP) + " " * GAP
        yield [(" " * MARGIN + shown, "quiet"), (line, "normal")]


def _link(row: Row, width: int) -> Line:
    how = 15 if width >= NARROW_CELLS else 13
    note = cut(row.note, width // 4) if width >= NARROW_CELLS else ""
    used = MARGIN + 2 + how + GAP + 5 + (GAP + cell_len(note) if note else 0) + MARGIN
    needs_you = row.urgency is Urgency.NEEDS_YOU
    sign = GLYPHS.needs_you if needs_you else ""
    return [
        (pad(sign, MARGIN), "warning"),
        (pad(row.when, 2), "accent"),
        (pad(row.state, how) + " " * GAP, "quiet"),
        (pad(row.ref, 5), "strong"),
        (pad(row.text, max(4, width - used)), "normal"),
        (" " * GAP + note if note else "", "warning" if needs_you else "quiet"),
    ]
