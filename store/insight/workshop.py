"""The steps of the problem-solving workshop: as surfaces of the room, and part by part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from store.domain import fishbone
from store.domain.loop_records import Problem
from store.domain.words import plural
from store.insight import problems
from store.insight.charts import cumulative
from store.insight.mixed import row_of
from store.insight.problem_tree import TreeLine, tree
from store.insight.rows import Row, Section, Surface, Told, Urgency
from store.insight.snapshot import Snapshot

NONE_YET = "No group works on a problem yet. Press v: what happens, where, when, with which effect?"


@dataclass(frozen=True, slots=True)
class Part:
    """One of the six steps: its surface, what it is called, and what it asks."""

    surface: str
    title: str
    short: str
    question: str


PARTS = (
    Part("ws-problem", "Agree on the problem", "Problem",
         "What, where, when, with which effect?"),
    Part("ws-causes", "Root causes", "Causes", "Why? And why is that?"),
    Part("ws-biggest", "The biggest root cause", "Biggest",
         "Which few causes make up most of it?"),
    Part("ws-restate", "Restate the problem", "Restate",
         "The problem in one sentence, for its cause?"),
    Part("ws-solutions", "Solutions", "Solutions", "What could be done? Nothing is judged yet."),
    Part("ws-items", "Improvement items", "Items",
         "Which measure moves, from what to what?"),
)  # fmt: skip
"""The six steps in order."""


# -- one problem, part by part


def part_sections(problem: Problem, snap: Snapshot, part: int) -> tuple[Section, ...]:
    """What a group's record says in one of the six steps (0 to 5), with what may be asked of it."""
    told = _PARTS[part](problem, snap)
    asked = _questions(problem, part)
    return (*told, *((Section("May be asked", (), told=asked),) if asked else ()))


def _questions(problem: Problem, part: int) -> tuple[Told, ...]:
    if part in (1, 2, 3, 0):
        return tuple(Told("?", ask) for ask in problems.asks(problem))
    return ()


def _statement(problem: Problem, snap: Snapshot) -> tuple[Section, ...]:
    lines = (
        Told("what happens", problem.text, strong=True),
        Told("where", problem.where or "not said yet"),
        Told("when", problem.when or "not said yet"),
        Told("effect", problem.effect or "not said yet"),
        Told("group", problem.group or "no name yet"),
    )
    return (
        Section("The problem", (), told=lines),
        Section("What shows it", evidence(problem, snap), "No record is linked to it yet."),
    )


def evidence(problem: Problem, snap: Snapshot) -> tuple[Row, ...]:
    """Rows of the records that show a problem; those that were taken back are left out."""
    wanted = set(problem.links)
    found = {
        record.ref: (kind, record)
        for kind, records in snap.records.items()
        for record in records
        if record.ref in wanted
    }
    return tuple(row_of(*found[ref], snap) for ref in problem.links if ref in found)


def _causes(problem: Problem, snap: Snapshot) -> tuple[Section, ...]:  # noqa: ARG001
    return (Section(_counted(problem), tuple(_branch(line) for line in tree(problem))),)


def _counted(problem: Problem) -> str:
    """`Fishbone: 7 causes on 3 bones`."""
    bones = fishbone.bones_used(problem)
    if not problem.causes:
        return "Fishbone: no causes yet"
    return f"Fishbone: {plural(len(problem.causes), 'cause')} on {plural(bones, 'bone')}"


def _branch(line: TreeLine) -> Row:
    return Row(
        kind="bone" if line.is_bone else "cause",
        id=line.key,
        ref="" if line.is_bone else line.key,
        when="" if line.dots is None else plural(line.dots, "dot"),
        state="root" if line.is_root else "",
        text=line.text if line.is_bone else f"{line.prefix}{line.text}",
        who="",
        urgency=Urgency.NORMAL if line.is_bone or line.is_root else Urgency.QUIET,
    )


