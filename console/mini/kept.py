"""What is typed into the one-line console, kept on disk until it is saved or given up."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.journal.drafts import Drafts

ANY = "capture"
"""Stands before a draft whose kind is in its first word, or still open; so does the console's."""
SESSION = "capture"
MAX_DRAFT = 19_000


class Kept:
    """The draft of this terminal. Without `on_disk`, nothing is written: it carries no name.

    `session` is whose drafts these are; others leave theirs for themselves.
    """

    def __init__(
        self, folder: str, kind: str | None, *, on_disk: bool, session: str = SESSION
    ) -> None:
        self.kind = kind
        """The kind that every line is; None where its first word tells."""
        self._folder = folder
        self._session = session
        self._found: Drafts | None = None
        self._on_disk = on_disk
        self._last = ""

    @property
    def _drafts(self) -> Drafts:
        if self._found is None:
            from store.journal.drafts import Drafts  # here: the line stands there before that

            self._found = Drafts(self._folder, self._session)
        return self._found

    def save(self, text: str) -> None:
        """Keep `text` instead of what was kept before."""
        if self._on_disk and text != self._last:
            self._drafts.save(f"{self.kind or ANY}\n{text[:MAX_DRAFT]}" if text else "")
            self._last = text

    def left_over(self) -> str:
        """What was typed here before and not saved, as this terminal's own draft from now on.

        What was typed as another kind than every line here is waits for one of its own.
        """
        if not self._on_disk:
            return ""
        text = self._as_typed_here(self._drafts.load())
        if text:
            return text
        for left in self._drafts.left():
            text = self._as_typed_here(left.text) if left.session == self._session else ""
            if text:
                self._drafts.take(left)
                self.save(text)
                return text
        return ""

    def _as_typed_here(self, draft: str) -> str:
        kind, _, text = draft.partition("\n")
        if text and self.kind is None and kind != ANY:
            return f"{kind}: {text}"
        return text if kind in (self.kind, ANY) else ""
