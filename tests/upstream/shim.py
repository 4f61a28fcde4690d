"""Stands in for the `conftest.py` of TinyDB's own tests: their `db` is a `JournalDB`.

`run.py` puts it beside those tests. The two storages of TinyDB's fixture, memory and file, become
a log in memory and a journal in a folder; everything else is as TinyDB has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tinydb.middlewares import CachingMiddleware
from tinydb.storages import MemoryStorage

from store.memory import MemoryLog
from store.tiny.db import JournalDB


@pytest.fixture(params=["memory", "journal"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[JournalDB]:
    """A database with three documents, as TinyDB's tests expect it."""
    request.node.user_properties.append(("database", "JournalDB"))
    database = JournalDB(MemoryLog() if request.param == "memory" else tmp_path / "store")
    database.drop_tables()
    database.insert_multiple({"int": 1, "char": char} for char in "abc")
    yield database
    database.close()


@pytest.fixture
def storage() -> CachingMiddleware:
    """As TinyDB has it."""
    wrapped: Any = CachingMiddleware
    storage: CachingMiddleware = wrapped(MemoryStorage)()
    return storage