def _biggest(problem: Problem, snap: Snapshot) -> tuple[Section, ...]:  # noqa: ARG001
    chart = problems.pareto_of(problem)
    if chart is None:
        empty = "Nobody gave dots yet. v takes them, in the order of the tree."
        return (Section("Dots", (), empty if problem.causes else "Causes come first: press 2."),)
    shares = cumulative(chart)
    rows = tuple(
        Row(
            kind="cause",
            id=cause.key,
            ref=cause.key,
            when=plural(cause.dots or 0, "dot"),
            state=f"to {share:.0f} %",
            text=cause.text,
            who="",
            note="biggest root cause" if cause.key == problem.root else "",
            computed={"share": share},
        )
        for cause, share in zip(problems.by_dots(problem), shares, strict=True)
    )
    told = [
        Told("the dots say", problems.suggestion(problem), strong=True),
        Told("counted", problems.dots_left(problem)),
    ]
    return (
        Section("", (), told=tuple(line for line in told if line.words)),
        Section("Pareto: dots, and the share reached so far", rows),
    )


def _restated(problem: Problem, snap: Snapshot) -> tuple[Section, ...]:  # noqa: ARG001
    root = problems.root_of(problem)
    return (
        Section(
            "The problem again",
            (),
            told=(
                Told("at first", problem.text),
                Told("biggest cause", f"{root.key} {root.text}" if root else "not chosen yet"),
                Told("restated", problem.restated or "not yet", strong=bool(problem.restated)),
            ),
        ),
    )


def _solutions(problem: Problem, snap: Snapshot) -> tuple[Section, ...]:  # noqa: ARG001
    rows = tuple(
        Row(
            kind="solution",
            id=one.key,
            ref=one.key,
            when="" if one.dots is None else plural(one.dots, "dot"),
            state=one.became or "",
            text=one.text,
            who="",
        )
        for one in problem.solutions
    )
    return (Section("Solutions as they came", rows, "Nothing yet. n takes them, many at once."),)


def _items(problem: Problem, snap: Snapshot) -> tuple[Section, ...]:
    made = set(problems.items_of(problem))
    rows = tuple(row_of("improvement", i, snap) for i in snap.improvements if i.ref in made)
    waiting = _solutions(problem, snap)[0].rows
    left = sorted(
        (row for row, one in zip(waiting, problem.solutions, strict=True) if not one.became),
        key=lambda row: -(dots_of(problem, row.id)),
    )
    return (
        Section("Improvement items", rows, "None yet. Enter on a solution makes one of it."),
        Section("Solutions without an item", tuple(left), "Every solution has led to an item."),
    )


def dots_of(problem: Problem, key: str) -> int:
    """Dots of a solution; 0 where nobody was asked, which only orders them."""
    return next((one.dots or 0 for one in problem.solutions if one.key == key), 0)


_PARTS: tuple[Callable[[Problem, Snapshot], tuple[Section, ...]], ...] = (
    _statement, _causes, _biggest, _restated, _solutions, _items,
)  # fmt: skip


# -- surfaces


def _step(number: int) -> Callable[[Snapshot], Surface]:
    part = PARTS[number]

    def shown(snap: Snapshot) -> Surface:
        here = problems.of_interval(snap)
        groups = Section(
            "Groups at work", tuple(problems.problem_row(p, snap) for p in here), NONE_YET
        )
        told = tuple(
            Section(
                f"{problems.called(problem)}: {section.title}" if section.title else "",
                () if section.told else section.rows,
                section.empty,
                section.told,
            )
            for problem in problems.open_here(snap)
            for section in part_sections(problem, snap, number)[: 1 if number != 2 else 2]
        )
        charts = {p.id: (chart,) for p in here if number == 2 and (chart := problems.pareto_of(p))}
        return Surface(
            part.surface, part.title, (groups, *told), part.question, charts=charts
        )  # fmt: skip

    return shown


WORKSHOP_SURFACES: dict[str, Callable[[Snapshot], Surface]] = {
    part.surface: _step(number) for number, part in enumerate(PARTS)
}
"""Surfaces of the six steps, by name."""
