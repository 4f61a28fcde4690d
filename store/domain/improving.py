"""The rules of improvement items: which state may follow which, what each demands, the verdict.

An improvement is proposed, accepted, planned into an iteration, done, and then asked whether it has
moved what it was meant to move; or it is dropped with a reason, or carried into another planning
interval and counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from store.domain.loop_records import Improvement
from store.errors import RuleBroken, UsageFault

PROPOSED, ACCEPTED, PLANNED, DOING = "proposed", "accepted", "planned", "doing"
DONE, VERIFIED, DROPPED, CARRIED = "done", "verified", "dropped", "carried"
STATES = (PROPOSED, ACCEPTED, PLANNED, DOING, DONE, VERIFIED, DROPPED, CARRIED)

UNDECIDED = (PROPOSED, ACCEPTED, CARRIED)
"""States in which it still wants capacity of somebody."""
UNDER_WAY = (PLANNED, DOING)
OPEN = (*UNDECIDED, *UNDER_WAY, DONE)
"""States in which it still owes its verdict."""

NATURES = ("backlog item", "policy", "working agreement")
"""What an improvement can be: work in the ART backlog, or a rule that holds from then on."""
RULES = NATURES[1:]
"""Those that are no work: they hold as soon as they are done."""

MOVED, PARTLY, NO_EFFECT = "moved", "partly", "no effect"
EFFECTS = (MOVED, PARTLY, NO_EFFECT)

PART_OF_THE_WAY = 0.2
"""Share of the way from base to goal from which on `partly` is suggested."""


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that a deed demands, under the name of its field in `Said`."""

    field: str
    label: str
    lacks: str
    """How a refusal names it."""
    example: str
    must: bool = True


OWNER = Need("owner", "owner", "an owner", "SM-GAN")
METRIC = Need("metric", "measure", "a measure", "hours to rebuild staging, or a gauge: late-share")
BASE = Need("base", "it is at", "where it is now", "16", must=False)
GOAL = Need("goal", "should come to", "where it should come to", "2")
ITERATION = Need("iteration", "iteration", "the iteration that it is planned in", "I2")
EFFECT = Need("effect", "it", "whether it moved", "moved, partly or no effect")
PRESENT = Need("present", "is at now", "what the measure says now", "4", must=False)
SEEN = Need("why", "what was seen", "what was seen", "rebuilt twice in an hour", must=False)
WHY = Need("why", "because", "a reason", "the team that needs it is gone")
TO = Need("to", "carried to", "the planning interval", "PI-27.1", must=False)
NOTE = Need("why", "note", "a note", "what was agreed", must=False)


@dataclass(frozen=True, slots=True)
class Deed:
    """What can be done with an improvement: from which states, to which one, what it demands."""

    name: str
    means: str
    after: tuple[str, ...]
    to: str
    needs: tuple[Need, ...] = ()


DEEDS: dict[str, Deed] = {
    deed.name: deed
    for deed in (
        Deed("accept", "somebody takes it on, and how it is measured is clear",
             (PROPOSED, CARRIED), ACCEPTED, (OWNER, METRIC, BASE, GOAL, NOTE)),
        Deed("plan", "it has capacity in an iteration",
             (PROPOSED, ACCEPTED, CARRIED, PLANNED), PLANNED,
             (ITERATION, OWNER, METRIC, BASE, GOAL, NOTE)),
        Deed("start", "work on it has begun", (ACCEPTED, PLANNED, CARRIED), DOING,
             (OWNER, METRIC, BASE, GOAL, NOTE)),
        Deed("done", "it is done, or the rule holds from now on",
             (ACCEPTED, PLANNED, DOING, CARRIED), DONE, (OWNER, METRIC, BASE, GOAL, NOTE)),
        Deed("verify", "the verdict: did it move what it was meant to move?",
             (DONE,), VERIFIED, (EFFECT, PRESENT, SEEN)),
        Deed("carry", "not yet: it goes on in another planning interval",
             (PROPOSED, ACCEPTED, PLANNED, DOING, DONE, CARRIED), CARRIED, (WHY, TO)),
        Deed("drop", "nobody will do it, and why",
             (PROPOSED, ACCEPTED, PLANNED, DOING, DONE, CARRIED), DROPPED, (WHY,)),
        Deed("reopen", "it was dropped or judged too soon",
             (VERIFIED, DROPPED), ACCEPTED, (WHY,)),
    )
}  # fmt: skip
"""All deeds by name, in the order in which they usually happen."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said with a deed; None for what was not."""

    owner: str | None = None
    metric: str | None = None
    base: str | None = None
    goal: str | None = None
    iteration: str | None = None
    effect: str | None = None
    present: str | None = None
    why: str | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """When, where and by whom something is said, and what the measure says at that moment."""

    on: str
    at: int | None = None
    event: str | None = None
    by: str | None = None
    value: float | None = None


