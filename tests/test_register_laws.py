"""The laws of every register at once: any sequence of verbs, by two people, with undo in between.

No change loses history, nothing makes an impediment younger, and no record is ever left without
what its state demands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.domain import depending as depending_rules
from store.domain import impeding
from store.domain.depending import Said as DepSaid
from store.domain.escalating import Brief
from store.domain.records import (
    Action,
    Decision,
    Dependency,
    Impediment,
    Objective,
    Record,
    Risk,
    Topic,
)
from store.domain.roam import Said
from store.errors import ConsoleError
from store.insight.impediments import age_days
from store.insight.snapshot import Snapshot
from store.ledger import (
    archiving,
    deciding,
    depending,
    editing,
    linking,
    merging,
    objectives,
    promising,
    roaming,
    undoing,
)
from store.ledger import (
    impeding as impediments,
)
from store.ledger.capturing import capture
from store.ledger.history import history
from store.ledger.ledger import Ledger
from tests.ledger_helpers import Hands, beside, entries, sample_ledger

REFS = {
    "risk": ("R12", "R05", "R04", "R01"),
    "impediment": ("B08", "B13", "B07", "B04"),
    "dependency": ("D401", "D408", "D402", "D404"),
    "decision": ("X20", "X19", "X21", "X22"),
    "objective": ("O401", "O402"),
    "action": ("A1", "A2"),
    "topic": ("P1",),
}
"""Few records, so that one verb meets what another left."""

MADE = (
    ("decision", "propose a second gate because of the peak, by PM"),
    ("decision", "gate A first because of the crane, by BO-OPS revisit:I5"),
    ("action", "call the yard owner:PM due:fri"),
    ("action", "ask the vendor"),
    ("topic", "berth plan @ANC @DRE"),
)
"""Captured before the sequence begins; they are X21, X22, A1, A2 and P1."""

TEXTS = ("", "because the crane stood", "owner:PM due:fri", "rig is back", "[/] =1+1 | <b>")
DAYS = ("", "fri", "I5", "I3", "in 3 days", "2026-11-01")
WHO = ("", "RTE", "SM-GAN", "BO-OPS")

Verb = Callable[[Ledger, "Words"], object]


@dataclass(frozen=True)
class Words:
    """What somebody typed with a verb; each verb takes what it needs."""

    ref: str
    other: str
    text: str
    more: str
    day: str
    who: str
    number: int


def _at(kind: str, n: int) -> str:
    return REFS[kind][n % len(REFS[kind])]


def _letter(letter: str) -> Verb:
    def give(ledger: Ledger, w: Words) -> object:
        typed = {"owner": w.who, "review": w.day, "due": w.day, "action": w.text, "note": w.more}
        if letter in "RU":
            typed = {"note": w.more}
        said: Said = roaming.understand(ledger, {k: v for k, v in typed.items() if v})
        return roaming.give_letter(ledger, _at("risk", w.number), letter, said)

    return give


def _escalate(ledger: Ledger, w: Words) -> object:
    level = ("", *impeding.LEVELS)[w.number % 6]
    options = tuple(f"{w.text} {n}" for n in range(w.number % 4)) if w.text else ()
    brief = Brief(
        to=level, wanted=w.more, whom=w.who, options=options, facts="f", impact="i", tried="t",
        recommended="r",
    )  # fmt: skip
    said = impediments.understand(ledger, brief, w.day)
    return impediments.escalate(ledger, _at("impediment", w.number), said)


def _dep(deed: str) -> Verb:
    def do(ledger: Ledger, w: Words) -> object:
        found = depending.the_dependency(ledger, _at("dependency", w.number))
        wanted = {
            need.field
            for need in (
                *depending_rules.needs(found, deed),
                *depending_rules.optional(found, deed),
            )
        }
        typed = {"why": w.text, "way": "slice", "how": w.more, "when": w.day}
        said = DepSaid(**{name: words for name, words in typed.items() if name in wanted})
        return depending.do(ledger, found.ref, deed, said)

    return do


def _imp(use_case: Callable[..., object], *names: str) -> Verb:
    def do(ledger: Ledger, w: Words) -> object:
        return use_case(ledger, _at("impediment", w.number), *(getattr(w, n) for n in names))

    return do


def _step(ledger: Ledger, w: Words) -> object:
    due = f" due:{w.day.replace(' ', '-')}" if w.day else ""
    owner = f" owner:{w.who}" if w.who else ""
    return impediments.step(ledger, _at("impediment", w.number), f"{w.text}{due}{owner}")


VERBS: dict[str, Verb] = {
    **{f"roam {letter}": _letter(letter) for letter in "ROAMU"},
    "happened": lambda g, w: roaming.happened(g, _at("risk", w.number), w.text),
    "back": lambda g, w: roaming.hand_back(g, _at("risk", w.number), "DRE"),
    "merge": lambda g, w: merging.merge(g, _at("risk", w.number), [_at("risk", len(w.text))]),
    "restate": lambda g, w: roaming.restate(g, _at("risk", w.number), w.text, w.more),
    "step": _step,
    "begin": _imp(impediments.begin, "who"),
    "hold": _imp(impediments.hold, "text", "day"),
    "resolve": _imp(impediments.resolve, "text", "more"),
    "verify": _imp(impediments.verify),
    "reopen": _imp(impediments.reopen, "text"),
    "escalate": _escalate,
    "lower": lambda g, w: impediments.lower(
        g, _at("impediment", w.number), impeding.LEVELS[len(w.day) % 5], w.text
    ),
    "answer": _imp(impediments.answer, "text", "more"),
    "cause": lambda g, w: impediments.same_cause(
        g, _at("impediment", w.number), _at("impediment", w.number + 1)
    ),
    **{
        f"dep {deed}": _dep(deed)
        for deed in ("agree", "start", "deliver", "accept", "remove", "decline", "miss", "reopen")
    },
    "away": lambda g, w: depending.could_go_away(g, _at("dependency", w.number), "design", w.text),
    "agree": lambda g, w: deciding.agree(g, _at("decision", w.number), w.who, w.text),
    "reject": lambda g, w: deciding.reject(g, _at("decision", w.number), w.text),
    "supersede": lambda g, w: deciding.supersede(g, _at("decision", w.number), w.text),
    "supersede by": lambda g, w: deciding.supersede(
        g, _at("decision", w.number), _at("decision", len(w.text))
    ),
    "holds": lambda g, w: deciding.still_holds(g, _at("decision", w.number), w.text, w.day),
    "weigh": lambda g, w: deciding.weigh(g, _at("decision", w.number), w.text, w.day),
    "value": lambda g, w: objectives.set_value(g, _at("objective", w.number), w.number, w.text),
    "actual": lambda g, w: objectives.set_actual(g, _at("objective", w.number), w.number),
    "commit": lambda g, w: objectives.set_committed(
        g, _at("objective", w.number), bool(w.number % 2), w.text
    ),
    "freeze": lambda g, _: objectives.freeze(g),
    "done": lambda g, w: promising.close(
        g, _at("action", w.number), w.text, dropped=bool(w.number % 2)
    ),
    "settled": lambda g, w: promising.close(g, "P1", w.text),
    "later": lambda g, w: promising.move(g, _at("action", w.number), w.day, w.text),
    "open again": lambda g, w: promising.reopen(g, _at("action", w.number), w.text),
    "edit": lambda g, w: editing.edit(g, w.ref, w.text),
    "words": lambda g, w: editing.edit(g, w.ref, "", w.more),
    "edit many": lambda g, w: editing.edit_many(g, [w.ref, w.other], w.text),
    "link": lambda g, w: linking.link(g, w.ref, [w.other]),
    "unlink": lambda g, w: linking.unlink(g, w.ref, [w.other]),
    "archive": lambda g, w: archiving.archive(g, [w.ref, w.other], w.text),
    "bring back": lambda g, w: archiving.bring_back(g, [w.ref]),
    "undo": lambda g, _: undoing.undo(g),
}

ANY_REF = st.sampled_from([ref for refs in REFS.values() for ref in refs])
WORDS = st.builds(
    Words,
    ref=ANY_REF,
    other=ANY_REF,
    text=st.sampled_from(TEXTS),
    more=st.sampled_from(TEXTS),
    day=st.sampled_from(DAYS),
    who=st.sampled_from(WHO),
    number=st.integers(0, 11),
)
SAID = st.lists(
    st.tuples(st.sampled_from(sorted(VERBS)), WORDS, st.booleans(), st.integers(0, 3)),
    max_size=25,
)
"""Verb, what was typed, whether the other person does it, and days that pass before."""


@dataclass
class Train:
    """The sample train with two people at it, and what was seen of it so far."""

    hands: Hands = field(default_factory=Hands)
    did: int = 0

    def __post_init__(self) -> None:
        self.mine = sample_ledger(self.hands)
        for kind, line in MADE:
            capture(self.mine, line, kind)
        self.theirs = beside(self.mine, "SM-GAN", self.hands)
        self.theirs.catch_up()
        self.raised = {i.id: i.raised for i in self.impediments()}
        self.came: dict[str, tuple[str, date | None]] = {}
        self.brought = {i.id: i.state for i in self.impediments()}
        self.refusals: list[str] = []

    def impediments(self) -> list[Impediment]:
        found = self.mine.views.all("impediment")
        return [i for i in found if isinstance(i, Impediment)]

    def do(self, verb: str, words: Words, other: bool) -> None:
        ledger = self.theirs if other else self.mine
        ledger.catch_up()
        try:
            VERBS[verb](ledger, words)
        except ConsoleError as fault:
            self.refusals.append(fault.sentence)
        else:
            self.did += 1
        self.mine.catch_up()
        self.theirs.catch_up()


# -- what each state demands


def owes(record: Record) -> Iterator[str]:
    """What the record's state demands and the record does not have."""
    if isinstance(record, Risk):
        yield from _risk_owes(record)
    elif isinstance(record, Impediment):
        yield from _impediment_owes(record)
    elif isinstance(record, Dependency):
        yield from _dependency_owes(record)
    elif isinstance(record, Decision):
        if record.state == "rejected" and not record.note:
            yield "why it was rejected"
        if (record.state == "superseded") != (record.superseded is not None):
            yield "the decision that took its place"
    elif isinstance(record, Objective):
        if record.moves and not record.baselined:
            yield "the baseline that it moved from"
        if any(not move.why for move in record.moves):
            yield "why it moved"
    elif isinstance(record, Action | Topic) and record.state == "dropped" and not record.note:
        yield "why nobody needs it"


