"""The laws of improvements: any sequence of verbs, by two people, with undo in between.

No step is lost or rewritten, what was carried is counted, every state has what it demands, and the
counts by planning interval add up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.domain import improving as rules
from store.domain.improving import DEEDS, EFFECTS, RULES, Said
from store.domain.records import Improvement, Reading
from store.errors import ConsoleError
from store.insight.improvements import (
    in_force,
    is_open,
    owes_verdict,
    success,
    verdicts_given,
    wants_room,
)
from store.ledger import archiving, own_measures, undoing
from store.ledger import improving as use
from store.ledger.improving import Item
from store.ledger.ledger import Ledger
from tests.ledger_helpers import Hands, beside, entries, sample_ledger

REFS = ("M02", "M04", "M05", "M06", "M7")
FIGURES = ("", "4", "0", "12,5", "many")
WORDS = ("", "because the rig is late", "[/] =1+1 | <b>")
TO = ("", "PI-26.4", "PI-27.1", "PI-27.2", "pi-26.3")
METRICS = ("", "late-share", "K1", "pair:DRE>FAT", "days", "-")


REOPENED = {"reopen": "proposed"}
"""What never had an owner and a measure is only proposed again."""


@dataclass(frozen=True)
class Typed:
    """What somebody typed with a verb; each verb takes what it needs."""

    ref: str
    words: str
    figure: str
    to: str
    metric: str
    effect: str
    nature: str


Verb = Callable[[Ledger, Typed], object]


def _deed(name: str) -> Verb:
    def do(ledger: Ledger, t: Typed) -> object:
        said = Said(
            owner="RTE" if t.words else None, metric=t.metric.strip("-") or None,
            base=t.figure or None, goal=t.figure or None, present=t.figure or None,
            iteration="I5" if t.figure else None, effect=t.effect or None, why=t.words or None,
            to=t.to or None,
        )  # fmt: skip
        return use.do(ledger, t.ref, DEEDS[name], said)

    return do


VERBS: dict[str, Verb] = {
    **{name: _deed(name) for name in DEEDS},
    "say": lambda g, t: use.say(
        g, t.ref,
        Item(t.words, metric=t.metric, goal=t.figure, meant_for=t.to, nature=t.nature),
    ),
    "now": lambda g, t: use.measured(g, t.ref, t.figure),
    "propose": lambda g, t: use.propose(g, Item(t.words, metric=t.metric, meant_for=t.to)),
    "value": lambda g, t: own_measures.keep(g, "K1", t.figure, "2026-11-1" + str(len(t.to) % 9)),
    "archive": lambda g, t: archiving.archive(g, [t.ref], t.words),
    "bring back": lambda g, t: archiving.bring_back(g, [t.ref]),
    "undo": lambda g, _: undoing.undo(g),
}  # fmt: skip

TYPED = st.builds(
    Typed,
    ref=st.sampled_from(REFS),
    words=st.sampled_from(WORDS),
    figure=st.sampled_from(FIGURES),
    to=st.sampled_from(TO),
    metric=st.sampled_from(METRICS),
    effect=st.sampled_from(("", "great", *EFFECTS)),
    nature=st.sampled_from(("", *rules.NATURES)),
)
SAID = st.lists(
    st.tuples(st.sampled_from(sorted(VERBS)), TYPED, st.booleans(), st.integers(0, 9)), max_size=25
)
"""Verb, what was typed, whether the other person does it, and days that pass before."""


@dataclass
class Train:
    """The sample train with two people at it."""

    hands: Hands = field(default_factory=Hands)
    did: int = 0

    def __post_init__(self) -> None:
        self.mine = sample_ledger(self.hands)
        self.theirs = beside(self.mine, "SM-GAN", self.hands)
        self.theirs.catch_up()
        self.refusals: list[str] = []
        self.way: dict[str, tuple[object, ...]] = {}
        self.brought = {m.id: m for m in self.items()}

    def items(self) -> list[Improvement]:
        return [m for m in self.mine.views.all("improvement") if isinstance(m, Improvement)]

    def do(self, verb: str, typed: Typed, other: bool) -> bool:
        ledger = self.theirs if other else self.mine
        ledger.catch_up()
        try:
            VERBS[verb](ledger, typed)
        except ConsoleError as fault:
            self.refusals.append(fault.sentence)
            done = False
        else:
            done = True
        self.did += done
        self.mine.catch_up()
        self.theirs.catch_up()
        return done


def owes(item: Improvement) -> list[str]:
    """What its state demands and it does not have."""
    needs = {
        "accepted": ("owner", "metric"),
        "planned": ("owner", "metric", "planned"),
        "doing": ("owner", "metric"),
        "done": ("owner", "metric", "done"),
        "verified": ("owner", "metric", "effect"),
        "dropped": ("note",),
        "carried": ("note", "meant_for"),
    }.get(item.state, ())
    return [name for name in needs if getattr(item, name) is None]


def check_items(train: Train, undone: bool) -> None:
    for item in train.items():
        way = item.steps_taken
        before = train.way.get(item.id, ())
        # A verb lengthens the way by one at most; only undo takes from its end.
        if undone:
            assert way == before[: len(way)] or way[: len(before)] == before, item.ref
        else:
            assert way[: len(before)] == before, item.ref
            assert len(way) - len(before) <= 1
        train.way[item.id] = way
        check_way(item)
        brought = train.brought.get(item.id)
        # What was brought in with its state was never asked for what the state demands.
        if way and not (brought is not None and brought.state == item.state):
            assert owes(item) == [], item


def check_way(item: Improvement) -> None:
    way = item.steps_taken
    assert item.times_carried == sum(step.state == "carried" for step in way)
    if not way:
        return
    assert way[-1].state == item.state
    for earlier, later in pairwise(way):
        assert later.before == earlier.state
        assert later.on >= earlier.on
    for step in way:
        assert any(
            step.before in deed.after and step.state in (deed.to, REOPENED.get(deed.name))
            for deed in DEEDS.values()
        )
        assert (step.effect is not None) == (step.state == "verified")
        if step.state == "carried":
            assert step.meant_for is not None
            assert step.meant_for != step.left
        if step.state == "verified":
            assert step.value is not None or step.why


def check_counts(train: Train) -> None:
    """Each item stands once where it is meant for, and as carried where it left."""
    snap = train.mine.snapshot()
    found = success(snap)
    here = [m for m in snap.improvements if m.meant_for or m.pi]
    assert sum(s.all - s.carried for s in found) == len(here)
    for one in found:
        left = {
            m.id
            for m in snap.improvements
            if any(s.state == "carried" and s.left == one.pi for s in m.steps_taken)
        }
        assert one.carried == len(left)
    owing = [m for m in snap.improvements if owes_verdict(m, snap)]
    assert bool(verdicts_given(snap)) == bool(owing)
    for item in snap.improvements:
        assert not (owes_verdict(item, snap) and not is_open(item))
        assert not (wants_room(item, snap) and item.state in ("done", "verified", "dropped"))
        assert not (in_force(item) and (item.nature not in RULES or item.effect == "no effect"))


def check_values(train: Train) -> None:
    """One value a day of each measure."""
    read = [r for r in train.mine.views.all("reading") if isinstance(r, Reading)]
    assert len({(r.measure, r.on) for r in read}) == len(read)


@given(SAID)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_sequence_of_verbs_breaks_a_law(said: list[tuple[str, Typed, bool, int]]) -> None:
    train = Train()
    written = len(entries(train.mine.db.log))
    for verb, typed, other, days in said:
        train.hands.on(days=days)
        done = train.do(verb, typed, other)
        check_items(train, undone=done and verb == "undo")
    check_counts(train)
    check_values(train)
    assert all(sentence.strip() and "\n" not in sentence for sentence in train.refusals)
    assert len(entries(train.mine.db.log)) <= written + train.did, "one verb, one entry"


PLAIN = Typed("M06", "because of the rig", "4", "PI-27.1", "late-share", "partly", "policy")
FIRST = {"verify": ("done",), "done": ("accept",), "reopen": ("drop",), "bring back": ("archive",),
         "start": ("accept",), "undo": ("drop",)}  # fmt: skip


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_can_do_something_and_undo_takes_it_back(verb: str) -> None:
    """A verb that is always refused would make the law about nothing."""
    train = Train()
    for before in (*FIRST.get(FIRST.get(verb, ("",))[0], ()), *FIRST.get(verb, ())):
        assert train.do(before, PLAIN, other=False), before
    docs = dict(train.mine.db.state.tables["improvement"])
    assert train.do(verb, PLAIN, other=False), verb
    if verb != "undo":
        train.do("undo", PLAIN, other=False)
        after = train.mine.db.state.tables["improvement"]
        assert {k: {**d, "rev": 0} for k, d in after.items()} == {
            k: {**d, "rev": 0} for k, d in docs.items()
        }
