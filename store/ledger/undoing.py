"""Undo: the caller's last use-case is reverted by a new entry, across restarts.

Nothing is erased: the entry that is taken back and the one that takes it back both stay in the
log. It is refused, with a sentence, when somebody has changed a record since.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from store.entry import inverse
from store.errors import ChangedMeanwhile, RuleBroken
from store.ledger.batons import TABLE as BATON
from store.ledger.batons import refuse_without_baton
from store.ledger.ledger import Ledger
from store.ledger.setting_teams import filed_under

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Entry, Op

NAMES = {
    "capture": "the capture",
    "amend": "the change",
    "edit": "the edit",
    "link": "the link",
    "unlink": "the taking away of a link",
    "archive": "the archiving",
    "archive.back": "the bringing back",
    "import": "the import",
    "demo.order": "the new order",
    "demo.result": "the result",
    "feedback.verdict": "the verdict",
    "feedback.answer": "the answer",
    "promise.close": "the closing of it",
    "promise.move": "the new date",
    "promise.reopen": "the opening of it again",
    "roam": "the ROAM letter",
    "restate": "the new words of a risk",
    "merge": "the merge of doubles",
    "risk.back": "the handing back to a team",
    "risk.happened": "the risk that happened",
    "impediment.step": "the next step",
    "impediment.begin": "the beginning of work on it",
    "impediment.hold": "the putting on hold",
    "impediment.escalate": "the escalation",
    "impediment.lower": "the way back down a level",
    "impediment.answer": "the answer to an escalation",
    "impediment.resolve": "the resolving of it",
    "impediment.verify": "the verification",
    "impediment.reopen": "the opening again",
    "impediment.cause": "the link to the same cause",
    "dependency.state": "how a dependency stands",
    "dependency.move": "the other iterations of a dependency",
    "dependency.away": "how a dependency could go away",
    "milestone.state": "how a milestone stands",
    "milestone.move": "the move of a milestone",
    "problem.start": "the new problem",
    "problem.agree": "the statement of a problem",
    "problem.cause": "the cause",
    "problem.reword": "the other words",
    "problem.move": "the other place of a cause",
    "problem.away": "the taking away",
    "problem.bones": "the change of the bones",
    "problem.dots": "the dots",
    "problem.root": "the choice of the biggest cause",
    "problem.restate": "the restatement",
    "problem.solve": "the solutions",
    "problem.item": "the improvement item",
    "problem.link": "the evidence",
    "problem.gather": "the gathering",
    "problem.drop": "the dropping",
    "problem.reopen": "the opening again",
    "event.start": "the start",
    "event.next": "the move to the next step",
    "event.back": "the move to the step before",
    "event.step": "the move to another step",
    "event.pause": "the pause",
    "event.resume": "the resume",
    "event.add": "the added time",
    "event.finish": "the move to the last step",
    "event.ago": "the corrected start",
    "event.park": "the parking of a step",
    "event.retime": "the re-timing",
    "event.turn": "the change of the floor",
    "event.close": "the closing",
    "event.roti": "the vote on return on time",
    "baton.ask": "the asking for the baton",
    "baton.give": "the handing over of the baton",
    "baton.keep": "the keeping of the baton",
    "vote": "the vote",
    "vote.concern": "the concern",
    "radiator.answer": "the answer of a team",
    "radiator.next": "the beginning of a checkpoint",
    "plan.review": "the verdict on a plan",
    "objective.value": "the planned business value",
    "objective.commitment": "the change of commitment",
    "objective.actual": "the actual business value",
    "objective.freeze": "the baseline of the plan",
    "decision.agree": "the agreement to a decision",
    "decision.reject": "the rejection of a decision",
    "decision.supersede": "the decision that took another's place",
    "decision.holds": "the look at a decision",
    "decision.weigh": "what was weighed",
    "improvement.propose": "the improvement",
    "improvement.say": "the new words of an improvement",
    "improvement.measured": "the present value",
    "improvement.accept": "the acceptance of an improvement",
    "improvement.plan": "the planning of an improvement",
    "improvement.start": "the beginning of an improvement",
    "improvement.done": "the end of an improvement",
    "improvement.verify": "the verdict on an improvement",
    "improvement.carry": "the carrying of an improvement",
    "improvement.drop": "the dropping of an improvement",
    "improvement.reopen": "the opening of an improvement again",
    "measure.add": "the new measure",
    "measure.value": "the value of a measure",
    "measure.import": "the values of a file",
    "carry": "the carrying into the next interval",
    "pi.close": "the closing of the planning interval",
    "pi.reopen": "the opening of the planning interval again",
    "retro": "the line of the retrospective",
    "train.init": "the setup of the train",
    "train.rename": "the train's new name",
    "train.zone": "the other time zone",
    "train.roles": "the other roles",
    "train.cadence": "the change of the cadence",
    "train.holidays": "the change of the holidays",
    "team.add": "the new team",
    "team.change": "the change of a team",
    "team.retire": "the retiring of a team",
    "team.return": "the return of a team",
    "pi.move": "the move of the planning interval",
    "pi.reshape": "the other iterations",
    "pi.plan": "the new planning interval",
    "prep.check": "the check of the preparation",
    "flow.add": "the flow item",
    "flow.start": "the start of a flow item",
    "flow.done": "the end of a flow item",
    "flow.drop": "the dropping of a flow item",
    "flow.import": "the flow items of a file",
    "signal.dismiss": "the putting aside of a question",
}

BEGINNINGS = ("import", "train.init")
"""Use-cases that bring a train into being: they stay once anybody has worked in it."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: the use-case in words, and the references it concerned."""

    what: str
    refs: tuple[str, ...]

    @property
    def name(self) -> str:
        """What it is, with its references."""
        return f"{self.what}{': ' + ', '.join(self.refs) if self.refs else ''}"

    @property
    def sentence(self) -> str:
        """One sentence for a person."""
        return f"Took back {self.name}."


