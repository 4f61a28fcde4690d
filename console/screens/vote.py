"""A confidence vote by hand: the tally, hidden while it is typed, then everybody at one or two."""

from __future__ import annotations

from collections.abc import MutableMapping
from enum import Enum, auto
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from console.screens.dialog import Dialog
from console.session import Session
from console.widgets.glyphs import GLYPHS
from store.domain.records import Vote
from store.domain.text import clean
from store.domain.votes import ART, FINGERS, GATE, Tally, read_tally
from store.domain.words import plural
from store.errors import ConsoleError
from store.insight.votes import Standing, concerns, standing, tally, unheard
from store.ledger import voting

BAR = 32
"""Cells of the longest bar of counts."""

HANDS = "4 4 3 5 2, or counts 1:0 2:2 3:19 · hidden until Enter · Esc leaves"
SAYS = {1: "no confidence", 2: "little", 3: "good", 4: "high", 5: "very high"}
LEFT = "Esc leaves; press o on the list to give the word later"


class Phase(Enum):
    """What the field asks for."""

    CHANGE = auto()
    TALLY = auto()
    CONCERN = auto()
    OVER = auto()


class VoteScreen(Dialog[bool]):
    """Answers True when a vote or a concern was kept. Every answer is on disk before the next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "leave", key_display="Esc"),
        # The field takes Enter for itself; there is none any more when nothing is left to ask.
        Binding("enter", "leave", "leave", show=False),
    ]
    DEFAULT_CSS = """
    VoteScreen Static { height: auto; }
    VoteScreen #asks { margin: 0 0 1 0; }
    VoteScreen #result { margin: 0 0 1 0; display: none; }
    VoteScreen #said { color: $text-muted; margin: 1 0 0 0; }
    VoteScreen #said.-refused { color: $text-warning; }
    """

    def __init__(self, session: Session, scope: str, *, hear: bool = False) -> None:
        """`hear`: go on with those at one or two of the last round, instead of a new vote."""
        super().__init__()
        self._session = session
        self._scope = scope
        self._before = self._standing
        self._vote = self._before.latest if hear else None
        self._change = ""
        self._kept = False
        self._phase = Phase.TALLY if self._before.latest is None else Phase.CHANGE
        self._field = Input(compact=True, select_on_focus=False)
        self._field.cursor_blink = False

    @property
    def _standing(self) -> Standing:
        return standing(self._session.snapshot, self._scope)

    def compose(self) -> ComposeResult:
        """What is asked, the counts once they are in, one field."""
        who = "the ART, on the joint plan" if self._scope == ART else (
            f"{self._before.name or self._scope}, on its own objectives"
        )  # fmt: skip
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(f"Confidence vote: {who}")
            yield Static(id="asks")
            yield Static(id="result")
            yield self._field
            yield Static(id="said")

    def on_mount(self) -> None:
        """Ask the first thing."""
        if self._vote is not None:
            self._show_result(self._vote)
            self._to_concerns()
        else:
            self._ask(self._phase)

    # -- asking

    def _ask(self, phase: Phase) -> None:
        """Empty the field for what is asked next; what was left in it earlier comes back."""
        self._phase = phase
        self._field.password = phase is Phase.TALLY
        self._field.value = self._left_of(phase).pop(self._key(phase), "")
        asks = {
            Phase.CHANGE: f"Another vote, after {self._before.means}. What was replanned for it?",
            Phase.TALLY: "Hands up at once: one finger is no confidence, five is very high.",
        }
        hints = {
            Phase.CHANGE: "In one line · Enter goes on to the vote, also when empty · Esc leaves",
            Phase.TALLY: HANDS,
        }
        if phase in asks:
            self.query_one("#asks", Static).update(Content(asks[phase]))
            self._say(hints[phase])

    def _left_of(self, phase: Phase) -> MutableMapping[str, str]:
        """Where what is typed waits. Hands in the order of the room would say whose they are."""
        return self._session.left_here if phase is Phase.TALLY else self._session.left

    def _key(self, phase: Phase) -> str:
        return f"vote {self._scope} {phase.name}"

    def _to_concerns(self, said: str = "") -> None:
        """Ask the next one at one or two; after the last there is nothing left to ask."""
        assert self._vote is not None
        left, low = unheard(self._vote), tally(self._vote).low
        begun = f"{said} · " if said else ""
        asks = self.query_one("#asks", Static)
        if left:
            asks.update(
                Content(f"Concern {low - left + 1} of {low}: what would they have us know?")
            )
            self._ask(Phase.CONCERN)
            self._say(f"{begun}Enter keeps it, empty: heard, nothing said · begin with risk: to "
                      f"capture one · {LEFT}")  # fmt: skip
            return
        self._phase = Phase.OVER
        self._field.display = False
        self._field.disabled = True  # nor do keys find it in the dark
        asks.update(Content("Nobody waits for the word." if low else "Nobody showed one or two."))
        self._say(f"{begun}Enter or Esc goes back")
        self.set_focus(None)

    def _say(self, sentence: str, refused: bool = False) -> None:
        said = self.query_one("#said", Static)
        said.set_class(refused, "-refused")
        said.update(Content(sentence))

    # -- answers

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        """While it is typed: how many hands there are, never which; what a concern becomes."""
        event.stop()
        if self._phase is Phase.TALLY:
            try:
                seen = read_tally(event.value)
            except ConsoleError:
                self._say(HANDS)
            else:
                self._say(f"{seen.hands}{self._of_people(seen.n)} · Enter shows them · Esc leaves")
        elif self._phase is Phase.CONCERN and event.value.strip():
            said, note = self._session.preview(event.value, None)
            kept = "heard, and kept with the vote" if said == "which kind?" else f"becomes {said}"
            self._say(f"{kept} — {note}" if note else kept)

    def _of_people(self, hands: int) -> str:
        people = self._before.people
        if people is None:
            return ""
        more = ", more than are on record" if hands > people else ""
        return f" of {plural(people, 'person', 'people')}{more}"

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            self._take(event.value)
        except ConsoleError as fault:
            self._say(fault.sentence, refused=True)

    def _take(self, typed: str) -> None:
        if self._phase is Phase.CHANGE:
            self._change = clean(typed)
            self._ask(Phase.TALLY)
        elif self._phase is Phase.TALLY:
            ledger = self._session.ledger
            self._vote = self._session.do(
                voting.record_vote, ledger, self._scope, read_tally(typed), change=self._change
            )
            self._kept = True
            self._field.password = False
            self._show_result(self._vote)
            self._to_concerns()
        elif self._phase is Phase.CONCERN and self._vote is not None:
            ledger = self._session.ledger
            self._vote = self._session.do(voting.voice_concern, ledger, self._vote.id, typed)
            self._kept = True
            last = concerns(self._vote)[-1]
            self._to_concerns(f"{last.became} captured" if last.became else "heard")

    # -- the result

    def _show_result(self, vote: Vote) -> None:
        """Counts as bars, the average against the gate, and the rounds side by side."""
        counted = tally(vote)
        shown = self.query_one("#result", Static)
        shown.update(Content("\n").join([*_bars(counted), Content(""), self._verdict(counted)]))
        shown.display = True

    def _verdict(self, counted: Tally) -> Content:
        said = {
            "accept": f"{GATE} or more: the commitment can be accepted",
            "rework": f"below {GATE}: rework the plan, then vote again",
        }.get(counted.verdict, "")
        rounds = self._standing.means
        told = f"average {rounds}" if "→" in rounds else f"average {counted.mean}"
        tone = "" if counted.accepted else "$text-warning"
        return Content.assemble(
            (f"{told} of {counted.hands} · {counted.low} at 1 or 2\n", "bold"), (said, tone)
        )

    def action_leave(self) -> None:
        """Leave; what is kept stays kept, and what is typed comes back with the question."""
        if self._phase is Phase.TALLY and self._field.value.strip():
            self._session.left_here[self._key(Phase.TALLY)] = self._field.value
        self._session.left.update(self.typed_so_far())
        self.dismiss(self._kept)

    def typed_so_far(self) -> dict[str, str]:
        """A concern, or what was replanned; never hands."""
        asked = self._phase in (Phase.CHANGE, Phase.CONCERN)
        typed = {self._key(self._phase): self._field.value} if asked else {}
        if self._phase is Phase.TALLY:
            typed[self._key(Phase.CHANGE)] = self._change
        return {place: text for place, text in typed.items() if text.strip()}


def _bars(counted: Tally) -> list[Content]:
    """`5  ████████ 11  very high`, the highest first."""
    most = max(1, *counted.counts)
    bars = []
    for fingers, count in reversed(list(zip(FINGERS, counted.counts, strict=True))):
        filled = -(-count * BAR // most)
        bars.append(
            Content.assemble(
                f"{fingers}  ",
                (GLYPHS.bars[-1] * filled, "$text-muted"),
                f"{' ' if filled else ''}{count}",
                (f"  {SAYS[fingers]}", "$text-muted"),
            )
        )
    return bars
