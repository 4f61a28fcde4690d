"""Which state of an impediment may follow which, with every sentence; ages that nothing resets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.domain import impeding
from store.domain.escalating import Brief, escalation
from store.domain.impeding import DEEDS, LEVELS, OPEN
from store.domain.records import Escalation, Impediment
from store.errors import ConsoleError, RuleBroken, UsageFault
from store.insight.impediments import age_at_level, age_days, working_days_at_level
from store.ledger import impeding as use
from store.ledger.capturing import amend, capture
from store.ledger.ledger import Ledger
from store.ledger.undoing import NAMES, undo
from tests.ledger_helpers import Hands, sample_ledger

TODAY = date(2026, 11, 18)
ASKED = Escalation(
    to="art", before="team", on="2026-11-12", wanted="a licence", whom="PM", due="2026-11-20"
)
AGAIN = replace(ASKED, before="art", on="2026-11-17")
FURTHER = replace(ASKED, before="art", to="leadership", on="2026-11-16")
BRIEF = Brief(
    wanted="a licence",
    whom="PM",
    due="2026-11-20",
    options=("buy one: 4 k", "share: slower"),
    owner="RTE",
)


def item(state: str, **fields: object) -> Impediment:
    """An impediment in a state, with what the state demands."""
    states: dict[str, dict[str, Any]] = {
        "new": {},
        "in progress": {"owner": "RTE"},
        "escalated": {"owner": "RTE", "level": "art", "escalations": (ASKED,)},
        "on hold": {"note": "closed", "due": "2026-11-20", "next": impeding.LOOK_AGAIN},
        "resolved": {"fix": "a cable", "done": "2026-11-17"},
        "closed": {"fix": "a cable", "done": "2026-11-16", "verified": "2026-11-17"},
    }
    given: dict[str, Any] = {"team": "GAN", "raised": "2026-11-09", "level": "team"}
    facts = given | states[state] | fields
    return Impediment(id="i", ref="I7", state=state, text="no rig", **facts)


def answered(found: Impediment) -> dict[str, Any]:
    """As the use-case does it: the order is refused by the rules, the state follows from them."""
    impeding.refuse_order(found, "answer")
    return {"state": impeding.standing(found, {"escalations": ()})}


DOES: dict[str, Callable[[Impediment], dict[str, Any]]] = {
    "step": lambda i: impeding.step(i, "ask", "2026-11-20", None, TODAY),
    "begin": lambda i: impeding.begin(i, "SM-GAN"),
    "hold": lambda i: impeding.hold(i, "closed", "2026-11-20", TODAY),
    "escalate": lambda i: escalation(i, replace(BRIEF, to="leadership"), TODAY),
    "answer": answered,
    "lower": lambda i: impeding.lower(i, "team", "the RTE can settle it"),
    "resolve": lambda i: impeding.resolve(i, "a cable", "", TODAY),
    "verify": lambda i: impeding.verify(i, "GAN", TODAY),
    "reopen": lambda i: impeding.reopen(i, "it is back"),
}

CLOSED = (
    "I7 is closed: whoever raised it says that it is gone. It is back? Open it again, with the "
    "reason."
)
RESOLVED = "I7 is resolved, and GAN verifies it. Or open it again, and say why."
NOBODY = "I7 waits for no answer. Escalate it first: which decision is wanted?"
WAITS = "I7 waits for an answer. Write the answer down, or take it back down a level."
LOW = "I7 is at team, and team is not below that. Going up is an escalation, with its brief."
ONLY_OPEN = {"resolved": RESOLVED, "closed": CLOSED}


def still(state: str) -> str:
    return f"I7 is {state}. Resolve it first: what fixed it?"


def already(state: str) -> str:
    return f"I7 is open already: {state}. Say its next step instead."


TABLE: dict[str, dict[str, str]] = {
    "step": {
        "new": "in progress", "in progress": "in progress", "escalated": "escalated",
        "on hold": "in progress", **ONLY_OPEN,
    },
    "begin": {
        "new": "in progress", "escalated": WAITS, "on hold": "in progress",
        "in progress": "I7 is in progress already. Say its next step instead.", **ONLY_OPEN,
    },
    "hold": {**dict.fromkeys(OPEN, "on hold"), **ONLY_OPEN},
    "escalate": {**dict.fromkeys(OPEN, "goes up"), **ONLY_OPEN},
    "answer": {
        "new": NOBODY, "in progress": NOBODY, "escalated": "in progress", "on hold": NOBODY,
        **ONLY_OPEN,
    },
    "lower": {
        "new": LOW, "in progress": LOW, "on hold": LOW, "escalated": "in progress", **ONLY_OPEN,
    },
    "resolve": {**dict.fromkeys(OPEN, "resolved"), **ONLY_OPEN},
    "verify": {**{state: still(state) for state in OPEN}, "resolved": "closed", "closed": CLOSED},
    "reopen": {
        **{state: already(state) for state in OPEN}, "resolved": "new", "closed": "new",
    },
}  # fmt: skip
"""What each deed makes of each state; a sentence where it is refused."""

CELLS = [(deed, state, told) for deed, row in TABLE.items() for state, told in row.items()]


def test_the_table_is_whole() -> None:
    assert set(TABLE) == set(DEEDS) == set(DOES)
    assert all(set(row) == {*OPEN, *impeding.DONE} for row in TABLE.values())


@pytest.mark.parametrize(("deed", "state", "told"), CELLS)
def test_every_transition(deed: str, state: str, told: str) -> None:
    before = item(state)
    offered = deed in impeding.deeds_of(before)
    if told.endswith((".", "?")):
        with pytest.raises(RuleBroken) as refused:
            DOES[deed](before)
        assert refused.value.sentence == told
        assert not offered, "what is refused is not offered"
        return
    assert offered, "what may be done is offered"
    fields = DOES[deed](before)
    assert "raised" not in fields
    if told == "goes up":
        assert (fields["before"], fields["to"]) == (before.level, "leadership")
    else:
        assert fields["state"] == told


@pytest.mark.parametrize(
    ("deed", "sentence"),
    [
        (
            lambda: impeding.step(item("new"), "", None, None, TODAY),
            "I7: A next step needs words and a day. For example: ask the vendor for a date due:fri",
        ),
        (
            lambda: impeding.step(item("new"), "ask", "2026-11-17", None, TODAY),
            "I7: Tue 17 Nov 2026 is past. Say a day from today on.",
        ),
        (
            lambda: impeding.begin(item("new"), None),
            "I7: In progress needs an owner, or a next step with a day. For example: owner:SM-GAN",
        ),
        (
            lambda: impeding.begin(item("on hold"), None),
            "I7: In progress needs an owner, or a next step with a day. For example: owner:SM-GAN",
        ),
        (
            lambda: impeding.hold(item("new"), "", None, TODAY),
            "I7: On hold needs the reason and the day on which somebody looks at it again. For "
            "example: the supplier is closed until:20 nov",
        ),
        (
            lambda: impeding.hold(item("new"), "closed", "2026-11-01", TODAY),
            "I7: Sun 1 Nov 2026 is past. Say a day from today on.",
        ),
        (
            lambda: impeding.resolve(item("new"), "", "", TODAY),
            "I7: Resolved needs what fixed it. For example: the yard released the units",
        ),
        (
            lambda: impeding.reopen(item("closed"), ""),
            "I7: Open again needs the reason. For example: it came back on Monday",
        ),
        (
            lambda: impeding.lower(item("escalated"), "team", ""),
            "I7: Back down needs a note. For example: the RTE can settle it with the yard",
        ),
        (
            lambda: impeding.verify(item("resolved"), "BEA", TODAY),
            "I7 was raised by GAN. Only GAN can say that it is gone, not BEA.",
        ),
        (
            lambda: impeding.verify(item("resolved", team=None), None, TODAY),
            "I7: no team raised it. Name the team that says it is gone.",
        ),
    ],
)
def test_what_a_state_demands(deed: Callable[[], object], sentence: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        deed()
    assert refused.value.sentence == sentence


@pytest.mark.parametrize(
    ("brief", "sentence"),
    [
        (
            {"wanted": ""},
            "I7: which decision or which help is wanted? Without one this is an update, not an "
            "escalation; say a next step instead.",
        ),
        (
            {"whom": "", "due": None},
            "I7: An escalation needs whom it is asked from and a day by which it is needed. For "
            "example: from PM, by fri",
        ),
        (
            {"due": "2026-11-17"},
            "I7: Tue 17 Nov 2026 is past. Say a day by which it is needed from today on.",
        ),
        (
            {"options": ("buy one",)},
            "I7: an escalation offers a choice. Say 2 options, each with its effect; doing nothing "
            "is added by itself.",
        ),
        (
            {"options": ("a", "b", "c", "d")},
            "I7: 4 options are too many to decide between. Keep the 3 best; doing nothing is added "
            "by itself.",
        ),
        ({"options": ("buy", "Buy")}, "I7: two of the options say the same. Say each one once."),
        ({"owner": ""}, "I7: who carries the decision out? Name an owner, like owner:PM."),
    ],
)
def test_what_a_brief_demands(brief: dict[str, Any], sentence: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        escalation(item("new"), replace(BRIEF, **brief), TODAY)
    assert refused.value.sentence == sentence


def test_doing_nothing_is_always_an_option() -> None:
    facts = escalation(item("new"), replace(BRIEF, nothing="the yard waits"), TODAY)
    assert facts["options"] == ["buy one: 4 k", "share: slower", "do nothing: the yard waits"]
    assert facts["to"] == "art", "one up, where nothing else is said"
    unsaid = escalation(item("new"), BRIEF, TODAY)["options"]
    assert isinstance(unsaid, list)
    assert unsaid[-1] == "do nothing: what happens then is not said yet"


def test_a_level_that_an_escalation_cannot_go_to() -> None:
    waits = item("escalated")
    with pytest.raises(RuleBroken, match="waits for an answer from PM by Fri 20 Nov 2026"):
        escalation(waits, replace(BRIEF, to="art"), TODAY)
    top = replace(waits, level="portfolio")
    with pytest.raises(RuleBroken, match="Write the answer down: no level is above"):
        escalation(top, replace(BRIEF, to="portfolio"), TODAY)
    with pytest.raises(RuleBroken, match=r"above team\. To go back down is no escalation"):
        escalation(waits, replace(BRIEF, to="team"), TODAY)
    answered = item("in progress", level="art", escalations=(replace(ASKED, answered="X1"),))
    assert escalation(answered, replace(BRIEF, to="art"), TODAY)["to"] == "art"
    top = item("in progress", level="portfolio")
    assert escalation(top, BRIEF, TODAY)["to"] == "portfolio", "none is above it"


@pytest.mark.parametrize(
    ("text", "level"),
    [("leadership", "leadership"), ("ART leadership", "leadership"), ("ART", "art"),
     ("solution train", "solution"), (" Team ", "team")],
)  # fmt: skip
def test_levels_by_their_names(text: str, level: str) -> None:
    assert impeding.read_level(text) == level


@pytest.mark.parametrize("text", ["", "board", "art leader"])
def test_a_level_that_there_is_not(text: str) -> None:
    with pytest.raises(UsageFault, match="write team, art, leadership, solution, portfolio"):
        impeding.read_level(text)


# -- ages


@pytest.mark.parametrize(
    ("fields", "days"),
    [
        ({"level": "team"}, 9),
        ({"level": "art"}, None),
        ({"level": "art", "escalations": (ASKED,)}, 6),
        ({"level": "art", "escalations": (ASKED, AGAIN)}, 6),
        ({"level": "leadership", "escalations": (ASKED, FURTHER)}, 2),
        ({"level": "art", "escalations": (replace(ASKED, before="art", to="art"),)}, None),
        ({"level": "team", "state": "resolved", "done": "2026-11-10"}, 1),
    ],
)  # fmt: skip
def test_age_at_a_level(fields: dict[str, Any], days: int | None) -> None:
    known = Impediment(id="i", ref="I7", raised="2026-11-09", **fields)
    assert age_at_level(known, TODAY) == days


@given(st.dates(date(2025, 1, 1), date(2027, 1, 1)), st.integers(0, 400),
       st.frozensets(st.dates(date(2025, 1, 1), date(2027, 12, 31)), max_size=9))  # fmt: skip
def test_working_days_are_those_of_a_calendar(
    first: date, count: int, off: frozenset[date]
) -> None:
    last = first + timedelta(days=count)
    days = [first + timedelta(days=n) for n in range(1, count + 1)]
    expected = sum(1 for on in days if on.weekday() < 5 and on not in off)
    assert impeding.working_days(first, last, off) == expected


def test_a_holiday_is_no_day_at_a_level() -> None:
    known = item("new")
    assert working_days_at_level(known, TODAY) == 7
    assert working_days_at_level(known, TODAY, frozenset({date(2026, 11, 11)})) == 6


# -- any sequence of verbs


def fresh() -> tuple[Ledger, Hands, str]:
    hands = Hands()
    ledger = sample_ledger(hands)
    return ledger, hands, capture(ledger, "impediment: no rig @GAN").record.ref


def deeds(ledger: Ledger, ref: str, level: str, word: str) -> list[Callable[[], object]]:
    brief = replace(BRIEF, to=level)
    return [
        lambda: use.step(ledger, ref, f"{word} due:in-3-days owner:SM-GAN"),
        lambda: use.step(ledger, ref, word),
        lambda: use.begin(ledger, ref, ""),
        lambda: use.begin(ledger, ref, "owner:PM"),
        lambda: use.hold(ledger, ref, word, "in 2 days"),
        lambda: use.escalate(ledger, ref, use.understand(ledger, brief, "in 4 days")),
        lambda: use.answer(ledger, ref, f"{word} because it helps, by PM"),
        lambda: use.answer(ledger, ref, word, "do it due:in-2-days"),
        lambda: use.lower(ledger, ref, level, word),
        lambda: use.resolve(ledger, ref, word),
        lambda: use.verify(ledger, ref, "GAN"),
        lambda: use.verify(ledger, ref, "BEA"),
        lambda: use.reopen(ledger, ref, word),
        lambda: use.same_cause(ledger, ref, "B10"),
        lambda: amend(ledger, ref, "owner:SA"),
    ]


def owes(found: Impediment) -> list[str]:
    """What the state of an impediment demands and it has not."""
    waits = impeding.awaited(found)
    return {
        "new": [],
        "in progress": [] if found.owner or (found.due and found.next) else ["owner or step"],
        "escalated": [] if waits and waits.whom and waits.due and len(waits.options) > 2
        else ["brief"],
        "on hold": [name for name in ("note", "due") if not getattr(found, name)],
        "resolved": [name for name in ("fix", "done") if not getattr(found, name)],
        "closed": [n for n in ("fix", "done", "verified") if not getattr(found, n)],
    }[found.state]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(
    st.tuples(st.integers(0, 14), st.sampled_from(LEVELS), st.sampled_from("abc"),
              st.integers(0, 2)), max_size=14,
))  # fmt: skip
def test_no_sequence_of_verbs_resets_an_age_or_loses_anything(
    moves: list[tuple[int, str, str, int]],
) -> None:
    ledger, hands, ref = fresh()
    born = use.the_impediment(ledger, ref)
    before = born
    for number, level, word, days in moves:
        hands.on(days=days)
        entries = ledger.db.state.n
        try:
            deeds(ledger, ref, level, word)[number]()
        except ConsoleError:
            assert ledger.db.state.n == entries, "what is refused writes nothing"
        now = use.the_impediment(ledger, ref)
        assert now.raised == born.raised
        assert now.text == born.text
        assert owes(now) == []
        _same_way(before, now)
        if impeding.is_open(now):
            assert age_days(now, ledger.today) == (ledger.today - TODAY).days
        if before.level == now.level:
            assert impeding.came_to_level(now) == impeding.came_to_level(before)
        before = now


def _same_way(before: Impediment, now: Impediment) -> None:
    """No escalation is lost or changed, but that the last one may get its answer, once."""
    old, new = before.escalations, now.escalations
    assert len(old) <= len(new) <= len(old) + 1
    for one, other in zip(old, new, strict=False):
        kept = other if other.answered == one.answered else replace(other, answered=None)
        assert kept == one
        assert one.answered in (None, other.answered)
    if new:
        assert now.level == new[-1].to


@pytest.mark.parametrize("number", range(14))
def test_every_deed_can_be_taken_back(number: int) -> None:
    ledger, _, ref = fresh()
    if number == 2:
        amend(ledger, ref, "owner:PM")
    if number in (6, 7, 8):
        use.escalate(ledger, ref, replace(BRIEF, to="art"))
    if number in (10, 11, 12):
        use.resolve(ledger, ref, "a cable")
    before = ledger.db.state.doc("impediment", use.the_impediment(ledger, ref).id)
    assert before is not None
    kept = {name: value for name, value in before.items() if name != "rev"}
    try:
        deeds(ledger, ref, "team" if number == 8 else "art", "word")[number]()
    except ConsoleError:
        assert number in (1, 11), "the others are allowed here"
        return
    assert str(next(iter(ledger.db.log.past()))["do"]) in NAMES
    undo(ledger)
    after = ledger.db.state.doc("impediment", use.the_impediment(ledger, ref).id)
    assert after is not None
    assert {name: value for name, value in after.items() if name != "rev"} == kept
