"""The durable journal: one append-only, checksummed file that every process of a train follows.

`JournalLog` is loaded on first use, so that the quick door (`store.journal.quick`) can be imported
without paying for it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.journal.journal import JournalLog as JournalLog

__all__ = ["JournalLog"]


def __getattr__(name: str) -> object:
    if name == "JournalLog":
        from store.journal.journal import JournalLog

        return JournalLog
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
