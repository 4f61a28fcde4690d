"""TinyDB's table on a journal: each change costs what it changes, whatever the table holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, cast

from tinydb.queries import QueryLike
from tinydb.table import Document, Table

from store.entry import Doc
from store.tiny.overlay import Id, Overlay
from store.tiny.plain import plain
from store.tiny.storage import JournalStorage

Fields = Mapping[str, Any] | Callable[[Any], None]


class JournalTable(Table):
    """A `tinydb.table.Table` whose every change is one entry of the log.

    It differs from TinyDB's in three ways. The id of a deleted document is not given out again.
    A table exists from its first document on, not from the first call that found nothing. And a
    document that was handed out shares nothing with the store.
    """

    _storage: JournalStorage
    _cached_n = 0
    _given = 0
    _narrowed: list[Id] | None = None

    # -- writing

    def insert(self, document: Mapping[str, Any]) -> Id:
        """Store a new document and return its id; on disk when it returns."""
        if not isinstance(document, Mapping):
            raise ValueError("Document is not a Mapping")
        storage = self._storage
        if storage.transacting is not None:
            with storage.transaction("insert") as under_way:
                doc_id = self._id_for(document)
                staged = under_way.stage.table(self._name)
                if str(doc_id) in staged:
                    raise ValueError(f"Document with ID {doc_id} already exists")
                staged.write(str(doc_id), plain(document))
            return doc_id
        given: list[Id] = []

        def key_of() -> str:
            given.append(self._id_for(document))
            return str(given[0])

        storage.put(self._name, key_of, dict(document))
        self._query_cache.clear()
        return given[0]

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[Id]:
        """Store several documents as one entry: all of them, or none."""
        with self._storage.transaction("insert"):
            return super().insert_multiple(documents)

    def update(
        self,
        fields: Fields,
        cond: QueryLike | None = None,
        doc_ids: Iterable[Id] | None = None,
    ) -> list[Id]:
        """Update documents as one entry; only those concerned are copied."""
        with self._storage.transaction("update"):
            if cond is not None and doc_ids is None:
                doc_ids = self._matching(cond)
            return super().update(fields, doc_ids=doc_ids)

    def update_multiple(self, updates: Iterable[tuple[Fields, QueryLike]]) -> list[Id]:
        """Apply several updates, each with its own condition, as one entry."""
        pairs = list(updates)
        with self._storage.transaction("update"):
            # a later condition may hold only after an earlier update, but never before any has
            only = self._matching(lambda doc: any(cond(doc) for _, cond in pairs))
            self._narrowed = only
            try:
                return super().update_multiple(pairs)
            finally:
                self._narrowed = None

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[Id]:
        """Update what matches, or insert if nothing does, as one entry."""
        with self._storage.transaction("upsert"):
            return super().upsert(document, cond)

    def remove(
        self, cond: QueryLike | None = None, doc_ids: Iterable[Id] | None = None
    ) -> list[Id]:
        """Remove documents as one entry."""
        with self._storage.transaction("remove"):
            if cond is not None and doc_ids is None:
                doc_ids = self._matching(cond)
            return super().remove(doc_ids=doc_ids)

    def truncate(self) -> None:
        """Remove all documents; their ids start again from 1, as TinyDB has it."""
        with self._storage.transaction("truncate"):
            super().truncate()
            self._given = 0

    # -- reading

    def search(self, cond: QueryLike) -> list[Document]:
        """All documents that match, from the query cache if nothing was written since."""
        storage = self._storage
        if storage.transacting is not None:
            return [self._document(*pair) for pair in self._hits(cond)]
        storage.catch_up()
        cache: Any = self._query_cache  # it holds the store's own documents, copied on the way out
        touched = storage.state.touched.get(self._name, 0)
        if touched != self._cached_n:
            cache.clear()
            self._cached_n = touched
        hits = cache.get(cond)
        if hits is None:
            hits = self._hits(cond)
            if getattr(cond, "is_cacheable", _always)():
                cache[cond] = hits
        return [self._document(*pair) for pair in hits]

    def get(
        self,
        cond: QueryLike | None = None,
        doc_id: Id | None = None,
        doc_ids: Iterable[Id] | None = None,
    ) -> Any:  # noqa: ANN401  # as TinyDB's overloads have it
        """One document by id or condition or None; with `doc_ids` a list in table order."""
        table = self._read_table()
        if doc_id is not None:
            doc = table.get(str(doc_id))
            return None if doc is None else self.document_class(plain(doc), doc_id)
        if doc_ids is not None:
            found = {key for key in map(str, doc_ids) if key in table}
            keys = found if len(found) < 2 else [key for key in table if key in found]
            return [self._document(key, table[key]) for key in keys]
        if cond is not None:
            for key, doc in self._stable():
                if cond(doc):
                    return self._document(key, doc)
            return None
        raise RuntimeError("You have to pass either cond or doc_id or doc_ids")

    def __iter__(self) -> Iterator[Document]:
        for key, doc in self._stable():
            yield self._document(key, doc)

    # -- inside

    def _document(self, key: str, doc: Doc) -> Document:
        return self.document_class(plain(doc), self.document_id_class(key))

    def _stable(self) -> Iterable[tuple[str, Doc]]:
        """The documents of this moment: a loop over them may write or let others' changes in."""
        return dict(self._read_table()).items()

    def _hits(self, cond: QueryLike) -> list[tuple[str, Doc]]:
        return [pair for pair in self._stable() if cond(pair[1])]

    def _matching(self, cond: Callable[[Any], bool]) -> list[Id]:
        return [self.document_id_class(key) for key, doc in self._stable() if cond(doc)]

    def _id_for(self, document: Mapping[str, Any]) -> Id:
        if isinstance(document, self.document_class):
            return document.doc_id
        return self._get_next_id()

    def _get_next_id(self) -> int:
        storage = self._storage
        under_way = storage.transacting
        counters = storage.state.counters if under_way is None else under_way.stage.counters
        self._given = max(counters.next_id(self._name), self._given + 1)
        return self._given

    def _read_table(self) -> Mapping[str, Doc]:  # type: ignore[override]  # read-only is enough
        storage = self._storage
        if storage.transacting is not None:
            return storage.transacting.stage.table(self._name)
        storage.catch_up()
        return storage.state.tables.get(self._name, {})

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self._storage.transaction("update") as under_way:
            staged = under_way.stage.table(self._name)
            overlay = Overlay(staged, self.document_id_class, self._narrowed)
            updater(overlay)
            overlay.seal()
        self._query_cache.clear()


class RecordTable(JournalTable):
    """A table whose keys are our own record ids, such as "risk-..." ; see `JournalDB.records`."""

    document_id_class: type[Any] = str

    def add(self, key: str, fields: Mapping[str, Any]) -> str:
        """Store a new record under its id; the same as inserting a `Document`."""
        self.insert(Document(fields, doc_id=cast(Any, key)))
        return key

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[Id]:
        """Store several records as one entry: all of them, or none."""
        with self._storage.transaction("insert"):
            return [self.insert(document) for document in documents]

    def _id_for(self, document: Mapping[str, Any]) -> Id:
        doc_id = super()._id_for(document)
        if not isinstance(doc_id, str) or not doc_id:
            raise ValueError(f"The id of a record of {self._name!r} must be text, not {doc_id!r}.")
        return doc_id

    def _get_next_id(self) -> int:
        raise ValueError(
            f"A record of {self._name!r} needs its own id: insert a Document with doc_id=..."
        )


def _always() -> bool:
    return True
