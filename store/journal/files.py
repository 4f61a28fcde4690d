"""Files of a store: names, modes, and the few ways in which they are made.

Light on purpose: the quick door imports it. Every file is opened without following a link, checked
to be a plain file, and given its mode explicitly, because a umask would lock colleagues out of a
shared folder.
"""

from __future__ import annotations

import errno
import os
import stat
import time

from store.errors import ConsoleError, Damaged, NoRights, NotSaved

JOURNAL = "journal.jsonl"
LOCK = "store.lock"
ARCHIVE = "archive"
DAMAGED = "damaged"
BACKUPS = "backups"
DRAFTS = "drafts"

STALE_TEMP_S = 3600.0
"""A temporary file older than this belongs to a process that was killed."""

_SAFE = os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
_RIGHTS = (errno.EACCES, errno.EPERM, errno.EROFS)


_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_kept_out: str | None = None


def keep_out(folder: str | os.PathLike[str] | None) -> None:
    """From now on refuse everything that this process would write into a store; None lifts it.

    What `--read-only` stands on: all files of a store are made and opened for writing here.
    """
    global _kept_out
    _kept_out = None if folder is None else os.path.join(os.path.abspath(folder), "")


def refuse_write(path: str | os.PathLike[str]) -> None:
    """Raise `NoRights` where nothing may be written by this process."""
    if _kept_out is not None and os.path.join(os.path.abspath(path), "").startswith(_kept_out):
        raise NoRights(
            f"{_kept_out.rstrip(os.sep)} was opened with --read-only, so nothing is changed there. "
            "Open it without that to change something.",
            title="Read only",
        )


def told(fault: OSError, doing: str) -> ConsoleError:
    """The system's refusal as a fault for a person; `doing` says what was tried, with the path."""
    why = fault.strerror or str(fault)
    if fault.errno in _RIGHTS:
        return NoRights(f"{doing}: this user has no rights there ({why}); ask the owner of the "
                        "folder, or name another one.")  # fmt: skip
    if fault.errno == errno.ELOOP:
        return Damaged(f"{doing}: it is a symbolic link, which a store never contains; remove it.")
    return NotSaved(f"{doing}: the system refused ({why}); nothing was changed.")


def is_shared(folder: str) -> bool:
    """Whether colleagues share the folder: it is group-writable and hands its group on."""
    mode = os.stat(folder).st_mode
    return bool(mode & stat.S_ISGID and mode & stat.S_IWGRP)


def file_mode(folder: str) -> int:
    """Mode of every file made in `folder`."""
    return 0o660 if is_shared(folder) else 0o600


def open_plain(path: str, flags: int, mode: int = 0o600) -> int:
    """Open a plain file, or fail: a link is refused and a planted pipe cannot hang us.

    A file that this call may have made gets `mode` explicitly, if it belongs to this user.
    """
    if flags & _WRITES:
        refuse_write(path)
    fd = os.open(path, flags | _SAFE, 0o600)
    try:
        found = os.fstat(fd)
        if not stat.S_ISREG(found.st_mode):
            raise Damaged(f"{path} is not a plain file; remove it.")
        ours = flags & os.O_CREAT and found.st_uid == os.geteuid()
        if ours and stat.S_IMODE(found.st_mode) != mode:
            os.fchmod(fd, mode)
    except BaseException:  # also an interrupt: no open file, no half-made one stays
        os.close(fd)
        if flags & os.O_EXCL:
            discard(path)
        raise
    return fd


def write_all(fd: int, data: bytes) -> None:
    """Write all of `data`, also when the system takes it in parts."""
    done = os.write(fd, data)
    while done < len(data):
        done += os.write(fd, memoryview(data)[done:])


def read_at(fd: int, offset: int, length: int) -> bytes:
    """Bytes from `offset`, fewer than `length` only at the end of the file."""
    parts = []
    while length > 0:
        part = os.pread(fd, length, offset)
        if not part:
            break
        parts.append(part)
        offset += len(part)
        length -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def sync_folder(path: str) -> None:
    """Make the names in a folder durable."""
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def make_folder(path: str, shared: bool) -> None:
    """Make a folder with the right mode, unless there is one."""
    refuse_write(path)
    try:
        os.mkdir(path, 0o700)
    except FileExistsError:
        return
    if shared:
        os.chmod(path, 0o2770)


def subfolder(folder: str, name: str) -> str:
    """Path of a folder inside the store, made if it is missing."""
    path = os.path.join(folder, name)
    make_folder(path, is_shared(folder))
    return path


def temp_path(folder: str) -> str:
    """A name for a file that is to become another one by rename."""
    return os.path.join(folder, f".rte-{os.getpid()}-{os.urandom(6).hex()}.tmp")


def discard(path: str) -> None:
    """Remove a file if it is there and if that can be done.

    It tidies up, often behind a refusal that is being told: a second one must not take its place.
    """
    try:  # noqa: SIM105 - contextlib is not for the quick path
        os.unlink(path)
    except OSError:
        pass


def sweep(folder: str) -> None:
    """Remove temporary files that a killed process left behind; never a young one."""
    oldest = time.time() - STALE_TEMP_S
    for name in os.listdir(folder):
        if name.startswith(".rte-") and name.endswith(".tmp"):
            path = os.path.join(folder, name)
            try:
                if os.lstat(path).st_mtime < oldest:
                    os.unlink(path)
            except OSError:
                continue  # somebody else swept it, or owns it
