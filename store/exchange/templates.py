"""Templates of events: those that ship, and those that an RTE wrote, read from TOML files.

A file with a fault never stops the others: each fault is one line that says file, line and what
to write instead. A file of the RTE's own with the name of one that ships stands in its place.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from store.domain.agenda import Template, find
from store.domain.event_records import Step
from store.domain.text import clean, decode
from store.errors import UsageFault
from store.exchange.template_lines import Lines
from store.exchange.template_rules import (
    FIELD,
    MAX_MINUTES,
    MAX_STEPS,
    NEEDED_STEP,
    NEEDED_TOP,
    STEP,
    TOP,
    Reader,
    near,
)
from store.exchange.toml_bounds import endless_key

MAX_BYTES = 200_000
"""No agenda is longer than that; a larger file is something else."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a template."""

    file: str
    line: int
    sentence: str

    @property
    def told(self) -> str:
        """`my-sync.toml, line 12: minutes: write a whole number ...`."""
        return f"{self.file}, line {self.line}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Catalog:
    """The templates that can be used, by name, and what is wrong with the others."""

    templates: Mapping[str, Template] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    def named(self, text: str) -> Template:
        """The template that a person means; `UsageFault` names those there are."""
        found = find(self.templates, text)
        if found is None:
            known = ", ".join(self.templates)
            raise UsageFault(f"There is no event {clean(text)[:40]!r}. There is: {known}.")
        return found


def shipped_text(name: str) -> str:
    """The file of a template that ships, comments and all. Raises `UsageFault` for another name."""
    place = files("store.templates") / f"{name}.toml"
    if not re.fullmatch(r"[a-z0-9-]+", name) or not place.is_file():
        known = ", ".join(sorted(_shipped()))
        raise UsageFault(f"No template {clean(name)[:40]!r} ships. There is: {known}.")
    return place.read_text(encoding="utf-8")


def _shipped() -> dict[str, str]:
    found = (each for each in files("store.templates").iterdir() if each.name.endswith(".toml"))
    return {each.name.removesuffix(".toml"): each.read_text(encoding="utf-8") for each in found}


@cache
def shipped() -> Catalog:
    """The templates that ship."""
    templates: dict[str, Template] = {}
    faults: list[Fault] = []
    for name, text in sorted(_shipped().items(), key=lambda pair: _rank(pair[0])):
        template, wrong = read_template(name, text, f"{name}.toml")
        faults += wrong
        if template is not None:
            templates[name] = template
    return Catalog(templates, tuple(faults))


def catalog(folder: Path | None = None) -> Catalog:
    """All templates: those that ship, and those in `folder` if it exists."""
    templates, faults = dict(shipped().templates), list(shipped().faults)
    for file in sorted(folder.glob("*.toml")) if folder is not None and folder.is_dir() else ():
        template, wrong = read_file(file)
        faults += wrong
        if template is not None:
            templates[template.name] = template
    return Catalog(templates, tuple(faults))


ORDER = ("art-sync", "coach-sync", "po-sync", "system-demo", "pi-planning")
"""What is held most often stands first."""


def _rank(name: str) -> tuple[int, str]:
    return (ORDER.index(name) if name in ORDER else len(ORDER), name)


def read_file(file: Path) -> tuple[Template | None, list[Fault]]:
    """A template of the RTE's own, or what is wrong with it."""
    shown = clean(file.name)
    name = file.name.removesuffix(".toml")
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", name):
        wrong = "name the file with small letters, digits and dashes, like my-sync.toml"
        return None, [Fault(shown, 1, wrong)]
    try:
        with file.open("rb") as opened:
            raw = opened.read(MAX_BYTES + 1)
    except OSError as fault:
        return None, [Fault(shown, 1, f"it cannot be read ({fault.strerror}); make it readable")]
    if len(raw) > MAX_BYTES:
        return None, [Fault(shown, 1, f"it is larger than {MAX_BYTES} bytes; shorten it")]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw[: fault.start].count(b"\n") + 1
        return None, [Fault(shown, line, "save the file as UTF-8")]
    return read_template(name, text, shown, str(file))


