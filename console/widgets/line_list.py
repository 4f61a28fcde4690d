"""A list of lines with a cursor that builds only what is visible, however long it is.

Moving the cursor repaints two lines. Scrolling is never animated: over a link, an animated page
costs 0.8 s and 30 times the bytes.
"""

from __future__ import annotations

from typing import ClassVar, Self

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.reactive import Reactive, reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from console.widgets.painted import CLASSES, TONES, Line, changed_regions, to_strip, tone_css

NEVER = Strip([])
"""A line that was not drawn yet."""


class LineList(ScrollView, can_focus=True):
    """Base of the lists. Items are numbered from 0; not every line is an item (titles are not)."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = CLASSES | {"list--cursor", "list--resting"}
    DEFAULT_CSS = (
        tone_css("LineList")
        + """
    LineList {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
    }
    LineList > .list--cursor {
        color: $block-cursor-foreground;
        background: $block-cursor-background;
        text-style: $block-cursor-text-style;
    }
    LineList > .list--resting {
        color: $block-cursor-blurred-foreground;
        background: $block-cursor-blurred-background;
    }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "up", show=False),
        Binding("down,j", "move(1)", "down", show=False),
        Binding("pageup,ctrl+b", "page(-1)", "page up", show=False),
        Binding("pagedown,ctrl+f", "page(1)", "page down", show=False),
        Binding("home,g", "edge(0)", "first", show=False),
        Binding("end,G", "edge(1)", "last", show=False),
        Binding("enter", "choose", "open", show=False),
    ]

    # Another number of lines is no reason to lay out the screen; a scrollbar that comes or goes is,
    # and asks for it itself.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False, repaint=False)

    cursor: reactive[int] = reactive(0, repaint=False)
    """The item under the cursor; -1 when there is none."""

    # -- what a list is made of -------------------------------------------------------------

    def item_count(self) -> int:
        """How many items there are."""
        raise NotImplementedError

    def line_count(self, width: int) -> int:
        """How many lines they take, with titles, at this width."""
        raise NotImplementedError

    def line_of(self, item: int) -> int:
        """The line that an item is on."""
        raise NotImplementedError

    def last_line_of(self, item: int) -> int:
        """The last line of an item; most have only one."""
        return self.line_of(item)

    def item_at(self, line: int) -> int | None:
        """The item on a line, or None for a title or a blank line."""
        raise NotImplementedError

    def spans(self, line: int, width: int) -> Line:
        """What a line says."""
        raise NotImplementedError

    def chosen(self, item: int) -> None:
        """Enter or the mouse chose an item."""
        raise NotImplementedError

    def highlighted(self, item: int) -> None:
        """The cursor is on another item."""

    # -- drawing ----------------------------------------------------------------------------

    _tones: dict[str, Style] | None = None
    _given: tuple[Size, Size] | None = None

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._drawn_lines: dict[int, Strip] = {}

    def notify_style_update(self) -> None:
        """Theme or classes changed: the tones are others."""
        self._tones = None
        super().notify_style_update()

    def _styles(self) -> dict[str, Style]:
        """The style of each tone, looked up once: every line asks for all of them."""
        if self._tones is None:
            self._tones = {t: self.get_component_rich_style(f"tone--{t}") for t in TONES}
        return self._tones

    def _strip(self, line: int, width: int) -> Strip:
        styles = self._styles()
        if line >= self.virtual_size.height:
            return to_strip((), width, styles)
        spans = self.spans(line, width)
        if self.cursor >= 0 and self.item_at(line) == self.cursor:
            look = "list--cursor" if self.has_focus else "list--resting"
            styles = dict.fromkeys(styles, self.get_component_rich_style(look))
        return to_strip(spans, width, styles).simplify()

    def render_line(self, y: int) -> Strip:
        """Line API: line `y` of what is visible."""
        strip = self._strip(y + self.scroll_offset.y, self.scrollable_content_region.width)
        self._drawn_lines[y] = strip
        return strip

    def _visible(self) -> list[Strip]:
        width, height = self.scrollable_content_region.size
        top = self.scroll_offset.y
        return [self._strip(top + y, width) for y in range(height)]

    # -- content ----------------------------------------------------------------------------

    def before_change(self) -> list[Strip]:
        """What was drawn last; hand it to `after_change` when the content is replaced.

        Not what the content would draw now: rows that are made when they are asked for are the new
        ones already.
        """
        height = self.scrollable_content_region.height if self.is_mounted else 0
        return [self._drawn_lines.get(y, NEVER) for y in range(height)]

    def after_change(self, before: list[Strip], cursor: int) -> None:
        """Put the cursor on an item of the new content and repaint the lines that differ."""
        self._measure()
        self.set_reactive(LineList.cursor, self.validate_cursor(cursor))
        if not self.is_mounted:
            return
        self._reveal()
        after = self._visible()
        if len(before) != len(after):
            self.refresh()
        elif regions := changed_regions(before, after):
            self.refresh(*regions)
        self.highlighted(self.cursor)

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        """A layout of the screen that moves nothing here repaints nothing, not even a scrollbar."""
        if (size, container_size) == self._given:
            return False
        self._given = (size, container_size)
        return super()._size_updated(size, virtual_size, container_size, layout)

    def _measure(self) -> None:
        width = self.scrollable_content_region.width
        size = Size(width, self.line_count(width))
        if size != self.virtual_size:
            self.virtual_size = size
            self._scroll_update(size)

    def on_resize(self) -> None:
        """Another width may wrap into other lines; the cursor stays in view."""
        before = self.virtual_size
        self._measure()
        if self.virtual_size.height != before.height:
            self.refresh()  # lines that were not known of when the new size was drawn
        self.set_reactive(LineList.cursor, self.validate_cursor(self.cursor))
        self._reveal()

    # -- the cursor -------------------------------------------------------------------------

    def validate_cursor(self, cursor: int) -> int:
        """Within the items, or -1 when there are none."""
        count = self.item_count()
        return max(0, min(cursor, count - 1)) if count else -1

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the two lines concerned."""
        if not self.is_mounted:
            return
        for item in (old, new):
            self._refresh_item(item)
        self._reveal()
        self.highlighted(new)

    def _refresh_item(self, item: int) -> None:
        if 0 <= item < self.item_count():
            width, height = self.scrollable_content_region.size
            for line in range(self.line_of(item), self.last_line_of(item) + 1):
                y = line - self.scroll_offset.y
                if 0 <= y < height:
                    self.refresh(Region(0, y, width, 1))

    def _reveal(self) -> None:
        """Scroll just far enough to see the cursor, and the title above a first item."""
        height = self.scrollable_content_region.height
        if self.cursor < 0 or height <= 0:
            return
        line = self.line_of(self.cursor)
        above = line - 1 if line and self.item_at(line - 1) is None else line
        top = self.scroll_offset.y
        if self.cursor == 0:
            above = 0 if line < height else above
        if above < top:
            self.scroll_to(y=above, animate=False)
        elif (last := self.last_line_of(self.cursor)) >= top + height:
            self.scroll_to(y=last - height + 1, animate=False)

    # Textual's own methods repaint the whole widget; only the cursor's line looks different.

    def focus(self, scroll_visible: bool = False) -> Self:
        """Let keys go here, once what is being handled now is done. Lists do not move for it."""
        self.app.call_later(self.screen.set_focus, self, scroll_visible=scroll_visible)
        return self

    def _on_focus(self, event: events.Focus) -> None:
        self._focus_is(event, True)

    def _on_blur(self, event: events.Blur) -> None:
        self._focus_is(event, False)

    def _focus_is(self, event: events.Event, here: bool) -> None:
        event.prevent_default()
        self.has_focus = here
        self._refresh_item(self.cursor)
        if self.parent is not None:
            told = events.DescendantFocus(self) if here else events.DescendantBlur(self)
            self.parent.post_message(told)

    def action_move(self, by: int) -> None:
        """Move the cursor by items."""
        self.cursor += by

    def action_page(self, direction: int) -> None:
        """Move the cursor by what is visible, less one line that stays for the eye."""
        self.cursor += direction * max(1, self.scrollable_content_region.height - 1)

    def action_edge(self, end: int) -> None:
        """First or last item."""
        self.cursor = self.item_count() - 1 if end else 0

    def action_choose(self) -> None:
        """Enter on the item under the cursor."""
        if self.cursor >= 0:
            self.chosen(self.cursor)

    def click_chooses(self, again: bool) -> bool:
        """Whether a click chooses; `again` when the cursor was on the item already."""
        return again

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; a click on the item under the cursor chooses it."""
        offset = event.get_content_offset(self)
        item = None if offset is None else self.item_at(offset.y + self.scroll_offset.y)
        if item is None:
            return
        event.stop()
        again = item == self.cursor
        self.cursor = item
        if self.click_chooses(again):
            self.chosen(item)
