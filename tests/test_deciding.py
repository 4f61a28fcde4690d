"""The decision log: every deed from every state with its sentence, and what never changes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.domain import deciding as rules
from store.domain.grammar_registers import MAX_OPTIONS
from store.domain.records import Decision
from store.errors import ChangedMeanwhile, ConsoleError, RuleBroken, UsageFault
from store.exchange.record_markdown import record_markdown
from store.insight.home import home
from store.insight.links import links_of
from store.insight.rows import Row, Urgency
from store.insight.summaries import Listing, summary
from store.insight.surfaces import surface
from store.ledger import deciding, running
from store.ledger.capturing import amend, capture
from store.ledger.history import history
from store.ledger.ledger import Ledger
from store.ledger.undoing import undo
from tests.ledger_helpers import Hands, now_of, sample_ledger, tables

LINE = "all gates because the feed is up, by PM"


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def ledger(hands: Hands) -> Ledger:
    return sample_ledger(hands)


def made(ledger: Ledger, state: str) -> str:
    """A decision in `state`, by the use-cases that lead there."""
    line = "blue first because cheaper, by SA"
    ref = capture(ledger, line if state in ("agreed", "superseded") else f"propose {line}",
                  "decision").record.ref  # fmt: skip
    if state == "rejected":
        deciding.reject(ledger, ref, "no budget")
    elif state == "superseded":
        deciding.supersede(ledger, ref, LINE)
    return ref


def rows(ledger: Ledger, name: str) -> dict[str, Row]:
    return {row.ref: row for row in surface(now_of(ledger), name).rows}


DEEDS: dict[str, Callable[[Ledger, str], Decision]] = {
    "agree": lambda u, ref: deciding.agree(u, ref, "BO-OPS", "cheapest"),
    "reject": lambda u, ref: deciding.reject(u, ref, "too late"),
    "supersede": lambda u, ref: deciding.supersede(u, ref, LINE),
    "holds": lambda u, ref: deciding.still_holds(u, ref, "counts unchanged", "I5"),
    "option": lambda u, ref: deciding.weigh(u, ref, option="do nothing"),
    "revisit": lambda u, ref: deciding.weigh(u, ref, revisit="I5"),
}
PROPOSED_ONLY = "{ref} is only proposed. Agree or reject it first."
REJECTED = "{ref} was rejected. Capture what is decided now, and link it: #{ref}."
SUPERSEDED = "{ref} was superseded. {newest} holds now: look at that one."
TABLE = [
    ("proposed", "agree", "agreed"),
    ("proposed", "reject", "rejected"),
    ("proposed", "supersede", "superseded"),
    ("proposed", "holds", PROPOSED_ONLY),
    ("proposed", "option", "proposed"),
    ("proposed", "revisit", "proposed"),
    ("agreed", "agree", "{ref} is agreed already."),
    ("agreed", "reject", "{ref} is agreed. Supersede it with what holds instead."),
    ("agreed", "supersede", "superseded"),
    ("agreed", "holds", "agreed"),
    ("agreed", "option", "agreed"),
    ("agreed", "revisit", "agreed"),
    *(("rejected", deed, REJECTED) for deed in DEEDS),
    *(("superseded", deed, SUPERSEDED) for deed in DEEDS),
]


def test_the_table_is_whole() -> None:
    assert {(state, deed) for state, deed, _ in TABLE} == {
        (state, deed) for state in rules.STATES for deed in DEEDS
    }


@pytest.mark.parametrize(("state", "deed", "outcome"), TABLE)
def test_every_deed_from_every_state(ledger: Ledger, state: str, deed: str, outcome: str) -> None:
    ref = made(ledger, state)
    assert deciding.the_decision(ledger, ref).state == state
    before = tables(ledger)
    if " " in outcome:
        newest = deciding.the_decision(ledger, ref).superseded
        with pytest.raises(RuleBroken) as refused:
            DEEDS[deed](ledger, ref)
        assert refused.value.sentence == outcome.format(ref=ref, newest=newest)
        assert tables(ledger) == before
    else:
        DEEDS[deed](ledger, ref)
        assert deciding.the_decision(ledger, ref).state == outcome
        undo(ledger)
        docs = tables(ledger)["decision"]
        assert {k: {**d, "rev": 0} for k, d in docs.items()} == {
            k: {**d, "rev": 0} for k, d in before["decision"].items()
        }


# -- what a state demands


@pytest.mark.parametrize(
    ("state", "ask", "sentence"),
    [
        ("proposed", lambda u, r: deciding.reject(u, r, " "), "Rejecting needs a reason."),
        ("agreed", lambda u, r: deciding.still_holds(u, r, ""), "why it still holds"),
        ("agreed", lambda u, r: deciding.still_holds(u, r, "x", "today"), "lies ahead"),
        ("agreed", lambda u, r: deciding.weigh(u, r), "Nothing to keep."),
        ("agreed", lambda u, r: deciding.weigh(u, r, "x" * 301), "up to 300 characters, not 301"),
        ("agreed", lambda u, r: deciding.supersede(u, r, " "), "has no words yet"),
        ("agreed", lambda u, r: deciding.supersede(u, r, "propose red"), "supersedes nothing yet"),
        ("agreed", lambda u, r: deciding.supersede(u, r, r), "cannot supersede itself"),
    ],
)
def test_what_lacks_is_refused_and_nothing_changes(
    ledger: Ledger, state: str, ask: Callable[[Ledger, str], object], sentence: str
) -> None:
    ref = made(ledger, state)
    before = tables(ledger)
    with pytest.raises(RuleBroken, match=sentence):
        ask(ledger, ref)
    assert tables(ledger) == before


def test_a_proposal_is_agreed_by_somebody(ledger: Ledger) -> None:
    ref = capture(ledger, "propose red gates", "decision").record.ref
    with pytest.raises(RuleBroken, match="Who decided"):
        deciding.agree(ledger, ref)
    agreed = deciding.agree(ledger, ref, "BO-COM", "the yard \x1b[2Jis full")
    assert (agreed.state, agreed.owner, agreed.note) == ("agreed", "BO-COM", "the yard is full")
    assert (agreed.on, agreed.text) == ("2026-11-18", "red gates")


@pytest.mark.parametrize(
    ("line", "state", "what"),
    [
        ("propose blue first because cheaper", "proposed", "blue first"),
        ("Proposed: blue first because cheaper", "proposed", "blue first"),
        ("we propose to build blue because cheap", "proposed", "build blue"),
        ("propose red gates", "proposed", "red gates"),
        ("proposal of the yard stays because old", "agreed", "proposal of the yard stays"),
        ("blue first as we proposed because cheap", "agreed", "blue first as we proposed"),
    ],
)
def test_a_line_that_proposes_is_only_a_proposal(
    ledger: Ledger, line: str, state: str, what: str
) -> None:
    found = capture(ledger, line, "decision").record
    assert isinstance(found, Decision)
    assert (found.state, found.what, found.text) == (state, what, line)


def test_what_is_on_record_can_take_the_place(ledger: Ledger) -> None:
    old, new, third = (made(ledger, state) for state in ("agreed", "proposed", "agreed"))
    later = deciding.supersede(ledger, old, f"#{new.lower()}")
    assert (later.ref, later.state, later.supersedes) == (new, "agreed", old)
    assert deciding.the_decision(ledger, old).superseded == new
    with pytest.raises(RuleBroken, match=f"{new} supersedes {old} already"):
        deciding.supersede(ledger, third, new)
    with pytest.raises(RuleBroken, match=f"{old} is superseded and supersedes nothing"):
        deciding.supersede(ledger, third, old)
    with pytest.raises(UsageFault, match="R12 is no decision"):
        deciding.supersede(ledger, third, "R12")


def test_what_was_decided_before_does_not_take_the_place(ledger: Ledger) -> None:
    ref = made(ledger, "agreed")
    with pytest.raises(RuleBroken, match=f"X20 was decided on 17 Nov, before {ref}, and cannot"):
        deciding.supersede(ledger, ref, "X20")
    assert deciding.supersede(ledger, "X20", ref).supersedes == "X20", "the other way round it does"


def test_a_chain_names_the_one_that_holds_now(ledger: Ledger) -> None:
    first = made(ledger, "agreed")
    second = deciding.supersede(ledger, first, "red because blue is gone").ref
    third = deciding.supersede(ledger, second, "green because red is gone").ref
    with pytest.raises(RuleBroken, match=f"{first} was superseded. {third} holds now"):
        deciding.supersede(ledger, first, LINE)
    found = rows(ledger, "decisions")
    assert (found[first].note, found[first].urgency) == (f"superseded by {second}", Urgency.QUIET)
    assert found[third].note == f"who decided? · supersedes {second}"
    told = history(ledger, "decision", deciding.the_decision(ledger, first))
    assert [past.do for past in told] == ["capture", "decision.supersede"]


def test_somebody_else_may_have_been_quicker(ledger: Ledger) -> None:
    ref = made(ledger, "agreed")
    seen = deciding.the_decision(ledger, ref).rev
    deciding.weigh(ledger, ref, "do nothing")
    with pytest.raises(ChangedMeanwhile):
        deciding.supersede(ledger, ref, LINE, seen)
    assert deciding.the_decision(ledger, ref).state == "agreed"
    assert len(tables(ledger)["decision"]) == 21, "nothing was made beside the refusal"


# -- options


def test_options_are_added_up_to_six_and_never_twice(ledger: Ledger) -> None:
    line = 'blue because cheap option:"all gates" option:none'
    ref = capture(ledger, line, "decision").record.ref
    for number in range(2, MAX_OPTIONS):
        deciding.weigh(ledger, ref, f"way {number}")
    decision = deciding.the_decision(ledger, ref)
    assert decision.weighed == ("all gates", "none", "way 2", "way 3", "way 4", "way 5")
    with pytest.raises(RuleBroken, match="has 6 options already"):
        deciding.weigh(ledger, ref, "one more")
    with pytest.raises(RuleBroken, match="has that option already"):
        deciding.weigh(ledger, ref, "ALL gates")


# -- by no way


@pytest.mark.parametrize("field", ["text", "what", "because"])
@pytest.mark.parametrize("state", ["agreed", "rejected", "superseded"])
def test_no_use_case_can_change_the_words(ledger: Ledger, state: str, field: str) -> None:
    found = deciding.the_decision(ledger, made(ledger, state))
    with (
        pytest.raises(RuleBroken, match=r"stay as they were agreed\. Supersede it"),
        ledger.change("amend") as change,
    ):
        change.amend("decision", found.id, {field: "something else"})
    assert deciding.the_decision(ledger, found.ref) == found


def test_a_proposal_can_be_worded_better(ledger: Ledger) -> None:
    found = deciding.the_decision(ledger, made(ledger, "proposed"))
    with ledger.change("amend") as change:
        change.amend("decision", found.id, {"text": "propose green"})
    assert deciding.the_decision(ledger, found.ref).text == "propose green"


def test_neither_options_nor_links_are_taken_away(ledger: Ledger) -> None:
    ref = made(ledger, "superseded")
    found = deciding.the_decision(ledger, ref)
    with (
        pytest.raises(RuleBroken, match="stays linked to"),
        ledger.change("amend") as change,
    ):
        change.amend("decision", found.id, {"superseded": None, "state": "agreed"})
    weighed = deciding.weigh(ledger, made(ledger, "agreed"), "do nothing")
    with (
        pytest.raises(RuleBroken, match="as they were weighed"),
        ledger.change("amend") as change,
    ):
        change.amend("decision", weighed.id, {"weighed": ["another"]})


# -- when to look again


def test_a_day_that_has_come_is_asked_for_at_home_and_in_the_syncs(
    ledger: Ledger, hands: Hands
) -> None:
    ref = capture(ledger, "blue because cheap, by SA revisit:fri", "decision").record.ref
    assert rows(ledger, "decisions")[ref].note == "look again 20 Nov"
    assert ref not in [row.ref for row in home(now_of(ledger)).sections[2].rows]
    hands.on(days=2)
    row = rows(ledger, "decisions")[ref]
    assert (row.note, row.urgency) == (
        "still holds? · look again 20 Nov", Urgency.NEEDS_YOU
    )  # fmt: skip
    due = next(s for s in home(now_of(ledger)).sections if s.title == "Due now")
    assert ref in [row.ref for row in due.rows]
    running.start(ledger, "art-sync")
    parts = {s.title: [r.ref for r in s.rows] for s in surface(now_of(ledger), "scope").sections}
    assert parts["Does it still hold?"] == [ref]
    assert ref not in parts["Decided before"]
    deciding.still_holds(ledger, ref, "still cheapest", "in 4 weeks")
    assert rows(ledger, "decisions")[ref].note == "look again 18 Dec"
    deciding.weigh(ledger, ref, revisit="never")
    assert rows(ledger, "decisions")[ref].note == ""


def test_the_log_has_proposals_on_top_then_what_is_due_then_the_newest(
    ledger: Ledger, hands: Hands
) -> None:
    due = capture(ledger, "blue because cheap, by SA revisit:tomorrow", "decision").record.ref
    hands.on(days=1)
    proposed = made(ledger, "proposed")
    found = surface(now_of(ledger), "decisions").sections
    assert [(s.title, [r.ref for r in s.rows][:2]) for s in found] == [
        ("Proposed", [proposed]),
        ("Look again", [due]),
        ("Decision log", ["X20", "X19"]),
    ]
    decisions = now_of(ledger).decisions
    told = summary("decision", Listing(now_of(ledger), decisions, decisions, ("PI-26.4",)))
    assert told.figures["proposed"] == [proposed]
    assert told.figures["look_again"] == [due]


def test_amending_sets_the_day_and_never_the_words(ledger: Ledger) -> None:
    ref = made(ledger, "agreed")
    amend(ledger, ref, "due:I5")
    assert deciding.the_decision(ledger, ref).revisit == "2026-12-04"
    with pytest.raises(RuleBroken, match="is not understood here"):
        amend(ledger, ref, "red instead")


# -- Markdown


def as_document(ledger: Ledger, ref: str) -> str:
    decision, snap = deciding.the_decision(ledger, ref), now_of(ledger)
    links = links_of(snap, decision, ledger.references)
    doc = ledger.db.state.doc("decision", decision.id) or {}
    return record_markdown(snap, "decision", decision, doc, links=links)


def test_a_decision_as_a_document(ledger: Ledger) -> None:
    line = 'blue *first* because [x](y), by SA option:"all <b>gates" revisit:I5 #R12'
    ref = capture(ledger, line, "decision").record.ref
    later = deciding.supersede(ledger, ref, LINE)
    text = as_document(ledger, ref)
    assert text.startswith(f"# {ref} blue \\*first\\*\n\n- Status: superseded by {later.ref}\n")
    for part in (
        "- Date: Wed 18 Nov 2026\n- Decided by: SA\n",
        "\n## Context\n\n\\[x\\](y)\n",
        "\n## Options weighed\n\n- all \\<b\\>gates\n",
        "\n## Links\n\n",
        f"- superseded by {later.ref} ",
        "- links to R12 ",
    ):
        assert part in text
    assert "Look again" not in text, "what does not hold is not looked at again"
    given_only = as_document(ledger, "X15")
    assert "## Options weighed\n\n3, not on record in words." in given_only
    assert "Where: PO Sync" in given_only


# -- whatever anybody does


VERBS = st.sampled_from(["capture", "propose", *DEEDS, "take", "undo", "rewrite"])
STEPS = st.lists(st.tuples(VERBS, st.integers(0, 5), st.integers(0, 5)), max_size=14)


def _one(ledger: Ledger, verb: str, ref: str, other: str) -> None:
    if verb == "capture":
        capture(ledger, LINE, "decision")
    elif verb == "propose":
        capture(ledger, "propose red because blue is gone", "decision")
    elif verb == "take":
        deciding.supersede(ledger, ref, other)
    elif verb == "undo":
        undo(ledger)
    elif verb == "rewrite":
        with ledger.change("amend") as change:
            found = deciding.the_decision(ledger, ref)
            change.amend("decision", found.id, {"text": "never said"})
    else:
        DEEDS[verb](ledger, ref)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_no_sequence_rewrites_forks_or_loses(steps: list[tuple[str, int, int]]) -> None:
    ledger = sample_ledger(Hands(), who="import")
    ledger.who = "RTE"  # so that no undo takes the whole train back
    words: dict[str, Any] = {}
    for verb, one, two in steps:
        refs = sorted(d.ref for d in ledger.snapshot().decisions)[-6:]
        with suppress(ConsoleError):
            _one(ledger, verb, refs[one % len(refs)], refs[two % len(refs)])
        found = {d.ref: d for d in ledger.snapshot().decisions}
        for decision in found.values():
            if decision.state != "proposed":
                said = words.setdefault(decision.id, (decision.text, decision.because))
                assert said == (decision.text, decision.because)
            elif decision.id in words:
                del words[decision.id]  # the agreement was taken back
            if decision.state == "superseded":
                assert found[decision.superseded or ""].supersedes == decision.ref
        taken = [d.supersedes for d in found.values() if d.supersedes]
        assert len(taken) == len(set(taken)), "two decisions supersede one"
