"""ROAM: which letter may follow which, what each owes, and how it is said. Pure rules."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.domain import roam
from store.domain.grammar_parts import CaptureContext
from store.domain.records import Risk
from store.domain.roam import Said
from store.domain.roam_words import read_said
from store.errors import RuleBroken, UsageFault

TODAY = date(2026, 11, 18)
AHEAD = "2026-11-20"
PAST = "2026-11-17"

TABLE = {
    "U": {"R", "O", "A", "M"},
    "O": {"R", "M", "A"},
    "M": {"R", "O", "A"},
    "A": {"O", "M", "R"},
    "R": {"U"},
}
"""What may follow, written down once more: the code's own table is what is being tested."""
REVIEWED = {"O", "A", "M"}
OWES = {
    "R": {"note"},
    "O": {"owner", "review"},
    "A": {"owner", "review", "note"},
    "M": {"action", "owner", "due"},
    "U": {"note"},
}
OWES_MORE = {("M", "O"): {"note"}, ("A", "O"): {"note"}, ("A", "M"): {"note"}}


def risk(**fields: Any) -> Risk:  # noqa: ANN401 - fields of every type
    return Risk(**{"id": "risk-1", "ref": "R1", "text": "x", **fields})


words = st.sampled_from([None, "words"])
days = st.sampled_from([None, AHEAD, TODAY.isoformat(), PAST])
saids = st.builds(Said, owner=words, review=days, action=words, due=days, note=words)
WHOLE = Said(owner="PM", review=AHEAD, action="do it", due=AHEAD, note="because")


def is_whole(before: str, letter: str, said: Said) -> bool:
    """Whether a letter has what it owes, and no day that is past or has no place."""
    owed = OWES[letter] | OWES_MORE.get((before, letter), set())
    dates = [said.review, said.due]
    if letter in "RU" and any(dates):
        return False
    return all(getattr(said, field) for field in owed) and PAST not in dates


@given(st.sampled_from("UROAM"), st.sampled_from("UROAM"), saids)
def test_a_letter_is_given_exactly_when_the_table_and_its_duties_allow_it(
    before: str, letter: str, said: Said
) -> None:
    legal = letter in TABLE[before] or (letter == before and letter in REVIEWED)
    one = risk(roam=before)
    if legal and is_whole(before, letter, said):
        fields = roam.give(one, letter, said, TODAY)
        assert fields["roam"] == letter
        assert {name: fields[name] for name in OWES[letter]} == {
            name: getattr(said, name) for name in OWES[letter]
        }
    else:
        with pytest.raises(RuleBroken) as refused:
            roam.give(one, letter, said, TODAY)
        assert refused.value.sentence.startswith("R1")
        assert "\n" not in refused.value.sentence


@given(st.sampled_from("UROAM"))
def test_what_is_offered_is_what_may_be_given(before: str) -> None:
    offered = set(roam.choices(risk(roam=before)))
    assert offered == TABLE[before] | ({before} & REVIEWED)


