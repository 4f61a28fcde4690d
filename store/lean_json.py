"""JSON for a process that lives for some milliseconds: the standard one without what is around it.

The package `json` loads regular expressions and their tables for what it does in Python; the parts
that are written in C need none of that. They are not documented, so where they are missing or made
another way the package itself does the work. Tests compare the results.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

parts: Any
"""The parts in C; None where there are none."""
try:
    import _json as parts
except ImportError:
    parts = None

SPACE = " \t\n\r"


class _Reading:
    """What the scanner asks of whoever made it."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int

    @staticmethod
    def parse_constant(name: str) -> float:
        """NaN and the infinities, as `json` reads them."""
        return float(name.replace("Infinity", "inf"))


def loads(data: bytes | str) -> Any:  # noqa: ANN401 - as in `json`
    """The value of a JSON text in UTF-8; ValueError if it is none."""
    if parts is None:
        import json

        return json.loads(data)
    text = data if isinstance(data, str) else data.decode("utf-8")
    text = text.strip(SPACE)
    try:
        value, end = parts.make_scanner(_Reading)(text, 0)
    except StopIteration as fault:
        raise ValueError(f"no JSON value at character {fault.value}") from None
    if end != len(text):
        raise ValueError(f"more than one JSON value, from character {end}")
    return value


def dumps(value: object, *, ensure_ascii: bool = True) -> str:
    """The value as JSON without spaces; ValueError for what JSON has no word for, like NaN."""
    if parts is None:
        import json

        return json.dumps(value, ensure_ascii=ensure_ascii, allow_nan=False, separators=(",", ":"))
    words: Callable[[str], str]
    words = parts.encode_basestring_ascii if ensure_ascii else parts.encode_basestring
    encode = parts.make_encoder({}, _refuse, words, None, ":", ",", False, False, False)
    if isinstance(value, str):
        return words(value)
    return "".join(encode(value, 0))


def _refuse(value: object) -> NoReturn:
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")
