"""A System Demo: which item belongs to which demo, results, feedback and its fate, surfaces."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.domain.births import Stamp, birth
from store.domain.demo import check_fate, check_verdict, check_why, reordered, way_of_showing
from store.domain.grammar import CaptureContext, parse_capture
from store.domain.records import Event
from store.errors import ChangedMeanwhile, RuleBroken, UsageFault
from store.exchange.minutes import event_minutes
from store.insight import demo
from store.insight.events import event_row, left_nothing
from store.insight.rows import Row
from store.insight.surfaces import surface
from store.ledger import demoing, running, timing
from store.ledger.capturing import amend, capture
from store.ledger.ledger import Ledger
from store.ledger.opening import open_ledger
from store.ledger.quick import quick_add
from store.ledger.undoing import undo
from tests.demo_helpers import hold, hold_and_close
from tests.ledger_helpers import MORNING, Hands, now_of, sample_folder, sample_ledger


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def ledger(hands: Hands) -> Ledger:
    return sample_ledger(hands)


def sections(ledger: Ledger, name: str) -> dict[str, list[str]]:
    """References by the title of their section."""
    found = surface(now_of(ledger), name).sections
    return {part.title: [row.ref for row in part.rows] for part in found}


def rows(ledger: Ledger, name: str) -> dict[str, Row]:
    return {row.ref: row for row in surface(now_of(ledger), name).rows}


def order(ledger: Ledger, event: Event | None = None) -> list[str]:
    snap = now_of(ledger)
    return [item.ref for item in demo.items_on(snap, event or demo.open_demo(snap))]


def said(ledger: Ledger, line: str) -> str:
    return capture(ledger, line, "feedback").record.ref


# -- rules


@pytest.mark.parametrize(
    ("shown", "why", "stored"),
    [
        ("live", None, "live"),
        (" Live ", "", "live"),
        ("not live", "recording", "not-live"),
        ("no", "no data", "no"),
    ],
)
def test_a_result_in_its_stored_form(shown: str, why: str | None, stored: str) -> None:
    assert way_of_showing(shown) == stored
    check_why(stored, why)


@pytest.mark.parametrize(
    ("shown", "why", "sentence"),
    [
        ("no", "", "An item that was not shown needs a why"),
        ("not-live", None, "An item that was not shown live needs a why"),
        ("live", "late", "What was shown live needs no why"),
        ("slides", "x", "An item is shown live, not-live, or no"),
    ],
)
def test_a_result_that_does_not_say_enough(shown: str, why: str | None, sentence: str) -> None:
    with pytest.raises((RuleBroken, UsageFault), match=sentence):
        check_why(way_of_showing(shown), why)


def test_verdicts_and_fates() -> None:
    assert check_verdict(" Change ") == "change"
    assert check_fate("done", None) == "done"
    assert check_fate("Planned", "I5") == "planned"
    for word in ("", "good", "5"):
        with pytest.raises(UsageFault, match="A verdict is fits, change or unclear"):
            check_verdict(word)
    with pytest.raises(UsageFault, match="Feedback is done, planned or declined"):
        check_fate("open", "x")
    for word in ("planned", "declined"):
        with pytest.raises(RuleBroken, match=f"{word.capitalize()} feedback needs an answer"):
            check_fate(word, "")


@given(st.permutations("abcdef"), st.lists(st.sampled_from("abcdef"), unique=True))
def test_a_new_order_keeps_every_item_and_the_old_order_of_the_rest(
    refs: list[str], first: list[str]
) -> None:
    found = reordered(refs, first)
    assert sorted(found) == sorted(refs)
    assert found[: len(first)] == first
    assert found[len(first) :] == [ref for ref in refs if ref not in first]


def test_feedback_is_about_the_item_that_has_the_floor() -> None:
    here = CaptureContext(MORNING.date())
    stamp = Stamp(7, "2026-11-18", item="S3")
    for line, item in (("small v:fits", "S3"), ("small #S1 v:fits", "S1")):
        assert birth(parse_capture(line, kind="feedback", context=here), stamp)["item"] == item
    born = birth(parse_capture("small", kind="action", context=here), stamp)
    assert "item" not in born


def test_during_its_turn_an_item_gets_what_is_said(tmp_path: Path, hands: Hands) -> None:
    """By both doors, and only while an item has the floor."""
    ledger = sample_folder(tmp_path / "t", hands)
    for line in ("queue @BEA for:5m", "admins @BEA"):
        demoing.add_item(ledger, line)
    demoing.set_result(ledger, "S2", "no", why="login is down")
    demoing.add_item(ledger, "fees @FAT")
    hands.on(minutes=1)
    running.start(ledger, "system-demo")
    before = said(ledger, "before any turn v:fits")
    running.go_to(ledger, "show")
    timing.next_turn(ledger)
    assert [row.state for row in rows(ledger, "demo-order").values()] == [
        "now", "to come", "not shown",
    ]  # fmt: skip
    first = said(ledger, "too small v:change")
    capture(ledger, "action: bring a bigger screen")
    timing.next_turn(ledger)
    ledger.db.close()
    made = quick_add(str(tmp_path / "t"), ["by the quick door v:fits"], "feedback", "RTE", hands.ms)
    ledger = open_ledger(tmp_path / "t", who="RTE", now=hands)
    third = said(ledger, "by the slow door v:fits")
    assert made is not None
    refs = (before, first, made[0].ref, third)
    assert [demoing.feedback(ledger, ref).item for ref in refs] == [None, "S1", "S3", "S3"]
    assert ledger.find("A1")[1].links == ()
    ledger.db.close()


# -- which item belongs where


def test_an_item_prepared_before_waits_for_the_next_demo(ledger: Ledger, hands: Hands) -> None:
    running.start(ledger, "art-sync")
    first = demoing.add_item(ledger, "queue time @BEA #O403 for:5m")
    running.close(ledger)
    assert (first.team, first.objective, first.seconds) == ("BEA", "O403", 300)
    assert order(ledger) == ["S1"]
    hands.on(minutes=1)
    event = hold(ledger)
    hands.on(minutes=6)
    demoing.add_item(ledger, "said in the demo")
    shown = demoing.set_result(ledger, "s1", "live", environment=" staging ", version="2.14")
    assert (shown.event, shown.step, shown.minute) == (event.ref, "feedback", 6)
    assert (shown.environment, shown.version) == ("staging", "2.14")
    assert order(ledger) == ["S1", "S2"]
    running.close(ledger)
    assert order(ledger) == ["S2"], "nobody got to it"
    assert [i.ref for i in demo.not_reached(now_of(ledger), event)] == ["S2"]
    hands.on(minutes=1)
    later = hold(ledger)
    hands.on(minutes=1)
    assert order(ledger) == ["S2"]
    demoing.set_result(ledger, "S2", "live")
    assert order(ledger, event) == ["S1"]
    assert order(ledger, later) == ["S2"]
    assert [i.ref for i in demo.not_reached(now_of(ledger), event)] == ["S2"], "still a fact"


def test_a_result_given_beforehand_belongs_to_the_next_demo_alone(
    ledger: Ledger, hands: Hands
) -> None:
    demoing.add_item(ledger, "fees @FAT")
    demoing.set_result(ledger, "S1", "no", why="no test data")
    assert sections(ledger, "demo-order")["Cannot be shown"] == ["S1"]
    assert demo.running_order(now_of(ledger), None) == ()
    hands.on(minutes=1)
    first = hold_and_close(ledger)
    hands.on(minutes=1)
    second = hold(ledger)
    assert order(ledger, first) == ["S1"]
    assert order(ledger, second) == []


def test_a_result_noted_after_the_demo_belongs_to_it(ledger: Ledger, hands: Hands) -> None:
    demoing.add_item(ledger, "fees")
    hands.on(minutes=1)
    event = hold_and_close(ledger)
    hands.on(minutes=1)
    demoing.add_item(ledger, "for the next one")
    demoing.set_result(ledger, "S1", "live")
    assert order(ledger, event) == ["S1"]
    assert order(ledger) == ["S2"]


def test_of_two_demos_that_missed_an_item_the_later_one_has_it(
    ledger: Ledger, hands: Hands
) -> None:
    demoing.add_item(ledger, "before both")
    hands.on(minutes=1)
    first = hold(ledger)
    demoing.add_item(ledger, "in the first")
    running.close(ledger)
    hands.on(minutes=1)
    second = hold_and_close(ledger)
    for ref in ("S1", "S2"):
        demoing.set_result(ledger, ref, "live")
    assert order(ledger, first) == []
    assert order(ledger, second) == ["S1", "S2"]
    assert [i.ref for i in demo.not_reached(now_of(ledger), first)] == ["S1", "S2"]


def test_an_item_added_in_the_demo_is_shown_when_its_result_is_given(
    ledger: Ledger, hands: Hands
) -> None:
    hold(ledger, step="order")
    demoing.add_item(ledger, "x")
    hands.on(minutes=9)
    assert demoing.set_result(ledger, "S1", "live").minute == 9
    hands.on(minutes=5)
    assert demoing.set_result(ledger, "S1", "live", version="2").minute == 9


def test_a_correction_leaves_the_item_in_its_demo(ledger: Ledger, hands: Hands) -> None:
    first = hold(ledger)
    demoing.add_item(ledger, "fees")
    demoing.set_result(ledger, "S1", "not-live", why="recording")
    running.close(ledger)
    hands.on(minutes=1)
    hold(ledger)
    corrected = demoing.set_result(ledger, "S1", "live")
    assert (corrected.event, corrected.why) == (first.ref, None)
    assert order(ledger) == []


def test_an_event_with_the_step_of_a_demo_shows_items_too(ledger: Ledger) -> None:
    event = hold(ledger, "inspect-adapt")
    demoing.add_item(ledger, "fees")
    assert order(ledger, event) == ["S1"]
    running.close(ledger)
    running.start(ledger, "art-sync")
    assert demo.open_demo(now_of(ledger)) is None


DEEDS = st.lists(
    st.sampled_from(["add", "hold", "close", "first", "last", "no"]), min_size=3, max_size=14
)


@settings(max_examples=60)
@given(DEEDS)
def test_every_item_is_in_one_place_at_a_time(deeds: list[str]) -> None:
    """Against a model: who is on which demo, who waits, whatever happens in which order."""
    hands = Hands()
    ledger = sample_ledger(hands)
    of: dict[str, str | None] = {}  # item -> its demo once it has a result
    stood_on: dict[str, set[str]] = {}  # demo -> items without a result when it ended
    now, held, early = None, list[str](), set[str]()
    for deed in deeds:
        hands.on(minutes=1)
        waiting = [ref for ref, where in of.items() if where is None and ref not in early]
        if deed == "add":
            of[demoing.add_item(ledger, "x").ref] = None
        elif deed == "hold" and now is None:
            now = hold(ledger).ref
            held.append(now)
            of.update(dict.fromkeys(early, now))
            early.clear()
        elif deed == "close" and now is not None:
            running.close(ledger)
            stood_on[now] = set(waiting)
            now = None
        elif deed in ("first", "last", "no") and waiting:
            ref = waiting[-1 if deed == "last" else 0]
            demoing.set_result(ledger, ref, "no" if deed == "no" else "live",
                               why="w" if deed == "no" else None)  # fmt: skip
            if now or (held and ref in stood_on[held[-1]]):
                of[ref] = now or held[-1]
            else:
                early.add(ref)
    snap = now_of(ledger)
    waits = [ref for ref, where in of.items() if where is None]
    for name in held:
        event = ledger.find(name)[1]
        assert isinstance(event, Event)
        mine = [ref for ref, where in of.items() if where == name]
        kept = {item.ref for item in demo.items_on(snap, event) if item.shown}
        assert kept == set(mine)
        if name == now:
            assert set(order(ledger, event)) == {*mine, *(set(waits) - early)}
    if now is None:
        assert set(order(ledger)) == set(waits)


# -- order, results, undo


def test_the_order_is_changed_as_one_and_taken_back_as_one(ledger: Ledger) -> None:
    for words in ("a", "b", "c @ANC for:2m"):
        demoing.add_item(ledger, words)
    demoing.arrange(ledger, ["s3"], {"S1": 90})
    assert order(ledger) == ["S3", "S1", "S2"]
    demoing.add_item(ledger, "d")
    snap = now_of(ledger)
    assert demo.running_order(snap, None) == (
        ("S3", "ANC: c", 120), ("S1", "a", 90), ("S2", "b", None), ("S4", "d", None),
    )  # fmt: skip
    assert undo(ledger).what == "the capture"
    assert undo(ledger).what == "the new order"
    assert order(ledger) == ["S1", "S2", "S3"]


@pytest.mark.parametrize(
    ("refs", "seconds", "sentence"),
    [
        (["S1", "S1"], {}, "S1 is named twice"),
        (["S9"], {}, "There is no S9"),
        (["O401"], {}, "O401 is not a demo item"),
        (["S2"], {}, "S2 is not on this running order"),
        (["S1"], {"S1": 0}, "An item takes 1 second to 24 hours"),
        (["S1"], {"S1": 90_000}, "An item takes 1 second to 24 hours"),
    ],
)
def test_an_order_that_cannot_be(
    ledger: Ledger, hands: Hands, refs: list[str], seconds: dict[str, int | None], sentence: str
) -> None:
    demoing.add_item(ledger, "a")
    hold(ledger)
    demoing.add_item(ledger, "b")
    demoing.set_result(ledger, "S2", "live")
    running.close(ledger)
    n = ledger.db.state.n
    with pytest.raises((RuleBroken, UsageFault), match=sentence):
        demoing.arrange(ledger, refs, seconds)
    assert ledger.db.state.n == n


def test_environment_and_version_are_offered_and_not_written(ledger: Ledger, hands: Hands) -> None:
    hold(ledger)
    for words in ("a", "b", "c"):
        demoing.add_item(ledger, words)
    item = demoing.item(ledger, "S3")
    assert demo.offered(now_of(ledger), item) == (None, None, "")
    demoing.set_result(ledger, "S1", "live", environment="staging", version="2.13")
    hands.on(minutes=2)
    demoing.set_result(ledger, "S2", "no", why="no data")
    assert demo.offered(now_of(ledger), item) == ("staging", "2.13", "S1")
    shown = demoing.set_result(ledger, "S3", "live")
    assert (shown.environment, shown.version) == (None, None)
    again = demoing.set_result(ledger, "S1", "not-live", why="crashed")
    assert (again.environment, again.version) == ("staging", "2.13"), "what is not said stays"
    assert demoing.set_result(ledger, "S1", "live", environment="").environment is None
    running.close(ledger)
    fresh = demoing.add_item(ledger, "for the next demo")
    assert demo.offered(now_of(ledger), fresh) == (None, None, "")


def test_a_result_is_refused_whole(ledger: Ledger) -> None:
    item = demoing.add_item(ledger, "a @ANC")
    amend(ledger, "S1", "#O401 for:3m")
    with pytest.raises(ChangedMeanwhile):
        demoing.set_result(ledger, "S1", "live", expect_rev=item.rev)
    with pytest.raises(UsageFault, match="R12 is not a PI objective"):
        demoing.set_result(ledger, "S1", "live", objective="R12")
    with pytest.raises(RuleBroken, match="needs a why"):
        demoing.set_result(ledger, "S1", "no", version="2")
    kept = demoing.item(ledger, "S1")
    assert (kept.shown, kept.version, kept.objective, kept.seconds) == (None, None, "O401", 180)
    demoing.set_result(ledger, "S1", "no", why="no data", objective="o403")
    assert demoing.set_result(ledger, "S1", "Live").why is None
    assert undo(ledger).what == "the result"
    assert demoing.set_result(ledger, "S1", "not-live").why == "no data"
    assert undo(ledger).what == "the result"


# -- what the room sees


@pytest.fixture
def two_demos(ledger: Ledger, hands: Hands) -> Ledger:
    """One demo that is over, with feedback, and one that is going on."""
    hold(ledger, step="order")
    demoing.add_item(ledger, "slots @ANC #O401")
    demoing.set_result(ledger, "S1", "live", environment="staging", version="2.13")
    said(ledger, "too small #S1 v:change by:Harbour master")
    said(ledger, "good with gloves #S1 v:fits")
    said(ledger, "offline? v:unclear by:PM")
    running.close(ledger)
    hands.on(days=1)
    for line in ("queue @BEA #O403 for:5m", "admins @BEA #O404", "fees @FAT #O411 for:4m", "own"):
        demoing.add_item(ledger, line)
    hands.on(minutes=1)
    hold(ledger, step="order")
    hands.on(minutes=3)
    demoing.set_result(ledger, "S2", "live", environment="staging", version="2.14")
    demoing.set_result(ledger, "S3", "not-live", why="login is down")
    demoing.set_result(ledger, "S4", "no", why="no test data")
    said(ledger, "times jump #S2 v:change")
    said(ledger, "why a recording? #S3 v:unclear")
    return ledger


def test_the_running_order(two_demos: Ledger) -> None:
    assert sections(two_demos, "demo-order") == {
        "Running order · timeboxes 5 of 30 min": ["S2", "S3", "S5"],
        "Cannot be shown": ["S4"],
    }
    found = rows(two_demos, "demo-order")
    assert [(row.when, row.state, row.text) for row in found.values()] == [
        ("1   5:00", "live", "BEA queue"),
        ("2       ", "not live", "BEA admins"),
        ("3       ", "to come", "own"),
        ("", "not shown", "FAT fees"),
    ]
    assert found["S2"].note == "for O403 · staging 2.14 · 1 change"
    assert found["S3"].note == "login is down · for O404 · 1 unclear"
    assert found["S5"].note == "names no objective"
    title = surface(now_of(two_demos), "demo-order").title
    assert title == "Running order of System Demo E9, 19 Nov"


def test_last_demos_feedback_and_its_fate(two_demos: Ledger) -> None:
    waits, settled = (
        "Waits for an answer since System Demo E8, 18 Nov",
        "Answered, or asks for no answer",
    )
    assert sections(two_demos, "demo-feedback") == {waits: ["F1", "F3"], settled: ["F2"]}
    demoing.answer(two_demos, "F3", "planned", "O405 in I5")
    demoing.answer(two_demos, "F1", "declined", "font is the haulier's")
    assert sections(two_demos, "demo-feedback") == {waits: [], settled: ["F1", "F2", "F3"]}
    found = rows(two_demos, "demo-feedback")
    assert found["F3"].note == "planned: O405 in I5"
    assert found["F1"].note == "declined: font is the haulier's"
    assert found["F2"].note == ""


def test_feedback_of_older_demos_stays_until_it_is_answered(
    two_demos: Ledger, hands: Hands
) -> None:
    running.close(two_demos)
    hands.on(days=7)
    hold(two_demos)
    assert sections(two_demos, "demo-feedback") == {
        "Waits for an answer since System Demo E9, 19 Nov": ["F4", "F5"],
        "Waits for an answer since before": ["F1", "F3"],
    }
    told = [row.note for row in surface(now_of(two_demos), "demo-feedback").rows]
    assert told == ["no answer yet"] * 4


def test_of_a_demo_that_was_brought_in_only_the_count_is_told(ledger: Ledger) -> None:
    first = surface(now_of(ledger), "demo-feedback").sections[0]
    assert first.title == "Waits for an answer since System Demo E5, 6 Nov"
    assert first.empty == "2 pieces as reported; the words are not on record."


def test_the_talk_is_by_verdict(two_demos: Ledger) -> None:
    assert sections(two_demos, "demo-talk") == {"Change": ["F4"], "Unclear": ["F5"]}
    demoing.answer(two_demos, "F4", "done")
    amend(two_demos, "F5", "by:Harbour master")
    told = {ref: row.note for ref, row in rows(two_demos, "demo-talk").items()}
    assert told == {"F4": "done", "F5": "Harbour master"}, "no answer is asked for yet"
    demoing.set_verdict(two_demos, "F4", "Fits")
    assert sections(two_demos, "demo-talk") == {"Unclear": ["F5"], "Fits": ["F4"]}
    assert undo(two_demos).sentence == "Took back the verdict."
    amend(two_demos, "F5", "v:change by:Pilot #S2")
    changed = demoing.feedback(two_demos, "F5")
    assert (changed.verdict, changed.owner, changed.item) == ("change", "Pilot", "S2")


def test_objectives_by_evidence(two_demos: Ledger) -> None:
    found = sections(two_demos, "demo-evidence")
    assert found["Shown live"] == ["O401", "O403"]
    assert found["Shown, but not live"] == ["O404"]
    assert "O411" in found["Nothing shown on record"]
    assert found["Only counted: what was shown there is not on record"] == ["E5", "E2"]
    seen = rows(two_demos, "demo-evidence")
    assert (seen["O401"].when, seen["O401"].state) == ("E8", "staging 2.13")
    assert seen["O411"].note == "S4 not shown: no test data"
    demoing.add_item(two_demos, "slots again #O401")
    demoing.set_result(two_demos, "S6", "not-live", version="2.15", why="slow link")
    again = rows(two_demos, "demo-evidence")["O401"]
    assert (again.when, again.state) == ("E9", "2.15"), "which version last"
    assert again.note == "S6 not live: slow link · S1 live"
    assert sections(two_demos, "demo-evidence")["Shown live"] == ["O401", "O403"]


def test_how_much_was_live_is_counted_from_the_items(two_demos: Ledger) -> None:
    running.close(two_demos)
    snap = now_of(two_demos)
    row = event_row(snap, snap.events[-1])
    assert row.note == "2 pieces of feedback · 1 of 2 items live"
    assert not left_nothing(snap, snap.events[-1])


def test_minutes_of_a_demo(two_demos: Ledger) -> None:
    demoing.answer(two_demos, "F4", "planned", "O403 in I5")
    said(two_demos, "more of this v:fits by:BO-OPS")
    running.close(two_demos)
    event = two_demos.find("E9")[1]
    assert isinstance(event, Event)
    text = event_minutes(now_of(two_demos), event)
    start, end = text.index("## Shown"), text.index("## Agenda")
    assert (
        text[start:end]
        == """\
