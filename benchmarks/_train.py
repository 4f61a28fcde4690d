"""A train with ten planning intervals behind it: every kind of record, as a room captures them."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from _lib import unsynced
from _train_records import INTERVALS, MEASURES, TEAMS, Doc, Interval, Made, captured

from store.domain.ids import new_id
from store.domain.kinds import LETTERS
from store.domain.refs import format_ref
from store.exchange.templates import shipped
from store.tiny.db import JournalDB

NOW = datetime(2026, 12, 15, 9, tzinfo=UTC)
"""The morning of the Inspect & Adapt of the tenth interval."""
CADENCE = (
    ("pi-planning", "PI Planning", (0,)),
    ("coach-sync", "Coach Sync", (8, 22, 36, 50, 64)),
    ("po-sync", "PO Sync", (9, 23, 37, 51, 65)),
    ("art-sync", "ART Sync", (15, 29, 43, 57, 71)),
    ("system-demo", "System Demo", (11, 25, 39, 53, 67)),
    ("inspect-adapt", "Inspect & Adapt", (80,)),
)
"""Kinds of events, and the days of an interval on which they are held."""


class Builder:
    """Puts records into a store, one entry of the journal each; knows the references given."""

    def __init__(self, folder: Path, *, intervals: int, share: float) -> None:
        self.count = 0
        self._db = JournalDB(folder)
        self._given: dict[str, int] = {}
        self._chance = random.Random(20261215)
        self._intervals = [
            Interval(INTERVALS - intervals + n, share, self._chance) for n in range(intervals)
        ]

    def build(self, told: Callable[[int], None]) -> int:
        """Everything, oldest first; tells after each interval how many records there are."""
        with unsynced():
            self._train()
            for one in self._intervals:
                self._interval(one)
                told(self.count)
        with self._db.transaction(do="fill"):
            # One flush at the end, so that what was built is on disk before anything is timed.
            self._stage("topic", {"text": "what do we call the next interval", "state": "open"})
        self._db.close()
        return self.count

    # -- writing

    def _stage(self, kind: str, doc: Doc, at: int | None = None) -> str:
        letters = LETTERS.get(kind)
        ref = ""
        if letters:
            self._given[kind] = self._given.get(kind, 0) + 1
            ref = format_ref(letters, self._given[kind])
            doc = {"ref": ref, **doc}
        moment = at or int(datetime(2024, 9, 1, tzinfo=UTC).timestamp() * 1000)
        key = new_id(kind, moment, self._chance.getrandbits(80))
        kept = {name: value for name, value in doc.items() if value is not None}
        self._db.records(kind).add(key, kept)
        self.count += 1
        return ref

    def put(self, kind: str, doc: Doc, at: int | None = None) -> str:
        """Store one record as its own entry; its reference."""
        with self._db.transaction(do="fill", by="RTE", at=at):
            return self._stage(kind, doc, at)

    def _train(self) -> None:
        roles = ["RTE", "PM", "SA", *(f"SM-{team}" for team in TEAMS)]
        self.put("train", {
            "short": "TIDE", "name": "Tideway ART", "text": "Tideway ART",
            "zone": "Europe/Lisbon", "roles": roles,
        })  # fmt: skip
        for order, team in enumerate(TEAMS):
            self.put("team", {"short": team, "name": team.title(), "order": order, "people": 9})
        for one in self._intervals:
            self.put("pi", one.doc())
        for name in MEASURES:
            self.put("measure", {"text": name, "unit": "%", "area": "outcome", "better": "up"})

    def _interval(self, one: Interval) -> None:
        """Events with their clocks, and all that is captured in them, step by step."""
        queue: list[Made] = list(captured(one))
        one.pick.shuffle(queue)
        held = [(kind, title, day) for kind, title, days in CADENCE for day in days]
        held.sort(key=lambda event: event[2])
        # The Inspect & Adapt that is opened is still to come.
        held = [event for event in held if one.over or event[0] != "inspect-adapt"]
        share = -(-len(queue) // len(held))
        for number, (kind, title, day) in enumerate(held):
            self._event(one, kind, title, day, queue[number * share : (number + 1) * share])

    def _event(self, one: Interval, kind: str, title: str, day: int, said: list[Made]) -> None:
        template = shipped().templates[kind]
        begin = int(datetime.combine(one.day(day), datetime.min.time(), UTC).timestamp() * 1000)
        begin += 9 * 3_600_000
        event = self.put(
            "event",
            {
                "kind": kind, "title": title, "text": title, "on": one.iso(day), "pi": one.name,
                "begins": f"{one.iso(day)}T09:00", "at": begin, "roti": [0, 0, 1, 4, 2],
                "steps": [_plain(asdict(step)) for step in template.steps],
            },
            begin,
        )  # fmt: skip
        minute = 0
        parts = len(template.steps)
        for place, step in enumerate(template.steps):
            do = "step" if place else "start"
            at = begin + minute * 60_000
            self.put("moment", {"event": event, "do": do, "step": step.key, "at": at}, at)
            for made, doc in said[place::parts]:
                stamped = {"at": at, "event": event, "step": step.key, "minute": minute}
                self.put(made, {"pi": one.name, **stamped, **doc}, at)
            # Every third event takes half as long again as planned.
            minute += step.minutes * (3 if day % 3 else 2) // 2
        at = begin + minute * 60_000
        self.put("moment", {"event": event, "do": "close", "at": at}, at)


def _plain(step: Doc) -> Doc:
    """A step as it is stored: lists, and nothing that nobody said."""
    told = {name: list(v) if isinstance(v, tuple) else v for name, v in step.items()}
    return {name: value for name, value in told.items() if value not in (None, [], "")}


def build(
    folder: Path, told: Callable[[int], None], *, intervals: int = INTERVALS, share: float = 1.0
) -> int:
    """A new store in `folder`; how many records it has."""
    return Builder(folder, intervals=intervals, share=share).build(told)
