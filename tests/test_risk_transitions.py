"""Every letter and every way out from every state a risk can be in, with the exact sentence.

And what no sequence of them may do: lose a letter, reset an age, leave a letter without its duties.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.domain.records import Risk
from store.domain.roam import Said
from store.errors import ConsoleError, RuleBroken
from store.ledger import undoing
from store.ledger.capturing import capture
from store.ledger.history import history
from store.ledger.ledger import Ledger
from store.ledger.merging import merge
from store.ledger.roaming import give_letter, hand_back, happened, prepare, restate
from tests.ledger_helpers import Hands, sample_ledger, tables

SAID = {
    "R": Said(note="the test passed"),
    "O": Said(owner="PM", review="2026-11-20", note="the plan failed"),
    "A": Said(owner="BO-OPS", review="2026-12-04", note="nothing cheaper helps"),
    "M": Said(owner="SA", action="load test", due="2026-11-27", note="new facts"),
    "U": Said(note="it is back"),
}
"""Each letter with all that it can owe."""

OTHER = {
    "O": Said(owner="SM-DRE", review="2026-11-30"),
    "A": Said(owner="BO-COM", review="2026-12-11", note="still so"),
    "M": Said(owner="SM-DRE", action="another test", due="2026-11-30"),
}
"""The same letters in other words, for a review."""

REOPEN = "R13 is resolved. Reopen it first, with the reason."
MERGED = "R13 is merged into R04. Go on with R04."
HAPPENED = "R13 has happened and is impediment B15 now. Work on the impediment instead."


def only(word: str) -> str:
    return f"R13 is {word} and only a resolved risk is reopened. Give it another letter instead."


def no_letter_yet(word: str) -> str:
    return f"R13 is {word} and R14 has no letter yet. Let R13 stay: merge R14 into it."


SETTLED = {"merged": MERGED, "happened": HAPPENED}
VERBS = ("R", "O", "A", "M", "U", "happen", "back", "merge-away", "merge-in", "restate", "prepare")

REFUSED: dict[tuple[str, str], str] = {
    ("U", "U"): "R13 has no letter yet. Give it R, O, A or M.",
    ("O", "U"): only("Owned"),
    ("A", "U"): only("Accepted"),
    ("M", "U"): only("Mitigated"),
    ("O", "merge-away"): no_letter_yet("Owned"),
    ("A", "merge-away"): no_letter_yet("Accepted"),
    ("M", "merge-away"): no_letter_yet("Mitigated"),
    ("team", "U"): "R13 has no letter yet. Give it R, O, A or M.",
    ("team", "back"): "R13 is with BEA already.",
    ("team", "merge-in"): (
        "R13 is with BEA and no longer the train's. Let R14 stay: merge R13 into it."
    ),
    **{("R", verb): REOPEN for verb in VERBS if verb != "U"},
    **{(state, verb): said for state, said in SETTLED.items() for verb in VERBS},
}
"""What is refused, written down once more, each with its sentence; everything else is allowed."""

STATES = ("U", "O", "A", "M", "R", "team", "merged", "happened")


def risk(ledger: Ledger, ref: str) -> Risk:
    found = ledger.find(ref)[1]
    assert isinstance(found, Risk)
    return found


def in_state(state: str) -> Ledger:
    """The sample train with R13 in `state`, and R14 without a letter."""
    ledger = sample_ledger(Hands())
    capture(ledger, "risk: the crane stands still")
    capture(ledger, "risk: rain comes early")
    if state in SAID and state != "U":
        give_letter(ledger, "R13", state, SAID[state])
    elif state == "team":
        hand_back(ledger, "R13", "BEA")
    elif state == "merged":
        merge(ledger, "R04", ["R13"])
    elif state == "happened":
        happened(ledger, "R13")
    return ledger


def deed(ledger: Ledger, verb: str, again: bool = False) -> None:
    """Do it to R13."""
    if verb in SAID:
        said = OTHER[verb] if again and verb in OTHER else SAID[verb]
        give_letter(ledger, "R13", verb, said)
        return
    deeds: dict[str, Callable[[], object]] = {
        "happen": lambda: happened(ledger, "R13", "it stands still owner:RTE"),
        "back": lambda: hand_back(ledger, "R13", "BEA"),
        "merge-away": lambda: merge(ledger, "R14", ["R13"]),
        "merge-in": lambda: merge(ledger, "R13", ["R14"]),
        "restate": lambda: restate(ledger, "R13", "it rains", "O402 slips", "4 5"),
        "prepare": lambda: prepare(ledger, "R13", "open yard B", "the pump alarm"),
    }
    deeds[verb]()


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", STATES)
def test_every_way_from_every_state(state: str, verb: str) -> None:
    ledger = in_state(state)
    before, letters = tables(ledger), risk(ledger, "R13").roamed
    refusal = REFUSED.get((state, verb))
    if refusal is not None:
        with pytest.raises(RuleBroken) as refused:
            deed(ledger, verb, again=verb == state)
        assert refused.value.sentence == refusal
        assert tables(ledger) == before, "a refusal changes nothing"
        return
    deed(ledger, verb, again=verb == state)
    after = risk(ledger, "R13")
    assert tables(ledger) != before
    assert after.roamed[: len(letters)] == letters
    if verb in SAID:
        assert (after.roam, after.level) == (verb, None)
        assert after.roamed[-1].letter == verb
        assert after.roamed[-1].before == ("U" if state == "team" else state)
    elif verb == "happen":
        assert (after.occurred, after.impediment) == ("2026-11-18", "B15")
        assert ledger.find("B15")[1].text == "it stands still"
    elif verb == "back":
        assert (after.level, after.team, after.roamed[-1].team) == ("team", "BEA", "BEA")
    elif verb == "merge-away":
        assert after.merged == "R14"
    elif verb == "merge-in":
        assert risk(ledger, "R14").merged == "R13"
        assert "R14" in after.links
    elif verb == "restate":
        assert (after.text, after.p, after.i) == ("if it rains, then O402 slips", 4, 5)
    else:
        assert (after.contingency, after.trigger) == ("open yard B", "the pump alarm")


LACKS = {
    "R": "R13: Resolved needs the reason or the evidence. For example: because the test passed",
    "O": ("R13: Owned needs an owner and a review date. For example: owner:SM-DRE review:fri"),
    "A": (
        "R13: Accepted needs somebody named who accepts it, a date until when and a reason. "
        "For example: owner:BO-OPS until:I5 because nothing cheaper helps"
    ),
    "M": (
        "R13: Mitigated needs an action, an owner and a due date. For example: "
        "load test at twice the peak owner:SM-DRE due:fri"
    ),
}
CHANGED = {
    ("M", "O"): (
        "R13: Owned needs an owner, a review date and what has changed. For example: "
        "owner:SM-DRE review:fri because the test failed"
    ),
    ("A", "O"): (
        "R13: Owned needs an owner, a review date and what has changed. For example: "
        "owner:SM-DRE review:fri because the test failed"
    ),
    ("A", "M"): (
        "R13: Mitigated needs an action, an owner, a due date and what has changed. For example: "
        "load test at twice the peak owner:SM-DRE due:fri because the test failed"
    ),
}


@pytest.mark.parametrize("letter", "ROAM")
@pytest.mark.parametrize("state", ["U", "O", "A", "M", "team"])
def test_a_letter_without_what_it_owes_is_refused_by_name(state: str, letter: str) -> None:
    ledger = in_state(state)
    before = tables(ledger)
    with pytest.raises(RuleBroken) as refused:
        give_letter(ledger, "R13", letter, Said())
    assert refused.value.sentence == CHANGED.get((state, letter), LACKS[letter])
    assert tables(ledger) == before


def test_reopening_says_why() -> None:
    with pytest.raises(RuleBroken) as refused:
        give_letter(in_state("R"), "R13", "U", Said())
    assert refused.value.sentence == (
        "R13: To reopen it say the reason. For example: because it is back"
    )


def test_to_prepare_something_is_said_and_empty_words_take_it_away() -> None:
    ledger = in_state("O")
    with pytest.raises(RuleBroken, match="Say what is done if it happens, or the sign"):
        prepare(ledger, "R13")
    prepare(ledger, "R13", contingency=" open yard B ", trigger="the alarm")
    prepare(ledger, "R13", trigger="")
    after = risk(ledger, "R13")
    assert (after.contingency, after.trigger) == ("open yard B", None)
    restate(ledger, "R13", "it rains", "we wait")
    assert risk(ledger, "R13").contingency == "open yard B", "not said is not taken away"


# -- sequences

REFS = ("R12", "R13", "R14")
Op = tuple[str, str, str]
ops = st.tuples(
    st.sampled_from(["R", "O", "A", "M", "U", "happen", "back", "merge", "restate", "prepare",
                     "undo"]),
    st.sampled_from(REFS),
    st.sampled_from(REFS),
)  # fmt: skip


def whole(found: Risk) -> bool:
    """Whether it has all that its letter demands."""
    wanted = {
        "U": (),
        "R": (found.note,),
        "O": (found.owner, found.review),
        "A": (found.owner, found.review, found.note),
        "M": (found.action, found.owner, found.due, found.review),
    }
    return all(wanted[found.roam])


def run_op(ledger: Ledger, op: Op, number: int) -> None:
    verb, ref, other = op
    words = f"words {number}"
    if verb in SAID:
        dates = {"O": {"review": "2026-12-01"}, "M": {"due": "2026-12-02"},
                 "A": {"review": "2026-12-03"}}.get(verb, {})  # fmt: skip
        action = words if verb == "M" else None
        give_letter(ledger, ref, verb, Said(owner="PM", note=words, action=action, **dates))
    elif verb == "happen":
        happened(ledger, ref)
    elif verb == "back":
        hand_back(ledger, ref, "BEA")
    elif verb == "merge":
        merge(ledger, ref, [other])
    elif verb == "restate":
        restate(ledger, ref, words, "then", "2 3")
    elif verb == "prepare":
        prepare(ledger, ref, words)
    else:
        undoing.undo(ledger)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ops, max_size=14))
def test_no_sequence_loses_a_letter_or_leaves_one_without_its_duties(done: list[Op]) -> None:
    hands = Hands()
    ledger = sample_ledger(hands)
    capture(ledger, "risk: the crane stands still")
    capture(ledger, "risk: rain comes early")
    for number, op in enumerate(done):
        hands.on(minutes=1)
        before = tables(ledger)
        known = {ref: risk(ledger, ref) for ref in REFS if ledger.has(ref)}
        told = {ref: len(history(ledger, "risk", old)) for ref, old in known.items()}
        try:
            run_op(ledger, op, number)
        except ConsoleError:
            assert tables(ledger) == before, "a refusal changes nothing"
            continue
        for ref, old in known.items():
            if not ledger.has(ref):
                assert op[0] == "undo"
                continue
            new = risk(ledger, ref)
            assert whole(new), (ref, new)
            assert (new.at, new.raised) == (old.at, old.raised), "no age begins anew"
            assert len(history(ledger, "risk", new)) >= told[ref], "history only grows"
            if op[0] != "undo":
                assert new.roamed[: len(old.roamed)] == old.roamed
                assert new.letters_before[: len(old.letters_before)] == old.letters_before
