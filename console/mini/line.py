"""One line of text with a cursor, edited by what a person sees as one character."""

from __future__ import annotations

from unicodedata import category

from console.cli.width import cells
from store.domain.text import MAX_LINE, clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_ZWJ = "\u200d"
_JOINED = ("Mn", "Me", "Mc")


def clusters(text: str) -> list[str]:
    """`text` in pieces that a person sees as one character each: with its marks, a whole emoji."""
    if text.isascii():
        return list(text)
    found: list[str] = []
    flags = 0
    for ch in text:
        regional = "\U0001f1e6" <= ch <= "\U0001f1ff"
        flags = flags + 1 if regional else 0
        if found and (_goes_with(ch, found[-1]) or (regional and flags % 2 == 0)):
            found[-1] += ch
        else:
            found.append(ch)
    return found


def _goes_with(ch: str, before: str) -> bool:
    """Whether `ch` belongs to the character before it."""
    if ch < "\u0300":
        return False
    return (
        category(ch) in _JOINED
        or ch == _ZWJ
        or before.endswith(_ZWJ)
        or "\U0001f3fb" <= ch <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= ch <= "\U000e007f"  # letters of a flag
        or "\u1160" <= ch <= "\u11ff"  # vowels and finals of a Hangul syllable
    )


class Line:
    """The text before the cursor and the text behind it, each in clusters."""

    def __init__(self) -> None:
        self._head: list[str] = []
        self._tail: list[str] = []

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self._head) + "".join(self._tail)

    def put(self, text: str) -> None:
        """Another text, cursor at its end."""
        self._head, self._tail = clusters(text), []

    def insert(self, text: str) -> int:
        """Put `text`, cleaned, in at the cursor; how many characters found no room."""
        if not text.isascii() and self._head:
            text = self._head.pop() + text  # a mark or a joiner may go with what stands before it
        said = _spaced(text)
        room = max(0, MAX_LINE - len(self.text))
        self._head = clusters("".join(self._head) + said[:room])
        return len(said) - min(len(said), room)

    def act(self, name: str) -> bool:
        """Do what the key called `name` does to a line; False if it does nothing to one."""
        deed = _DEEDS.get(name)
        if deed is None:
            return False
        deed(self)
        return True

    def window(self, width: int, first: int) -> tuple[int, str, int]:
        """What of the line is seen in `width` cells when it last began at cluster `first`.

        Where it begins now, the text, and the cell of the cursor in it. The line moves by a third
        of the width, so that it does not move at every key.
        """
        head = [cells(piece) for piece in self._head]
        if sum(head) + cells("".join(self._tail)) < width:
            first = 0
        if first > len(head) or sum(head[first:]) >= width:
            first, left = len(head), width - max(1, width // 3)
            while first and head[first - 1] <= left:
                first -= 1
                left -= head[first]
        shown, used = self._head[first:], sum(head[first:])
        at = used
        for piece in self._tail:
            used += cells(piece)
            if used > width:
                break
            shown.append(piece)
        return first, "".join(shown), at

    # -- moves and cuts

    def _left(self) -> None:
        if self._head:
            self._tail.insert(0, self._head.pop())

    def _right(self) -> None:
        if self._tail:
            self._head.append(self._tail.pop(0))

    def _home(self) -> None:
        self._tail, self._head = [*self._head, *self._tail], []

    def _end(self) -> None:
        self._head, self._tail = [*self._head, *self._tail], []

    def _word_left(self) -> None:
        while self._head and self._head[-1].isspace():
            self._left()
        while self._head and not self._head[-1].isspace():
            self._left()

    def _word_right(self) -> None:
        while self._tail and self._tail[0].isspace():
            self._right()
        while self._tail and not self._tail[0].isspace():
            self._right()

    def _backspace(self) -> None:
        if self._head:
            self._head.pop()

    def _delete(self) -> None:
        if self._tail:
            self._tail.pop(0)

    def _cut_word(self) -> None:
        before = len(self._tail)
        self._word_left()
        self._tail = self._tail[len(self._tail) - before :]

    def _cut_to_end(self) -> None:
        self._tail = []

    def _cut_to_start(self) -> None:
        self._head = []


def _spaced(text: str) -> str:
    """`text` as one line without controls; a space that is typed at its end stays."""
    if text.isascii() and text.isprintable():
        return text
    said = clean(text, limit=len(text) + 1)
    return f"{' ' if text[:1].isspace() and said else ''}{said}{' ' if text[-1:].isspace() else ''}"


_DEEDS: dict[str, Callable[[Line], None]] = {
    "left": Line._left,
    "right": Line._right,
    "home": Line._home,
    "end": Line._end,
    "word left": Line._word_left,
    "word right": Line._word_right,
    "backspace": Line._backspace,
    "delete": Line._delete,
    "cut word": Line._cut_word,
    "cut to end": Line._cut_to_end,
    "cut to start": Line._cut_to_start,
}
