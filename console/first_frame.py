"""The first frame as text: what a train's checkpoint tells, where the console will show the same.

A pure function of what is known, the size and the kind of terminal. It is drawn before Textual is
loaded, so it imports next to nothing; tests compare its colours and signs with those of the looks.
"""

from __future__ import annotations

from console.widgets import digits
from store.domain.text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

LEAST = (60, 18)
"""Columns and rows below which the console says that there is no room."""
WIDE, TALL = 100, 30
"""From here on a line is free between the title and the head."""
CLOCK_WIDTH, CLOCK_ROWS = 28, 3
NO_CLOCK = "-:--"
OPENING = "opening the records"
WAIT = "what you type now waits and is not lost"
TONES = ("ground", "text", "quiet", "rule", "accent", "error")
LOOKS = {
    "rail-dark": ("#13161b", "#dde1e7", "#909aa8", "#3a4350", "#62c6c0", "#ff8f80"),
    "rail-light": ("#f8f7f3", "#23272d", "#5c6570", "#c9c6bc", "#0a6a68", "#b1261c"),
    "contrast": ("#000000", "#ffffff", "#d4d4d4", "#9a9a9a", "#5ff0ff", "#ffa0a0"),
}
"""Of each look the colours that the first frame needs, in the order of `TONES`."""
BOLD, REVERSE, PLAIN = "\x1b[1m", "\x1b[7m", "\x1b[m"


class Known:
    """What is known of the train before its records are read; an empty word is not known."""

    __slots__ = ("event", "figure", "over", "paused", "place", "step", "time", "where")

    def __init__(self) -> None:
        self.where: list[str] = []
        """Train, planning interval, iteration."""
        self.time = ""
        """Day and time in the train's zone."""
        self.event = ""
        """Title and reference of the open event."""
        self.place = ""
        """`2/8`"""
        self.step = ""
        self.figure = ""
        """What the clock of the step shows."""
        self.paused = False
        self.over = False


class Kind:
    """What the terminal can show: its colours (24 bits, 256, or none) and signs."""

    __slots__ = ("colours", "look", "plain")

    def __init__(self, environ: Mapping[str, str], look: str) -> None:
        term = environ.get("TERM", "")
        self.look = dict(zip(TONES, LOOKS.get(look, LOOKS["rail-dark"]), strict=True))
        self.plain = _is_plain(term, environ)
        self.colours = _colours(term, environ)

    def tone(self, name: str) -> str:
        """The sequence for text of this tone on the look's ground."""
        bold = BOLD if name in ("strong", "accent", "error") else ""
        if not self.colours:
            return f"{PLAIN}{bold}"
        text = self._colour(38, "text" if name == "strong" else name)
        return f"{PLAIN}{self._colour(48, 'ground')}{text}{BOLD if name == 'strong' else ''}"

    def _colour(self, layer: int, name: str) -> str:
        value = self.look[name]
        red, green, blue = (int(value[at : at + 2], 16) for at in (1, 3, 5))
        if self.colours == 24:
            return f"\x1b[{layer};2;{red};{green};{blue}m"
        return f"\x1b[{layer};5;{_nearest(red, green, blue)}m"


def _is_plain(term: str, environ: Mapping[str, str]) -> bool:
    said = next((environ[n] for n in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(n)), "")
    charset = said.partition(".")[2].lower().replace("-", "")
    asked = environ.get("RTE_PLAIN", "") not in ("", "0")
    foreign = said in ("C", "POSIX") or charset[:4] not in ("", "utf8")
    return asked or foreign or term.startswith(("linux", "vt"))


def _colours(term: str, environ: Mapping[str, str]) -> int:
    if environ.get("NO_COLOR") or not term or term.startswith(("linux", "vt")):
        return 0
    inside_screen = term.startswith("screen") and not environ.get("TMUX")
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit") and not inside_screen:
        return 24
    return 8 if term.endswith("-256color") else 0


