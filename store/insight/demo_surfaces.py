"""What the steps of a System Demo put in front of the room."""

from __future__ import annotations

from dataclasses import replace

from store.domain.calendar import day
from store.domain.demo import ORDER_SURFACE, VERDICTS, shows_items
from store.domain.records import DemoItem, Event, Feedback, Objective
from store.domain.refs import same_ref
from store.domain.words import plural, short_date
from store.insight import demo
from store.insight.events import event_rows, is_over
from store.insight.objectives import objective_rows
from store.insight.rows import Row, Section, Surface, Urgency
from store.insight.snapshot import Snapshot

NO_ITEM = "Nothing to show yet. w adds an item: what is shown, @TEAM, #O401, for:5m."
NO_FEEDBACK = "No feedback yet. Press f: what was said, v:fits, v:change or v:unclear, by: whom."


def last_demo(snap: Snapshot) -> Event | None:
    """The demo before the one that is going on; the latest one when none is."""
    here = snap.running
    over = [e for e in snap.events if shows_items(e) and is_over(snap, e)]
    before = [e for e in over if here is None or e.ref != here.ref]
    return before[-1] if before else None


def _named(snap: Snapshot, event: Event) -> str:
    on = day(event.on)
    return f"{event.title} {event.ref}" + (f", {short_date(on, snap.today)}" if on else "")


# -- what became of the last demo's feedback


def demo_feedback(snap: Snapshot) -> Surface:
    """Last demo's feedback and its fate, then what is open from earlier ones."""
    last, here = last_demo(snap), demo.open_demo(snap)
    mine = demo.feedback_of(snap, last) if last else []
    settled = [f for f in mine if not demo.is_unanswered(f)]
    sections = [
        Section(
            f"Waits for an answer since {_named(snap, last)}" if last else "No demo before this",
            _asking([f for f in mine if demo.is_unanswered(f)]),
            _nothing_open(last, mine),
        )
    ]
    others = [
        f
        for f in demo.all_feedback(snap)
        if demo.is_unanswered(f) and f not in mine and not _given_in(snap, f, here)
    ]
    if others:
        sections.append(Section("Waits for an answer since before", _asking(others)))
    if settled:
        rows = tuple(demo.feedback_row(f) for f in settled)
        sections.append(Section("Answered, or asks for no answer", rows))
    return Surface(
        "demo-feedback",
        "What became of last demo's feedback",
        tuple(sections),
        "What did we do with what you told us?",
    )


def _asking(found: list[Feedback]) -> tuple[Row, ...]:
    rows = (demo.feedback_row(f) for f in found)
    return tuple(replace(row, urgency=Urgency.NEEDS_YOU) for row in rows)


def _given_in(snap: Snapshot, feedback: Feedback, event: Event | None) -> bool:
    demo_of = demo.demo_of_feedback(snap, feedback)
    return event is not None and demo_of is not None and demo_of.ref == event.ref


def _nothing_open(last: Event | None, found: list[Feedback]) -> str:
    if last is None:
        return "There was none here yet. Its feedback will stand here at the next one."
    if found:
        return "Every piece of it has its answer. Read them aloud."
    given = (last.given or {}).get("feedback")
    if given:
        return f"{plural(given, 'piece', 'pieces')} as reported; the words are not on record."
    return "No feedback on record from it. What would have made people speak?"


# -- the running order


def demo_order(snap: Snapshot) -> Surface:
    """Items in the order in which they are shown, then what cannot be shown and why."""
    event = demo.open_demo(snap)
    found = demo.items_on(snap, event)
    shown = [item for item in found if item.shown != "no"]
    cannot = [item for item in found if item.shown == "no"]
    rows = tuple(_on_the_floor(snap, event, row) for row in demo.ordered_rows(shown, snap))
    sections = [
        Section(f"Running order{_timeboxes(snap, shown)}", rows, NO_ITEM),
        Section(
            "Cannot be shown",
            tuple(demo.team_first(demo.item_row(item, snap)) for item in cannot),
            "Nothing is said to be impossible to show. v on an item says so, with its why.",
        ),
    ]
    name = _named(snap, event) if event else "the next System Demo"
    return Surface(
        "demo-order",
        f"Running order of {name}",
        tuple(sections),
        "What does it prove, live, on one integrated system?",
    )


