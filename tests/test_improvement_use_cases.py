"""Improvements on the sample train: which wait, in an Inspect & Adapt and outside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from store.domain import improving as rules
from store.domain.improving import DEEDS, Said
from store.domain.naming import FIELDS
from store.domain.records import Improvement
from store.errors import ConsoleError
from store.exchange.record_markdown import record_markdown
from store.exchange.templates import shipped
from store.insight.facts import value_in_words
from store.insight.improvements import (
    inspected,
    moved_words,
    owes_verdict,
    success,
    suggestion,
    verdicts_given,
    wants_room,
)
from store.insight.links import BACK, FORTH, links_of
from store.ledger import editing, own_measures, running, undoing
from store.ledger import improving as use
from store.ledger.history import history, in_words
from store.ledger.improving import Item
from store.ledger.ledger import Ledger
from tests.ledger_helpers import Hands, now_of, sample_ledger
from tests.test_improving import SAID


@pytest.fixture
def ledger() -> Ledger:
    return sample_ledger(Hands())


def sentence(do: Callable[..., object], *words: object) -> str:
    with pytest.raises(ConsoleError) as fault:
        do(*words)
    return fault.value.sentence


def owing(ledger: Ledger) -> list[str]:
    snap = now_of(ledger)
    return [m.ref for m in snap.improvements if owes_verdict(m, snap)]


def the(ledger: Ledger, ref: str) -> Improvement:
    return use.the_improvement(ledger, ref)


def test_the_sample_says_which_improvements_wait(ledger: Ledger) -> None:
    snap = now_of(ledger)
    assert owing(ledger) == ["M02"]
    assert [m.ref for m in snap.improvements if wants_room(m, snap)] == ["M06"]
    assert (the(ledger, "M03").effect, the(ledger, "M06").state) == ("partly", "proposed")
    assert [(s.pi, s.moved, s.partly, s.waiting, s.carried) for s in success(snap)] == [
        ("PI-26.3", 1, 1, 1, 0),
        ("PI-26.4", 0, 0, 3, 0),
    ]
    assert success(snap)[0].words == (
        "1 of 2 with a verdict moved what they aimed at (50 %), 1 partly, 1 waiting for a verdict"
    )
    assert verdicts_given(snap) == "no verdict yet: M02"


def test_inspect_and_adapt_asks_for_those_of_the_interval_that_it_looks_at(ledger: Ledger) -> None:
    start(ledger, "inspect-adapt")
    snap = now_of(ledger)
    assert inspected(snap) == "PI-26.4"
    assert owing(ledger) == ["M02", "M04", "M05", "M06"]
    use.do(ledger, "M06", DEEDS["carry"], Said(why="no lead yet", to="PI-27.1"))
    assert owing(ledger) == ["M02", "M04", "M05"]
    running.close(ledger)
    assert [m.ref for m in now_of(ledger).improvements if owes_verdict(m, now_of(ledger))] == [
        "M02"
    ]


def start(ledger: Ledger, kind: str) -> None:
    running.start(ledger, shipped().named(kind))


def test_inspect_and_adapt_looks_back_where_its_interval_has_just_ended() -> None:
    hands = Hands(datetime(2026, 9, 29, 9, 0, tzinfo=UTC))  # day 2 of PI-26.4
    ledger = sample_ledger(hands)
    start(ledger, "inspect-adapt")
    assert ledger.running is not None
    assert ledger.running.pi == "PI-26.3"
    running.close(ledger)
    start(ledger, "inspect-adapt")
    assert ledger.running.pi == "PI-26.4", "that of PI-26.3 has been held"


def test_a_gauge_gives_the_verdict_its_value_and_keeps_it(ledger: Ledger) -> None:
    use.say(ledger, "M04", Item("", metric="pair:dre>fat"))
    found = the(ledger, "M04")
    assert found.gauge == "pair:DRE>FAT"
    assert moved_words(found, now_of(ledger)).endswith("1 → 0, now 2")
    use.do(ledger, "M04", DEEDS["done"], Said())
    assert suggestion(the(ledger, "M04"), now_of(ledger)) == "no effect"
    judged = use.do(ledger, "M04", DEEDS["verify"], Said(effect="no effect"))
    assert judged.steps_taken[-1].value == 2.0
    assert judged.present is None or judged.present == 2.0
    assert sentence(use.measured, ledger, "M04", "1") == (
        "M04 is measured by pair:DRE>FAT, which the console computes. Change its measure first "
        "if that is not what is meant."
    )


def test_a_measure_of_ones_own_can_move_too(ledger: Ledger) -> None:
    own = own_measures.add(ledger, "queue days of the train", "d")
    use.say(ledger, "M02", Item("", metric=own.ref.lower()))
    assert (the(ledger, "M02").gauge, the(ledger, "M02").metric) == (own.ref, own.text)
    assert moved_words(the(ledger, "M02"), now_of(ledger)).endswith("now no data")
    own_measures.keep(ledger, own.ref, "3")
    assert moved_words(the(ledger, "M02"), now_of(ledger)).endswith("now 3")
    assert suggestion(the(ledger, "M02"), now_of(ledger)) == "moved"


def test_accepting_with_a_gauge_keeps_the_gauge(ledger: Ledger) -> None:
    made = use.propose(ledger, Item("look at the queue"))
    said = Said(owner="RTE", metric="late-share", base="20", goal="10")
    found = use.do(ledger, made.ref, DEEDS["accept"], said)
    assert (found.gauge, found.owner, found.base, found.goal) == ("late-share", "RTE", 20, 10)


def test_a_new_one_is_meant_for_the_interval_behind_or_the_one_named(ledger: Ledger) -> None:
    made = use.propose(ledger, Item("try lanes", meant_for="pi-26.4", nature="policy"))
    assert (made.meant_for, made.pi, made.state, made.nature) == (
        "PI-26.4", "PI-26.4", "proposed", "policy",
    )  # fmt: skip
    loose = use.propose(ledger, Item("try more lanes"))
    assert (loose.meant_for, loose.raised_in) == (None, "PI-26.4"), "none behind is on record"
    assert sentence(use.propose, ledger, Item("  ")) == (
        "An improvement says what is done. Type it, like: script the rebuild."
    )


def test_another_interval_is_a_carrying_once_it_is_on_its_way(ledger: Ledger) -> None:
    made = use.propose(ledger, Item("try lanes", meant_for="PI-26.4"))
    assert use.say(ledger, made.ref, Item("", meant_for="PI-27.1")).pi == "PI-27.1"
    use.do(ledger, made.ref, DEEDS["accept"], SAID["accept"])
    assert sentence(use.say, ledger, made.ref, Item("", meant_for="PI-27.2")) == (
        f"{made.ref} is meant for PI-27.1. Another planning interval is a carrying, which is "
        "counted: carry it to PI-27.2."
    )


def test_what_was_judged_is_not_said_in_other_words(ledger: Ledger) -> None:
    assert sentence(use.say, ledger, "M01", Item("", goal="9")) == (
        "M01 is verified, moved: what was judged stays as it was said. Reopen it first, with the "
        "reason."
    )
    assert sentence(use.say, ledger, "M04", Item("")) == (
        "Nothing to change. Say what is otherwise, like goal:2."
    )


def test_where_it_is_carried_to(ledger: Ledger) -> None:
    carry = DEEDS["carry"]
    assert use.do(ledger, "M02", carry, Said(why="late")).meant_for == "PI-26.4"
    assert sentence(use.do, ledger, "M04", carry, Said(why="late")) == (
        "There is no planning interval behind PI-26.4 yet. Name the one that M04 is carried to, "
        "like to:PI-27.1."
    )
    for to in ("PI-26.4", "pi-26.3"):
        assert sentence(use.do, ledger, "M04", carry, Said(why="late", to=to)) == (
            "M04 is meant for PI-26.4 already. Name a later one."
        )
    found = use.do(ledger, "M04", carry, Said(why="late", to="PI-27.1"))
    assert rules.told(found) == "carried · carried once"
    told = {s.pi: (s.carried, s.waiting) for s in success(now_of(ledger))}
    assert told == {"PI-26.3": (1, 0), "PI-26.4": (1, 3), "PI-27.1": (0, 1)}


def test_a_plan_is_in_an_iteration_of_the_interval_that_it_is_meant_for(ledger: Ledger) -> None:
    said = replace(SAID["plan"], iteration="i5")
    assert use.do(ledger, "M06", DEEDS["plan"], said).planned == "I5"
    assert sentence(use.do, ledger, "M06", DEEDS["plan"], replace(said, iteration="I9")) == (
        "PI-26.4 has no iteration 'I9'. It has: I1, I2, I3, I4, I5, IP."
    )
    use.do(ledger, "M06", DEEDS["carry"], Said(why="x", to="PI-27.1"))
    assert use.do(ledger, "M06", DEEDS["plan"], Said(iteration="I2")).planned == "I2"


def test_undo_takes_a_deed_back_with_its_step(ledger: Ledger) -> None:
    before = the(ledger, "M05")
    use.do(ledger, "M05", DEEDS["verify"], Said(effect="moved", present="0"))
    assert len(the(ledger, "M05").steps_taken) == 1
    undoing.undo(ledger)
    assert replace(the(ledger, "M05"), rev=before.rev) == before


def test_a_field_is_taken_away_with_a_dash_and_words_in_place_of_a_gauge(ledger: Ledger) -> None:
    made = use.propose(
        ledger, Item("try lanes", owner="PM", metric="late-share", due="2026-12-18", size="3")
    )
    assert made.gauge == "late-share"
    after = use.say(ledger, made.ref, Item("", due="-", size="-"))
    assert (after.due, after.size, after.gauge, after.owner) == (None, None, "late-share", "PM")
    after = use.say(ledger, made.ref, Item("", metric="what the yard says"))
    assert (after.gauge, after.metric) == (None, "what the yard says")
    assert use.say(ledger, made.ref, Item("", metric="-")).metric is None


def test_editing_in_place_leaves_the_hypothesis_to_its_own_form(ledger: Ledger) -> None:
    _, record = editing.edit(ledger, "M06", "owner:PM due:fri", "lanes by risk, with the lead")
    assert isinstance(record, Improvement)
    assert (record.owner, record.due, record.text) == (
        "PM", "2026-11-20", "lanes by risk, with the lead",
    )  # fmt: skip
    for line, said in (
        ("goal:2", "goal: belongs to what an improvement says. Press w on M06, or use rte improve "
         "M06 goal:..."),
        ("state:done", "state: of M06 has rules of its own. Use rte improve."),
        ("@ANC @BEA", "M06 has no teams. It takes an owner, a day, one team and links; w says the "
         "rest of it again."),
    ):  # fmt: skip
        assert sentence(editing.edit, ledger, "M06", line) == said
    for words in (("M01", "due:fri"), ("M01", "", "other words")):
        assert sentence(editing.edit, ledger, *words).startswith("M01 is verified, moved: what was")


def test_the_way_of_an_item_reads_as_sentences(ledger: Ledger) -> None:
    start(ledger, "inspect-adapt")
    use.do(ledger, "M05", DEEDS["verify"], Said(effect="partly", present="1", why="[one] left"))
    use.do(ledger, "M04", DEEDS["carry"], Said(why="the rig", to="PI-27.1"))
    way = {
        ref: value_in_words("steps_taken", (ledger.db.state.doc("improvement", the(ledger, ref).id)
                                            or {})["steps_taken"])
        for ref in ("M04", "M05")
    }  # fmt: skip
    here = ledger.running.ref if ledger.running else ""
    assert way["M05"] == (
        f"done → verified on Wed 18 Nov 2026 (in {here}): partly, its measure at 1, [one] left"
    )
    assert way["M04"].startswith(
        f"doing → carried on Wed 18 Nov 2026 (in {here}): PI-26.4 → PI-27.1, its measure at "
    )


def test_history_shows_only_the_step_that_was_added(ledger: Ledger) -> None:
    use.do(ledger, "M06", DEEDS["accept"], SAID["accept"])
    use.do(ledger, "M06", DEEDS["start"], Said())
    snap, found = now_of(ledger), the(ledger, "M06")
    lines = [
        line
        for past in history(ledger, "improvement", found)
        for line in in_words(past, "improvement", snap)
        if "how it went" in line
    ]
    assert len(lines) == 2
    assert "proposed → accepted" in lines[0]
    assert "accepted → doing" in lines[1]
    assert "proposed" not in lines[1]


def test_a_copy_shows_the_hypothesis_and_the_way(ledger: Ledger) -> None:
    use.do(ledger, "M06", DEEDS["drop"], Said(why="because *nobody* <b>can</b>"))
    found = the(ledger, "M06")
    doc = ledger.db.state.doc("improvement", found.id) or {}
    text = record_markdown(now_of(ledger), "improvement", found, doc)
    assert "- **hypothesis:** If we risk-based lanes with security lead, then review queue" in text
    assert "proposed → dropped on Wed 18 Nov 2026" in text
    assert "<b>" not in text


def test_a_measure_of_ones_own_is_a_link_and_a_gauge_is_none(ledger: Ledger) -> None:
    made = use.propose(ledger, Item("open lanes", metric="K1"))
    snap = now_of(ledger)
    forth = [(link.how, link.ref) for link in links_of(snap, made)]
    back = [(link.how, link.ref) for link in links_of(snap, ledger.find("K1")[1])]
    assert forth == [("measured by", "K1")]
    assert back == [("measures", made.ref)], "values have no page of their own"
    assert links_of(snap, the(ledger, "M04")) == (), "pair:DRE>FAT is no record"


def test_every_tie_has_its_words_from_both_ends() -> None:
    assert set(FIELDS) <= set(FORTH)
    assert set(FIELDS) <= set(BACK)
