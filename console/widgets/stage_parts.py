"""The parts of the stage: the step's title, what it leaves behind, its list, and what comes next.

Made to be read across a room: nothing here has a cursor, scrolls, or takes a key.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.reactive import reactive

from console.widgets.branches import branched, parted
from console.widgets.cells import cell_len, cut, pad, wrap
from console.widgets.glyphs import GLYPHS
from console.widgets.painted import Line, Painted, Span
from console.widgets.status_line import BETWEEN
from console.widgets.step_header import LEAVES, turn_words
from store.domain.words import plural
from store.insight.rows import Row, Section, Urgency
from store.insight.stage import Scene

MARGIN = 2
GAP = 2
WIDEST = 150
"""Cells of a list: in longer lines the eye loses its place."""
HINT = ("Esc leaves", "t other colours", "? help")
"""Stands where nothing comes next; while an event runs, the audience sees no keys."""
TEXT_LINES = 2
"""Lines that a record may take where there is room."""


def _between() -> str:
    return BETWEEN if GLYPHS.blocks else " | "


def wrapped(text: str, width: int, lines: int) -> list[str]:
    """`text` in at most `lines` lines of at most `width` cells; the last one is cut.

    The branches of a tree before it keep their place, and further lines stand below its words.
    """
    lead, words = parted(text)
    if lead:
        found = wrapped(words, max(2, width - cell_len(lead)), lines)
        return [(" " * cell_len(lead) if n else lead) + line for n, line in enumerate(found)]
    found = wrap(text, width)
    if len(found) <= lines:
        return found
    rest = " ".join(found[lines - 1 :])
    return [*found[: lines - 1], cut(rest, width, GLYPHS.ellipsis)]


def balanced(text: str, width: int, lines: int) -> list[str]:
    """The same with the words spread evenly: no line that holds a single last word."""
    found = wrapped(text, width, lines)
    while len(found) > 1:
        narrower = wrapped(text, max(map(cell_len, found)) - 1, lines + 1)
        if len(narrower) > len(found):
            break
        found = narrower
    return found


def centred(line: Sequence[Span], width: int) -> Line:
    """A line in the middle of `width` cells."""
    used = sum(cell_len(text) for text, _ in line)
    return [(" " * (max(0, width - used) // 2), "normal"), *line]


class _ScenePart(Painted):
    """A part that is drawn from the scene."""

    scene: reactive[Scene] = reactive(Scene(train="", at=""), repaint=False)

    def show(self, scene: Scene) -> None:
        """Show this scene from now on."""
        self.scene = scene

    def watch_scene(self) -> None:
        """Send what changed."""
        self.repaint()


class StageTitle(_ScenePart):
    """Place and title of the step, in the middle; as many lines as it has height."""

    def wanted(self, width: int) -> int:
        """Lines that the whole title takes, at most two."""
        return len(balanced(self._words, width - 2 * MARGIN, 2))

    @property
    def _words(self) -> str:
        return f"{self.scene.place}  {self.scene.step}".strip()

    def paint(self, width: int, height: int) -> Iterable[Line]:
        """The title, cut if it must be."""
        place = self.scene.place
        for number, text in enumerate(balanced(self._words, width - 2 * MARGIN, height)):
            if number == 0 and place and text.startswith(place):
                spans = [(place, "quiet"), (text[len(place) :], "strong")]
            else:
                spans = [(text, "strong")]
            yield centred(spans, width)


class StageLeaves(_ScenePart):
    """Who has the floor, and what the step must leave behind, in the middle."""

    def wanted(self, width: int, most: int) -> int:
        """Lines that it takes, at most `most`; 0 where nothing is asked for."""
        leaves = self.scene.leaves
        lines = len(balanced(LEAVES + leaves, width - 2 * MARGIN, most)) if leaves else 0
        return lines + bool(self.scene.turns)

    def paint(self, width: int, height: int) -> Iterable[Line]:
        """`Anchor · 6:10 left · 2/7`, then `leaves behind: every team shown`."""
        turn = turn_words(self.scene.turns)
        if turn is not None:
            yield centred(turn.spans(width - 2 * MARGIN), width)
            height -= 1
        if not self.scene.leaves or height < 1:
            return
        lines = balanced(LEAVES + self.scene.leaves, width - 2 * MARGIN, height)
        for number, text in enumerate(lines):
            if number == 0 and text.startswith(LEAVES):
                yield centred([(LEAVES, "quiet"), (text[len(LEAVES) :], "normal")], width)
            else:
                yield centred([(text, "normal")], width)


class StageFoot(_ScenePart):
    """What comes next and when on the left, the time of day on the right."""

    DEFAULT_CSS = """
    StageFoot { height: 1; padding: 0 1; }
    """

    trouble: reactive[str] = reactive("", repaint=False)
    """What keeps the stage from following, in one sentence; it stands in place of the rest."""

    def watch_trouble(self) -> None:
        """Send what changed."""
        self.repaint()

    def paint(self, width: int, height: int) -> Iterable[Line]:  # noqa: ARG002 - one line
        """`next  Risks · 09:45            09:31 · 04:31 New York`."""
        dots = GLYPHS.ellipsis
        if self.trouble:
            return [[(cut(self.trouble, width, dots), "warning")]]
        times = self._times(width // 2)
        room = width - cell_len(times) - GAP
        left = self._next(room, dots)
        used = sum(cell_len(text) for text, _ in left)
        return [[*left, (" " * max(0, width - used - cell_len(times)), "normal"), (times, "quiet")]]

    def _times(self, room: int) -> str:
        """The time here, then elsewhere, as many as fit."""
        times = self.scene.at if self.scene.event else ""
        for other in self.scene.elsewhere:
            longer = f"{times}{_between()}{other}" if times else other
            if cell_len(longer) > room:
                break
            times = longer
        return times

    def _next(self, room: int, dots: str) -> list[Span]:
        scene = self.scene
        if not scene.event:
            return [(cut(_between().join(HINT), room, dots), "quiet")]
        word, what = ("next  ", scene.ahead) if scene.ahead else ("", "last step, ends")
        when = f"{_between()}{scene.ahead_at}" if scene.ahead else f" {scene.ahead_at}"
        title = cut(what, room - cell_len(word) - cell_len(when), dots)
        return [(word, "quiet"), (title, "normal"), (when, "strong")]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Cells of the columns beside the text; 0 for one that is not there."""

    ref: int
    when: int
    state: int
    who: int
    text: int
    """As wide as the longest text, or what is left of the line."""

    @property
    def before(self) -> int:
        """Cells before the text."""
        return MARGIN + sum(cells + GAP for cells in (self.ref, self.when, self.state) if cells)