def read_template(
    name: str, text: str, shown: str, path: str = ""
) -> tuple[Template | None, list[Fault]]:
    """The template in `text`, or None and its faults; `shown` is what a fault calls the file."""
    lines = Lines(text)
    if endless := endless_key(text):
        return None, [Fault(shown, endless, "a key has too many parts; write plain fields")]
    try:
        data = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as fault:
        return None, [Fault(shown, lines.of_fault(str(fault)), _syntax(str(fault)))]
    except RecursionError:
        return None, [Fault(shown, 1, "it is nested too deeply; write plain fields and [[step]]")]
    check = _Check(shown, lines)
    top = check.fields(data, TOP, NEEDED_TOP, None)
    steps = check.steps(data.get("step"))
    if check.faults:
        return None, sorted(check.faults, key=lambda fault: fault.line)
    return Template(name=name, steps=tuple(steps), file=decode(path.encode()), **top), []


def _syntax(message: str) -> str:
    what = re.sub(r"\s*\(at .*?\)$", "", message)
    return f'this is not TOML ({clean(what)[:80]}); write lines like title = "Read back"'


class _Check:
    """Reads the parts of one template and collects what is wrong with them."""

    def __init__(self, shown: str, lines: Lines) -> None:
        self._shown = shown
        self._lines = lines
        self.faults: list[Fault] = []

    def _wrong(self, sentence: str, key: str | None, step: int | None) -> None:
        self.faults.append(Fault(self._shown, self._lines.of(key, step), sentence))

    def fields(
        self, data: dict[str, Any], known: dict[str, Reader], needed: dict[str, str], at: int | None
    ) -> dict[str, Any]:
        """The known fields of one table, with a fault for each that is wrong, lacks or is not."""
        found: dict[str, Any] = {}
        for name, value in data.items():
            if name == "step" and at is None:
                continue
            if name not in known:
                said = clean(name)[:30]
                self._wrong(f"there is no {said!r} here: {near(said, list(known))}", name, at)
                continue
            kept, instead = known[name](value)
            found[FIELD.get(name, name)] = kept
            if instead:
                self._wrong(f"{name}: {instead}", name, at)
        for name, example in needed.items():
            if name not in data:
                self._wrong(f"{name} is missing: write {example}", None, at)
        return found

    def steps(self, data: object) -> list[Step]:
        """The steps in their order."""
        if not isinstance(data, list) or not data or not all(isinstance(d, dict) for d in data):
            self._wrong(
                "it has no steps: write [[step]], and under it a title and minutes", None, 0
            )
            return []
        if len(data) > MAX_STEPS:
            self._wrong(f"it has more than {MAX_STEPS} steps; split it", None, MAX_STEPS)
            return []
        steps: list[Step] = []
        for place, table in enumerate(data):
            told = self.fields(table, STEP, NEEDED_STEP, place)
            told.setdefault("key", _slug(str(told.get("title", "")), place))
            told.setdefault("title", "")
            told.setdefault("minutes", 1)
            step = Step(**told)
            self._in_order(step, steps, place)
            steps.append(step)
        return steps

    def _in_order(self, step: Step, before: list[Step], place: int) -> None:
        """What a step must be beside the ones above it."""
        if step.key in {other.key for other in before}:
            self._wrong(f"another step has the key {step.key!r}: write another one", "key", place)
        if step.each_seconds is not None and not step.each:
            self._wrong('each_minutes needs a line each = "team" with it', "each_minutes", place)
        last = before[-1].day if before else 1
        if step.day not in (last, last + 1):
            self._wrong(
                f"day: write {last} or {last + 1}; the days follow one another", "day", place
            )
        elif step.day > last and step.at is None:
            self._wrong('the first step of a day needs a start: write at = "08:00"', "day", place)
        fixed = [other.at for other in before if other.day == step.day and other.at is not None]
        if step.at is not None and fixed and step.at <= fixed[-1]:
            self._wrong(
                f"at: write a time after {fixed[-1]}, which an earlier step has", "at", place
            )
        spent = sum(other.minutes for other in before if other.day == step.day) + step.minutes
        if spent > MAX_MINUTES:
            self._wrong("this day is longer than 24 hours; take minutes away", "minutes", place)


def _slug(title: str, place: int) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:32]
    return words.strip("-") or f"step-{place + 1}"
