"""Laws of a group's problem: undo restores it, two at once lose nothing, words stay words."""

from __future__ import annotations

import html

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.screens.record import RecordScreen
from console.screens.workshop import WorkshopScreen
from store.domain import fishbone
from store.domain.loop_records import Problem
from store.errors import ConsoleError
from store.exchange.minutes import event_minutes
from store.exchange.problem_md import problem_markdown
from store.insight.stage import scene
from store.insight.surfaces import surface
from store.insight.workshop import PARTS
from store.insight.workshop_stage import in_front, stage_sections
from store.ledger import making_items, running, undoing
from store.ledger import problem_solving as solving
from store.ledger.history import history, in_words
from store.ledger.ledger import Ledger
from tests.cli_helpers import DAY, HOSTILE, SAMPLE, Rte
from tests.ledger_helpers import Hands, beside, entries, now_of, sample_ledger, tables
from tests.screen_helpers import Clock, room
from tests.screen_helpers import sample_ledger as screen_ledger

VERBS = ("cause", "why", "reword", "move", "away", "bone", "rename", "unbone", "dots", "root",
         "restate", "solve", "unsolve", "more-dots", "agree", "link", "item", "gather", "drop",
         "reopen")  # fmt: skip


def do(ledger: Ledger, ref: str, verb: str, n: int) -> None:
    """One verb of the workshop, on whatever its number picks; refusals are the rules' business."""
    problem = ledger.the(Problem, ref)
    causes = [one.key for one in problem.causes] or ["c1"]
    ideas = [one.key for one in problem.solutions] or ["s1"]
    bones = fishbone.bones_of(problem)
    cause, idea, bone = causes[n % len(causes)], ideas[n % len(ideas)], bones[n % len(bones)]
    tally = " ".join(str((n + k) % 3) for k in range(len(causes)))
    match verb:
        case "cause":
            solving.add_cause(ledger, ref, f"cause {n}", bone=bone)
        case "why":
            solving.add_cause(ledger, ref, f"because {n}", under=cause)
        case "reword":
            solving.reword(ledger, ref, cause, f"said anew {n}")
        case "move":
            solving.move(ledger, ref, cause, bone if n % 2 else causes[-1])
        case "away":
            solving.take_away(ledger, ref, cause)
        case "bone":
            solving.add_bone(ledger, ref, f"Bone {n}")
        case "rename":
            solving.rename_bone(ledger, ref, bone, f"Name {n}")
        case "unbone":
            solving.drop_bone(ledger, ref, bone)
        case "dots":
            solving.give_dots(ledger, ref, tally, 40, 3)
        case "root":
            solving.choose_root(ledger, ref, cause)
        case "restate":
            solving.restate(ledger, ref, f"sharper {n}")
        case "solve":
            solving.add_solutions(ledger, ref, [f"idea {n}", f"idea {n + 1}"])
        case "unsolve":
            solving.take_away(ledger, ref, idea)
        case "more-dots":
            solving.solution_dots(ledger, ref, " ".join("1" for _ in ideas), 40)
        case "agree":
            solving.agree(ledger, ref, {"when": f"in I{n % 5 + 1}", "effect": ""})
        case "link":
            solving.link_evidence(ledger, ref, ["B01", "R04"][: n % 2 + 1])
        case "item":
            making_items.make_item(ledger, ref, idea, {"text": f"do {n}"})
        case "gather":
            solving.gather(ledger, ref, f"told {n}")
        case "drop":
            solving.drop(ledger, ref, f"no longer {n}")
        case "reopen":
            solving.reopen(ledger, ref)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 30)), max_size=14))
def test_undo_brings_every_state_back(steps: list[tuple[str, int]]) -> None:
    """After each deed the whole train is noted; undo goes back through all of them."""
    hands = Hands()
    ledger = sample_ledger(hands)
    ref = solving.start(ledger, {"text": "deliveries are late"}).ref
    before = []
    for verb, n in [("cause", 1), ("why", 2), ("solve", 3), *steps]:
        hands.on(seconds=1)
        state, written = facts(ledger), len(entries(ledger.db.log))
        try:
            do(ledger, ref, verb, n)
        except ConsoleError:
            assert facts(ledger) == state, "a refusal leaves nothing"
            continue
        if len(entries(ledger.db.log)) > written:  # what was so already is no deed
            before.append(state)
    assert len(before) >= 3
    for state in reversed(before):
        undoing.undo(ledger)
        assert facts(ledger) == state


def facts(ledger: Ledger) -> dict[str, dict[str, dict[str, object]]]:
    """Every record without its revision, which counts changes and is never taken back."""
    return {
        kind: {key: {name: value for name, value in doc.items() if name != "rev"}
               for key, doc in docs.items()}
        for kind, docs in tables(ledger).items() if kind in ("problem", "improvement")
    }  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=12))
