"""The numbers behind a measure: figure, formula, trend, other readings, and the table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Static

from console.copying import copy_out
from console.screens.acts import Act
from console.screens.base import ConsoleScreen
from console.screens.dialog import Dialog
from console.session import Session
from console.widgets.cells import cell_len, pad, wrap
from console.widgets.notice import say
from store.errors import ConsoleError
from store.insight import measuring
from store.insight.measured import NO_DATA, Measured, Numbers
from store.insight.rows import Row

Piece = tuple[str, str]
QUIET, STRONG = "$text-muted", "bold"
LABEL = 14
NO_MEASURE = "Put the cursor on a measure first."
WIDEST = 40
"""Cells of a column of the table."""


def open_numbers(screen: ConsoleScreen, row: Row | None) -> None:
    """The numbers of the measure under the cursor; a record's own page for anything else."""
    key = str(row.computed.get("key", "")) if row else ""
    pi = str(row.computed.get("pi", "")) if row else ""
    found = measuring.measure_called(screen.session.snapshot, key, pi or None) if key else None
    if found is None:
        say(screen.app, "No measure", NO_MEASURE)
    else:
        screen.app.push_screen(NumbersScreen(screen.session, found, pi))


NUMBERS = Act("v", "its numbers", open_numbers, on_enter=True)


def told(item: Measured, width: int = 92) -> list[list[Piece]]:
    """All of a measure as lines of pieces, each with its style, wrapped beside their labels."""
    figure = item.figure

    def labelled(label: str, words: str) -> list[list[Piece]]:
        lines = wrap(words, max(20, width - LABEL))
        return [
            [(pad("" if n else label, LABEL), QUIET), (line, "")] for n, line in enumerate(lines)
        ]

    lines: list[list[Piece]] = [
        [(figure.said, STRONG), (f"   n {figure.n}", QUIET)],
        [(item.question, "")] if item.question else [],
        [],
        *labelled("formula", item.formula),
        *(labelled("why", figure.why) if figure.why else []),
    ]
    if item.trend:
        values = [
            f"{label} {NO_DATA if value is None else f'{value:.1f}'.removesuffix('.0')}"
            for label, value in item.trend
        ]
        lines += labelled("trend", " · ".join(values))
    if item.refs:
        lines += labelled("rests on", ", ".join(item.refs))
    if item.others:
        lines += [[], [("Other readings of the same facts", STRONG)]]
        for other in item.others:
            lines += [[(other.figure.said, STRONG), (f"   {other.label}", "")]]
            lines += labelled("", other.formula)
    if item.numbers and item.numbers.columns:
        lines += [[], *_table(item.numbers)]
    return lines


def _table(numbers: Numbers) -> list[list[Piece]]:
    """Headings and rows in columns; columns of numbers are right-aligned."""
    columns = range(len(numbers.columns))
    cells = [[row[n] if n < len(row) else "" for n in columns] for row in numbers.rows]
    wide = [
        min(WIDEST, max(cell_len(text) for text in (numbers.columns[n], *(r[n] for r in cells))))
        for n in columns
    ]
    right = [bool(cells) and all(_is_number(row[n]) for row in cells) for n in columns]

    def line(texts: Sequence[str]) -> str:
        return "  ".join(pad(text, wide[n], right=right[n]) for n, text in enumerate(texts))

    return [[(line(numbers.columns), QUIET)], *([(line(row), "")] for row in cells)]


def _is_number(text: str) -> bool:
    word = text.split(" ")[0].rstrip("%").replace(".", "", 1).lstrip("-")
    return not word or word.isdigit() or word in ("no", "n/a", "–")


def plain(lines: Iterable[Iterable[Piece]]) -> str:
    """The same as text."""
    return "\n".join("".join(text for text, _ in line) for line in lines) + "\n"


class NumbersScreen(Dialog[None]):
    """One measure of a planning interval, whole."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "copy"),
        Binding("escape,q,enter", "leave", "back", key_display="Esc"),
    ]
    DEFAULT_CSS = """
    NumbersScreen VerticalScroll { height: auto; max-height: 100%; scrollbar-size-vertical: 1; }
    NumbersScreen Static { height: auto; }
    """

    def __init__(self, session: Session, item: Measured, pi: str) -> None:
        super().__init__()
        self._session, self._item, self._pi = session, item, pi
        self._lines: list[list[Piece]] = []

    def compose(self) -> ComposeResult:
        """All of it, scrolling."""
        self._lines = told(self._item, min(100, self.app.size.width) - 8)
        words = Content("\n").join(
            Content.assemble(*(piece for piece in line if piece[0])) for line in self._lines
        )
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(
                " · ".join(part for part in (self._item.title, self._pi) if part)
            )
            with VerticalScroll():
                yield Static(words)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Keys scroll."""
        self.query_one(VerticalScroll).focus()

    def action_copy(self) -> None:
        """The numbers as text, onto the clipboard and into a file."""
        name = f"{self._item.key}-{self._pi or 'measure'}.txt"
        text = f"{self._item.title}\n{plain(self._lines)}"
        try:
            said = copy_out(self.app, self._session.folder, name, text)
        except ConsoleError as fault:
            say(self.app, fault.title, fault.sentence)
            return
        say(self.app, "Copied", said, "information")

    def action_leave(self) -> None:
        """Back to the measures."""
        self.dismiss(None)
