"""What can be done on the surfaces of a System Demo."""

from __future__ import annotations

from collections.abc import Mapping

from console.screens.acts import Act
from console.screens.answering import AnswerScreen, Field
from console.screens.base import ConsoleScreen
from console.screens.demo_order import OrderScreen
from console.widgets.notice import say
from store.domain.demo import FATES, SHOWN, VERDICTS
from store.domain.records import DemoItem, Feedback
from store.insight.demo import offered
from store.insight.rows import Row
from store.ledger import demoing

NO_ITEM = "Put the cursor on an item first, or add one with w."
NO_FEEDBACK = "Put the cursor on a piece of feedback first; f captures one."


def _item(screen: ConsoleScreen, row: Row | None) -> DemoItem | None:
    found = screen.session.ledger.views.get("demo", row.id) if row else None
    if isinstance(found, DemoItem):
        return found
    say(screen.app, "No item", NO_ITEM)
    return None


def _feedback(screen: ConsoleScreen, row: Row | None) -> Feedback | None:
    found = screen.session.ledger.views.get("feedback", row.id) if row else None
    if isinstance(found, Feedback):
        return found
    say(screen.app, "No feedback", NO_FEEDBACK)
    return None


def ask_result(screen: ConsoleScreen, row: Row | None) -> None:
    """How the item under the cursor was shown, with what was true of the item before."""
    item = _item(screen, row)
    if item is None:
        return
    session = screen.session
    environment, version, before = offered(session.snapshot, item)
    had = {"environment": item.environment or "", "version": item.version or ""}
    as_before = "" if any(had.values()) or not before else f" Environment and version as {before}."
    if as_before:
        had = {"environment": environment or "", "version": version or ""}

    def save(typed: Mapping[str, str]) -> None:
        shown, why = typed["shown"], typed["why"]
        built = {name: typed[name] for name in had}
        if shown == "no" and as_before and built == had:
            built = dict.fromkeys(built, "")  # offered for what is shown, and nothing was
        if shown == "live" and why == (item.why or ""):
            why = ""  # why it was not live, before it was
        session.do(
            demoing.set_result, session.ledger, item.ref, shown,
            objective=typed["objective"], why=why, expect_rev=item.rev, **built,
        )  # fmt: skip

    fields = (
        Field("shown", "shown", item.shown or "live", choices=tuple(SHOWN.items())),
        Field("environment", "environment", had["environment"], "staging"),
        Field("version", "version", had["version"], "2.14.0"),
        Field("objective", "objective", item.objective or "", "the PI objective it shows: O401"),
        Field("why", "why", item.why or "", "what was in the way, if not live"),
    )
    about = f"{item.text}{as_before and chr(10) + as_before.strip()}"
    screen.app.push_screen(AnswerScreen(f"{item.ref} How was it shown?", about, fields, save))


def ask_order(screen: ConsoleScreen, row: Row | None) -> None:
    """Items earlier or later, and their timeboxes."""
    screen.app.push_screen(OrderScreen(screen.session, row.ref if row else ""))


def ask_item(screen: ConsoleScreen, row: Row | None) -> None:  # noqa: ARG001 - an act gets the row
    """An item more, in the capture line."""
    screen.action_capture("demo")


def ask_fate(screen: ConsoleScreen, row: Row | None) -> None:
    """What became of the feedback under the cursor."""
    found = _feedback(screen, row)
    if found is None:
        return
    session = screen.session

    def save(typed: Mapping[str, str]) -> None:
        session.do(
            demoing.answer, session.ledger, found.ref, typed["state"], typed["answer"], found.rev
        )

    fields = (
        Field("state", "it is", found.state, choices=tuple((fate, fate) for fate in FATES)),
        Field("answer", "answer", found.answer or "", "into what it is planned, or why not"),
    )
    screen.app.push_screen(
        AnswerScreen(f"{found.ref} What became of it?", found.text, fields, save)
    )


def ask_verdict(screen: ConsoleScreen, row: Row | None) -> None:
    """The verdict on the feedback under the cursor."""
    found = _feedback(screen, row)
    if found is None:
        return
    session = screen.session

    def save(typed: Mapping[str, str]) -> None:
        session.do(demoing.set_verdict, session.ledger, found.ref, typed["verdict"], found.rev)

    choices = tuple((word, word) for word in VERDICTS)
    fields = (Field("verdict", "verdict", found.verdict or "", choices=choices),)
    screen.app.push_screen(AnswerScreen(f"{found.ref} Which verdict?", found.text, fields, save))


BY_SURFACE: dict[str, tuple[Act, ...]] = {
    "demo-order": (
        Act("v", "result", ask_result),
        Act("o", "order, time", ask_order),
        Act("w", "add item", ask_item),
    ),
    "demo-feedback": (Act("v", "what became of it", ask_fate),),
    "demo-talk": (Act("v", "verdict", ask_verdict),),
}
"""Acts by surface."""