def test_two_at_once_lose_no_cause_and_no_solution(turns: list[tuple[bool, bool]]) -> None:
    """Neither has caught up with what the other wrote; every key is its own, no word is lost."""
    hands = Hands()
    one = sample_ledger(hands)
    ref = solving.start(one, {"text": "deliveries are late"}).ref
    other = beside(one, "SM-ANC", hands)
    said = []
    for number, (is_first, is_cause) in enumerate(turns):
        ledger = one if is_first else other
        said.append(f"said {number}")
        if is_cause:
            solving.add_cause(ledger, ref, said[-1], bone="Work")
        else:
            solving.add_solutions(ledger, ref, [said[-1]])
    for ledger in (one, other):
        ledger.catch_up()
        problem = ledger.the(Problem, ref)
        parts = (*problem.causes, *problem.solutions)
        assert sorted(part.text for part in parts) == sorted(said)
        assert len({part.key[1:] for part in parts}) == len(said)


# -- hostile words


def hostile_problem(ledger: Ledger) -> Problem:
    """A problem in which every field holds what could break a screen or a page."""
    every = " ".join(HOSTILE)[:150]
    statement = dict.fromkeys(("text", "where", "when", "effect"), every)
    ref = solving.start(ledger, {**statement, "group": every[:40]}).ref
    for text in HOSTILE:
        try:
            solving.add_cause(ledger, ref, text, bone="Work")
            solving.add_solutions(ledger, ref, [text])
        except ConsoleError:
            continue
    solving.add_bone(ledger, ref, every[:20])
    count = len(ledger.the(Problem, ref).causes)
    solving.give_dots(ledger, ref, " ".join(["2"] * count), 99, 9)
    solving.choose_root(ledger, ref, ledger.the(Problem, ref).causes[0].key)
    solving.restate(ledger, ref, every)
    return ledger.the(Problem, ref)


def test_hostile_words_stay_words_in_markdown_minutes_and_lines() -> None:
    ledger = sample_ledger(Hands())
    event = running.start(ledger, "inspect-adapt")
    running.go_to(ledger, "agree")
    problem = hostile_problem(ledger)
    assert len(problem.causes) >= len(HOSTILE) // 2
    snap = now_of(ledger)
    told = problem_markdown(problem, snap) + event_minutes(snap, event)
    assert "<script" not in html.unescape(told.replace("\\<", "")), "no tag is one"
    lines = [in_words(entry, "problem", snap) for entry in history(ledger, "problem", problem)]
    for text in (told, repr(lines), repr(stage_sections(snap, 1))):
        assert "\x1b" not in text
        assert "\x00" not in text
        assert "\u202e" not in text


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_hostile_words_stay_words_on_every_part(size: tuple[int, int]) -> None:
    clock = Clock()
    ledger = screen_ledger(clock)
    running.start(ledger, "inspect-adapt")
    problem = hostile_problem(ledger)
    async with room(size, clock, ledger) as here:
        here.app.push_screen(WorkshopScreen(problem.id, 0))
        await here.pilot.pause()
        for number in range(len(PARTS)):
            await here.press(str(number + 1))
            assert all(len(line) <= size[0] for line in here.text.splitlines())
            assert "Q1" in here.text.splitlines()[0]
        await here.press("escape")
        here.app.push_screen(RecordScreen(here.app.session, "problem", problem.id))
        await here.pilot.pause()
        assert "Fishbone" in here.text or size[1] == 24
        assert "{'" not in here.text


# -- pages, links, stage


def worked(ledger: Ledger, text: str = "deliveries are late", group: str = "Blue") -> Problem:
    """A problem worked through, with evidence and an item."""
    ref = solving.start(ledger, {"text": text, "where": "at the gates", "group": group}).ref
    solving.link_evidence(ledger, ref, ["B05"])
    solving.add_cause(ledger, ref, "slots are given on the day", bone="Work")
    solving.add_cause(ledger, ref, "there is no calendar", under="c1")
    solving.give_dots(ledger, ref, "1 5", 6, 1)
    solving.choose_root(ledger, ref, "c2")
    solving.restate(ledger, ref, "slots clash: there is no calendar")
    solving.add_solutions(ledger, ref, ["hang up a calendar", "more slots"])
    making_items.make_item(ledger, ref, "s3", {"text": "we hang up a calendar"})
    return ledger.the(Problem, ref)


