"""Undo: the caller's last use-case is reverted by a new entry, across restarts.

Nothing is erased: the entry that is taken back and the one that takes it back both stay in the
log. It is refused, with a sentence, when somebody has changed a record since.
"""

from __future__ import annotations

from dataclasses import dataclass

from store.entry import inverse
from store.errors import ChangedMeanwhile, RuleBroken
from store.ledger.ledger import Ledger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Entry, Op

NAMES = {
    "capture": "the capture",
    "amend": "the change",
    "import": "the import",
    "event.start": "the start",
    "event.next": "the move to the next step",
    "event.back": "the move to the step before",
    "event.step": "the move to another step",
    "event.pause": "the pause",
    "event.resume": "the resume",
    "event.add": "the added time",
    "event.close": "the closing",
}


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: the use-case in words, and the references it concerned."""

    what: str
    refs: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """One sentence for a person."""
        return f"Took back {self.what}{': ' + ', '.join(self.refs) if self.refs else ''}."


def undo(ledger: Ledger) -> Undone:
    """Take back the last use-case of this ledger's person that still stands."""
    if ledger.who is None:
        raise RuleBroken("An anonymous person has nothing to undo.")
    with ledger.change("undo") as change:
        target, later = _last_standing(ledger)
        _check_untouched(ledger, target, later)
        change.take_back(int(target["n"]), [inverse(op) for op in reversed(target["ops"])])
    return Undone(NAMES.get(str(target.get("do")), str(target.get("do"))), _refs(target))


def _last_standing(ledger: Ledger) -> tuple[Entry, list[Entry]]:
    """The caller's newest entry that is no undo and was not undone, and the entries after it."""
    undone: set[int] = set()
    later: list[Entry] = []
    for entry in ledger.db.log.past():
        if "undo" in entry:
            undone.add(int(entry["undo"]))
            later.append(entry)
        elif entry.get("by") == ledger.who and entry["n"] not in undone:
            return entry, later
        else:
            later.append(entry)
    raise RuleBroken("There is nothing of yours left to undo in this train.")


def _touched(op: Op) -> tuple[str, str] | None:
    return (op[1], op[2]) if op[0] in "pud" else None


def _check_untouched(ledger: Ledger, target: Entry, later: list[Entry]) -> None:
    """Refuse if a record of `target` is not as that entry left it, or if others build on it."""
    mine = {key: op for op in target["ops"] if (key := _touched(op))}
    for (table, key), op in mine.items():
        now = ledger.db.state.doc(table, key)
        left = None if op[0] == "d" else op[3].get("rev", 1)
        if (None if now is None else now.get("rev", 1)) != left:
            raise ChangedMeanwhile(_refusal(ledger, later, (table, key), now or op[3]))
    _check_event(ledger, target, set(mine))


def _check_event(ledger: Ledger, target: Entry, mine: set[tuple[str, str]]) -> None:
    """The start of an event stays once anything has happened in it."""
    for op in target["ops"]:
        if op[0] != "p" or op[1] != "event":
            continue
        ref = op[3]["ref"]
        for table, docs in ledger.db.state.tables.items():
            for key, doc in docs.items():
                if doc.get("event") == ref and (table, key) not in mine:
                    raise ChangedMeanwhile(
                        f"{ref} has records of its own by now, so its start stays. Close it "
                        "instead."
                    )


def _refusal(
    ledger: Ledger, later: list[Entry], where: tuple[str, str], doc: dict[str, object]
) -> str:
    ref = str(doc.get("ref") or "A record of it")
    for entry in later:
        if any(_touched(op) == where for op in entry["ops"]):
            who = entry.get("by") or "somebody"
            at = ledger.snapshot().clock_time(int(entry["at"]))
            return f"{ref} was changed by {who} at {at}, so it stays. See: rte show {ref} --history"
    return f"{ref} was changed since, so it stays. See: rte show {ref} --history"


def _refs(entry: Entry) -> tuple[str, ...]:
    found: list[str] = []
    for op in entry["ops"]:
        if op[0] in "pd" and op[1] != "moment" and isinstance(op[3].get("ref"), str):
            found.append(op[3]["ref"])
    return tuple(found)