def upcoming(ledger: Ledger) -> Undone:
    """What `undo` would take back next. Refuses what it refuses for want of a change."""
    if ledger.who is None:
        raise RuleBroken("An anonymous capture carries no name, so nobody can take it back.")
    ledger.catch_up()
    return _words(_last_standing(ledger)[0])


def _words(entry: Entry) -> Undone:
    return Undone(NAMES.get(str(entry.get("do")), str(entry.get("do"))), _refs(entry))


def undo(ledger: Ledger, only: str = "") -> Undone:
    """Take back the last use-case of this ledger's person that still stands.

    With `only`, the id of a record, it must be the one in which that record came to be.

    Refuses, once, when something newer was written from here without a name: whoever asks means
    that, and it is nobody's.
    """
    if ledger.who is None:
        raise RuleBroken("An anonymous capture carries no name, so nobody can take it back.")
    with ledger.change("undo") as change:
        target, later = _last_standing(ledger)
        if only and not any(op[0] == "p" and op[2] == only for op in target["ops"]):
            raise ChangedMeanwhile(
                "It is not your last change any more, so it stays. The last one first: rte undo"
            )
        ops = [op for op in target["ops"] if op[0] != "u" or op[1] != BATON]
        _check_untouched(ledger, target, ops, later)
        change.take_back(int(target["n"]), [inverse(op) for op in reversed(ops)])
    return _words(target)


def _last_standing(ledger: Ledger) -> tuple[Entry, list[Entry]]:
    """The caller's newest entry that stands, and the entries after it that stand as well."""
    undone: set[int] = set()
    later: list[Entry] = []
    nameless, ledger.nameless = ledger.nameless, 0
    for entry in ledger.db.log.past():
        if entry["n"] == nameless:
            raise RuleBroken(
                f"{', '.join(_refs(entry))} was captured without a name, so nobody can take it "
                "back. Asked again, undo takes back your change before it."
            )
        if "undo" in entry:
            undone.add(int(entry["undo"]))
            later.append(entry)
        elif _is_mine(entry, ledger.who) and entry["n"] not in undone:
            return entry, _standing(later, int(entry["n"]), undone)
        else:
            later.append(entry)
    raise RuleBroken("There is nothing of yours left to undo in this train.")


