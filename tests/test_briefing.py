"""Briefings: what each kind of event is told, candidates by weight, screens and command line."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import Any

import pytest

from store.domain.records import (
    TYPES,
    Action,
    Dependency,
    Feedback,
    Impediment,
    Improvement,
    Objective,
    Risk,
)
from store.insight.briefing import PARTS, brief_for, part_rows
from store.insight.candidates import problem_candidates
from store.insight.rows import Row
from store.insight.surfaces import surface
from store.ledger import running
from store.ledger.capturing import capture
from tests.cli_helpers import DAY, SAMPLE, Rte
from tests.ledger_helpers import Hands, now_of, sample_ledger
from tests.screen_helpers import room
from tests.test_insight_rules import snap_of
from tests.test_signals import in_an_event


def rows_in(kind: str, title: str) -> list[Row]:
    snap = now_of(sample_ledger(Hands()))
    part = next(s for s in brief_for(snap, kind, whole=True).sections if s.title.startswith(title))
    return list(part.rows)


def test_inspect_and_adapt_opens_with_what_owes_a_verdict() -> None:
    snap = now_of(sample_ledger(Hands()))
    first = brief_for(snap, "inspect-adapt").sections[0]
    assert [row.ref for row in first.rows] == ["M02", "M04", "M05", "M06"]
    assert "Did it work?" in first.title


def test_before_planning_items_want_room_and_pairs_say_what_was_tried() -> None:
    assert [row.ref for row in rows_in("pi-planning", "Improvement items")] == ["M06"]
    told = {row.text[:7]: row.note for row in rows_in("pi-planning", "Pairs")}
    assert told["DRE→BEA"].endswith("tried: nothing")
    assert "M04 not yet moved" in told["DRE→FAT"]


def test_what_was_carried_comes_along_and_says_so() -> None:
    carried = Risk(id="r", ref="R1", pi="3", roam="O", carried=("4",))
    goes_on = Dependency(id="d", ref="X2", pi="4", provider="A", consumer="B", carries="X1")
    plain = Risk(id="q", ref="R2", pi="4", roam="O")
    snap = snap_of(risk=[carried, plain], dependency=[goes_on])
    part = next(s for s in brief_for(snap, "pi-planning").sections if s.title.startswith("Carried"))
    assert [row.ref for row in part.rows] == ["X2", "R1"]
    assert part.rows[0].note.startswith("goes on with X1")
    assert part.rows[1].note.startswith("carried")


def test_before_risks_and_demos() -> None:
    assert [row.ref for row in rows_in("risk-workshop", "Without a letter")] == ["R12"]
    assert [row.ref for row in rows_in("mid-pi-review", "Review")] == ["R05", "R06"]
    assert [row.ref for row in rows_in("system-demo", "Not shown live")] == ["E5"]


def test_before_a_sync_promises_come_first_and_changes_say_what_became_what() -> None:
    hands = Hands()
    ledger = sample_ledger(hands)
    running.start(ledger, "art-sync")
    capture(ledger, "order the rig owner:SM-GAN due:tomorrow", "action")
    running.close(ledger)
    hands.on(days=2)
    running.start(ledger, "coach-sync")
    hands.on(minutes=1)
    snap = now_of(ledger)
    seen = surface(snap, "brief")
    assert seen.title.startswith("Briefing · Coach Sync")
    assert "not touched since ART Sync" in seen.sections[0].rows[0].note
    assert "order the rig" in seen.sections[0].rows[0].text


def test_a_record_stands_once_and_long_parts_say_how_many_more() -> None:
    snap = now_of(sample_ledger(Hands()))
    for kind in PARTS:
        rows = brief_for(snap, kind).rows
        places = [(row.kind, row.id) for row in rows]
        assert len(places) == len(set(places)), kind
        for row in rows:
            if row.kind == "more":
                whole = part_rows(snap, kind, str(row.computed["part"]))
                part = next(s for s in brief_for(snap, kind).sections if row in s.rows)
                assert f"· {len(whole)} in all" in part.title
                assert row.text == f"and {len(whole) - len(part.rows) + 1} more"


def test_candidates_are_ordered_by_weight_and_never_by_team() -> None:
    found = problem_candidates(now_of(sample_ledger(Hands())))
    weights = [(-len(c.refs), -len(c.intervals)) for c in found]
    assert weights == sorted(weights)
    told = {c.key: c for c in found}
    assert told["cause:B04"].refs == ("B04", "B06", "M03", "M06")
    assert told["cause:B04"].weight == "4 facts in 2 intervals"
    assert told["events:nothing"].refs == ("E6", "E7")


CASES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("objectives:under", {"objective": [Objective(id="o", ref="O1", pi="4", bv=8, actual=4)]},
     {"objective": [Objective(id="o", ref="O1", pi="4", bv=8, actual=5)]}),
    ("impediments:long", {"impediment": [Impediment(id="i", ref="I1", raised="2026-11-04")]},
     {"impediment": [Impediment(id="i", ref="I1", raised="2026-11-05")]}),
    ("risks:happened", {"risk": [Risk(id="r", ref="R1", pi="4", occurred="2026-11-02")]},
     {"risk": [Risk(id="r", ref="R1", pi="3", occurred="2026-10-02")]}),
    ("actions:open", {"action": [Action(id="a", ref="A1", pi="4", due="2026-11-17")]},
     {"action": [Action(id="a", ref="A1", pi="4", due="2026-11-18")]}),
    ("improvements:effect",
     {"improvement": [Improvement(id="m", ref="M1", meant_for="4", effect="no effect")]},
     {"improvement": [Improvement(id="m", ref="M1", meant_for="4", effect="moved")]}),
    ("feedback:change",
     {"feedback": [Feedback(id=f"f{n}", ref=f"F{n}", pi="4", verdict="change") for n in (1, 2)]},
     {"feedback": [Feedback(id="f1", ref="F1", pi="4", verdict="change")]}),
    ("late:A>B",
     {"dependency": [Dependency(id="d", ref="X1", pi="4", provider="A", consumer="B",
                                state="missed")]},
     {"dependency": [Dependency(id="d", ref="X1", pi="4", provider="A", consumer="B",
                                state="accepted", need="I4", done="I4")]}),
]  # fmt: skip


@pytest.mark.parametrize(("key", "there", "not_there"), CASES, ids=[c[0] for c in CASES])
def test_what_makes_a_candidate(key: str, there: dict[str, Any], not_there: dict[str, Any]) -> None:
    assert key in {c.key for c in problem_candidates(snap_of(**there))}
    assert key not in {c.key for c in problem_candidates(snap_of(**not_there))}


async def test_the_screen_opens_by_key_and_leads_to_sources() -> None:
    for size in ((120, 36), (80, 24)):
        async with room(size) as here:
            await here.press("K")
            assert "Briefing · ART Sync" in here.text
            assert "two carrier units" in here.text
            await here.press("left_square_bracket")
            assert "Inspect & Adapt" in here.text
            await here.press("j", "j", "j", "j", "j", "w")
            assert "D301" in here.text
            assert "D402" in here.text


async def test_a_candidate_goes_to_the_workshop_or_is_kept() -> None:
    async with room() as here:
        await in_an_event(here)
        await here.turn_to("candidates")
        await here.press("v")
        snap = here.app.session.snapshot
        (problem,) = snap.problems
        assert problem.links == problem_candidates(snap)[0].refs
        assert f"is {problem.ref}" in surface(snap, "candidates").rows[0].note
        await here.press("o")
        (topic,) = [t for t in here.app.session.snapshot.topics if "stuck" in t.text]
        assert topic.links


def test_the_briefing_of_the_command_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rte = Rte(capsys, monkeypatch)
    monkeypatch.setenv("RTE_NOW", DAY)
    rte.fine("import", str(SAMPLE))
    assert rte.fine("brief").out.startswith("Briefing · ART Sync")
    told = rte.fine("brief", "inspect-adapt", "--json").json
    assert [r["ref"] for r in told["sections"][0]["records"]] == ["M02", "M04", "M05", "M06"]
    assert "one of art-sync" in rte.refused("brief", "party", code=2)


def test_ten_thousand_records_are_briefed_quickly() -> None:
    snap = now_of(sample_ledger(Hands()))
    more: dict[str, list[Any]] = {
        "impediment": [Impediment(id=f"i{n}", ref=f"I{n}", pi=f"P{n % 10}", raised="2026-11-01",
                                  state="closed") for n in range(4000)],
        "action": [Action(id=f"a{n}", ref=f"A{n}", pi=f"P{n % 10}") for n in range(3000)],
        "risk": [Risk(id=f"r{n}", ref=f"R{n + 100}", pi=f"P{n % 10}") for n in range(3000)],
    }  # fmt: skip
    records = {kind: [*snap.records[kind], *more.get(kind, ())] for kind in TYPES}
    big = replace(snap, records=records, memo={})
    began = perf_counter()
    assert brief_for(big, "inspect-adapt").rows
    assert perf_counter() - began < 1.5, "0.3 s on a machine of its own"
