"""One person at one terminal: the ledger they work on, and what they were typing.

Headless: screens call it, and it can be tested without a terminal.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import ParamSpec, TypeVar

from store.domain.clock import Face
from store.domain.grammar import preview
from store.domain.records import Event
from store.errors import ConsoleError
from store.insight.snapshot import Snapshot
from store.journal.daily import back_up_if_due
from store.journal.drafts import Drafts
from store.journal.habits import Habits
from store.journal.journal import JournalLog
from store.ledger import capturing
from store.ledger.capturing import Captured
from store.ledger.checkpointing import leave_checkpoint
from store.ledger.ledger import Ledger
from store.ledger.registers import Registers

MAX_DRAFT = 19_000
"""Characters of a draft that are kept on disk."""

P = ParamSpec("P")
T = TypeVar("T")


class Session:
    """What screens share. `drafts` is None where nothing survives the process (tests, rehearsal).

    `saved_at` is the moment (ms UTC) of this terminal's last acknowledged change.
    """

    def __init__(self, ledger: Ledger, *, folder: Path | None, drafts: Drafts | None) -> None:
        self.ledger = ledger
        self.folder = folder
        self.saved_at: int | None = None
        self.draft = ("", "capture")
        self.left: dict[str, str] = {}
        """What was typed into a field and left there unsaved, by the field's name; it comes back
        when the field does. Never on disk."""
        self.briefed: str | None = None
        """Kind of event whose briefing was asked for; None for the next event of the calendar."""
        self.took_back = False
        """Whether the last thing done here was an undo."""
        self.anonymous = False
        """Whether what is captured here is stored without anybody's name."""
        self.registers = Registers(ledger, lambda: self.snapshot)
        self.habits = Habits(folder)
        self._drafts = drafts
        self._seen: tuple[int, int, Snapshot] | None = None

    @property
    def now(self) -> int:
        """Now, in milliseconds UTC."""
        return self.ledger.now_ms

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
        if self._drafts is not None:
            kept = text and not self.anonymous
            self._drafts.save(f"{kind}\n{text[:MAX_DRAFT]}" if kept else "")

    def take_left_over(self) -> bool:
        """Make what was typed here before, or at a terminal that died, this one's draft.

        False if there is none. Before: by this process, which has been at another train since.
        """
        if self._drafts is None:
            return False
        kept = self._drafts.load()
        left = [] if kept else self._drafts.left()
        if not (kept or left):
            return False
        kind, _, text = (kept or self._drafts.take(left[0])).partition("\n")
        self.draft = (text, kind)
        return bool(text)

    def close(self) -> None:
        """Let go of the store, tidied and backed up if due; whatever is typed stays as a draft."""
        with suppress(ConsoleError):  # tidying is no reason to fail at the very end
            if self.ledger.db.compact_if_worth() and self.folder is not None:
                leave_checkpoint(self.ledger, self.folder)
        if self.folder is not None and isinstance(self.ledger.db.log, JournalLog):
            with suppress(ConsoleError, OSError):  # rte doctor tells how old the newest is
                back_up_if_due(self.folder)
        self.ledger.db.close()