def _risk_owes(risk: Risk) -> Iterator[str]:
    given = risk.roamed[-1].letter if risk.roamed else None
    if given != risk.roam:
        return  # brought in with its letter, from where nobody asked
    needs = {
        "O": ("owner", "review"),
        "M": ("action", "owner", "due"),
        "A": ("owner", "review", "note"),
        "R": ("note",),
    }.get(risk.roam, ())
    yield from (name for name in needs if not getattr(risk, name))


def _impediment_owes(item: Impediment) -> Iterator[str]:
    needs = {
        "on hold": ("note", "due"),
        "resolved": ("fix", "done"),
        "closed": ("verified",),
    }.get(item.state, ())
    yield from (name for name in needs if not getattr(item, name))
    if item.state == "escalated" and item.escalations:
        last = next(e for e in reversed(item.escalations) if e.wanted)
        yield from (n for n in ("wanted", "whom", "due") if not getattr(last, n))
        if not any(option.startswith("do nothing") for option in last.options):
            yield "doing nothing as an option"
        if len(last.options) < 3:
            yield "options"


def _dependency_owes(item: Dependency) -> Iterator[str]:
    if item.rev == 1:
        return
    needs = {
        "removed": ("way", "how"),
        "declined": ("note",),
        "missed": ("note",),
        "delivered": ("done",),
    }.get(item.state, ())
    yield from (name for name in needs if not getattr(item, name))


