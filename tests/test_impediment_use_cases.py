"""Escalating, answering, one cause: the use-cases of impediments, and the brief they write."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from store.domain.escalating import Brief
from store.domain.records import Decision, Holiday, Impediment
from store.errors import ChangedMeanwhile, RuleBroken, UsageFault
from store.exchange.brief import brief_markdown
from store.exchange.minutes import event_minutes
from store.insight.facts import told
from store.insight.impediments import by_attention, holidays, impediment_row
from store.insight.rows import Row, Urgency
from store.insight.surfaces import surface
from store.ledger import answering, impeding, running
from store.ledger.briefing import draft, on_record
from store.ledger.capturing import amend, capture
from store.ledger.ledger import Ledger
from store.ledger.setting_up import set_holidays
from store.ledger.undoing import undo
from tests.cli_helpers import ACTING, HOSTILE
from tests.ledger_helpers import Hands, beside, now_of, sample_ledger
from tests.test_insight_rules import snap_of

BRIEF = Brief(
    to="leadership",
    wanted="one named person for the rota",
    whom="bo-ops",
    impact="O406 slips",
    options=("two people a week: slower features", "a rota with Ensign: a day each"),
    nothing="30 percent of I5 goes to incidents",
    recommended="the rota",
    owner="rte",
    know="less than 10 percent of I5",
)


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def ledger(hands: Hands) -> Ledger:
    return sample_ledger(hands)


def escalated(ledger: Ledger, ref: str = "B13", due: str = "fri") -> Impediment:
    brief = replace(BRIEF, facts=draft(ledger, impeding.the_impediment(ledger, ref)).facts)
    return impeding.escalate(ledger, ref, impeding.understand(ledger, brief, due))


def note(ledger: Ledger, ref: str) -> str:
    snap = now_of(ledger)
    item = impeding.the_impediment(ledger, ref)
    return impediment_row(item, snap.today, holidays(snap)).note


# -- escalation and its answer


def test_an_escalation_keeps_its_brief(ledger: Ledger) -> None:
    item = escalated(ledger)
    assert (item.state, item.level, item.owner) == ("escalated", "leadership", "RTE")
    assert (item.next, item.due) == ("the answer of BO-OPS", "2026-11-20")
    (said,) = item.escalations
    assert (said.before, said.to, said.on, said.by) == ("art", "leadership", "2026-11-18", "RTE")
    assert (said.whom, said.due, said.note) == ("BO-OPS", "2026-11-20", BRIEF.know)
    assert said.options[-1] == "do nothing: 30 percent of I5 goes to incidents"
    assert note(ledger, "B13") == "step Fri 20 Nov · asked BO-OPS"
    words = dict(told("impediment", dict(ledger.db.state.doc("impediment", item.id) or {})))
    way = "ART → ART leadership on Wed 18 Nov 2026: one named person"
    assert words["escalations"].startswith(way)


def test_an_answer_that_does_not_come_asks_for_somebody(ledger: Ledger, hands: Hands) -> None:
    escalated(ledger)
    assert [row.ref for row in section(ledger, "Waiting for an answer")] == ["B05", "B06", "B13"]
    hands.on(days=5)
    assert note(ledger, "B13") == "no answer for 3 d"
    assert "B13" in [row.ref for row in section(ledger, "Needs somebody now")]


def section(ledger: Ledger, title: str) -> list[Row]:
    found = [s for s in surface(now_of(ledger), "impediments").sections if s.title == title]
    return [row for part in found for row in part.rows]


def test_the_answer_comes_back_as_a_decision(ledger: Ledger) -> None:
    escalated(ledger)
    item, decision = impeding.answer(
        ledger, "B13", "we decided to rotate because it is fair, by BO-OPS"
    )
    assert isinstance(decision, Decision)
    assert (decision.what, decision.because, decision.owner) == (
        "rotate", "it is fair", "BO-OPS",
    )  # fmt: skip
    assert decision.links == ("B13",)
    assert decision.weighed == item.escalations[-1].options
    assert decision.team == "DRE"
    assert (item.state, item.escalations[-1].answered) == ("in progress", decision.ref)
    assert decision.ref in item.links
    assert item.due is None, "it waited, and that is over"
    assert note(ledger, "B13") == f"no next step · answered: {decision.ref}"
    with pytest.raises(RuleBroken, match="waits for no answer"):
        impeding.answer(ledger, "B13", "again because again")
    assert undo(ledger).what == "the answer to an escalation"
    assert impeding.the_impediment(ledger, "B13").state == "escalated"


def test_an_answer_with_its_next_step(ledger: Ledger) -> None:
    escalated(ledger)
    item, decision = impeding.answer(
        ledger, "B13", "to rotate because it is fair", "write the rota due:mon owner:SM-DRE #O406"
    )
    assert (item.next, item.due, item.owner) == ("write the rota", "2026-11-23", "SM-DRE")
    assert item.links[-2:] == ("O406", decision.ref)


def test_one_that_was_brought_in_escalated_can_be_answered(ledger: Ledger) -> None:
    item, decision = impeding.answer(ledger, "B05", "to ask the harbour because it is theirs")
    assert item.state == "in progress"
    assert item.escalations == (), "its brief is not on record, and none is invented"
    assert item.due == "2026-11-19", "a step of its own stays"
    assert decision.ref in item.links


def test_an_answer_needs_words_and_loses_none(ledger: Ledger) -> None:
    escalated(ledger)
    with pytest.raises(RuleBroken, match="no words"):
        impeding.answer(ledger, "B13", " ")
    with pytest.raises(UsageFault):
        impeding.answer(ledger, "B13", "to rotate", "write it due:someday")
    assert impeding.the_impediment(ledger, "B13").state == "escalated"
    assert not ledger.has("X21"), "all of it or nothing"


def test_further_up_and_back_down(ledger: Ledger, hands: Hands) -> None:
    escalated(ledger)
    hands.on(days=1)
    brief = replace(BRIEF, to="portfolio")
    item = impeding.escalate(ledger, "B13", impeding.understand(ledger, brief, "next week"))
    assert [one.to for one in item.escalations] == ["leadership", "portfolio"]
    hands.on(days=1)
    item = impeding.lower(ledger, "B13", "ART", "the RTE can settle it")
    assert (item.level, item.state, item.note) == ("art", "in progress", "the RTE can settle it")
    assert (item.due, item.next) == (None, None)
    assert len(item.escalations) == 3
    row = impediment_row(item, ledger.today)
    assert (row.computed["age_days"], row.computed["age_at_level_days"]) == (15, 0)


def test_looking_again_is_no_step_of_work(ledger: Ledger) -> None:
    """Whatever ends the hold ends that step; where an answer is awaited, waiting comes back."""
    impeding.escalate(ledger, "B13", impeding.understand(ledger, BRIEF, "fri"))
    asked = impeding.the_impediment(ledger, "B13")
    impeding.hold(ledger, "B13", "vendor closed", "1 dec")
    again = impeding.begin(ledger, "B13")
    assert (again.state, again.next, again.due) == ("escalated", asked.next, asked.due)
    impeding.hold(ledger, "B13", "vendor closed", "1 dec")
    heard, _ = impeding.answer(ledger, "B13", "no because it ends soon, by PM")
    assert (heard.state, heard.next, heard.due) == ("in progress", None, None)
    impeding.hold(ledger, "B13", "vendor closed", "1 dec")
    lowered = impeding.lower(ledger, "B13", "team", "they can")
    assert (lowered.state, lowered.next, lowered.due) == ("in progress", None, None)
    assert impediment_row(lowered, ledger.today).note.startswith("no next step")


def test_what_is_not_gone_waits_for_its_answer_again(ledger: Ledger) -> None:
    impeding.escalate(ledger, "B13", impeding.understand(ledger, BRIEF, "fri"))
    asked = impeding.the_impediment(ledger, "B13")
    impeding.resolve(ledger, "B13", "a rota")
    back = impeding.reopen(ledger, "B13", "it came back")
    assert (back.state, back.next, back.due) == ("escalated", asked.next, asked.due)


def test_somebody_changed_it_meanwhile(ledger: Ledger, hands: Hands) -> None:
    rev = impeding.the_impediment(ledger, "B13").rev
    other = beside(ledger, "PM", hands)
    impeding.step(other, "B13", "ring them due:fri")
    with pytest.raises(ChangedMeanwhile):
        impeding.escalate(ledger, "B13", impeding.understand(ledger, BRIEF, "fri"), rev)
    impeding.resolve(other, "B13", "a rota")
    for late in (
        lambda: impeding.resolve(ledger, "B13", "two people", "", rev),
        lambda: impeding.hold(ledger, "B13", "vendor closed", "fri", rev),
        lambda: impeding.answer(ledger, "B13", "no, by PM", "", rev),
        lambda: impeding.lower(ledger, "B13", "team", "they can", rev),
    ):
        with pytest.raises(ChangedMeanwhile, match="B13 was changed by somebody else"):
            late()


def test_what_is_no_impediment(ledger: Ledger) -> None:
    with pytest.raises(UsageFault, match="R12 is no impediment"):
        impeding.step(ledger, "R12", "ask due:fri")


def test_a_text_that_is_too_long_is_refused_whole(ledger: Ledger) -> None:
    with pytest.raises(UsageFault, match="The decision wanted has at most 2,000 characters"):
        impeding.understand(ledger, replace(BRIEF, wanted="a" * 2001), "fri")


# -- next step


def test_earlier_steps_are_what_was_tried(ledger: Ledger, hands: Hands) -> None:
    impeding.step(ledger, "B13", "ask the incident lead due:thu")
    hands.on(days=1)
    impeding.step(ledger, "B13", "ring them due:fri @BEA #O406")
    item = impeding.the_impediment(ledger, "B13")
    assert (item.teams, item.links[-1]) == (("BEA",), "O406")
    known = draft(ledger, item)
    assert known.tried == ("ask the incident lead (Wed 18 Nov 2026); ring them (Thu 19 Nov 2026)")
    assert known.to == "leadership"
    assert known.facts == (
        "pulled into incidents 30 percent of I3. Raised Thu 5 Nov 2026 by DRE, 14 days ago. "
        "Waiting: DRE, BEA"
    )
    assert known.impact.startswith("O406 ")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("ask due:someday", "someday"),
        ("ask level:art due:fri", "words, due: and owner: only"),
        ("due:fri", "needs words"),
        ("ask", "needs a day"),
    ],
)
def test_a_step_that_lacks_or_says_too_much(ledger: Ledger, line: str, says: str) -> None:
    with pytest.raises((RuleBroken, UsageFault), match=says):
        impeding.step(ledger, "B13", line)


# -- one cause


def test_the_later_one_names_the_earlier_one(ledger: Ledger) -> None:
    first = impeding.same_cause(ledger, "B05", "B09")
    assert first.like is None, "B05 was raised first"
    assert impeding.the_impediment(ledger, "B09").like == "B05"
    assert all(impeding.the_impediment(ledger, ref).systemic for ref in ("B05", "B09"))


def test_causes_grow_together(ledger: Ledger) -> None:
    impeding.same_cause(ledger, "B14", "B10")
    impeding.same_cause(ledger, "B14", "B06")
    (group, *_) = [s for s in surface(now_of(ledger), "causes").sections if "B04" in s.title]
    refs = [row.ref for row in group.rows]
    assert refs == ["B04", "B06", "B10", "B14", "M03", "M06"]
    with pytest.raises(RuleBroken, match="B10 and B04 have the same cause already: B04"):
        impeding.same_cause(ledger, "B10", "B04")
    with pytest.raises(RuleBroken, match="cannot be like itself"):
        impeding.same_cause(ledger, "B10", "b10")


def test_the_causes_of_the_sample(ledger: Ledger) -> None:
    shown = surface(now_of(ledger), "causes")
    assert [part.title for part in shown.sections] == [
        "B04 · twice · in 2 planning intervals · still open",
        "Said to be systemic, met once so far",
    ]
    assert [(row.ref, row.state) for row in shown.sections[0].rows] == [
        ("B04", "closed"), ("B06", "leaders"), ("M03", "verified, partly"), ("M06", "proposed"),
    ]  # fmt: skip
    impeding.same_cause(ledger, "B10", "B09")
    titles = [part.title for part in surface(now_of(ledger), "causes").sections]
    assert titles[1] == "B09 · twice · still open · no improvement is meant for it yet"


def test_no_cause_yet_says_how_one_gets_there() -> None:
    empty = surface(now_of(sample_ledger(Hands())), "causes")
    assert empty.question.endswith("?")
    (only,) = surface(snap_of(), "causes").sections
    assert "like:I4" in only.empty


# -- the queue


def test_the_queue_is_ordered_by_what_needs_attention(ledger: Ledger, hands: Hands) -> None:
    escalated(ledger, "B09", "tomorrow")
    impeding.resolve(ledger, "B07", "released")
    impeding.hold(ledger, "B08", "waits for a budget", "in 2 weeks")
    hands.on(days=2)
    shown = surface(now_of(ledger), "impediments")
    assert [(part.title, [row.ref for row in part.rows]) for part in shown.sections] == [
        ("Needs somebody now", ["B13", "B14", "B09", "B10", "B05", "B06"]),
        ("On hold", ["B08"]),
        ("To be verified by the team that raised it", ["B07"]),
    ]
    rows = {row.ref: row for row in shown.rows}
    assert rows["B07"].note == "gone? GAN verifies"
    assert rows["B09"].note == "no answer for 1 d"
    impeding.verify(ledger, "B07", "gan")
    assert [row.ref for row in section(ledger, "Lately closed")] == ["B07"]
    hands.on(days=15)
    assert section(ledger, "Lately closed") == []


def test_who_raised_it_makes_no_difference_to_the_order(ledger: Ledger) -> None:
    snap = now_of(ledger)
    usual = [row.ref for row in by_attention(snap.impediments, snap.today)]
    other = [replace(item, team="ANC", owner="RTE", by="PM") for item in snap.impediments]
    assert [row.ref for row in by_attention(other, snap.today)] == usual


def test_too_long_at_a_level_and_a_holiday(ledger: Ledger) -> None:
    row = {r.ref: r for r in surface(now_of(ledger), "impediments").rows}["B10"]
    assert (row.note, row.urgency) == ("escalate? 7 d here, 2 expected", Urgency.NEEDS_YOU)
    assert row.computed["past_threshold_days"] == 5
    set_holidays(ledger, (Holiday(on="2026-11-11", name="Martinmas"),))
    row = {r.ref: r for r in surface(now_of(ledger), "impediments").rows}["B10"]
    assert row.note == "escalate? 6 d here, 2 expected"


def test_on_hold_nobody_asks_about_the_time_at_a_level(ledger: Ledger) -> None:
    impeding.hold(ledger, "B10", "no budget", "in 2 weeks")
    row = {r.ref: r for r in surface(now_of(ledger), "impediments").rows}["B10"]
    assert (row.note, row.urgency) == ("step 2 Dec · on hold", Urgency.NORMAL)
    assert row.computed["past_threshold_days"] == 5, "the figure stays what it is"


def test_where_nobody_knows_the_way_nobody_counts(ledger: Ledger) -> None:
    rows = {row.ref: row.computed for row in surface(now_of(ledger), "impediments").rows}
    assert rows["B07"]["age_at_level_days"] is None
    assert rows["B07"]["past_threshold_days"] is None
    assert rows["B10"]["age_at_level_days"] == 9


def test_an_empty_queue_teaches() -> None:
    (only,) = surface(snap_of(), "impediments").sections
    assert "Press i to capture an impediment" in only.empty


# -- the brief


def test_the_brief_is_one_page(ledger: Ledger) -> None:
    item = escalated(ledger)
    said = on_record(ledger, item)
    assert brief_markdown(now_of(ledger), item, said) == PAGE
    item, decision = impeding.answer(ledger, "B13", "to rotate because it is fair")
    page = brief_markdown(now_of(ledger), item, on_record(ledger, item))
    assert page == f"{PAGE}\n## Answer\n\n{decision.ref}: to rotate because it is fair\n"


PAGE = """\
# B13 to ART leadership: pulled into incidents 30 percent of I3

