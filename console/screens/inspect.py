"""Inspect & Adapt: everything a planning interval has produced, by tabs, and where it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget

from console.screens.acts import ACT_KEYS, Act
from console.screens.actual_value import sitting_of
from console.screens.all_acts import acts_of
from console.screens.base import ConsoleScreen
from console.screens.record import RecordScreen
from console.screens.reporting import ReportScreen
from console.widgets.help_pane import HelpSection
from console.widgets.key_line import Key
from console.widgets.register_head import Tabs
from console.widgets.status_line import StatusLine
from console.widgets.step_header import Heading, StepHeader
from console.widgets.surface_pane import SurfacePane
from store.insight.actual_value import actual_value
from store.insight.candidates import candidates_for
from store.insight.inspect import inspect
from store.insight.measures_surface import measures
from store.insight.plan import plan_name
from store.insight.rows import Row, Surface
from store.insight.snapshot import Snapshot
from store.insight.surfaces import surface

KIND = "inspect-adapt"


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its name, the surface whose acts it has, and how it is made for an interval."""

    name: str
    surface: str
    of: Callable[[Snapshot, str], Surface] | None = None
    """None for a surface that only tells of the interval that the train is in."""


TABS = (
    Tab("Facts", "inspect", inspect),
    Tab("Value", "actual-value", actual_value),
    Tab("Measures", "measures", measures),
    Tab("Candidates", "candidates", candidates_for),
    Tab("Problems", "ws-problem"),
    Tab("Improvements", "improvements"),
    Tab("Signals", "signals"),
    Tab("Carry", "carrying"),
)


def inspected(snap: Snapshot) -> str:
    """The interval that is looked at: that of an open Inspect & Adapt, else the current one."""
    event = snap.running
    return (event.pi or snap.pi_name) if event and event.kind == KIND else snap.pi_name


