"""Identities of records: the kind and a UUID of version 7 that sorts by time.

    risk-034k2m9qro7f1s6h2v0bnd4c5a

Made by the capturing process alone, without asking anybody. The UUID (RFC 9562, section 5.7) is
written as a 128-bit number in 26 digits of base 32, lower-case `0-9a-v`, so that the order of the
text is the order of time to the millisecond.
"""

from __future__ import annotations

from store.errors import UsageFault

DIGITS = "0123456789abcdefghijklmnopqrstuv"
LENGTH = 26
ENTROPY_BYTES = 10
_RANDOM_A = 12
_RANDOM_B = 62
_VERSION = 7
_VARIANT = 0b10
_MAX_MS = (1 << 48) - 1
_MAX_ENTRY = (1 << 24) - 1
_PLACE = 12
_MAX_PLACE = (1 << _PLACE) - 1
_CHANCE = 38


class Identity:
    """The parts of an id: its kind, its moment in ms since 1970 UTC, the whole UUID as a number."""

    __slots__ = ("at_ms", "kind", "number")

    def __init__(self, kind: str, at_ms: int, number: int) -> None:
        self.kind = kind
        self.at_ms = at_ms
        self.number = number


def new_id(kind: str, at_ms: int, entropy: bytes | int) -> str:
    """An id for a record of `kind` made at `at_ms` (ms since 1970 UTC).

    `entropy` is 74 random bits: at least 10 bytes, or a number of which the low 74 bits count.
    The caller brings it, because the domain does no I/O. ValueError for values out of range.
    """
    if not (kind.isascii() and kind.isalpha() and kind.islower()):
        raise ValueError(f"kind must be lower-case letters, not {kind!r}")
    if not 0 <= at_ms <= _MAX_MS:
        raise ValueError(f"moment out of range: {at_ms}")
    if isinstance(entropy, bytes):
        if len(entropy) < ENTROPY_BYTES:
            raise ValueError(f"entropy needs {ENTROPY_BYTES} bytes, not {len(entropy)}")
        entropy = int.from_bytes(entropy[:ENTROPY_BYTES], "big")
    random_a = (entropy >> _RANDOM_B) & ((1 << _RANDOM_A) - 1)
    random_b = entropy & ((1 << _RANDOM_B) - 1)
    number = (at_ms << 80) | (_VERSION << 76) | (random_a << 64) | (_VARIANT << 62) | random_b
    return f"{kind}-{_encode(number)}"


def in_order(entry: int, place: int, entropy: bytes) -> int:
    """Entropy for the record at `place`, from 0, of the log's entry number `entry`.

    Ids of one moment then sort in the order in which their records were made (a counter in the
    random fields, as RFC 9562, section 6.2 allows). At least 5 bytes of `entropy`, of which 38
    bits are used, keep ids apart that two copies of one store give out.
    """
    counter = (entry & _MAX_ENTRY) << _PLACE | min(place, _MAX_PLACE)
    return counter << _CHANCE | int.from_bytes(entropy, "big") & ((1 << _CHANCE) - 1)


def parse_id(text: str) -> Identity:
    """The parts of an id; UsageFault when `text` is not one made by `new_id`."""
    kind, dash, code = text.rpartition("-")
    if dash and kind.isascii() and kind.isalpha() and kind.islower() and len(code) == LENGTH:
        number = _decode(code)
        if number is not None and number >> 128 == 0:
            version, variant = (number >> 76) & 0xF, (number >> 62) & 0b11
            if version == _VERSION and variant == _VARIANT:
                return Identity(kind, number >> 80, number)
    shown = ascii(text[:40])
    raise UsageFault(f"{shown} is not the id of a record: an id is copied whole from --json.")


def _encode(number: int) -> str:
    return "".join(DIGITS[(number >> shift) & 31] for shift in range(5 * (LENGTH - 1), -1, -5))


def _decode(code: str) -> int | None:
    if code.strip(DIGITS):
        return None
    # The alphabet is the one that int() uses for base 32, so no table is needed on the way back.
    return int(code, 32)
