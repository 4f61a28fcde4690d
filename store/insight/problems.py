"""Problems of a planning interval: how far each group is, and what its record still asks."""

from __future__ import annotations

from store.domain import fishbone, problems
from store.domain.dots import CROWD
from store.domain.loop_records import Cause, Problem
from store.domain.problems import DROPPED, OPEN, Names
from store.domain.words import plural
from store.insight.charts import Pareto, cumulative
from store.insight.rows import Row, Urgency
from store.insight.snapshot import Snapshot

BAR_CELLS = 40
"""Characters of a cause's words in a chart."""


def names_known(snap: Snapshot) -> Names:
    """Names that a statement may not use as the cause: roles, owners, and teams."""

    def known() -> Names:
        roles = snap.train.roles if snap.train else ()
        owners = [
            str(owner)
            for kind in ("risk", "impediment", "action", "decision", "topic", "improvement")
            for record in snap.records.get(kind, ())
            if (owner := getattr(record, "owner", None))
        ]
        teams = [name for team in snap.teams for name in (team.short, team.name) if name]
        people = [name for name in dict.fromkeys((*roles, *owners)) if name not in teams]
        return Names(tuple(people), tuple(teams))

    if "problem.names" not in snap.memo:
        snap.memo["problem.names"] = known()
    found: Names = snap.memo["problem.names"]
    return found


def of_interval(snap: Snapshot) -> list[Problem]:
    """Problems of the current planning interval that were not dropped."""
    return [p for p in snap.problems if p.state != DROPPED and snap.is_current(p)]


def open_here(snap: Snapshot) -> list[Problem]:
    """Those of them that groups still work on."""
    return [p for p in of_interval(snap) if p.state == OPEN]


def is_agreed(problem: Problem, snap: Snapshot) -> bool:
    """Whether what, where, when and effect are said, and nothing points at anybody."""
    return not problems.lacking(problem, names_known(snap))


def items_of(problem: Problem) -> list[str]:
    """References of the improvement items that came of it."""
    return [one.became for one in problem.solutions if one.became]


def called(problem: Problem) -> str:
    """`Q1 · group Blue`."""
    return f"{problem.ref} · group {problem.group}" if problem.group else problem.ref


def statement_line(problem: Problem) -> str:
    """The statement in one line: what, where, when, effect."""
    parts = (
        problem.text,
        f"where: {problem.where}" if problem.where else "",
        f"when: {problem.when}" if problem.when else "",
        f"effect: {problem.effect}" if problem.effect else "",
    )
    return " · ".join(part for part in parts if part)


def progress(problem: Problem, snap: Snapshot) -> tuple[str, ...]:
    """How far its six steps are, in words, step by step."""
    root = root_of(problem)
    dots = sum(cause.dots or 0 for cause in problem.causes)
    asked = any(cause.dots is not None for cause in problem.causes)
    bones = fishbone.bones_used(problem)
    return (
        "statement agreed" if is_agreed(problem, snap) else "statement open",
        f"{plural(len(problem.causes), 'cause')} on {plural(bones, 'bone')}"
        if problem.causes
        else "no causes yet",
        f"root {root.key}" if root else (plural(dots, "dot") if asked else "no dots yet"),
        "restated" if problem.restated else "not restated yet",
        plural(len(problem.solutions), "solution") if problem.solutions else "no solutions yet",
        plural(len(items_of(problem)), "item") if items_of(problem) else "no items yet",
    )


def parts_done(problem: Problem, snap: Snapshot) -> tuple[bool, ...]:
    """Of each of the six parts whether it has left behind what it is for."""
    return (
        is_agreed(problem, snap),
        fishbone.bones_used(problem) >= fishbone.AIM_BONES,
        root_of(problem) is not None,
        bool(problem.restated),
        bool(problem.solutions),
        bool(items_of(problem)),
    )


def problem_row(problem: Problem, snap: Snapshot) -> Row:
    """A group's problem as a list shows it: how far it is, and no judgement."""
    steps = progress(problem, snap)
    return Row(
        kind="problem",
        id=problem.id,
        ref=problem.ref,
        when=problem.pi or "",
        state=problem.state,
        text=problem.restated or problem.text,
        who=problem.group or "",
        note=problem.note or "" if problem.state == DROPPED else " · ".join(steps),
        urgency=Urgency.NORMAL if problem.state == OPEN else Urgency.QUIET,
        computed={
            "causes": len(problem.causes),
            "bones": fishbone.bones_used(problem),
            "dots": sum(cause.dots or 0 for cause in problem.causes),
            "root": problem.root,
            "solutions": len(problem.solutions),
            "items": items_of(problem),
        },
    )


def root_of(problem: Problem) -> Cause | None:
    """The cause that the room chose as the biggest."""
    return next((cause for cause in problem.causes if cause.key == problem.root), None)


# -- dots


