"""Saving what was typed into the one-line console, and taking the last of it back."""

from __future__ import annotations

from store.errors import RuleBroken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.cli.add import Line as Captured
    from console.cli.options import Asked

NAMED = 5
"""References that are told one by one; the others are counted."""


class Made:
    """What came of lines that are on disk now: `said` in short, `told` one line for each."""

    __slots__ = ("id", "line", "said", "told")

    def __init__(self, made: Sequence[Captured], lines: Sequence[str]) -> None:
        self.id = made[0].id
        self.line = lines[0] if len(lines) == 1 else ""
        refs = ", ".join(one.ref for one in made[:NAMED])
        more = f" and {len(made) - NAMED} more" if len(made) > NAMED else ""
        self.said = f"saved {refs}{more}"
        self.told = [f"saved {one.ref} {one.kind}: {one.capture.text}" for one in made]


class Saver:
    """What was saved in this visit, the last one last."""

    def __init__(self, asked: Asked, *, anonymous: bool) -> None:
        self._asked = asked
        self._anonymous = anonymous
        self._made: list[Made] = []

    def save(self, lines: Sequence[str], kind: str | None) -> Made:
        """Capture `lines`, all or none; refuses as every capture does."""
        from console.cli.add import capture  # here: the line stands there before it is needed

        found = capture(self._asked, lines, kind, anonymous=self._anonymous)
        self._made.append(Made(found, lines))
        return self._made[-1]

    def take_back(self) -> tuple[str, str]:
        """Take the last one of this visit back: what to say, and the line that it was.

        Refuses when there is none, when it carries no name, and when something else was done since.
        """
        if not self._made:
            raise RuleBroken("Nothing was captured here yet that could be taken back.")
        from console.cli.session import ledger_of
        from store.ledger.undoing import undo

        last = self._made[-1]
        with ledger_of(self._asked) as ledger:
            if self._anonymous:
                ledger.who = None
            sentence = undo(ledger, only=last.id).sentence
        self._made.pop()
        return sentence, last.line
