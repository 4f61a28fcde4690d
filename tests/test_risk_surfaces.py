"""What the steps of a risk workshop put in front of the room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.domain.records import Risk
from store.domain.roam import Said
from store.insight.doubles import COMMON, LITTLE, alike, doubles, words_of
from store.insight.risk_walk import card, floor, walk_order, walked
from store.insight.rows import Row, Section
from store.insight.snapshot import Snapshot
from store.insight.surfaces import surface
from store.ledger import running
from store.ledger.capturing import amend, capture
from store.ledger.ledger import Ledger
from store.ledger.merging import merge
from store.ledger.roaming import give_letter, hand_back, happened, restate
from tests.ledger_helpers import Hands, now_of, sample_ledger
from tests.test_insight_rules import snap_of


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def ledger(hands: Hands) -> Ledger:
    return sample_ledger(hands)


def shown(ledger: Ledger, name: str) -> dict[str, list[str]]:
    """References by the title of their section."""
    seen = surface(now_of(ledger), name)
    assert seen.name == name
    return {section.title: [row.ref for row in section.rows] for section in seen.sections}


def row_in(ledger: Ledger, name: str, ref: str) -> Row:
    return next(row for row in surface(now_of(ledger), name).rows if row.ref == ref)


# -- doubles


def risk(number: int, text: str, roam: str = "U") -> Risk:
    return Risk(id=f"risk-{number}", ref=f"R{number}", text=text, roam=roam, pi="4")


def pairs(*risks: Risk) -> list[tuple[str, str]]:
    return [(found.risk.ref, found.like.ref) for found in doubles(snap_of(risk=risks))]


def test_the_words_that_count() -> None:
    assert words_of("If the Gates' peaks double, then 12 of the gates are at risk") == (
        "gate", "peak", "double", "risk",
    )  # fmt: skip
    assert words_of("O402 and o402, été") == ("o402", "été")
    assert words_of("風險 一") == ("風險", "一")


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        ("gate peaks double", "peak at the gate doubles", True),
        ("gate peaks", "gate closed", False),
        ("gate peaks and a long tail of words", "gate peaks with others that differ here", False),
        ("gate peaks in summer", "gate peaks in winter", True),
        ("rain", "rain", True),
        ("Rain", " rain ", True),
        ("風險", "風險", True),
        ("rain", "snow", False),
        ("", "", True),
    ],
)
def test_two_risks_that_may_say_the_same(one: str, other: str, are: bool) -> None:
    assert bool(pairs(risk(1, one), risk(2, other))) is are


texts = st.lists(st.sampled_from(["gate", "peaks", "rain", "dock", "the", "tow"]), max_size=5)


@given(st.lists(texts, max_size=6))
def test_a_double_is_like_the_one_it_shares_most_words_with(said: list[list[str]]) -> None:
    """The rule once more, word by word and pair by pair, against the index that is used."""
    risks = [risk(n, " ".join(words)) for n, words in enumerate(said, 1)]
    kept: list[Risk] = []
    expected: list[tuple[str, str]] = []
    for one in risks:
        scores: list[tuple[float, Risk]] = []
        twin = next((r for r in risks[: risks.index(one)] if r.text == one.text), None)
        for other in kept:
            mine, theirs = set(words_of(one.text)), set(words_of(other.text))
            both = len(mine & theirs)
            share = 2 * both / (len(mine) + len(theirs)) if both >= 2 else 0
            scores.append((share if share >= 0.5 else 0, other))
        best = max(scores, key=lambda pair: pair[0], default=(0.0, one))
        if twin is not None:
            expected.append((one.ref, twin.ref))
        elif best[0]:
            expected.append((one.ref, best[1].ref))
        else:
            kept.append(one)
    assert pairs(*risks) == expected


@given(texts, texts)
def test_likeness_has_no_direction(one: list[str], other: list[str]) -> None:
    mine, theirs = words_of(" ".join(one)), words_of(" ".join(other))
    assert alike(mine, theirs) == alike(theirs, mine)
    assert 0 <= alike(mine, theirs) <= 1


def test_one_with_a_letter_is_the_one_that_stays() -> None:
    assert pairs(risk(1, "gate peaks double"), risk(2, "gate peaks double up", "O")) == [
        ("R1", "R2")
    ]


def test_a_word_that_everybody_uses_tells_nothing() -> None:
    many = [risk(n, f"gate peaks w{n}") for n in range(1, COMMON + 2)]
    assert pairs(*many) == []
    assert len(pairs(*many[:COMMON])) == COMMON - 1
    assert "gate" not in LITTLE


def test_only_open_risks_are_doubles() -> None:
    gone = Risk(id="risk-2", ref="R2", text="rain again", merged="R1", pi="4")
    assert pairs(risk(1, "rain again"), gone, risk(3, "rain again", "R")) == []


# -- collect and merge


def test_collecting_shows_the_newest_on_top_with_suspected_doubles(
    ledger: Ledger, hands: Hands
) -> None:
    running.start(ledger, "art-sync")
    capture(ledger, "risk: gate peaks double in the holidays @BEA")
    hands.on(minutes=1)
    capture(ledger, "risk: something else")
    assert shown(ledger, "collect") == {"Not ROAMed yet, newest first": ["R14", "R13", "R12"]}
    first = row_in(ledger, "collect", "R13")
    assert (first.when, first.who) == ("09:00", "BEA")
    assert first.note == "like R04: gate, peak, double, holiday"
    assert row_in(ledger, "collect", "R12").when == "1 d"
    give_letter(ledger, "R14", "R", Said(note="no"))
    hand_back(ledger, "R13", "BEA")
    assert shown(ledger, "collect") == {"Not ROAMed yet, newest first": ["R12"]}


def test_doubles_stand_under_the_risk_that_they_are_like(ledger: Ledger) -> None:
    titles = shown(ledger, "doubles")
    assert titles.pop("Suspected doubles") == []
    capture(ledger, "risk: gate peaks double in the holidays")
    seen = shown(ledger, "doubles")
    (like,) = (title for title in seen if title.startswith("R04 if gate peaks"))
    assert seen[like] == ["R13"]
    found = row_in(ledger, "doubles", "R13")
    assert (found.computed["like"], found.note) == ("R04", "both: gate, peak, double, holiday")
    assert seen["The other open risks"][0] == "R12"
    assert "R13" not in seen["The other open risks"]
    merge(ledger, "R04", ["R13"])
    assert shown(ledger, "doubles") == {"Suspected doubles": [], **titles}


# -- the walk


def refs(snap: Snapshot) -> list[str]:
    return [ref for ref, _, _ in walk_order(snap, snap.running)]


def test_the_walk_begins_with_what_has_no_letter_by_exposure(ledger: Ledger) -> None:
    capture(ledger, "risk: unknown size")
    capture(ledger, "risk: the largest p:5 i:5")
    snap = now_of(ledger)
    assert refs(snap) == ["R14", "R12", "R13", "R05", "R06", "R03"]
    assert walk_order(snap, None)[0] == ("R14", "the largest", None)


def test_the_order_of_the_walk_stays_while_the_room_goes_through_it(ledger: Ledger) -> None:
    running.start(ledger, "art-sync")
    capture(ledger, "risk: unknown size")
    before = refs(now_of(ledger))
    assert before == ["R12", "R13", "R05", "R06", "R03"]
    waiting = list(before)
    letters = {
        "R12": ("O", Said(owner="PM", review="2026-11-20")),
        "R13": ("R", Said(note="no")),
        "R05": ("O", Said(owner="PM", review="2026-12-01")),
        "R06": ("M", Said(owner="PM", action="x", due="2026-12-01")),
        "R03": ("R", Said(note="over")),
    }
    for ref, (letter, said) in letters.items():
        snap = now_of(ledger)
        now = floor(snap)
        assert now is not None
        assert now.ref == waiting.pop(0) == ref
        first, *rest = surface(snap, "roam-walk").sections
        assert first.title == f"{ref} · {6 - len(waiting) - 1} of 5"
        assert [row.ref for row in first.rows] == [ref]
        assert [row.ref for row in rest[0].rows] == waiting or not waiting
        give_letter(ledger, ref, letter, said)
        assert refs(now_of(ledger)) == before
    snap = now_of(ledger)
    assert floor(snap) is None
    first, done = surface(snap, "roam-walk").sections
    assert (first.title, first.rows) == ("No risk waits for a letter", ())
    assert [row.ref for row in done.rows] == before


def test_what_has_left_the_board_is_not_walked(ledger: Ledger) -> None:
    running.start(ledger, "art-sync")
    capture(ledger, "risk: a")
    merge(ledger, "R12", ["R13"])
    happened(ledger, "R05")
    assert refs(now_of(ledger)) == ["R12", "R06", "R03"]


def told(ledger: Ledger, ref: str) -> dict[str, str]:
    snap = now_of(ledger)
    found = next(r for r in snap.risks if r.ref == ref)
    return {part.label: part.words for part in card(snap, found)}


def test_the_card_of_a_risk_says_what_the_room_must_know(ledger: Ledger) -> None:
    amend(ledger, "R05", "@BEA @DRE")
    said = told(ledger, "R05")
    assert said["if"] == "customs gives no test endpoint by I3"
    assert said["then"] == "O402 cannot be shown"
    assert said["exposure"] == "12 of 25: probability 4 × impact 3"
    assert said["hits"].startswith("O402 ")
    assert said["teams"] == "BEA Beacon, DRE Dredger"
    assert said["letters"] == "? not yet → O Owned (PM, review 10 Nov)"
    assert said["owes"] == "review 8 d overdue"
    assert said["needs"] == (
        "R evidence · O owner, review · A accepted by, until, because · M action, owner, due"
    )


def test_the_card_of_a_bare_risk_asks(ledger: Ledger) -> None:
    capture(ledger, "risk: yard floods p:4")
    said = told(ledger, "R13")
    assert said["said"] == "yard floods"
    assert said[""] == "Not yet said as condition and consequence."
    assert said["exposure"] == "probability 4, not known: how likely, and how bad, from 1 to 5?"
    assert "hits" not in said
    assert "teams" not in said
    restate(ledger, "R13", "the yard floods", "we wait", "4 5")
    again = told(ledger, "R13")
    assert (again["if"], again["then"]) == ("the yard floods", "we wait")


# -- read back, leaders, exposure


def test_owners_and_dates_are_read_back_by_date(ledger: Ledger) -> None:
    running.start(ledger, "art-sync")
    give_letter(ledger, "R12", "O", Said(owner="PM", review="2026-12-09"))
    give_letter(ledger, "R06", "M", Said(owner="SA", action="borrow one", due="2026-11-27"))
    give_letter(ledger, "R09", "R", Said(note="split"))
    capture(ledger, "risk: a")
    merge(ledger, "R12", ["R13"])
    seen = shown(ledger, "risks-readback")
    assert seen["Given here: say each one aloud"] == ["R06", "R12"]
    assert seen["Still owes something"] == ["R05", "R03"]
    assert seen["Settled here"] == ["R09", "R13"]
    assert seen["Promised earlier"] == ["R08", "R04", "R11", "R10"]
    planned = row_in(ledger, "risks-readback", "R06")
    assert (planned.when, planned.who, planned.note) == (
        "27 Nov", "SA", "due 27 Nov: borrow one",
    )  # fmt: skip
    assert row_in(ledger, "risks-readback", "R13").note == "merged into R12"
    assert row_in(ledger, "risks-readback", "R10").note == "uncommitted by choice"


UNASKED = "Marked, or exposure 15 and more: does it need a decision?"


def test_leaders_are_asked_until_a_question_or_a_decision_is_linked(ledger: Ledger) -> None:
    assert shown(ledger, "leaders") == {"Asked for": [], UNASKED: ["R04", "R12"]}
    capture(ledger, "risk: small but theirs needs:leaders p:1 i:2")
    assert shown(ledger, "leaders")[UNASKED] == ["R04", "R12", "R13"]
    assert row_in(ledger, "leaders", "R13").note == "marked for leaders · not ROAMed yet"
    capture(ledger, "action: move gate A #R4 needs:leaders")
    capture(ledger, "topic: who pays #R13 needs:leaders owner:BO-OPS due:fri")
    seen = shown(ledger, "leaders")
    assert (seen["Asked for"], seen[UNASKED]) == (["A1", "P1"], ["R12"])
    assert row_in(ledger, "leaders", "A1").note == "from whom? by when?"
    asked = row_in(ledger, "leaders", "P1")
    assert (asked.when, asked.note) == ("20 Nov", "BO-OPS, due Fri 20 Nov")
    capture(ledger, "decision: freeze moves #R12")
    assert shown(ledger, "leaders") == {
        "Asked for": ["A1", "P1"],
        UNASKED: [],
        "Decided about risks": ["X21"],
    }


def test_a_mark_for_leaders_can_be_given_later(ledger: Ledger) -> None:
    amend(ledger, "R10", "needs:leaders")
    assert "R10" in shown(ledger, "leaders")[UNASKED]


def test_exposure_stands_in_words_and_the_unknown_is_no_zero(ledger: Ledger) -> None:
    capture(ledger, "risk: half known p:4")
    assert shown(ledger, "exposure") == {
        "High: 15 to 25": ["R04", "R12"],
        "Middle: 8 to 14": ["R05", "R06", "R11", "R03", "R08", "R09"],
        "Low: up to 7": ["R10"],
        "Not known: how likely, and how bad, from 1 to 5?": ["R13"],
    }
    assert row_in(ledger, "exposure", "R04").when == "20 = 4 × 5"
    assert row_in(ledger, "exposure", "R13").when == "4 × ?"


@pytest.mark.parametrize(
    "name", ["collect", "doubles", "roam-walk", "risks-readback", "leaders", "exposure"]
)
def test_every_surface_says_what_belongs_there_when_it_is_empty(name: str) -> None:
    sections: tuple[Section, ...] = surface(snap_of(), name).sections
    assert sections
    assert all(section.empty for section in sections)
    assert walked(snap_of(), None) == []
