"""A walk through every screen and dialog, and what must hold of each picture at any size."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from itertools import combinations

import pytest
from rich.segment import Segment
from textual.dom import DOMNode
from textual.errors import NoWidget
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from console.screens.base import ConsoleScreen
from console.screens.inspect import TABS
from console.widgets import board_list, cross_list, line_list, painted
from console.widgets.painted import Line
from store.insight.register_views import REGISTERS_OF, VIEWS
from store.insight.surfaces import SURFACES
from store.ledger import problem_solving, running
from store.ledger.ledger import Ledger
from tests.screen_helpers import Room

SMALLEST, HUGE = (60, 18), (300, 100)


def furnish(ledger: Ledger) -> None:
    """A running Inspect & Adapt with a problem that has causes, for what needs one."""
    running.start(ledger, "inspect-adapt")
    ref = problem_solving.start(ledger, {
        "text": "billing waits for storage moves", "where": "terminal 1 and 2",
        "when": "each interval since July", "effect": "two objectives at half", "group": "moves",
    }).ref  # fmt: skip
    problem_solving.add_cause(ledger, ref, "moves are agreed in hallway talks", bone="Process")
    problem_solving.add_cause(ledger, ref, "no contract test", bone="Tools")
    problem_solving.give_dots(ledger, ref, "c1:4 c2:3", voters=9, each=3)


async def places(here: Room) -> AsyncIterator[str]:
    """Screens, each left as it is opened until the walk goes on."""
    for key, name in (("H", "home"), ("E", "room"), ("K", "briefing"), ("S", "setup")):
        await here.press(key)
        yield name
    await here.press("I")
    for number, tab in enumerate(TABS):
        await here.press(str(number + 1))
        yield f"inspect, {tab.name}"
    await here.press("B")
    for number, kind in enumerate(REGISTERS_OF):
        await here.press(str((number + 1) % 10))
        yield f"register, {kind}"
        for view in VIEWS.get(kind, ()):
            await here.press("b")
            yield f"register, {kind}, {view}"


async def surfaces(here: Room) -> AsyncIterator[str]:
    """Each surface in the room."""
    for name in SURFACES:
        await here.press("E")
        await here.turn_to(name)
        yield f"surface, {name}"


DIALOGS: dict[str, tuple[str, ...]] = {
    "capture": ("E", "c"),
    "help": ("E", "question_mark"),
    "palette": ("E", "ctrl+p"),
    "stage": ("E", "V"),
    "closing": ("E", "e"),
    "time of a step": ("E", "t"),
    "re-time": ("E", "R"),
    "notes": ("E", "N"),
    "minutes": ("E", "m"),
    "trains": ("H", "T"),
    "walk of the risks": ("B", "1", "W"),
    "edit": ("B", "1", "e"),
    "link": ("B", "1", "l"),
    "archive": ("B", "1", "Z"),
    "record": ("B", "1", "enter"),
    "owned": ("B", "1", "O"),
    "accepted": ("B", "1", "A"),
    "escalate": ("B", "2", "v"),
    "how it stands": ("B", "2", "w"),
    "numbers": ("I", "3", "v"),
}
"""Dialogs by the keys that open them."""


async def dialogs(here: Room) -> AsyncIterator[str]:
    """Each of them."""
    for name, keys in DIALOGS.items():
        await here.press(*keys)
        yield name
        await leave(here)


async def leave(here: Room) -> None:
    """Back to the screen behind all dialogs."""
    for _ in range(12):
        if len(here.app.screen_stack) == 1 and not here.screen.bar.active:
            return
        await here.press("escape")


# -- what must hold


def strips(here: Room) -> list[Strip]:
    """The picture, line by line."""
    return here.app.screen._compositor.render_strips(here.app.size)


def faults(here: Room) -> Iterator[str]:
    """What is wrong with the picture that is shown now."""
    screen, (width, height) = here.app.screen, here.app.size
    whole = Region(0, 0, width, height)
    for strip in strips(here):
        if strip.cell_length != width:
            yield f"a line of {strip.cell_length} cells"
    if isinstance(screen, ConsoleScreen):
        for part in (screen.title_rule, screen.bar, screen.status, screen.key_line):
            region = screen.find_widget(part).region
            if not region or not whole.contains_region(region):
                yield f"{type(part).__name__} at {region}"
    focused = screen.focused
    if focused is not None and not (
        _is_placed(focused) and screen.find_widget(focused).visible_region
    ):
        yield f"the focus, {focused!r}, is not visible"
    for parent in screen.walk_children(with_self=True):
        yield from _beside(screen, parent)
    for item in screen.walk_children(Static):
        yield from _cut(screen, item)
    for line in cut_lines(here):
        yield f"cut: {line!r}"


def _beside(screen: Widget, parent: DOMNode) -> Iterator[str]:
    """Children of one container that lie over each other, or reach out of the screen."""
    if not isinstance(parent, Widget):
        return
    find = parent.screen.find_widget
    shown = [w for w in parent.children if w.display and w.is_attached and _is_placed(w)]
    if parent.region and not (parent.allow_vertical_scroll or parent is screen):
        for one in shown:
            if not parent.region.contains_region(find(one).region):
                yield f"{one!r} at {find(one).region} reaches out of {parent!r} at {parent.region}"
    for one, other in combinations(shown, 2):
        if one.layer == other.layer and find(one).region.overlaps(find(other).region):
            yield f"{one!r} lies over {other!r}"


def _is_placed(widget: Widget) -> bool:
    try:
        return bool(widget.screen.find_widget(widget).region)
    except NoWidget:
        return False


def _cut(screen: Widget, item: Static) -> Iterator[str]:
    """Words that have fewer lines than they need."""
    if not item.display or not _is_placed(item) or not item.content_size.width:
        return
    needed = item.get_content_height(item.container_size, screen.size, item.content_size.width)
    if needed > item.content_size.height:
        words = str(item.render())[:60]
        yield f"{item!r} has {item.content_size.height} of {needed} lines: {words!r}"


def cut_lines(here: Room) -> Iterator[str]:
    """The lines that are wider than their place, and so are cut without a sign."""
    found: list[str] = []
    original: Callable[..., Strip] = painted.to_strip

    def to_strip(line: Line, width: int, *rest: object) -> Strip:
        drawn = Strip([Segment(text) for text, _ in line if text])
        if len(drawn.text.rstrip()) > len(drawn.crop(0, width).text.rstrip()):
            found.append(drawn.text)
        return original(line, width, *rest)

    with pytest.MonkeyPatch.context() as patch:
        for module in (painted, line_list, cross_list, board_list):
            patch.setattr(module, "to_strip", to_strip)
        for item in here.app.screen.walk_children(Widget):
            if not item.display or not _is_placed(item):
                continue
            if isinstance(item, painted.Painted):
                item._draw()
            elif isinstance(item, line_list.LineList):
                for line in range(item.size.height):
                    item.render_line(line)
    yield from dict.fromkeys(found)
