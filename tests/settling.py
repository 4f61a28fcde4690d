"""What makes tests of screens quick: no waiting beyond the effect of a key, styles read once."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from textual._context import active_app
from textual.app import App
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

CALM_TURNS = 6
"""Turns of the loop without anything waiting, after which nothing is left to happen by itself."""
PATIENCE_S = 2.0
SOON_S = 0.06
"""What rings within this is part of the effect of a key; Textual itself sleeps up to 0.05 s."""
NAP_S = 0.002


async def settled(min_sleep: float = 0, max_sleep: float = PATIENCE_S) -> None:
    """Wait until nothing waits anywhere: no message, no callback, nothing that is about to ring.

    At most `max_sleep` seconds.
    """
    app, end, calm = active_app.get(), time.monotonic() + max(max_sleep, PATIENCE_S), 0
    if min_sleep:
        await asyncio.sleep(min_sleep)
    while calm < CALM_TURNS and time.monotonic() < end:
        await asyncio.sleep(0)
        pumps = [app, *(p for s in app.screen_stack for p in s.walk_children(with_self=True))]
        if any(pump.message_queue_size or pump._next_callbacks for pump in pumps):
            calm = 0
        elif _is_about_to(app):
            calm = 0
            await asyncio.sleep(NAP_S)
        else:
            calm += 1


def _is_about_to(app: App[Any]) -> bool:
    """Whether something goes on by itself: after the next drawing, or when a short sleep ends."""
    if any(screen._callbacks for screen in app.screen_stack):
        return True
    loop = asyncio.get_running_loop()
    soon = loop.time() + SOON_S
    scheduled: list[Any] = getattr(loop, "_scheduled", [])
    near = [handle for handle in scheduled if not handle.cancelled() and handle.when() < soon]
    return any(not _is_drawing(handle) for handle in near)


def _is_drawing(handle: Any) -> bool:  # noqa: ANN401 - the loop's own, and private
    """Whether it is the timer of a drawing, which the pilot makes by itself."""
    future = handle._args[0] if handle._args else None
    tasks = [
        getattr(done, "__self__", None) for done, _ in getattr(future, "_callbacks", None) or ()
    ]
    names = [task.get_name() for task in tasks if isinstance(task, asyncio.Task)]
    return "screen_update" in names


def parse_styles_once() -> None:
    """Let all apps of this process share what their style sheets were read to."""
    known: dict[tuple[object, ...], list[RuleSet]] = {}
    parse = Stylesheet._parse_rules

    def parse_once(
        self: Stylesheet, css: str, read_from: Any, is_default_rules: bool = False,  # noqa: ANN401 - Textual's
        tie_breaker: int = 0, scope: str = "",
    ) -> list[RuleSet]:  # fmt: skip
        variables = tuple(self._variables.items())
        key = (css, read_from, is_default_rules, tie_breaker, scope, variables)
        found = known.get(key)
        if found is None:
            found = known[key] = parse(self, css, read_from, is_default_rules, tie_breaker, scope)
        return found

    setattr(Stylesheet, "_parse_rules", parse_once)  # noqa: B010 - mypy forbids assigning