def choices(item: Improvement) -> tuple[Deed, ...]:
    """What can be done with it now."""
    return tuple(deed for deed in DEEDS.values() if item.state in deed.after)


def read_figure(text: str, what: str) -> float:
    """A number as typed, `12`, `-3.5` or `12,5`. Raises `UsageFault`."""
    try:
        value = float(text.strip().rstrip("%").replace(",", ".").replace("−", "-"))
    except ValueError:
        value = float("nan")
    if not abs(value) <= 1e12:  # NaN is not either
        raise UsageFault(f"{what} is a number like 12 or 3.5, not {text.strip()[:20]!r}.")
    return value


def read_nature(text: str) -> str:
    """What kind of improvement it is, by its beginning. Raises `UsageFault`."""
    word = " ".join(text.lower().replace("-", " ").split())
    found = [nature for nature in NATURES if word and nature.startswith(word)]
    if len(found) != 1:
        raise UsageFault(f"{text.strip()[:30]!r}: write one of {', '.join(NATURES)}.")
    return found[0]


def read_effect(text: str) -> str:
    """A verdict, by its beginning. Raises `UsageFault`."""
    word = " ".join(text.lower().split())
    found = [effect for effect in EFFECTS if word and effect.startswith(word)]
    if len(found) != 1:
        raise UsageFault(f"{text.strip()[:30]!r} is no verdict. Say {', '.join(EFFECTS)}.")
    return found[0]


def needs(item: Improvement, deed: Deed) -> tuple[Need, ...]:
    """What the deed asks for that the item does not have yet; what may be said stands behind."""
    asked = [need for need in deed.needs if not _has(item, need)]
    return tuple(sorted(asked, key=lambda need: not need.must))


def _has(item: Improvement, need: Need) -> bool:
    if need is OWNER:
        return item.owner is not None
    if need is METRIC:
        return item.metric is not None or item.gauge is not None
    if need in (BASE, GOAL):
        # A rule is seen to hold or not: a number is welcome and not demanded.
        known = item.base if need is BASE else item.goal
        return known is not None or item.nature in RULES
    return False


def refuse(item: Improvement, deed: Deed, said: Said) -> None:
    """Refuse a deed that the state does not allow, or that lacks what it demands."""
    if item.state not in deed.after:
        now = ", ".join(one.name for one in choices(item))
        raise RuleBroken(f"{item.ref} is {item.state}. What can be done now: {now}.")
    lacks = [n for n in needs(item, deed) if n.must and not getattr(said, n.field)]
    if lacks:
        raise RuleBroken(_lacking(item, deed, lacks))


def _lacking(item: Improvement, deed: Deed, lacks: list[Need]) -> str:
    words = [need.lacks for need in lacks]
    said = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
    rest = " ".join(
        f"{CALLED.get(need.field, need.field)}:{_quoted(need.example)}" for need in lacks
    )
    if deed.needs[0].field == "why" or deed.name in ("carry", "drop", "reopen"):
        return f"To {deed.name} {item.ref} needs {said}. Say it in a line."
    return f"To {deed.name} {item.ref} needs {said}, like {rest}"


CALLED = {"metric": "measure"}
"""What people type for a field, where it is not its name."""


def _quoted(example: str) -> str:
    word = example.split(",")[0]
    return f'"{word}"' if " " in word else word


def done(item: Improvement, deed: Deed, said: Said, where: Where) -> dict[str, Any]:
    """The fields of an item after a deed, its way among them. Refuses what the rules refuse.

    `said.to` and `said.iteration` are taken as they are: who asks has looked them up.
    """
    refuse(item, deed, said)
    to = _reopened(item) if deed.name == "reopen" else deed.to
    fields: dict[str, Any] = {"state": to, "note": said.why or None}
    if said.owner:
        fields["owner"] = said.owner
    if said.metric:
        fields["metric"] = said.metric
    for name in ("base", "goal", "present"):
        if typed := getattr(said, name):
            fields[name] = read_figure(typed, WORDS[name])
    if deed.to == PLANNED:
        fields["planned"] = said.iteration
    if deed.to == DONE:
        fields["done"] = where.on
    if deed.to == VERIFIED:
        fields["effect"] = read_effect(said.effect or "")
        _refuse_unseen(item, fields, said, where)
    if deed.to == CARRIED:
        fields |= {"times_carried": item.times_carried + 1, "meant_for": said.to}
        fields |= {"planned": None, "done": None, "pi": said.to}
    if deed.name == "reopen":
        fields |= {"effect": None, "done": None}
    return fields | {"steps_taken": _step(item, deed, fields, where)}


