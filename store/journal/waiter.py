"""A thread that waits for the lock on its own descriptor, so that waiting can have a deadline."""

from __future__ import annotations

import fcntl
import os
import threading


class Waiter:
    """Waits in the kernel for `flock` on `fd`, which it owns until it hands it over.

    After a missed deadline the thread stays, but lets go of the lock the moment it gets it; the
    next wait of the same handle takes the thread over, so there is never more than one.
    """

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._guard = threading.Lock()
        self._done = threading.Event()
        self._wanted = True
        self._over = False
        self._fault: OSError | None = None
        threading.Thread(target=self._run, name="store-lock", daemon=True).start()

    def wait(self, seconds: float) -> int | None:
        """The descriptor with the lock held, or None if `seconds` passed first."""
        try:
            self._done.wait(seconds)
        except BaseException:  # ctrl+c while waiting: nobody is left to release the lock
            self.abandon()
            raise
        with self._guard:
            if not self._over:
                self._wanted = False
                return None
        if self._fault is not None:
            os.close(self._fd)
            raise self._fault
        return self._fd

    def resume(self) -> bool:
        """Want the lock again; False if the thread has already let go of it."""
        with self._guard:
            self._wanted = not self._over
            return self._wanted

    def abandon(self) -> None:
        """Nobody wants the lock any more."""
        with self._guard:
            if self._over and self._wanted:
                os.close(self._fd)
            self._wanted = False

    def _run(self) -> None:
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX)
        except OSError as fault:
            self._fault = fault
        with self._guard:
            self._over = True
            if not self._wanted:
                os.close(self._fd)
        self._done.set()
