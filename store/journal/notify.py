"""The kernel's bell: inotify on the journal, through ctypes, where there is inotify."""

from __future__ import annotations

import ctypes
import os
import sys

_MODIFY = 0x2
_MOVED_TO = 0x80
_CREATE = 0x100


class Bell:
    """A descriptor that becomes readable when the journal grew or was replaced.

    The folder is watched for names only, the journal for its bytes, so that the lock file, which
    every writer touches, rings for nobody. `fd` is None where the system has no inotify or no
    watch left.
    """

    def __init__(self, folder: str, journal: str) -> None:
        self.fd: int | None = None
        self._add = None
        if not sys.platform.startswith("linux"):
            return
        try:
            libc = ctypes.CDLL(None, use_errno=True)
            fd = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
            self._add = libc.inotify_add_watch
        except (OSError, AttributeError):
            return
        if fd < 0:
            return
        self.fd = fd
        if self._watch(folder, _MOVED_TO | _CREATE) < 0 or not self.watch(journal):
            self.close()

    def watch(self, journal: str) -> bool:
        """Listen to the file that now has the journal's name; False if that is not possible."""
        return self._watch(journal, _MODIFY) >= 0

    def close(self) -> None:
        """Give back the descriptor; idempotent."""
        if self.fd is not None:
            os.close(self.fd)
            self.fd = None

    def _watch(self, path: str, mask: int) -> int:
        if self.fd is None or self._add is None:
            return -1
        return int(self._add(self.fd, os.fsencode(path), mask))
