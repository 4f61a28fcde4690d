"""What is done with risks: letters, new words, merges, and the ways off the board; undo of each."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from store.domain.records import Event, Impediment, Risk
from store.domain.roam import Said
from store.errors import ChangedMeanwhile, RuleBroken, UsageFault
from store.exchange.minutes import event_minutes
from store.insight.events import event_row, left_behind, letters_given
from store.insight.inspect import inspect
from store.insight.objectives import objective_rows
from store.insight.risks import is_open
from store.insight.summaries import Listing, summary
from store.insight.surfaces import surface
from store.ledger import roaming, running
from store.ledger.capturing import amend, capture
from store.ledger.history import history, in_words
from store.ledger.ledger import Ledger
from store.ledger.merging import merge
from store.ledger.roaming import give_letter, hand_back, happened, restate, restate_line
from store.ledger.undoing import undo
from tests.ledger_helpers import Hands, beside, entries, now_of, sample_ledger, tables

OWNED = Said(owner="SM-DRE", review="2026-11-20")


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def ledger(hands: Hands) -> Ledger:
    return sample_ledger(hands)


def risk(ledger: Ledger, ref: str) -> Risk:
    found = ledger.find(ref)[1]
    assert isinstance(found, Risk)
    return found


def refused_in(ledger: Ledger, act: Callable[[], object], sentence: str) -> None:
    """`act` is refused with `sentence`, and nothing at all is written."""
    before, count = tables(ledger), len(entries(ledger.db.log))
    with pytest.raises((RuleBroken, UsageFault)) as fault:
        act()
    assert sentence in fault.value.sentence
    assert tables(ledger) == before
    assert len(entries(ledger.db.log)) == count


# -- letters


def test_a_letter_is_one_entry_with_its_place(ledger: Ledger, hands: Hands) -> None:
    running.start(ledger, "art-sync")
    running.go_to(ledger, "risks")
    hands.on(minutes=3)
    given = give_letter(ledger, "r12", "O", OWNED)
    assert (given.roam, given.owner, given.review) == ("O", "SM-DRE", "2026-11-20")
    assert given.letters_before == ("U",)
    (letter,) = given.roamed
    assert (letter.letter, letter.before, letter.event, letter.at) == ("O", "U", "E8", hands.ms)
    last = entries(ledger.db.log)[-1]
    assert (last["do"], last["by"], last["in"]) == ("roam", "RTE", "E8/risks")
    assert len(last["ops"]) == 1


def test_letters_are_told_one_after_the_other(ledger: Ledger) -> None:
    give_letter(ledger, "R12", "O", OWNED)
    give_letter(ledger, "R12", "M", Said(owner="SA", action="move it", due="2026-11-25"))
    last = give_letter(ledger, "R12", "R", Said(note="moved"))
    assert last.letters_before == ("U", "O", "M")
    assert [(given.before, given.letter) for given in last.roamed] == [
        ("U", "O"), ("O", "M"), ("M", "R"),
    ]  # fmt: skip
    assert (last.owner, last.note) == ("SA", "moved")
    assert not is_open(last)
    told = [line for past in history(ledger, "risk", last)
            for line in in_words(past, "risk", now_of(ledger))]  # fmt: skip
    assert "    ROAM: M Mitigated → R Resolved" in told
    assert not any("letters given" in line for line in told)


def test_a_review_keeps_the_letter(ledger: Ledger) -> None:
    again = give_letter(ledger, "R05", "O", Said(owner="PM", review="2026-12-01"))
    assert (again.roam, again.review, again.letters_before) == ("O", "2026-12-01", ("U", "O"))
    assert again.roamed[-1].before == "O"


@pytest.mark.parametrize(
    ("ref", "letter", "said", "sentence"),
    [
        ("R12", "O", Said(owner="PM"), "Owned needs a review date"),
        ("R07", "O", OWNED, "Reopen it first"),
        ("R02", "O", OWNED, "R02 has happened and is impediment B03 now"),
        ("B08", "O", OWNED, "B08 is no risk (impediment)"),
        ("R99", "O", OWNED, "There is no R99"),
    ],
)
def test_a_refused_letter_changes_nothing(
    ledger: Ledger, ref: str, letter: str, said: Said, sentence: str
) -> None:
    refused_in(ledger, lambda: give_letter(ledger, ref, letter, said), sentence)


def test_a_letter_for_what_somebody_else_changed_is_refused(ledger: Ledger, hands: Hands) -> None:
    seen = risk(ledger, "R12")
    amend(beside(ledger, "PM", hands), "R12", "p:2")
    with pytest.raises(ChangedMeanwhile, match="R12 was changed by somebody else"):
        give_letter(ledger, "R12", "O", OWNED, seen.rev)
    assert risk(ledger, "R12").roam == "U"


def test_what_is_typed_into_a_form_is_read_as_in_a_capture(ledger: Ledger) -> None:
    said = roaming.understand(ledger, {"owner": " pm ", "review": "in 3 days", "note": "a  b"})
    assert said == Said(owner="PM", review="2026-11-21", note="a b")
    with pytest.raises(UsageFault, match="soon is not a date"):
        roaming.understand(ledger, {"review": "soon"})
    with pytest.raises(UsageFault, match="A name has at most 64 characters; this one has 65"):
        roaming.understand(ledger, {"owner": "x" * 65})


# -- new words


def test_restating_says_it_in_two_parts_and_how_large_it_is(ledger: Ledger) -> None:
    capture(ledger, "risk: yard floods")
    said = restate(ledger, "R13", " the yard floods, ", "O402 slips", "4x5")
    assert said.text == "if the yard floods, then O402 slips"
    assert (said.condition, said.consequence) == ("the yard floods", "O402 slips")
    assert (said.p, said.i) == (4, 5)
    assert restate(ledger, "R13", "a", "b").p == 4, "saying nothing of it leaves it"
    line = restate_line(ledger, "R13", "if it rains, then we wait p:2 i:3 @DRE #R12")
    assert (line.condition, line.consequence, line.p, line.i) == ("it rains", "we wait", 2, 3)
    assert (line.team, line.links) == ("DRE", ("R12",))


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (("", "b"), "The condition has no words yet"),
        (("a", " , "), "The consequence has no words yet"),
        (("a", "b", "4"), "two figures from 1 to 5"),
        (("a", "b", "4 6"), "two figures from 1 to 5"),
        (("a", "b", "44 5"), "two figures from 1 to 5"),
        (("x" * 2001, "b"), "at most 2,000 characters"),
    ],
)
def test_a_restatement_without_its_parts_is_refused(
    ledger: Ledger, parts: tuple[str, ...], sentence: str
) -> None:
    condition, consequence, *exposure = parts
    said = exposure[0] if exposure else ""
    refused_in(ledger, lambda: restate(ledger, "R12", condition, consequence, said), sentence)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [("the yard floods", "not said in two parts"), ("if a, then b p:9", "Probability is 1 to 5")],
)
def test_a_line_that_is_no_restatement_is_refused(ledger: Ledger, line: str, sentence: str) -> None:
    refused_in(ledger, lambda: restate_line(ledger, "R12", line), sentence)


def test_a_resolved_risk_is_reopened_before_it_is_said_anew(ledger: Ledger) -> None:
    refused_in(ledger, lambda: restate(ledger, "R07", "a", "b"), "Reopen it first")
    give_letter(ledger, "R07", "U", Said(note="withdrawn"))
    assert restate(ledger, "R07", "a", "b").roam == "U"


# -- back to the team, and into an impediment


def test_a_risk_goes_back_to_its_team_until_it_gets_a_letter(ledger: Ledger) -> None:
    capture(ledger, "risk: laptop is old @BEA @GAN")
    back = hand_back(ledger, "R13", "gantry")
    assert (back.team, back.teams, back.level) == ("GAN", ("BEA",), "team")
    assert not is_open(back)
    snap = now_of(ledger)
    groups = {s.title: [r.ref for r in s.rows] for s in surface(snap, "risks").sections}
    assert groups["With their teams"] == ["R13"]
    assert groups["? Not ROAMed yet"] == ["R12"]
    refused_in(ledger, lambda: hand_back(ledger, "R13", "GAN"), "R13 is with GAN already")
    again = give_letter(ledger, "R13", "O", OWNED)
    assert again.level is None
    assert is_open(again)


@pytest.mark.parametrize(
    ("ref", "team", "sentence"),
    [
        ("R12", "XYZ", "No team is called 'XYZ': write @ANC, "),
        ("R12", "", "Which team is it about: write @ANC, "),
        ("R07", "DRE", "Reopen it first"),
    ],
)
def test_handing_back_needs_a_team_that_is_there(
    ledger: Ledger, ref: str, team: str, sentence: str
) -> None:
    refused_in(ledger, lambda: hand_back(ledger, ref, team), sentence)


def test_what_has_happened_is_an_impediment_and_each_names_the_other(ledger: Ledger) -> None:
    amend(ledger, "R05", "@BEA @DRE #O402")
    gone, made = happened(ledger, "R05", "owner:RTE due:fri")
    assert (gone.occurred, gone.impediment, gone.roam) == ("2026-11-18", made.ref, "O")
    assert isinstance(made, Impediment)
    assert (made.risk, made.owner, made.due) == ("R05", "RTE", "2026-11-20")
    assert made.text == "customs gives no test endpoint by I3, so O402 cannot be shown"
    assert (made.team, made.teams, made.links) == ("BEA", ("DRE",), ("O402",))
    assert not is_open(gone)
    _, own = happened(ledger, "R12", "nobody may deploy @GAN")
    assert (own.text, own.team) == ("nobody may deploy", "GAN")
    refused_in(ledger, lambda: happened(ledger, "R05"), "R05 has happened and is impediment")
    refused_in(ledger, lambda: happened(ledger, "R07"), "Reopen it first")


# -- doubles


def test_a_double_keeps_its_record_and_hands_on_what_it_knows(ledger: Ledger) -> None:
    capture(ledger, "risk: gate peaks, O405 too @BEA p:2 i:2 #B08")
    capture(ledger, "risk: peaks again @GAN #O401")
    before = risk(ledger, "R12")
    stays = merge(ledger, "R12", ["R13", "r14", "R13"])
    assert stays.links == ("B08", "O405", "R13", "O401", "R14")
    assert (stays.team, stays.teams) == ("BEA", ("GAN",))
    assert (stays.p, stays.i) == (before.p, before.i), "its own exposure stands"
    for ref in ("R13", "R14"):
        double = risk(ledger, ref)
        assert (double.merged, double.roam) == ("R12", "U")
        assert not is_open(double)
    assert risk(ledger, "R13").text == "gate peaks, O405 too"


def test_exposure_passes_over_where_there_was_none(ledger: Ledger) -> None:
    capture(ledger, "risk: bare")
    capture(ledger, "risk: known p:2 i:3")
    stays = merge(ledger, "R13", ["R14"])
    assert (stays.p, stays.i) == (2, 3)


def test_doubles_of_a_double_follow_it(ledger: Ledger) -> None:
    for word in ("a", "b", "c"):
        capture(ledger, f"risk: {word}")
    merge(ledger, "R14", ["R13"])
    merge(ledger, "R15", ["R14"])
    assert {risk(ledger, ref).merged for ref in ("R13", "R14")} == {"R15"}


@pytest.mark.parametrize(
    ("into", "others", "sentence"),
    [
        ("R12", ["R12"], "R12 cannot be merged into itself"),
        ("R12", ["R13", "R04"], "R04 is Mitigated and R12 has no letter yet. Let R04 stay"),
        ("R07", ["R12"], "R07 is resolved. Reopen it first"),
        ("R04", ["R12", "R07"], "R07 is resolved. Reopen it first"),
        ("R02", ["R12"], "R02 has happened"),
        ("R12", ["R14"], "R14 is merged into R04. Go on with R04."),
        ("R15", ["R12"], "R15 is with DRE and no longer the train's. Let R12 stay"),
        ("R12", ["B08"], "B08 is no risk"),
    ],
)
def test_a_merge_that_would_lose_something_is_refused_whole(
    ledger: Ledger, into: str, others: list[str], sentence: str
) -> None:
    for word in ("a", "b", "c"):
        capture(ledger, f"risk: {word}")
    merge(ledger, "R04", ["R14"])
    hand_back(ledger, "R15", "DRE")
    refused_in(ledger, lambda: merge(ledger, into, others), sentence)


def test_merged_and_handed_back_risks_are_counted_nowhere_as_open(ledger: Ledger) -> None:
    snap = now_of(ledger)
    every = [r for r in snap.risks if snap.is_current(r)]
    before = summary("risk", Listing(snap, every, every, ("PI-26.4",))).figures["open"]
    against = {row.ref: row.note for row in objective_rows(snap)}
    capture(ledger, "risk: O408 is at stake too p:5 i:5")
    capture(ledger, "risk: a team's own @DRE p:5 i:5")
    merge(ledger, "R04", ["R13"])
    hand_back(ledger, "R14", "DRE")
    snap = now_of(ledger)
    every = [r for r in snap.risks if snap.is_current(r)]
    told = summary("risk", Listing(snap, every, every, ("PI-26.4",)))
    assert told.figures["open"] == before
    assert told.figures["not_roamed"] == ["R12"]
    assert told.figures["top_exposure"][0] == {"ref": "R04", "exposure": 20}
    assert "no longer on the board: R13 merged into R04, R14 with DRE" in told.lines
    assert {row.ref: row.note for row in objective_rows(snap)} == against
    listed = {s.title: [r.ref for r in s.rows] for s in inspect(snap).sections}
    assert listed["Risks: merged into another"] == ["R13"]
    assert listed["Risks: with their teams"] == ["R14"]
    assert listed["Risks: ? not yet"] == ["R12"]


# -- undo


def test_everything_can_be_taken_back(ledger: Ledger) -> None:
    capture(ledger, "risk: a @BEA #O401")
    capture(ledger, "risk: b")
    merge(ledger, "R13", ["R14"])

    def facts() -> dict[str, dict[str, dict[str, object]]]:
        return {
            kind: {k: {n: v for n, v in doc.items() if n != "rev"} for k, doc in docs.items()}
            for kind, docs in tables(ledger).items()
        }

    before = facts()
    for act, words in (
        (lambda: give_letter(ledger, "R12", "O", OWNED), "the ROAM letter"),
        (lambda: restate(ledger, "R12", "a", "b", "1 1"), "the new words of a risk"),
        (lambda: merge(ledger, "R12", ["R13"]), "the merge of doubles"),
        (lambda: hand_back(ledger, "R13", "DRE"), "the handing back to a team"),
        (lambda: happened(ledger, "R12"), "the risk that happened: B15"),
    ):
        act()
        assert facts() != before
        assert undo(ledger).sentence == f"Took back {words}."
        assert facts() == before


# -- minutes


def test_the_minutes_keep_the_letters_of_their_event(ledger: Ledger, hands: Hands) -> None:
    running.start(ledger, "art-sync")
    for words in ("double", "small *thing* @DRE", "soon"):
        capture(ledger, f"risk: {words}")
    hands.on(minutes=2)
    give_letter(ledger, "R12", "O", OWNED)
    give_letter(ledger, "R05", "O", Said(owner="PM", review="2026-12-01"))
    merge(ledger, "R12", ["R13"])
    hand_back(ledger, "R14", "DRE")
    happened(ledger, "R15")
    running.close(ledger)
    text = event_minutes(now_of(ledger), running_event(ledger))
    assert "\n## ROAM\n" in text
    assert "? not yet → O Owned · owner SM-DRE · review Fri 20 Nov 2026 (09:02)" in text
    assert "reviewed, still O Owned · owner PM · review Tue 1 Dec 2026 (09:02)" in text
    assert "- **R14** small \\*thing\\*: handed back to DRE (09:02)" in text
    assert "- **R13** double: merged into R12" in text
    assert "- **R15** soon: happened, see B15" in text
    give_letter(ledger, "R12", "R", Said(note="moved"))
    give_letter(ledger, "R14", "R", Said(note="bought"))
    assert event_minutes(now_of(ledger), running_event(ledger)).count("## ROAM") == 1
    later = event_minutes(now_of(ledger), running_event(ledger)).split("## ROAM")[1]
    assert later == text.split("## ROAM")[1]


def test_an_event_that_only_gave_letters_left_something_behind(ledger: Ledger) -> None:
    running.start(ledger, "art-sync")
    assert "## ROAM" not in event_minutes(now_of(ledger), running_event(ledger))
    give_letter(ledger, "R12", "O", OWNED)
    running.close(ledger)
    snap, event = now_of(ledger), running_event(ledger)
    assert left_behind(snap, event) == {"change": 1}
    assert event_row(snap, event).note == "1 change"
    assert [found.ref for found, _ in letters_given(snap, "E8")] == ["R12"]


def running_event(ledger: Ledger) -> Event:
    event = now_of(ledger).event_called("E8")
    assert event is not None
    return event