## Shown

1 of 2 items live.

- **S2** queue (\\@BEA · live · staging 2.14 · for O403 · timebox 5:00)
  - **F4** change: times jump (planned: O403 in I5)
- **S3** admins (\\@BEA · not live · for O404 · why: login is down)
  - **F5** unclear: why a recording?

## Could not be shown

- **S4** fees (\\@FAT · for O411 · timebox 4:00 · why: no test data)

## Not reached

- **S5** own (no objective named)

## Feedback on the whole

- **F6** fits, BO-OPS: more of this

"""
    )


def test_minutes_in_the_middle_of_a_demo_say_what_comes(two_demos: Ledger) -> None:
    event = two_demos.running
    assert event is not None
    text = event_minutes(now_of(two_demos), event)
    assert "## Still to be shown\n\n- **S5** own" in text
    assert "## Not reached" not in text


HOSTILE = "[/] <b>x</b> | `rm` # *a* \x1b[2J\u202e end"


def test_hostile_words_render_as_typed_in_the_minutes(ledger: Ledger) -> None:
    hold(ledger)
    demoing.add_item(ledger, HOSTILE)
    demoing.set_result(ledger, "S1", "not-live", why=HOSTILE, environment=HOSTILE, version=HOSTILE)
    said(ledger, f"{HOSTILE} #S1 v:change by:[x](y)")
    demoing.answer(ledger, "F1", "declined", HOSTILE)
    event = ledger.running
    assert event is not None
    text = event_minutes(now_of(ledger), event)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\\<b\\>x\\</b\\>" in text
    assert "<b>" not in text.replace("\\<b", "")


def test_the_wrong_kind_of_record_is_refused(ledger: Ledger) -> None:
    with pytest.raises(UsageFault, match="R12 is not feedback"):
        demoing.answer(ledger, "R12", "done")
    with pytest.raises(UsageFault, match="R12 is not a demo item"):
        demoing.set_result(ledger, "R12", "live")


def test_what_no_use_case_writes_does_not_stop_a_list(ledger: Ledger) -> None:
    """A store that other hands, or another version, have written."""
    hold(ledger)
    item = demoing.add_item(ledger, "x #O401")
    said(ledger, "odd #S1 v:fits")
    with ledger.change("amend") as change:
        change.amend("demo", item.id, {"shown": "slides", "objective": "O999"})
        feedback = demoing.feedback(ledger, "F1")
        change.amend("feedback", feedback.id, {"verdict": None, "state": "lost", "item": "S99"})
    assert rows(ledger, "demo-order")["S1"].state == "slides"
    assert sections(ledger, "demo-talk") == {"No verdict yet": ["F1"]}
    assert rows(ledger, "demo-talk")["F1"].note == "lost"
    assert "S1" not in str(rows(ledger, "demo-evidence")["O401"].note)