def _is_mine(entry: Entry, who: str | None) -> bool:
    """Whether undo means it. The way of the baton is never taken back: it is handed on."""
    return entry.get("by") == who and not str(entry.get("do", "")).startswith(f"{BATON}.")


def _standing(later: list[Entry], n: int, undone: set[int]) -> list[Entry]:
    """Entries behind `n` whose effect is still there: not the undone ones, nor their undoing."""
    return [
        entry
        for entry in later
        if entry["n"] not in undone and not ("undo" in entry and entry["undo"] > n)
    ]


def _touched(op: Op) -> tuple[str, str] | None:
    return (op[1], op[2]) if op[0] in "pud" else None


def _check_untouched(ledger: Ledger, target: Entry, ops: list[Op], later: list[Entry]) -> None:
    """Refuse if a record of `target` is not as that entry left it, or if others build on it."""
    mine = {key: op for op in ops if (key := _touched(op))}
    for place, op in mine.items():
        now = ledger.db.state.doc(*place)
        others = any(_touched(op) == place for entry in later for op in entry["ops"])
        if others or (now is None) != (op[0] == "d"):
            raise ChangedMeanwhile(_refusal(ledger, later, place, now or op[3]))
    if target.get("do") in BEGINNINGS:
        _check_beginning(ledger, set(mine), NAMES[str(target["do"])])
    for op in ops:
        if op[0] == "p" and op[1] == "event":
            _check_event(ledger, op[3]["ref"], set(mine))
        elif op[0] == "p" and op[1] == "moment":
            _check_clock(ledger, op[3], set(mine))
        elif op[0] == "p" and op[1] in ("team", "pi") and target.get("do") not in BEGINNINGS:
            _check_named(ledger, op[1], str(op[3]["short"]))


def _check_beginning(ledger: Ledger, mine: set[tuple[str, str]], what: str) -> None:
    """A train that was brought in or set up stays once anybody has worked in it."""
    for table, docs in ledger.db.state.tables.items():
        if any((table, key) not in mine for key in docs):
            raise ChangedMeanwhile(
                f"The train has records of its own by now, so {what} stays. To begin anew, use "
                "another store: rte init --train NAME, or rte --store FOLDER import FILE."
            )


def _check_named(ledger: Ledger, kind: str, short: str) -> None:
    """A team or an interval that was added stays once records name it."""
    ref = filed_under(ledger, short) if kind == "team" else _in_interval(ledger, short)
    if ref is not None:
        raise ChangedMeanwhile(f"{ref} names {short} by now, so {short} stays.")


def _in_interval(ledger: Ledger, short: str) -> str | None:
    for table, docs in ledger.db.state.tables.items():
        for doc in docs.values():
            if doc.get("pi") == short:
                return str(doc.get("ref") or f"a {table}")
    return None


def _check_event(ledger: Ledger, ref: str, mine: set[tuple[str, str]]) -> None:
    """The start of an event stays once anything has happened in it."""
    for table, docs in ledger.db.state.tables.items():
        for key, doc in docs.items():
            if doc.get("event") == ref and (table, key) not in mine:
                raise ChangedMeanwhile(
                    f"{ref} has records of its own by now, so its start stays. Close it instead."
                )


def _check_clock(ledger: Ledger, moment: Mapping[str, Any], mine: set[tuple[str, str]]) -> None:
    """A move of the clock stays once somebody moved it further, or began another event.

    Taking it back moves the room too, so it needs the baton.
    """
    ref, last = str(moment["event"]), None
    for table_key, other in ledger.db.state.tables["moment"].items():
        if other["event"] == ref:
            last = (table_key, other)
    if last is not None and ("moment", last[0]) not in mine:
        who = last[1].get("by") or "somebody"
        at = ledger.snapshot().clock_time(int(last[1]["at"]))
        raise ChangedMeanwhile(
            f"{who} moved the clock of {ref} at {at}, after you, so your move stays. Move it on "
            "from where it is."
        )
    running = ledger.running
    if moment["do"] == "close" and running is not None:
        raise ChangedMeanwhile(
            f"{running.title} {running.ref} is open by now, so {ref} stays closed. Close that "
            "one first."
        )
    refuse_without_baton(ledger, ref)


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
