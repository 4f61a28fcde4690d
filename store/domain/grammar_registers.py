"""Key words of the registers: looked at again when, which level and cause, options, leaders."""

from __future__ import annotations

from store.domain.grammar_words import PUNCTUATION, normal, value_in
from store.domain.refs import format_ref, parse_ref

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.domain.grammar_parts import Capture, CaptureContext
    from store.domain.grammar_words import Word

    Used = tuple[int, int]

LEVELS = ("team", "art", "leadership", "solution", "portfolio")
"""Levels of escalation, lowest first."""

MAX_OPTIONS = 6
"""Options of one decision; more are a workshop of their own."""

LOOKED_AT_AGAIN = {"risk": "review", "decision": "revisit"}
"""Kinds for which `due:` is the day on which they are looked at again, and the word for it."""

LEADERS = "leaders"
ASKING = ("risk", "action", "topic")
"""Kinds that can say that they need a decision from leaders."""


class RegisterWords:
    """The readers of these words; `Reader` has what they share."""

    _words: Sequence[Word]
    _capture: Capture
    _context: CaptureContext

    def _look_again(self, at: int, raw: str) -> Used | None:
        kind = self._capture.kind
        if kind is not None and kind not in LOOKED_AT_AGAIN:
            self._note("Only a risk or a decision is looked at again: write due: for a date.")
            return None
        return self._due(at, raw, "review")

    def _like(self, at: int, raw: str) -> Used | None:
        typed, size = value_in(raw)
        typed = typed.rstrip(PUNCTUATION)
        ref = parse_ref(typed)
        letters = self._context.letters.get("impediment", "").upper()
        if ref is None or ref[0] != letters:
            if self._capture.kind == "impediment":
                self._note(f"The same cause is told by an impediment: write like:{letters}4.")
            return None
        if not self._fits("impediment", "cause") or self._twice(self._capture.like, "like"):
            return None
        name = self._context.called(format_ref(*ref))
        if name is None:
            self._note(f"There is no {format_ref(*ref)} in this train: it stays in the text.")
            return None
        self._capture.like = name
        return self._value(at, raw, min(size, len(typed)), "like", name)

    def _level(self, at: int, raw: str) -> Used | None:
        value, size = value_in(raw)
        if not value or not self._fits("impediment", "level"):
            return None
        if self._twice(self._capture.level, "level"):
            return None
        level = next((name for name in LEVELS if normal(name) == normal(value)), None)
        if level is None:
            self._note(f"A level is {', '.join(LEVELS[:-1])} or {LEVELS[-1]}: write level:art.")
            return None
        self._capture.level = level
        return self._value(at, raw, size, "level", level)

    def _option(self, at: int, raw: str) -> Used | None:
        value, size = value_in(raw)
        if not value:
            self._note('option: needs words right behind it: option:"wait for the vendor".')
            return None
        if not self._fits("decision", "option"):
            return None
        if len(self._capture.options) == MAX_OPTIONS:
            self._note(f"A decision holds {MAX_OPTIONS} options: the next stays in the text.")
            return None
        self._capture.options.append(value)
        return self._value(at, raw, size, "option", value)

    def _needs(self, at: int, raw: str) -> Used | None:
        value, size = value_in(raw)
        if not value:
            return None
        if self._capture.kind not in (*ASKING, None):
            self._note("Only a risk, an action or a topic can need leaders: it stays in the text.")
            return None
        if self._twice(self._capture.needs, "needs"):
            return None
        if normal(value) != LEADERS:
            self._note(f"What needs a decision from leaders is marked needs:{LEADERS}.")
            return None
        self._capture.needs = LEADERS
        return self._value(at, raw, size, "needs", LEADERS)

    # What `Reader` has

    def _due(self, at: int, raw: str, label: str = "due") -> Used | None:
        raise NotImplementedError

    def _value(self, at: int, raw: str, size: int, label: str, reading: str) -> Used:
        raise NotImplementedError

    def _fits(self, kind: str, label: str) -> bool:
        raise NotImplementedError

    def _twice(self, earlier: object, label: str) -> bool:
        raise NotImplementedError

    def _note(self, sentence: str) -> None:
        raise NotImplementedError
