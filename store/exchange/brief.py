"""The brief of an escalation, one page: what is asked comes first, then why.

As parts to read on a screen, and as Markdown, in which what a person typed renders as typed.
Nobody is named but the role that is asked and the owner.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from store.domain.calendar import day
from store.domain.dates import say_day
from store.domain.impeding import WORDS
from store.domain.records import Decision, Escalation, Impediment
from store.domain.refs import same_ref
from store.domain.text import md
from store.insight.snapshot import Snapshot

NOT_SAID = "Not said yet."


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and its lines; `listed` ones are the options to decide between."""

    title: str
    lines: tuple[str, ...]
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A brief in parts, in people's words as they typed them."""

    title: str
    about: str
    parts: tuple[Part, ...]


def page(snap: Snapshot, impediment: Impediment, said: Escalation) -> Page:
    """The brief of one escalation of an impediment, with its answer once there is one."""
    on = day(said.on)
    about = (snap.train.name if snap.train else "", say_day(on) if on else "")
    return Page(
        title=f"{impediment.ref} to {WORDS.get(said.to, said.to)}: {impediment.text}",
        about=" · ".join(fact for fact in about if fact),
        parts=tuple(_parts(snap, impediment, said)),
    )


def _parts(snap: Snapshot, impediment: Impediment, said: Escalation) -> Iterator[Part]:
    due = day(said.due)
    by = f"by {say_day(due)}" if due else "by a day not said yet"
    asks = f"From {said.whom or 'somebody not named yet'}, {by}."
    yield Part("1. Decision wanted", (said.wanted or NOT_SAID, asks))
    yield Part("2. What is happening", (said.facts or NOT_SAID,))
    yield Part("3. Impact", (said.impact or NOT_SAID,))
    yield Part("4. What has been tried", (said.tried or NOT_SAID,))
    yield Part("5. Options", said.options or (NOT_SAID,), listed=bool(said.options))
    yield Part("6. Recommendation", (said.recommended or NOT_SAID,))
    owner = f"Owner: {impediment.owner or 'not named yet'}."
    yield Part("7. After the decision", (owner, f"How we will know: {said.note or NOT_SAID}"))
    if said.answered:
        yield Part("Answer", (_answer(snap, said.answered),))


def _answer(snap: Snapshot, ref: str) -> str:
    found = next((d for d in snap.of(Decision, "decision") if same_ref(d.ref, ref)), None)
    return f"{ref}: {found.text}" if found else ref


def as_markdown(brief: Page) -> str:
    """The page as Markdown."""
    lines = [f"# {md(brief.title)}", "", md(brief.about)]
    for part in brief.parts:
        lines += ["", f"## {part.title}"]
        if part.listed:
            options = enumerate(part.lines, start=1)
            lines += ["", *(f"{number}. {md(line)}" for number, line in options)]
        else:
            lines += [text for line in part.lines for text in ("", md(line))]
    return "\n".join(lines) + "\n"


def brief_markdown(snap: Snapshot, impediment: Impediment, said: Escalation) -> str:
    """The brief of one escalation as Markdown."""
    return as_markdown(page(snap, impediment, said))
