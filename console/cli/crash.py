"""The last resort of the command line: a fault of the program itself, told in one sentence."""

from __future__ import annotations

from pathlib import Path

from console.crash import record
from console.places import log_folder

HAPPENED = "rte: a fault in the program itself"


def report(fault: BaseException) -> str:
    """Keep a note for the makers, without anybody's text; the sentence for the person."""
    try:
        return record(fault, Path(log_folder()), HAPPENED)
    except Exception:  # telling of a fault must never become one
        return f"{HAPPENED} ({type(fault).__name__}). All that it called saved is on disk."
