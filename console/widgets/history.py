"""What was captured in this session, for the up and down keys."""

from __future__ import annotations

_KEPT = 200


class History:
    """Texts in the order in which they were saved, with the draft behind the last."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._place = 0
        self._draft = ""

    def add(self, text: str) -> None:
        """Remember a saved text; going up starts from it again."""
        if text and (not self._texts or self._texts[-1] != text):
            self._texts = [*self._texts, text][-_KEPT:]
        self._place = len(self._texts)
        self._draft = ""

    @property
    def at_present(self) -> bool:
        """Whether the draft is what is shown, and no saved text."""
        return self._place == len(self._texts)

    def step(self, by: int, present: str) -> str | None:
        """The text `by` places on; None at the ends. `present` is kept while looking back."""
        place = self._place + by
        if not 0 <= place <= len(self._texts):
            return None
        if self.at_present:
            self._draft = present
        self._place = place
        return self._draft if place == len(self._texts) else self._texts[place]
