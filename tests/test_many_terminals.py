"""Several real terminals on one store, two of them behind an sshd: together, and when links die."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.moment import clock_for
from store.domain.records import Risk
from store.insight.events import captured_in
from store.journal.inspect import inspect
from store.ledger.opening import open_ledger
from tests.crowd import (
    ENTER,
    ESC,
    RUN,
    TOKEN,
    Deed,
    Journal,
    Person,
    Remote,
    all_do,
    captures,
    furnished,
    leads,
    opened,
    settle,
    tokens_shown,
)
from tests.sshd_lab import Sshd, kill, lacks

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks processes up in /proc"),
    pytest.mark.timeout(300),
]
needs_sshd = pytest.mark.skipif(bool(lacks()), reason=lacks() or "an sshd can run here")

HALF = "the tablets freeze at bl"


class House:
    """A store with an ART Sync in it, an sshd if there can be one, and the terminals opened."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.store = place / "train"
        self.script = place / "run.py"
        self.script.write_text(RUN)
        self.people: list[Person] = []
        self._sshd: Sshd | None = None

    @property
    def sshd(self) -> Sshd:
        if self._sshd is None:
            self._sshd = Sshd(self.place / "sshd")
        return self._sshd

    def begin(self, who: str, *, remote: bool = False) -> Person:
        """A terminal that is starting."""
        person = opened(self.store, self.script, who, self.sshd if remote else None)
        self.people.append(person)
        return person

    def listening(self, person: Person) -> Person:
        """The same with the captures in front, and the capture line open for risks."""
        ready(person)
        person.lab.send("3")
        expect(person, "3 Captured")
        person.lab.send("r")
        expect(person, "Enter save")
        return person

    def close(self) -> None:
        for person in self.people:
            person.lab.close()
        if self._sshd is not None:
            self._sshd.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.close()


def expect(person: Person, words: str) -> None:
    """Wait until a screen shows these words."""
    assert person.lab.until(words, 60), f"{words!r} did not appear:\n{person.lab.screen()}"


def ready(person: Person) -> None:
    """Wait until the room is there."""
    expect(person, "6/8")


