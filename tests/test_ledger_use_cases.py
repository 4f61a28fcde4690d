"""What people do with an open train: capture, amend, run an event; what each leaves in the log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.domain.clock import Phase
from store.domain.grammar import preview
from store.domain.records import Action, Impediment
from store.errors import ChangedMeanwhile, RuleBroken, UsageFault
from store.ledger import running, timing
from store.ledger.capturing import amend, capture, capture_lines, context, understand
from store.ledger.ledger import Ledger
from store.ledger.opening import memory_ledger, open_ledger
from tests.ledger_helpers import (
    MORNING,
    Hands,
    beside,
    entries,
    now_of,
    sample_folder,
    sample_ledger,
    tables,
)


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def ledger(hands: Hands) -> Iterator[Ledger]:
    made = sample_ledger(hands)
    yield made
    made.db.close()


def test_a_capture_outside_an_event_has_no_event_stamp(ledger: Ledger, hands: Hands) -> None:
    found = capture(ledger, "risk: rig is late @GAN").record
    assert (found.ref, found.by, found.at, found.pi) == ("R13", "RTE", hands.ms, "PI-26.4")
    assert (found.event, found.step, found.minute) == (None, None, None)
    assert "in" not in entries(ledger.db.log)[-1]


def test_a_capture_in_an_event_carries_event_step_and_minute(ledger: Ledger, hands: Hands) -> None:
    running.start(ledger, "ART Sync")
    hands.on(minutes=9, seconds=59)
    running.go_next(ledger)
    found = capture(ledger, "action: call yard").record
    assert (found.event, found.step, found.minute) == ("E8", "objectives", 9)
    entry = entries(ledger.db.log)[-1]
    assert (entry["do"], entry["by"], entry["at"], entry["in"]) == (
        "capture",
        "RTE",
        hands.ms,
        "E8/objectives",
    )


def test_a_capture_after_the_close_is_outside_again(ledger: Ledger) -> None:
    running.start(ledger, "art-sync")
    running.close(ledger)
    assert capture(ledger, "topic: lunch").record.event is None


def test_anonymous_leaves_nobodys_name_anywhere(ledger: Ledger) -> None:
    running.start(ledger, "art-sync")
    found = capture(ledger, "risk: nobody dares to say it", anonymous=True).record
    entry = entries(ledger.db.log)[-1]
    assert found.by is None
    assert found.event == "E8"
    assert "by" not in entry
    assert "RTE" not in str(entry)


def test_every_entry_says_who_and_when_and_where(ledger: Ledger, hands: Hands) -> None:
    running.start(ledger, "art-sync")
    for act in (
        lambda: running.go_next(ledger),
        lambda: running.go_back(ledger),
        lambda: running.go_to(ledger, "risks"),
        lambda: running.pause(ledger),
        lambda: running.resume(ledger),
        lambda: timing.add_time(ledger, 60),
        lambda: capture(ledger, "risk: x"),
        lambda: amend(ledger, "R13", "owner:PM"),
        lambda: running.close(ledger),
    ):
        hands.on(seconds=61)
        act()
        entry = entries(ledger.db.log)[-1]
        assert entry["by"] == "RTE"
        assert entry["at"] == hands.ms
        assert entry["in"].startswith("E8/")


def test_only_facts_of_a_clock_are_stored(ledger: Ledger, hands: Hands) -> None:
    running.start(ledger, "art-sync")
    for _ in range(3):
        hands.on(minutes=7)
        running.go_next(ledger)
    timing.add_time(ledger, -60)
    stored = {name for doc in tables(ledger)["moment"].values() for name in doc}
    assert stored == {"event", "do", "at", "by", "step", "seconds"}


def test_pasted_lines_are_one_entry_in_their_order(ledger: Ledger) -> None:
    count = len(entries(ledger.db.log))
    running.start(ledger, "art-sync")
    made = capture_lines(ledger, ["risk: b", "action: a", "risk: c", "topic: d"])
    assert [c.record.ref for c in made] == ["R13", "A1", "R14", "P1"]
    assert len(entries(ledger.db.log)) == count + 2
    from store.insight.events import captured_in

    said = [record.text for _, record in captured_in(now_of(ledger), "E8")]
    assert said == ["b", "a", "c", "d"]


def test_of_pasted_lines_all_are_stored_or_none(ledger: Ledger) -> None:
    before, count = tables(ledger), len(entries(ledger.db.log))
    with pytest.raises(RuleBroken, match=r"^Line 3: .*\. Nothing was saved\.$"):
        capture_lines(ledger, ["risk: a", "action: b", "no kind", "topic: d"])
    assert tables(ledger) == before
    assert len(entries(ledger.db.log)) == count
    assert capture(ledger, "risk: x").record.ref == "R13"


def test_many_pasted_lines(ledger: Ledger) -> None:
    made = capture_lines(ledger, [f"line {n}" for n in range(3000)], "topic")
    assert [c.record.ref for c in made] == [f"P{n}" for n in range(1, 3001)]


@pytest.mark.parametrize(
    "line",
    [
        "[/] [@click=app.quit]x[/]",
        "日本語 👩‍👩‍👧‍👦 café",
        "=1+1 <script> `code` $x$ {{x}} %s \\n",
    ],
)
def test_hostile_words_are_ordinary_captures(ledger: Ledger, line: str) -> None:
    assert capture(ledger, line, "topic").record.text == line


def test_a_link_to_nothing_stays_in_the_text_with_a_note(ledger: Ledger) -> None:
    found = capture(ledger, "action: ask about #R99 and #r12 #B8 #ZZ1")
    assert found.record.text == "ask about #R99 and #ZZ1"
    assert found.record.links == ("R12", "B08")
    assert "There is no R99 in this train: it stays in the text." in found.capture.notes
    assert understand(ledger, "x #R99", "risk").notes == [
        "There is no R99 in this train: it stays in the text."
    ]


def test_a_link_to_what_somebody_captured_a_moment_ago(ledger: Ledger, hands: Hands) -> None:
    other = beside(ledger, "PM", hands)
    capture(other, "risk: new")
    assert capture(ledger, "action: x #R13").record.links == ("R13",)


def test_amending_sets_what_is_missing_and_keeps_the_words(ledger: Ledger) -> None:
    was = capture(ledger, "impediment: no disk #R12").record
    found = amend(ledger, was.ref.lower(), "owner:PM due:fri #B08 @DRE").record
    assert isinstance(found, Impediment)
    assert (found.owner, found.due, found.team) == ("PM", "2026-11-20", "DRE")
    assert found.links == ("R12", "B08")
    assert (found.text, found.rev, found.id) == ("no disk", 2, was.id)


def test_an_amendment_that_changes_nothing_writes_nothing(ledger: Ledger) -> None:
    count = len(entries(ledger.db.log))
    amend(ledger, "B05", "owner:PM")
    assert len(entries(ledger.db.log)) == count


@pytest.mark.parametrize(
    ("ref", "line", "kind", "said"),
    [
        ("B05", "finished", RuleBroken, "not understood here"),
        ("B05", "", RuleBroken, "Nothing to change"),
        ("B99", "owner:PM", UsageFault, "There is no B99"),
        ("what", "owner:PM", UsageFault, "not a reference"),
    ],
)
def test_refusals_of_an_amendment(
    ledger: Ledger, ref: str, line: str, kind: type[RuleBroken], said: str
) -> None:
    before = tables(ledger)
    with pytest.raises(kind, match=said):
        amend(ledger, ref, line)
    assert tables(ledger) == before


def test_two_editors_of_one_record_do_not_overwrite_each_other(
    ledger: Ledger, hands: Hands
) -> None:
    other = beside(ledger, "PM", hands)
    other.catch_up()
    amend(ledger, "B08", "owner:SA")
    with pytest.raises(ChangedMeanwhile, match="B08 was changed by somebody else"):
        amend(other, "B08", "owner:PM")
    found = amend(other, "B08", "due:fri").record
    assert isinstance(found, Impediment)
    assert (found.owner, found.due) == ("SA", "2026-11-20")


def test_amending_what_was_taken_back(ledger: Ledger, hands: Hands) -> None:
    from store.ledger.undoing import undo

    capture(ledger, "risk: gone soon")
    other = beside(ledger, "PM", hands)
    other.catch_up()
    undo(ledger)
    with pytest.raises(ChangedMeanwhile, match="taken back"):
        amend(other, "R13", "owner:PM")


def test_two_terminals_on_one_folder_get_references_of_their_own(
    tmp_path: Path, hands: Hands
) -> None:
    sample_folder(tmp_path / "t", hands).db.close()
    one = open_ledger(tmp_path / "t", who="RTE", now=hands)
    two = open_ledger(tmp_path / "t", who="PM", now=hands)
    refs = [capture(who, "risk: x").record.ref for _ in range(5) for who in (one, two, two)]
    assert refs == [f"R{n}" for n in range(13, 28)]
    assert tables(one) == tables(two)
    one.db.close()
    two.db.close()


def test_one_event_at_a_time(ledger: Ledger, hands: Hands) -> None:
    running.start(ledger, "art-sync")
    with pytest.raises(RuleBroken, match="ART Sync E8 is still open"):
        running.start(beside(ledger, "PM", hands), "art-sync")
    assert len(now_of(ledger).faces) == 1


def test_moves_are_refused_where_there_is_nowhere_to_go(ledger: Ledger) -> None:
    with pytest.raises(RuleBroken, match="No event is running"):
        running.go_next(ledger)
    running.start(ledger, "art-sync")
    with pytest.raises(RuleBroken, match="first step"):
        running.go_back(ledger)
    running.go_to(ledger, "readback")
    with pytest.raises(RuleBroken, match="last step"):
        running.go_next(ledger)
    with pytest.raises(RuleBroken, match="current step already"):
        running.go_to(ledger, "readback")
    with pytest.raises(UsageFault, match="no step 'lunch'"):
        running.go_to(ledger, "lunch")
    with pytest.raises(RuleBroken, match="running already"):
        running.resume(ledger)
    running.toggle(ledger)
    with pytest.raises(RuleBroken, match="paused already"):
        running.pause(ledger)
    running.toggle(ledger)
    running.close(ledger)
    with pytest.raises(RuleBroken, match="No event is running"):
        running.close(ledger)


@pytest.mark.parametrize("kind", ["", "wedding", "art-sync\x00\x1b[31m", "x" * 5000])
def test_an_event_that_there_is_not(ledger: Ledger, kind: str) -> None:
    with pytest.raises(UsageFault, match=r"There is: art-sync, coach-sync, .*\.$") as found:
        running.start(ledger, kind)
    assert "\x1b" not in found.value.sentence
    assert len(found.value.sentence) < 200


@pytest.mark.parametrize("seconds", [0, -3 * 60 - 1, 25 * 3600])
def test_time_that_cannot_be_added(ledger: Ledger, seconds: int) -> None:
    running.start(ledger, "art-sync")
    with pytest.raises(RuleBroken):
        timing.add_time(ledger, seconds)
    timing.add_time(ledger, -3 * 60)
    assert ledger.face(running.the_running(ledger)[0]).left_ms == 0


def test_an_event_goes_on_at_the_right_second_after_a_restart(tmp_path: Path, hands: Hands) -> None:
    ledger = sample_folder(tmp_path / "t", hands)
    running.start(ledger, "art-sync")
    hands.on(minutes=3, seconds=3)
    running.go_next(ledger)
    ledger.db.close()
    hands.on(minutes=2, seconds=7)
    again = open_ledger(tmp_path / "t", who="PM", now=hands)
    event, seen = running.the_running(again)
    assert (event.ref, seen.phase, seen.index) == ("E8", Phase.RUNNING, 1)
    assert seen.left_ms == (8 * 60 - 127) * 1000
    assert (seen.minute, seen.behind_ms) == (5, 3000)
    again.db.close()


def test_a_train_is_asked_for_first(hands: Hands) -> None:
    empty = memory_ledger(now=hands)
    for act in (lambda: capture(empty, "risk: x"), lambda: running.start(empty, "art-sync")):
        with pytest.raises(RuleBroken, match="rte import FILE"):
            act()
    assert empty.zone.key == "UTC"
    assert context(empty).teams() == []


def test_today_is_the_day_in_the_trains_zone(ledger: Ledger, hands: Hands) -> None:
    hands.now = MORNING.replace(month=7, hour=23, minute=30)
    assert ledger.today.isoformat() == "2026-07-19"
    hands.now = MORNING.replace(hour=23, minute=30)
    assert ledger.today.isoformat() == "2026-11-18"


def test_find_forgives_case_and_zeros_and_names_what_is_not_there(ledger: Ledger) -> None:
    assert [ledger.find(ref)[1].ref for ref in ("b8", "#B08", " B008 ")] == ["B08"] * 3
    assert ledger.find("d401")[0] == "dependency"
    for bad in ("", "#", "R", "12", "Ｒ１２", "R12345678", "x" * 9999, "R0"):
        with pytest.raises(UsageFault) as found:
            ledger.find(bad)
        assert len(found.value.sentence) < 200


def test_the_preview_says_what_will_be_stored(ledger: Ledger) -> None:
    read = understand(ledger, "action: call yard @GAN owner:sm-gan due:tomorrow #R12")
    assert preview(read) == (
        "action · @GAN Gantry · owner sm-gan · due Thu 19 Nov 2026 · links R12"
    )
    found = capture(ledger, "action: call yard @GAN owner:sm-gan due:tomorrow #R12").record
    assert isinstance(found, Action)
    assert (found.team, found.owner, found.due) == ("GAN", "sm-gan", "2026-11-19")


def test_a_refused_write_leaves_memory_as_it_was(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    from store.errors import NotSaved

    heard: list[int] = []
    ledger.on_saved.append(lambda: heard.append(1))
    before = tables(ledger)

    def full(*_: object) -> object:
        raise NotSaved("the disk is full")

    monkeypatch.setattr(ledger.db.log, "append", full)
    with pytest.raises(NotSaved):
        capture(ledger, "risk: x")
    monkeypatch.undo()
    assert tables(ledger) == before
    assert not heard
    assert capture(ledger, "risk: x").record.ref == "R13"
    assert heard == [1]
