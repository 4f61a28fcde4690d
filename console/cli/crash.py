"""The last resort: a fault of the program itself, told in one sentence, without people's text.

A message or a local variable may hold what somebody typed in confidence. So neither is printed or
kept: the note names the kind of fault and the places in the program that led there.
"""

from __future__ import annotations

import os
import sys
import time
import traceback

from console.places import log_folder


def details(fault: BaseException) -> str:
    """Kind of the fault and its chain of places, without messages, values or source lines."""
    lines: list[str] = [f"python {sys.version.split()[0]} on {sys.platform}"]
    seen: BaseException | None = fault
    while seen is not None:
        lines.append(type(seen).__name__)
        for frame in traceback.extract_tb(seen.__traceback__, limit=60):
            lines.append(f"  {frame.filename}:{frame.lineno} in {frame.name}")
        seen = seen.__cause__ or seen.__context__
    return "\n".join(lines) + "\n"


def keep(text: str) -> str | None:
    """Write a note readable by its owner only; its path, or None if that is not possible."""
    try:
        folder = log_folder()
        os.makedirs(folder, mode=0o700, exist_ok=True)
        stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        path = os.path.join(folder, f"crash-{stamp}-{os.getpid()}.log")
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with open(fd, "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
    except Exception:  # whatever happens to the note, the person still gets the sentence
        return None
    return path


def report(fault: BaseException) -> str:
    """Keep a note about `fault`; the sentence for the person."""
    path = keep(details(fault))
    where = f"Where it happened, without your text: {path}" if path else "No note could be kept."
    return (
        f"rte: a fault in the program itself ({type(fault).__name__}). What was saved stays "
        f"saved. {where}"
    )