def _on_the_floor(snap: Snapshot, event: Event | None, row: Row) -> Row:
    """A row that says "now" while its item has the floor and no result yet."""
    face = snap.faces.get(event.ref) if event else None
    here = face is not None and face.floor is not None and face.floor.item == row.ref
    return replace(row, state="now") if here and row.state == demo.TO_COME else row


def _timeboxes(snap: Snapshot, found: list[DemoItem]) -> str:
    """` · timeboxes 24 of 30 min`, where any item has one of its own."""
    own = [item.seconds for item in found if item.seconds is not None]
    if not own:
        return ""
    said = f" · timeboxes {-(-sum(own) // 60)}"
    event = demo.open_demo(snap)
    face = snap.faces.get(event.ref) if event else None
    steps = [s for s in event.steps if s.surface == ORDER_SURFACE] if event else []
    keys = {s.key for s in steps if s.each == "item"} or {s.key for s in steps}
    planned = [row.planned_ms for row in face.rows if row.key in keys] if face else []
    return said + (f" of {sum(planned) // 60_000} min" if planned else " min")


# -- what was said


def demo_talk(snap: Snapshot) -> Surface:
    """Feedback of this demo by verdict: what asks for a change first."""
    event = demo.latest_demo(snap)
    found = demo.feedback_of(snap, event) if event else []
    sections = []
    for word in VERDICTS:
        rows = tuple(_fresh(f) for f in found if f.verdict == word)
        if rows:
            sections.append(Section(word.capitalize(), rows))
    unknown = tuple(_fresh(f) for f in found if f.verdict not in VERDICTS)
    if unknown:
        sections.append(Section("No verdict yet", unknown))
    if not sections:
        sections.append(Section("Feedback", (), NO_FEEDBACK))
    return Surface(
        "demo-talk",
        f"Feedback of {_named(snap, event)}" if event else "Feedback",
        tuple(sections),
        "Does it fit, what should change, what is unclear?",
    )


def _fresh(feedback: Feedback) -> Row:
    """Feedback of this demo with who gave it: its answer is asked for at the next one."""
    row = demo.feedback_row(feedback)
    return replace(row, note=row.who, who="") if feedback.state == "open" else row


# -- objectives by evidence


def demo_evidence(snap: Snapshot) -> Surface:
    """Objectives of this planning interval by what was shown of them, in the train's team order."""
    found = [item for item in demo.items(snap) if snap.is_current(item)]
    live: list[Row] = []
    otherwise: list[Row] = []
    nothing: list[Row] = []
    for row in objective_rows(snap):
        mine = [item for item in found if item.objective and same_ref(item.objective, row.ref)]
        ways = {item.shown for item in mine}
        place = live if "live" in ways else otherwise if "not-live" in ways else nothing
        place.append(_evidence(snap, row, mine))
    sections = [
        Section("Shown live", tuple(live), "No objective was shown live in this interval yet."),
        Section("Shown, but not live", tuple(otherwise)),
        Section("Nothing shown on record", tuple(nothing), _none_left(snap)),
        *_only_counted(snap),
    ]
    return Surface(
        "demo-evidence",
        "Objectives by evidence",
        tuple(part for part in sections if part.rows or part.empty),
        "What have we seen working, and what only heard of?",
    )


def _none_left(snap: Snapshot) -> str:
    if any(snap.is_current(o) for o in snap.of(Objective, "objective")):
        return "Every objective was shown."
    return "No PI objectives in this train yet."


def _evidence(snap: Snapshot, row: Row, found: list[DemoItem]) -> Row:
    """An objective with the demo that showed it last, what was shown there, and every item."""
    found = sorted(found, key=lambda item: demo.when_shown(snap, item), reverse=True)
    last = next((item for item in found if item.shown in ("live", "not-live")), None)
    event = demo.demo_of(snap, last) if last else None
    note = " · ".join(
        f"{item.ref} {demo.way(item)}" + (f": {item.why}" if item.why else "") for item in found
    )
    return replace(
        row,
        when=event.ref if event else "",
        state=demo.build(last) if last else "",
        note=note,
        urgency=Urgency.NORMAL,
    )


def _only_counted(snap: Snapshot) -> list[Section]:
    """Demos of the interval of which only counts were brought in: unknown is not nothing."""
    found = [
        event
        for event in snap.events
        if shows_items(event) and snap.is_current(event) and (event.given or {}).get("shown")
    ]
    if not found:
        return []
    return [
        Section(
            "Only counted: what was shown there is not on record", tuple(event_rows(snap, found))
        )
    ]
