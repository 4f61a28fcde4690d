"""The sitting: the actual business value of every objective, one after the other, by one key each.

The Business Owners say the value, somebody presses its digit, and the next objective is in front.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from console.screens.acts import Act
from console.screens.base import ConsoleScreen
from console.screens.record import RecordScreen
from console.widgets.help_pane import HelpSection
from console.widgets.key_line import Key
from console.widgets.notice import say
from console.widgets.seat_view import SeatView
from console.widgets.step_header import Heading, StepHeader
from store.domain.records import Objective
from store.domain.words import plural
from store.insight.actual_value import NO_OBJECTIVES, QUESTION, bare, in_order, seat
from store.insight.plan import plan_name
from store.insight.rows import Row
from store.ledger import objectives


def open_sitting(screen: ConsoleScreen, row: Row | None) -> None:
    """Begin at the objective under the cursor where it has no value, else at the first without."""
    pi = plan_name(screen.session.snapshot)
    sitting_of(screen, pi, row)


def sitting_of(screen: ConsoleScreen, pi: str, row: Row | None = None) -> None:
    """The same for a planning interval by its name."""
    if not in_order(screen.session.snapshot, pi):
        say(screen.app, "No objectives", NO_OBJECTIVES)
        return
    at = row.id if row is not None and row.kind == "objective" else ""
    screen.app.push_screen(SittingScreen(pi, at), lambda _: screen.reload())


SITTING = Act("o", "one sitting", open_sitting)


class SittingScreen(ConsoleScreen):
    """Goes through the objectives of one planning interval in the train's order of teams."""

    AUTO_FOCUS = ""  # keys are about the objective, not about the capture line
    ABOUT = (
        "One objective at a time: its digit is its actual business value, and the next one comes. "
        "0 is a value too. s leaves one for later. More than planned is kept, and lists say so."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"value({n})", show=False) for n in range(10)),
        Binding("t", "value(10)", "ten", key_display="t"),
        Binding("s,down,right,j", "go_on(1)", "for later, the next one", key_display="s ↓"),
        Binding("backspace,b,up,left,k", "go_on(-1)", "the one before", key_display="b ↑"),
        Binding("enter", "whole", "the whole record", key_display="Enter"),
        Binding("escape,q", "leave", "back", key_display="Esc"),
    ]
    DEFAULT_CSS = """
    SittingScreen StepHeader { height: 2; margin: 1 0 0 0; padding: 0 2; }
    SittingScreen.-narrow StepHeader, SittingScreen.-low StepHeader { margin: 0; }
    SittingScreen.-low SeatView { padding: 0 2; }
    """

    def __init__(self, pi: str, at: str = "") -> None:
        super().__init__()
        self._pi, self._start = pi, at
        self._shown = ""
        """Id of the objective in front; "" behind the last one."""
        self._place = 0
        self.head, self.seat_view = StepHeader(), SeatView()

    def body(self) -> Iterable[Widget]:
        """Head, then the objective."""
        yield self.head
        yield self.seat_view

    def on_mount(self) -> None:
        """Begin where a value lacks."""
        here = self._here
        asked = next((n for n, o in enumerate(here) if o.id == self._start), None)
        lacks = next((n for n, o in enumerate(here) if o.actual is None), 0)
        is_open = asked is not None and here[asked].actual is None
        self._at = asked if asked is not None and is_open else lacks
        super().on_mount()
        self.set_focus(None)

    # -- what is shown

    @property
    def _here(self) -> list[Objective]:
        return in_order(self.session.snapshot, self._pi)

    @property
    def _at(self) -> int:
        """The place of the objective in front, wherever others have brought it meanwhile."""
        ids = [o.id for o in self._here]
        if not self._shown:
            return len(ids)
        return ids.index(self._shown) if self._shown in ids else min(self._place, len(ids))

    @_at.setter
    def _at(self, place: int) -> None:
        here = self._here
        self._place = place
        self._shown = here[place].id if 0 <= place < len(here) else ""

    @property
    def objective(self) -> Objective | None:
        """The objective in front; None behind the last one."""
        here = self._here
        return here[self._at] if 0 <= self._at < len(here) else None

    def reload(self) -> None:
        """Show the present state of the objective in front."""
        snap, here, found = self.session.snapshot, self._here, self.objective
        self.titles("actual business value")
        left = len(bare(snap, self._pi))
        done = f"{len(here) - left} of {len(here)} valued"
        self.head.show(Heading(title=f"PI System Demo {self._pi} · {done}", question=QUESTION))
        if found is not None:
            self.seat_view.show(seat(snap, found, here))
        else:
            self.seat_view.show(None, *self._end(here))

    def _end(self, here: list[Objective]) -> tuple[str, ...]:
        waiting = [o.ref for o in here if o.actual is None]
        if not waiting:
            return ("Every objective has its actual business value. Esc goes back.",)
        lack = "lacks its" if len(waiting) == 1 else "lack their"
        return (
            f"{plural(len(waiting), 'objective')} still {lack} value: {', '.join(waiting)}.",
            "s goes to the first of them, b to the one before, Esc back.",
        )

    def keys(self) -> list[Key]:
        """The values, then the way on."""
        here = self.objective is not None
        return [
            Key("0-9", "actual value", "0", possible=here),
            Key("t", "ten", possible=here),
            Key("s", "for later"),
            Key("b", "back", possible=self._at > 0),
            Key("Esc", "leave", "escape"),
        ]

    def help_sections(self) -> list[HelpSection]:
        """With the digits, and without the lists: there is none here."""
        first, *others = super().help_sections()
        mine = (("0 to 9", "actual value, and on to the next"), *first.keys)
        rest = [section for section in others if section.title != "In lists"]
        return [HelpSection(first.title, first.text, mine), *rest]

    def leave_bar(self) -> None:
        """Esc in the capture bar: keys go back to the objective."""
        self.set_focus(None)

    # -- doing

    def action_value(self, value: int) -> None:
        """Keep the value and go on to the next objective, whether it has one or not."""
        found, session = self.objective, self.session
        if found is None:
            return
        kept = self.attempt(
            lambda: session.do(objectives.set_actual, session.ledger, found.ref, value, found.rev)
        )
        if kept is not None:
            self.action_go_on(1)

    def action_go_on(self, by: int) -> None:
        """The next one or the one before; from behind the last one to the first without a value."""
        here = self._here
        if self._at >= len(here) and by > 0:
            lacks = next((n for n, o in enumerate(here) if o.actual is None), None)
            self._at = self._at if lacks is None else lacks
        else:
            self._at = max(0, min(self._at + by, len(here)))
        self.reload()
        self.tick()

    def action_undo(self) -> None:
        """Take the last change back, and bring the objective to the front whose value it was."""
        before = {o.id: o.actual for o in self._here}
        super().action_undo()
        for n, objective in enumerate(self._here):
            if before.get(objective.id, objective.actual) != objective.actual:
                self._at = n
        self.reload()
        self.tick()

    def action_whole(self) -> None:
        """The whole record with its history."""
        if self.objective is not None:
            self.app.push_screen(RecordScreen(self.session, "objective", self.objective.id))

    def action_leave(self) -> None:
        """Back to where the sitting was begun."""
        self.dismiss(None)
