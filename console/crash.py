"""What happens when the program itself is at fault: one sentence, and a log without people's text.

A traceback on a shared screen shows local variables, and with them private notes. So nothing of
it is shown. The log has the kinds of the exceptions and where they were raised: no messages, no
values, no source lines.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from traceback import walk_tb

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""32 of them, so that each is as likely as any other."""


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def describe(error: BaseException) -> str:
    """Kinds of the exceptions and the places they came through; nothing that anybody typed."""
    lines = []
    for link in _chain(error):
        lines.append(f"{type(link).__module__}.{type(link).__qualname__}")
        for frame, line in walk_tb(link.__traceback__):
            code = frame.f_code
            lines.append(f"  {code.co_filename}:{line} {code.co_qualname}")
    return "\n".join(lines)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8") as log:
        log.write(text)


def _versions() -> str:
    """Of what the program runs on. Only loaded here: it takes long, and faults are rare."""
    try:
        import platform
        from importlib.metadata import version

        system = platform.system()
        return f"python {platform.python_version()} textual {version('textual')} {system}"
    except (ImportError, OSError):
        return "versions unknown"


STOPPED = "The console stopped because of a fault of its own"
BEHIND = "Something went wrong in the console behind the screen"


def record(error: BaseException | None, folder: Path, happened: str = STOPPED) -> str:
    """Write the log of a fault and give the short message to show."""
    reference = "".join(_LETTERS[byte % len(_LETTERS)] for byte in os.urandom(6))
    now = datetime.now(UTC)
    path = folder / f"crash-{now:%Y%m%d}-{reference}.log"
    what = describe(error) if error is not None else "ended without an exception"
    head = f"reference {reference}\nat {now:%Y-%m-%dT%H:%M:%SZ}\n{_versions()}\n"
    try:
        _write(path, f"{head}{what}\n")
        where = f"Details, without anybody's text, are in {path}"
    except OSError:
        where = "Details could not be written"
    return f"{happened} ({reference}). All that it called saved is on disk. {where}."
