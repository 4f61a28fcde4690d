"""Health of dependencies, what is open against them, strings, pairs and milestones as figures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from store.domain.records import Dependency, Impediment, Improvement, Milestone, Risk, Team
from store.insight import blocks, coupling, dependencies, milestones
from store.insight.mixed import row_of
from store.insight.pairs import recurring_pairs
from store.insight.rows import Cell, Grid, Urgency
from store.insight.snapshot import Snapshot
from store.insight.strings import pieces
from store.insight.summaries import Listing, summary
from store.insight.surfaces import surface
from store.ledger import depending as use
from tests.ledger_helpers import Hands, now_of, sample_ledger
from tests.test_insight_rules import NOW, OLD, PI, TODAY, dep, snap_of

DAY_MS = 86_400_000


@pytest.fixture
def snap() -> Snapshot:
    return now_of(sample_ledger(Hands()))


# -- health


@pytest.mark.parametrize(
    ("fields", "against", "word", "sign"),
    [
        ({"state": "agreed", "need": "IP", "plan": "I5"}, (), "slack 1", "not-yet"),
        ({"state": "in progress", "need": "I5", "plan": "I4"}, (), "slack 1", "half"),
        ({"state": "agreed", "need": "IP", "plan": "I5"}, ("R2",), "R2 open against it", "help"),
        ({"state": "agreed", "need": "IP", "plan": "IP"}, ("I7",), "I7 open against it", "help"),
        ({"state": "agreed", "need": "I5", "plan": "IP"}, ("R2",), "conflict, slack −1", "help"),
        ({"state": "proposed", "need": "IP"}, ("R2",), "not agreed", "help"),
        ({"state": "delivered", "need": "I3", "done": "I3"}, (), "delivered, not accepted", "help"),
        ({"state": "accepted", "need": "I3", "done": "I3"}, (), "accepted", "done"),
        ({"state": "missed"}, (), "missed", "missed"),
    ],
)
def test_health_has_a_word_and_a_sign(
    fields: dict[str, Any], against: tuple[str, ...], word: str, sign: str
) -> None:
    seen = dependencies.health(dep(**fields), PI, TODAY, against)
    assert (seen.word, dependencies.sign(dep(**fields), seen.urgency)) == (word, sign)


@pytest.mark.parametrize(
    ("fields", "word", "stale"),
    [
        ({"state": "in progress", "need": "IP", "plan": "I5"}, "slack 1", None),
        ({"touched": "2026-11-18", "state": "in progress", "need": "IP", "plan": "I5"},
         "slack 1", 0),
        ({"touched": "2026-10-27", "state": "in progress", "need": "IP", "plan": "I5"},
         "slack 1", 2),
        ({"touched": "2026-10-25", "state": "in progress", "need": "IP", "plan": "I5"},
         "untouched for 3 iterations: escalate?", 3),
        ({"agreed": "2026-10-01", "state": "agreed", "need": "I5", "plan": "IP"},
         "conflict, slack −1; escalate?", 3),
        ({"touched": "2026-10-01", "agreed": "2026-11-17", "state": "in progress",
          "need": "IP", "plan": "I5"}, "slack 1", 0),
        ({"at": NOW - 60 * DAY_MS, "state": "proposed", "need": "IP"}, "not agreed; escalate?", 3),
        ({"touched": "2026-10-01", "state": "missed"}, "missed", None),
    ],
)  # fmt: skip
def test_what_nobody_touched_for_more_than_two_iterations_asks_to_escalate(
    fields: dict[str, Any], word: str, stale: int | None
) -> None:
    first = replace(PI.iterations[0], name="I2", start="2026-10-26", end="2026-10-27")
    third = replace(PI.iterations[0], start="2026-10-28")
    pi = replace(PI, iterations=(first, third, *PI.iterations[1:]))
    seen = dependencies.health(dep(**fields), pi, TODAY)
    assert (seen.word, seen.stale) == (word, stale)
    assert seen.urgent is (word != "slack 1" and fields["state"] != "missed")


def against(*records: Risk | Impediment, **fields: Any) -> tuple[str, ...]:  # noqa: ANN401
    one = dep(provider="DRE", consumer="BEA", state="agreed", **fields)
    risks = [r for r in records if isinstance(r, Risk)]
    stuck = [r for r in records if isinstance(r, Impediment)]
    snap = snap_of(dependency=[one], risk=risks, impediment=stuck)
    return tuple(blocks.against(snap).get(one.id, ()))


def test_what_is_open_against_it_is_linked_and_the_providers() -> None:
    risk = Risk(id="r", ref="R2", team="DRE", links=("x01",))
    assert against(risk) == ("R2",)
    assert against(replace(risk, links=()), links=("R02",)) == ("R2",)
    assert against(replace(risk, team=None)) == ("R2",)
    assert against(replace(risk, team="GAN", teams=("DRE",))) == ("R2",)
    assert against(replace(risk, team="BEA")) == (), "the consumer's own"
    assert against(replace(risk, links=())) == ()
    assert against(replace(risk, roam="R")) == (), "resolved"
    stuck = Impediment(id="i", ref="I10", team="DRE", links=("X1",))
    assert against(risk, stuck, replace(stuck, id="j", ref="I9")) == ("I9", "I10", "R2")
    assert against(replace(stuck, state="closed")) == ()


def test_what_is_open_against_it_shows_in_every_list() -> None:
    one = dep(provider="DRE", consumer="BEA", state="in progress", need="I5", plan="I4")
    risk = Risk(id="r", ref="R2", team="DRE", links=("X1",), pi="4")
    snap = snap_of(dependency=[one], risk=[risk])
    notes = {name: next(r.note for r in surface(snap, name).rows if r.ref == "X1")
             for name in ("board", "dependencies", "planning-board", "strings")}  # fmt: skip
    assert set(notes.values()) == {"R2 open against it"}
    assert row_of("dependency", one, snap).computed["against"] == ["R2"]


# -- strings


def drawn(state: str, start: int | None, head: int | None) -> str:
    """A string as the test reads it: `-` where it runs, signs by their first letters."""
    found = ""
    for piece in pieces(state, (start, head), 4, Urgency.NORMAL):
        ends = "".join({"to-right": ">", "to-left": "<", "no-date": "?"}.get(e, e[0])
                       for e in piece.ends)  # fmt: skip
        found += f"{'-' if piece.left else ' '}{ends or '.'}{'-' if piece.right else ' '}"
    return found


@pytest.mark.parametrize(
    ("state", "start", "head", "line"),
    [
        ("agreed", 0, 2, " n--.--> . "),
        ("in progress", 3, 1, " .  <--.--h "),
        ("delivered", 1, 1, " .  f> .  . "),
        ("accepted", 0, 1, " d-->  .  . "),
        ("proposed", None, 2, " .  .  ?> . "),
        ("agreed", 2, None, " .  .  n? . "),
        ("proposed", None, None, " .  .  .  . "),
    ],
)
def test_a_string_runs_from_where_it_is_planned_to_where_it_is_needed(
    state: str, start: int | None, head: int | None, line: str
) -> None:
    assert drawn(state, start, head).replace(" ", "") == line.replace(" ", "")


def test_strings_stand_by_when_they_are_needed_and_settled_ones_last(snap: Snapshot) -> None:
    grid = surface(snap, "strings").grid
    assert isinstance(grid, Grid)
    refs = [line.cells[0].row.ref for line in grid.lines if line.cells[0].row]
    assert refs == ["D402", "D406", "D401", "D408", "D404", "D409", "D405", "D403", "D407"]
    settled = [line.urgency for line in grid.lines[5:]]
    assert set(settled) == {Urgency.QUIET}
    assert grid.columns[grid.current] == "I4"
    assert grid.lines[2].note == "conflict, slack −1"


def test_a_string_says_once_that_it_is_delivered_and_nothing_of_a_plan_that_is_over(
    snap: Snapshot,
) -> None:
    grid = surface(snap, "strings").grid
    assert isinstance(grid, Grid)
    said = {line.cells[0].row.ref: line.cells[0].says for line in grid.lines if line.cells[0].row}
    assert said["D402"].endswith("delivered I3, needed I3 · delivered, not accepted")
    assert " · agreed · slack 0, not started" in said["D404"]


# -- the board


def board(snap: Snapshot) -> dict[str, tuple[str, str, Cell]]:
    grid = surface(snap, "planning-board").grid
    assert grid is not None
    found = {}
    party = ""
    for line in grid.lines:
        party = line.title or party
        for column, cell in zip(grid.columns, line.cells, strict=True):
            if cell.row is not None:
                found[cell.key] = (party, column, cell)
    return found


def stone(**fields: Any) -> Milestone:  # noqa: ANN401
    return Milestone(**{"id": "m", "ref": "L1", "text": "season opens", "pi": "4", **fields})


@pytest.mark.parametrize(
    ("fields", "column", "note", "sign"),
    [
        ({"iteration": "I5"}, "I5", "", "not-yet"),
        ({"due": "2026-12-01"}, "I5", "due Tue 1 Dec", "not-yet"),
        ({"due": "2026-12-06"}, "I5", "due 6 Dec", "not-yet"),
        ({"due": "2027-05-01"}, "no date", "due 1 May", "not-yet"),
        ({"iteration": "I3"}, "I3", "was it reached?", "help"),
        ({"iteration": "I4", "due": "2026-11-17"}, "I4", "was it reached?", "help"),
        ({"iteration": "I3", "state": "reached"}, "I3", "", "done"),
        ({"iteration": "I3", "state": "missed", "note": "yard"}, "I3", "yard", "missed"),
        ({}, "no date", "", "not-yet"),
    ],
)
def test_a_milestone_stands_above_the_teams(
    fields: dict[str, Any], column: str, note: str, sign: str
) -> None:
    snap = snap_of(milestone=[stone(**fields)], team=[Team(id="1", short="DRE")])
    party, where, cell = board(snap)["L1/on"]
    assert (party, where, cell.marks[0].sign) == ("dates", column, sign)
    row = row_of("milestone", stone(**fields), snap)
    assert row.note.startswith(note)
    assert bool(row.note) is bool(note)
    assert row.computed["open"] is (fields.get("state", "planned") == "planned")


def test_a_card_knows_its_other_end_and_asks_how_it_could_go_away(snap: Snapshot) -> None:
    cards = board(snap)
    gives, needs = cards["D401/gives"][2], cards["D401/needs"][2]
    assert gives.twin == needs.twin == "D401"
    assert gives.says.endswith("conflict, slack −1 · how could it go away?")
    assert "how could" not in cards["D403/gives"][2].says, "settled"
    ledger = sample_ledger(Hands())
    use.could_go_away(ledger, "D401", "design", "billing reads it itself")
    said = board(now_of(ledger))["D401/gives"][2].says
    assert said.endswith("could go away by design: billing reads it itself")


def test_milestones_are_listed_by_time_and_counted() -> None:
    found = [
        stone(id="a", ref="L1", iteration="IP"),
        stone(id="b", ref="L2"),
        stone(id="c", ref="L3", due="2026-11-24"),
        stone(id="d", ref="L4", pi="3"),
    ]
    snap = snap_of(milestone=found)
    assert [m.ref for m in milestones.in_intervals(found, snap)] == ["L4", "L3", "L1", "L2"]
    assert summary("milestone", Listing(snap, found, found, [])).lines == (
        "4 milestones: 4 planned",
    )


# -- pairs


def pair(ref: str, pi: str = "4", **fields: Any) -> Dependency:  # noqa: ANN401
    known = {"id": ref, "ref": ref, "pi": pi, "provider": "DRE", "consumer": "BEA"}
    return dep(**{**known, **fields})


AGAIN = [pair("X1", "3"), pair("X2", "3"), pair("X3")]


@pytest.mark.parametrize(
    ("more", "signal", "removed"),
    [
        ([], True, ()),
        ([pair("X4", away="an idea", way="slice")], True, ()),
        ([pair("X4", state="removed", how="sliced")], False, ("X4",)),
        ([pair("X4", state="removed", consumer="FAT")], True, ()),
    ],
)
def test_only_what_was_removed_or_is_worked_on_is_a_reduction(
    more: list[Dependency], signal: bool, removed: tuple[str, ...]
) -> None:
    [found] = recurring_pairs(snap_of(), [*AGAIN, *more])
    assert (found.signal, found.removed) == (signal, removed)
    assert ("X4 removed" in found.words) is bool(removed)


def test_no_pair_is_above_another_because_it_has_more(snap: Snapshot) -> None:
    before = [(p.provider, p.consumer) for p in recurring_pairs(snap, snap.dependencies)]
    gan = next(d for d in snap.dependencies if (d.provider, d.consumer) == ("GAN", "CAP"))
    more = [replace(gan, id=f"more-{n}", ref=f"D9{n}") for n in range(9)]
    after = recurring_pairs(snap, [*more, *snap.dependencies])
    assert [(p.provider, p.consumer) for p in after] == before
    assert len(after[-1].refs) == 11


def test_late_and_unasked_ones_of_a_pair() -> None:
    mine = [
        pair("X1", "3", state="missed"),
        pair("X2", "3", state="accepted", need="I2", done="I4"),
        pair("X3", state="in progress", need="I3"),
        pair("X4", need="I5", away="an idea"),
    ]
    [found] = recurring_pairs(snap_of(), mine)
    assert found.late == ("X1", "X2", "X3")
    assert found.unasked == ("X3",)


def test_pairs_are_told_in_the_trains_order_with_their_question(snap: Snapshot) -> None:
    seen = surface(snap, "pairs")
    titles = [section.title for section in seen.sections if section.title]
    assert titles == [
        "All of PI-26.4",
        "! DRE→BEA: 4 dependencies in 2 of 2 intervals",
        "DRE→FAT: 3 dependencies in 2 of 2 intervals",
        "ENS→BEA: 2 dependencies in 2 of 2 intervals",
        "GAN→CAP: 2 dependencies in 2 of 2 intervals",
    ]
    told = {s.title: {t.label: t.words for t in s.told} for s in seen.sections if s.told}
    assert told["DRE→FAT: 3 dependencies in 2 of 2 intervals"]["tried"] == (
        "M04 billing reads moves itself: not yet moved"
    )
    signal = told[titles[1]]
    assert signal["tried"] == "nothing on record"
    assert signal["late"] == "1 of 4 late, missed or overdue (D301)"
    assert signal["ask"] == "What would remove it? Nobody has said it of D401 yet."
    whole = told["All of PI-26.4"]
    assert whole["!"].startswith("2 of 4 open dependencies wait for DRE.")
    assert whole["gone"] == "1 of 5 that ended were removed: a good end"


def test_waiting_for_one_provider_is_asked_only_where_it_is_much() -> None:
    teams = [Team(id="1", short="BEA", order=0), Team(id="2", short="DRE", order=1)]
    snap = snap_of(team=teams)
    few = [pair("X1"), pair("X2")]
    assert coupling.fan_in(snap, few) == []
    mixed = [pair("X1"), pair("X2"), pair("X3", provider="BEA"), pair("X4", provider="BEA"),
             pair("X5", provider="GAN"), pair("X6", state="delivered")]  # fmt: skip
    found = coupling.fan_in(snap, mixed)
    assert [(one.provider, one.waiting, one.of) for one in found] == [("BEA", 2, 5), ("DRE", 2, 5)]
    assert coupling.fan_in(snap, [pair(f"X{n}", provider=f"T{n}") for n in range(9)]) == []


def test_no_dependency_at_all_is_asked_about_too() -> None:
    told = surface(snap_of(), "pairs").sections[0].told
    assert [one.words for one in told] == [
        "No dependency on record for 4. That is as odd as a spider's web: who has asked whom?"
    ]


def test_figures_of_the_whole_are_unknown_where_nothing_is_known() -> None:
    assert coupling.median_slack([pair("X1")], PI) is None
    known = [pair("X1", state="agreed", need="I5", plan=plan) for plan in ("I3", "I5", "IP")]
    assert coupling.median_slack(known, PI) == 0
    assert coupling.removed_share([]) == (0, 0)
    assert coupling.was_late(pair("X1", "3", state="in progress"), OLD, TODAY)


def test_the_sentences_and_figures_of_a_list(snap: Snapshot) -> None:
    records = snap.records["dependency"]
    here = [r for r in records if r.pi == "PI-26.4"]
    told = summary("dependency", Listing(snap, here, records, ["PI-26.4"]))
    figures = told.figures["intervals"]["PI-26.4"]
    assert (figures["median_slack"], figures["removed"], figures["ended"]) == (0, 1, 5)
    assert figures["wait_for"] == [{"provider": "DRE", "waiting": 2, "of": 4}]
    first = told.figures["recurring_pairs"][0]
    assert (first["late"], first["removed"], first["unasked"]) == (["D301"], [], ["D401"])


def test_improvements_that_are_linked_still_reduce() -> None:
    item = Improvement(id="m", ref="M1", links=("X1",))
    [found] = recurring_pairs(snap_of(improvement=[item]), AGAIN)
    assert not found.signal