@pytest.mark.parametrize(
    ("letter", "named"),
    [
        ("O", "Owned needs an owner and a review date. For example: owner:SM-DRE review:fri"),
        ("M", "Mitigated needs an action, an owner and a due date. For example: "),
        ("A", "Accepted needs somebody named who accepts it, a date until when and a reason. "),
        ("R", "Resolved needs the reason or the evidence. For example: because the test passed"),
    ],
)
def test_a_refusal_names_all_that_lacks(letter: str, named: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        roam.give(risk(), letter, Said(), TODAY)
    assert refused.value.sentence.startswith(f"R1: {named}")


@pytest.mark.parametrize(
    ("fields", "letter", "sentence"),
    [
        ({"roam": "R"}, "O", "R1 is resolved. Reopen it first, with the reason."),
        ({"roam": "R"}, "R", "R1 is resolved. Reopen it first, with the reason."),
        ({"roam": "U"}, "U", "R1 has no letter yet. Give it R, O, A or M."),
        ({"roam": "O"}, "U", "R1 is Owned and only a resolved risk is reopened."),
        ({"merged": "R4"}, "O", "R1 is merged into R4. Go on with R4."),
        ({"occurred": PAST, "impediment": "I3"}, "O", "R1 has happened and is impediment I3 now."),
        ({"occurred": PAST}, "O", "R1 has happened. Work on the impediment instead."),
    ],
)
def test_a_refusal_says_what_instead(fields: dict[str, Any], letter: str, sentence: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        roam.give(risk(**fields), letter, WHOLE, TODAY)
    assert refused.value.sentence.startswith(sentence)


def test_a_day_that_is_past_is_no_promise() -> None:
    with pytest.raises(RuleBroken, match=r"Tue 17 Nov 2026 is past\. Say a review date from today"):
        roam.give(risk(), "O", Said(owner="PM", review=PAST), TODAY)
    assert roam.give(risk(), "O", Said(owner="PM", review="2026-11-18"), TODAY)["roam"] == "O"


def test_an_unknown_letter_is_not_understood() -> None:
    with pytest.raises(UsageFault, match="There is no letter 'Q'"):
        roam.give(risk(), "Q", WHOLE, TODAY)


def test_a_mitigated_risk_is_reviewed_when_its_action_is_due() -> None:
    said = Said(owner="SA", action="test", due=AHEAD)
    assert roam.give(risk(), "M", said, TODAY)["review"] == AHEAD
    later = Said(owner="SA", action="test", due=AHEAD, review="2026-12-01")
    assert roam.give(risk(), "M", later, TODAY)["review"] == "2026-12-01"


def test_a_plan_ends_with_its_letter_and_evidence_keeps_it() -> None:
    planned = risk(roam="M", owner="SA", action="test", due=AHEAD, review=AHEAD)
    owned = roam.give(planned, "O", Said(owner="PM", review=AHEAD, note="failed"), TODAY)
    assert (owned["action"], owned["due"]) == (None, None)
    resolved = roam.give(planned, "R", Said(note="it passed"), TODAY)
    assert not {"action", "due", "owner"} & resolved.keys()


def test_a_review_needs_something_new() -> None:
    owned = risk(roam="O", owner="PM", review=AHEAD, note="why")
    with pytest.raises(RuleBroken, match="in just these words already"):
        roam.give(owned, "O", Said(owner="PM", review=AHEAD), TODAY)
    again = roam.give(owned, "O", Said(owner="PM", review="2026-12-01"), TODAY)
    assert again["note"] == "why", "a review that says nothing of the reason leaves it"
    other = roam.give(owned, "M", Said(owner="PM", action="x", due=AHEAD), TODAY)
    assert other["note"] is None, "the reason was the other letter's"


def test_what_the_record_knows_is_put_there_but_for_days_that_are_past() -> None:
    owned = risk(roam="O", owner="PM", review=PAST)
    assert roam.known(owned, "O", TODAY) == Said(owner="PM")
    assert roam.known(owned, "M", TODAY) == Said(owner="PM")
    assert roam.known(owned, "A", TODAY) == Said(), "an owner is no accepter"
    planned = risk(roam="M", owner="SA", action="test", due=AHEAD, review=AHEAD)
    assert roam.known(planned, "M", TODAY) == Said(
        owner="SA", action="test", due=AHEAD, review=AHEAD
    )


@given(st.lists(st.sampled_from("ROAMU"), max_size=8))
def test_the_letters_before_are_the_way_that_it_took(wanted: list[str]) -> None:
    before: tuple[str, ...] = ()
    now = "U"
    way = ["U"]
    for letter in wanted:
        if letter not in TABLE[now]:
            continue
        before = roam.letters(risk(roam=now, letters_before=before))
        now = letter
        way.append(letter)
        assert [*before, now] == way


def test_an_imported_train_may_count_the_present_letter_already() -> None:
    assert roam.letters(risk(roam="O", letters_before=("U", "O"))) == ("U", "O")


@pytest.mark.parametrize(
    ("letter", "said"),
    [
        ("O", "O Owned · owner PM · review Fri 20 Nov 2026 · because because"),
        ("A", "A Accepted · accepted by PM · until Fri 20 Nov 2026 · because because"),
        ("M", "M Mitigated · do it · owner PM · due Fri 20 Nov 2026 · because because"),
        ("R", "R Resolved · because"),
        ("U", "? reopened, not yet ROAMed · because because"),
    ],
)
def test_a_letter_in_words(letter: str, said: str) -> None:
    facts = {name: getattr(WHOLE, name) for name in ("owner", "review", "action", "due", "note")}
    assert roam.in_words(letter, facts) == said


CONTEXT = CaptureContext(
    TODAY, roles=("SM-DRE", "BO-OPS"), iterations=[("I5", TODAY, TODAY + timedelta(days=16))]
)


@pytest.mark.parametrize(
    ("letter", "line", "said"),
    [
        ("O", "owner:sm-dre review:fri", Said(owner="SM-DRE", review=AHEAD)),
        ("O", "owner:PM due:fri", Said(owner="PM", review=AHEAD)),
        ("O", "review:in 2 days owner:PM because nobody else can",
         Said(owner="PM", review=AHEAD, note="nobody else can")),
        ("M", "load test at 2x owner:SA due:fri", Said(action="load test at 2x", owner="SA",
                                                      due=AHEAD)),
        ("M", "test, because it is cheap owner:SA due:fri review:I5",
         Said(action="test", note="it is cheap", owner="SA", due=AHEAD, review="2026-12-04")),
        ("A", "owner:BO-OPS until:I5 because it is cheap",
         Said(owner="BO-OPS", review="2026-12-04", note="it is cheap")),
        ("R", "Because the test passed, twice", Said(note="the test passed, twice")),
        ("R", "ask @DRE about #R4 at 12:30", Said(note="ask @DRE about #R4 at 12:30")),
        ("U", "", Said()),
    ],
)  # fmt: skip
def test_words_behind_a_letter(letter: str, line: str, said: Said) -> None:
    assert read_said(line, letter, CONTEXT) == said


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("owner:PM review:soon", "soon is not a date"),
        ("owner: review:fri", "owner: needs a name"),
        ("owner:PM owner:SA review:fri", "The owner is given twice"),
        ("review:fri due:thu owner:PM", "The review is given twice"),
    ],
)
def test_a_key_that_cannot_be_read_is_told(line: str, sentence: str) -> None:
    with pytest.raises(UsageFault) as refused:
        read_said(line, "O", CONTEXT)
    assert sentence in refused.value.sentence


@given(st.lists(st.text("abcde@#:.x12", min_size=1, max_size=8), max_size=8))
def test_no_word_of_a_reason_is_lost(typed: list[str]) -> None:
    """Nothing but the keys is read: what looks like a team or a link stays in the reason."""
    assert read_said(" ".join(typed), "R", CONTEXT).note == (" ".join(typed) or None)
