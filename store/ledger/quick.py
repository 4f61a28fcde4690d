"""Quick capture: the same capture as `store.ledger.capturing`, without opening the whole store.

For `rte add`: a process that lives for some milliseconds. It reads the checkpoint that the last
writer left, takes in what came after, and appends one entry under the store's lock. Whenever
anything is not as expected it gives up before writing, and the caller opens the store in full.
"""

from __future__ import annotations

import os

from store.domain.births import Stamp, birth
from store.domain.grammar import parse_capture
from store.domain.grammar_parts import CaptureContext
from store.domain.ids import in_order, new_id
from store.domain.kinds import LETTERS
from store.domain.refs import kind_of_ref, parse_ref
from store.domain.timeline import fold
from store.errors import ConsoleError, RuleBroken
from store.journal.quick import QuickLog
from store.ledger.quick_context import advance, note_ref

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import Any

    from store.domain.dates import Iteration
    from store.domain.grammar import Capture
    from store.entry import Draft, Op

    Context = dict[str, Any]

DAY_MS = 86_400_000
EPOCH = 719_163
"""The ordinal of 1970-01-01."""
SOMEBODY = "somebody"
"""Who holds the lock while something is written without a name."""


class Quick:
    """What was captured: its reference, its kind, and how the line was read."""

    __slots__ = ("capture", "doc", "id", "kind", "ref")

    def __init__(self, key: str, kind: str, doc: dict[str, Any], capture: Capture) -> None:
        self.id = key
        self.kind = kind
        self.doc = doc
        self.ref: str = doc["ref"]
        self.capture = capture


def quick_add(
    folder: str,
    lines: Sequence[str],
    kind: str | None,
    who: str | None,
    now: int,
    uptime: tuple[str, int] | None = None,
) -> list[Quick] | None:
    """Capture `lines` into the store in `folder`, all or nothing; None: take the slow door.

    `now` is in ms UTC. Raises as `capture_lines` does; after it returns all is on disk.
    """
    log = QuickLog(folder, user=who or SOMEBODY)
    try:
        found = log.begin()
        if found is None:
            return None
        context, entries = found
        if not advance(context, entries) or offset_at(context, now) is None:
            return None
        if not LETTERS.keys() <= context["letters"].keys():
            return None  # left behind by a version that knew fewer kinds
        if who is None and not _knows_beginning(context, now):
            return None
        found_links = Links(context["refs"])
        made, draft = _entry(context, lines, kind, who, (now, uptime), log.n + 1, found_links)
        if found_links.unsure:
            return None
        log.append(draft)
        log.end()
        _remember(log, context)
        return made
    finally:
        log.close()


def _remember(log: QuickLog, context: Context) -> None:
    """Move the checkpoint on. It is a cache: without it the next capture takes the slow door."""
    try:  # noqa: SIM105 - contextlib is not for the quick path
        log.remember(context)
    except (OSError, ConsoleError):
        pass  # what was captured is on disk all the same


class Links:
    """Whether a linked reference exists, as far as the highest numbers given out can tell.

    A higher one does not. A lower one may have been taken back, or never have been there in a
    train that was brought in; `unsure` then asks for the whole store.
    """

    __slots__ = ("_highest", "unsure")

    def __init__(self, highest: dict[str, int]) -> None:
        self._highest = highest
        self.unsure = False

    def called(self, ref: str) -> str | None:
        """The answer for the grammar; how the record is called the whole store tells."""
        parsed = parse_ref(ref)
        if parsed is None or parsed[1] > self._highest.get(parsed[0], 0):
            return None
        self.unsure = True
        return ref


def offset_at(context: Context, now: int) -> int | None:
    """Seconds by which the train's clocks are ahead of UTC at `now`; None if not known here."""
    begins, ends, offset = context["offset"]
    return int(offset) if begins <= now < ends else None


def _beginning(context: Context, today: date) -> int:
    """When the open event began, or the day in the train's zone."""
    if context["event"]:
        return int(context["moments"][0][1]["at"])
    return _midnight(context, today)


