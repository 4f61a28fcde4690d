"""The registers: every risk, impediment, dependency, decision, ... of the train, by kind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget

from console.screens.acts import Act
from console.screens.all_acts import acts_of, acts_of_kind
from console.screens.record import RecordScreen
from console.screens.register_keys import LETTERS, ON_ROWS, give_letter
from console.screens.register_list import LIST, RegisterList
from console.screens.walk import walk, walk_ids
from console.widgets.help_pane import HelpSection
from console.widgets.key_line import Key
from console.widgets.notice import say
from console.widgets.register_head import Tabs
from console.widgets.surface_pane import SurfacePane
from store.domain.kinds import BY_NAME
from store.insight.register_views import REGISTERS_OF, VIEWS
from store.insight.surfaces import surface


class RegisterScreen(RegisterList):
    """One register at a time, in a list that is filtered as somebody types."""

    ABOUT = (
        "Every record of a kind, this planning interval's and older ones still open. In the "
        "filter all words have to be found; team:DRE owner:SM letter:O is:overdue is:all "
        "is:archived age>30 exposure>=12 due<fri are precise, -word leaves out."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "look", "list, board and other views"),
        *(Binding(key, f"on_rows('{key}')", does) for key, (does, _) in ON_ROWS.items()),
        Binding("W", "walk", "walk the risks, one at a time"),
        *(Binding(key, f"act('{key}')", show=False) for key in "vow"),
        *(Binding(key, f"letter('{key}')", show=False) for key in LETTERS),
        *(
            Binding(str((n + 1) % 10), f"register({n})", show=False)
            for n in range(len(REGISTERS_OF))
        ),
        Binding("left_square_bracket", "turn(-1)", "other register", key_display="["),
        Binding("right_square_bracket", "turn(1)", "other register", key_display="]"),
        Binding("escape", "back", "clear selection, then filter", key_display="Esc"),
    ]
    DEFAULT_CSS = """
    RegisterScreen FilterLine { padding: 0 1; }
    RegisterScreen SurfacePane { padding: 0 1; }
    RegisterScreen Tabs, RegisterScreen SurfacePane { margin: 1 0 0 0; }
    RegisterScreen.-narrow Tabs, RegisterScreen.-low Tabs,
    RegisterScreen.-narrow SurfacePane, RegisterScreen.-low SurfacePane { margin: 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.tabs = Tabs()

    def body(self) -> Iterable[Widget]:
        """Tabs, what is shown, the filter, the list."""
        yield self.tabs
        yield self.facts
        yield self.filter
        yield self.pane

    def on_mount(self) -> None:
        """The list takes the keys."""
        super().on_mount()
        self.pane.focus()
        if self.session.habits.fault:
            say(self.app, "Order of lists", self.session.habits.fault)

    # -- what is shown

    def reload(self) -> None:
        """Show the present state of the register in front."""
        names = tuple(BY_NAME[kind].plural.capitalize() for kind in REGISTERS_OF)
        self.tabs.show(names, REGISTERS_OF.index(self.kind))
        self.titles("Registers")
        if self.look == LIST:
            self.register.settle()
            self.unselect_gone()
            self.show_list()
        else:
            seen = surface(self.session.snapshot, self.look)
            self.pane.show(seen)
            self.facts.show((seen.title, "strong"), (f"{self._view_number} · b goes on", "quiet"))

    @property
    def _views(self) -> tuple[str, ...]:
        return (LIST, *VIEWS.get(self.kind, ()))

    @property
    def _view_number(self) -> str:
        return f"view {self._views.index(self.look) + 1} of {len(self._views)}"

    def action_back(self) -> None:
        """From another view to the list; there clear the selection first, then the filter."""
        if self.look != LIST:
            self.to_list()
        elif self.selected:
            self.selected = {}
            self.reload()
        elif self.filter.text:
            self.filter.put("")

    # -- turning

    def action_register(self, number: int) -> None:
        """Turn to the register of this number."""
        kind = REGISTERS_OF[number]
        if kind == self.kind:
            return
        self.kind, self.look, self.selected, self.grows = kind, LIST, {}, False
        self.filter.put(self.filters.get(kind, ""))
        self.reload()
        self.show_keys()

    def action_turn(self, by: int) -> None:
        """The register beside."""
        self.action_register((REGISTERS_OF.index(self.kind) + by) % len(REGISTERS_OF))

    @on(Tabs.Chosen)
    def _tab(self, event: Tabs.Chosen) -> None:
        event.stop()
        self.action_register(event.number)

    def action_look(self) -> None:
        """The next way to look at this register: the list, then its boards."""
        views = self._views
        self.look = views[(views.index(self.look) + 1) % len(views)]
        self.reload()
        self.show_keys()

    # -- acting

    def action_on_rows(self, key: str) -> None:
        """Do what this key does with the selected records."""
        ON_ROWS[key][1](self, self.chosen_rows())

    def action_act(self, key: str) -> None:
        """Do what this kind, or the view in front, offers under this key."""
        for act in self._acts():
            if act.key == key:
                act.run(self, self.current_row)

    def action_letter(self, letter: str) -> None:
        """Give the risk under the cursor this letter; elsewhere M is the bell."""
        if self.kind == "risk":
            give_letter(self, self.current_row, letter)
        elif letter == "M":
            self.call_later(self.run_action, "app.mute")

    @on(SurfacePane.Opened)
    def _opened_row(self, event: SurfacePane.Opened) -> None:
        event.stop()
        if event.row is not None:
            self.app.push_screen(RecordScreen(self.session, event.row.kind, event.row.id))

    def action_walk(self) -> None:
        """One open risk at a time, large, from the one under the cursor on, as they stand here."""
        here, rows = self.current_row, self.pane.rows.sections
        if self.selected and self.look == LIST:
            walk(self, self.chosen_rows())
        elif self.kind == "risk" and self.look == LIST:
            walk_ids(self, self.open_ids(), here.id if here else "")
        else:
            found = (row for section in rows for row in section.rows if row.computed.get("open"))
            walk(self, found, here.id if here else "")

    def _acts(self) -> tuple[Act, ...]:
        return acts_of_kind(self.kind) if self.look == LIST else acts_of(self.look)

    def leave_bar(self) -> None:
        """Esc in the capture bar: keys go back to the list."""
        self.pane.focus()

    # -- keys

    def keys(self) -> list[Key]:
        """What can be done with the row under the cursor, then how to find another."""
        acts = [Key(act.key, act.does) for act in self._acts()]
        letters = [Key("R O A M", "letter", "R")] if self.kind == "risk" else []
        in_list = self.look == LIST
        return [
            Key("Enter", "open", "enter"),
            Key("/", "filter", "slash"),
            *(letters or acts[:1]),
            *([Key("Space", "select", "space")] if in_list else []),
            Key("e", "edit"),
            *([Key("b", "next view")] if len(self._views) > 1 else []),
            *([Key("s", "order")] if in_list else []),
            *(acts if letters else acts[1:]),
        ]

    def show_keys(self) -> None:
        """While the filter has the keys, what they do there."""
        if self.filter.active:
            self.key_line.show(
                Key("Enter", "open", "enter"), Key("↑ ↓", "move", "down"),
                Key("Tab", "to the list", "tab"),
                Key("Esc", "clear and leave", "escape"), Key("F1", "help", "f1"),
            )  # fmt: skip
        else:
            super().show_keys()

    def help_sections(self) -> list[HelpSection]:
        """The keys of the registers, and behind them what this kind offers."""
        offers = [(act.key, act.does) for act in self._acts()]
        if self.kind == "risk":
            offers.insert(0, ("R O A M", "give the risk its letter"))
        first, *others = super().help_sections()
        mine = (*first.keys, ("1 to 9, 0", "turn to a register"))
        title = BY_NAME[self.kind].plural.capitalize()
        acts = [HelpSection(title, "", tuple(offers))] if offers else []
        return [HelpSection(first.title, first.text, mine), *acts, *others]
