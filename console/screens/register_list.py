"""The list of one register: filtered as somebody types, in its order, several selected at once."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from console.screens.base import ConsoleScreen
from console.screens.record import RecordScreen
from console.widgets.capture_line import CaptureLine
from console.widgets.filter_line import FilterLine
from console.widgets.register_head import Facts
from console.widgets.surface_pane import SurfacePane
from store.insight.register import Register
from store.insight.register_filter import ARCHIVED, Filter
from store.insight.register_orders import Order, order_named, orders_of
from store.insight.register_views import REGISTERS_OF
from store.insight.register_words import empty_words, facts_words
from store.insight.rows import Row, Section, Surface

AT_ONCE = 2_000
"""Records that are read before the first frame; more come in slices between the keys."""
STEP = 300
"""Records of one slice: some hundredths of a second on a slow machine."""
LIST = "list"


class RegisterList(ConsoleScreen):
    """What the screen of the registers does while it shows its list.

    A register that is long is read in slices between the keys, so that they never wait for it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "filter as you type", key_display="/"),
        Binding("s", "order", "next order, kept for the next time"),
        Binding("space", "select", "select, several at once", key_display="Space"),
        Binding("asterisk", "select_all", "select all that is shown", key_display="*"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.kind = REGISTERS_OF[0]
        self.look = LIST
        self.facts = Facts()
        self.filter = FilterLine(id="filter")
        self.pane = SurfacePane(rows="register")
        self.selected: dict[str, None] = {}
        self.filters: dict[str, str] = {}
        self.grows = False

    def to_list(self) -> None:
        """Show the list, whatever is shown now."""
        if self.look != LIST:
            self.look = LIST
            self.reload()
            self.show_keys()

    # -- what is shown

    @property
    def register(self) -> Register:
        """The register in front."""
        return self.session.registers.of(self.kind)

    @property
    def order(self) -> Order:
        """The order of the register in front, as it was chosen here last."""
        kept = order_named(self.kind, self.session.habits.get(self.kind))
        return kept or orders_of(self.kind)[0]

    @property
    def current_row(self) -> Row | None:
        """The row under the cursor, as every other list shows it."""
        row = self.pane.current
        if row is None or self.look != LIST:
            return row
        return self.register.row(row.id)

    def chosen_rows(self) -> tuple[Row, ...]:
        """The selected records, else the one under the cursor."""
        if self.selected and self.look == LIST:
            found = (self.register.row(key) for key in self.selected)
            return tuple(row for row in found if row is not None)
        row = self.current_row
        return (row,) if row is not None else ()

    def open_ids(self) -> list[str]:
        """Ids of the open records that the filter lets through, in the order shown."""
        register = self.register
        wanted = register.read_filter(f"{self.filter.text} is:open")
        return register.show(self.order, wanted).ids()

    def unselect_gone(self) -> None:
        """Select no longer what is not in this list any more: taken back, or put away meanwhile."""
        if not (self.selected and self.register.is_ordered):
            return
        is_away = self.register.read_filter(self.filter.text).scope == ARCHIVED
        known = ((key, self.register.slot_and_entry(key)) for key in self.selected)
        self.selected = dict.fromkeys(
            key for key, found in known if found is not None and found[1].archived is is_away
        )

    def show_list(self) -> None:
        """Show what the filter lets through of what was read so far."""
        register = self.register
        self._begin_to_grow(register)
        wanted = register.read_filter(self.filter.text)
        found = register.show(self.order, wanted, coded=self.filter.active)
        empty = empty_words(self.kind, register, self.filter.text, wanted)
        self.pane.show(Surface(f"register {self.kind}", "", (Section("", found, empty),)))
        self.pane.rows.mark(frozenset(self.selected))
        self.filter.tell(wanted.faults[0] if wanted.faults else "")
        self._tell(wanted, len(found))

    def _tell(self, wanted: Filter, count: int) -> None:
        register, chosen = self.register, len(self.selected)
        said, reading = facts_words(register, self.session.snapshot, wanted, count)
        self.facts.show(
            (said, "strong"),
            (f"{chosen:,} selected" if chosen else "", "accent"),
            (reading, "quiet"),
            (self.order.says, "quiet"),
        )

    # -- reading

    def _begin_to_grow(self, register: Register) -> None:
        if not register.done and len(register) <= AT_ONCE:
            register.grow_whole()
        if not self.grows and not (register.done and self.session.ledger.references.done):
            self.grows = True
            self.call_after_refresh(self._grow, register)

    def _grow(self, register: Register) -> None:
        in_front = register is self.session.registers.of(self.kind) and self.look == LIST
        if not (self.is_mounted and in_front and self.app.current_mode == "registers"):
            self.grows = False
            return
        before, was_done = register.version, register.done
        is_done = register.grow(STEP)
        # Once all can be found, what a record is linked with is read too, before one is opened.
        self.grows = not is_done or not self.session.ledger.references.grow(STEP)
        if self.grows:
            self.call_after_refresh(self._grow, register)
        if register.version != before or is_done is not was_done:
            at_first = self.pane.rows.cursor <= 0
            self.show_list()
            if at_first:
                self.pane.rows.cursor = 0

    # -- filtering

    def action_filter(self) -> None:
        """Let keys go into the filter."""
        self.to_list()
        self.filter.line.focus()

    @on(Input.Changed, "_Typed")
    def _filtered(self, event: Input.Changed) -> None:
        event.stop()
        self.filters[self.kind] = event.value
        if self.look == LIST:
            self.show_list()
            if event.value:  # cleared, the cursor stays on the record that was looked for
                self.pane.to_first()

    @on(Input.Submitted, "_Typed")
    def _chosen(self, event: Input.Submitted) -> None:
        """Enter opens what stands first, or where the arrows went; the filter stays."""
        event.stop()
        row = self.current_row
        self.pane.focus()
        if row is not None:
            self.app.push_screen(RecordScreen(self.session, row.kind, row.id))

    @on(FilterLine.Moved)
    def _moved(self, event: FilterLine.Moved) -> None:
        event.stop()
        if event.move == "move":
            self.pane.rows.action_move(event.by)
        elif event.move == "page":
            self.pane.rows.action_page(event.by)
        else:
            self.pane.focus()

    @on(CaptureLine.Left)
    def _filter_left(self, event: CaptureLine.Left) -> None:
        """Esc clears the filter and leaves it."""
        event.stop()
        self.filter.put("")
        self.pane.focus()

    @on(CaptureLine.Pasted)
    def _pasted_into_filter(self, event: CaptureLine.Pasted) -> None:
        """A filter is one line: what is pasted into it is joined."""
        if event.line is self.filter.line:
            event.stop()
            self.filter.put(" ".join(f"{self.filter.text} {event.text}".split()))

    def on_descendant_focus(self) -> None:
        """Codes stand beside long references while the filter is open; keys are others."""
        super().on_descendant_focus()
        if self.look == LIST and self.is_mounted:
            self.show_list()

    # -- selecting

    def action_select(self) -> None:
        """Select the record under the cursor, or no longer, and go on to the next."""
        row = self.current_row
        if row is None or self.look != LIST:
            return
        if row.id in self.selected:
            del self.selected[row.id]
        else:
            self.selected[row.id] = None
        self.pane.rows.action_move(1)
        self.reload()

    def action_select_all(self) -> None:
        """Select everything that the filter lets through."""
        self.to_list()
        register = self.register
        found = register.show(self.order, register.read_filter(self.filter.text))
        self.selected = dict.fromkeys(found.ids())
        self.reload()

    # -- its order

    def action_order(self) -> None:
        """The next order of the list; it is kept for the next time."""
        self.to_list()
        orders = orders_of(self.kind)
        order = orders[(orders.index(self.order) + 1) % len(orders)]
        self.attempt(lambda: self.session.habits.keep(self.kind, order.name))
        self.pane.to_first()
