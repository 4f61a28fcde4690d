"""What the steps of a Coach Sync or an ART Sync put in front of the room, by exception."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from store.domain.calendar import day, position
from store.domain.deciding import AGREED
from store.domain.records import Action, Decision, Dependency, Record, Risk, Topic
from store.domain.refs import normal_ref
from store.insight import (
    blocks,
    decisions,
    dependencies,
    impediments,
    objectives,
    promises,
    risk_reviews,
    risks,
)
from store.insight.rows import Row, Section, Surface, Urgency
from store.insight.since import LastSync, is_since, last_sync, untouched
from store.insight.snapshot import Snapshot

IN_ITS_WAY = "in its way"
IN_ANOTHERS_WAY = "another's way"
GOT_DONE = "got done"
COMES_NEXT = "comes next"

INVITE = (
    "Nothing is on record since. What got done since we met, what comes before we meet "
    "again, what is in your way, what are you about to put in another team's way? i, x or a keeps "
    "it."
)

SCOPE_SURFACES = ("scope", "decisions")
"""Surfaces of the steps in which scope is talked about."""

EARLIER = 12
"""Earlier decisions shown under those of this event; the log has them all."""


# -- actions


def waiting_actions(snap: Snapshot) -> tuple[Row, ...]:
    """Open actions that were promised before the running event, the most overdue on top.

    Those that nobody has answered for since the last sync say so.
    """
    here, last = snap.running.ref if snap.running else None, last_sync(snap)
    found = [a for a in snap.actions if promises.is_open(a) and (not here or a.event != here)]
    asked = {a.id: untouched(snap, a, last) for a in found}
    return tuple(_marked(row, asked[row.id]) for row in promises.by_due(found, snap.today))


def _marked(row: Row, said: str) -> Row:
    if not said:
        return row
    return replace(row, note=f"{row.note} · {said}", urgency=Urgency.NEEDS_YOU)


def last_actions(snap: Snapshot) -> Surface:
    """Actions of earlier events, then those of this one, then what was answered since."""
    here, last = snap.running.ref if snap.running else None, last_sync(snap)
    mine = [a for a in snap.actions if here and a.event == here and promises.is_open(a)]
    since = [a for a in snap.actions if not promises.is_open(a) and _answered_since(snap, a, last)]
    sections = [
        Section(
            "Promised before",
            waiting_actions(snap),
            "No open action from earlier events. Press a to capture one.",
        ),
        Section("Promised in this event", tuple(promises.by_due(mine, snap.today))),
        Section("Closed since we met", tuple(promises.by_due(since, snap.today))),
    ]
    return Surface(
        "last-actions",
        "Actions of last time",
        tuple(part for part in sections if part.rows or part.empty),
        "Done, or another date and why?",
    )


def _answered_since(snap: Snapshot, action: Action, last: LastSync | None) -> bool:
    done = day(action.done)
    if action.answered is not None:
        return last is None or action.answered > last.ended
    return done is not None and last is not None and done >= snap.local(last.ended).date()


# -- the four questions


def questions(snap: Snapshot) -> Surface:
    """Teams that raised something since the last sync, in the train's order, and the others.

    Not a round: a team with nothing on record is not called up, it is invited.
    """
    last, soon = last_sync(snap), due_soon(snap)
    sections = [
        Section(f"{team.short} {team.name}".strip(), rows)
        for team in snap.teams
        if (rows := tuple(_of_team(snap, team.short, soon, last)))
    ]
    since = f"Since {last.event.title} {last.event.ref}" if last else "In this planning interval"
    return Surface(
        "questions",
        "The four questions, by exception",
        (*sections, Section("Everybody else: who wants to speak?", (), INVITE)),
        f"{since}: what is in its way, what is it about to put in another team's way?",
    )


def _of_team(
    snap: Snapshot, team: str, soon: Sequence[Dependency], last: LastSync | None
) -> Iterator[Row]:
    """What a team raised, first what it is about to put in another team's way.

    Done and coming actions are told only of a team that raised something: they are no exception.
    """
    raised = [*_about_to_stop_others(snap, team, soon), *_in_the_way(snap, team, last)]
    yield from raised
    if raised:
        yield from _deeds(snap, team, last)


def _about_to_stop_others(snap: Snapshot, team: str, soon: Sequence[Dependency]) -> list[Row]:
    """Dependencies that the team provides, needed now or next, and that ask for attention."""
    if snap.pi is None:
        return []
    mine = [d for d in soon if d.provider == team]
    rows = dependencies.by_attention(mine, snap.pi, snap.today, blocks.against(snap))
    needed = {d.id: d.consumer for d in mine}
    return [
        replace(row, state=IN_ANOTHERS_WAY, note=f"for {needed[row.id] or '?'}: {row.note}")
        for row in rows
        if row.urgency is Urgency.NEEDS_YOU
    ]


def due_soon(snap: Snapshot) -> list[Dependency]:
    """Open dependencies of the interval that this or the next iteration needs."""
    if snap.pi is None:
        return []
    here = position(snap.pi, snap.iteration.name if snap.iteration else None)
    found = []
    for item in filter(snap.is_current, snap.dependencies):
        need = position(snap.pi, item.need)
        waits = dependencies.is_open(item) and item.state != "delivered"
        if waits and (need is None or here is None or need <= here + 1):
            found.append(item)
    return found


def _in_the_way(snap: Snapshot, team: str, last: LastSync | None) -> list[Row]:
    stuck = [
        i
        for i in snap.impediments
        if impediments.is_open(i) and _concerns(i, team) and is_since(snap, i, last)
    ]
    known = [
        r for r in snap.risks if risks.is_open(r) and _concerns(r, team) and is_since(snap, r, last)
    ]
    rows = impediments.by_attention(stuck, snap.today, impediments.holidays(snap))
    rows += risks.by_attention(known, snap.today)
    return [replace(row, state=IN_ITS_WAY if row.kind == "impediment" else "risk") for row in rows]


def _deeds(snap: Snapshot, team: str, last: LastSync | None) -> Iterator[Row]:
    mine = [a for a in snap.actions if _concerns(a, team)]
    closed = [a for a in mine if a.state == "done" and _answered_since(snap, a, last)]
    coming = [a for a in mine if promises.is_open(a)]
    for found, word in ((closed, GOT_DONE), (coming, COMES_NEXT)):
        yield from (replace(row, state=word) for row in promises.by_due(found, snap.today))


def _concerns(record: Record, team: str) -> bool:
    return team in (getattr(record, "team", None), *record.teams)


# -- risks


def risks_due(snap: Snapshot) -> Surface:
    """Risks without a letter, those whose review or action is due, other debts, older ones."""
    found = [r for r in snap.risks if risks.is_open(r) and risk_reviews.owed(snap, r)]
    here = [r for r in found if snap.is_current(r)]
    older = [r for r in found if not snap.is_current(r)]
    lettered = [r for r in here if r.roam != "U"]
    inbox = [r for r in here if r.roam == "U"]
    due = [r for r in lettered if _is_due(snap, r)]
    rest = [r for r in lettered if not _is_due(snap, r)]
    owing = [r for r in rest if risks.owed(r, snap.today)]
    asking = [r for r in rest if not risks.owed(r, snap.today)]
    sections = (
        Section(
            "? Not ROAMed yet",
            tuple(risk_reviews.by_attention(snap, inbox)),
            "Every risk has its letter. Press r for a new one.",
        ),
        Section(
            "Due for review",
            tuple(risk_reviews.by_attention(snap, due)),
            "No review and no action is due.",
        ),
        Section("Owe something to their letter", tuple(risk_reviews.by_attention(snap, owing))),
        Section("Ask for another look", tuple(risk_reviews.by_attention(snap, asking))),
        Section(
            "Open since an earlier planning interval",
            tuple(risk_reviews.by_attention(snap, older)),
        ),
    )
    return Surface(
        "risks-due",
        "Risks due for review",
        tuple(part for part in sections if part.rows or part.empty),
        "Is it still a risk? What changed?",
    )


def _is_due(snap: Snapshot, risk: Risk) -> bool:
    dates = (day(risk.review), day(risk.due) if risk.roam == "M" else None)
    return any(date is not None and date <= snap.today for date in dates)


# -- scope


def scope(snap: Snapshot) -> Surface:
    """What this event decided, what is asked about scope, what to look at again, what was before.

    Proposals and decisions to look at again are those of every planning interval.
    """
    here = snap.running.ref if snap.running else None
    mine = [d for d in snap.decisions if here and d.event == here]
    said = {d.id for d in mine}
    proposed = [row for row in decisions.proposed_rows(snap) if row.id not in said]
    again = [row for row in decisions.due_rows(snap) if row.id not in said]
    said |= {row.id for row in (*proposed, *again)}
    before = [d for d in snap.of(Decision, "decision", snap.pi_name) if d.id not in said]
    unsigned = [d for d in before if not d.owner and d.state == AGREED]
    signed = decisions.newest_first([d for d in before if d not in unsigned], snap)
    asked = [promises.topic_row(t) for t in snap.topics if _asks_scope(snap, t)]
    sections = (
        Section(
            "Decided in this event",
            tuple(decisions.newest_first(mine, snap)),
            "Nothing yet. Press d: what, because, by whom.",
        ),
        Section(
            "Open scope questions",
            tuple(asked),
            "None is parked. Press p while this step is on, or name an objective: #O401.",
        ),
        Section("Proposed before", tuple(proposed)),
        Section("Does it still hold?", tuple(again)),
        Section("Who decided?", tuple(decisions.newest_first(unsigned, snap))),
        Section("Decided before", tuple(signed[:EARLIER])),
    )
    return Surface(
        "scope",
        "Scope decisions",
        tuple(part for part in sections if part.rows or part.empty),
        "What do we take on, move or drop?",
    )


def _asks_scope(snap: Snapshot, topic: Topic) -> bool:
    """Whether an open topic was parked while scope was talked about, or names an objective."""
    if not promises.is_open(topic):
        return False
    event = snap.event_called(topic.event) if topic.event else None
    steps = event.steps if event else ()
    if any(step.key == topic.step and step.surface in SCOPE_SURFACES for step in steps):
        return True
    named = objectives.references(topic, "text")
    return any(normal_ref(objective.ref) in named for objective in snap.objectives)


# -- meet-after


def meet_after(snap: Snapshot) -> Surface:
    """Topics parked in this event with who stays for them, then older ones still open."""
    here = snap.running
    waiting = [t for t in snap.topics if promises.is_open(t)]
    mine = [t for t in waiting if here and t.event == here.ref]
    older = [t for t in waiting if not here or t.event != here.ref]
    sections = (
        Section(
            "Stay for these",
            tuple(_staying(t) for t in mine),
            "Nothing is parked in this event. Press p: what it is about, @TEAM, owner: who.",
        ),
        Section("Parked before, still open", tuple(_parked(snap, t) for t in older)),
    )
    return Surface(
        "meet-after",
        "Meet-after",
        tuple(part for part in sections if part.rows or part.empty),
        "Who stays, and who can leave now?",
    )


def _staying(topic: Topic) -> Row:
    row, people = promises.topic_row(topic), promises.needed(topic)
    if people:
        return replace(row, who="")  # the note names them all
    return replace(row, note="who stays?", urgency=Urgency.NEEDS_YOU)


def _parked(snap: Snapshot, topic: Topic) -> Row:
    return replace(_staying(topic), when=snap.day_word(topic.at) if topic.at is not None else "")
