"""One person at one terminal: the ledger they work on, and what they were typing.

Headless: screens call it, and it can be tested without a terminal.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from console.leftovers import Leftovers
from store.domain.baton import Baton, may_move
from store.domain.clock import Face
from store.domain.grammar import preview
from store.domain.records import Event
from store.errors import ConsoleError
from store.insight.snapshot import Snapshot
from store.journal.daily import back_up_if_due
from store.journal.drafts import Drafts
from store.journal.habits import Habits
from store.journal.journal import JournalLog
from store.journal.presence import Presence, Present
from store.ledger import batons, capturing
from store.ledger.capturing import Captured
from store.ledger.checkpointing import leave_checkpoint
from store.ledger.ledger import Ledger

if TYPE_CHECKING:
    from store.ledger.registers import Registers

MAX_DRAFT = 19_000
"""Characters of a draft that are kept on disk."""

LOOKS = 30
"""Looks, one a second, at which a draft may still turn up after the start: who logs in again at
once is here before the terminal whose link was lost has ended."""

P = ParamSpec("P")
T = TypeVar("T")


class Session:
    """What screens share. `drafts` (of the capture line) and `forms` (of all other fields) are None
    where nothing survives the process (tests, rehearsal).

    `presence` is None where nobody else can be there, or nothing may be written. `saved_at` is the
    moment (ms UTC) of this terminal's last acknowledged change.
    """

    def __init__(
        self, ledger: Ledger, *, folder: Path | None, drafts: Drafts | None,
        forms: Drafts | None = None, presence: Presence | None = None, read_only: bool = False,
    ) -> None:  # fmt: skip
        self.ledger = ledger
        self.read_only = read_only
        """Whether this terminal only looks; what holds is the store's refusal, not this."""
        self.folder = folder
        self.presence = presence
        self.others: tuple[Present, ...] = ()
        """The other terminals that were seen when it was last looked."""
        self.saved_at: int | None = None
        self.draft = ("", "capture")
        self.left = Leftovers(forms, lambda: self.anonymous)
        """What was typed into a field and left there unsaved, by the field's name; it comes back
        when the field does, also in the next process."""
        self.left_here: dict[str, str] = {}
        """The same for what shall never be on disk: hands of a vote, private notes."""
        self.briefed: str | None = None
        """Kind of event whose briefing was asked for; None for the next event of the calendar."""
        self.took_back = False
        """Whether the last thing done here was an undo."""
        self.anonymous = False
        """Whether what is captured here is stored without anybody's name."""
        self._registers: Registers | None = None
        self.habits = Habits(folder)
        self._drafts = drafts
        self._looks = LOOKS
        self._living: set[str] = set()
        """Drafts of terminals that had not ended when this one began."""
        self._seen: tuple[int, int, Snapshot] | None = None

    @property
    def now(self) -> int:
        """Now, in milliseconds UTC."""
        return self.ledger.now_ms

    @property
    def registers(self) -> Registers:
        """The registers of this train, from when one is first looked at."""
        from store.ledger.registers import Registers

        if self._registers is None:
            self._registers = Registers(self.ledger, lambda: self.snapshot)
        return self._registers

    @property
    def snapshot(self) -> Snapshot:
        """Everything as of now; made anew when something changed or a minute passed."""
        key = (self.ledger.db.state.n, self.now // 60_000)
        if self._seen is None or self._seen[:2] != key:
            self._seen = (*key, self.ledger.snapshot())
        return self._seen[2]

    @property
    def running(self) -> tuple[Event, Face] | None:
        """The open event and its clock at this very moment."""
        event = self.ledger.running
        return (event, self.ledger.face(event)) if event else None

    @property
    def terminal(self) -> str | None:
        """Name of this terminal among those that are here."""
        return self.ledger.terminal

    @property
    def baton(self) -> Baton | None:
        """The baton of the open event."""
        return batons.current_baton(self.ledger)

    @property
    def moves(self) -> bool:
        """Whether this terminal may move the room."""
        seat = batons.seat_of(self.ledger)
        return seat is None or may_move(self.baton, seat, self.ledger.is_here)

    def look_around(self) -> bool:
        """See who is here; True if it is not as it was."""
        found = self.presence.others() if self.presence is not None else ()
        changed, self.others = found != self.others, found
        return changed

    def everybody(self) -> tuple[Present, ...]:
        """All terminals that want to be seen, this one among them, oldest first."""
        mine = self.presence.mine if self.presence is not None else None
        found = [*self.others, *([mine] if mine is not None else [])]
        return tuple(sorted(found, key=lambda one: (one.since, one.terminal)))

    def busy_with(self, ref: str) -> None:
        """Let others see that a record is being edited here; "" when it no longer is."""
        if self.presence is not None and self.presence.mine is not None:
            self.presence.tell(replace(self.presence.mine, busy=ref))

    def do(self, use_case: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use-case; what it changed is on disk when this returns."""
        result = use_case(*args, **kwargs)
        self._seen = None
        self.took_back = False
        self.saved_at = self.now
        return result

    def preview(self, text: str, kind: str | None) -> tuple[str, str]:
        """How a line would be captured, in plain words, and a hint about it ("" for none)."""
        if not text.strip():
            return "", ""
        found = capturing.understand(self.ledger, text, kind)
        item = capturing.about(self.ledger, found)
        said = preview(found) + (f" · about {item}" if item else "")
        return said, found.notes[0] if found.notes else ""

    def capture(self, lines: list[str], kind: str | None) -> list[Captured]:
        """Capture lines: one record each, all or nothing."""
        return self.do(capturing.capture_lines, self.ledger, lines, kind, anonymous=self.anonymous)

    def go_anonymous(self, on: bool) -> None:
        """Capture without anybody's name from now on, or with it again."""
        self.anonymous = on
        self.keep_draft(*self.draft)

    def keep_draft(self, text: str, kind: str) -> None:
        """Remember what is being typed, so that it survives this process; not a saved record.

        Without a name it is remembered in memory only: a draft is its owner's file, and comes back
        where names are stored again.
        """
        self.draft = (text, kind)
        if text:
            self._looks = 0  # nothing may come into a line between two that are being typed
        if self._drafts is not None:
            kept = text and not self.anonymous
            self._drafts.save(f"{kind}\n{text[:MAX_DRAFT]}" if kept else "")

    def take_left_over(self) -> bool:
        """Make what was typed here before, or at a terminal that died, this one's draft.

        False if there is none. Before: by this process, which has been at another train since.
        """
        if self._drafts is None:
            return False
        self._living = self._drafts.living()
        kept = self._drafts.load()
        left = [] if kept else self._drafts.left("console")
        if not (kept or left):
            return False
        kind, _, text = (kept or self._drafts.take(left[0])).partition("\n")
        self.draft = (text, kind)
        return bool(text)

    def look_again(self) -> bool:
        """Take what a terminal left that was typing when this one began, and ended since.

        Only what the same person left: others of this account come back for theirs. Only where
        nothing is typed here, and where names are stored: a draft has its owner's.
        """
        drafts = self._drafts
        if drafts is None or not self._looks or not self._living or self.draft[0] or self.anonymous:
            return False
        self._looks -= 1
        with suppress(ConsoleError):  # it was looked for at the start; that refusal was told
            mine = (one for one in drafts.left() if one.session == drafts.session)
            left = next((one for one in mine if one.path in self._living), None)
            if left is not None:
                kind, _, text = drafts.take(left).partition("\n")
                self.draft = (text, kind)
                return bool(text)
        return False

    def close(self) -> None:
        """Let go of the store, tidied and backed up if due; whatever is typed stays as a draft."""
        if self.presence is not None:
            self.presence.leave()
        with suppress(ConsoleError):  # tidying is no reason to fail at the very end
            if self.ledger.db.compact_if_worth() and self.folder is not None:
                leave_checkpoint(self.ledger, self.folder)
        if self.folder is not None and isinstance(self.ledger.db.log, JournalLog):
            with suppress(ConsoleError, OSError):  # rte doctor tells how old the newest is
                back_up_if_due(self.folder)
        self.ledger.db.close()

    def let_go(self) -> None:
        """Let go of a store that nobody is going to work in, as it is."""
        if self.presence is not None:
            self.presence.leave()
        self.ledger.db.close()
