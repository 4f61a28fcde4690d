"""Everything that is printed, in letters that this terminal has."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO, cast

from console.plainly import Voice


class Spoken:
    """A stream whose text goes through a voice; for the rest it is the stream itself."""

    def __init__(self, stream: TextIO, voice: Voice) -> None:
        self._stream = stream
        self._voice = voice

    def write(self, text: str) -> int:
        """Write `text` as it can be shown here."""
        self._stream.write(self._voice(text))
        return len(text)

    def __getattr__(self, name: str) -> object:
        found: object = getattr(self._stream, name)
        return found


@contextmanager
def spoken_plainly() -> Iterator[None]:
    """Both output streams of this process speak so; bytes that are no UTF-8 come in as such."""
    voice = Voice()
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="surrogateescape")
    before = sys.stdout, sys.stderr
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is not None:
            setattr(sys, name, cast(TextIO, Spoken(stream, voice)))
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
