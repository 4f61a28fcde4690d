"""What can be done on a briefing, with a signal and with a problem candidate, by key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from console.screens import decision_acts, promise_acts
from console.screens.acts import Act
from console.screens.answering import AnswerScreen, Field
from console.screens.base import ConsoleScreen
from console.screens.dependency_acts import DEPENDENCY_ACTS
from console.screens.impediment_acts import IMPEDIMENT_ACTS
from console.screens.improvement_acts import act_on_improvement
from console.screens.record import RecordScreen
from console.screens.risk_acts import RISK_KIND_ACTS
from console.screens.sources import SourcesScreen
from console.widgets.notice import say
from store.errors import RuleBroken
from store.insight.briefing import part_rows
from store.insight.candidates import Candidate, candidate_called, candidate_resting_on
from store.insight.rows import Row
from store.insight.signal import evidence_rows
from store.insight.signals import signal_called
from store.ledger import dismissing
from store.ledger.capturing import capture
from store.ledger.problem_solving import start_from

NO_SIGNAL = "Put the cursor on a question first; the records below it are its evidence."
NO_CANDIDATE = "Put the cursor on a candidate, or on a record that one rests on."


def dismiss(screen: ConsoleScreen, row: Row | None) -> None:
    """Put the question under the cursor aside, and say why."""
    session = screen.session
    found = signal_called(session.snapshot, row.id) if row and row.kind == "signal" else None
    if found is None:
        say(screen.app, "No question", NO_SIGNAL)
        return

    def save(typed: Mapping[str, str]) -> None:
        session.do(dismissing.dismiss, session.ledger, found.key, typed["why"])

    before = f"\nPut aside before: {found.dismissed.why}" if found.dismissed else ""
    fields = (Field("why", "why", "", "what happened here, or what is under way"),)
    about = f"{found.words}{before}"
    dialog = AnswerScreen(
        "Put this question aside?", about, fields, save, left=f"aside {found.key}"
    )
    screen.app.push_screen(dialog)


def _the_candidate(screen: ConsoleScreen, row: Row | None) -> Candidate:
    # Inspect & Adapt may look at an earlier interval, whose candidates are others.
    seen, snap = getattr(screen, "interval", None), screen.session.snapshot
    if row is not None and row.kind != "candidate":
        found = candidate_resting_on(snap, row.ref, seen)
    else:
        found = candidate_called(snap, row.id if row is not None else "", seen)
    if found is None:
        raise RuleBroken(NO_CANDIDATE)
    return found


def take_to_workshop(screen: ConsoleScreen, row: Row | None) -> None:
    """Begin a problem from the candidate under the cursor, with its sources linked."""
    found = screen.attempt(lambda: _the_candidate(screen, row))
    if found is None:
        return
    session = screen.session
    made = screen.attempt(lambda: session.do(start_from, session.ledger, found.title, found.refs))
    if made is not None:
        words = f"{made.ref} begins with {found.weight} · u takes it back"
        say(screen.app, "Taken to the workshop", words, "information")


def keep_as_topic(screen: ConsoleScreen, row: Row | None) -> None:
    """Park the candidate under the cursor as a topic that names its first sources."""
    found = screen.attempt(lambda: _the_candidate(screen, row))
    if found is None:
        return
    session = screen.session
    line = " ".join([f'"{found.title}"', *(f"#{ref}" for ref in found.refs[:6])])
    kept = screen.attempt(lambda: session.do(capture, session.ledger, line, "topic"))
    if kept is not None:
        say(screen.app, "Parked", f"{kept.record.ref} {found.title}", "information")


def sources(screen: ConsoleScreen, row: Row | None) -> None:
    """All records behind a question, all lines of a part, or the record itself."""
    session, snap = screen.session, screen.session.snapshot
    if row is None:
        return
    if row.kind == "more":
        rows = part_rows(snap, getattr(screen, "asked_kind", None), str(row.computed["part"]))
        screen.app.push_screen(SourcesScreen(session, "All of it", row.text, rows))
    elif "refs" in row.computed:
        refs = cast("list[str]", row.computed["refs"])
        rows = evidence_rows(snap, refs)
        screen.app.push_screen(SourcesScreen(session, row.text, row.note, rows))
    elif session.ledger.views.get(row.kind, row.id) is not None:
        screen.app.push_screen(RecordScreen(session, row.kind, row.id))


Run = Callable[[ConsoleScreen, Row | None], None]

FIRST: dict[str, Run] = {
    "action": promise_acts.answer_for,
    "topic": promise_acts.answer_for,
    "impediment": IMPEDIMENT_ACTS[0].run,
    "dependency": DEPENDENCY_ACTS[0].run,
    "risk": RISK_KIND_ACTS[0].run,
    "decision": decision_acts.SUPERSEDE.run,
    "improvement": act_on_improvement,
    "signal": dismiss,
    "candidate": take_to_workshop,
}
"""What v does on a row of a briefing, by the kind of the row."""

NOTHING = "v answers for what was promised, and acts on what asks. This line only tells."


def act_on(screen: ConsoleScreen, row: Row | None) -> None:
    """The first act of whatever kind is under the cursor."""
    run = FIRST.get(row.kind) if row is not None else None
    if run is None:
        say(screen.app, "Nothing to do here", NOTHING)
        return
    run(screen, row)


SOURCES = Act("w", "sources", sources, on_enter=True)

SIGNAL_SURFACES: dict[str, tuple[Act, ...]] = {
    "brief": (Act("v", "act on it", act_on), SOURCES),
    "signals": (Act("v", "put it aside", dismiss), SOURCES),
    "candidates": (
        Act("v", "take it to the workshop", take_to_workshop),
        Act("o", "keep as topic", keep_as_topic),
        SOURCES,
    ),
}
"""Acts by the name of the surface."""
