"""Whether the agenda fits, at a glance, and how to rehearse it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Footer

from console.screens.dialog import Dialog
from console.session import Session
from console.templates import templates
from console.widgets.help_pane import HelpPane, HelpSection
from store.domain.wall_clock import time_of_day
from store.insight.fit import Fit, beginning, fit

USUAL = "art-sync"
LATE = 0.1


class FittingScreen(Dialog[None]):
    """The agenda of the running event, or of an ART Sync, with its times if it began now."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "back", key_display="Esc"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def compose(self) -> ComposeResult:
        """As planned and with every step late, then how to try it."""
        running = self._session.running
        usual = templates().named(USUAL)
        kind = running[0].kind if running else USUAL
        title, steps = (
            (running[0].title, running[0].steps)
            if running
            else (
                usual.title,
                usual.steps,
            )
        )
        zone = self._session.ledger.zone
        begins = beginning(steps, self._session.now, zone)
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(f"Does it fit? {title}, if it were held next")
            planned, late = (fit(title, steps, begins, zone, share) for share in (0.0, LATE))
            yield HelpPane(
                (
                    _section(planned, late),
                    HelpSection(
                        "Rehearse it",
                        "In another terminal, on a copy that is thrown away, at 60 times the "
                        f"speed: rte rehearse {kind} --speed 60",
                    ),
                )
            )
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Keys scroll."""
        self.query_one(HelpPane).focus()

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)


def _section(planned: Fit, late: Fit) -> HelpSection:
    """Clock times side by side, and whether each fits."""
    times = [
        (f"{_time(planned, one.starts)}  {_time(late, other.starts)}", one.step.title)
        for one, other in zip(planned.slots, late.slots, strict=True)
    ]
    ends = f"{_time(planned, planned.ends)}  {_time(late, late.ends)}"
    said = f"As planned {_verdict(planned)}.\n10 % longer {_verdict(late)}."
    return HelpSection("As planned, and with every step 10 % longer", said, (*times, (ends, "end")))


def _time(found: Fit, ms: int) -> str:
    return time_of_day(ms, found.zone)


def _verdict(found: Fit) -> str:
    return "it does not fit: " + "; ".join(found.wrong) if found.wrong else "it fits"
