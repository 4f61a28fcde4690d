"""The store's lock: one `flock` on a file that is never renamed or deleted.

Waiting is done by the kernel, which hands the lock over in a few hundredths of a millisecond; a
helper thread does the waiting so that there can be a deadline. Who holds the lock, and since when,
stands in the file, for the sentence that a person gets when the deadline passes. It is wiped when
the lock is let go: beside the moment of an anonymous capture, a name left there would tell whose.
"""

from __future__ import annotations

import fcntl
import json
import os
import time

from store.errors import Busy
from store.journal.files import open_plain, told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.journal.waiter import Waiter

SPINS = 6
SPIN_S = 0.00003
"""A holder usually needs less than a few of these naps; a thread costs more than one."""

RECORD = 192
"""Bytes of the holder's record, always written whole."""

WIPED = b" " * (RECORD - 1) + b"\n"


def login() -> str:
    """The account this process runs as, for the holder's record."""
    try:
        import pwd

        return pwd.getpwuid(os.geteuid()).pw_name
    except (ImportError, KeyError):
        return f"user {os.geteuid()}"


def _utc(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def read_holder(path: str) -> tuple[str, int, str]:
    """User, process and moment (UTC, ISO) of the last holder named in the lock file."""
    try:
        fd = open_plain(path, os.O_RDONLY)
        try:
            said = json.loads(os.pread(fd, RECORD, 0))
        finally:
            os.close(fd)
        return str(said["user"]), int(said["pid"]), str(said["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return "somebody", 0, "an unknown moment"


class StoreLock:
    """The lock as one handle holds it. Not for two threads at once; not re-entrant by itself.

    Never fork with it open: a child would share it.
    """

    __slots__ = ("_deadline", "_fd", "_ino", "_mode", "_record", "_second", "_user", "_waiter",
                 "path")  # fmt: skip

    def __init__(self, path: str, mode: int, deadline_s: float, user: str | None) -> None:
        self.path = path
        self._mode = mode
        self._deadline = deadline_s
        self._user = (user or login()).encode("ascii", "replace").decode("ascii")[:64]
        self._fd = -1
        self._ino = 0
        self._second = -1
        self._record = b""
        self._waiter: Waiter | None = None

    def acquire(self) -> None:
        """Hold the lock, or raise `Busy` (after the deadline) naming who has it."""
        try:
            self._acquire()
        except OSError as fault:
            self._drop()  # the lock may be ours already: nobody would give it back
            raise told(fault, f"Cannot lock {self.path}") from fault
        except BaseException:
            self._drop()
            raise
        self._sign()

    def release(self) -> None:
        """Let the next one in."""
        self._write(WIPED)
        try:
            fcntl.flock(self._fd, fcntl.LOCK_UN)
        except OSError:
            self._drop()  # closing the descriptor lets go of the lock for certain

    def close(self) -> None:
        """Give back the descriptor; a held lock ends with it."""
        if self._waiter is not None:
            self._waiter.abandon()
            self._waiter = None
        self._drop()

    def busy(self) -> bool:
        """Whether another handle holds the lock at this moment."""
        fd = open_plain(self.path, os.O_RDWR)
        try:
            return not _free(fd)
        finally:
            os.close(fd)

    def _acquire(self) -> None:
        until = 0.0
        while True:
            if self._fd < 0:
                self._adopt(self._open())
            if not _free(self._fd):
                until = until or time.monotonic() + self._deadline
                if not self._spin():
                    self._wait(until)
            try:
                if os.stat(self.path).st_ino == self._ino:
                    return
            except FileNotFoundError:
                pass  # somebody removed the lock file: make it anew and lock that one
            self._drop()

    def _spin(self) -> bool:
        for _ in range(SPINS):
            time.sleep(SPIN_S)
            if _free(self._fd):
                return True
        return False

    def _wait(self, until: float) -> None:
        from store.journal.waiter import Waiter

        if self._waiter is None or not self._waiter.resume():
            self._waiter = Waiter(self._open())
        fd = self._waiter.wait(max(0.0, until - time.monotonic()))
        if fd is None:
            user, pid, since = read_holder(self.path)
            raise Busy(
                f"{user} (process {pid}) has held {self.path} since {since}; try again in a "
                "moment, or end that process if it is stuck."
            )
        self._waiter = None
        self._drop()
        self._adopt(fd)

    def _open(self) -> int:
        return open_plain(self.path, os.O_RDWR | os.O_CREAT, self._mode)

    def _adopt(self, fd: int) -> None:
        self._fd = fd
        self._ino = os.fstat(fd).st_ino

    def _drop(self) -> None:
        if self._fd >= 0:
            fd, self._fd = self._fd, -1
            os.close(fd)

    def _sign(self) -> None:
        now = int(time.time())
        if now != self._second:
            said = {"user": self._user, "pid": os.getpid(), "since": _utc(now)}
            whole = json.dumps(said, allow_nan=False).encode("ascii")[: RECORD - 1]
            self._record = whole.ljust(RECORD - 1) + b"\n"
            self._second = now
        self._write(self._record)

    def _write(self, record: bytes) -> None:
        try:  # noqa: SIM105 - contextlib is not for the quick path
            os.pwrite(self._fd, record, 0)
        except OSError:
            pass  # a full disk must not keep us from freeing space: only the name is missing


def _free(fd: int) -> bool:
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
