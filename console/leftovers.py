"""What was typed into a field and not saved: it waits there, also when the process has ended.

Two kinds: what somebody left with Esc (it comes back with its field), and what stands in a form
that is open now (the link may drop in mid-word). Both are on disk while they wait, in this
account's own file, with the mechanism of the capture line's draft.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import suppress

from store.errors import ConsoleError
from store.journal.drafts import Drafts

FORMS = "forms"
"""Name of the drafts of forms among the drafts of one process."""
MAX_CHARS = 19_000
"""Characters of all waiting texts on disk; over that the oldest are kept in memory only."""


class Leftovers(MutableMapping[str, str]):
    """Texts by the name of their field. `private` says whether what is typed now is nobody's."""

    def __init__(self, drafts: Drafts | None, private: Callable[[], bool]) -> None:
        self._drafts = drafts
        self._private = private
        self._waits: dict[str, str] = {}
        self._open: dict[int, dict[str, str]] = {}
        self._here: set[str] = set()

    # -- what was left

    def __getitem__(self, place: str) -> str:
        return self._waits[place]

    def __setitem__(self, place: str, text: str) -> None:
        self._waits.pop(place, None)  # the latest is last
        self._waits[place] = text
        self._mark([place])
        with suppress(ConsoleError):  # it waits in memory; `hold` has said so
            self._keep()

    def __delitem__(self, place: str) -> None:
        """It stands in its field again. It stays on disk until that field says what stands in it:
        between the two the process may end."""
        del self._waits[place]

    def __iter__(self) -> Iterator[str]:
        return iter(self._waits)

    def __len__(self) -> int:
        return len(self._waits)

    # -- what is typed now

    def hold(self, form: object, texts: Mapping[str, str]) -> None:
        """Keep what stands in an open form, and nothing that stood there before.

        Raises `NotSaved` or `NoRights` if the system refuses; it waits in memory then.
        """
        if self._open.get(id(form)) == texts:
            return
        self._open[id(form)] = dict(texts)
        self._mark(texts)
        self._keep()

    def release(self, form: object) -> None:
        """The form is closed: what it did not leave was saved, or given up."""
        self._open.pop(id(form), None)
        with suppress(ConsoleError):
            self._keep()

    # -- what ended before

    def take_over(self) -> bool:
        """Take what processes that ended have left; whether there was anything."""
        if self._drafts is None:
            return False
        mine = self._drafts.session
        dead = [draft for draft in self._drafts.left(FORMS) if draft.session == mine]
        for text in [self._drafts.load(), *(draft.text for draft in reversed(dead))]:
            self._waits.update(_read(text))
        if dead:
            with suppress(ConsoleError):
                self._keep()
                for draft in dead:
                    self._drafts.forget(draft)
        return bool(self._waits)

    # -- on disk

    def _mark(self, places: Iterable[str]) -> None:
        change = self._here.update if self._private() else self._here.difference_update
        change(places)

    def _keep(self) -> None:
        if self._drafts is None:
            return
        texts = dict(self._waits)
        for held in self._open.values():
            texts |= held
        kept = {place: text for place, text in texts.items() if place not in self._here}
        while kept and len(written := _written(kept)) > MAX_CHARS:
            del kept[next(iter(kept))]
        self._drafts.save(written if kept else "")


def _written(texts: Mapping[str, str]) -> str:
    return json.dumps(texts, ensure_ascii=False, allow_nan=False)


def _read(text: str) -> dict[str, str]:
    """Texts by place; nothing for a file that somebody else wrote."""
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {place: kept for place, kept in found.items() if isinstance(kept, str)}
