"""The one-line console: what runs, the line, and how it is understood, at the bottom of a terminal.

Nothing typed is dropped: it is kept as a draft while it is typed, stays in the line when it is
refused, and comes back at the next start when the terminal goes away.
"""

from __future__ import annotations

from console.mini.block import FAINT, PLAIN, STRONG, Block, Row
from console.mini.kept import Kept
from console.mini.keys import MAX_PASTE, Decoder
from console.mini.line import Line
from console.mini.recall import Recall
from console.mini.rows import HINT, confidential, folded, line_row, status_row
from console.mini.saving import Saver
from console.mini.source import Source
from console.mini.terminal import Gone, Left, Terminal
from console.plainly import Voice
from store.domain.grammar_lines import split_lines
from store.errors import ConsoleError
from store.journal.files import JOURNAL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from console.cli.options import Asked
    from console.mini.keys import Key
    from store.journal.notify import Bell

LATER = "what was typed is kept and comes back with: rte capture"
SAFETY_S = 1.0
"""How often to look at the clock and at the journal, although no bell rang."""
STEPS = {"up": -1, "down": 1}
SAID_ROWS = 3
"""Rows that a reading or a refusal may take."""


class Mini:
    """One visit: `run` until the person leaves."""

    def __init__(
        self, asked: Asked, kind: str | None, *, anonymous: bool, once: bool, terminal: Terminal
    ) -> None:
        self._asked = asked
        self._journal = f"{asked.folder}/{JOURNAL}"
        self._anonymous = anonymous
        self._once = once
        self._terminal = terminal
        self._voice = Voice()
        self._block = Block(lambda text: terminal.write(text))
        self._decoder = Decoder()
        self._line = Line()
        self._first = 0
        self._recall = Recall()
        self._said = ("", PLAIN)
        self._pasted: list[str] = []
        self._saver = Saver(asked, anonymous=anonymous)
        self._warned = False
        self._source = Source(asked)
        self._kept = Kept(asked.folder, kind, on_disk=not anonymous)
        self._bell: Bell | None = None

    def run(self) -> int:
        """Open at once, stay until the person leaves; returns the exit code."""
        try:
            code = self._stay()
            self._goodbye()
        except Gone as gone:
            code = gone.code
            self._put_by(self._decoder.feed(self._terminal.unread()))
            self._terminal.last_words(self._block.away())
        finally:
            self._terminal.close()
            self._source.close()
        return code

    def _stay(self) -> int:
        try:
            self._terminal.open()
            self._draw()
            self._begin()
            while True:
                self._turn()
        except Left as left:
            return left.code

    def _begin(self) -> None:
        """What can wait until the line stands there."""
        from store.journal.notify import Bell

        self._bell = Bell(self._asked.folder, self._journal)
        self._terminal.listen(self._bell.fd)
        try:
            # Who types already means a new line; what was left comes back at another time.
            text = "" if self._terminal.has_input else self._kept.left_over()
        except ConsoleError as fault:
            self._refuse(fault.sentence)
            return
        if text:
            self._line.put(text)
            self._read()
            self._said = (f"from last time, not saved · {self._said[0]}", PLAIN)
        self._draw()
        self._source.reading("r: x", None)  # the first key need not wait for what reads it

    def _put_by(self, keys: list[Key]) -> None:
        """Keep what was typed and not acted on when it was time to leave, also half a paste."""
        for sort, value in [*keys, *self._decoder.rest()]:
            if sort == "text":
                self._line.insert(value)
            elif sort == "paste":
                self._pasted += split_lines(value)
            elif value == "enter":
                self._line.insert(" ")
        self._keep(last=True)

    # -- one turn

    def _turn(self) -> None:
        data = self._terminal.read(self._patience())
        if self._terminal.resized or self._terminal.resumed:
            self._redraw()
        waited = not data and self._decoder.waits
        keys = self._decoder.rest() if waited else self._decoder.feed(data)
        try:
            while keys:
                self._take(keys.pop(0))
        except Left:
            self._put_by(keys)
            raise
        if not (data or waited):
            self._refresh()
        self._draw()

    def _patience(self) -> float | None:
        """How long nothing has to be drawn."""
        if self._decoder.waits:
            return self._decoder.patience
        here = self._source.running()
        if here is None or here.paused or here.index < 0:
            return SAFETY_S
        left = here.left_ms
        return ((left % 1000 or 1000) if left > 0 else 1000 - (-left % 1000)) / 1000

    def _refresh(self) -> None:
        if self._bell is not None and self._bell.fd is not None:
            self._bell.watch(self._journal)  # it may be another file by now
        try:
            self._source.refresh()
        except ConsoleError as fault:
            self._refuse(fault.sentence)

    # -- keys

    def _take(self, key: Key) -> None:
        sort, value = key
        if self._pasted:
            self._answer(sort, value)
        elif sort == "text":
            self._insert(value)
        elif sort == "paste":
            self._paste(value)
        elif not self._edit(value):
            self._press(value)

    def _edit(self, name: str) -> bool:
        before = self._line.text
        if not self._line.act(name):
            return False
        if self._line.text != before:
            self._changed()
        return True

    def _press(self, name: str) -> None:
        if name == "enter":
            self._enter()
        elif name in STEPS:
            self._step(STEPS[name])
        elif name == "undo":
            self._undo()
        elif name == "redraw":
            self._redraw()
        elif name == "paste was cut":
            self._refuse(f"The paste was longer than {MAX_PASTE:,} characters; the rest is not in.")
        elif name == "escape" or (name == "end of input" and not self._line.text):
            self._leave(0)
        elif name == "interrupt":
            self._leave(130)
        elif name == "end of input":
            self._edit("delete")

    def _insert(self, text: str) -> None:
        lost = self._line.insert(text)
        self._changed()
        if lost:
            self._refuse("The line is full: it holds 10,000 characters. The rest is not in it.")

    def _changed(self) -> None:
        self._warned = False
        self._read()
        self._keep()

    def _read(self) -> None:
        text = self._line.text
        self._said = ("", PLAIN)
        if text.strip():
            try:
                self._said = (self._source.reading(text, self._kept.kind), PLAIN)
            except ConsoleError as fault:
                self._refuse(fault.sentence)

    @property
    def _all(self) -> str:
        """Everything that was typed and is not saved, in one line."""
        parts = [self._line.text, self._recall.aside, *self._pasted]
        return " ".join(filter(None, parts)).strip()

    def _keep(self, last: bool = False) -> None:
        try:
            self._kept.save(self._all if last or self._recall.aside else self._line.text)
        except ConsoleError as fault:
            self._refuse(fault.sentence)

    def _step(self, by: int) -> None:
        text = self._recall.step(by, self._line.text)
        if text is not None:
            self._line.put(text)
            self._changed()

    # -- several lines

    def _paste(self, text: str) -> None:
        lines = split_lines(text)
        if len(lines) > 1:
            self._pasted = lines
        elif text.strip():
            self._insert(text.strip("\r\n"))

    def _answer(self, sort: str, value: str) -> None:
        """What becomes of the lines that were pasted."""
        word = value.strip().lower()[:1] if sort == "text" else value
        if word in ("enter", "e"):
            pasted, self._pasted = self._pasted, []
            if self._save(pasted):
                self._done()
            else:
                sentence = self._said
                self._insert(" ".join(pasted))
                self._said = sentence
        elif word == "j":
            pasted, self._pasted = self._pasted, []
            self._insert(" ".join(pasted))
        elif word in ("escape", "n", "end of input"):
            self._pasted = []
            self._said = ("the paste was left out", PLAIN)
        elif word == "interrupt":
            self._leave(130)

    # -- saving, and taking back

    def _enter(self) -> None:
        text = self._line.text
        if not text.strip():
            self._leave(0)
        elif self._save([text]):
            self._line.put(self._recall.saved(text))
            self._keep()
            self._done()

    def _done(self) -> None:
        """Something was saved: that is all, if once was asked for."""
        if self._once:
            raise Left

    def _save(self, lines: list[str]) -> bool:
        try:
            made = self._saver.save(lines, self._kept.kind)
        except ConsoleError as fault:
            self._refuse(fault.sentence)
            return False
        self._block.above("\n".join(self._voice(one) for one in made.told))
        undo = confidential() if self._anonymous else "ctrl+z takes it back"
        self._said = (f"{made.said} · {undo}", PLAIN)
        return True

    def _undo(self) -> None:
        try:
            sentence, text = self._saver.take_back()
        except ConsoleError as fault:
            self._refuse(fault.sentence)
            return
        self._block.above(self._voice(sentence))
        if text and not self._line.text:
            self._line.put(text)
            self._changed()
        self._said = (sentence, PLAIN)

    def _refuse(self, sentence: str) -> None:
        self._said = (f"! {sentence}", STRONG)

    # -- leaving

    def _leave(self, code: int) -> None:
        """Leave; text that is kept nowhere is told once before it goes."""
        if self._all and self._anonymous and not self._warned:
            self._warned = True
            self._refuse(
                "Without a name it is kept nowhere. Enter saves it; the same again leaves it."
            )
            return
        raise Left(code)

    def _goodbye(self) -> None:
        self._block.above(LATER if self._all and not self._anonymous else "")

    # -- drawing

    def _redraw(self) -> None:
        width = self._terminal.size[0]
        if self._terminal.resumed:
            self._block.forget()
        else:
            self._block.resized(width, self._terminal.folds)
        self._terminal.resized = self._terminal.resumed = False

    def _draw(self) -> None:
        columns, height = self._terminal.size
        width = max(1, columns - 1)  # the last column would make some terminals fold
        line, at, self._first = line_row(
            self._line, self._first, width, self._kept.kind, self._anonymous, self._voice
        )
        words, look = self._words()
        said = [Row((part, look)) for part in folded(self._voice(words), width)]
        status = [status_row(self._source, self._voice)]
        if height < 3:  # one of the two: what is said of the line, else what is running
            busy = bool(self._line.text or self._said[0] or self._pasted)
            status, said = ([], said[: height - 1]) if busy else (status[: height - 1], [])
        else:
            said = said[: min(height - 2, SAID_ROWS)]
        self._block.draw([*status, line, *said], width, (len(status), at))

    def _words(self) -> tuple[str, str]:
        """What is said below the line, and how it is drawn."""
        if self._pasted:
            return (
                f"{len(self._pasted)} lines pasted: Enter one record each · j join into one line · "
                f"Esc neither. First: {self._pasted[0]}"
            ), STRONG
        if self._said[0] or self._line.text:
            return self._said
        return (confidential() if self._anonymous else HINT), FAINT
