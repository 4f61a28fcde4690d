"""Time within a running event: more or less of it, corrected, parked, shared out, in turns."""

from __future__ import annotations

from collections.abc import Mapping

from store.domain import words
from store.domain.event_records import Event, Step
from store.domain.retiming import Proposal, least_ms, propose
from store.domain.timeline import fold
from store.errors import RuleBroken
from store.insight.turns import Turn, current_turn, turns_of
from store.ledger.ledger import Ledger
from store.ledger.running import following, note_moment, the_running

MAX_ADDED_S = 24 * 3600
"""No timebox is longer than a day."""


def add_time(ledger: Ledger, seconds: int) -> Event:
    """Give the current step `seconds` more, or take them if negative.

    Refuses to take more than the step has, and to make it longer than a day.
    """
    with ledger.change("event.add") as change:
        event, seen = the_running(ledger)
        if seen.step is None or seconds == 0:
            raise RuleBroken("Say how much time: 5m, 90s, 1h30.")
        planned = seen.planned_ms // 1000 + seconds
        if planned < 0:
            raise RuleBroken(f"{seen.step.title} has less than that to give. Take less.")
        if planned > MAX_ADDED_S:
            raise RuleBroken("A step cannot be longer than a day. Add less.")
        note_moment(change, ledger, event, "add", step=seen.step.key, seconds=seconds)
    return event


def began_ago(ledger: Ledger, seconds: int) -> Event:
    """The current step really began `seconds` ago: whoever forgot the clock corrects it.

    In the first step this is the start of the event. In a later one the time in between belonged
    to this step and not to the one that was left. Refuses what cannot be: a step that began later
    than it was entered by more than it took, or before the one that was left began.
    """
    with ledger.change("event.ago") as change:
        event, seen = the_running(ledger)
        if seen.step is None:
            raise RuleBroken("The event has not begun yet.")
        if not 0 <= seconds <= MAX_ADDED_S:
            raise RuleBroken("Say how long ago it began, at most a day: 4m, 90s.")
        shift = seconds - seen.spent_ms // 1000
        if shift == 0:
            raise RuleBroken(f"The clock of {seen.step.title} says that already.")
        timeline = fold(ledger.views.moments(event.ref))
        before = timeline.left
        if before is not None and timeline.spent.get(before, 0) < shift * 1000:
            title = next((s.title for s in event.steps if s.key == before), before)
            took = words.clock(timeline.spent.get(before, 0))
            raise RuleBroken(
                f"{title}, the step before, took only {took}. Say a shorter time, or go back."
            )
        note_moment(change, ledger, event, "ago", step=seen.step.key, before=before, seconds=shift)
    return event


def park(ledger: Ledger, key: str | None = None) -> Event:
    """Leave a step for later: the one with this key, or the current one, and move on from it.

    It comes back behind the last step of the agenda, or when the room goes to it. Refuses for a
    step that is over, and for the last one that is left.
    """
    with ledger.change("event.park") as change:
        event, seen = the_running(ledger)
        wanted = key or (seen.step.key if seen.step else "")
        row = next((row for row in seen.rows if row.key == wanted), None)
        if row is None or row.state not in ("now", "to come"):
            raise RuleBroken("Only the current step or one to come can be parked.")
        if row.state == "now":
            after = following(event, seen)
            if after is None:
                raise RuleBroken("No other step is left to go to. Close the event instead.")
            note_moment(change, ledger, event, "step", step=after.key)
        note_moment(change, ledger, event, "park", step=row.key)
    return event


def proposal(ledger: Ledger) -> Proposal:
    """How the deficit of the running event would be spread; nothing is changed."""
    event, seen = the_running(ledger)
    return propose(event.steps, seen)


def retime(ledger: Ledger, give: Mapping[str, int]) -> Event:
    """Take a proposal that was shown: seconds by step, each below zero.

    Refuses, as a whole, what no longer holds: a step that has begun since, one that may not give
    time, one that would keep less than half of its planned minutes.
    """
    with ledger.change("event.retime") as change:
        event, seen = the_running(ledger)
        if not give:
            raise RuleBroken("There is no time to give back: nothing to take.")
        steps = {step.key: step for step in event.steps}
        rows = {row.key: row for row in seen.rows}
        for key, seconds in give.items():
            step, row = steps.get(key), rows.get(key)
            if step is None or row is None or row.state != "to come" or not step.flexible:
                raise RuleBroken("The room has moved on since this was proposed. Ask for it again.")
            if seconds >= 0 or row.planned_ms + seconds * 1000 < least_ms(step):
                raise RuleBroken(f"{step.title} cannot give that much. Ask for a new proposal.")
        note_moment(change, ledger, event, "retime", give=dict(give))
    return event


def _turns(ledger: Ledger) -> tuple[Event, Step, tuple[Turn, ...]]:
    event, seen = the_running(ledger)
    turns = turns_of(ledger.snapshot(), event, seen)
    if seen.step is None or not seen.step.each:
        raise RuleBroken("This step does not go through a list one by one.")
    if not turns:
        raise RuleBroken("There is nothing in the list yet that could have the floor.")
    return event, seen.step, turns


def next_turn(ledger: Ledger) -> Event:
    """Give the floor to the next one that has not had it; refuses when everybody has."""
    with ledger.change("event.turn") as change:
        event, step, turns = _turns(ledger)
        here = current_turn(turns)
        order = turns[here[0] + 1 :] + turns[: here[0]] if here else turns
        after = next((turn for turn in order if turn.state == "to come"), None)
        if after is None:
            raise RuleBroken("Everybody has had the floor. n goes to the next step.")
        note_moment(change, ledger, event, "turn", step=step.key, item=after.key)
    return event


def last_turn(ledger: Ledger) -> Event:
    """Give the floor back to the one before in the list; its timebox goes on where it was left."""
    with ledger.change("event.turn") as change:
        event, step, turns = _turns(ledger)
        here = current_turn(turns)
        if here is None or here[0] == 0:
            raise RuleBroken("Nobody before has had the floor.")
        note_moment(change, ledger, event, "turn", step=step.key, item=turns[here[0] - 1].key)
    return event


def give_floor(ledger: Ledger, key: str) -> Event:
    """Give the floor to the one with this key: a team's short id or a reference."""
    with ledger.change("event.turn") as change:
        event, step, turns = _turns(ledger)
        turn = next((turn for turn in turns if turn.key.casefold() == key.casefold()), None)
        if turn is None:
            known = ", ".join(each.key for each in turns)
            raise RuleBroken(f"That is not in the list of this step. It has: {known}.")
        if turn.state == "now":
            raise RuleBroken(f"{turn.label} has the floor already.")
        note_moment(change, ledger, event, "turn", step=step.key, item=turn.key)
    return event
