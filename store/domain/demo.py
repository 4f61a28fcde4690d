"""The rules of a System Demo: what an item's result must say, verdicts, what becomes of feedback.

A demo shows the integrated work of all teams, live. What could not be shown, or not live, is a
finding like any other, so it carries its reason; a piece of feedback carries a verdict, and the
next demo asks what became of it.

On the path of quick capture: nothing heavy is imported here.
"""

from __future__ import annotations

from store.domain.refs import parse_ref
from store.errors import RuleBroken, UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.domain.event_records import DemoItem, Event

DEMO_KIND = "system-demo"
"""Kind of event that shows the running order; the demo that opens an Inspect & Adapt has only its
step."""

ORDER_SURFACE = "demo-order"
"""Surface of the step in which items are shown."""

SHOWN = {"live": "live", "not-live": "not live", "no": "not shown"}
"""How an item was shown, and the words for it."""

VERDICTS = ("change", "unclear", "fits")
"""What a piece of feedback comes to, in the order in which the room talks about them."""

FATES = ("done", "planned", "declined")
"""What may become of a piece of feedback; `open` is one that still waits for its answer."""

ASK_VERDICT = "Feedback needs a verdict. Add v:fits, v:change or v:unclear."


def event_kind(event: Event) -> str:
    """The kind of an event; one that was imported has only its title."""
    return event.kind or "-".join(event.title.lower().split())


def shows_items(event: Event) -> bool:
    """Whether an event goes through a running order of items."""
    steps = (step.surface == ORDER_SURFACE for step in event.steps)
    return event_kind(event) == DEMO_KIND or any(steps)


def check_verdict(verdict: str) -> str:
    """The verdict that is meant, in its stored form. Refuses any other word."""
    word = verdict.strip().lower()
    if word not in VERDICTS:
        raise UsageFault("A verdict is fits, change or unclear.")
    return word


def way_of_showing(shown: str) -> str:
    """How an item was shown, in its stored form. Refuses any other word."""
    word = "-".join(shown.strip().lower().split())
    if word not in SHOWN:
        raise UsageFault("An item is shown live, not-live, or no. Type one of them.")
    return word


def check_why(shown: str, why: str | None) -> None:
    """Refuse a result that does not say enough, or too much.

    What was not shown, or not live, needs a why; what was shown live has none to give.
    """
    if shown == "live" and why:
        raise RuleBroken(
            "What was shown live needs no why. Leave it out, or say it as feedback with f."
        )
    if shown != "live" and not why:
        raise RuleBroken(
            f"An item that was {'not shown' if shown == 'no' else 'not shown live'} needs a why. "
            "Say in a line what was in the way."
        )


def check_fate(state: str, answer: str | None) -> str:
    """What became of a piece of feedback, in its stored form.

    The next demo reads the answer aloud, so one that is planned says where, one that is declined
    says why.
    """
    word = state.strip().lower()
    if word not in FATES:
        raise UsageFault("Feedback is done, planned or declined. Type one of them.")
    if word == "planned" and not answer:
        raise RuleBroken("Planned feedback needs an answer. Say into what it is planned.")
    if word == "declined" and not answer:
        raise RuleBroken("Declined feedback needs an answer. Say why, for those who gave it.")
    return word


def in_order(items: Iterable[DemoItem]) -> list[DemoItem]:
    """Items in their running order; one without a place comes behind, as it was added."""

    def order(item: DemoItem) -> tuple[bool, int, tuple[str, int]]:
        return (not item.place, item.place, parse_ref(item.ref) or ("", 0))

    return sorted(items, key=order)


def reordered(refs: Sequence[str], first: Sequence[str]) -> list[str]:
    """`refs` with those named in `first` at the front; the others follow in their old order."""
    return [*first, *(ref for ref in refs if ref not in first)]