def _nearest(red: int, green: int, blue: int) -> int:
    """Of the 256 colours the one in the cube, or among the greys, that comes close."""
    if max(red, green, blue) - min(red, green, blue) < 16:
        grey = (red + green + blue) // 3
        return 16 if grey < 4 else 231 if grey > 246 else 232 + min(23, max(0, (grey - 3) // 10))
    in_cube = [0 if part < 48 else max(1, (part - 35) // 40) for part in (red, green, blue)]
    return 16 + 36 * in_cube[0] + 6 * in_cube[1] + in_cube[2]


class Frame:
    """A drawing, piece by piece, each at its place."""

    def __init__(self, columns: int, rows: int, kind: Kind) -> None:
        self.columns = columns
        self.rows = rows
        self.kind = kind
        self.pieces = [kind.tone("text"), "\x1b[2J"]

    def put(self, row: int, column: int, text: str, tone: str, sequence: str = "") -> None:
        """Text of this tone at a row and column, both counted from 1."""
        look = self.kind.tone(tone) + sequence
        self.pieces.append(f"\x1b[{row};{column}H{look}{self.shown(text)}")

    def shown(self, text: str) -> str:
        """`text` in the signs that this terminal has."""
        if not self.kind.plain:
            return text
        return text.replace("─", "-").replace("·", "|").encode("ascii", "replace").decode()


def cells(text: str) -> int:
    """Cells that `text` takes, as far as that can be told without tables of terminals."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(
        0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text
    )


def cut(text: str, width: int) -> str:
    """As much of `text` as fits; only where it surely fits it is whole."""
    while text and cells(text) > width:
        text = text[:-1]
    return text


def draw(known: Known, columns: int, rows: int, kind: Kind) -> str:
    """The whole frame, for a terminal of this size; people's words are cleaned here once more."""
    known.where = [clean(words) for words in known.where]
    known.event, known.step = clean(known.event), clean(known.step)
    frame = Frame(columns, rows, kind)
    _title(frame, known)
    if known.event:
        _head(frame, known)
    _foot(frame, known)
    return "".join(frame.pieces)


def _title(frame: Frame, known: Known) -> None:
    right = cut(known.event or "Home", frame.columns - 2)
    left = cut(" · ".join(part for part in known.where if part), frame.columns - cells(right) - 6)
    begin, end = 2 + cells(left), frame.columns - cells(right)
    frame.put(1, begin, " " + "─" * max(0, end - begin - 2), "rule")
    frame.put(1, 2, left, "strong")
    frame.put(1, end, right, "accent")


def _head(frame: Frame, known: Known) -> None:
    top = 3 if frame.columns >= WIDE and frame.rows >= TALL else 2
    room = frame.columns - CLOCK_WIDTH - 2
    place = f"{known.place}  " if known.place else ""
    frame.put(top, 2, place, "quiet")
    frame.put(top, 2 + len(place), cut(known.step, room - len(place)), "strong")
    figure = known.figure or NO_CLOCK
    word = "paused" if known.paused else "OVER" if known.over else "left" if known.figure else ""
    tone = "quiet" if known.paused else "error" if known.over else "strong"
    large = digits.largest(figure, CLOCK_WIDTH, CLOCK_ROWS, frame.kind.plain)
    for row in digits.draw(figure, 1, frame.kind.plain) if large else ():
        frame.put(top, frame.columns - len(row), row, tone)
        top += 1
    if not large:
        word = f"{word} {figure}" if known.over else f"{figure} {word}"
    loud = REVERSE if known.paused else ""
    word = f" {word} " if loud else word
    frame.put(top, frame.columns - len(word), word, tone if known.over else "quiet", loud)


def _foot(frame: Frame, known: Known) -> None:
    frame.put(frame.rows - 3, 1, "  capture: ", "quiet")
    frame.put(frame.rows - 2, 15, WAIT, "quiet")
    standing = "paused" if known.paused else "running"
    parts = [f"{known.event} {standing}" if known.event else "", OPENING, known.time]
    said = " · ".join(part for part in parts if part)
    frame.put(frame.rows - 1, 2, cut(said, frame.columns - 2), "quiet")