Tideway ART · Wed 18 Nov 2026

## 1. Decision wanted

one named person for the rota

From BO-OPS, by Fri 20 Nov 2026.

## 2. What is happening

pulled into incidents 30 percent of I3. Raised Thu 5 Nov 2026 by DRE, 13 days ago. Waiting: DRE

## 3. Impact

O406 slips

## 4. What has been tried

Not said yet.

## 5. Options

1. two people a week: slower features
2. a rota with Ensign: a day each
3. do nothing: 30 percent of I5 goes to incidents

## 6. Recommendation

the rota

## 7. After the decision

Owner: RTE.

How we will know: less than 10 percent of I5
"""


@pytest.mark.parametrize("text", [*HOSTILE, "# head", "1. one", "| a | b |", "![x](y)"])
def test_hostile_words_do_nothing_in_the_brief(ledger: Ledger, text: str) -> None:
    names = ("wanted", "facts", "impact", "tried", "nothing", "recommended", "know")
    said = Brief(to="leadership", owner="RTE", whom=text[:60], options=(text, f"{text} 2"))
    typed: dict[str, Any] = dict.fromkeys(names, text)
    brief = replace(said, **typed)
    item = impeding.escalate(ledger, "B13", impeding.understand(ledger, brief, "fri"))
    page = brief_markdown(now_of(ledger), item, on_record(ledger, item))
    heads = [line for line in page.splitlines() if line.lstrip().startswith("#")]
    assert len(heads) == 8, "no heading but our own"
    assert re.findall(r"(?<!\\)(?:[<>|`*\[\]])", page) == [], "nothing that Markdown acts on"


@pytest.mark.parametrize(("text", "left"), ACTING)
def test_what_would_act_on_a_terminal_is_gone(ledger: Ledger, text: str, left: str) -> None:
    item = impeding.escalate(
        ledger, "B13", impeding.understand(ledger, replace(BRIEF, wanted=text), "fri")
    )
    assert item.escalations[-1].wanted == left


def test_a_brief_names_nobody_but_the_role_and_the_owner(ledger: Ledger) -> None:
    ledger.who = "Ana Reis"
    made = capture(ledger, "impediment: rig is slow @GAN").record.ref
    item = escalated(ledger, made)
    assert item.escalations[-1].by == "Ana Reis"
    assert "Ana" not in brief_markdown(now_of(ledger), item, on_record(ledger, item))


def test_the_minutes_tell_what_was_escalated_in_an_event(ledger: Ledger) -> None:
    event = running.start(ledger, "art-sync")
    escalated(ledger)
    impeding.answer(ledger, "B13", "to rotate because it is fair")
    impeding.lower(ledger, "B13", "art", "[GAN](x) can settle it")
    page = event_minutes(now_of(ledger), event)
    assert page.split("## Escalations\n\n")[1].split("\n\n")[0] == (
        "- **B13** pulled into incidents 30 percent of I3: ART → ART leadership: one named person "
        "for the rota, from BO-OPS by Fri 20 Nov, answered X21\n"
        "- **B13** pulled into incidents 30 percent of I3: ART leadership → ART, because "
        "\\[GAN\\](x) can settle it"
    )


# -- one verb for several kinds


def test_no_longer_a_concern(ledger: Ledger) -> None:
    action = capture(ledger, "action: call the yard owner:PM due:fri").record.ref
    assert answering.resolve(ledger, "B10", "a new router", "old antennas")[0] == "impediment"
    assert impeding.the_impediment(ledger, "B10").cause == "old antennas"
    risk = answering.resolve(ledger, "R12", "the freeze was moved")[1]
    assert (getattr(risk, "roam", ""), getattr(risk, "note", "")) == ("R", "the freeze was moved")
    done = answering.resolve(ledger, action, "")[1]
    assert getattr(done, "state", "") == "done"
    again = answering.reopen(ledger, action, "they did not answer")[1]
    assert (getattr(again, "state", ""), getattr(again, "done", "")) == ("open", None)
    assert getattr(answering.reopen(ledger, "R12", "it is back")[1], "roam", "") == "U"
    assert getattr(answering.reopen(ledger, "B10", "still slow")[1], "state", "") == "in progress"
    refused: tuple[tuple[Callable[..., object], tuple[str, ...]], ...] = (
        (answering.reopen, (action, "again")),
        (answering.reopen, ("A1", "")),
        (answering.resolve, ("O401", "done")),
        (answering.reopen, ("O401", "why")),
        (answering.resolve, ("R12", "gone", "a cause")),
    )
    for call, said in refused:
        with pytest.raises((RuleBroken, UsageFault)):
            call(ledger, *said)


def test_amending_words_keep_the_rules(ledger: Ledger) -> None:
    with pytest.raises(RuleBroken, match="escalating"):
        amend(ledger, "B10", "level:art")
