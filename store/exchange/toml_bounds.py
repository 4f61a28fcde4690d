"""What a TOML file may not hold: a key of thousands of parts takes gigabytes to read."""

from __future__ import annotations

import re

MAX_PARTS = 50
"""Parts of one dotted key; ours have two."""

_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
_CHAIN = rf"(?<![\w-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{MAX_PARTS},}}"


def endless_key(text: str) -> int | None:
    """The line of a dotted key with too many parts; None if there is none."""
    if text.count(".") < MAX_PARTS:
        return None
    found = re.search(_CHAIN, text)
    return None if found is None else text.count("\n", 0, found.start()) + 1
