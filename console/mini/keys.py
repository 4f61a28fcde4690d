"""Bytes from a terminal as keys, text and pastes, for a line that is edited without Textual."""

from __future__ import annotations

import codecs

TYPE_CHECKING = False
if TYPE_CHECKING:
    Key = tuple[str, str]
    """What came: `("text", characters)`, `("key", its name)` or `("paste", all of it)`."""

MAX_PASTE = 1_000_000
"""Characters of a paste that are taken in; one that is longer is cut, and that is told."""
ESCAPE_S = 0.05
"""Seconds after which a lone Escape is one."""
PASTE_S = 1.0
"""Seconds of silence after which a paste without its end mark is over."""
ESC = "\x1b"
_BEGIN, _END = "[200~", ESC + "[201~"

_CONTROLS = {
    "\x01": "home",
    "\x02": "left",
    "\x03": "interrupt",
    "\x04": "end of input",
    "\x05": "end",
    "\x06": "right",
    "\x08": "backspace",
    "\x0a": "enter",
    "\x0b": "cut to end",
    "\x0c": "redraw",
    "\x0d": "enter",
    "\x0e": "down",
    "\x10": "up",
    "\x15": "cut to start",
    "\x17": "cut word",
    "\x1a": "undo",
    "\x1c": "interrupt",
    "\x7f": "backspace",
}
_FINALS = {"A": "up", "B": "down", "C": "right", "D": "left", "F": "end", "H": "home"}
_NUMBERED = {"1": "home", "7": "home", "4": "end", "8": "end", "3": "delete"}
_BY_WORD = {"left": "word left", "right": "word right"}
_WITH_ALT = {"b": "word left", "f": "word right", "\x7f": "cut word", "\x08": "cut word"}


class Decoder:
    """Takes bytes as they come, also in the middle of a character or a sequence."""

    def __init__(self) -> None:
        self._utf8 = codecs.getincrementaldecoder("utf-8")("replace")
        self._left = ""
        self._paste: list[str] | None = None
        self._pasted = 0
        self._last = ""

    @property
    def waits(self) -> bool:
        """Whether more must come, or time pass, before what came can be told."""
        return bool(self._left) or self._paste is not None

    @property
    def patience(self) -> float:
        """Seconds of silence after which what waits is complete."""
        return PASTE_S if self.in_paste else ESCAPE_S

    @property
    def in_paste(self) -> bool:
        """Whether a paste has begun and not ended."""
        return self._paste is not None

    def feed(self, data: bytes) -> list[Key]:
        """The keys that are complete with these bytes."""
        self._left += self._utf8.decode(data)
        found: list[Key] = []
        while self._left:
            at = len(self._left)
            self._take(found)
            if len(self._left) == at:
                break
        return found

    def rest(self) -> list[Key]:
        """What came and was waiting, as it is: a lone Escape, a paste whose end never came."""
        found: list[Key] = []
        if self._paste is not None:
            self._keep(self._left)
            self._end_paste(found)
        elif self._left == ESC:
            found.append(("key", "escape"))
        self._left = ""
        return found

    # -- one piece

    def _take(self, found: list[Key]) -> None:
        """Take one key, or a run of text, off what is left; nothing where it is not complete."""
        if self._paste is not None:
            self._take_paste(found)
            return
        first = self._left[0]
        if first == ESC:
            self._take_sequence(found)
        elif first < " " or "\x7f" <= first < "\xa0":
            self._left = self._left[1:]
            name = _CONTROLS.get(first)
            if name and not (first == "\n" and self._last == "\r"):
                found.append(("key", name))
            elif first == "\t":
                found.append(("text", " "))
            self._last = first
        else:
            end = next((n for n, ch in enumerate(self._left) if ch < " " or ch == "\x7f"), None)
            found.append(("text", self._left[:end]))
            self._left = "" if end is None else self._left[end:]
            self._last = ""

    def _take_sequence(self, found: list[Key]) -> None:
        rest = self._left[1:]
        if not rest:
            return
        if rest[0] in "[O":
            end = _end_of(rest)
            if end is None:
                return
            self._left = rest[end:]
            self._name(rest[:end], found)
        else:
            self._left = rest[1:]
            name = _WITH_ALT.get(rest[0])
            if name:
                found.append(("key", name))
            elif rest[0] == ESC:
                found.append(("key", "escape"))
            elif rest[0] >= " ":
                found.append(("text", rest[0]))  # nothing typed is dropped
        self._last = ""

    def _name(self, sequence: str, found: list[Key]) -> None:
        """What `[...` or `O...` means; what nobody knows here means nothing."""
        if sequence == _BEGIN:
            self._paste, self._pasted = [], 0
            return
        final, given = sequence[-1], sequence[1:-1].split(";")
        name = _FINALS.get(final) or (_NUMBERED.get(given[0]) if final == "~" else None)
        if name and len(given) > 1:
            name = _BY_WORD.get(name, name)
        if name:
            found.append(("key", name))

    # -- a paste

    def _take_paste(self, found: list[Key]) -> None:
        at = self._left.find(_END)
        if at >= 0:
            self._keep(self._left[:at])
            self._left = self._left[at + len(_END) :]
            self._end_paste(found)
            return
        # The end mark may be arriving in parts.
        held = next((n for n in range(len(_END) - 1, 0, -1) if self._left.endswith(_END[:n])), 0)
        cut = len(self._left) - held
        self._keep(self._left[:cut])
        self._left = self._left[cut:]

    def _keep(self, text: str) -> None:
        if self._paste is not None:
            self._pasted += len(text)
            self._paste.append(text[: max(0, MAX_PASTE - (self._pasted - len(text)))])

    def _end_paste(self, found: list[Key]) -> None:
        found.append(("paste", "".join(self._paste or ())))
        if self._pasted > MAX_PASTE:
            found.append(("key", "paste was cut"))
        self._paste = None


def _end_of(rest: str) -> int | None:
    """Where the sequence `[...` or `O.` at the beginning of `rest` ends; None while it arrives."""
    for at in range(1, len(rest)):
        if "@" <= rest[at] <= "~" and not (at == 1 and rest[0] == "[" and rest[at] == "["):
            return at + 1
        if rest[at] < " ":
            return at  # broken off: what follows is a key of its own
    return None