class InspectScreen(ConsoleScreen):
    """Tabs over one planning interval; only the one in front is worked out."""

    ABOUT = (
        "Nothing here is scored or ranked; each line leads to the record and its history. 1 to 8 "
        "turn to a tab, and v, o and w do there what they do in the room."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left_square_bracket", "turn(-1)", "earlier interval", key_display="["),
        Binding("right_square_bracket", "turn(1)", "later interval", key_display="]"),
        Binding("P", "report", "report"),
        Binding("tab", "tab(1)", "next tab", key_display="Tab", priority=False),
        Binding("shift+tab", "tab(-1)", "tab before", key_display="shift+Tab", priority=False),
        *(Binding(key, f"act('{key}')", show=False) for key in ACT_KEYS),
        *(Binding(str(n), f"front({n - 1})", show=False) for n in range(1, len(TABS) + 1)),
    ]
    DEFAULT_CSS = """
    InspectScreen StepHeader { height: 2; margin: 1 0 0 0; padding: 0 1; }
    InspectScreen SurfacePane { margin: 1 0 0 0; padding: 0 1; }
    InspectScreen.-low StepHeader { margin: 0; }
    InspectScreen.-low SurfacePane { margin: 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.tabs = Tabs()
        self._head = StepHeader()
        self.pane = SurfacePane(rows="facts")
        self._whole = StatusLine(id="whole")
        self._whole.keep_last = True
        self._interval: str | None = None
        self._front = 0

    def body(self) -> Iterable[Widget]:
        """Tabs, head, list, and the words of the line under the cursor with their origin."""
        yield self.tabs
        yield self._head
        yield self.pane
        yield self._whole

    def on_mount(self) -> None:
        """The list takes the keys."""
        super().on_mount()
        self.pane.focus()

    # -- what is shown

    @property
    def tab(self) -> Tab:
        """The tab in front."""
        return TABS[self._front]

    @property
    def interval(self) -> str:
        """The planning interval that is looked at."""
        return self._interval or inspected(self.session.snapshot)

    def _seen(self) -> tuple[Surface, str]:
        """The surface in front, and what is to be said of its interval."""
        snap, tab = self.session.snapshot, self.tab
        if tab.of is not None and (tab.surface == "inspect" or self.interval != plan_name(snap)):
            known: dict[tuple[str, str], Surface] = snap.memo.setdefault("inspected", {})
            key = (tab.surface, self.interval)
            if key not in known:
                known[key] = tab.of(snap, self.interval)
            return known[key], ""
        here = plan_name(snap)
        other = tab.of is None and self.interval != here
        return surface(snap, tab.surface), f" · as of {here or 'now'}" if other else ""

    def reload(self) -> None:
        """Show the present state of the tab in front."""
        seen, said = self._seen()
        self.tabs.show(tuple(tab.name for tab in TABS), self._front)
        self._head.show(Heading(title=seen.title + said, question=seen.question))
        self.pane.show(seen)
        self.titles(f"Inspect & Adapt {self.interval}".rstrip())

    @on(SurfacePane.Highlighted)
    def _highlighted(self, event: SurfacePane.Highlighted) -> None:
        event.stop()
        row, snap = event.row, self.session.snapshot
        record = self.session.ledger.views.get(row.kind, row.id) if row else None
        if row is None or record is None:
            self._whole.show()
        else:
            origin = snap.stamp(record) if record.event else ""
            self._whole.show((row.ref, "accent"), (origin, "quiet"), (row.text, "normal"))

    # -- turning

    def action_turn(self, by: int) -> None:
        """The planning interval before or after."""
        snap = self.session.snapshot
        names = [pi.short for pi in snap.intervals]
        if self.interval in names:
            place = min(max(names.index(self.interval) + by, 0), len(names) - 1)
            self._interval = names[place]
            self.reload()

    def action_front(self, number: int) -> None:
        """Bring a tab to the front."""
        self._front = number
        self._whole.show()
        self.reload()
        self.show_keys()

    def action_report(self) -> None:
        """Hand out a report of the interval that is looked at."""
        self.app.push_screen(ReportScreen(self.session, self.interval))

    def action_tab(self, by: int) -> None:
        """The tab beside."""
        self.action_front((self._front + by) % len(TABS))

    @on(Tabs.Chosen)
    def _tab(self, event: Tabs.Chosen) -> None:
        event.stop()
        self.action_front(event.number)

    # -- acting

    @property
    def _acts(self) -> tuple[Act, ...]:
        return acts_of(self.tab.surface)

    def action_act(self, key: str) -> None:
        """Do what the tab in front offers under this key, on the row under the cursor."""
        if self.tab.surface == "actual-value" and key == "o":
            sitting_of(self, self.interval, self.pane.current)
            return
        for act in self._acts:
            if act.key == key:
                act.run(self, self.pane.current)

    @on(SurfacePane.Opened)
    def _opened_row(self, event: SurfacePane.Opened) -> None:
        """Enter is the act of the tab, where it has one for that; else the whole record."""
        event.stop()
        row: Row | None = event.row
        act = next((act for act in self._acts if act.on_enter), None)
        if act is not None:
            act.run(self, row)
        elif row is not None and self.session.ledger.views.get(row.kind, row.id) is not None:
            self.app.push_screen(RecordScreen(self.session, row.kind, row.id))

    def leave_bar(self) -> None:
        """Esc in the capture bar: keys go back to the list."""
        self.pane.focus()

    # -- keys

    def keys(self) -> list[Key]:
        """Through the tabs and the intervals, and what the tab in front offers."""
        chart = [Key("#", "chart", "number_sign")] if self.pane.has_charts else []
        return [
            Key("Enter", "open", "enter"),
            *(Key(act.key, act.does) for act in self._acts),
            *chart,
            Key("Tab", "next tab", "tab"),
            Key("[", "earlier interval", "left_square_bracket"),
            Key("]", "later", "right_square_bracket"),
            Key("H", "home"),
        ]

    def help_sections(self) -> list[HelpSection]:
        """The keys of the screen, and behind them what the tab in front offers."""
        first, *others = super().help_sections()
        mine = (*first.keys, (f"1 to {len(TABS)}", "turn to a tab"))
        offers = tuple((act.key, act.does) for act in self._acts)
        acts = [HelpSection(f"On {self.tab.name}", "", offers)] if offers else []
        return [HelpSection(first.title, first.text, mine), *acts, *others]
