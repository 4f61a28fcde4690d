"""The kernel's bell: inotify, through ctypes, where there is inotify."""

from __future__ import annotations

import ctypes
import os
import sys

_MODIFY = 0x2
_CLOSE_WRITE = 0x8
_MOVED_FROM = 0x40
_MOVED_TO = 0x80
_CREATE = 0x100
_DELETE = 0x200


class _Inotify:
    """One descriptor that becomes readable when something happened to what is watched.

    `fd` is None where the system has no inotify or no watch left.
    """

    def __init__(self) -> None:
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
        if fd >= 0:
            self.fd = fd

    def close(self) -> None:
        """Give back the descriptor; idempotent."""
        if self.fd is not None:
            os.close(self.fd)
            self.fd = None

    def _watch(self, path: str, mask: int) -> bool:
        if self.fd is None or self._add is None:
            return False
        return int(self._add(self.fd, os.fsencode(path), mask)) >= 0


class Bell(_Inotify):
    """Rings when the journal grew or was replaced.

    The folder is watched for names only, the journal for its bytes, so that the lock file, which
    every writer touches, rings for nobody.
    """

    def __init__(self, folder: str, journal: str) -> None:
        super().__init__()
        if not self._watch(folder, _MOVED_TO | _CREATE) or not self.watch(journal):
            self.close()

    def watch(self, journal: str) -> bool:
        """Listen to the file that now has the journal's name; False if that is not possible."""
        return self._watch(journal, _MODIFY)


class FolderBell(_Inotify):
    """Rings when a file in a folder came, went, said something else, or lost who held it open."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        mask = _MODIFY | _CLOSE_WRITE | _MOVED_TO | _MOVED_FROM | _DELETE
        if not self._watch(folder, mask):
            self.close()

    def wake(self) -> int | None:
        """The descriptor to wait for."""
        return self.fd
