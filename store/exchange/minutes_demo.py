"""The part of the minutes that a System Demo has: what was shown, what not and why, feedback."""

from __future__ import annotations

from collections.abc import Iterator

from store.domain.demo import SHOWN, shows_items
from store.domain.records import DemoItem, Event, Feedback
from store.domain.refs import same_ref
from store.domain.text import md
from store.domain.words import clock
from store.insight import demo
from store.insight.snapshot import Snapshot


def demo_lines(snap: Snapshot, event: Event) -> Iterator[str]:
    """Items with their result and their feedback; nothing for an event without any."""
    found = demo.items_on(snap, event) if shows_items(event) and event.ref in snap.faces else []
    missed = demo.not_reached(snap, event)
    missed_ids = {item.id for item in missed}
    feedback = demo.feedback_of(snap, event)
    share = demo.live_share(snap, event)
    parts = (
        ("Shown", [i for i in found if i.shown in ("live", "not-live")]),
        ("Could not be shown", [i for i in found if i.shown == "no"]),
        ("Not reached", missed),
        ("Still to be shown", [i for i in found if i.shown is None and i.id not in missed_ids]),
    )
    for heading, items in parts:
        if not items:
            continue
        yield from ("", f"## {heading}", "")
        if heading == "Shown" and share:
            yield from (f"{share[0]} of {share[1]} items live.", "")
        for item in items:
            yield from _item(item, feedback)
    yield from _on_the_whole(feedback, [*found, *missed])


def _item(item: DemoItem, feedback: list[Feedback]) -> Iterator[str]:
    facts = [f"@{item.team}"] if item.team else []
    facts = [md(fact) for fact in facts]
    if item.shown in ("live", "not-live"):
        facts.append(SHOWN[item.shown])
    if built := demo.build(item):
        facts.append(md(built))
    facts.append(f"for {md(item.objective)}" if item.objective else "no objective named")
    if item.seconds is not None:
        facts.append(f"timebox {clock(item.seconds * 1000)}")
    if item.why:
        facts.append(f"why: {md(item.why)}")
    yield f"- **{md(item.ref)}** {md(item.text)} ({' · '.join(facts)})"
    for one in feedback:
        if one.item and same_ref(one.item, item.ref):
            yield f"  {_said(one)}"


def _on_the_whole(feedback: list[Feedback], found: list[DemoItem]) -> Iterator[str]:
    """Feedback that names none of the items above."""
    rest = [f for f in feedback if not any(f.item and same_ref(f.item, i.ref) for i in found)]
    if rest:
        yield from ("", "## Feedback on the whole", "")
        yield from (_said(one) for one in rest)


def _said(feedback: Feedback) -> str:
    """`- **F3** change, Harbour master: too small (planned: O405)`."""
    verdict = md(feedback.verdict or "no verdict")
    by = f", {md(feedback.owner)}" if feedback.owner else ""
    fate = ""
    if feedback.state != "open":
        said = f": {md(feedback.answer)}" if feedback.answer else ""
        fate = f" ({md(feedback.state)}{said})"
    return f"- **{md(feedback.ref)}** {verdict}{by}: {md(feedback.text)}{fate}"
