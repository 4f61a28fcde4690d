"""Several people at terminals on one store: they type at the same time, and all screens are read.

What a terminal writes is only kept and time-stamped meanwhile; an emulator replays it afterwards,
so that no drawing of ours is in a figure. Moments are those of this process: when Enter was
sent, and when the bytes came in that put the words on another screen.
"""

from __future__ import annotations

import json
import os
import re
import select
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain
from pathlib import Path

import pyte

from console.cli.demo import furnish
from console.moment import clock_for
from store.ledger import capturing, running
from store.ledger.opening import open_ledger
from tests.sshd_lab import RemoteLab, Sshd
from tests.terminal_lab import _QUERIES, Lab

RUN = "import sys\nfrom console.__main__ import main\nsys.exit(main(sys.argv[1:]))\n"
TOKEN = re.compile(r"[A-Z]x\d{4}")
"""What tells captures apart: the letter of the terminal, and a number; unlike any reference."""
_SEQUENCE = re.compile(rb"\x1b(?:\[[0-9;:?<=>!$ ]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[^\[\]])")
ENTER, ESC = "\r", "\x1b"
ESC_S = 0.6
"""Pause behind an Escape, so that it is known to be one."""
PATIENCE_S = 8.0
"""Seconds after which a move is made again: a busy terminal may take an Escape and the key behind
it for one key."""


class Timed(Lab):
    """A terminal whose chunks carry the moment at which they came."""

    def pump(self, seconds: float) -> bool:
        """Read what comes within `seconds`; False at the end of output."""
        before = len(self.raw)
        going = super().pump(seconds)
        if len(self.raw) > before:
            self.chunks.append((time.perf_counter(), self.raw[before:]))
        return going

    @property
    def chunks(self) -> list[tuple[float, bytes]]:
        """Everything that came, piece by piece."""
        kept: list[tuple[float, bytes]] = self.__dict__.setdefault("_chunks", [])
        return kept


class Local(Timed):
    """A terminal of this machine."""


class Remote(Timed, RemoteLab):
    """A terminal behind an ssh client."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the journal says of one use-case, and when it was seen there."""

    n: int
    by: str
    do: str
    event: str
    token: str
    seen: float


class Journal:
    """Reads along in the journal file, by size alone: it is never locked from here."""

    def __init__(self, folder: Path) -> None:
        self._file = (folder / "journal.jsonl").open("rb")
        self.entries: list[Entry] = []
        self._half = b""

    def look(self) -> list[Entry]:
        """The entries that are new."""
        lines = (self._half + self._file.read()).split(b"\n")
        self._half = lines.pop()
        new = [self._entry(json.loads(line)) for line in lines if line.startswith(b'{"n"')]
        self.entries += new
        return new

    @staticmethod
    def _entry(told: dict[str, object]) -> Entry:
        found = TOKEN.search(json.dumps(told["ops"]))
        n = told["n"]
        assert isinstance(n, int)
        return Entry(
            n, str(told.get("by", "")), str(told.get("do", "")), str(told.get("in", "")),
            found[0] if found else "", time.perf_counter(),
        )  # fmt: skip

    def close(self) -> None:
        """Give the file back."""
        self._file.close()


@dataclass(frozen=True, slots=True)
class Deed:
    """Seconds to wait first, keys to send, and whether to wait for an entry of theirs behind it."""

    wait: float
    keys: str
    awaits: bool = False


@dataclass
class Person:
    """Somebody at a terminal, with what they are going to do; `who` is how they are stamped."""

    who: str
    lab: Timed
    deeds: Iterator[Deed] = field(default_factory=lambda: iter(()))
    sent: dict[str, float] = field(default_factory=dict)
    """When Enter was sent, by the token of the line that was typed before it."""
    done: bool = False
    _now: Deed = Deed(0.0, "")
    _next: Deed | None = None
    _due: float = 0.0
    _awaits: bool = False
    _sent_at: float = 0.0
    _line: str = ""

    def does(self, deeds: Iterator[Deed]) -> None:
        """Begin with something else."""
        self.deeds, self.done, self._next, self._awaits = deeds, False, None, False

    def turn(self, now: float) -> None:
        """Do what is due."""
        if self._awaits:
            self._move_again(now)
        if self.done or self._awaits:
            return
        if self._next is None:
            self._next = next(self.deeds, None)
            if self._next is None:
                self.done = True
                return
            self._due = now + self._next.wait
        if now >= self._due:
            self._now, self._next = self._next, None
            self._type(self._now.keys)
            self._awaits, self._sent_at = self._now.awaits, now

    def _type(self, keys: str) -> None:
        if keys:
            self.lab.send(keys)
        self._line += keys
        if keys == ENTER:
            found = TOKEN.search(self._line)
            if found:
                self.sent[found[0]] = time.perf_counter()
            self._line = ""

    def _move_again(self, now: float) -> None:
        if self._now.keys != ENTER and now - self._sent_at > PATIENCE_S:
            self.lab.send(ESC)
            self._next, self._due, self._awaits = self._now, now + ESC_S, False

    @property
    def typing(self) -> str:
        """The token of the line that is typed, or was sent and is not known to be on disk."""
        if self._awaits and self._now.keys == ENTER:
            return max(self.sent, key=lambda token: self.sent[token])
        found = TOKEN.search(self._line)
        return found[0] if found else ""

    def left_to_do(self) -> Iterator[Deed]:
        """What is still to be done elsewhere, without the Enter of the line that stands here."""
        if self._next is not None:
            return self.deeds if self._next.keys == ENTER else chain([self._next], self.deeds)
        if self._line:
            next(self.deeds)
        return self.deeds

    def heard(self) -> None:
        """An entry of theirs is on disk."""
        self._awaits = False


