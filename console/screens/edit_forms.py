"""The forms that edit records in place: one with its words, or several at once."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widgets import Input

from console.screens.read_back_form import FieldRow, FormField, ReadBackForm
from console.session import Session
from store.domain.grammar import preview
from store.domain.record import Record
from store.domain.rewording import is_decided
from store.errors import ChangedMeanwhile, UsageFault
from store.ledger import editing
from store.ledger.capturing import understand
from store.ledger.meanwhile import changed_since

KEYS = {
    "risk": "owner:SM-DRE due:fri @DRE p:4 i:5 #O402",
    "dependency": "DRE>BEA need:I5 plan:I4 owner:PM",
    "milestone": "I5 due:fri owner:PM",
}
"""What can be typed for a kind, by example."""

MAX_NAMED = 12
"""References that are named one by one; a count stands for more."""

MAX_TRIED = 500
"""Records up to which each key tries the line on all of them; of more, saving refuses."""


class EditScreen(ReadBackForm[str]):
    """One record: its words, and a line of key words. Answers its reference."""

    def __init__(self, session: Session, kind: str, record: Record) -> None:
        super().__init__(session)
        self._kind = kind
        self._record = record

    def title_words(self) -> str:
        """The record."""
        return f"{self._record.ref} · edit"

    def about(self) -> str:
        """What can be edited, and what cannot; and who else is editing it now."""
        return f"{self._others()}{self._words()}"

    def _others(self) -> str:
        busy = [one.who for one in self.session.others if one.busy == self._record.ref]
        return f"{', '.join(busy)} edits it too at this moment. " if busy else ""

    def _words(self) -> str:
        if is_decided(self._record):
            return (
                f"{self._record.text}. Its words stay: a decision is superseded by a later one. "
                "Who it concerns, links and the day to look at it again can be set."
            )
        return "What it said before stays in its history. Its state has keys of its own: v, o, w."

    def begin(self) -> None:
        """Let others see that it is being edited here."""
        self.session.busy_with(self._record.ref)
        super().begin()

    def on_unmount(self) -> None:
        """It no longer is."""
        self.session.busy_with("")

    def fields(self) -> tuple[FormField, ...]:
        """Words where they may change, then the key words."""
        keys = FormField("line", "set", KEYS.get(self._kind, "owner:SM-DRE due:fri @DRE #R12"))
        if is_decided(self._record):
            return (keys,)
        return (FormField("text", "words", "what it says", self._record.text), keys)

    def compose(self) -> ComposeResult:
        """The form; nothing in it is selected, because a first key would replace it."""
        for part in super().compose():
            if isinstance(part, FieldRow):
                part.input.select_on_focus = False
            yield part

    def to_first(self) -> None:
        """Keys go into the words, though they are not empty: they are edited most."""
        self.rows[0].input.focus()

    def read_back(self, typed: dict[str, str]) -> str:
        """What it would say, and what was understood of the key words."""
        _, record, fields, found = editing.edited(
            self.session.ledger, self._record.ref, typed["line"], self._new_words(typed)
        )
        said = str(fields.get("text", "")) or record.text
        keys = preview(found).partition(" · ")[2]
        return f"{record.ref} {said}" + (f"\n{keys}" if keys else "")

    def save(self, typed: dict[str, str]) -> str:
        """Edit it. Where somebody else did meanwhile, say what, and offer it once more."""
        try:
            _, record = self.session.do(
                editing.edit, self.session.ledger, self._record.ref, typed["line"],
                self._new_words(typed), self._record.rev,
            )  # fmt: skip
        except ChangedMeanwhile as fault:
            raise ChangedMeanwhile(self._look_again() or fault.sentence) from fault
        return record.ref

    def _new_words(self, typed: dict[str, str]) -> str | None:
        """The words, if they were typed: those that the form put there are nobody's edit."""
        words = typed.get("text")
        return None if words == self.known("text") else words

    def _look_again(self) -> str:
        """Go on from the record as it is now; what was typed stays. What others made of it."""
        session, seen = self.session, self._record
        session.ledger.catch_up()
        said = changed_since(session.ledger, self._kind, seen)
        now = session.ledger.views.get(self._kind, seen.id)
        if now is None or not said:
            return ""
        self._record = now
        for row in self.rows:
            if row.field == "text" and row.input.value == self.known("text"):
                self.know("text", now.text)
                with self.prevent(Input.Changed):
                    row.input.value = now.text
        return f"{said}. Yours stands in the fields: Enter saves it too, Esc leaves theirs."


class EditManyScreen(ReadBackForm[str]):
    """Several records: one line of key words for all of them. Answers how many."""

    def __init__(self, session: Session, refs: Sequence[str]) -> None:
        super().__init__(session)
        self._refs = tuple(refs)

    def title_words(self) -> str:
        """How many."""
        return f"{len(self._refs)} records · edit together"

    def about(self) -> str:
        """Which, and what can be set."""
        return f"{named(self._refs)}. All of them are changed, or none: owner, date, team, links."

    def fields(self) -> tuple[FormField, ...]:
        """The key words."""
        return (FormField("line", "set", "owner:SM-DRE due:fri @DRE #O402"),)

    def read_back(self, typed: dict[str, str]) -> str:
        """What was understood; what one of them refuses is refused before it is read back."""
        ledger = self.session.ledger
        if len(self._refs) <= MAX_TRIED:
            editing.edited_many(ledger, self._refs, typed["line"])
        found = understand(ledger, typed["line"], "action")
        if found.text:
            raise UsageFault(f"{found.text[:40]!r} is not understood here.")
        return f"{len(self._refs)} records: {preview(found).partition(' · ')[2]}"

    def save(self, typed: dict[str, str]) -> str:
        """Edit them."""
        done = self.session.do(editing.edit_many, self.session.ledger, self._refs, typed["line"])
        return f"{len(done)} records"


def named(refs: Sequence[str]) -> str:
    """`R1, R2, R3`, and how many more."""
    more = f" and {len(refs) - MAX_NAMED} more" if len(refs) > MAX_NAMED else ""
    return ", ".join(refs[:MAX_NAMED]) + more
