"""Dependencies: which deed may follow which state, and what each state demands.

The states and their side exits are usual in planning boards; the table of moves is ours. A
provider's yes is a promise, so nobody starts without one; a delivery is a fact, so it can be noted
without one too, with a word on how it came. Removing a dependency is a good end and says by which
way it went, because that is what the train learns from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from store.domain.calendar import day, position, slot
from store.domain.depending_terms import DEEDS as DEEDS
from store.domain.depending_terms import HOW_COME, NOTE, SETTLED, WHEN
from store.domain.depending_terms import NEXT as NEXT
from store.domain.depending_terms import WAYS as WAYS
from store.domain.depending_terms import Deed as Deed
from store.domain.depending_terms import Need as Need
from store.domain.depending_terms import Said as Said
from store.domain.records import Dependency, Iteration, PlanningInterval
from store.errors import RuleBroken, UsageFault


def choices(dependency: Dependency) -> tuple[Deed, ...]:
    """What can be done with it now, in the order of `DEEDS`."""
    possible = NEXT.get(dependency.state, ("reopen",))
    return tuple(deed for name, deed in DEEDS.items() if name in possible)


def needs(dependency: Dependency, deed: str) -> tuple[Need, ...]:
    """What this deed demands of a dependency that stands as this one does."""
    if deed == "deliver" and dependency.state == "proposed":
        return (WHEN, HOW_COME)
    return DEEDS[deed].needs


def optional(dependency: Dependency, deed: str) -> tuple[Need, ...]:
    """What may be said with it, but need not."""
    if deed == "agree":
        return (Need("when", "planned in", "", dependency.plan or "I4, if it is known"),)
    if deed in ("start", "deliver", "accept") and HOW_COME not in needs(dependency, deed):
        return (NOTE,)
    return ()


def back_to(dependency: Dependency) -> str:
    """The state that reopening leads to: one step back; proposed where no yes is on record."""
    if dependency.agreed is None or dependency.state in ("agreed", "declined"):
        return "proposed"
    return "in progress" if dependency.state in ("delivered", "accepted") else "agreed"


def give(
    dependency: Dependency, deed: str, said: Said, today: date, pi: PlanningInterval
) -> dict[str, str | None]:
    """The fields of the dependency once `deed` is done; None takes a field away.

    Refuses a deed that is not possible now, one without what it demands, and what has no place in
    it: nothing that was said is lost. `pi` is the interval that the dependency belongs to.
    """
    if deed not in DEEDS:
        raise UsageFault(f"A dependency knows no {deed[:20]!r}. Say one of: {', '.join(DEEDS)}.")
    _refuse_order(dependency, deed)
    if deed == "agree":
        _refuse_nameless(dependency)
    _refuse_lacks(dependency, deed, said)
    _refuse_more(dependency, deed, said)
    when = iteration_named(pi, said.when) if said.when else None
    fields: dict[str, str | None] = {
        "state": DEEDS[deed].to or back_to(dependency),
        "note": said.why,
        "touched": today.isoformat(),
    }
    if deed == "agree":
        fields |= {"agreed": today.isoformat(), "plan": when or dependency.plan}
        _refuse_past(dependency, pi, when, today)
    elif deed == "deliver":
        _refuse_future(dependency, pi, when, today)
        fields["done"] = when
    elif deed == "accept":
        fields["accepted"] = today.isoformat()
    elif deed == "remove":
        fields |= {"way": way_named(said.way or ""), "how": said.how}
    elif deed == "reopen":
        fields |= _reopened(dependency)
    return fields


def _reopened(dependency: Dependency) -> dict[str, str | None]:
    """What falls with the step back. How it went away stays as an idea: it may do so again."""
    fields: dict[str, str | None] = {}
    if dependency.state in ("delivered", "accepted"):
        fields = {"done": None, "accepted": None}
    elif dependency.state in ("agreed", "declined"):
        fields = {"agreed": None}
    elif dependency.state == "removed":
        fields = {"how": None, "away": dependency.how or dependency.away}
    return fields


def _refuse_order(dependency: Dependency, deed: str) -> None:
    state, ref = dependency.state, dependency.ref
    if deed in NEXT.get(state, ("reopen",)):
        return
    if deed == "reopen":
        raise RuleBroken(f"{ref} is only proposed, so there is nothing to reopen. Agree it first.")
    if DEEDS[deed].to == state:
        raise RuleBroken(f"{ref} is {state} already.{_instead(dependency)}")
    if state in SETTLED:
        raise RuleBroken(f"{ref} is {state}. Reopen it first, with the reason.")
    if state == "delivered":
        raise RuleBroken(f"{ref} is delivered. Accept it, or reopen it with the reason.")
    if deed == "accept":
        raise RuleBroken(f"{ref} is not delivered yet. Say first in which iteration it came.")
    if deed == "start":
        raise RuleBroken(f"{ref} has no yes of its provider yet. Agree it first.")
    raise RuleBroken(f"{ref} is in progress, so its yes stands. Deliver it next, or reopen it.")


def _instead(dependency: Dependency) -> str:
    offered = [deed.name for deed in choices(dependency)]
    return f" What can be done now: {', '.join(offered)}."


def _refuse_nameless(dependency: Dependency) -> None:
    """A yes is given by somebody to somebody: "platform will help" is no dependency."""
    lacking = [end for end in ("provider", "consumer") if not getattr(dependency, end)]
    if lacking:
        raise RuleBroken(
            f"{dependency.ref} names no {' and no '.join(lacking)}. Say who gives to whom first, "
            "like DRE>BEA."
        )


def _refuse_lacks(dependency: Dependency, deed: str, said: Said) -> None:
    lacking = [need for need in needs(dependency, deed) if not getattr(said, need.field)]
    if lacking:
        *others, last = [need.lacks for need in lacking]
        named = f"{', '.join(others)} and {last}" if others else last
        example = " ".join(need.example for need in lacking)
        raise RuleBroken(f"{dependency.ref}: to {deed} it, say {named}. For example: {example}")


def _refuse_more(dependency: Dependency, deed: str, said: Said) -> None:
    """What the deed has no place for would be lost."""
    taken = {need.field for need in needs(dependency, deed) + optional(dependency, deed)}
    for field, called in (("when", "iteration"), ("way", "way"), ("how", "how"), ("why", "reason")):
        if getattr(said, field) and field not in taken:
            raise RuleBroken(f"{dependency.ref}: to {deed} it takes no {called}. Leave it out.")


# -- iterations


def iteration_named(pi: PlanningInterval, text: str) -> str:
    """The iteration of `pi` that is called so, as the interval writes it.

    An interval without iterations on record takes names with a number, like I3. UsageFault,
    naming the iterations, for anything else.
    """
    wanted = text.strip()
    place = position(pi, wanted)
    if place is not None:
        return pi.iterations[place].name
    if not pi.iterations and slot(wanted) is not None and len(wanted) <= 8:
        return wanted.upper()
    known = ", ".join(one.name for one in pi.iterations) or "I1, I2, and so on"
    called = f"{pi.short} has" if pi.short else "There is"
    raise UsageFault(f"{called} no iteration {wanted[:20]!r}. Write one of: {known}.")


def _the_iteration(pi: PlanningInterval, name: str | None) -> Iteration | None:
    place = position(pi, name)
    return pi.iterations[place] if place is not None else None


def _refuse_past(
    dependency: Dependency, pi: PlanningInterval, name: str | None, today: date
) -> None:
    """A plan lies ahead."""
    found = _the_iteration(pi, name)
    end = day(found.end) if found else None
    if found and end and end < today:
        raise RuleBroken(
            f"{dependency.ref}: {found.name} is over. Plan it in this iteration or a later one."
        )


def _refuse_future(
    dependency: Dependency, pi: PlanningInterval, name: str | None, today: date
) -> None:
    """A delivery has happened."""
    found = _the_iteration(pi, name)
    start = day(found.start) if found else None
    if found and start and start > today:
        raise RuleBroken(
            f"{dependency.ref}: {found.name} has not begun, so nothing was delivered in it. "
            "Plan it there instead."
        )


def refuse_to_move(dependency: Dependency) -> None:
    """Refuse other iterations to one that is settled or delivered."""
    if dependency.state in (*SETTLED, "delivered"):
        raise RuleBroken(
            f"{dependency.ref} is {dependency.state}, so its iterations stay as they were. "
            "Reopen it first, with the reason."
        )


def moved(
    dependency: Dependency,
    plan: str | None,
    need: str | None,
    today: date,
    pi: PlanningInterval,
) -> dict[str, str | None]:
    """The fields once its iterations are others; None leaves one as it is, "" takes it away.

    Refuses one that is settled or delivered, a plan that lies in the past, and a move that moves
    nothing.
    """
    refuse_to_move(dependency)
    fields: dict[str, str | None] = {}
    for field, said in (("plan", plan), ("need", need)):
        if said is not None:
            fields[field] = iteration_named(pi, said) if said.strip() else None
    fields = {name: value for name, value in fields.items() if value != getattr(dependency, name)}
    if not fields:
        raise RuleBroken(
            f"{dependency.ref} is planned in {dependency.plan or 'no iteration'} and needed by "
            f"{dependency.need or 'no iteration'} already. Name another one."
        )
    _refuse_past(dependency, pi, fields.get("plan"), today)
    return {**fields, "touched": today.isoformat()}


# -- how it could go away


def way_named(text: str) -> str:
    """The way that `text` names, whole or by its beginning. UsageFault, with the four, else."""
    low = "".join(letter for letter in text.lower() if letter.isalnum())
    for way in WAYS:
        if low and "".join(filter(str.isalnum, way)).startswith(low):
            return way
    if low == "sequence":
        return "re-sequence"
    raise UsageFault(f"There is no way {text[:20]!r}. Say one of: {', '.join(WAYS)}.")


def refuse_gone(dependency: Dependency) -> None:
    """Refuse to ask how it could go away of one that has."""
    if dependency.state == "removed":
        raise RuleBroken(
            f"{dependency.ref} has gone away already: {dependency.how or 'removed'}. Ask it of "
            "another one."
        )


def could_go(dependency: Dependency, way: str, words: str, today: date) -> dict[str, str | None]:
    """The fields once somebody said how it could go away: by which way, and in words.

    An idea is no reduction: only what was removed, or an improvement that is linked, counts.
    """
    refuse_gone(dependency)
    if not words:
        raise RuleBroken(
            f"{dependency.ref}: say in words how it could go away. For example: "
            "slice booking needs no new role"
        )
    named = way_named(way)
    if (named, words) == (dependency.way, dependency.away):
        raise RuleBroken(f"{dependency.ref} says just that already. Say what is new about it.")
    return {"way": named, "away": words, "touched": today.isoformat()}


def told(dependency: Dependency, fields: Mapping[str, str | None]) -> str:
    """How it would stand with these fields, to be read back."""
    return in_words(replace(dependency, **fields))  # type: ignore[arg-type]  # fields of its own


def in_words(dependency: Dependency) -> str:
    """How it stands, to be read back: `D401 DRE→BEA in progress · planned I5, needed I4`."""
    state, need = dependency.state, dependency.need or "by no iteration"
    between = f"{dependency.provider or '?'}→{dependency.consumer or '?'}"
    parts = [f"{dependency.ref} {between} {state}"]
    if state == "removed":
        parts += [part for part in (dependency.way, dependency.how) if part]
        return " · ".join(parts)
    if state == "delivered" and dependency.done:
        parts[0] += f" in {dependency.done}, needed {need}"
    elif dependency.done:
        parts.append(f"delivered in {dependency.done}, needed {need}")
    else:
        parts.append(f"planned in {dependency.plan or 'no iteration'}, needed {need}")
    return " · ".join([*parts, dependency.note] if dependency.note else parts)
