"""The store against a plain dict: two terminals, undo, the quick door, restarts and compaction.

Whatever two people do, in whatever order, both terminals show what a dict would hold, also when
one of them starts anew in between. Undo is modelled by a stack for each record: an entry can be
taken back where it lies on top of every stack it touched.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from store.errors import ConsoleError
from store.exchange.train_file import read_train
from store.ledger import archiving, editing, undoing
from store.ledger.bringing import bring_in
from store.ledger.capturing import capture
from store.ledger.checkpointing import leave_checkpoint
from store.ledger.ledger import Ledger
from store.ledger.opening import open_ledger
from store.ledger.quick import quick_add

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
TRAIN = b'{"art": {"id": "T", "name": "Tide"}, "teams": [{"id": "DRE", "name": "Dredge"}]}'
PEOPLE = ("RTE", "PM")
Fields = dict[str, str]
WHO = st.integers(0, 1)
WORDS = st.sampled_from(["call the yard", "ask [/] again", "=1+1", "漢字 ready", "call the port"])
OWNERS = st.sampled_from(["SM", "PO", "RTE"])
PICK = st.integers(0, 9)


@dataclass(eq=False)
class Entry:
    """What one use-case did: the records as they were and as they became; None is not there."""

    who: str
    before: dict[str, Fields | None]
    after: dict[str, Fields | None]
    stands: bool = True


@dataclass
class Model:
    """A dict of records, and what it takes to go back."""

    records: dict[str, Fields] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    made: int = 0

    def write(self, who: str, after: dict[str, Fields | None]) -> None:
        """Do it and remember it."""
        before = {ref: self.records.get(ref) for ref in after}
        self.entries.append(Entry(who, before, after))
        self._put(after)

    def _put(self, states: dict[str, Fields | None]) -> None:
        for ref, fields in states.items():
            self.records.pop(ref, None)
            if fields is not None:
                self.records[ref] = dict(fields)

    def undo(self, who: str) -> bool:
        """Take back this person's newest entry that stands, if it lies on top; whether it did."""
        standing = [entry for entry in self.entries if entry.stands]
        mine = [entry for entry in standing if entry.who == who]
        if not mine:
            return False
        target = mine[-1]
        later = standing[standing.index(target) + 1 :]
        if any(entry.after.keys() & target.after.keys() for entry in later):
            return False
        target.stands = False
        self._put(target.before)
        return True


class TwoTerminals(RuleBasedStateMachine):
    """The same deeds on a dict and, by two people in turn, on a store on disk."""

    @initialize()
    def begin(self) -> None:
        self._place = tempfile.TemporaryDirectory()
        self.folder = Path(self._place.name) / "train"
        first = open_ledger(self.folder, who="import", now=lambda: NOW, create=True)
        bring_in(first, read_train(TRAIN))
        first.db.close()
        self.ledgers = [self._open(who) for who in PEOPLE]
        self.model = Model()

    def _open(self, who: str) -> Ledger:
        return open_ledger(self.folder, who=who, now=lambda: NOW)

    def teardown(self) -> None:
        if hasattr(self, "ledgers"):
            for ledger in self.ledgers:
                ledger.db.close()
            self._place.cleanup()

    def _picked(self, pick: int) -> str:
        """A record that is there, or one that is not."""
        refs = list(self.model.records)
        return refs[pick % len(refs)] if refs and pick < 9 else "A999"

    def _done(self, wanted: bool, ledger: Ledger, deed: object, *words: object) -> None:
        """Do it: it must be taken where the model takes it, and refused where it does not."""
        assert callable(deed)
        try:
            deed(ledger, *words)
        except ConsoleError:
            assert not wanted
        else:
            assert wanted

    # -- what people do

    @rule(who=WHO, words=WORDS)
    def capture(self, who: int, words: str) -> None:
        made = capture(self.ledgers[who], f"action: {words}")
        self.model.made += 1
        assert made.record.ref == f"A{self.model.made}", "no reference is given twice"
        self.model.write(PEOPLE[who], {made.record.ref: {"text": words}})

    @rule(who=WHO, words=WORDS)
    def capture_quickly(self, who: int, words: str) -> None:
        leave_checkpoint(self.ledgers[1 - who], self.folder)
        now = int(NOW.timestamp() * 1000)
        made = quick_add(str(self.folder), [words], "action", PEOPLE[who], now)
        assert made is not None
        self.model.made += 1
        assert made[0].ref == f"A{self.model.made}"
        self.model.write(PEOPLE[who], {made[0].ref: {"text": words}})

    @rule(who=WHO, pick=PICK, words=WORDS)
    def reword(self, who: int, pick: int, words: str) -> None:
        ref = self._picked(pick)
        old = self.model.records.get(ref)
        taken = old is not None and "archived" not in old and old["text"] != words
        self._done(taken, self.ledgers[who], editing.edit, ref, "", words)
        if taken and old is not None:
            self.model.write(PEOPLE[who], {ref: {**old, "text": words}})

    @rule(who=WHO, picks=st.lists(PICK, min_size=2, max_size=3), owner=OWNERS)
    def give_several_an_owner(self, who: int, picks: list[int], owner: str) -> None:
        """One entry for all of them, or none."""
        refs = list(dict.fromkeys(self._picked(pick) for pick in picks))
        old = {ref: self.model.records.get(ref) for ref in refs}
        taken = all(fields is not None and "archived" not in fields for fields in old.values())
        after: dict[str, Fields | None] = {
            ref: {**fields, "owner": owner}
            for ref, fields in old.items()
            if fields is not None and fields.get("owner") != owner
        }
        taken = taken and bool(after)
        self._done(taken, self.ledgers[who], editing.edit_many, refs, f"owner:{owner}")
        if taken:
            self.model.write(PEOPLE[who], after)

    @rule(who=WHO, pick=PICK)
    def put_away_or_bring_back(self, who: int, pick: int) -> None:
        ref = self._picked(pick)
        old = self.model.records.get(ref)
        if old is not None and "archived" in old:
            archiving.bring_back(self.ledgers[who], [ref])
            fields = {name: value for name, value in old.items() if name != "archived"}
            self.model.write(PEOPLE[who], {ref: fields})
            return
        self._done(old is not None, self.ledgers[who], archiving.archive, [ref], "a double")
        if old is not None:
            self.model.write(PEOPLE[who], {ref: {**old, "archived": "2026-11-18"}})

    @rule(who=WHO)
    def undo(self, who: int) -> None:
        taken = self.model.undo(PEOPLE[who])
        self._done(taken, self.ledgers[who], undoing.undo)

    # -- what happens to the terminals

    @rule(who=WHO)
    def start_anew(self, who: int) -> None:
        self.ledgers[who].db.close()
        self.ledgers[who] = self._open(PEOPLE[who])

    @precondition(lambda self: self.model.entries)
    @rule(who=WHO)
    def compact(self, who: int) -> None:
        self.ledgers[who].db.compact()  # False where it was just done

    @invariant()
    def both_show_what_the_dict_holds(self) -> None:
        for ledger in getattr(self, "ledgers", ()):
            ledger.catch_up()
            shown = {}
            for record in ledger.views.all("action"):
                told = {name: getattr(record, name) for name in ("text", "owner", "archived")}
                shown[record.ref] = {k: v for k, v in told.items() if v is not None}
            assert shown == self.model.records


TestTwoTerminals = pytest.mark.timeout(300)(TwoTerminals.TestCase)
TestTwoTerminals.settings = settings(max_examples=15, stateful_step_count=30, deadline=None)
