"""The first 512 bytes of a journal: what it is, and where its entries begin.

The size and the seal of the header stay the same in every format to come, so that an older
program can always tell a newer journal from a damaged one. Its length never changes either, so a
compaction can write it last, when the length of the snapshot is known.
"""

from __future__ import annotations

import json

from store.errors import Damaged
from store.line import SEAL, opened, sealed

MAGIC = "rte-journal"
FORMAT = 1
HEADER_SIZE = 512


class Header:
    """What the header line says.

    format    version of the file format
    journal   identity of the history; a restored backup gets a new one
    gen       generation: rises by one with each compaction
    n         number of the last entry inside the snapshot, 0 without one
    snap      length of the snapshot in bytes, following the header
    born      when this file was made, milliseconds since 1970
    """

    __slots__ = ("born", "format", "gen", "journal", "n", "snap")

    def __init__(
        self, journal: str, gen: int, n: int, snap: int, born: int, version: int = FORMAT
    ) -> None:
        self.journal = journal
        self.gen = gen
        self.n = n
        self.snap = snap
        self.born = born
        self.format = version

    def line(self) -> bytes:
        """The header as it stands in the file: exactly `HEADER_SIZE` bytes."""
        body = json.dumps(
            {
                "magic": MAGIC,
                "format": self.format,
                "journal": self.journal,
                "gen": self.gen,
                "n": self.n,
                "snap": self.snap,
                "born": self.born,
            },
            allow_nan=False,
            separators=(",", ":"),
        ).encode("ascii")
        head = body[:-1].ljust(HEADER_SIZE - SEAL - 1)
        return sealed(head + b"}")


def parse_header(data: bytes, path: str, expect: int = FORMAT) -> Header:
    """The header at the start of `data`, of format `expect` or older.

    Raises `Damaged`, with a sentence that names `path`, for anything else: empty, cut off, not a
    journal, not verifying, or of a newer format. A journal is born whole, by rename, so a torn
    header is never the trace of an interrupted start.
    """
    if not data:
        raise Damaged(f"{path} is empty, which a journal never is; bring back a backup with "
                      "`rte restore FILE`.")  # fmt: skip
    body = opened(data[: HEADER_SIZE - 1]) if data[HEADER_SIZE - 1 : HEADER_SIZE] == b"\n" else None
    if body is None:
        raise Damaged(f"{path} has no whole header in its first {HEADER_SIZE} bytes and was left "
                      "untouched; bring back a backup with `rte restore FILE`.")  # fmt: skip
    try:
        said = json.loads(body)
        header = Header(
            str(said["journal"]), int(said["gen"]), int(said["n"]), int(said["snap"]),
            int(said["born"]), int(said["format"]),
        )  # fmt: skip
        whole = said["magic"] == MAGIC
    except (ValueError, KeyError, TypeError) as fault:
        raise Damaged(f"{path} has no journal's header; it was left untouched.") from fault
    if not whole:
        raise Damaged(f"{path} is not a journal of this program; it was left untouched.")
    if header.format > expect:
        raise Damaged(
            f"{path} has format {header.format} and this program knows up to format {expect}; "
            "it was left untouched. Use the newer version of rte.",
            title="Newer format",
        )
    return header
