"""The walk: one risk at a time, large, at a set pace, for the whole room."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget

from console.screens.acts import Act
from console.screens.base import ConsoleScreen
from console.screens.record import RecordScreen
from console.screens.risk_acts import HAPPENED, RESTATE, give_letter
from console.widgets.cells import cut
from console.widgets.clock_panel import ClockPanel, Reading
from console.widgets.glyphs import GLYPHS
from console.widgets.help_pane import HelpSection
from console.widgets.key_line import Key
from console.widgets.painted import Line, Painted
from console.widgets.risk_view import RiskView
from store.domain import roam
from store.domain.clock import Level
from store.domain.pace import Pace
from store.domain.records import Risk
from store.domain.words import clock, countdown
from store.errors import RuleBroken
from store.insight import risk_reviews
from store.insight.risk_page import Page, page
from store.insight.rows import Row
from store.insight.stage import LEVEL_WORDS

NONE_HERE = "No risk is in front here. Turn to the risks first, or press r for one."

TONES = {
    Level.CALM: "strong",
    Level.SOON: "strong",
    Level.LAST: "warning",
    Level.OVER: "error",
}


def reading(pace: Pace, now: int) -> Reading:
    """The pace in figures and words; time that is over counts up."""
    level, figure = pace.level(now), countdown(pace.left(now))
    if pace.stands is not None:
        over = ", OVER" if level is Level.OVER else ""
        return Reading(figure, f"paused{over}", "quiet", "alarm")
    tone = TONES[level]
    word = "OVER" if level is Level.OVER else LEVEL_WORDS[level]
    return Reading(figure, word, tone, "quiet" if level is Level.CALM else tone)


def walk(screen: ConsoleScreen, rows: Iterable[Row], at: str = "") -> None:
    """Walk through the risks among `rows`, in their order, from the one whose id is `at`.

    Where there is none, a sentence says so.
    """
    walk_ids(screen, (row.id for row in rows if row.kind == "risk"), at)


def walk_ids(screen: ConsoleScreen, ids: Iterable[str], at: str = "") -> None:
    """The same by the ids of the risks."""
    found = list(dict.fromkeys(ids))

    def some() -> list[str]:
        if not found:
            raise RuleBroken(NONE_HERE)
        return found

    if screen.attempt(some):
        screen.app.push_screen(WalkScreen(found, at), lambda _: screen.reload())


class _Head(Painted):
    """Reference, letter and place; below it how large the risk is, and the pace."""

    DEFAULT_CSS = "_Head { width: 1fr; height: 3; }"
    page: Page | None = None
    place: str = ""
    pace: str = ""

    def paint(self, width: int, height: int) -> Iterable[Line]:  # noqa: ARG002 - three lines
        if self.page is None:
            return [[("Walk", "strong")]]
        found = self.page
        return [
            [(f"{found.ref}  ", "strong"), (found.letter, "strong"), (f"  {self.place}", "quiet")],
            [(cut(f"exposure {found.exposure}", width, GLYPHS.ellipsis), "normal")],
            [(cut(self.pace, width, GLYPHS.ellipsis), "quiet")],
        ]


class WalkScreen(ConsoleScreen):
    """Goes through risks. It changes nothing by itself: only a letter that is given is a review."""

    AUTO_FOCUS = ""  # keys are about the risk, not about the capture line
    ABOUT = (
        "One risk at a time. The clock asks and never moves on by itself. Looking changes nothing: "
        "who looked and found it unchanged gives the letter again."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,right", "go_on(1)", "next risk", key_display="n →"),
        Binding("b,left", "go_on(-1)", "the one before", key_display="b ←"),
        Binding("R", "letter('R')", "Resolved", key_display="R"),
        Binding("O", "letter('O')", "Owned", key_display="O"),
        Binding("A", "letter('A')", "Accepted", key_display="A"),
        Binding("M", "letter('M')", "Mitigated", key_display="M"),
        Binding("U", "letter('U')", "reopen", key_display="U", show=False),
        Binding("w", "happened", "it happened"),
        Binding("o", "restate", "restate"),
        Binding("enter", "whole", "the whole record", key_display="Enter"),
        Binding("space", "stand", "pause, go on", key_display="Space"),
        Binding("plus,equals_sign", "longer(30)", "30 s more each", key_display="+"),
        Binding("minus", "longer(-30)", "30 s less each", key_display="-"),
        Binding("escape,q", "leave", "back", key_display="Esc"),
    ]
    DEFAULT_CSS = """
    WalkScreen #walk-head { height: 4; padding: 0 1; margin: 1 0 0 0; }
    WalkScreen.-low #walk-head, WalkScreen.-narrow #walk-head { margin: 0; }
    WalkScreen.-low RiskView { padding: 0 1; }
    """

    def __init__(self, ids: Iterable[str], at: str = "") -> None:
        super().__init__()
        self._ids = list(ids)
        self._at = self._ids.index(at) if at in self._ids else 0
        self._pace = Pace(0)
        self.head, self.clock, self.risk_view = _Head(), ClockPanel(), RiskView()

    def body(self) -> Iterable[Widget]:
        """Head with the clock, then the risk."""
        yield Horizontal(self.head, self.clock, id="walk-head")
        yield self.risk_view

    def on_mount(self) -> None:
        """The first risk is shown from now on."""
        self._pace = Pace(self.session.now)
        super().on_mount()
        self.set_focus(None)

    # -- what is shown

    @property
    def risk(self) -> Risk | None:
        """The risk in front; None once it was taken back."""
        found = self.session.ledger.views.get("risk", self._ids[self._at]) if self._ids else None
        return found if isinstance(found, Risk) else None

    @property
    def row(self) -> Row | None:
        """Its row, for an act."""
        risk = self.risk
        return risk_reviews.risk_row(self.session.snapshot, risk) if risk else None

    def reload(self) -> None:
        """Show the present state of the risk in front."""
        risk = self.risk
        shown = page(self.session.snapshot, risk) if risk else None
        self.titles("risks, one by one")
        self.head.page = shown
        self.head.place = f"{self._at + 1} of {len(self._ids)}"
        self.head.pace = f"{clock(self._pace.seconds * 1000)} each · + - change it"
        self.head.repaint()
        self.risk_view.show(shown)

    def tick(self) -> None:
        """A second has passed; only the figures of the clock are others."""
        super().tick()
        self.clock.idle = reading(self._pace, self.session.now)

    def keys(self) -> list[Key]:
        """Letters that may be given now, then the way on."""
        risk = self.risk
        letters = roam.choices(risk) if risk else ""
        open_ = bool(letters) and letters != "U"
        return [
            Key("n", "next", possible=self._at + 1 < len(self._ids)),
            *(Key(letter, "reopen" if letter == "U" else roam.WORDS[letter]) for letter in letters),
            Key("w", "it happened", possible=open_),
            Key("o", "restate", possible=open_),
            Key("Space", "go on" if self._pace.stands is not None else "pause", "space"),
            Key("Esc", "back", "escape"),
        ]

    def help_sections(self) -> list[HelpSection]:
        """Without the lists: there is none here."""
        return [section for section in super().help_sections() if section.title != "In lists"]

    def leave_bar(self) -> None:
        """Esc in the capture bar: keys go back to the walk."""
        self.set_focus(None)

    # -- moving

    def action_go_on(self, by: int) -> None:
        """The next risk or the one before; the clock begins anew with it."""
        at = max(0, min(self._at + by, len(self._ids) - 1))
        if at != self._at:
            self._at = at
            self._pace = self._pace.again(self.session.now)
            self.reload()
            self.tick()

    def action_stand(self) -> None:
        """Let the clock stand, or go on."""
        self._pace = self._pace.turned(self.session.now)
        self.tick()

    def action_longer(self, by: int) -> None:
        """Another pace from this risk on."""
        self._pace = self._pace.longer(by)
        self.reload()
        self.tick()

    def action_leave(self) -> None:
        """Back to where the walk was begun."""
        self.dismiss(None)

    # -- doing

    def _about(self, act: Callable[[Row], None]) -> None:
        """Do it to the risk in front and to no other: without one nothing is done."""
        row = self.row
        if row is not None:
            act(row)

    def action_letter(self, letter: str) -> None:
        """The duties of this letter; one that may not follow says why."""
        self._about(lambda row: give_letter(self, row, letter))

    def action_happened(self) -> None:
        """The impediment that takes its place."""
        self._about(lambda row: HAPPENED.run(self, row))

    def action_restate(self) -> None:
        """Its words anew."""
        self._about(lambda row: RESTATE.run(self, row))

    def action_whole(self) -> None:
        """The whole record with its history."""
        risk = self.risk
        if risk is not None:
            self.app.push_screen(RecordScreen(self.session, "risk", risk.id))


def _walk_cell(screen: ConsoleScreen, row: Row | None) -> None:
    """Walk through the risks that stand in a cell of the exposure matrix."""
    wanted = row.computed.get("refs") if row is not None else None

    def some() -> list[str]:
        if not isinstance(wanted, list) or not wanted:
            raise RuleBroken("No open risk stands here. Move to a cell with one.")
        return [screen.session.ledger.find(str(ref))[1].id for ref in wanted]

    ids = screen.attempt(some)
    if ids:
        walk_ids(screen, ids)


WALK_SURFACES: dict[str, tuple[Act, ...]] = {
    "exposure-matrix": (Act("v", "walk these", _walk_cell, on_enter=True),),
}
"""Acts by the name of the surface."""
