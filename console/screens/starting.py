"""Starting an event: which one, how long its steps are to be, and when it would end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from console.screens.dialog import Dialog
from console.session import Session
from console.widgets.pick_list import PickList
from console.widgets.plan_pane import PlanPane
from store.domain.agenda import Template
from store.domain.wall_clock import wall_moment
from store.domain.words import plural, span
from store.exchange.templates import Catalog
from store.insight.outlook import Plan, plan

KEYS = "Enter starts · Tab: steps, + - minutes · U usual · P planned time · Esc"


@dataclass(frozen=True, slots=True)
class Start:
    """What was decided: the template, other lengths of steps, and the start that was planned."""

    template: Template
    minutes: dict[str, int] = field(default_factory=dict)
    begins: str | None = None


class StartScreen(Dialog[Start | None]):
    """Answers with what to start, or None. `kind` is the event that is expected now, if any."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "start", "start it", priority=True),
        Binding("plus,equals_sign", "longer(1)", "a minute more", show=False),
        Binding("minus", "longer(-1)", "a minute less", show=False),
        Binding("U", "usual", "what is usual"),
        Binding("P", "planned", "planned time"),
        Binding("escape", "leave", "back", key_display="Esc"),
    ]
    DEFAULT_CSS = """
    StartScreen #choice { height: 1fr; margin: 1 0; }
    StartScreen PickList { width: 30; height: 1fr; }
    StartScreen PlanPane { width: 1fr; height: 1fr; padding: 0 0 0 2; }
    StartScreen #about { height: auto; }
    StartScreen #sum { height: 1; }
    StartScreen #when { width: 30; display: none; }
    StartScreen #when.-open { display: block; }
    StartScreen #said { height: auto; color: $text-muted; }
    StartScreen #said.-refused { color: $text-warning; }
    StartScreen.-low #choice { margin: 0; }
    """

    def __init__(
        self,
        session: Session,
        catalog: Catalog,
        kind: str | None = None,
        begins: str | None = None,
        zones: tuple[ZoneInfo, ...] = (),
    ) -> None:
        super().__init__()
        self._session = session
        self._catalog = catalog
        self._expected = kind
        self._begins = begins
        self._zones = (session.ledger.zone, *zones)
        self._minutes: dict[str, int] = {}
        self._shown = ""  # name of the template whose plan is on the screen
        self._names = list(catalog.templates)
        self._options = PickList(id="events")
        self._plan = PlanPane()
        self._when = Input(placeholder="planned for, like 09:00", id="when", compact=True)
        self._when.cursor_blink = False

    # -- showing

    def compose(self) -> ComposeResult:
        """Events on the left, the plan of the one under the cursor on the right."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content("Start an event")
            yield Static(id="about")
            with Horizontal(id="choice"):
                yield self._options
                yield self._plan
            yield Static(id="sum")
            yield self._when
            yield Static(Content(KEYS), id="said")

    def on_mount(self) -> None:
        """The event that is expected now is under the cursor."""
        expected = [n for n in self._names if self._catalog.templates[n].kind == self._expected]
        titles = tuple(self._catalog.templates[name].title for name in self._names)
        self._options.show(titles, self._names.index(expected[0]) if expected else 0)
        self._options.focus()
        if self._catalog.faults:
            first = self._catalog.faults[0]
            more = f" and {len(self._catalog.faults) - 1} more" if self._catalog.faults[1:] else ""
            self._say(f"{first.told}{more}. See: rte template check", refused=True)
        self._show(keep=False)

    @property
    def _template(self) -> Template:
        return self._catalog.templates[self._names[max(0, self._options.cursor)]]

    @property
    def _current(self) -> Plan:
        begins = self._begins
        zone = self._session.ledger.zone
        on = self._session.snapshot.today
        at = wall_moment(on, begins[11:], zone) if begins else None
        return plan(self._session.snapshot, self._template, self._minutes, at)

    def _show(self, keep: bool = True) -> None:
        found, template = self._current, self._template
        self._shown = template.name
        self._plan.show(found.rows, self._zones, keep)
        self.query_one("#about", Static).update(Content.styled(template.about, "$text-muted"))
        snap = self._session.snapshot
        parts = [span(found.minutes * 60_000), f"begins {snap.clock_time(found.begins_at)}"]
        if template.days > 1:
            parts.append(f"{template.days} days")
        else:
            parts.append(f"ends {snap.clock_time(found.ends_at)}")
        if found.conflicts:
            first = found.conflicts[0]
            parts.append(f"{first.title} is fixed and reached {span(first.late_ms)} late")
        elif found.suggested:
            count = plural(len(found.suggested), "step usually differs", "steps usually differ")
            parts.append(f"{count}: U takes that")
        self.query_one("#sum", Static).update(Content(" · ".join(parts)))

    def others_wrote(self) -> None:
        """Another terminal may have started an event meanwhile."""
        running = self._session.running
        if running is not None:
            event = running[0]
            self._say(
                f"{event.title} {event.ref} was started at another terminal. Esc goes back.",
                refused=True,
            )
        self._show()

    def _say(self, sentence: str, refused: bool = False) -> None:
        said = self.query_one("#said", Static)
        said.set_class(refused, "-refused")
        said.update(Content(sentence))

    @on(PickList.Moved)
    def _other(self, event: PickList.Moved) -> None:
        event.stop()
        if self._names[event.place] != self._shown:
            self._minutes = {}
            self._show(keep=False)

    @on(PickList.Picked)
    def _clicked(self, event: PickList.Picked) -> None:
        event.stop()
        self._plan.focus()

    # -- deciding

    def action_longer(self, by: int) -> None:
        """A minute more or less for the step under the cursor."""
        key = self._plan.key
        if key is None:
            return
        now = next(each.minutes for each in self._current.rows if each.row.key == key)
        if 1 <= now + by <= 24 * 60:
            self._minutes[key] = now + by
            self._show()

    def action_usual(self) -> None:
        """Take what steps usually took; once more takes the template's minutes again."""
        found = self._current.suggested
        if found:
            self._minutes |= found
        elif self._minutes:
            self._minutes = {}
        else:
            self._say("No event of this kind has been closed yet, so nothing is known to be usual.")
            return
        self._show()

    def action_planned(self) -> None:
        """Ask for the time that it was planned for: the agenda is behind from there."""
        self._when.add_class("-open")
        self._when.focus()

    def action_start(self) -> None:
        """Start it; in the field for the planned time, take that time first."""
        if self._when.has_focus and not self._take_time():
            return
        self.dismiss(Start(self._template, dict(self._minutes), self._begins))

    def _take_time(self) -> bool:
        typed = self._when.value.strip().rjust(5, "0") if self._when.value.strip() else ""
        on = self._session.snapshot.today
        try:
            if typed:
                wall_moment(on, typed, self._session.ledger.zone)
        except ValueError:
            self._say(
                f"{self._when.value[:20]} is no time of day. Type it like 09:00.", refused=True
            )
            return False
        self._begins = f"{on.isoformat()}T{typed}" if typed else None
        return True

    def action_leave(self) -> None:
        """Nothing is started."""
        self.dismiss(None)
