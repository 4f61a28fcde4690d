"""The stage: one composition of the step, the largest clock that fits, and one list."""

from __future__ import annotations

from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Vertical

from console.widgets import digits
from console.widgets.clock_panel import ClockPanel, Reading
from console.widgets.stage_parts import StageFoot, StageLeaves, StageList, StageTitle
from console.widgets.title_rule import TitleRule
from store.insight.stage import Scene

LARGEST = 24
"""The clock's largest scale: digits of 60 rows, more than any terminal gives them."""
ROOMY = 24
"""Rows from which the parts stand apart."""
CLOCK_SHARE = 0.4
"""How much of the height the clock gets beside a list."""
READ_SHARE = 0.2
"""The same where the room works on the list itself."""


class StageView(Vertical):
    """Shows a `Scene`, in any size from 60 by 18 on. Takes no key and no focus."""

    can_focus = False
    DEFAULT_CSS = """
    StageView { width: 100%; height: 100%; }
    StageView ClockPanel { width: 100%; padding: 0 2; }
    StageView.-roomy StageTitle { margin: 1 0; }
    StageView.-roomy StageList { margin: 1 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.rule = TitleRule()
        self.title = StageTitle()
        self.clock = ClockPanel()
        self.leaves = StageLeaves()
        self.rows = StageList()
        self.foot = StageFoot()
        self.clock.max_scale = LARGEST
        self.clock.centred = True
        self._scene: Scene | None = None

    def compose(self) -> ComposeResult:
        """From the top: where we are, the step, the clock, what it leaves, the list, what next."""
        yield from (self.rule, self.title, self.clock, self.leaves, self.rows, self.foot)

    def show(self, scene: Scene) -> None:
        """Show this scene from now on."""
        if scene == self._scene:
            return
        self._scene = scene
        self.rule.show(scene.train, scene.event)
        self.clock.idle = Reading(scene.at, "", "strong", "quiet")
        self.clock.show(scene.face)
        still = replace(scene, face=None, level="")  # a tick is no reason to draw the rest
        for part in (self.title, self.leaves, self.rows, self.foot):
            part.show(still)
        self._lay_out()

    def on_resize(self) -> None:
        """Another size, another share for each part."""
        self._lay_out()

    def _lay_out(self) -> None:
        """Give each part its height; Textual lays out only if one of them changed."""
        width, height = self.size
        if self._scene is None or not height:
            return
        roomy = height >= ROOMY
        self.set_class(roomy, "-roomy")
        title = self.title.wanted(width)
        leaves = self.leaves.wanted(width, 3 if roomy else 2)
        room = height - 2 - title - leaves - (4 if roomy else 0)
        share = READ_SHARE if self._scene.reads else CLOCK_SHARE
        clock = _clock_rows(height, share) if self._scene.sections else room
        self.title.styles.height = title
        self.leaves.styles.height = leaves
        self.clock.styles.height = clock
        self.rows.styles.height = max(0, room - clock)


def _clock_rows(height: int, share: float) -> int:
    """Rows of the digits that fit into the clock's share of the height, and of the word below."""
    scale = max(1, (round(height * share) - 1) * 2 // 5)
    return digits.size("0", scale)[1] + 1