def _reopened(item: Improvement) -> str:
    """Accepted where it has all that this demands; else it is only proposed."""
    return PROPOSED if any(need.must for need in needs(item, DEEDS["accept"])) else ACCEPTED


WORDS = {"base": "Where it is now", "goal": "The goal", "present": "The present value"}


def _refuse_unseen(item: Improvement, fields: Mapping[str, Any], said: Said, where: Where) -> None:
    """A verdict rests on a value or on what somebody saw."""
    value = fields.get("present", item.present)
    if value is None and where.value is None and not said.why:
        raise RuleBroken(
            f"A verdict on {item.ref} rests on a value or on what was seen. Say one of them: "
            'present:4, or "rebuilt twice in an hour".'
        )


def _step(item: Improvement, deed: Deed, fields: Mapping[str, Any], where: Where) -> dict[str, Any]:
    value = where.value if where.value is not None else fields.get("present", item.present)
    step = {
        "state": fields["state"],
        "before": item.state,
        "on": where.on,
        "at": where.at,
        "event": where.event,
        "by": where.by,
        "why": fields.get("note"),
        "value": value,
        "effect": fields.get("effect") if deed.to == VERIFIED else None,
        "meant_for": fields.get("meant_for") if deed.to == CARRIED else None,
        "left": item.meant_for if deed.to == CARRIED else None,
    }
    return {key: value for key, value in step.items() if value is not None}


def refuse_to_say(item: Improvement, fields: Mapping[str, Any]) -> None:
    """Refuse other words for one that was judged, and a move that would be a carrying unseen."""
    if item.state in (VERIFIED, DROPPED):
        raise RuleBroken(
            f"{item.ref} is {told(item)}: what was judged stays as it was said. Reopen it first, "
            "with the reason."
        )
    gone = [n for n in ("owner", "metric") if n in fields and fields[n] is None]
    if gone and item.state not in (PROPOSED, CARRIED):
        lacks = (OWNER if gone[0] == "owner" else METRIC).lacks
        raise RuleBroken(f"{item.ref} is {item.state}, which demands {lacks}. Name another one.")
    target = fields.get("meant_for")
    if target and item.meant_for and target != item.meant_for and item.steps_taken:
        raise RuleBroken(
            f"{item.ref} is meant for {item.meant_for}. Another planning interval is a carrying, "
            f"which is counted: carry it to {target}."
        )


def suggested(item: Improvement, value: float | None) -> str | None:
    """Which verdict the figures suggest; None where one of them lacks. Never set by itself."""
    if value is None or item.base is None or item.goal is None or item.base == item.goal:
        return None
    way = (value - item.base) / (item.goal - item.base)
    if way >= 1:
        return MOVED
    return PARTLY if way >= PART_OF_THE_WAY else NO_EFFECT


def _number(value: float | None) -> str:
    return "?" if value is None else f"{value:g}"


def hypothesis(item: Improvement, title: str = "", by: str = "") -> str:
    """`If we script the rebuild, then hours to rebuild go from 16 to 2 by 18 Dec.`

    `title` is what its gauge is called; what nobody said is a question mark.
    """
    what = item.metric or title or "?"
    until = f" by {by}" if by else ""
    text = item.text.rstrip(". ")
    if item.base is None and item.goal is None:
        return f"If we {text}, then {what} moves{until}."
    way = f"goes from {_number(item.base)} to {_number(item.goal)}"
    return f"If we {text}, then {what} {way}{until}."


def told(item: Improvement) -> str:
    """`M06 proposed · carried twice`: where it stands, in words."""
    parts = [item.state]
    if item.state == VERIFIED and item.effect:
        parts[0] = f"verified, {item.effect}"
    if item.state == PLANNED and item.planned:
        parts[0] = f"planned in {item.planned}"
    if item.times_carried:
        parts.append(times_carried(item.times_carried))
    return " · ".join(parts)


def times_carried(count: int) -> str:
    """`carried once`, `carried twice`, `carried 3 times`."""
    return "carried " + {1: "once", 2: "twice"}.get(count, f"{count} times")
