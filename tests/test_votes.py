"""Votes by hand: the tally's grammar, its exact gate, rounds, concerns, return on time."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.domain.records import Event, Risk, Vote
from store.domain.votes import Tally, read_tally
from store.errors import RuleBroken, UsageFault
from store.insight.events import counts_in_words, left_behind
from store.insight.surfaces import surface
from store.insight.votes import concerns, standings, unheard
from store.ledger import running
from store.ledger.ledger import Ledger
from store.ledger.undoing import undo
from store.ledger.voting import record_roti, record_vote, scope_named, voice_concern
from tests.ledger_helpers import Hands, beside, now_of, sample_ledger, tables


@pytest.fixture
def ledger() -> Ledger:
    return sample_ledger(Hands())


# -- the tally


@given(st.lists(st.integers(1, 5), min_size=1, max_size=200))
def test_any_hands_give_their_counts_and_their_exact_average(hands: list[int]) -> None:
    read = read_tally(" ".join(map(str, hands)))
    assert read == read_tally("".join(map(str, hands)))
    assert read == read_tally(read.per_finger)
    assert read.counts == tuple(hands.count(fingers) for fingers in (1, 2, 3, 4, 5))
    assert read.n == len(hands)
    assert read.average == Fraction(sum(hands), len(hands))
    assert read.accepted == (sum(hands) >= 3 * len(hands))
    assert read.low == sum(1 for one in hands if one <= 2)
    assert (float(read.mean) >= 3) == read.accepted, "what is shown never contradicts the gate"
    assert abs(float(read.mean) - sum(hands) / len(hands)) <= 0.01


@pytest.mark.parametrize(
    ("typed", "counts"),
    [
        ("4 4 3 5 2", (0, 1, 1, 2, 1)),
        ("44352", (0, 1, 1, 2, 1)),
        (" 4,4, 3;5 2, ", (0, 1, 1, 2, 1)),
        ("5", (0, 0, 0, 0, 1)),
        ("1:0 2:2 3:19 4:34 5:11", (0, 2, 19, 34, 11)),
        ("5:11, 3:19", (0, 0, 19, 0, 11)),
    ],
)
def test_a_tally_as_typed(typed: str, counts: tuple[int, ...]) -> None:
    assert read_tally(typed).counts == counts


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "No hand was counted"),
        (" , ", "No hand was counted"),
        ("0 2 19 34 11", "0 is not a vote here"),
        ("1 2 19 34 11", "'19' is not a number of fingers"),
        ("44 352", "'44' is not a number of fingers"),
        ("4 6", "'6' is not a number of fingers"),
        ("40", "0 is not a vote here"),
        ("٤ 4", "'٤' is not a number of fingers"),
        ("4 four", "'four' is not a number of fingers"),
        ("-4", "'-' is not a number of fingers"),
        ("4.5 3", "'4.5' is not a number of fingers"),
        ("4:2 3", "'3' is no count of a finger"),
        ("4: 2", "'4:' is no count of a finger"),
        ("0:3 4:2", "fingers go from 1 to 5"),
        ("6:1", "fingers go from 1 to 5"),
        ("4:2 4:3", "The count of 4 is given twice"),
        ("1:0 5:0", "nobody has voted"),
        ("3:10001", "more than a train has"),
        ("3:1000000", "is no count of a finger"),
    ],
)
def test_what_is_no_tally_is_refused_with_how_to_write_it(typed: str, why: str) -> None:
    with pytest.raises(UsageFault) as refused:
        read_tally(typed)
    assert why in refused.value.sentence
    assert "1:0 2:2 3:19 4:34 5:11" in refused.value.sentence


@pytest.mark.parametrize(
    ("counts", "mean", "verdict"),
    [
        ((0, 0, 1, 0, 0), "3.00", "accept"),
        ((0, 1, 24, 0, 0), "2.96", "rework"),
        ((0, 1, 499, 0, 0), "2.99", "rework"),
        ((0, 1, 9998, 0, 0), "2.99", "rework"),
        ((1, 3, 4, 2, 0), "2.70", "rework"),
        ((0, 2, 19, 34, 11), "3.82", "accept"),
        ((0, 0, 0, 0, 0), "no data", "no data"),
    ],
)
def test_the_gate_is_three_and_unrounded(counts: tuple[int, ...], mean: str, verdict: str) -> None:
    assert (Tally(counts).mean, Tally(counts).verdict) == (mean, verdict)


# -- rounds


def vote_of(ledger: Ledger, scope: str) -> list[Vote]:
    return [v for v in ledger.views.all("vote") if isinstance(v, Vote) and v.scope == scope]


def test_the_sample_says_what_is_expected_of_it(ledger: Ledger) -> None:
    shown = {row.ref: row for row in surface(now_of(ledger), "votes").sections[0].rows}
    assert [*shown] == ["ANC", "BEA", "CAP", "DRE", "ENS", "FAT", "GAN", "ART"]
    assert shown["DRE"].text == "10 hands · 1 at 1 or 2"
    assert (shown["DRE"].when, shown["DRE"].state) == ("2.70 → 3.20", "accept")
    assert shown["ART"].when == "3.82"
    assert "66 hands · 2 at 1 or 2" in shown["ART"].text
    said = surface(now_of(ledger), "votes").sections[1].rows
    assert [(row.ref, row.when, row.state, row.text) for row in said] == [
        ("DRE", "round 1", "heard", "load 118 percent in I3 and I4"),
        ("DRE", "round 2", "replanned", "O409 made uncommitted"),
    ]


def test_a_vote_again_stands_beside_the_first(ledger: Ledger) -> None:
    running.start(ledger, "art-sync")
    before = vote_of(ledger, "FAT")
    made = record_vote(ledger, "fathom", read_tally("1 2 2"), change=" O412 moved\nto I5 ")
    assert (made.round, made.scope, made.change) == (2, "FAT", "O412 moved to I5")
    assert (made.event, made.pi, made.count) == ("E8", "PI-26.4", (1, 2, 0, 0, 0))
    assert vote_of(ledger, "FAT") == [*before, made]
    row = next(r for r in surface(now_of(ledger), "votes").rows if r.ref == "FAT")
    assert row.when == "3.33 → 1.67"
    assert row.note == "3 unheard, vote again"
    record_vote(ledger, "FAT", read_tally("333"))
    row = next(r for r in surface(now_of(ledger), "votes").rows if r.ref == "FAT")
    assert (row.when, row.note) == ("1.67 → 3.00", "")
    assert row.text == "3 hands · 0 at 1 or 2 · rounds 3.33 → 1.67 → 3.00"
    snap = now_of(ledger)
    assert snap.running is not None
    assert counts_in_words(left_behind(snap, snap.running)) == "2 votes"


def test_a_first_vote_has_nothing_replanned_before_it() -> None:
    ledger = sample_ledger(Hands())
    with ledger.change("capture") as change:
        for vote in vote_of(ledger, "ANC"):
            change.remove("vote", vote.id)
    assert next(one for one in standings(now_of(ledger)) if one.scope == "ANC").means == ""
    assert "Not yet: ANC." in surface(now_of(ledger), "votes").question
    kept = tables(ledger)
    with pytest.raises(RuleBroken, match="first vote of ANC"):
        record_vote(ledger, "ANC", read_tally("4"), change="something")
    assert tables(ledger) == kept
    assert record_vote(ledger, "ANC", read_tally("4")).round == 1


@pytest.mark.parametrize(("typed", "scope"), [("art", "ART"), ("@dre", "DRE"), ("Gantry", "GAN")])
def test_a_scope_is_the_art_or_a_team(ledger: Ledger, typed: str, scope: str) -> None:
    assert scope_named(ledger, typed) == scope


def test_an_unknown_scope_names_those_there_are(ledger: Ledger) -> None:
    with pytest.raises(UsageFault, match="There is: ANC, BEA, CAP, DRE, ENS, FAT, GAN"):
        record_vote(ledger, "everybody", read_tally("4"))


# -- concerns


def test_everybody_at_one_or_two_is_given_the_word(ledger: Ledger) -> None:
    running.start(ledger, "art-sync")
    vote = record_vote(ledger, "ENS", read_tally("1 2 2 5"))
    assert unheard(vote) == 3
    vote = voice_concern(ledger, vote.id, "nobody knows the customs date")
    vote = voice_concern(ledger, vote.id, "  ")
    vote = voice_concern(ledger, vote.id, "risk: if customs slips, then O402 slips p:4 i:3")
    assert unheard(vote) == 0
    assert [(c.text, c.became) for c in concerns(vote)] == [
        ("nobody knows the customs date", None),
        ("", None),
        ("if customs slips, then O402 slips", "R13"),
    ]
    risk = ledger.find("R13")[1]
    assert isinstance(risk, Risk)
    assert (risk.team, risk.p, risk.consequence, risk.event) == ("ENS", 4, "O402 slips", "E8")
    assert undo(ledger).sentence == "Took back the concern: R13."
    assert not ledger.has("R13")
    assert unheard(vote_of(ledger, "ENS")[-1]) == 1


def test_two_terminals_may_hear_two_concerns_of_one_vote(ledger: Ledger) -> None:
    other = beside(ledger, "SM-DRE", Hands())
    vote = record_vote(ledger, "ART", read_tally("1 1 1"))
    other.catch_up()
    voice_concern(other, vote.id, "one")
    assert [c.text for c in voice_concern(ledger, vote.id, "two").concerns] == ["one", "two"]


def test_the_concern_of_an_imported_vote_stays_when_another_is_heard(ledger: Ledger) -> None:
    first = vote_of(ledger, "DRE")[0]
    assert unheard(first) == 0, "whoever took that vote knows whether they were heard"
    heard = voice_concern(ledger, first.id, "decision: O409 is uncommitted, by PM")
    assert [(c.text, c.became) for c in concerns(heard)] == [
        ("load 118 percent in I3 and I4", None),
        ("O409 is uncommitted, by PM", "X21"),
    ]


def test_a_concern_that_cannot_be_its_record_leaves_nothing_behind(ledger: Ledger) -> None:
    kept = tables(ledger)
    with pytest.raises(RuleBroken, match="too long"):
        record_vote(ledger, "ART", read_tally("1"), concerns=["fine", "risk: " + "x" * 20_000])
    assert tables(ledger) == kept


def test_a_vote_that_was_taken_back_cannot_be_spoken_to(ledger: Ledger) -> None:
    vote = record_vote(ledger, "ART", read_tally("1"))
    undo(ledger)
    with pytest.raises(RuleBroken, match="taken back"):
        voice_concern(ledger, vote.id, "late")


# -- return on time


def test_return_on_time_is_kept_with_the_event_and_can_be_taken_back(ledger: Ledger) -> None:
    event = running.start(ledger, "art-sync")
    assert record_roti(ledger, event, read_tally("5 4 4 2")).roti == (0, 1, 0, 2, 1)
    running.close(ledger)
    assert record_roti(ledger, event, read_tally("55")).roti == (0, 0, 0, 0, 2)
    assert undo(ledger).what == "the vote on return on time"
    kept = ledger.find("E8")[1]
    assert isinstance(kept, Event)
    assert kept.roti == (0, 1, 0, 2, 1)


def test_an_event_that_has_not_begun_has_no_return_on_time(ledger: Ledger) -> None:
    with ledger.change("capture") as change:
        change.new("event", {"ref": "E9", "title": "ART Sync", "on": "2026-12-01"})
    planned = ledger.find("E9")[1]
    assert isinstance(planned, Event)
    with pytest.raises(RuleBroken, match="has not begun"):
        record_roti(ledger, planned, read_tally("5"))
    over = ledger.find("E7")[1]
    assert isinstance(over, Event)
    assert record_roti(ledger, over, read_tally("3")).roti == (0, 0, 1, 0, 0)
