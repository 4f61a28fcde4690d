"""What is said over one planning interval, event by event and step by step.

A line is a capture as a person would type it, in the bar for anything (`c`). Each carries a number
of its own, so that no two are the same and each can be found again.
"""

from __future__ import annotations

from itertools import count

TEAMS = ("ANC", "BEA", "DRE", "GAN", "CAP")
ITERATIONS = ("I1", "I2", "I3", "I4", "I5")


class Sayings:
    """Makes the lines, numbered through; the same ones in each run."""

    def __init__(self) -> None:
        self._number = count(1)

    def line(self, kind: str, iteration: str = "I3") -> str:
        """The next line of a kind."""
        n = next(self._number)
        team, other = TEAMS[n % 5], TEAMS[(n + 1 + n // 5 % 4) % 5]
        return {
            "risk": f"risk: if tide table {n} is late then berths wait @{team} p:3 i:{n % 5 + 1}",
            "impediment": f"impediment: test rig {n} is down @{team} owner:RTE due:in 5 days",
            "decision": f"decision: gate {n} opens first because queues are longest there, by PM",
            "dependency": f"dependency: feed {n} {team}>{other} need:{iteration}",
            "action": f"action: call yard {n} owner:PM due:in 6 days",
            "topic": f"topic: who keeps list {n}",
            "feedback": f"feedback: screen {n} is too small v:change by:Harbour master",
            "objective": f"objective: berth plan {n} is live @{team}",
            "demo": f"demo: crane view {n} @{team}",
        }[kind]

    def lines(self, kinds: str, iteration: str = "I3") -> list[str]:
        """One line for each word of `kinds`."""
        return [self.line(kind, iteration) for kind in kinds.split()]


STEPS: dict[str, dict[str, str]] = {
    "pi-planning": {
        "breakouts-1": " ".join(["objective"] * 8 + ["risk", "dependency"] * 4),
        "draft-review": "impediment topic",
        "management": "decision decision action",
        "breakouts-2": "dependency risk",
        "retro": "topic action",
        "forward": "action action",
    },
    "coach-sync": {
        "last-actions": "action topic",
        "questions": "impediment impediment dependency risk topic topic",
        "dependencies": "dependency dependency action",
        "impediments": "impediment action action",
        "risks": "risk risk",
        "readback": "topic",
    },
    "po-sync": {
        "objectives": "action action decision",
        "scope": "decision decision decision topic",
        "features": "dependency dependency topic",
        "readiness": "action action risk",
        "readback": "topic topic",
    },
    "art-sync": {
        "objectives": "action decision risk",
        "board": "dependency topic",
        "dependencies": "dependency dependency action",
        "impediments": "impediment impediment action",
        "risks": "risk risk",
        "scope": "decision decision action",
        "readback": "topic",
    },
    "system-demo": {
        "order": "demo demo demo demo",
        "risks": "risk impediment decision",
        "talk": "feedback feedback feedback feedback",
        "sum": "action topic",
    },
    "risk-workshop": {
        "collect": "risk risk risk risk risk risk",
        "leaders": "decision decision action action",
    },
    "inspect-adapt": {
        "measures": "topic topic",
        "retro": "topic topic topic",
        "agree": "topic",
        "backlog": "action decision",
    },
}
"""Kinds of what is captured in each step of each event."""
