"""Four consoles on one store, `tail -f` on its journal beside them, and what must hold of them."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from itertools import chain
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from console.moment import clock_for
from store.domain.records import Risk
from store.insight.events import captured_in
from store.ledger.opening import open_ledger
from tests.crowd import (
    ESC,
    ESC_S,
    RUN,
    TOKEN,
    Journal,
    Person,
    Remote,
    Timed,
    all_do,
    captures,
    furnished,
    opened,
    read_all,
    settle,
    tokens_shown,
)
from tests.sshd_lab import Sshd

CLEAR = "\x15"
"""Empties the capture line."""


class Tail(Timed):
    """`tail -f` on the journal."""

    def _become(self, script: Path, args: tuple[str, ...], env: dict[str, str]) -> None:  # noqa: ARG002 - the base's
        os.execvp("tail", ["tail", "-n", "0", "-f", str(script)])


class Crowd:
    """Four consoles on one store, their journal, and `tail` beside them."""

    def __init__(self, place: Path, sshd: Sshd | None, risks: int = 0) -> None:
        self.store, self.script, self.sshd = place / "train", place / "run.py", sshd
        self.script.write_text(RUN)
        furnished(self.store, risks=risks)
        self.people = [self.begin(letter) for letter in "ABCD"]
        self.tail = Person("tail", Tail(self.store / "journal.jsonl"))
        for person in self.people:
            self.listen(person)
        self.journal = Journal(self.store)
        self.journal.look()
        settle([*self.people, self.tail])

    def begin(self, letter: str) -> Person:
        """A terminal that starts; C and D are behind sshd, where there is one."""
        return opened(self.store, self.script, f"T{letter}", self.sshd if letter in "CD" else None)

    def listen(self, person: Person) -> None:
        """The captures in front, the capture line open."""
        await_words(person, "6/8")
        person.lab.send("3")
        await_words(person, "3 Captured")
        person.lab.send("r")
        await_words(person, "Enter save")

    def pid(self, person: Person) -> int:
        """The console itself, wherever it runs."""
        return person.lab.program if isinstance(person.lab, Remote) else person.lab.pid

    def written(self) -> list[str]:
        """The captures in the order of the journal."""
        return [entry.token for entry in self.journal.entries if entry.token]

    def hear(self) -> None:
        """Let everybody know of what is on disk by now."""
        for entry in self.journal.look():
            for person in self.people:
                if entry.by == person.who:
                    person.heard()

    def close(self) -> None:
        """End all of it."""
        for person in (*self.people, self.tail):
            person.lab.close()
        self.journal.close()


def await_words(person: Person, words: str) -> None:
    """Wait for words on a screen."""
    if not person.lab.until(words, 90):
        raise SystemExit(f"{words!r} did not appear:\n{person.lab.screen()}")


def by_tail(crowd: Crowd) -> list[float]:
    """Seconds from Enter until `tail` had the line on its screen."""
    seen: dict[str, float] = {}
    rest = ""
    for at, data in crowd.tail.lab.chunks:
        text = rest + data.decode(errors="replace")
        for token in TOKEN.findall(text):
            seen.setdefault(token, at)
        rest = text[-8:]
    sent = {token: at for person in crowd.people for token, at in person.sent.items()}
    return [seen[token] - at for token, at in sent.items() if token in seen]


def check(crowd: Crowd) -> None:
    """Each capture once, in one order on record and on every screen."""
    written = crowd.written()
    wanted = {token for person in crowd.people for token in person.sent}
    if len(written) != len(set(written)) or set(written) != wanted:
        raise SystemExit(f"{len(wanted)} were typed, {len(set(written))} of {len(written)} are on "
                         f"record; lost: {sorted(wanted - set(written))[:5]}")  # fmt: skip
    ledger = open_ledger(crowd.store, who=None)
    ledger.now = clock_for(crowd.store, None)
    found = captured_in(ledger.snapshot(), "E8")
    ledger.db.close()
    risks = [r for _, r in found if isinstance(r, Risk) and TOKEN.search(r.text)]
    if not all((r.event, r.step) == ("E8", "risks") and r.minute is not None for r in risks):
        raise SystemExit("a capture lacks its event, step or minute")
    listed = [token for risk in reversed(risks) for token in TOKEN.findall(risk.text)]
    if listed != written[::-1]:
        raise SystemExit("the list is in another order than the journal")
    for person in crowd.people:
        person.lab.send(ESC)
        settle([person], ESC_S)
        person.lab.send("3g")
        settle([person])
        shown = tokens_shown(person.lab)
        if not shown or shown != listed[: len(shown)]:
            raise SystemExit(f"{person.who} shows another order:\n{person.lab.screen()}")


def work_on(crowd: Crowd, seconds: float, new: Person | None = None) -> None:
    """Let all but a `new` one type for a while, or until all are done; every screen is read."""
    end = time.perf_counter() + seconds
    idle = [crowd.tail, new] if new is not None else [crowd.tail]

    def over() -> None:
        read_all(idle, 0)
        if time.perf_counter() > end:
            raise TimeoutError

    with suppress(TimeoutError):
        all_do([one for one in crowd.people if one is not new], crowd.journal, 7_200, over)
    read_all(idle, 0.05)


def await_at_work(crowd: Crowd, new: Person, words: str) -> None:
    """Wait for words on a screen while the others go on."""
    end = time.perf_counter() + 90
    while words not in new.lab.screen():
        if time.perf_counter() > end:
            raise SystemExit(f"{words!r} did not appear:\n{new.lab.screen()}")
        work_on(crowd, 0.1, new)


def kill(crowd: Crowd, place: int) -> bool:
    """Kill a terminal and begin it again, as its person would; whether words came back.

    What stood in the line and is not on record is completed and saved. Keys that the program
    never got are typed again.
    """
    old = crowd.people[place]
    if isinstance(old.lab, Remote):
        old.lab.drop()
    else:
        old.lab.close()
    old.lab.wait()
    new = crowd.begin(old.who[1])
    new.sent = old.sent
    crowd.people[place] = new
    await_at_work(crowd, new, "6/8")
    new.lab.send("3")
    await_at_work(crowd, new, "3 Captured")
    new.lab.send("r")
    await_at_work(crowd, new, "Enter save")
    crowd.hear()
    line = next((one for one in new.lab.screen().splitlines() if "risk:" in one), "")
    back = TOKEN.search(line) is not None
    if back:
        new.lab.send(CLEAR)
    typed, new.deeds = old.typing, old.left_to_do()
    if typed and typed not in crowd.written():
        again = captures(old.who[1], int(typed[2:]), 1, key_s=0, rest_s=0)
        new.deeds = chain(again, new.deeds)
    return back
