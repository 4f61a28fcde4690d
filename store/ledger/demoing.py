"""Preparing and holding a System Demo: its running order, results, and what becomes of feedback.

Items and feedback come in as captured lines (`store.ledger.capturing`); here is what follows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from store.domain.demo import check_fate, check_verdict, check_why, reordered, way_of_showing
from store.domain.durations import MAX_SECONDS, MIN_SECONDS
from store.domain.records import DemoItem, Feedback, Objective
from store.domain.text import clean
from store.errors import RuleBroken, UsageFault
from store.insight.demo import items_on, open_demo, was_on_latest
from store.ledger.capturing import capture
from store.ledger.ledger import Change, Ledger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Doc


def add_item(ledger: Ledger, line: str) -> DemoItem:
    """Put an item behind the running order: words, `@TEAM`, `#O401`, `for:5m`.

    Refuses a line without words. During a demo it belongs to that one, else to the next.
    """
    made = capture(ledger, line, "demo").record
    assert isinstance(made, DemoItem)  # captured as one
    return made


def item(ledger: Ledger, ref: str) -> DemoItem:
    """The demo item that `ref` names; `UsageFault` for anything else."""
    _, found = ledger.find(ref)
    if not isinstance(found, DemoItem):
        raise UsageFault(f"{found.ref} is not a demo item. See: rte item list")
    return found


def feedback(ledger: Ledger, ref: str) -> Feedback:
    """The piece of feedback that `ref` names; `UsageFault` for anything else."""
    _, found = ledger.find(ref)
    if not isinstance(found, Feedback):
        raise UsageFault(f"{found.ref} is not feedback. See: rte list feedback")
    return found


def arrange(
    ledger: Ledger, first: Sequence[str], seconds: Mapping[str, int | None] | None = None
) -> list[DemoItem]:
    """Put these items first, in this order; the others follow in their old one.

    `seconds` gives items a timebox of their own; None shares the step's time evenly. The order is
    that of the demo that is going on, else of the next one. Refuses an item that is not on it or
    is named twice, and a timebox beyond a day.
    """
    with ledger.change("demo.order") as change:
        snap = ledger.snapshot()
        found = {one.ref: one for one in items_on(snap, open_demo(snap))}
        named = [item(ledger, ref).ref for ref in first]
        for ref in named:
            if ref not in found:
                raise RuleBroken(f"{ref} is not on this running order. See: rte item list")
            if named.count(ref) > 1:
                raise UsageFault(f"{ref} is named twice. Name each item once.")
        given = _timeboxes(ledger, seconds or {})
        for place, ref in enumerate(reordered(list(found), named), start=1):
            facts: Doc = {"place": place, **({"seconds": given[ref]} if ref in given else {})}
            change.amend("demo", found[ref].id, facts)
    snap = ledger.snapshot()
    return items_on(snap, open_demo(snap))


def _timeboxes(ledger: Ledger, seconds: Mapping[str, int | None]) -> dict[str, int | None]:
    for wanted in seconds.values():
        if wanted is not None and not MIN_SECONDS <= wanted <= MAX_SECONDS:
            raise RuleBroken("An item takes 1 second to 24 hours. Write it like 5m.")
    return {item(ledger, ref).ref: wanted for ref, wanted in seconds.items()}


def set_result(
    ledger: Ledger,
    ref: str,
    shown: str,
    *,
    environment: str | None = None,
    version: str | None = None,
    objective: str | None = None,
    why: str | None = None,
    expect_rev: int | None = None,
) -> DemoItem:
    """Say how an item was shown: live, not-live or no. None keeps a fact, "" makes it unknown.

    Refuses not-live and no without a why, live with one, an objective that is not on record, and
    an item that somebody changed since `expect_rev`. The first result makes the item belong to
    the demo that is going on, or, when none is, to the one that is over if it stood on its order.
    """
    way = way_of_showing(clean(shown))
    said = {"environment": environment, "version": version, "why": why}
    facts: Doc = {name: clean(text) or None for name, text in said.items() if text is not None}
    if objective is not None:
        facts["objective"] = _objective(ledger, objective)
    with ledger.change("demo.result") as change:
        found = item(ledger, ref)
        reason = facts.get("why", None if way == "live" else found.why)
        check_why(way, reason)
        facts |= {"shown": way, "why": reason}
        change.amend("demo", found.id, facts | _belonging(ledger, change, found), expect_rev)
    return item(ledger, ref)


def _objective(ledger: Ledger, ref: str) -> str | None:
    if not ref.strip():
        return None
    _, found = ledger.find(ref)
    if not isinstance(found, Objective):
        raise UsageFault(f"{found.ref} is not a PI objective. See: rte list objective")
    return found.ref


def _belonging(ledger: Ledger, change: Change, found: DemoItem) -> Doc:
    """Where an item that had no result belongs from now on, and when it was shown."""
    snap = ledger.snapshot()
    if found.shown is not None:
        return {}
    here = open_demo(snap)
    if here is not None:
        stamp = change.stamp
        return {"event": here.ref, "step": stamp.step, "minute": stamp.minute}
    over = was_on_latest(snap, found)
    if over is not None and over.ref != found.event:
        return {"event": over.ref, "step": None, "minute": None}
    return {}


def set_verdict(ledger: Ledger, ref: str, verdict: str, expect_rev: int | None = None) -> Feedback:
    """Give a piece of feedback its verdict: fits, change or unclear."""
    word, found = check_verdict(clean(verdict)), feedback(ledger, ref)
    with ledger.change("feedback.verdict") as change:
        change.amend("feedback", found.id, {"verdict": word}, expect_rev=expect_rev)
    return feedback(ledger, found.ref)


def answer(
    ledger: Ledger, ref: str, state: str, said: str = "", expect_rev: int | None = None
) -> Feedback:
    """Say what became of a piece of feedback: done, planned or declined, and the answer.

    Refuses planned and declined without an answer.
    """
    said = clean(said)
    word, found = check_fate(clean(state), said), feedback(ledger, ref)
    with ledger.change("feedback.answer") as change:
        facts: Doc = {"state": word, "answer": said or None}
        change.amend("feedback", found.id, facts, expect_rev=expect_rev)
    return feedback(ledger, found.ref)
