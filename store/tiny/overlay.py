"""A staged table in the form that TinyDB's own updater functions want."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, MutableMapping
from typing import Any

from store.entry import Doc
from store.tiny.plain import plain
from store.tiny.stage import StagedTable

Id = Any
"""What identifies a document: TinyDB's whole numbers (all that its types allow for), or text."""


class Overlay(MutableMapping[Id, Doc]):
    """Documents by TinyDB's ids, copied when read.

    TinyDB's updaters change in place what they read and never put it back. So reading a document
    stages a copy of it, and what turns out not to be changed leaves no operation behind. With
    `only`, iteration goes over these ids and nothing else is copied.
    """

    def __init__(
        self,
        staged: StagedTable,
        to_id: Callable[[str], Id],
        only: Iterable[Id] | None = None,
    ) -> None:
        self._staged = staged
        self._to_id = to_id
        self._only = only
        self._lent: set[str] = set()

    def __getitem__(self, doc_id: Id) -> Doc:
        key = str(doc_id)
        copy = plain(self._staged[key])
        self._staged.write(key, copy)
        self._lent.add(key)
        return copy

    def __setitem__(self, doc_id: Id, doc: Doc) -> None:
        self._staged.write(str(doc_id), plain(doc))

    def __delitem__(self, doc_id: Id) -> None:
        key = str(doc_id)
        if key not in self._staged:
            raise KeyError(doc_id)
        self._staged.write(key, None)

    def __contains__(self, doc_id: object) -> bool:
        return str(doc_id) in self._staged

    def __iter__(self) -> Iterator[Id]:
        return iter(self._only) if self._only is not None else map(self._to_id, self._staged)

    def __len__(self) -> int:
        return len(self._staged)

    def clear(self) -> None:
        """Clear the table in one operation."""
        self._staged.wipe("c")

    def seal(self) -> None:
        """End the updating: what was put into the documents is the caller's no more."""
        for key in self._lent:
            if (doc := self._staged.get(key)) is not None:
                self._staged.write(key, plain(doc))
