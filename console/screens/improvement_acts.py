"""What can be done with improvements by key: the verdict, the next state, a new item."""

from __future__ import annotations

from console.screens.acts import Act
from console.screens.base import ConsoleScreen
from console.screens.improvement_forms import DeedForm, ItemForm, VerdictForm
from console.widgets.notice import say
from store.domain import improving
from store.domain.records import Improvement
from store.insight.improvements import owes_verdict
from store.insight.rows import Row

NO_ITEM = "Put the cursor on an improvement first; w adds one."


def improvement_under(screen: ConsoleScreen, row: Row | None) -> Improvement | None:
    """The improvement of a row; says so where there is none."""
    found = screen.session.ledger.views.get("improvement", row.id) if row else None
    if isinstance(found, Improvement):
        return found
    say(screen.app, "No improvement", NO_ITEM)
    return None


def _saved(screen: ConsoleScreen, item: Improvement | None) -> None:
    screen.reload()
    if item is not None:
        said = f"{item.ref} {improving.told(item)} · u takes it back"
        say(screen.app, "Saved", said, "information")


def give_verdict(screen: ConsoleScreen, row: Row | None) -> None:
    """Whether it moved what it was meant to; or carry it, or drop it."""
    item = improvement_under(screen, row)
    if item is None:
        return
    if item.state in (improving.VERIFIED, improving.DROPPED):
        said = f"{item.ref} is {improving.told(item)}. o opens it again."
        say(screen.app, "It has its verdict", said)
        return
    screen.app.push_screen(VerdictForm(screen.session, item), lambda done: _saved(screen, done))


def bring_on(screen: ConsoleScreen, row: Row | None) -> None:
    """The next state: what is possible now, and what it demands."""
    item = improvement_under(screen, row)
    if item is None:
        return
    form = DeedForm(screen.session, item, improving.choices(item))
    screen.app.push_screen(form, lambda done: _saved(screen, done))


def _may_be_said(item: Improvement) -> bool:
    improving.refuse_to_say(item, {})
    return True


def say_item(screen: ConsoleScreen, row: Row | None) -> None:
    """A new item, or what the one under the cursor says."""
    found = screen.session.ledger.views.get("improvement", row.id) if row else None
    item = found if isinstance(found, Improvement) else None
    if item is not None and not screen.attempt(lambda: _may_be_said(item)):
        return
    form = ItemForm(screen.session, item)
    screen.app.push_screen(form, lambda done: _saved(screen, done))


def new_item(screen: ConsoleScreen, row: Row | None) -> None:  # noqa: ARG001 - a new one
    """A new item."""
    screen.app.push_screen(ItemForm(screen.session), lambda done: _saved(screen, done))


def act_on_improvement(screen: ConsoleScreen, row: Row | None) -> None:
    """The verdict where one is owed, else the next state."""
    item = improvement_under(screen, row)
    if item is None:
        return
    owed = owes_verdict(item, screen.session.snapshot)
    (give_verdict if owed else bring_on)(screen, row)


VERDICT = Act("v", "verdict", give_verdict)
NEXT = Act("o", "next state", bring_on)
NEW = Act("w", "new improvement", new_item)

SAY = Act("w", "say again", say_item)

IMPROVEMENT_ACTS: tuple[Act, ...] = (VERDICT, NEXT, SAY)
"""Acts by the kind, in its register; where there is none yet, `w` adds the first."""

IMPROVEMENT_SURFACES: dict[str, tuple[Act, ...]] = {
    "improvements": (VERDICT, NEXT, NEW),
    "agreements": (VERDICT, NEXT),
}
"""Acts by the name of the surface."""
