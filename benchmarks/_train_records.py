"""What is on record of one planning interval of the train that is measured, its events apart."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

Doc = dict[str, Any]
Made = tuple[str, Doc]
"""Kind and fields of a record."""

INTERVALS = 10
WEEKS = 12
BEGAN = date(2024, 9, 2)
"""A Monday: the tenth interval runs until 20 December 2026."""
TEAMS = ("ANC", "BEA", "CAP", "DRE", "ENS", "FAT", "GAN")
ITERATIONS = ("I1", "I2", "I3", "I4", "I5", "IP")
WORDS = ("crane", "strike", "simulator", "carrier", "gate", "tariff", "pilot", "berth", "épreuve")
RECURRING = ("security review queue 15 days", "staging is down since Monday", "no test accounts")
"""Said again in every interval, as what nobody removed is."""
MEASURES = ("Bookings done in under two minutes", "Calls to the help desk")
GAUGES = ("impediment-age", "pair:DRE>FAT", "late-share", "predictability", "flow-time-85", "K1")
"""What improvements are meant to move: each is computed where the item is shown."""
BONES = ("people", "process", "tools", "program", "environment")


def name_of(number: int) -> str:
    """`PI-26.4` for the tenth."""
    year, quarter = divmod(number + 2, 4)
    return f"PI-{24 + year}.{quarter + 1}"


class Interval:
    """One planning interval that is made up, and what is captured in it, day by day."""

    def __init__(self, number: int, share: float, chance: random.Random) -> None:
        self.number = number
        self.share = share
        self.begin = BEGAN + timedelta(weeks=WEEKS * number)
        self.name = name_of(number)
        self.over = number < INTERVALS - 1
        self.pick = chance

    def day(self, number: int) -> date:
        """A day of the interval, from 0."""
        return self.begin + timedelta(days=number)

    def iso(self, number: int) -> str:
        """A day of the interval as it is stored."""
        return self.day(number).isoformat()

    def words(self) -> str:
        """What somebody says."""
        return " ".join(self.pick.choices(WORDS, k=6))

    def times(self, most: int) -> range:
        """So many, or the share of them in a smaller train."""
        return range(max(1, round(most * self.share)))

    def doc(self) -> Doc:
        """The interval itself."""
        return {
            "short": self.name,
            "start": self.begin.isoformat(),
            "end": self.iso(7 * WEEKS - 1),
            "state": "closed" if self.over else "running",
            "closed": self.iso(7 * WEEKS) if self.over else None,
            "iterations": [
                {"name": name, "start": self.iso(14 * n), "end": self.iso(14 * n + 11)}
                for n, name in enumerate(ITERATIONS)
            ],
        }


def captured(one: Interval) -> Iterator[Made]:
    """Everything of an interval but its events."""
    for make in (
        _objectives, _risks, _impediments, _dependencies, _decisions, _promises, _demos,
        _votes, _flow, _readings, _loop,
    ):  # fmt: skip
        yield from make(one)


def _objectives(one: Interval) -> Iterator[Made]:
    for n in one.times(42):
        bv, committed = one.pick.randint(2, 10), n % 6 != 5
        yield "objective", {
            "team": TEAMS[n % 7], "text": one.words(), "committed": committed, "bv": bv,
            "base_committed": committed, "base_bv": bv, "baselined": one.iso(1),
            "actual": one.pick.randint(0, bv) if one.over else None,
        }  # fmt: skip


def _risks(one: Interval) -> Iterator[Made]:
    for n in one.times(95):
        team, letter = TEAMS[n % 7], one.pick.choice("OAMRR") if one.over else "UOAMR"[n % 5]
        raised, said = one.pick.randint(0, 60), one.words()
        given = {"letter": letter, "before": "U", "owner": f"SM-{team}", "review": one.iso(raised)}
        yield "risk", {
            "team": team, "condition": said, "consequence": "an order slips",
            "text": f"if {said}, then an order slips", "roam": letter, "owner": f"SM-{team}",
            "p": one.pick.randint(1, 5), "i": one.pick.randint(1, 5), "raised": one.iso(raised),
            "review": one.iso(one.pick.randint(raised, 83)),
            "roamed": [] if letter == "U" else [given],
            "occurred": one.iso(raised + 5) if n % 19 == 0 else None,
        }  # fmt: skip


def _impediments(one: Interval) -> Iterator[Made]:
    levels = ("team", "art", "leadership", "portfolio")
    for n in one.times(85):
        raised = one.pick.randint(0, 75)
        gone = one.over or n % 3 != 0
        lasted = one.pick.randint(1, 30)
        yield "impediment", {
            "team": TEAMS[n % 7], "owner": f"SM-{TEAMS[n % 7]}", "level": levels[n % 4],
            "text": RECURRING[n] if n < len(RECURRING) else one.words(), "nature": "environment",
            "raised": one.iso(raised), "first_step": one.iso(raised + n % 4),
            "state": "closed" if gone else "in progress",
            "due": None if gone or n % 2 else one.iso(raised + 7),
            "done": one.iso(raised + lasted) if gone else None,
            "verified": one.iso(raised + lasted + 1) if gone else None,
            "systemic": n < len(RECURRING),
        }  # fmt: skip


def _dependencies(one: Interval) -> Iterator[Made]:
    for n in one.times(75):
        # Two in three follow the same few paths, as they do in a train.
        provider, consumer = ("DRE", "FAT") if n % 3 else (TEAMS[n % 7], TEAMS[(n + 1) % 7])
        need, late = n % 5, n % 4 == 0
        state = ("accepted" if n % 9 else "removed") if one.over else "agreed"
        yield "dependency", {
            "provider": provider, "consumer": consumer, "text": one.words(), "state": state,
            "need": ITERATIONS[need], "plan": ITERATIONS[need], "agreed": one.iso(1),
            "done": ITERATIONS[min(need + late, 5)] if state == "accepted" else None,
            "touched": one.iso(14 * need),
        }  # fmt: skip


def _decisions(one: Interval) -> Iterator[Made]:
    for n in one.times(85):
        yield "decision", {
            "text": one.words(), "owner": "PM", "on": one.iso(n % 80), "options": 2,
            "state": "agreed", "because": "it costs less",
        }  # fmt: skip


def _promises(one: Interval) -> Iterator[Made]:
    for n in one.times(190):
        due, kept = one.pick.randint(7, 83), one.over or n % 4 != 0
        yield "action", {
            "text": one.words(), "owner": f"SM-{TEAMS[n % 7]}", "due": one.iso(due),
            "state": "done" if kept else "open", "done": one.iso(due) if kept else None,
        }  # fmt: skip
    for n in one.times(15):
        yield "topic", {"text": one.words(), "state": "done" if one.over or n % 2 else "open"}
    for n in one.times(3):
        state = "reached" if one.over else "planned"
        yield "milestone", {"text": one.words(), "due": one.iso(20 * n), "state": state}


def _demos(one: Interval) -> Iterator[Made]:
    for n in one.times(30):
        yield "demo", {
            "team": TEAMS[n % 7], "text": one.words(), "place": n % 7 + 1,
            "shown": "live" if n % 5 else "not-live",
        }  # fmt: skip
    for n in one.times(30):
        verdict, state = ("fits", "change", "unclear")[n % 3], "done" if one.over else "open"
        yield "feedback", {"text": one.words(), "verdict": verdict, "state": state}


def _votes(_one: Interval) -> Iterator[Made]:
    for scope in (*TEAMS, "ART"):
        yield "vote", {"scope": scope, "count": [0, 1, 2, 4, 2]}


def _flow(one: Interval) -> Iterator[Made]:
    for n in one.times(110):
        started = one.pick.randint(0, 50)
        done = started + one.pick.randint(3, 33) if one.over or n % 3 else None
        yield "flow", {
            "key": f"F-{one.number}{n:03}", "text": one.words(), "team": TEAMS[n % 7],
            "nature": ("feature", "enabler", "defect", "risk", "debt")[n % 5],
            "started": one.iso(started), "done": None if done is None else one.iso(done),
            "active": 3,
        }  # fmt: skip


def _readings(one: Interval) -> Iterator[Made]:
    for n in range(2 * len(one.times(6))):
        yield "reading", {
            "measure": f"K{n % 2 + 1}", "value": one.pick.randint(40, 90), "on": one.iso(7 * n),
        }  # fmt: skip


def _loop(one: Interval) -> Iterator[Made]:
    for _ in one.times(3):
        causes = [
            {"key": f"c{n + 1}", "text": one.words(), "bone": BONES[n % 5], "dots": n % 4}
            for n in range(20)
        ]
        yield "problem", {
            "text": one.words(), "bones": list(BONES), "causes": causes, "keys": 20, "root": "c4",
            "state": "gathered", "restated": one.words(),
        }  # fmt: skip
    for n in one.times(8):
        yield "improvement", {
            "text": f"if we {one.words()}", "owner": "RTE", "gauge": GAUGES[n % len(GAUGES)],
            "base": 10, "goal": 4, "raised_in": name_of(one.number - 1), "meant_for": one.name,
            "state": "verified" if one.over else "doing", "nature": "backlog item",
            "effect": ("moved", "partly", "no effect")[n % 3] if one.over else None,
        }  # fmt: skip
    for n in one.times(2):
        yield "dismissal", {
            "signal": f"empty-event:{n}", "why": "we met for an incident", "on": one.iso(30),
        }  # fmt: skip
