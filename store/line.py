"""The seal on every line of a journal, shared by the long-lived handle and the quick door.

A line is one JSON object whose last member is `"z"`: eight lower-case hex digits, the CRC-32 of
every byte before `,"z"`. Lines end with one b"\\n" and are split on that byte only; U+2028 and its
kin are ordinary text inside a JSON string.
"""

from __future__ import annotations

from zlib import crc32

SEAL = 16
"""Bytes that the seal takes at the end of a line: `,"z":"` + 8 digits + `"}`."""


def sealed(body: bytes) -> bytes:
    """The line, newline included, for a JSON object that has at least one member."""
    head = body[:-1]
    return b'%b,"z":"%08x"}\n' % (head, crc32(head))


def opened(line: bytes) -> bytes | None:
    """The JSON object that a line (without its newline) seals, or None if it does not verify.

    The last sixteen bytes are compared as a whole: upper-case digits or anything else than `"}`
    after the checksum is damage too.
    """
    head = line[:-SEAL]
    if line[-SEAL:] == b',"z":"%08x"}' % crc32(head):
        return head + b"}"
    return None


def seal_of(line: bytes) -> str:
    """The eight digits of a line that verifies (with or without its newline)."""
    return line.rstrip(b"\n")[-10:-2].decode("ascii")
