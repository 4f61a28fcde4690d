"""The brief of an escalation as one page of Markdown: what is asked first, then why.

What a person typed renders as typed. Nobody is named but the role that is asked and the owner.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from store.domain.calendar import day
from store.domain.dates import say_day
from store.domain.impeding import WORDS
from store.domain.records import Decision, Escalation, Impediment
from store.domain.refs import same_ref
from store.domain.text import md
from store.insight.snapshot import Snapshot

NOT_SAID = "Not said yet."


def brief_markdown(snap: Snapshot, impediment: Impediment, said: Escalation) -> str:
    """The brief of one escalation of an impediment, with its answer once there is one."""
    return "\n".join(_lines(snap, impediment, said)) + "\n"


def _lines(snap: Snapshot, impediment: Impediment, said: Escalation) -> Iterator[str]:
    yield f"# {md(impediment.ref)} to {WORDS.get(said.to, md(said.to))}: {md(impediment.text)}"
    on = day(said.on)
    facts = [md(snap.train.name) if snap.train else "", say_day(on) if on else ""]
    yield from ("", " · ".join(fact for fact in facts if fact))
    due = day(said.due)
    yield from _part(1, "Decision wanted", (
        md(said.wanted) if said.wanted else NOT_SAID,
        f"From {md(said.whom or '?')}, by {say_day(due) if due else 'a day not said yet'}.",
    ))  # fmt: skip
    for number, (title, words) in enumerate(_why(said), start=2):
        yield from _part(number, title, (md(words) if words else NOT_SAID,))
    yield from ("", "## 5. Options", "")
    yield from _options(said.options)
    yield from _part(6, "Recommendation", (md(said.recommended) if said.recommended else NOT_SAID,))
    owner = md(impediment.owner) if impediment.owner else "not named yet"
    known = f"How we will know: {md(said.note) if said.note else 'not said yet'}."
    yield from _part(7, "After the decision", (f"Owner: {owner}.", known))
    if said.answered:
        yield from ("", "## Answer", "", _answer(snap, said.answered))


def _why(said: Escalation) -> tuple[tuple[str, str | None], ...]:
    return (
        ("What is happening", said.facts),
        ("Impact", said.impact),
        ("What has been tried", said.tried),
    )


def _part(number: int, title: str, paragraphs: Sequence[str]) -> Iterator[str]:
    yield from ("", f"## {number}. {title}")
    for words in paragraphs:
        yield from ("", words)


def _options(options: Sequence[str]) -> Iterator[str]:
    for number, option in enumerate(options, start=1):
        yield f"{number}. {md(option)}"
    if not options:
        yield NOT_SAID


def _answer(snap: Snapshot, ref: str) -> str:
    found = next((d for d in snap.of(Decision, "decision") if same_ref(d.ref, ref)), None)
    return f"{md(ref)}: {md(found.text)}" if found else md(ref)