async def test_links_lead_from_problem_to_item_and_evidence_and_back() -> None:
    clock = Clock()
    ledger = screen_ledger(clock)
    problem = worked(ledger)
    item = ledger.snapshot().improvements[-1]
    evidence = next(one for one in ledger.snapshot().impediments if one.ref == "B05")
    async with room((120, 36), clock, ledger) as here:
        here.app.push_screen(RecordScreen(here.app.session, "problem", problem.id))
        await here.pilot.pause()
        line = next(line for line in here.text.splitlines() if "led to" in line)
        assert f" {item.ref} " in line
        assert "links to" in here.text
        assert "c2 there is no calendar [5 dots · biggest root cause]" in here.text
        assert "key c1" not in here.text
        await here.press("escape")
        for kind, record, how in (("improvement", item, "from problem"),
                                  ("impediment", evidence, "linked from")):  # fmt: skip
            here.app.push_screen(RecordScreen(here.app.session, kind, record.id))
            await here.pilot.pause()
            line = next(line for line in here.text.splitlines() if how in line)
            assert "Q1" in line
            assert "deliveries are late" in line
            await here.press(line.split(how)[0].split()[-1])
            assert "Q1 problem" in here.text
            await here.press("q")


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Rte:
    monkeypatch.setenv("RTE_NOW", DAY)
    made = Rte(capsys, monkeypatch)
    made.fine("import", str(SAMPLE))
    return made


def test_show_tells_a_problem_as_a_tree_and_its_past_by_what_changed(rte: Rte) -> None:
    rte.fine("problem", "add", "deliveries are late", "where:gates")
    rte.fine("problem", "Q1", "cause", "Work", "slots are given on the day")
    rte.fine("problem", "Q1", "why", "c1", "there is no calendar")
    rte.fine("problem", "Q1", "dots", "1 2", "voters:3", "each:1")
    said = rte.fine("show", "Q1", "--history").out
    assert "    └─ c1 slots are given on the day  [1 dot]" in said
    assert "       └─ c2 there is no calendar  [2 dots]" in said
    assert "causes: c2 added on c1: there is no calendar" in said
    assert "causes: c1 1 dot; c2 2 dots" in said
    assert "key c1" not in said


def test_the_stage_shows_the_group_that_spoke_last_and_nothing_private() -> None:
    hands = Hands()
    ledger = sample_ledger(hands)
    running.start(ledger, "inspect-adapt")
    running.go_to(ledger, "causes")
    first = worked(ledger)
    hands.on(minutes=1)
    second = worked(ledger, "tests are slow", "Red")
    assert in_front(now_of(ledger)) == second
    hands.on(minutes=1)
    solving.add_cause(ledger, first.ref, "lists differ", bone="Tools")
    solving.add_cause(ledger, second.ref, "kept apart", bone="Tools")
    hands.on(minutes=1)
    solving.add_cause(ledger, first.ref, "one bench", bone="Tools")
    snap = now_of(ledger)
    event = ledger.running
    assert event is not None
    found = scene(snap, ledger.face(event))
    assert found.reads
    assert found.sections[0].title == "Q1 · group Blue: root causes"
    texts = [row.text for row in found.sections[0].rows]
    assert "└─ c" not in texts[0]
    assert "   └─ there is no calendar · biggest root cause" in texts
    assert [row.ref for row in found.sections[1].rows] == ["Q2"]
    numbers = [(row.ref, row.who) for row in stage_sections(snap, 2)[0].rows]
    assert numbers == [("c2", "5 · 83 %"), ("c1", "1 · 100 %")]
    assert [row.ref for row in stage_sections(snap, 5)[0].rows][1:] == ["s4"]


@pytest.mark.parametrize("part", range(6))
def test_what_is_private_never_stands_before_the_room(part: int) -> None:
    ledger = sample_ledger(Hands())
    running.start(ledger, "inspect-adapt")
    for step in ("agree", "causes", "biggest", "restate", "solutions", "backlog")[part : part + 1]:
        running.go_to(ledger, step)
    problem = worked(ledger)
    with ledger.change("problem.agree") as change:
        secret = {"where": "private: under the crane", "effect": "(private) bonus cut"}
        change.amend("problem", problem.id, secret)
    event = ledger.running
    assert event is not None
    shown = repr(scene(now_of(ledger), ledger.face(event)).sections)
    assert "deliveries are late" in shown or "slots clash" in shown or part
    assert "crane" not in shown
    assert "bonus" not in shown


@pytest.mark.parametrize("field", ["text", "where", "when", "effect", "group"])
def test_a_statement_that_begins_as_private_is_refused(field: str) -> None:
    ledger = sample_ledger(Hands())
    typed = {"text": "late", field: "private: the crane"}
    with pytest.raises(ConsoleError, match="before the whole room"):
        solving.start(ledger, typed)
    assert not now_of(ledger).problems
    assert surface(now_of(ledger), "ws-problem").rows == ()
