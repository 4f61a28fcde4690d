"""What every screen has: the capture bar, the status line, undo, help, and the way elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget

from console.screens.capturing import CapturingScreen, Host
from console.session import Session
from console.widgets.key_line import Key, KeyLine
from console.widgets.notice import say
from console.widgets.rows_view import RowsView
from console.widgets.status_line import Part, StatusLine
from console.widgets.title_rule import TitleRule
from store.domain.clock import Face
from store.domain.wall_clock import day_and_time
from store.domain.words import balance, span
from store.errors import ConsoleError
from store.insight.snapshot import Snapshot

if TYPE_CHECKING:
    from console.widgets.help_pane import HelpSection

T = TypeVar("T")


class ConsoleScreen(CapturingScreen[None]):
    """A screen of the console. Subclasses give `body`, `reload` and their own keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "help", "help", key_display="?", id="help"),
        Binding("u", "undo", "undo", id="undo"),
        Binding("H", "go('home')", "home", show=False, id="go.home"),
        Binding("E", "go('room')", "event room", show=False, id="go.room"),
        Binding("I", "go('inspect')", "Inspect & Adapt", show=False, id="go.inspect"),
        Binding("B", "go('registers')", "registers", show=False, id="go.registers"),
        Binding("K", "go('briefing')", "briefing", show=False, id="go.briefing"),
        Binding("V", "app.stage", "the stage, for the audience", show=False, id="stage"),
        Binding("N", "app.notes", "private notes", show=False, id="notes"),
        Binding("M", "app.mute", "bell on or off", show=False, id="mute"),
        Binding("at", "app.here", "who is here, the baton", key_display="@", show=False, id="here"),
    ]
    ABOUT = ""
    """One or two sentences for the help."""

    def __init__(self) -> None:
        super().__init__()
        self.status = StatusLine()
        self.key_line = KeyLine()
        self.title_rule = TitleRule()

    # -- building

    def body(self) -> Iterable[Widget]:
        """What stands between the title and the capture bar."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Title, body, capture, status, keys."""
        yield self.title_rule
        yield from self.body()
        yield self.bar
        yield self.status
        yield self.key_line

    def on_mount(self) -> None:
        """Show what there is."""
        self.reload()
        self.tick()

    def on_descendant_focus(self) -> None:
        """Other keys matter where the keys go now."""
        self.show_keys()

    def on_descendant_blur(self) -> None:
        """Other keys matter where the keys go now."""
        self.show_keys()

    # -- keys

    def keys(self) -> list[Key]:
        """The keys that matter in this state, most important first."""
        return []

    def show_keys(self) -> None:
        """Say what is possible now."""
        if self.bar.active:
            self.key_line.show(
                Key("Enter", "save", "enter"), Key("Esc", "leave, text is kept", "escape"),
                Key("F1", "help", "f1"),
            )  # fmt: skip
            return
        self.key_line.show(*self.keys(), Key("c", "capture"), Key("u", "undo"),
                           Key("?", "help", "question_mark"))  # fmt: skip

    def on_screen_resume(self) -> None:
        """Come back: others may have written, and a draft may have been typed elsewhere."""
        self.take_draft()
        self.reload()
        self.tick()

    # -- showing

    def reload(self) -> None:
        """Show the present state of the records."""
        raise NotImplementedError

    def tick(self) -> None:
        """A second has passed."""
        self.status.show(*self.status_parts())
        self.show_keys()

    def others_wrote(self) -> None:
        """Show it, with the clock as they left it."""
        super().others_wrote()
        self.reload()
        self.tick()

    def titles(self, right: str) -> None:
        """Say in the title where the train is."""
        snap = self.session.snapshot
        parts = [snap.train.name if snap.train else "No train", snap.pi_name]
        parts.append(snap.iteration.name if snap.iteration else "")
        self.title_rule.show(" · ".join(part for part in parts if part), right)

    def status_parts(self) -> list[Part]:
        """The status line: the room's balance, then what is saved."""
        session = self.session
        parts: list[Part] = []
        running = session.running
        snap = session.snapshot
        if running:
            event, face = running
            tone = "warning" if face.behind_ms >= 30_000 else "normal"
            parts.append((f"{event.title} {event.ref} {standing_words(snap, face)}", "quiet"))
            parts.append((balance(face.behind_ms), tone))
            parts.append(baton_part(session))
            parts.append((f"ends {snap.clock_time(face.ends_at)}", "normal"))
            parts.append((conflict_words(snap, face), "warning"))
        parts += here_parts(session)
        if not cast(Host, self.app).bell_on:
            parts.append(("bell off", "quiet"))
        if session.saved_at is not None:
            at = snap.local(session.saved_at).strftime("%H:%M:%S")
            parts.append((f"saved {at}", "quiet"))
        parts.append((snap.local(session.now).strftime("%a %-d %b %H:%M"), "quiet"))
        return parts

    # -- doing

    def attempt(self, use_case: Callable[[], T]) -> T | None:
        """Run a use-case; a refusal becomes a notice and None. Everything else is a defect."""
        try:
            result = use_case()
        except ConsoleError as fault:
            say(self.app, fault.title, fault.sentence, "warning")
            self.reload()
            return None
        self.reload()
        self.tick()
        return result

    def action_go(self, mode: str) -> None:
        """Show another screen."""
        cast(Host, self.app).show(mode)

    def show_minutes(self) -> None:
        """Minutes of the open event, else of the latest one."""
        snap = self.session.snapshot
        timed = [event for event in snap.events if event.ref in snap.faces]
        event = snap.running or (timed[-1] if timed else None)
        if event is None:
            say(self.app, "No minutes", "No event has been run here yet. Start one with s.")
        else:
            from console.screens.minutes import MinutesScreen

            self.app.push_screen(MinutesScreen(self.session, event.ref))

    def show_fit(self) -> None:
        """The agenda with its times, as planned and late."""
        from console.screens.fitting import FittingScreen

        self.app.push_screen(FittingScreen(self.session))

    def action_undo(self) -> None:
        """Take back this person's last use-case."""
        from console.screens.taking_back import take_back

        take_back(self.app, self.session, self.attempt)

    def action_help(self) -> None:
        """Say what can be done here."""
        from console.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.help_sections()))

    def help_sections(self) -> list[HelpSection]:
        """This screen's keys, from the very tables that bind them."""
        from console.widgets.help_pane import HelpSection

        mine: list[tuple[str, str]] = []
        everywhere: list[tuple[str, str]] = []
        for cls in type(self).__mro__:
            if not issubclass(cls, ConsoleScreen):
                break
            here: list[tuple[str, str]] = []
            for binding in cls.BINDINGS:
                if isinstance(binding, Binding) and binding.description:
                    here.append((binding.key_display or pretty(binding.key), binding.description))
            if cls is ConsoleScreen:
                everywhere = here
            else:
                mine = here + mine
        return [
            HelpSection("Here", self.ABOUT, tuple(mine)),
            HelpSection("Everywhere", "", (*everywhere, ("ctrl+p", "palette: every action"),
                                           ("ctrl+q", "leave; nothing is lost"))),
            HelpSection("In lists", "", (("↑ ↓ j k", "move"), ("Enter", "see the whole record"),
                                         ("g G", "first, last"),
                                         ("#", "chart large, the next one, as it was"))),
            HelpSection(
                "While capturing",
                "Enter saves and keeps the line open. What is not understood stays in the text.",
                (
                    ("@DRE", "team"),
                    ("owner:SM-DRE", "who"),
                    ("due:fri", "today, tomorrow, fri, in 3 days, 2026-11-20, I5"),
                    ("#R12", "link to another record"),
                    ("p:4 i:5", "probability and impact of a risk"),
                    ("DRE>BEA need:I5", "a dependency: provider, consumer, iteration"),
                    ("v:change by:PM #S3", "verdict on what was shown, who said it, the item"),
                    ('"..."', "words as they are"),
                ),
            ),
        ]  # fmt: skip

    def after_capture(self) -> None:
        """Something was captured here: show it."""
        self.reload()
        self.tick()

    def leave_bar(self) -> None:
        """Esc in the capture bar: keys go back to the first list of the screen."""
        lists = [view for view in self.query(RowsView) if view.focusable and view.display]
        if lists:
            lists[0].focus()
        else:
            self.set_focus(None)

    @on(RowsView.Opened)
    def _opened(self, event: RowsView.Opened) -> None:
        event.stop()
        from console.screens.record import RecordScreen

        self.app.push_screen(RecordScreen(self.session, event.row.kind, event.row.id))


