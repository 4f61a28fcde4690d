"""The problem-solving workshop: one group's problem in six parts, under the room's clock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from console.screens import workshop_asks as asks
from console.screens import workshop_ends as ends
from console.screens.base import ConsoleScreen
from console.screens.record import RecordScreen
from console.widgets.cells import cell_len
from console.widgets.clock_panel import ClockPanel
from console.widgets.glyphs import GLYPHS
from console.widgets.key_line import Key
from console.widgets.pareto_list import ParetoList
from console.widgets.problem_head import ProblemHead, ProblemHeading, ProblemWords
from console.widgets.rows_view import RowsView
from console.widgets.tree_view import SIGNS, TreeView
from store.domain.loop_records import Problem
from store.errors import RuleBroken
from store.insight import problems
from store.insight.problem_tree import TreeLine, tree
from store.insight.rows import Row
from store.insight.workshop import PARTS, part_sections

CAUSES, BIGGEST, RESTATE, SOLUTIONS, ITEMS = 1, 2, 3, 4, 5


class WorkshopScreen(ConsoleScreen):
    """Goes through the six steps of a problem. Whatever is added is saved at once."""

    AUTO_FOCUS = ""  # keys are about the problem, not about the capture line
    ABOUT = (
        "One record from the problem to its improvement items. Causes and dots carry no name. "
        "Several groups each have their own problem; [ and ] go from one to the other."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n + 1), f"part({n})", part.title) for n, part in enumerate(PARTS)),
        Binding("enter", "main", "what this part asks", key_display="Enter"),
        Binding("e", "reword", "other words"),
        Binding("n", "add", "a cause, or solutions"),
        Binding("w", "why", "why: a cause below it"),
        Binding("m", "move", "to another bone or cause"),
        Binding("b", "bones", "bones: add, rename, take away"),
        Binding("D", "take_away", "take away, with what hangs below (asks)"),
        Binding("v", "dots", "dots of all, by hand tally"),
        Binding("o", "root", "choose as the biggest root cause"),
        Binding("l", "evidence", "link records that show it"),
        Binding("z", "finish", "gather or drop it"),
        Binding("left_square_bracket", "turn(-1)", "group before", key_display="["),
        Binding("right_square_bracket", "turn(1)", "next group", key_display="]"),
        Binding("escape,q", "leave", "back", key_display="Esc"),
    ]
    DEFAULT_CSS = """
    WorkshopScreen #ws-head { height: 4; padding: 0 1; margin: 1 0 0 0; }
    WorkshopScreen ProblemWords#ws-words { display: none; }
    WorkshopScreen.-low #ws-head, WorkshopScreen.-narrow #ws-head { margin: 0; height: 1; }
    WorkshopScreen.-low ClockPanel, WorkshopScreen.-narrow ClockPanel { width: 22; height: 1; }
    WorkshopScreen.-low #ws-words, WorkshopScreen.-narrow #ws-words { display: block; }
    WorkshopScreen #ws-parts { height: 1; padding: 0 1; color: $text-muted; }
    WorkshopScreen #ws-ask { height: 2; padding: 0 1; color: $text-muted; }
    WorkshopScreen .front { height: 1fr; padding: 0 1; margin: 1 0 0 0; display: none; }
    WorkshopScreen.-low .front { margin: 0; }
    WorkshopScreen .front.-shown { display: block; }
    """

    def __init__(self, problem_id: str, part: int = 0) -> None:
        super().__init__()
        self._problem_id, self._part = problem_id, part
        self.head, self.clock = ProblemHead(), ClockPanel()
        self._words = ProblemWords(id="ws-words")
        self.rows, self.fishbone = RowsView(id="ws-rows"), TreeView(id="ws-tree")
        self.pareto = ParetoList(id="ws-pareto")
        self._tab_line, self._ask_line = Static(id="ws-parts"), Static(id="ws-ask")

    def body(self) -> Iterable[Widget]:
        """Head with the room's clock, the six parts, then the part in front."""
        yield Horizontal(self.head, self.clock, id="ws-head")
        yield self._words
        yield self._tab_line
        for list_of_part in (self.fishbone, self.pareto, self.rows):
            list_of_part.add_class("front")
            yield list_of_part
        yield self._ask_line

    def on_mount(self) -> None:
        """The part in front takes the keys."""
        super().on_mount()
        self.leave_bar()

    # -- what is shown

    @property
    def problem(self) -> Problem | None:
        """The problem in front; None once it was taken back."""
        found = self.session.ledger.views.get("problem", self._problem_id)
        return found if isinstance(found, Problem) else None

    @property
    def has_tree(self) -> bool:
        """Whether the fishbone is in front."""
        return self._part == CAUSES

    @property
    def front(self) -> TreeView | ParetoList | RowsView:
        """The list of the part in front; the Pareto chart once there are dots."""
        if self.has_tree:
            return self.fishbone
        return self.pareto if self._part == BIGGEST and self.pareto.item_count() else self.rows

    def reload(self) -> None:
        """Show the present state of the problem."""
        problem, snap = self.problem, self.session.snapshot
        if problem is None:
            self.titles("problem solving")
            self._show_head(ProblemHeading("This problem was taken back", words="Esc goes back"))
            self.rows.show(())
            self.fishbone.show(())
            self.pareto.show((), None, ())
        else:
            self.titles(self._title(problem))
            part = PARTS[self._part]
            about = problem.restated if problem.restated and self._part > RESTATE else problem.text
            self._show_head(
                ProblemHeading(
                    part.question, f"{self._part + 1}/{len(PARTS)}", about,
                    " · ".join(problems.progress(problem, snap)),
                )
            )  # fmt: skip
            self._tab_line.update(Content(self._tabs(problems.parts_done(problem, snap))))
            self.fishbone.show(tree(problem, SIGNS))
            self._show_pareto(problem)
            self.rows.show(() if self.has_tree else part_sections(problem, snap, self._part))
        for one in (self.fishbone, self.pareto, self.rows):
            one.set_class(one is self.front, "-shown")
        self._show_whole()
        if self.focused is None or not self.focused.display:
            self.leave_bar()  # there may be rows now

    def _show_head(self, heading: ProblemHeading) -> None:
        self.head.show(heading)
        self._words.show(heading)

    def _title(self, problem: Problem) -> str:
        """`Q1 · group Blue · 1 of 2`: which group this is, of how many."""
        ids = [one.id for one in problems.of_interval(self.session.snapshot)]
        place = f" · {ids.index(problem.id) + 1} of {len(ids)}" if problem.id in ids else ""
        return problems.called(problem) + (place if len(ids) > 1 else "")

    def _show_pareto(self, problem: Problem) -> None:
        said = ((problems.suggestion(problem), "strong"), (problems.dots_left(problem), "quiet"))
        keys = [cause.key for cause in problems.by_dots(problem)]
        self.pareto.show([one for one in said if one[0]], problems.pareto_of(problem), keys)

    def _show_whole(self) -> None:
        """Below the list what its part may be asked, else the whole of what is under the cursor."""
        problem, said = self.problem, ""
        if problem is not None and self.has_tree:
            said = next(iter(problems.asks(problem)), "")
        elif problem is not None and self.key:
            said = f"{self.key}  {asks.said_of(problem, self.key)}"
        elif (row := self.rows.current) is not None and self.front is self.rows:
            said = f"{row.ref}  {row.text}" + (f" · {row.note}" if row.note else "")
        self._ask_line.update(Content(said), layout=False)
        self._ask_line.display = bool(said) or not self.has_tree

    @on(RowsView.Highlighted)
    @on(ParetoList.Highlighted)
    def _highlighted(self, event: RowsView.Highlighted | ParetoList.Highlighted) -> None:
        event.stop()
        self._show_whole()

    def _tabs(self, done: Iterable[bool]) -> str:
        """` 1 Problem ✓ [2 Causes  ]`: the one in front in brackets, in any terminal.

        Where that is too wide, the names of the others are cut.
        """
        marks = [GLYPHS.done if is_done else " " for is_done in done]
        for cells in (None, 2):
            tabs = []
            for n, (part, mark) in enumerate(zip(PARTS, marks, strict=True)):
                here = n == self._part
                name = f"{n + 1} {part.short if here else part.short[:cells]} {mark}"
                tabs.append(f"[{name}]" if here else f" {name} ")
            if cell_len("".join(tabs)) <= self.size.width - 2:
                break
        return "".join(tabs)

    def on_resize(self) -> None:
        """Another width has room for other names."""
        self.reload()

    def tick(self) -> None:
        """A second has passed."""
        super().tick()
        found = self.session.running
        self.clock.show(found[1] if found else None)

    def keys(self) -> list[Key]:
        """What this part asks first."""
        here: dict[int, tuple[Key, ...]] = {
            0: (Key("e", "the statement"), Key("l", "evidence")),
            CAUSES: (Key("n", "cause"), Key("w", "why"), Key("e", "reword"), Key("m", "move"),
                     Key("D", "take away"), Key("b", "bones")),
            BIGGEST: (Key("v", "dots"), Key("o", "choose root")),
            RESTATE: (Key("Enter", "restate", "enter"),),
            SOLUTIONS: (Key("n", "solutions"), Key("v", "dots"), Key("e", "reword")),
            ITEMS: (Key("Enter", "make an item", "enter"), Key("z", "gather")),
        }  # fmt: skip
        ways = (Key("1-6", "part", "1"), Key("]", "group", "right_square_bracket"))
        return [*here[self._part], *ways, Key("Esc", "back", "escape")]

    def leave_bar(self) -> None:
        """Esc in the capture bar: keys go back to the part in front."""
        if self.front.item_count():
            self.front.focus()
        else:
            self.set_focus(None)  # an empty list would keep Enter to itself

    # -- where the cursor is

    @property
    def branch(self) -> TreeLine | None:
        """The bone or cause under the cursor of the tree."""
        return self.fishbone.current if self.has_tree else None

    @property
    def key(self) -> str:
        """Key of the cause or solution under the cursor; "" on a bone or on a record."""
        if self.has_tree:
            line = self.fishbone.current
            return line.key if line and not line.is_bone else ""
        if self.front is self.pareto:
            return self.pareto.key
        row = self.rows.current
        return row.id if row and row.kind in ("cause", "solution") else ""

    def need_key(self, what: str) -> str:
        """The same, or a refusal that says where to move."""
        if not self.key:
            raise RuleBroken(f"Move to {what} first.")
        return self.key

    # -- moving

    def action_part(self, number: int) -> None:
        """Bring one of the six parts to the front."""
        self._part = number
        self.reload()
        self.leave_bar()
        self.show_keys()

    def action_turn(self, by: int) -> None:
        """The problem of another group."""
        ids = [one.id for one in problems.of_interval(self.session.snapshot)]
        if self._problem_id in ids:
            self._problem_id = ids[(ids.index(self._problem_id) + by) % len(ids)]
            self.reload()

    def action_leave(self) -> None:
        """Back to where it was opened."""
        self.dismiss(None)

    # -- doing

    @on(TreeView.Chosen)
    @on(ParetoList.Chosen)
    def _tree_chosen(self, event: TreeView.Chosen | ParetoList.Chosen) -> None:
        event.stop()
        self.action_main()

    @on(RowsView.Opened)
    def _row_opened(self, event: RowsView.Opened) -> None:
        event.stop()
        event.prevent_default()  # the record is shown only where there is one
        self._open(event.row)

    def _open(self, row: Row) -> None:
        if row.kind in ("cause", "solution"):
            self.action_main()
        else:
            self.app.push_screen(RecordScreen(self.session, row.kind, row.id))

    def action_main(self) -> None:
        """What the part in front asks."""
        acts = (asks.statement, asks.reword, asks.root, asks.restate, asks.reword, ends.item)
        if self.has_tree and not self.key:
            asks.cause(self)
        else:
            acts[self._part](self)

    def action_reword(self) -> None:
        """Other words for what is under the cursor, or for the statement."""
        {0: asks.statement, RESTATE: asks.restate}.get(self._part, asks.reword)(self)

    def action_add(self) -> None:
        """Causes, solutions, or an item."""
        {SOLUTIONS: ends.solutions, ITEMS: ends.item}.get(self._part, asks.cause)(self)

    def action_why(self) -> None:
        """The answer to why, below the cause under the cursor."""
        asks.why(self)

    def action_move(self) -> None:
        """Hang it elsewhere."""
        asks.move(self)

    def action_bones(self) -> None:
        """Add, rename or take away a bone."""
        asks.bones(self)

    def action_take_away(self) -> None:
        """Ask once, then take away."""
        asks.take_away(self)

    def action_dots(self) -> None:
        """The tally of all causes, or of all solutions."""
        asks.dots(self, of_solutions=self._part in (SOLUTIONS, ITEMS))

    def action_root(self) -> None:
        """The biggest root cause."""
        asks.root(self)

    def action_evidence(self) -> None:
        """Records that show it."""
        ends.evidence(self)

    def action_finish(self) -> None:
        """Gather it, drop it, or open it again."""
        ends.finish(self)