def at_work(letter: str, count: int) -> Iterator[Deed]:
    """Captures; at terminal A with a move of the event every few lines."""
    for number in range(count):
        if letter == "A" and number % 6 == 5:
            yield from leads(number // 6)
        yield from captures(letter, number, 1, key_s=0, rest_s=0.02)


def on_record(store: Path) -> list[Risk]:
    """The captures of the terminals, in the order in which the room lists them, newest first."""
    ledger = open_ledger(store, who=None)
    ledger.now = clock_for(store, None)
    snap = ledger.snapshot()
    assert snap.running is not None
    found = [r for _, r in captured_in(snap, snap.running.ref) if isinstance(r, Risk)]
    ledger.db.close()
    return [risk for risk in reversed(found) if TOKEN.search(risk.text)]


def token(risk: Risk) -> str:
    """What tells a capture apart."""
    named = TOKEN.search(risk.text)
    assert named is not None
    return named[0]


def tail_of(person: Person) -> list[str]:
    """What a terminal shows of the captures: two screens from the newest on."""
    person.lab.send(ESC)
    expect(person, "? help")
    person.lab.send("3g")
    settle([person])
    shown = tokens_shown(person.lab)
    for _ in range(2):  # the first page turns to the last line of the screen
        person.lab.send("\x06")
        settle([person])
        shown += [token for token in tokens_shown(person.lab) if token not in shown]
    person.lab.send("g")
    return shown


def nothing_left_over(store: Path) -> None:
    """No temporary file, nobody's lock, and a journal whose every line verifies."""
    names = [str(path.relative_to(store)) for path in store.rglob("*") if path.is_file()]
    assert not [name for name in names if name.endswith((".tmp", "~"))], names
    assert not (store / "store.lock").read_bytes().strip()
    assert inspect(str(store / "journal.jsonl")).faults == ()
    assert not (store / "damaged").exists() or not os.listdir(store / "damaged")


@needs_sshd
def test_what_four_terminals_capture_at_once_is_on_all_of_them_in_one_order(house: House) -> None:
    furnished(house.store)
    people = [house.begin(f"T{letter}", remote=letter in "CD") for letter in "ABCD"]
    for person in people:
        house.listening(person)
    journal = Journal(house.store)
    each = 25
    for person in people:
        person.does(at_work(person.who[1], each))
    all_do(people, journal, 200)
    settle(people)
    written = [entry for entry in journal.entries if entry.token]
    assert len(written) == 4 * each
    assert {entry.token for entry in written} == {token for one in people for token in one.sent}
    moves = {entry.do for entry in journal.entries if entry.by == "TA"}
    assert moves >= {"event.pause", "event.resume", "event.add"}
    listed = on_record(house.store)
    assert [token(risk) for risk in listed] == [entry.token for entry in reversed(written)]
    assert {(risk.event, risk.step) for risk in listed} == {("E8", "risks")}
    assert all(isinstance(risk.minute, int) for risk in listed)
    wanted = [token(risk) for risk in listed]
    for person in people:
        shown = tail_of(person)
        assert len(shown) > 20
        assert shown == wanted[: len(shown)], person.who
        assert f"3 Captured {len(wanted)}" in person.lab.screen()
    _one_stopped_and_one_unread(people, journal)
    journal.close()


def _one_stopped_and_one_unread(people: list[Person], journal: Journal) -> None:
    """Two of four take no part: the others see each other's lines, and later they see them too."""
    stopped, unread, *awake = people
    stopped.lab.signal(signal.SIGSTOP)
    for person in awake:
        person.lab.send("r")
        expect(person, "Enter save")
        person.does(captures(person.who[1], 900, 5, key_s=0, rest_s=0))
    all_do(awake, journal, 100)
    for person in awake:
        for other in awake:
            expect(person, f"{other.who[1]}x0904")
    assert not any("x090" in token for token in tokens_shown(unread.lab))
    stopped.lab.signal(signal.SIGCONT)
    for person in (stopped, unread):
        expect(person, "x0904")


@needs_sshd
def test_terminals_that_die_again_and_again_lose_nothing(house: House) -> None:
    furnished(house.store)
    people = [house.begin(f"T{letter}", remote=letter in "CD") for letter in "ABCD"]
    for person in people:
        house.listening(person)
    journal = Journal(house.store)
    steady, victims = people[:1], {"TB": people[1], "TC": people[2], "TD": people[3]}
    steady[0].does(at_work("A", 40))
    killed: list[str] = []
    for number, (who, victim) in enumerate(victims.items()):
        victim.does(captures(who[1], 0, 3, key_s=0, rest_s=0))
        all_do([victim, *steady] if number == 0 else [victim], journal, 100)
        half = f"{who[1]}x0777 half a th"
        victim.lab.send(half)
        expect(victim, half)
        if isinstance(victim.lab, Remote):
            victim.lab.drop()  # its sshd dies
        else:
            victim.lab.signal(signal.SIGKILL)
        assert victim.lab.wait() is not None
        again = house.begin(who, remote=who in ("TC", "TD"))
        ready(again)
        expect(again, half)
        again.lab.send("r")
        expect(again, "Enter save")
        again.lab.send("ought" + ENTER)
        expect(again, "saved ")
        killed.append(f"{who[1]}x0777")
    settle(house.people[-3:])
    journal.look()
    journal.close()
    written = [entry.token for entry in journal.entries if entry.token]
    assert sorted(written) == sorted(set(written))
    assert len(written) == 40 + 3 * 3 + 3
    listed = on_record(house.store)
    assert [token(risk) for risk in listed] == written[::-1]
    texts = {risk.text for risk in listed}
    assert texts >= {f"{one} half a thought" for one in killed}
    drafts = house.store / "drafts"
    assert not list(drafts.iterdir()), "what is captured is no draft any more"
    nothing_left_over(house.store)


@needs_sshd
def test_a_link_dropped_in_mid_word_leaves_draft_event_and_clock_as_they_were(house: House) -> None:
    furnished(house.store, late_min=30)
    watching = house.begin("TA")
    ready(watching)
    overrun = clock_line(watching)
    assert "over" in overrun
    typed = ""
    drops = (
        lambda lab: lab.drop(),  # the far end dies
        lambda lab: lab.signal(signal.SIGKILL),  # the near end dies
        _unread_and_killed,  # nobody reads, the lid is closed
    )
    for number, drop in enumerate(drops):
        person = house.begin("TC", remote=True)
        ready(person)
        if typed:
            expect(person, typed)
        assert clock_line(person) == clock_line(watching), "the clock went on meanwhile"
        person.lab.send("r")
        expect(person, "Enter save")
        more = HALF[8 * number : 8 * number + 8]
        person.lab.send(more)
        typed += more
        expect(person, typed)
        assert isinstance(person.lab, Remote)
        program = person.lab.program
        drop(person.lab)
        assert person.lab.wait() is not None
        assert ended(program), "a program without a terminal must end"
    last = house.begin("TC", remote=True)
    ready(last)
    expect(last, HALF)
    expect(last, "6/8")
    nothing_left_over(house.store)


def _unread_and_killed(lab: Remote) -> None:
    lab.signal(signal.SIGSTOP)
    time.sleep(0.2)  # some output that nobody takes
    kill(lab.pid)


def clock_line(person: Person) -> str:
    """How far the step is over, in the status line, without its seconds."""
    person.lab.settle(0.2, 2)
    line = next((line for line in person.lab.screen().splitlines() if "over" in line), "")
    return line.partition("over")[0][-4:] + "over"


def ended(pid: int, limit: float = 20.0) -> bool:
    """Whether a process has gone away by itself."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False


def test_the_lab_leaves_the_machine_as_it_was(tmp_path: Path) -> None:
    if lacks():
        pytest.skip(lacks())
    before = Path("/run/sshd").exists()
    sshd = Sshd(tmp_path / "sshd")
    sshd.close()
    assert Path("/run/sshd").exists() == before
    shutil.rmtree(tmp_path / "sshd")
