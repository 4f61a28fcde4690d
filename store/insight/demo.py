"""Demo items: to which System Demo each belongs, in which order they are shown, as rows.

An item belongs to the demo during which it was added or first got its result: its `event` says
so. One that was prepared before has no demo yet and waits for the next one, as does one that
nobody got to. A result given beforehand (it cannot be shown) belongs to the first demo that
begins after the item was made.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from store.domain.clock import Phase
from store.domain.demo import SHOWN, VERDICTS, in_order, shows_items
from store.domain.records import DemoItem, Event, Feedback
from store.domain.refs import parse_ref
from store.domain.words import clock
from store.insight.rows import Row, Urgency
from store.insight.snapshot import Snapshot

TO_COME = "to come"


def items(snap: Snapshot) -> list[DemoItem]:
    """All demo items."""
    return snap.of(DemoItem, "demo")


def all_feedback(snap: Snapshot) -> list[Feedback]:
    """All feedback."""
    return snap.of(Feedback, "feedback")


def item_called(snap: Snapshot, ref: str | None) -> DemoItem | None:
    """The item with this reference, or None."""
    if "demo.items" not in snap.memo:
        snap.memo["demo.items"] = {parse_ref(item.ref): item for item in items(snap)}
    found: DemoItem | None = snap.memo["demo.items"].get(parse_ref(ref)) if ref else None
    return found


def demos(snap: Snapshot) -> list[Event]:
    """Demos that have begun here, in the order in which they began."""
    if "demo.held" not in snap.memo:
        begun = [e for e in snap.events if shows_items(e) and _began(snap, e) is not None]
        snap.memo["demo.held"] = sorted(begun, key=lambda event: _began(snap, event) or 0)
    found: list[Event] = snap.memo["demo.held"]
    return found


def _beginnings(snap: Snapshot) -> list[int]:
    """When each of the demos began: in order, so that the one after a moment need not be sought."""
    if "demo.began" not in snap.memo:
        snap.memo["demo.began"] = [_began(snap, event) or 0 for event in demos(snap)]
    found: list[int] = snap.memo["demo.began"]
    return found


def open_demo(snap: Snapshot) -> Event | None:
    """The demo that is going on now, or None."""
    running = snap.running
    return running if running is not None and shows_items(running) else None


def latest_demo(snap: Snapshot) -> Event | None:
    """The demo that is going on, else the one held here last."""
    held = demos(snap)
    return open_demo(snap) or (held[-1] if held else None)


def _began(snap: Snapshot, event: Event) -> int | None:
    face = snap.faces.get(event.ref)
    return face.started_at if face else None


def _ended(snap: Snapshot, event: Event) -> int | None:
    face = snap.faces.get(event.ref)
    return face.ends_at if face and face.phase is Phase.CLOSED else None


# -- which item belongs where


def demo_of(snap: Snapshot, item: DemoItem) -> Event | None:
    """The demo that an item belongs to; None for one that waits for its first one."""
    named = snap.event_called(item.event) if item.event else None
    if named is not None and shows_items(named):
        return named
    if item.shown is None:
        return None
    held = demos(snap)
    place = bisect_left(_beginnings(snap), item.at or 0)
    return held[place] if place < len(held) else None


def is_waiting(snap: Snapshot, item: DemoItem) -> bool:
    """Whether the next demo takes it: no result yet, and no demo that is going on has it."""
    if item.shown is not None:
        return False
    demo = demo_of(snap, item)
    return demo is None or _ended(snap, demo) is not None


def items_on(snap: Snapshot, event: Event | None) -> list[DemoItem]:
    """Items of a demo in its running order; None, or one that has not begun, is the next demo."""
    if event is None or _began(snap, event) is None:
        return in_order(
            item
            for item in items(snap)
            if is_waiting(snap, item) or (item.shown and demo_of(snap, item) is None)
        )
    found = _by_demo(snap).get(event.ref, [])
    if _ended(snap, event) is None:
        mine = {item.id for item in found}
        found = [i for i in items(snap) if i.id in mine or is_waiting(snap, i)]
    return in_order(found)


def _by_demo(snap: Snapshot) -> dict[str, list[DemoItem]]:
    """Items by the reference of the demo that they belong to, looked up once for all demos."""
    if "demo.by demo" not in snap.memo:
        found: dict[str, list[DemoItem]] = {}
        for item in items(snap):
            demo = demo_of(snap, item)
            if demo is not None:
                found.setdefault(demo.ref, []).append(item)
        snap.memo["demo.by demo"] = found
    known: dict[str, list[DemoItem]] = snap.memo["demo.by demo"]
    return known


def not_reached(snap: Snapshot, event: Event) -> list[DemoItem]:
    """Items that stood on the order of a demo that is over, and that nobody got to."""
    ended = _ended(snap, event)
    if ended is None:
        return []
    return in_order(
        item
        for item in items(snap)
        if (item.at or 0) <= ended and (is_waiting(snap, item) or _later(snap, item, ended))
    )


def _later(snap: Snapshot, item: DemoItem, ended: int) -> bool:
    demo = demo_of(snap, item)
    return demo is not None and (_began(snap, demo) or 0) >= ended


def was_on_latest(snap: Snapshot, item: DemoItem) -> Event | None:
    """The demo that is over last, if the item stood on its order without getting a result."""
    held = demos(snap)
    if not held or open_demo(snap) is not None:
        return None
    return held[-1] if any(item.id == i.id for i in not_reached(snap, held[-1])) else None


def when_shown(snap: Snapshot, item: DemoItem) -> tuple[int, int]:
    """When its demo began and in which minute it was shown: sorts items by when they were seen."""
    event = demo_of(snap, item)
    return (_began(snap, event) or 0 if event else 0, item.minute or 0)


def running_order(snap: Snapshot, event: Event | None) -> tuple[tuple[str, str, int | None], ...]:
    """Reference, words and own timebox in seconds of each item that is to be shown, in order.

    What cannot be shown takes no time. None for a timebox shares the step's time evenly.
    """
    return tuple(
        (item.ref, f"{item.team}: {item.text}" if item.team else item.text, item.seconds)
        for item in items_on(snap, event)
        if item.shown != "no"
    )


def offered(snap: Snapshot, item: DemoItem) -> tuple[str | None, str | None, str]:
    """Environment and version of the last item shown in the same demo, and its reference."""
    event = demo_of(snap, item) or open_demo(snap)
    others = [
        other
        for other in items_on(snap, event)
        if other.id != item.id and other.shown in ("live", "not-live")
        and (other.environment or other.version)
    ]  # fmt: skip
    if event is None or not others:
        return None, None, ""
    last = max(others, key=lambda other: other.minute or 0)
    return last.environment, last.version, last.ref


def live_share(snap: Snapshot, event: Event) -> tuple[int, int] | None:
    """How many items were shown live, and how many were shown at all; None when not on record."""
    given = event.given or {}
    shown, live = given.get("shown"), given.get("live")
    if shown is not None and live is not None:
        return live, shown
    if not shows_items(event) or _began(snap, event) is None:
        return None
    words = Counter(item.shown for item in items_on(snap, event))
    total = words["live"] + words["not-live"]
    return (words["live"], total) if total else None


# -- feedback


def demo_of_feedback(snap: Snapshot, feedback: Feedback) -> Event | None:
    """The demo that feedback belongs to: where it was given, else where its item was shown."""
    named = snap.event_called(feedback.event) if feedback.event else None
    if named is not None and shows_items(named):
        return named
    item = item_called(snap, feedback.item)
    return demo_of(snap, item) if item else None


def feedback_of(snap: Snapshot, event: Event) -> list[Feedback]:
    """Feedback of a demo, as it was given."""
    if "demo.feedback" not in snap.memo:
        found: dict[str, list[Feedback]] = {}
        for one in all_feedback(snap):
            demo = demo_of_feedback(snap, one)
            if demo is not None:
                found.setdefault(demo.ref, []).append(one)
        snap.memo["demo.feedback"] = found
    given: list[Feedback] = snap.memo["demo.feedback"].get(event.ref, [])
    return list(given)


def feedback_on(snap: Snapshot, item: DemoItem) -> list[Feedback]:
    """Feedback on one item."""
    if "demo.said" not in snap.memo:
        said: dict[tuple[str, int] | None, list[Feedback]] = {}
        for one in all_feedback(snap):
            said.setdefault(parse_ref(one.item or ""), []).append(one)
        snap.memo["demo.said"] = said
    found: list[Feedback] = snap.memo["demo.said"].get(parse_ref(item.ref), [])
    return found


def is_unanswered(feedback: Feedback) -> bool:
    """Whether somebody still owes those who gave it an answer; what fits asks for none."""
    return feedback.state == "open" and feedback.verdict != "fits"


def verdicts(found: Iterable[Feedback]) -> str:
    """`2 change · 1 fits`; "" for none."""
    counted = Counter(f.verdict for f in found)
    return " · ".join(f"{counted[word]} {word}" for word in VERDICTS if counted[word])


# -- rows


def way(item: DemoItem) -> str:
    """`live`, `not live`, `not shown` or `to come`."""
    return SHOWN.get(item.shown, item.shown) if item.shown else TO_COME


def build(item: DemoItem) -> str:
    """`staging 2.14`: where it was shown, and which version."""
    return " ".join(part for part in (item.environment, item.version) if part)


def item_row(item: DemoItem, snap: Snapshot) -> Row:
    """An item as lists show it: its timebox where other records show their age.

    What cannot be shown takes no time, so it shows none.
    """
    said = verdicts(feedback_on(snap, item))
    shows = f"for {item.objective}" if item.objective else "names no objective"
    note = " · ".join(part for part in (item.why, shows, build(item), said) if part)
    return Row(
        kind="demo",
        id=item.id,
        ref=item.ref,
        when=clock(item.seconds * 1000) if item.seconds is not None and item.shown != "no" else "",
        state=way(item),
        text=item.text,
        who=item.team or "",
        note=note,
        urgency=Urgency.NORMAL if item.shown != "live" else Urgency.QUIET,
        computed={"open": item.shown is None, "verdicts": said},
    )


def ordered_rows(found: Sequence[DemoItem], snap: Snapshot) -> tuple[Row, ...]:
    """Rows of a running order: `2  5:00`, place and timebox; the team before the words."""
    rows = (team_first(item_row(item, snap)) for item in found)
    return tuple(
        replace(row, when=f"{place}  {row.when:>5}") for place, row in enumerate(rows, start=1)
    )


def team_first(row: Row) -> Row:
    """A row whose team stands before its words: whose it is must not go on a narrow terminal."""
    return replace(row, text=f"{row.who} {row.text}", who="") if row.who else row


def feedback_row(feedback: Feedback) -> Row:
    """A piece of feedback: the item where other records show their age, and what became of it."""
    asks = is_unanswered(feedback)
    if feedback.state != "open":
        note = f"{feedback.state}: {feedback.answer}" if feedback.answer else feedback.state
    else:
        note = "no answer yet" if asks else ""
    return Row(
        kind="feedback",
        id=feedback.id,
        ref=feedback.ref,
        when=feedback.item or "",
        state=feedback.verdict or "no verdict",
        text=feedback.text,
        who=feedback.owner or "",
        note=note,
        urgency=Urgency.NORMAL,
        computed={"open": asks, "fate": feedback.state},
    )
