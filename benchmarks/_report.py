"""What a benchmark found: each figure with its goal, as a table while it runs or as JSON."""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from statistics import median


@dataclass(frozen=True, slots=True)
class Finding:
    """One figure. `goal` is an upper bound; None for a figure that is only told."""

    section: str
    what: str
    value: float
    unit: str
    n: int
    goal: float | None

    @property
    def met(self) -> bool | None:
        """Whether the goal was reached; None where there is none."""
        return None if self.goal is None else self.value <= self.goal


class Report:
    """Collects findings and prints each at once, unless they are wanted as JSON at the end."""

    def __init__(self, as_json: bool) -> None:
        self._as_json = as_json
        self._section = ""
        self.findings: list[Finding] = []

    def section(self, name: str, about: str) -> None:
        """What follows belongs here."""
        self._section = name
        self._print(f"{name}: {about}")

    def tell(self, what: str, value: float, unit: str, n: int, goal: float | None = None) -> None:
        """Add a figure."""
        found = Finding(self._section, what, value, unit, n, goal)
        self.findings.append(found)
        aim = "" if goal is None else f"<= {goal:g}"
        verdict = {None: "", True: "met", False: "NOT MET"}[found.met]
        figure = f"{value:.0f}" if unit in ("B", "bytes") else f"{value:.2f}"
        self._print(f"  {what:<62}{figure:>8} {unit:<6}{f'n={n}':>7}  {aim:<7} {verdict}".rstrip())

    def ratio(
        self, what: str, mine: list[float], other: list[float], goal: float | None = None
    ) -> None:
        """Add the ratio of two medians; n is the smaller of both counts."""
        value = median(mine) / median(other)
        self.tell(what, value, "x", min(len(mine), len(other)), goal)

    def missing(self, what: str) -> None:
        """Say that something cannot be measured here."""
        self._print(f"  {what:<62}not installed")

    def end(self) -> None:
        """Print what is left to print."""
        facts = machine()
        if self._as_json:
            rows = [{**asdict(found), "met": found.met} for found in self.findings]
            print(json.dumps({"schema": "rte.bench.1", "machine": facts, "rows": rows}, indent=1))
            return
        self._print(" · ".join(f"{name} {value}" for name, value in facts.items()))

    def _print(self, line: str) -> None:
        if not self._as_json:
            print(line, flush=True)


def machine() -> dict[str, str]:
    """What somebody has to know about this machine to judge the figures."""
    return {
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "processors": str(os.cpu_count()),
        "load": " ".join(f"{one:.1f}" for one in os.getloadavg()),
        "Python": platform.python_version(),
        "Textual": version("textual"),
    }


Section = Callable[..., None]


def options(
    about: str,
    sections: Mapping[str, Section],
    more: Callable[[argparse.ArgumentParser], object] | None = None,
) -> argparse.Namespace:
    """What was asked for on the command line: `quick`, `json`, `only`. Chance is the same again.

    `more` adds options that only one benchmark has.
    """
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--quick", action="store_true", help="smaller or fewer, rougher figures")
    parser.add_argument("--json", action="store_true", help="figures as JSON at the end")
    parser.add_argument("--only", choices=sections, help="one section")
    if more is not None:
        more(parser)
    random.seed(20260118)
    return parser.parse_args()


def in_turn(
    sections: Mapping[str, Section], report: Report, asked: argparse.Namespace
) -> Iterator[Section]:
    """The sections that were asked for, each announced; the report is ended behind the last."""
    for name, section in sections.items():
        if asked.only in (None, name):
            report.section(name, section.__doc__ or "")
            yield section
    report.end()
