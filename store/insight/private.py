"""What is kept from others: lines that whoever typed them began with `private:`.

The console shows them to whoever opened it. The stage, minutes and copies do not.
"""

from __future__ import annotations

from store.domain.private import PRIVATE as PRIVATE
from store.domain.private import is_private_text as is_private_text
from store.domain.record import Record


def is_private(record: Record) -> bool:
    """Whether whoever captured it kept it from others."""
    return is_private_text(record.text)


def quotes_private(said: str) -> bool:
    """Whether words that may stand for several records hold those of a private one."""
    low = said.lower()
    return any(mark in low for mark in PRIVATE)
