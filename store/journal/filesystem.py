"""Which kind of file system a folder lies on: a network one cannot keep the store's promises."""

from __future__ import annotations

import os

from store.errors import UsageFault

_NETWORK = frozenset(
    {
        *("9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "glusterfs", "gpfs", "lustre"),
        *("ncpfs", "nfs", "nfs4", "ocfs2", "orangefs", "pvfs2", "smb2", "smb3", "smbfs"),
        *("fuse.ceph", "fuse.davfs2", "fuse.gcsfuse", "fuse.glusterfs", "fuse.rclone"),
        *("fuse.s3fs", "fuse.sshfs"),
    }
)


def filesystem_of(folder: str, mounts: str | None = None) -> tuple[str, str]:
    """Type and mount point of the file system that holds `folder`; ("", "") where unknown.

    `mounts` is the text of Linux's /proc/self/mountinfo, read if it is not given.
    """
    if mounts is None:
        try:
            with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:
                mounts = file.read()
        except OSError:
            return "", ""
    path = os.path.realpath(folder)
    best, kind = "", ""
    for line in mounts.splitlines():
        left, _, right = line.partition(" - ")
        words = left.split()
        if len(words) < 5 or not right:
            continue
        point = _plain(words[4])
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, right.split()[0]
    return kind, best


def is_network(kind: str) -> bool:
    """Whether a type of file system is one of those that lie on another machine."""
    return kind in _NETWORK


def refuse_network(folder: str, mounts: str | None = None) -> None:
    """Raise `UsageFault` if `folder` lies on a network file system."""
    kind, point = filesystem_of(folder, mounts)
    if is_network(kind):
        raise UsageFault(
            f"{folder} lies on a network file system ({kind} at {point}), where neither locks nor "
            "fsync can be relied on; keep the store on a local disk, or allow it with "
            "`RTE_ALLOW_NETWORK_FS=1` if you accept that.",
            title="Network folder",
        )


def _plain(word: str) -> str:
    """A mount point without the octal escapes of mountinfo."""
    for code, char in ((r"\040", " "), (r"\011", "\t"), (r"\012", "\n"), (r"\134", "\\")):
        word = word.replace(code, char)
    return word
