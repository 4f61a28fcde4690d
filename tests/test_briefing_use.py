"""Briefings in use: what falls due until a sync meets again, its group, its length, its keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from store.domain.records import Decision, Dependency, Impediment, Milestone, Risk
from store.insight.briefing import PARTS, brief_for
from store.insight.briefing_syncs import MOST
from store.insight.candidates import problem_candidates
from store.insight.due_until import due_now, due_until, meets_again
from store.insight.rows import Row
from store.insight.signals import all_signals
from store.insight.snapshot import Snapshot
from store.ledger import running
from store.ledger.capturing import capture
from tests.ledger_helpers import Hands, now_of, sample_ledger
from tests.screen_helpers import room
from tests.test_insight_rules import snap_of
from tests.test_no_ranking import big_train, exchanged, owners

SYNCS = ("art-sync", "coach-sync", "po-sync")
SIZES = [(120, 36), (80, 24)]


@pytest.fixture(scope="module", params=["sample", "big"])
def snap(request: pytest.FixtureRequest) -> Snapshot:
    """The sample, and the same with much more in it."""
    return now_of(sample_ledger(Hands())) if request.param == "sample" else now_of(big_train())


# -- what falls due

UNTIL = date(2026, 11, 26)
DUE: list[tuple[str, Any, Any]] = [
    ("impediment", Impediment(id="i", ref="I1", due="2026-11-26"), {"due": "2026-11-27"}),
    ("risk", Risk(id="r", ref="R1", pi="4", roam="O", owner="A", review="2026-11-26"),
     {"review": "2026-11-27"}),
    ("risk", Risk(id="r", ref="R1", pi="4", roam="M", owner="A", action="x", due="2026-11-26",
          review="2026-12-03"), {"due": "2026-11-27"}),
    ("dependency", Dependency(id="d", ref="X1", pi="4", provider="A", consumer="B", need="I4",
                              plan="I3", state="in progress"), {"need": "I5", "plan": "I4"}),
    ("decision", Decision(id="y", ref="Y1", pi="4", owner="A", revisit="2026-11-26"),
     {"revisit": "2026-11-27"}),
    ("milestone", Milestone(id="s", ref="S1", pi="4", due="2026-11-26"), {"due": "2026-11-27"}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "record", "later"), DUE, ids=[c[0] for c in DUE])
def test_what_falls_due_on_the_day_of_the_next_meeting_is_told_and_later_things_are_not(
    kind: str,
    record: Any,  # noqa: ANN401 - a record of each kind
    later: dict[str, str],
) -> None:
    def coming(one: Any) -> list[Row]:  # noqa: ANN401
        records: dict[str, Any] = {kind: [one]}
        snap = snap_of(**records)
        assert not due_now(snap), "else it would stand there"
        return list(due_until(snap, UNTIL))

    (row,) = coming(record)
    assert row.ref == record.ref
    assert ("20 Nov" if kind == "dependency" else "26 Nov") in row.note
    assert coming(replace(record, **later)) == []


def test_it_is_told_by_day_and_nothing_without_a_calendar() -> None:
    items = [Impediment(id=f"i{n}", ref=f"I{n}", due=f"2026-11-2{n}") for n in (5, 1, 4)]
    snap = snap_of(impediment=items)
    assert [row.ref for row in due_until(snap, UNTIL)] == ["I1", "I4", "I5"]
    assert due_until(snap, None) == ()


def test_we_meet_again_at_the_event_after_the_next_one_or_after_the_open_one() -> None:
    ledger = sample_ledger(Hands())
    assert meets_again(now_of(ledger), "art-sync") == date(2026, 11, 26)
    assert meets_again(now_of(ledger), "coach-sync") is None, "the calendar has none"
    running.start(ledger, "art-sync")
    assert meets_again(now_of(ledger), "art-sync") == date(2026, 11, 19)


# -- since when


def test_changes_count_from_the_last_sync_at_which_these_people_were() -> None:
    hands = Hands()
    ledger = sample_ledger(hands)
    for kind, text in (("art-sync", "first"), ("po-sync", "second")):
        running.start(ledger, kind)
        hands.on(minutes=5)
        capture(ledger, f"{text} thing is stuck @DRE", "impediment")
        running.close(ledger)
        hands.on(hours=1)

    def told(kind: str) -> tuple[str, list[str]]:
        sections = brief_for(now_of(ledger), kind, whole=True).sections
        (part,) = [s for s in sections if s.title.startswith("Changed")]
        return part.title, [row.text for row in part.rows if "thing" in row.text]

    second = ["second thing is stuck"]
    seen = {row.text for row in brief_for(now_of(ledger), "coach-sync", whole=True).rows}
    assert second[0] in seen
    assert told("coach-sync")[0] == "Changed since ART Sync E8"
    assert told("art-sync")[0] == "Changed since ART Sync E8"
    assert told("po-sync") == ("Changed since PO Sync E9", [])


# -- its length and its order


@pytest.mark.parametrize("kind", SYNCS)
def test_a_sync_is_told_in_twelve_lines(snap: Snapshot, kind: str) -> None:
    sections = [s for s in brief_for(snap, kind).sections if s.title != "Agreed on, and in force"]
    said = [row for section in sections for row in section.rows if row.kind != "more"]
    alone = sum(all(row.kind != "more" for row in s.rows) for s in sections)
    assert sum(MOST) == 12
    assert 0 < len(said) <= 12 + alone, "a part shows one line more rather than `and 1 more`"


@pytest.mark.parametrize("kind", [*PARTS])
def test_parts_without_anything_stand_behind_those_that_tell(snap: Snapshot, kind: str) -> None:
    told = [bool(section.rows) for section in brief_for(snap, kind).sections]
    assert told == sorted(told, reverse=True)


# -- nobody is named, nothing is ranked, nothing is said by colour alone


@pytest.mark.parametrize("kind", [*PARTS])
def test_the_order_of_a_briefing_knows_nobody(snap: Snapshot, kind: str) -> None:
    other, _ = exchanged(snap)
    one, two = brief_for(snap, kind, whole=True), brief_for(other, kind, whole=True)
    assert [s.title for s in one.sections] == [s.title for s in two.sections]
    for here, there in zip(one.sections, two.sections, strict=True):
        assert [row.id for row in here.rows] == [row.id for row in there.rows]


def test_no_question_names_anybody(snap: Snapshot) -> None:
    people = set(owners(snap))
    said = [one.words for one in all_signals(snap)]
    said += [f"{one.title} {one.weight}" for one in problem_candidates(snap)]
    said += [s.title for kind in PARTS for s in brief_for(snap, kind).sections]
    assert said
    for words in said:
        assert not {word.strip(",;:()·.?") for word in words.split()} & people, words


def test_questions_stay_the_same_whoever_owns_what(snap: Snapshot) -> None:
    other, _ = exchanged(snap)
    assert [(s.key, s.words) for s in all_signals(snap)] == [
        (s.key, s.words) for s in all_signals(other)
    ]
    assert [c.key for c in problem_candidates(snap)] == [c.key for c in problem_candidates(other)]


@pytest.mark.parametrize("kind", [*PARTS])
def test_what_is_marked_says_why_in_words(snap: Snapshot, kind: str) -> None:
    for row in brief_for(snap, kind, whole=True).rows:
        assert row.note or row.urgency < 2, row.ref


# -- by key


@pytest.mark.parametrize("size", SIZES)
async def test_home_names_the_key_and_opens_the_event_under_the_cursor(
    size: tuple[int, int],
) -> None:
    async with room(size) as here:
        assert "K briefing" in here.text
        assert "K tells what to know" in here.text
        await here.press("K")
        assert "Briefing · ART Sync in 1 d" in here.text
        await here.press("H", "g", "j", "K")
        assert "Briefing · System Demo in 2 d" in here.text
        await here.press("H", "G", "K")
        assert "Briefing · ART Sync in 1 d" in here.text


@pytest.mark.parametrize("size", SIZES)
async def test_candidates_and_signals_of_inspect_and_adapt_have_their_acts(
    size: tuple[int, int],
) -> None:
    async with room(size) as here:
        session = here.app.session
        await here.press("I", "4", "o")
        (topic,) = [t for t in session.snapshot.topics if "stuck" in t.text]
        assert topic.links
        await here.press("v")
        (problem,) = session.snapshot.problems
        assert problem.links == problem_candidates(session.snapshot)[0].refs
        await here.press("w")
        assert "B05" in here.text
        await here.press("escape", "7", "w")
        assert "E6" in here.text
        await here.press("escape", "v")
        await here.type("the room was double booked")
        await here.press("enter")
        (made,) = session.snapshot.dismissals
        assert made.refs == ("E6", "E7")
        await here.press("u")
        assert not session.snapshot.dismissals