def by_dots(problem: Problem) -> list[Cause]:
    """Causes with dots, most first; level ones in the order of the tree."""
    found = [cause for cause in fishbone.in_order(problem) if cause.dots]
    return sorted(found, key=lambda cause: -(cause.dots or 0))


def pareto_of(problem: Problem) -> Pareto | None:
    """The dots of its causes as a Pareto chart; None before there are any."""
    found = by_dots(problem)
    if not found:
        return None
    at = next((n for n, cause in enumerate(found) if cause.key == problem.root), None)
    return Pareto(
        title=f"{problem.ref} biggest causes",
        unit="dots",
        bars=tuple((f"{c.key} {_short(c.text)}", float(c.dots or 0)) for c in found),
        chosen=at,
    )


def _short(text: str) -> str:
    return text if len(text) <= BAR_CELLS else f"{text[: BAR_CELLS - 1].rstrip()}…"


def few(problem: Problem) -> list[Cause]:
    """The few causes that together have 80 % of the dots, most first."""
    chart = pareto_of(problem)
    if chart is None:
        return []
    shares = cumulative(chart)
    last = next((n for n, share in enumerate(shares) if share >= CROWD - 1e-9), len(shares) - 1)
    return by_dots(problem)[: last + 1]


def suggestion(problem: Problem) -> str:
    """Which cause the dots point at, in words; the room decides."""
    found = by_dots(problem)
    if not found:
        return ""
    top = [cause.key for cause in found if cause.dots == found[0].dots]
    if len(top) > 1:
        return f"{', '.join(top)} are level with {plural(found[0].dots or 0, 'dot')}: which one?"
    crowd = few(problem)
    share = cumulative(pareto_of(problem) or Pareto("", "", ()))[len(crowd) - 1]
    return (
        f"{top[0]} has most; {len(crowd)} of {len(problem.causes)} causes have {share:.0f} % of "
        "the dots"
    )


def dots_left(problem: Problem) -> str:
    """`36 of 36 dots given by 12` in words; empty before the vote."""
    if problem.voters is None or all(cause.dots is None for cause in problem.causes):
        return ""
    given = sum(cause.dots or 0 for cause in problem.causes)
    return f"{given} of {problem.voters * (problem.each or 0)} dots given by {problem.voters}"


# -- questions


def asks(problem: Problem) -> tuple[str, ...]:
    """What may be asked of it as it stands; never a refusal."""
    # Of the first words only: a restatement names its cause, which often is that something lacks.
    found = [problems.hidden_solution(problem.text)]
    found.append(bones_ask(problem))
    root = root_of(problem)
    deep = fishbone.depth(problem, root.key) if root else fishbone.ROOT_DEPTH
    if root and deep < fishbone.ROOT_DEPTH:
        found.append(
            f"{root.key} is {plural(deep, 'cause')} deep: is there one behind it that the train "
            "can influence?"
        )
    if root and problem.restated and not problems.names_cause(problem.restated, root.text):
        found.append(f"Does the restatement name its cause, {root.key} {_short(root.text)}?")
    return tuple(dict.fromkeys(ask for ask in found if ask))


def bones_ask(problem: Problem) -> str:
    """Where the room looked on too few bones, the question; else nothing."""
    used = fishbone.bones_used(problem)
    if not problem.causes or used >= fishbone.AIM_BONES:
        return ""
    return f"Causes on {plural(used, 'bone')} so far: what do the other bones say?"


# -- conditions of the steps


def _each(snap: Snapshot, lack: str, done: list[bool]) -> str:
    found = open_here(snap)
    if not found:
        return "" if of_interval(snap) else "no problem is being worked on yet"
    lacking = [p.ref for p, ok in zip(found, done, strict=True) if not ok]
    return f"{lack}: {', '.join(lacking)}" if lacking else ""


def problem_agreed(snap: Snapshot) -> str:
    """Every open problem says what, where, when, effect."""
    done = [is_agreed(p, snap) for p in open_here(snap)]
    return _each(snap, "what, where, when or effect is still open", done)


def causes_found(snap: Snapshot) -> str:
    """Every open problem has causes on at least three bones."""
    done = [fishbone.bones_used(p) >= fishbone.AIM_BONES for p in open_here(snap)]
    return _each(snap, f"causes on fewer than {fishbone.AIM_BONES} bones", done)


def root_chosen(snap: Snapshot) -> str:
    """Every open problem has its biggest cause."""
    return _each(snap, "no biggest cause yet", [p.root is not None for p in open_here(snap)])


def problem_restated(snap: Snapshot) -> str:
    """Every open problem was said again."""
    return _each(snap, "not restated yet", [bool(p.restated) for p in open_here(snap)])


def solutions_found(snap: Snapshot) -> str:
    """Every open problem has solutions."""
    return _each(snap, "no solutions yet", [bool(p.solutions) for p in open_here(snap)])


def items_made(snap: Snapshot) -> str:
    """Every open problem led to an improvement item."""
    return _each(snap, "no improvement item yet", [bool(items_of(p)) for p in open_here(snap)])
