"""Lines that were typed and cannot be saved yet: they wait, on disk, for a kind or for words."""

from __future__ import annotations

from console.mini.kept import Kept
from store.domain.kinds import find_kind

ASK = "Which kind? r i d x a p f, or its word. + WORDS adds to it, /drop gives it up."


class Waiting:
    """The lines that wait, oldest first. An answer is for the oldest."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self.lines = [line for line in kept.left_over().split("\n") if line]

    def add(self, text: str, kind: str | None) -> None:
        """One more line; a kind that it has goes with it."""
        self._set([*self.lines, f"{kind}: {text}" if kind else text])

    def answer(self, line: str) -> tuple[str, str | None] | None:
        """The oldest line with what `line` answers for it, as text and kind; None: no answer.

        Words that are added are kept at once, whatever becomes of the line then.
        """
        said = line.strip()
        if not self.lines or not said:
            return None
        if said.startswith("+") and said[1:].strip():
            self._set([f"{self.lines[0]} {said[1:].strip()}", *self.lines[1:]])
            return self.lines[0], None
        kind = find_kind(said) if " " not in said else None
        return (self.lines[0], kind.name) if kind is not None else None

    def done(self) -> None:
        """The oldest one was saved."""
        self._set(self.lines[1:])

    def drop(self) -> str:
        """Give the oldest one up; what to say."""
        if not self.lines:
            return "Nothing waits."
        gone = self.lines[0]
        self.done()
        return f"given up: {gone}"

    def asked(self, hint: str) -> str:
        """The question about a line that has just come."""
        return f"{ASK}\n  ({hint})" if hint else ASK

    def told(self) -> str:
        """All that waits."""
        return "\n".join([*(f"not saved yet: {line}" for line in self.lines), ASK])

    def _set(self, lines: list[str]) -> None:
        self.lines = lines
        self._kept.save("\n".join(lines))
