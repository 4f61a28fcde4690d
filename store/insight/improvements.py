"""Improvements: what each waits for, what its measure says, and whether those of before worked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from store.domain import improving
from store.domain.calendar import day
from store.domain.improving import (
    CARRIED,
    DONE,
    DROPPED,
    MOVED,
    NO_EFFECT,
    OPEN,
    PARTLY,
    RULES,
    UNDECIDED,
    UNDER_WAY,
    VERIFIED,
)
from store.domain.records import Improvement
from store.domain.words import plural, short_date
from store.insight.by_interval import number as shown
from store.insight.gauges import find_gauge, gauge_value
from store.insight.inspecting import inspected as inspected
from store.insight.measured import NO_DATA, Figure
from store.insight.plan import plan_name
from store.insight.rows import Row, Section, Surface, Told, Urgency, ref_order
from store.insight.snapshot import Snapshot

QUESTION = "Did it move what it was meant to move?"


# -- one item


def present_value(item: Improvement, snap: Snapshot) -> Figure:
    """What its measure says: computed where it has a gauge, else as somebody said it."""
    if item.gauge:
        return gauge_value(snap, item.gauge, _measured_in(item, snap))
    if item.present is None:
        return Figure(None, NO_DATA, "", 0, "nobody has said it yet")
    return Figure(item.present, shown(item.present), "", 1, "as said")


def _measured_in(item: Improvement, snap: Snapshot) -> str:
    """The interval that it is meant for, once that has begun; else the present one.

    Of a measure of the train's own it is always the newest value: an outcome takes its time.
    """
    if find_gauge(item.gauge or "") is None:
        return snap.pi_name
    known = {pi.short: pi for pi in snap.intervals}
    meant = known.get(item.meant_for or "")
    start = day(meant.start) if meant else None
    return meant.short if meant and start and start <= snap.today else snap.pi_name


def is_open(item: Improvement) -> bool:
    """Whether it still owes its verdict."""
    return item.state in OPEN


def owes_verdict(item: Improvement, snap: Snapshot) -> bool:
    """Whether somebody should say now what became of it.

    Of one whose planning interval is over, or is looked at in the open Inspect & Adapt.
    """
    if not is_open(item):
        return False
    meant = item.meant_for or item.pi
    if meant is not None and meant == inspected(snap):
        return True
    end = _ends(snap, meant)
    return end is not None and end < snap.today.isoformat()


def owing(snap: Snapshot, pi: str) -> list[Improvement]:
    """Those that the Inspect & Adapt of an interval asks about: meant for it or an earlier one."""
    names = [one.short for one in snap.intervals]
    upto = names[: names.index(pi) + 1] if pi in names else names
    return [one for one in snap.improvements if is_open(one) and (one.meant_for or one.pi) in upto]


def _ends(snap: Snapshot, name: str | None) -> str | None:
    return next((pi.end for pi in snap.intervals if pi.short == name and day(pi.end)), None)


def wants_room(item: Improvement, snap: Snapshot, pi: str | None = None) -> bool:
    """Whether the planning of an interval (the one that is planned) should plan or drop it."""
    if item.state not in UNDECIDED:
        return False
    return item.meant_for in (None, pi or plan_name(snap)) or _was_before(snap, item, pi)


def _was_before(snap: Snapshot, item: Improvement, pi: str | None) -> bool:
    """Whether it was meant for an earlier interval and nobody has decided since."""
    names = [one.short for one in snap.intervals]
    wanted = pi or plan_name(snap)
    return (
        item.meant_for in names
        and wanted in names
        and names.index(item.meant_for) < names.index(wanted)
    )


def in_force(item: Improvement) -> bool:
    """Whether it is a working agreement or a policy that holds now."""
    return item.nature in RULES and item.state in (DONE, VERIFIED) and item.effect != NO_EFFECT


def attention(item: Improvement, snap: Snapshot) -> int:
    """Its place by what needs somebody first: a verdict, a place in a plan, the rest, the past."""
    if owes_verdict(item, snap):
        return 0
    if wants_room(item, snap):
        return 1
    return 2 if is_open(item) else 3


def hypothesis(item: Improvement, snap: Snapshot) -> str:
    """`If we script the rebuild, then hours to rebuild go from 16 to 2 by 20 Dec.`"""
    gauge = find_gauge(item.gauge) if item.gauge else None
    until = day(item.due) or day(_ends(snap, item.meant_for))
    by = short_date(until, snap.today) if until else ""
    return improving.hypothesis(item, gauge.title if gauge else "", by)


def moved_words(item: Improvement, snap: Snapshot) -> str:
    """`hours to rebuild: 16 → 2, now 1`; what nobody said is `?`."""
    if item.metric is None and item.gauge is None:
        return ""
    now = present_value(item, snap)
    value = shown(now.value) if now.value is not None else now.said
    base, goal = (("?" if v is None else shown(v)) for v in (item.base, item.goal))
    way = f"{base} → {goal}, " if item.base is not None or item.goal is not None else ""
    return f"{item.metric or item.gauge}: {way}now {value}"


def suggestion(item: Improvement, snap: Snapshot) -> str | None:
    """The verdict that the figures suggest; a question, never set by itself."""
    return improving.suggested(item, present_value(item, snap).value)


def asks(item: Improvement, snap: Snapshot) -> str:
    """What it waits for, in words; "" for one that has its verdict."""
    if owes_verdict(item, snap):
        return "verdict?" if item.state == DONE else "not done: drop it or carry it?"
    if wants_room(item, snap):
        return "plan it or drop it"
    if is_open(item) and not item.owner:
        return "no owner"
    return ""


def improvement_row(item: Improvement, snap: Snapshot) -> Row:
    """An improvement as lists show it: what is asked of it, and what its measure says."""
    ask = asks(item, snap)
    now = present_value(item, snap)
    rule = item.nature if item.nature in RULES else ""
    parts = (ask, rule or "", moved_words(item, snap), _said_why(item))
    return Row(
        kind="improvement",
        id=item.id,
        ref=item.ref,
        when=item.planned or item.meant_for or "",
        state=improving.told(item),
        text=item.text,
        who=item.owner or "",
        note=" · ".join(part for part in parts if part),
        urgency=_urgency(item, ask),
        computed={
            "open": is_open(item),
            "base": item.base,
            "goal": item.goal,
            "now": now.value,
            "computed_by": item.gauge,
            "owes_verdict": owes_verdict(item, snap),
            "suggested": suggestion(item, snap),
            "times_carried": item.times_carried,
            "hypothesis": hypothesis(item, snap),
        },
    )


def _said_why(item: Improvement) -> str:
    return f"because {item.note}" if item.state == DROPPED and item.note else ""


def _urgency(item: Improvement, ask: str) -> Urgency:
    if ask and ask != "no owner":
        return Urgency.NEEDS_YOU
    return Urgency.NORMAL if is_open(item) else Urgency.QUIET


def rows(found: Iterable[Improvement], snap: Snapshot) -> tuple[Row, ...]:
    """Rows in the order of their references."""
    ordered = sorted(found, key=lambda one: ref_order(one.ref))
    return tuple(improvement_row(one, snap) for one in ordered)


# -- all of them


@dataclass(frozen=True, slots=True)
class Success:
    """What became of the improvements that were meant for an interval."""

    pi: str
    moved: int
    partly: int
    no_effect: int
    dropped: int
    carried: int
    """Carried on from it into a later one."""
    waiting: int
    """Without a verdict yet."""

    @property
    def judged(self) -> int:
        """How many have a verdict."""
        return self.moved + self.partly + self.no_effect

    @property
    def all(self) -> int:
        """How many were meant for it."""
        return self.judged + self.dropped + self.carried + self.waiting

    @property
    def words(self) -> str:
        """`1 of 2 with a verdict moved its measure (50 %), 1 partly; 1 without a verdict`."""
        if not self.judged:
            head = "no verdict yet"
        else:
            share = round(100 * self.moved / self.judged)
            head = (
                f"{self.moved} of {self.judged} with a verdict moved what they aimed at ({share} %)"
            )
        parts = [head]
        for count, word in (
            (self.partly, "partly"),
            (self.no_effect, "without effect"),
            (self.dropped, "dropped"),
            (self.carried, "carried on"),
            (self.waiting, "waiting for a verdict"),
        ):
            if count:
                parts.append(f"{count} {word}")
        return ", ".join(parts)


def _meant_for(snap: Snapshot) -> dict[str, list[tuple[Improvement, bool]]]:
    """By interval: what was meant for it, and whether it was carried on from there."""
    found: dict[str, list[tuple[Improvement, bool]]] = {}
    for item in snap.improvements:
        before = [step.left for step in item.steps_taken if step.state == CARRIED and step.left]
        for name in dict.fromkeys(before):
            found.setdefault(name, []).append((item, True))
        meant = item.meant_for or item.pi
        if meant:
            found.setdefault(meant, []).append((item, False))
    return found


def success(snap: Snapshot) -> tuple[Success, ...]:
    """What became of improvements by the interval that they were meant for, oldest first."""
    found = _meant_for(snap)
    names = [pi.short for pi in snap.intervals]
    order = [*names, *(name for name in found if name not in names)]
    return tuple(_success(name, found[name]) for name in order if name in found)


def _success(name: str, found: Sequence[tuple[Improvement, bool]]) -> Success:
    here = [item for item, gone in found if not gone]

    def judged(effect: str) -> int:
        return sum(item.state == VERIFIED and item.effect == effect for item in here)

    counts = {effect: judged(effect) for effect in (MOVED, PARTLY, NO_EFFECT)}
    dropped = sum(item.state == DROPPED for item in here)
    carried = sum(gone for _, gone in found)
    waiting = len(here) - sum(counts.values()) - dropped
    return Success(
        name, counts[MOVED], counts[PARTLY], counts[NO_EFFECT], dropped, carried, waiting
    )


def improvements(snap: Snapshot) -> Surface:
    """Those that owe a verdict first, those that want room, those under way; then what worked."""
    found = snap.improvements
    owing = [one for one in found if owes_verdict(one, snap)]
    rest = [one for one in found if is_open(one) and one not in owing]
    wanting = [one for one in rest if one.state in UNDECIDED]
    going = [one for one in rest if one.state in UNDER_WAY or one.state == DONE]
    over = [one for one in found if not is_open(one)]
    told = tuple(Told(one.pi, one.words) for one in reversed(success(snap)))
    sections = (
        Section("Without a verdict", rows(owing, snap), "No improvement owes a verdict now."),
        Section("Wants capacity, or a no", rows(wanting, snap)),
        Section("Under way, or done and not asked yet", rows(going, snap)),
        Section("What worked, by planning interval", (), "" if told else NONE_YET, told),
        Section("With a verdict, or dropped", rows(over, snap)),
    )
    return Surface(
        "improvements",
        "Improvements",
        tuple(part for part in sections if part.rows or part.empty or part.told),
        QUESTION,
    )


NONE_YET = "No improvement yet. The problem-solving workshop makes them; w adds one here."


def wanting_section(snap: Snapshot) -> Section | None:
    """Improvements that want capacity in the interval that is planned; None if there are none."""
    found = [one for one in snap.improvements if wants_room(one, snap)]
    if not found:
        return None
    count = plural(len(found), "improvement")
    return Section(f"Improvements that want capacity: {count}", rows(found, snap))


def verdicts_given(snap: Snapshot) -> str:
    """What lacks until every improvement that owes a verdict has it; "" when all have."""
    owing = [one.ref for one in snap.improvements if owes_verdict(one, snap)]
    return f"no verdict yet: {', '.join(sorted(owing, key=ref_order))}" if owing else ""
