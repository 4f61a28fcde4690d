"""Reports that can be handed out: of an Inspect & Adapt, or of a whole planning interval.

A report is built slice by slice, so that whoever waits for it can be told how far it is. The same
snapshot gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from store.errors import UsageFault
from store.exchange.report_document import Chapter, Document, LeftOut
from store.exchange.report_html import as_html
from store.exchange.report_json import SCHEMA, facts
from store.exchange.report_md import as_markdown
from store.exchange.report_parts import view_of
from store.exchange.report_profile import ART, FULL, PROFILES, Veil, for_art, left_out, swept
from store.exchange.report_sections import makers
from store.insight.snapshot import Snapshot

KINDS = {"ia": "Inspect & Adapt", "pi": "Planning interval"}
FORMATS = ("md", "html", "json")


class Making:
    """A report in the making: `step()` until `done`, then `document`."""

    def __init__(self, snap: Snapshot, kind: str, pi: str | None, profile: str = ART) -> None:
        """Begin one; for None of the current interval. Refuses an interval that is not there."""
        self.kind = _one_of(kind, tuple(KINDS), "report")
        self.profile = _one_of(profile, tuple(PROFILES), "profile")
        self.pi = interval_name(snap, pi)
        self._snap = snap
        self._veil = Veil(snap)
        self.left_out = LeftOut() if profile == FULL else left_out(snap, self._veil, self.pi)
        told = snap if profile == FULL else for_art(snap, self._veil)
        self._view = view_of(told, self.pi, full=profile == FULL)
        self._makers = makers(kind, told)
        self._chapters: list[Chapter] = []
        self.count = 0

    @property
    def total(self) -> int:
        """How many slices there are."""
        return len(self._makers)

    @property
    def done(self) -> bool:
        """Whether every slice is made."""
        return self.count >= self.total

    def step(self) -> None:
        """Make one more slice."""
        chapter = self._makers[self.count](self._view)
        self.count += 1
        if chapter is None:
            return
        last = self._chapters[-1] if self._chapters else None
        if last is not None and last.key == chapter.key:
            self._chapters[-1] = replace(last, parts=last.parts + chapter.parts)
        else:
            self._chapters.append(chapter)

    @property
    def document(self) -> Document:
        """The report, made to its end."""
        while not self.done:
            self.step()
        snap = self._snap
        on = snap.local(snap.now)
        made = Document(
            self.kind,
            f"{KINDS[self.kind]} {self.pi}".strip(),
            snap.train.name if snap.train else "",
            self.pi,
            f"{on:%Y-%m-%d %H:%M} {snap.zone.key}",
            snap.now,
            self.profile,
            PROFILES[self.profile],
            self.left_out,
            tuple(self._chapters),
        )
        return made if self.profile == FULL else swept(made, self._veil)


def steps(making: Making) -> Iterator[tuple[int, int]]:
    """Make the report; how far it is, of how many, after each slice."""
    while not making.done:
        making.step()
        yield making.count, making.total


def render(document: Document, form: str) -> str:
    """The report as `md`, `html` or `json`."""
    _one_of(form, FORMATS, "format")
    if form == "html":
        return as_html(document)
    if form == "md":
        return as_markdown(document)
    whole = {"schema": SCHEMA, **facts(document)}
    return json.dumps(whole, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def interval_name(snap: Snapshot, name: str | None) -> str:
    """The name of the interval that is meant, as it is written on record."""
    if not name:
        return snap.pi_name
    low = name.casefold()
    found = next((pi.short for pi in snap.intervals if pi.short.casefold() == low), None)
    if found is None:
        known = ", ".join(pi.short for pi in snap.intervals) or "none"
        raise UsageFault(f"There is no planning interval {name} here. On record: {known}.")
    return found


def file_name(document: Document, form: str) -> str:
    """A name for its file: `report-ia-pi-26.4-2026-11-18.html`."""
    parts = ("report", document.kind, document.pi, document.as_of[:10])
    kept = "-".join(part for part in parts if part).lower()
    safe = "".join(c if c.isascii() and (c.isalnum() or c in ".-") else "-" for c in kept)
    return f"{safe[:70]}{'' if document.profile == ART else '-full'}.{form}"


def _one_of(value: str, known: tuple[str, ...], what: str) -> str:
    if value not in known:
        raise UsageFault(f"There is no {what} {value}. Write one of: {', '.join(known)}.")
    return value
