"""What an event did with impediments, for its minutes: escalations, answers of theirs, ways down.

Told from what was said in that event, so that it stays true when the impediment goes on later.
"""

from __future__ import annotations

from collections.abc import Iterator

from store.domain.calendar import day
from store.domain.impeding import WORDS
from store.domain.records import Escalation, Event
from store.domain.text import md
from store.domain.words import week_date
from store.insight.snapshot import Snapshot


def escalation_section(snap: Snapshot, event: Event) -> Iterator[str]:
    """The lines of the section, heading first; none where nothing was escalated."""
    found = [
        (item, said)
        for item in snap.impediments
        for said in item.escalations
        if said.event == event.ref and (said.wanted or said.note)
    ]
    if not found:
        return
    yield from ("", "## Escalations", "")
    for item, said in found:
        yield f"- **{md(item.ref)}** {md(item.text)}: {_way(said)}"


def _way(said: Escalation) -> str:
    """`team → ART: a licence, from PM by Fri 20 Nov, answered X21`; back down with its note."""
    way = " → ".join(WORDS.get(level, md(level)) for level in (said.before, said.to))
    if not said.wanted:
        return f"{way}, because {md(said.note or '')}"
    due = day(said.due)
    by = f" by {week_date(due)}" if due else ""
    answer = f", answered {md(said.answered)}" if said.answered else ""
    return f"{way}: {md(said.wanted)}, from {md(said.whom or '?')}{by}{answer}"