def check_states(train: Train) -> None:
    """No record lacks what its state demands; links between decisions hold from both ends."""
    for kind in REFS:
        for record in train.mine.views.all(kind):
            # What was brought in with its state was never asked for what the state demands.
            if train.brought.get(record.id) != getattr(record, "state", ""):
                assert list(owes(record)) == [], (record.ref, record)
    decisions = [d for d in train.mine.views.all("decision") if isinstance(d, Decision)]
    by_ref = {d.ref: d for d in decisions}
    for decision in decisions:
        if decision.superseded is not None:
            assert by_ref[decision.superseded].supersedes == decision.ref
    later = [d.supersedes for d in decisions if d.supersedes]
    assert len(later) == len(set(later)), "two decisions took one place"


def check_ages(train: Train) -> None:
    """Raised stays raised, and only another level begins a new age at a level."""
    for item in train.impediments():
        assert item.raised == train.raised.setdefault(item.id, item.raised)
        if impeding.is_open(item):
            raised = date.fromisoformat(str(item.raised))
            assert age_days(item, train.mine.today) == (train.mine.today - raised).days
        came = (item.level, impeding.came_to_level(item))
        before = train.came.get(item.id, came)
        assert came == before or came[0] != before[0], item.ref
        train.came[item.id] = came


def check_history(train: Train) -> None:
    """Every value that any record ever had stands in its history, and the last one is today's."""
    for kind in REFS:
        for record in train.mine.views.all(kind):
            doc = dict(train.mine.db.state.doc(kind, record.id) or {})
            last: dict[str, Any] = {}
            for past in history(train.mine, kind, record):
                for name, (old, new) in past.changes.items():
                    if name in last:
                        assert last[name] == old, (record.ref, name)
                    last[name] = new
            for name, value in last.items():
                assert doc.get(name) == value, (record.ref, name)