def _columns(rows: Sequence[Row], width: int) -> _Columns:
    """The columns for these rows; age and state only from 100 cells on."""

    def widest(values: Iterable[str], most: int) -> int:
        return min(most, max(map(cell_len, values), default=0))

    wide = width >= 100
    ref = widest((row.ref for row in rows), 9)
    when = widest((row.when for row in rows), 12) if wide else 0
    state = widest((row.state for row in rows), 16) if wide else 0
    who = widest((row.who for row in rows), 14 if wide else 8)
    beside = sum(cells + GAP for cells in (ref, when, state, who) if cells)
    text = widest((row.text for row in rows), width - MARGIN - beside)
    return _Columns(ref, when, state, who, text)


class StageList(_ScenePart):
    """The list of the step in large rows: as many as fit, and how many more there are.

    Rows are spaced and as long as two lines where all of them fit so; else they stand close.
    """

    DEFAULT_CSS = """
    StageList { padding: 0 1; }
    """

    def paint(self, width: int, height: int) -> Iterable[Line]:
        """Sections with something in them; one sentence where there is nothing at all."""
        inner = min(width, WIDEST)
        for lines in self._drawings(inner):
            if len(lines) <= height:
                break
        else:
            lines = self._as_many(inner, height)
        indent = (" " * ((width - inner) // 2), "normal")
        return [[indent, *line] for line in lines]

    @property
    def _filled(self) -> list[Section]:
        return [part for part in self.scene.sections if part.rows]

    def _drawings(self, width: int) -> Iterable[list[Line]]:
        """The whole list, the roomiest drawing first."""
        if not self._filled:
            said = next((part.empty for part in self.scene.sections if part.empty), "")
            yield [centred([(text, "quiet")], width) for text in wrap(said, width - 2 * MARGIN)]
            return
        for spaced, most in ((True, TEXT_LINES), (False, TEXT_LINES), (False, 1)):
            yield [line for block in self._blocks(width, spaced, most) for line in block]

    def _blocks(self, width: int, spaced: bool, most: int) -> Iterable[list[Line]]:
        """The lines of each record, with those of the section's title before its first one."""
        rows = [row for part in self._filled for row in part.rows]
        columns = _columns(rows, width)
        for number, part in enumerate(self._filled):
            above: list[Line] = [[]] if number else []
            above.append(_rule(part, width))
            for row in part.rows:
                yield [*above, *_row(row, columns, most)]
                above = [[]] if spaced else []

    def _as_many(self, width: int, height: int) -> list[Line]:
        """As many records as fit in one line each, and then the count of the others."""
        lines: list[Line] = []
        left = sum(len(part.rows) for part in self._filled)
        for block in self._blocks(width, False, 1):
            if len(lines) + len(block) > height - 1:
                break
            lines += block
            left -= 1
        more = plural(left, "more", "more") if lines else plural(left, "record")
        return [*lines, [(" " * MARGIN, "normal"), (f"and {more}" if lines else more, "quiet")]]


def _rule(section: Section, width: int) -> Line:
    """`Open ──────────── 3`."""
    count = f" {len(section.rows)}"
    title = cut(section.title, width - cell_len(count) - 4, GLYPHS.ellipsis)
    rule = GLYPHS.rule * max(0, width - cell_len(title) - 1 - cell_len(count))
    return [(title, "strong"), (f" {rule}", "rule"), (count, "quiet")]


def _row(row: Row, columns: _Columns, most: int) -> list[Line]:
    """A record: its text in up to `most` lines, the rest beside the first of them."""
    dots = GLYPHS.ellipsis
    tone = "quiet" if row.urgency is Urgency.QUIET else "normal"
    sign = GLYPHS.needs_you if row.urgency is Urgency.NEEDS_YOU else ""
    first, *others = wrapped(branched(row.text), columns.text, most) or [""]
    line: list[Span] = [(pad(sign, MARGIN), "warning")]
    for text, cells, right in (
        (row.ref, columns.ref, False),
        (row.when, columns.when, True),
        (row.state, columns.state, False),
    ):
        if cells:
            line.append((pad(text, cells, right, dots) + " " * GAP, "quiet"))
    line.append((pad(first, columns.text, ellipsis=dots), tone))
    if columns.who:
        line.append((" " * GAP + pad(row.who, columns.who, ellipsis=dots), "quiet"))
    return [line, *([(" " * columns.before, "normal"), (text, tone)] for text in others)]