def _knows_beginning(context: Context, now: int) -> bool:
    """Whether the open event or the day began at a moment that can be told from here.

    On a day on which the clocks are set, the day began at another offset.
    """
    midnight = _midnight(context, today_of(context, now))
    return bool(context["event"]) or offset_at(context, midnight) is not None


def _midnight(context: Context, today: date) -> int:
    return (today.toordinal() - EPOCH) * DAY_MS - int(context["offset"][2]) * 1000


def _shuffle(born: list[Any]) -> None:
    """An order by chance: which was said first would tell who said it."""
    from random import SystemRandom

    SystemRandom().shuffle(born)


def today_of(context: Context, now: int) -> date:
    """The day in the train's zone."""
    from datetime import date

    ms = now + (offset_at(context, now) or 0) * 1000
    return date.fromordinal(EPOCH + ms // DAY_MS)


def _interval(context: Context, today: str) -> dict[str, Any]:
    """The planning interval of a day, by the rule of `store.domain.calendar.current`."""
    known: list[dict[str, Any]] = context["intervals"]
    for pi in known:
        if (pi["start"] or "9") <= today <= (pi["end"] or ""):
            return pi
    running = [pi for pi in known if pi["state"] == "running"]
    return (running or known or [{}])[-1]


def _iterations(interval: dict[str, Any]) -> list[Iteration]:
    from datetime import date

    return [
        (i["name"], date.fromisoformat(i["start"]), date.fromisoformat(i["end"]))
        for i in interval.get("iterations") or ()
    ]


def grammar_of(context: Context, now: int, links: Links) -> CaptureContext:
    """What the grammar must know of the train at `now` (ms UTC)."""
    today = today_of(context, now)
    return CaptureContext(
        today,
        teams=context["teams"],
        roles=context["roles"],
        iterations=lambda: _iterations(_interval(context, today.isoformat())),
        letters=context["letters"],
        called=links.called,
    )


def _entry(
    context: Context,
    lines: Sequence[str],
    kind: str | None,
    who: str | None,
    moment: tuple[int, tuple[str, int] | None],
    entry_n: int,
    links: Links,
) -> tuple[list[Quick], Draft]:
    now, uptime = moment
    today = today_of(context, now)
    interval = _interval(context, today.isoformat())
    stamp = Stamp(now, today.isoformat(), by=who, pi=interval.get("short"))
    if context["event"]:
        timeline = fold(moment for _, moment in context["moments"])
        stamp.event, stamp.step = context["event"]["ref"], timeline.step
        stamp.pi = context["event"].get("pi") or stamp.pi
        stamp.minute = timeline.minute_at(timeline.event_time(now, uptime))
        floor = timeline.floor.get(timeline.step or "", "")
        stamp.item = floor if kind_of_ref(floor, context["letters"]) == "demo" else None
    if who is None:
        stamp.blurred(_beginning(context, today))
    grammar = grammar_of(context, now, links)
    born: list[tuple[Capture, dict[str, Any]]] = []
    for number, line in enumerate(lines, start=1):
        capture = parse_capture(line, kind=kind, context=grammar)
        try:
            born.append((capture, birth(capture, stamp)))
        except RuleBroken as fault:
            if len(lines) == 1:
                raise
            raise RuleBroken(f"Line {number}: {fault.sentence} Nothing was saved.") from fault
    if who is None:
        _shuffle(born)
    made: list[Quick] = []
    ops: list[Op] = []
    for capture, doc in born:
        found = str(capture.kind)
        letters = context["letters"][found]
        doc = {"ref": f"{letters}{context['refs'].get(letters, 0) + 1}", **doc}
        note_ref(context, doc["ref"])
        chance = os.urandom(10) if who is None else in_order(entry_n, len(made), os.urandom(5))
        key = new_id(found, stamp.at, chance)
        ops.append(["p", found, key, doc])
        made.append(Quick(key, found, doc, capture))
    draft: dict[str, Any] = {
        "at": stamp.at,
        "by": who,
        "in": stamp.where,
        "do": "capture",
        "ops": ops,
    }
    entry: Draft = {k: v for k, v in draft.items() if v is not None}  # type: ignore[assignment]  # built by key
    return made, entry