def check_archive(snap: Snapshot) -> None:
    """What is put away is in no list."""
    for kind in REFS:
        shown = {r.id for r in snap.of(Record, kind)}
        assert not shown & {r.id for r in snap.records[kind] if r.archived}


@given(SAID)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_sequence_of_verbs_breaks_a_law(said: list[tuple[str, Words, bool, int]]) -> None:
    train = Train()
    written = len(entries(train.mine.db.log))
    for verb, words, other, days in said:
        train.hands.on(days=days)
        train.do(verb, words, other)
        check_states(train)
        check_ages(train)
    check_history(train)
    check_archive(train.mine.snapshot())
    assert len(entries(train.mine.db.log)) <= written + train.did, "one verb, one entry"
    assert all(sentence.strip() and "\n" not in sentence for sentence in train.refusals)


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_can_do_something(verb: str) -> None:
    """A verb that is always refused would make the law about nothing."""
    reached = _reach(verb)
    assert reached, verb


def _reach(verb: str) -> bool:
    first = {"undo": "edit", "bring back": "archive", "open again": "done", "unlink": "link",
             "verify": "resolve", "reopen": "resolve", "answer": "escalate", "roam U": "roam R",
             "dep start": "dep agree", "dep accept": "dep deliver"}  # fmt: skip
    train = Train()
    for number, text, more, day in product(range(12), TEXTS[1:3], TEXTS[:2], DAYS):
        words = Words("A2", "P1", text, more, day, "PM", number)
        if verb in first:
            train.do(first[verb], words, False)
        done = train.did
        train.do(verb, words, False)
        if train.did > done:
            return True
    return False