def captures(letter: str, first: int, count: int, *, key_s: float, rest_s: float) -> Iterator[Deed]:
    """Lines into the open capture line, with their Enter; key by key or, with no time, at once."""
    for number in range(first, first + count):
        line = f"{letter}x{number:04} crane holds up gate"
        if key_s:
            yield from (Deed(key_s, char) for char in line)
        else:
            yield Deed(0.0, line)
        yield Deed(max(key_s, 0.03), ENTER, awaits=True)
        yield Deed(rest_s, "")


def leads(number: int) -> Iterator[Deed]:
    """Out of the line, one move of the event, and back into the line."""
    yield Deed(0.0, ESC)
    # A minute more, else a pause or its end.
    yield Deed(ESC_S, "+" if number % 3 == 2 else " ", awaits=True)
    yield Deed(0.0, "r")
    yield Deed(ESC_S, "")


def all_do(
    people: Sequence[Person], journal: Journal, limit: float,
    meanwhile: Callable[[], object] | None = None,
) -> None:  # fmt: skip
    """Let everybody type until all are done, and read every screen; fails after `limit` seconds."""
    by_who = {person.who: person for person in people}
    end = time.perf_counter() + limit
    while not all(person.done for person in people):
        now = time.perf_counter()
        if now > end:
            stuck = [person for person in people if not person.done]
            shown = "\n".join(f"{one.who}:\n{one.lab.screen()}" for one in stuck)
            raise AssertionError(f"not done in {limit} s:\n{shown}")
        read_all(people, 0.002)
        for entry in journal.look():
            if entry.by in by_who:
                by_who[entry.by].heard()
        for person in people:
            person.turn(time.perf_counter())
        if meanwhile is not None:
            meanwhile()


def read_all(people: Sequence[Person], seconds: float) -> None:
    """Read once from every terminal that has something."""
    labs = {person.lab.fd: person.lab for person in people if person.lab.fd >= 0}
    for fd in select.select(list(labs), [], [], seconds)[0]:
        labs[fd].pump(0)


def settle(people: Sequence[Person], quiet: float = 0.6, limit: float = 30.0) -> None:
    """Read until no terminal says anything more; a clock that runs says something each second."""
    end, last = time.perf_counter() + limit, time.perf_counter()
    size = -1
    while time.perf_counter() - last < quiet and time.perf_counter() < end:
        read_all(people, 0.05)
        now = sum(len(person.lab.raw) for person in people)
        if now > size + 200:
            last = time.perf_counter()
        size = now


def painted(lab: Timed) -> dict[str, float]:
    """When each token was first on the screen."""
    screen = pyte.Screen(lab.columns, lab.rows)
    stream = pyte.ByteStream(screen)
    first: dict[str, float] = {}
    rest = b""
    for at, data in lab.chunks:
        whole, rest = _whole(rest + data)
        stream.feed(_QUERIES.sub(b"", whole))
        for y in screen.dirty:
            row = screen.buffer[y]
            for token in TOKEN.findall("".join(row[x].data for x in range(lab.columns))):
                first.setdefault(token, at)
        screen.dirty.clear()
    return first


def _whole(data: bytes) -> tuple[bytes, bytes]:
    """What can be drawn, and the beginning of a sequence whose end has not come yet."""
    cut = data.rfind(b"\x1b", max(0, len(data) - 32))
    if cut < 0 or _SEQUENCE.match(data, cut):
        return data, b""
    return data[:cut], data[cut:]


def waits(people: Sequence[Person]) -> tuple[list[float], int]:
    """Seconds from Enter at one terminal until the words stood on each other one; and how many
    were never seen because newer ones came before the next painting."""
    found: list[float] = []
    unseen = 0
    seen = {person.who: painted(person.lab) for person in people}
    for person in people:
        for token, sent in person.sent.items():
            for other in people:
                if other is not person:
                    at = seen[other.who].get(token)
                    unseen += at is None
                    found += [at - sent] if at is not None else []
    return found, unseen


def tokens_shown(lab: Lab) -> list[str]:
    """The captures on the screen, from the top."""
    return [found[0] for line in lab.screen().splitlines() if (found := TOKEN.search(line))]


def furnished(folder: Path, *, risks: int = 0, late_min: int = 0) -> None:
    """The sample train with an ART Sync in its risk step, begun `late_min` minutes too long ago.

    TA began it, so theirs is the baton.
    """
    furnish(folder)
    ledger = open_ledger(folder, who="TA")
    clock = clock_for(folder, None)
    ledger.now = lambda: clock() - timedelta(minutes=late_min)
    running.start(ledger, "art-sync")
    running.go_to(ledger, "risks")
    lines = [f"if the crane strike goes on then order {n} slips @GAN p:3 i:4" for n in range(risks)]
    if lines:
        capturing.capture_lines(ledger, lines, "risk")
    ledger.db.close()


def opened(folder: Path, script: Path, who: str, sshd: Sshd | None = None) -> Person:
    """The console at 80 by 24 on this store, begun; behind `sshd` if there is one."""
    args = ("--store", str(folder))
    home = str(folder.parent / "home")
    if sshd is not None:
        return Person(who, Remote(sshd, script, *args, RTE_HOME=home, RTE_BY=who))
    return Person(who, Local(script, *args, RTE_HOME=home, RTE_BY=who))


def cpu(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