def baton_part(session: Session) -> Part:
    """Who has the baton where it is not here, or asks for it; nothing where all is well."""
    baton = session.baton
    if baton is None:
        return ("", "quiet")
    if not session.moves:
        return (f"baton {baton.holder.who}", "normal")
    if baton.asker is not None:
        return (f"{baton.asker.who} asks for the baton, @", "warning")
    return ("", "quiet")


def here_parts(session: Session) -> list[Part]:
    """How many terminals are here where there are several, and whether this one only looks."""
    if session.read_only:
        return [("read only", "normal")]
    here = len(session.everybody())
    return [(f"{here} terminals", "quiet")] if here > 1 else []


def standing_words(snap: Snapshot, face: Face) -> str:
    """`running`, `paused`, or `adjourned until Thu 08:00`."""
    if face.opens_at is None:
        return face.phase.value
    return f"adjourned until {day_and_time(face.opens_at, snap.zone)}"


def conflict_words(snap: Snapshot, face: Face) -> str:
    """`Lunch, fixed at 12:00, is reached 14 min late`; empty where every fixed start holds."""
    late = next((row for row in face.conflicts if row.late_ms >= 60_000), None)
    if late is None or late.fixed_at is None:
        return ""
    at = snap.clock_time(late.fixed_at)
    return f"{late.title}, fixed at {at}, is reached {span(late.late_ms)} late"


def pretty(keys: str) -> str:
    """Key names as people know them."""
    names = {
        "space": "Space",
        "escape": "Esc",
        "enter": "Enter",
        "plus": "+",
        "left_square_bracket": "[",
        "right_square_bracket": "]",
        "equals_sign": "=",
        "minus": "-",
    }
    return " ".join(names.get(key, key) for key in keys.split(","))
